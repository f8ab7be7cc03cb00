"""The reconciliation as a page to print and sign: what became of every card, in two languages.

HTML with everything inside, so that any browser prints it. Every cell is escaped.
"""

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from kiosk.registry.card_queries import Cards, KnownStack
from kiosk.registry.staging import Reconciliation, Staging

_SHEET = """\
@page { size: A4; margin: 18mm }
body { font: 11pt/1.6 "Noto Sans Khmer", "Khmer OS", "Khmer UI", sans-serif; color: #000 }
h1 { font-size: 16pt } h2 { font-size: 12pt; margin-top: 8mm; break-after: avoid }
table { border-collapse: collapse; width: 100% } tr { break-inside: avoid }
.doubts { table-layout: fixed }
thead { display: table-header-group } thead td { border: 0; font-size: 8pt }
th, td { border: .3mm solid #000; padding: 1mm 2mm; text-align: left }
td.n { text-align: right; font-variant-numeric: tabular-nums }
.mono { font-family: monospace, "Noto Sans Khmer", "Khmer OS", "Khmer UI"; overflow-wrap: anywhere }
.sign { display: grid; grid-template-columns: 1fr 1fr; gap: 14mm 10mm; margin-top: 16mm }
.sign div { border-top: .3mm solid #000; padding-top: 1mm; break-inside: avoid }
"""

_FATES = {
    "matched": ("ត្រូវគ្នា", "matched: card and weapon"),
    "card_only": ("មានតែកាត", "card only: no weapon yet"),
    "weapon_only": ("មានតែអាវុធ", "weapon only: no card (not counted among the cards)"),
    "duplicate": ("ស្ទួន", "duplicate: this card number came before"),
    "unreadable": ("មិនអាចអានបាន", "unreadable"),
}
"""Khmer composed from the glossary; no native reader has confirmed it."""

_COLUMNS = (
    (9, "ជួរ<br>row"),
    (21, "ប័ណ្ណ<br>card"),
    (16, "ចំណុច<br>field"),
    (20, "សង្ស័យ<br>doubt"),
    (34, "សរសេរថា<br>written"),
)
"""How wide, in percent, and what stands above: a long cell squeezes none of the others."""

_SIGNERS = (
    "Registrar / អ្នកចុះបញ្ជី",
    "Second person / អ្នកទីពីរ",
    "Chief / ប្រធានឃ្លាំង",
    "Date / កាលបរិច្ឆេទ",
)


def paper(staging: Staging, cards: Cards | None, known: KnownStack | None, kiosk: str) -> str:
    """Return the page of one stack. `known`: the stack in the register, or None while it waits.

    What became of the cards of a closed stack is said by the book: a staging may have been lost and
    judged anew.
    """
    found = staging.reconciliation()
    if cards is not None and known is not None and known.closed is not None:
        closed = cards.entry(known.closed)
        found = replace(found, fates={name: closed[name] for name in found.fates})
    return "".join(
        (
            "<!doctype html>\n<html lang='km'><meta charset='utf-8'>",
            f"<title>{escape(staging.stack.file)}</title><style>{_SHEET}</style>",
            "<h1>ការផ្ទៀងផ្ទាត់ប័ណ្ណចុះបញ្ជី<br>Reconciliation of registration cards</h1>",
            _table(_facts(staging, cards, known, kiosk)),
            "<h2>ចំនួន · Totals</h2>",
            _table(_totals(found)),
            "<h2>ចំណុចសង្ស័យ · Doubts</h2>",
            *_doubts(staging),
            "<div class='sign'>",
            *(f"<div>{escape(who)}</div>" for who in _SIGNERS),
            "</div></html>\n",
        )
    )


def _facts(
    staging: Staging, cards: Cards | None, known: KnownStack | None, kiosk: str
) -> Iterator[tuple[str, str]]:
    stack = staging.stack
    yield "Kiosk", kiosk
    yield "List / បញ្ជី", f"{stack.file} ({stack.encoding})"
    yield "SHA-256", stack.sha256
    yield "Stack", stack.stack
    yield "Staged by", stack.staged_by
    if cards is None or known is None:
        yield "State", "WAITS. Not in the register."
        return
    yield "Let in by", ", ".join(cards.entry(known.begun)["by"])
    if known.closed is None:
        yield "State", "BEGUN. Not all cards are in the register yet."
        return
    yield "State", f"In the register, entries {known.begun} to {known.closed}."
    yield "Head of the chain", f"{known.closed}:{cards.head_at(known.closed)}"


def _totals(found: Reconciliation) -> Iterator[tuple[str, str]]:
    for name, count in found.fates.items():
        khmer, english = _FATES[name]
        yield f"{khmer} · {english}", f"{count:,}"
    yield "ប័ណ្ណសរុប · all cards", f"{found.cards:,}"
    yield "keyed in two ways", f"{found.differences:,}"
    for kind, count in sorted(found.doubts.items()):
        yield f"doubt: {kind.replace('_', ' ')}", f"{count:,}"


def _table(rows: Iterator[tuple[str, str]]) -> str:
    lines = (
        f"<tr><th>{escape(name)}</th><td class='mono'>{escape(value)}</td></tr>"
        for name, value in rows
    )
    return f"<table>{''.join(lines)}</table>"


def _doubts(staging: Staging) -> Iterator[str]:
    """Return the table of doubts; its head stands on every sheet, and names the stack there."""
    widths = "".join(f"<col style='width:{width}%'>" for width, _ in _COLUMNS)
    columns = "".join(f"<th>{name}</th>" for _, name in _COLUMNS)
    stack = escape(staging.stack.stack)
    yield f"<table class='doubts'>{widths}<thead><tr><td colspan='5' class='mono'>{stack}</td></tr>"
    yield f"<tr>{columns}</tr></thead>"
    for row, card, field, kind, value in staging.doubts():
        cells = "".join(
            f"<td class='mono'>{escape(text)}</td>"
            for text in (str(row), card, field, kind.replace("_", " "), value)
        )
        yield f"<tr>{cells}</tr>"
    yield "</table>"
