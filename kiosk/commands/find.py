"""`kiosk find`: one field for everything, as at the office."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from kiosk.commands import FAILED, LATER, ends
from kiosk.commands.options import answer, config_option, json_option, say, table
from kiosk.commands.register import database_of
from kiosk.config import Settings, read_settings
from kiosk.registry.leaves import CARD, KINDS, WEAPON
from kiosk.registry.queries import Facts
from kiosk.registry.search import Hit, Search
from kiosk.rules.things import OfficerNumber
from kiosk.spelling import plain

PAGE = 50


@click.command()
@config_option
@json_option
@click.option("--kind", type=click.Choice(KINDS), default=None, help="Only these.")
@click.option("--after", default="", help="Go on where an answer in JSON ended.")
@click.argument("text")
def command(
    config: Path,
    as_json: bool,  # noqa: FBT001 - click calls it by name
    kind: str | None,
    after: str,
    text: str,
) -> None:
    """Find weapons, cards and officers by any part of a number or name.

    Case, spaces, hyphens and Khmer digits do not matter, nor in which order a Khmer name was typed.
    What only looks like it (O and 0, I and 1, another spelling of a place) comes last, marked
    "alike". A whole badge finds its officer, a whole position its weapon.
    """
    settings = read_settings(config)
    with searching(settings) as search, closing(Facts.at(database_of(settings))) as facts:
        try:
            page = search.find(text, after, PAGE, kind or "")
        except ValueError:
            ends(f"--after: no answer ended at {after!r}.", FAILED)
        rows = [_row(search, facts, hit) for hit in page.found]
    if as_json:
        answer({"found": rows, "after": page.after})
    elif rows:
        shown = ("of", "number", "sort", "serial", "name", "state")
        table([shown] + [tuple(str(row.get(name, "")) for name in shown) for row in rows])
    if page.after and not as_json:
        say(f"There is more than these {PAGE}: give a longer part, or --kind.")
    if not rows:
        ends(f"Nothing is called {text!r}.", FAILED)


@contextmanager
def searching(settings: Settings) -> Iterator[Search]:
    """Open the register to who looks for something.

    Raises:
        PermissionError, BookBroken, BookUnwritable: as `database_of`, or when it is asked.
    """
    with closing(Search.at(database_of(settings))) as search:
        if not search.ready():
            ends("This book was begun by an earlier version. Start its kiosk once.", LATER)
        yield search


def _row(search: Search, facts: Facts, hit: Hit) -> dict[str, object]:
    """Return what is known of a hit, its numbers as they are written."""
    row: dict[str, object] = {"of": hit.of, "number": hit.id, "sort": hit.sort.name.lower()}
    if hit.of == WEAPON:
        weapon = search.weapon(hit.id)
        return row | (_plain(weapon) if weapon is not None else {})
    if hit.of == CARD:
        card = search.card(int(hit.id))
        state = {} if card is None else {"state": card.fate}
        return row | (_plain(card) if card is not None else {}) | state
    person = facts.person(OfficerNumber(hit.id))
    if person is None:
        return row
    officer = person.officer
    held = list(search.held_by(hit.id))
    return row | {"name": officer.name, "name_km": officer.name_km, "state": officer.role,
                  "holds": held}  # fmt: skip


def _plain(thing: object) -> dict[str, object]:
    told = plain(thing)
    assert isinstance(told, dict)
    return told
