"""Letting a stack of paper cards into the register: two people stand by it (P10).

The cards were read, judged and reported before; what was judged is what is written. A card changes
no weapon, no place and no holder: `docs/decisions/0013-cards-by-two-people.md`.
"""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision, refuse_afar
from kiosk.rules.register import FOUNDING
from kiosk.rules.session import tried
from kiosk.rules.vouching import MAY_VOUCH, VOUCHERS


def vouched(bay: Bay, seen: o.CardsVouched) -> Decision:
    """Begin a stack if two people stand by it; while nobody has a badge yet, the founding does."""
    if not bay.founded:
        return Decision((e.CardsBegun(seen.at, seen.stack, (FOUNDING,)),))
    names = {one.number for one in seen.vouching}
    if len(names) < VOUCHERS or len(names) < len(seen.vouching):
        about = seen.vouching[-1].number if seen.vouching else ""
        return refuse_afar(seen.at, "not_a_second", about)
    verdict = NOTHING
    for one in seen.vouching:
        tries, stands = _stands_by(bay, seen, one)
        verdict += tries
        if not stands:
            return verdict
    by = tuple(one.number for one in seen.vouching)
    return verdict + Decision((e.CardsBegun(seen.at, seen.stack, by),))


def _stands_by(bay: Bay, seen: o.CardsVouched, one: o.Vouching) -> tuple[Decision, bool]:
    """Decide on one of the two: known, the right PIN, the right role. Nothing sounds at the bay."""
    person = one.person
    if person is None:
        return refuse_afar(seen.at, "unknown_officer", one.number), False
    tries = Decision(tried(bay, seen.at, person, matches=one.matches, office=True).entries)
    if not any(isinstance(entry, e.PinAccepted) for entry in tries.entries):
        return tries, False
    if person.role not in MAY_VOUCH or not person.officer.active or person.officer.hold:
        return tries + refuse_afar(seen.at, "wrong_role", "", person.number), False
    return tries, True


def read(seen: o.CardsRead) -> Decision:
    """Write cards down as they were judged, one line each, and that the stack is whole."""
    closed = () if seen.closed is None else (seen.closed,)
    return Decision((*seen.cards, *closed))
