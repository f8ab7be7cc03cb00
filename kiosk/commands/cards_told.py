"""What a terminal is told of a list of cards: how it was read, what became of it, its doubts."""

from collections.abc import Sequence
from dataclasses import asdict

import click

from kiosk.cards.sought import Sought
from kiosk.cards.stage import Staged
from kiosk.commands.options import answer, say, table
from kiosk.registry.card_queries import KnownStack
from kiosk.registry.staged_cards import FIRST_DOUBT, Reconciliation, StagedCards

_SHOWN = 20
"""Doubts shown to a person at a terminal; all of them stand on the paper and in --json."""


def state_of(stack: KnownStack) -> str:
    """Return where a stack of the register stands."""
    return "in the register" if stack.closed is not None else "begun; commit it to go on"


def said_of_list(staged: Staged) -> None:
    """Tell what was found out about the list itself."""
    columns = [
        f"{heading!r} = {name}"
        for heading, name in zip(staged.stack.headings, staged.stack.fields, strict=True)
        if name
    ]
    say(f"Read as {staged.stack.encoding}. Columns: {'; '.join(columns)}.")
    if staged.found.limon:
        names = ", ".join(staged.stack.headings[place] for place in staged.found.limon)
        say(f"Limon, read as Unicode: {names}. The cells stay as they are; look at some.")
    if staged.mixed:
        say("Parts of this list are in another encoding than the rest: see the doubts `encoding`.")
    if staged.formulas:
        say(
            f"{staged.formulas} cells begin like a formula. They are kept as text and nothing was"
            " computed; for a spreadsheet, export with --for-spreadsheet."
        )


def reported(
    staging: StagedCards, found: Reconciliation, sought: Sequence[Sought], *, as_json: bool
) -> None:
    """Tell what became of the cards of a stack, to a person or as JSON."""
    doubts = (
        {"card": card, "field": field, "kind": kind, "value": value}
        for _, card, field, kind, value in staging.doubts()
    )
    if as_json:
        answer(
            {
                "cards": found.cards,
                "fates": dict(found.fates),
                "doubts": list(doubts),
                "stack": staging.stack.stack,
                "differences": [
                    {"card": card, "field": field, "first": first, "second": second, "row": row}
                    for row, card, field, first, second in staging.differences()
                ],
                "sought": [asdict(one) for one in sought],
            }
        )
        return
    if sought:
        click.echo(f"{len(sought)} cards speak of weapons that are looked for:")
        table([
            ("row", "card", "serial", "", "", "batch, case or number"),
            *((str(one.row), one.card, repr(one.serial)[1:-1], one.kind.replace("_", " "),
               "exact" if one.exact else "near", one.found) for one in sought[:_SHOWN]),
        ])  # fmt: skip
    total = sum(found.doubts.values())
    click.echo(f"{found.cards} cards, stack {staging.stack.stack}")
    table([(name.replace("_", " "), str(count)) for name, count in found.fates.items()])
    if total:
        click.echo(f"{total} doubts:")
        table([("row", "card", "field", "kind", "value"), *_first(staging)])
    if total > _SHOWN:
        click.echo(f"... and {total - _SHOWN} more: --json, or kiosk cards report")


def _first(staging: StagedCards) -> Sequence[tuple[str, ...]]:
    return [
        (str(row), card, field, kind, repr(value)[1:-1])
        for row, card, field, kind, value in staging.doubts_after(FIRST_DOUBT, _SHOWN)
    ]
