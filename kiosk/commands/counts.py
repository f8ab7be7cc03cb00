"""`kiosk counts`: the papers of a count, its certificate and the list to search by."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from kiosk.commands import FAILED, ends
from kiosk.commands.options import config_option, say
from kiosk.commands.printing import out_option, pdf_option, printed_here, put
from kiosk.commands.register import database_of
from kiosk.config import Settings, read_settings
from kiosk.papers.certificate import CertifiedCount, certificate
from kiosk.papers.search_list import Hand, MissingWeapon, Place, search_list
from kiosk.registry.count_queries import Certified, CountPapers, Missed
from kiosk.registry.queries import Facts
from kiosk.rules.counts import searches
from kiosk.rules.things import OfficerNumber


@click.group()
def command() -> None:
    """Print what a count found, and what is searched for."""


@command.command("certificate")
@config_option
@click.argument("count", required=False, type=int)
@out_option
@pdf_option
def print_certificate(config: Path, count: int | None, out: Path, pdf: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Print the certificate of COUNT, by its number; of the newest one if none is given.

    HTML, for any browser's printer, with the head of the chain and lines to sign.
    """
    settings = read_settings(config)
    database = database_of(settings)
    with closing(CountPapers.at(database)) as papers, closing(Facts.at(database)) as facts:
        found = papers.certificate(count)
        if found is None:
            which = "no certificate of any count" if count is None else f"no certificate of {count}"
            ends(f"The book has {which}. Nothing was written.", FAILED)
        paper = certificate(_named(found, facts), printed_here(settings, papers.head()))
    put(out, paper, pdf=pdf)


@command.command("search-list")
@config_option
@out_option
@pdf_option
def print_search_list(config: Path, out: Path, pdf: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Print what to search by, for every weapon that is missing: a page each.

    Serial, where it was last, its neighbours in the racks, the last five who had it, and by when
    what is due.
    """
    settings = read_settings(config)
    database = database_of(settings)
    with closing(CountPapers.at(database)) as papers, closing(Facts.at(database)) as facts:
        missed = papers.missed()
        if not missed:
            say("No weapon is missing. Nothing was written.")
            return
        listed = [_listed(one, facts, settings) for one in missed]
        paper = search_list(listed, printed_here(settings, papers.head()))
    put(out, paper, pdf=pdf)


def _named(found: Certified, facts: Facts) -> CertifiedCount:
    """Return a certificate with the names of those it tells of."""
    entry, order = found.entry, found.order
    people = {*entry.counters, entry.by}
    if order is not None:
        people |= {order.by, order.counter, order.recounter}
    weapons = {one.weapon for one in entry.differences if one.weapon is not None}
    if entry.witness is not None:
        weapons |= {*entry.witness.uncounted, *entry.witness.unheard}
    known = ((number, facts.weapon(number)) for number in sorted(weapons))
    return CertifiedCount(
        found.seq,
        found.hash,
        entry,
        order,
        frozenset(found.adjusted),
        {number: _name(number, facts) for number in sorted(people)},
        {number: weapon for number, weapon in known if weapon is not None},
    )


def _listed(missed: Missed, facts: Facts, settings: Settings) -> MissingWeapon:
    weapon, seen = facts.weapon(missed.weapon), missed.seen
    due = searches.steps(settings.policy, missed.since_ms) if missed.since_ms else ()
    return MissingWeapon(
        number=missed.weapon,
        serial=weapon.serial if weapon is not None else "",
        what=", ".join(filter(None, (weapon.name, weapon.type, weapon.calibre))) if weapon else "",
        home=missed.home,
        since_ms=missed.since_ms,
        seen_ms=seen.at_ms if seen is not None else 0,
        seen=", ".join(_seen(missed, facts)),
        due=due,
        hands=tuple(
            Hand(_person(one.officer, facts), one.taken_ms, one.back_ms) for one in missed.held
        ),
        places=tuple(Place(one.position, one.cable, one.weapon or "") for one in missed.around),
    )


def _seen(missed: Missed, facts: Facts) -> Iterator[str]:
    """Return where a weapon was seen last, by whom, and the entry that says so."""
    seen = missed.seen
    if seen is None:
        return
    yield seen.place
    if seen.officer is not None:
        yield _person(seen.officer, facts)
    yield f"entry {seen.seq}"


def _person(number: OfficerNumber, facts: Facts) -> str:
    name = _name(number, facts)
    return f"{name} ({number})" if name else number


def _name(number: OfficerNumber, facts: Facts) -> str:
    person = facts.person(number)
    return "" if person is None else (person.officer.name_km or person.officer.name)
