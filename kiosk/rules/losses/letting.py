"""Letting a list of the capital into the book: two people stand by it (P10).

At a terminal of the kiosk's own machine both type number and PIN; from a page one does, and the
other shows a badge at the reader, as with paper cards.
"""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision, refuse_afar
from kiosk.rules.national import TakingList
from kiosk.rules.observations import national as n
from kiosk.rules.register import FOUNDING
from kiosk.rules.signatures import signed
from kiosk.rules.things import Changed, Moment, OfficerNumber
from kiosk.rules.vouching import VOUCHERS, may


def vouched(bay: Bay, seen: n.ListVouched) -> Decision:
    """Begin a list if two people stand by it; while nobody has a badge yet, the founding does."""
    if not bay.founded:
        return Decision((e.NationalListBegun(seen.at, seen.listing, (FOUNDING,)),))
    names = {one.number for one in seen.vouching}
    if len(names) < VOUCHERS or len(names) < len(seen.vouching):
        about = seen.vouching[-1].number if seen.vouching else ""
        return refuse_afar(seen.at, "not_a_second", about)
    verdict = NOTHING
    for one in seen.vouching:
        tries, person = signed(bay, seen.at, one)
        verdict += tries
        if person is None:
            return verdict
        if not may(person):
            return verdict + refuse_afar(seen.at, "wrong_role", "", person.number)
    by = tuple(one.number for one in seen.vouching)
    return verdict + Decision((e.NationalListBegun(seen.at, seen.listing, by),))


def lines(
    at: Moment, matter: TakingList, by: tuple[OfficerNumber, ...]
) -> tuple[e.NationalListBegun]:
    """Return what is written once a second person stood by a list at the reader."""
    return (e.NationalListBegun(at, matter.listing, by),)


def shown(matter: TakingList) -> tuple[Changed, ...]:
    """Return what the second person sees: the list, and how many weapons it names."""
    listing = matter.listing
    return (
        Changed("national_list", "", f"{listing.file} · {listing.name}"),
        Changed("national_lost", "", str(listing.lost)),
        Changed("national_destroyed", "", str(listing.destroyed)),
    )


def read(seen: n.ListRead) -> Decision:
    """Write rows of a list down as they are."""
    return Decision((seen.line,))
