"""Letting a stack of paper cards into the register: two people stand by it (P10).

At a terminal of the kiosk's own machine both type number and PIN; from a page one does, and the
other shows a badge at the reader. The cards were read, judged and reported before; what was judged
is what is written. A card changes no weapon, no place and no holder:
`docs/decisions/0013-cards-by-two-people.md`, `0031-cards-on-a-page.md`.
"""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision, refuse_afar
from kiosk.rules.register import FOUNDING
from kiosk.rules.signatures import signed
from kiosk.rules.stacks import LettingIn
from kiosk.rules.things import Changed, Moment, OfficerNumber
from kiosk.rules.vouching import VOUCHERS, may


def vouched(bay: Bay, seen: o.CardsVouched) -> Decision:
    """Begin a stack if two people stand by it; while nobody has a badge yet, the founding does."""
    if not bay.founded:
        return Decision((e.CardsBegun(seen.at, seen.stack, (FOUNDING,)),))
    names = {one.number for one in seen.vouching}
    if bay.letting_in is not None:
        return refuse_afar(seen.at, "not_now", seen.stack.stack)
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


def _stands_by(bay: Bay, seen: o.CardsVouched, one: o.Signature) -> tuple[Decision, bool]:
    """Decide on one of the two: known, the right PIN, the right role. Nothing sounds at the bay."""
    tries, person = signed(bay, seen.at, one)
    if person is None:
        return tries, False
    if not may(person):
        return tries + refuse_afar(seen.at, "wrong_role", "", person.number), False
    return tries, True


def lines(at: Moment, matter: LettingIn, by: tuple[OfficerNumber, ...]) -> tuple[e.CardsBegun]:
    """Return what is written once a second person stood by a stack at the reader.

    A face that was taken over knows every PIN that is typed into it, and holds no badge.
    """
    return (e.CardsBegun(at, matter.stack, by),)


def shown(matter: LettingIn) -> tuple[Changed, ...]:
    """Return what the second person sees: the name that stands on the signed paper too."""
    return (
        Changed("cards_stack", "", matter.stack.stack),
        Changed("cards_count", "", str(matter.stack.rows)),
    )


def read(seen: o.CardsRead) -> Decision:
    """Write cards down as they were judged, one line each, and that the stack is whole."""
    closed = () if seen.closed is None else (seen.closed,)
    return Decision((*seen.cards, *closed))
