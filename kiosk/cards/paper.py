"""The reconciliation as a page to print and sign: what became of every card, in two languages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kiosk.papers import frame
from kiosk.papers.frame import Column, Identifier, Printed, Title
from kiosk.registry.card_queries import Cards, KnownStack
from kiosk.registry.staged_cards import FIRST_DOUBT, Reconciliation, StagedCards, StagedDoubt

_TITLE = Title("ការផ្ទៀងផ្ទាត់ប័ណ្ណចុះបញ្ជី", "Reconciliation of registration cards")

_FATES = {
    "matched": ("ត្រូវគ្នា", "matched: card and weapon"),
    "card_only": ("មានតែកាត", "card only: no weapon yet"),
    "weapon_only": ("មានតែអាវុធ", "weapon only: no card (not counted among the cards)"),
    "duplicate": ("ស្ទួន", "duplicate: this card number came before"),
    "unreadable": ("មិនអាចអានបាន", "unreadable"),
}
"""Khmer composed from the glossary; no native reader has confirmed it."""

_COLUMNS = (
    Column(9, "ជួរ", "row"),
    Column(21, "ប័ណ្ណ", "card"),
    Column(16, "ចំណុច", "field"),
    Column(20, "សង្ស័យ", "doubt"),
    Column(34, "សរសេរថា", "written"),
)
"""A long cell squeezes none of the others."""

_AT_ONCE = 500
_SIGNS_MAX = 1 << 19
"""Doubts and signs of a piece; it must fit into one answer of the hatch. Ours."""

_SIGNERS = (frame.REGISTRAR, frame.SECOND, frame.CHIEF, frame.DATE)


@dataclass(frozen=True, slots=True)
class Paper:
    """The page of one stack, a piece after the other.

    `known`: the stack in the register, or None while it waits. What became of the cards of a closed
    stack is said by the book: a staging may have been lost and judged anew. `keyed`: how many cards
    were keyed once more, and by whom.
    """

    staging: StagedCards
    cards: Cards | None
    known: KnownStack | None
    printed: Printed
    keyed: tuple[int, tuple[str, ...]] = (0, ())

    def whole(self) -> str:
        """Return all of it."""
        return "".join(self._pieces())

    def _pieces(self) -> Iterator[str]:
        piece, after = self.begins()
        yield piece
        while after is not None:
            piece, after = self.goes_on(after)
            yield piece

    def begins(self) -> tuple[str, tuple[int, str, str] | None]:
        """Return the totals, and where the doubts begin."""
        return self._around()[0], FIRST_DOUBT

    def goes_on(self, after: tuple[int, str, str]) -> tuple[str, tuple[int, str, str] | None]:
        """Return the next doubts, and where those behind them begin; None: that was all."""
        doubts = self.staging.doubts_after(after, _AT_ONCE)
        piece = ""
        for doubt in doubts:
            piece += _row(doubt)
            if len(piece) > _SIGNS_MAX or (doubt is doubts[-1] and len(doubts) == _AT_ONCE):
                return piece, (doubt.row, doubt.field, doubt.kind)
        return piece + self._around()[1], None

    def _around(self) -> tuple[str, str]:
        """Return what stands before the doubts, and what stands behind them."""
        found = self.staging.reconciliation()
        if self.cards is not None and self.known is not None and self.known.closed is not None:
            closed = self.cards.entry(self.known.closed)
            found = replace(found, fates={name: closed[name] for name in found.fates})
        body = (
            frame.heading("ចំនួន", "Totals"),
            frame.table(_totals(found)),
            frame.heading("ចំណុចសង្ស័យ", "Doubts"),
            *frame.grid("doubts", self.staging.stack.stack, _COLUMNS, ()),
        )
        paper = frame.framed(_TITLE, self.printed, _facts(self), body, _SIGNERS)
        before, ends, behind = paper.rpartition(frame.GRID_ENDS)
        return before, ends + behind


def _facts(paper: Paper) -> Iterator[tuple[str, str]]:
    stack, cards, known = paper.staging.stack, paper.cards, paper.known
    yield "List / បញ្ជី", f"{stack.file} ({stack.encoding})"
    yield "SHA-256", stack.sha256
    yield "Stack", stack.stack
    yield "Staged by", stack.staged_by
    count, people = paper.keyed
    if count:
        yield "Keyed twice / បញ្ចូលពីរដង", f"{count:,} ({', '.join(people)})"
    if cards is None or known is None:
        yield "State", "WAITS. Not in the register."
        return
    yield "Let in by", ", ".join(cards.entry(known.begun)["by"])
    if known.closed is None:
        yield "State", "BEGUN. Not all cards are in the register yet."
        return
    yield "State", f"In the register, entries {known.begun} to {known.closed}."
    yield "Head of the chain after it", f"{known.closed}:{cards.head_at(known.closed)}"


def _totals(found: Reconciliation) -> Iterator[tuple[str, str]]:
    for name, count in found.fates.items():
        khmer, english = _FATES[name]
        yield f"{khmer} · {english}", f"{count:,}"
    yield "ប័ណ្ណសរុប · all cards", f"{found.cards:,}"
    yield "keyed in two ways", f"{found.differences:,}"
    for kind, count in sorted(found.doubts.items()):
        yield f"doubt: {kind.replace('_', ' ')}", f"{count:,}"


def _row(doubt: StagedDoubt) -> str:
    row, card, field, kind, value = doubt
    return frame.row((str(row), Identifier(card), field, kind.replace("_", " "), Identifier(value)))
