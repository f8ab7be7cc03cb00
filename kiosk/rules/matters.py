"""Matters: asked for from afar, stood by by two people at the kiosk's reader, then written (P10).

The index of what is different between one kind and the next; no rule stands in here but the one
that all of them share. What stands against a matter is asked when it begins, and once more when the
second person's word is in: an hour may lie between two people.
"""

from typing import assert_never

from kiosk.rules import cards, clock_setting, corrections, second, vouching
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.clocks import ClockSetting
from kiosk.rules.decision import Decision, accept, refuse, refuse_afar
from kiosk.rules.handover import keys
from kiosk.rules.losses import finds, letting, listed
from kiosk.rules.manifests import Arrival, Recall, Sending, Voiding
from kiosk.rules.national import OtherWeapon, TakingList
from kiosk.rules.own_key import KeyEnrolment
from kiosk.rules.pending import Known, Matter, Named, OtherMatter, Pending
from kiosk.rules.reports import Find
from kiosk.rules.seals import Sealing
from kiosk.rules.signatures import signed
from kiosk.rules.stacks import LettingIn
from kiosk.rules.things import Changed, Correction, Moment, OfficerNumber, Role
from kiosk.rules.transfers import receiving, sending
from kiosk.rules.upkeep import enrolling

CORRECTION = "correction"
"""What a correction is called among the tags of the other matters."""

_MAY_BEGIN = {
    Sending: frozenset({Role.REGISTRAR, Role.CHIEF}),
    Recall: frozenset({Role.REGISTRAR, Role.CHIEF}),
    Voiding: frozenset({Role.REGISTRAR, Role.CHIEF}),
    Arrival: vouching.MAY_VOUCH,
    Find: vouching.MAY_VOUCH,
    LettingIn: vouching.MAY_VOUCH,
    TakingList: vouching.MAY_VOUCH,
    OtherWeapon: vouching.MAY_VOUCH,
    Sealing: frozenset({Role.CHIEF}),
    KeyEnrolment: frozenset({Role.CHIEF}),
    ClockSetting: frozenset({Role.CHIEF}),
}
"""Who may ask at a desk for each kind. They may be one of the two who stand by it; who
asks for cards or a list is the first of them."""


def tag(matter: Matter) -> str:
    """Return what a matter is called, for pages."""
    return CORRECTION if isinstance(matter, Correction) else matter.TAG


def named(bay: Bay, matter: Matter) -> Named:
    """Return of whom and of what a matter speaks."""
    match matter:
        case Correction():
            return corrections.named(matter)
        case Sending():
            return sending.named(matter)
        case Arrival():
            return receiving.named(bay, matter)
        case Find():
            return finds.named(matter)
        case OtherWeapon():
            return listed.named(matter)
        case (
            Recall() | Voiding() | LettingIn() | TakingList() | Sealing() | KeyEnrolment()
            | ClockSetting()
        ):  # fmt: skip
            return Named()
        case _:
            assert_never(matter)


def problem(  # noqa: PLR0911, C901 - an index
    bay: Bay, at: Moment, matter: Matter, known: Known
) -> tuple[str, str]:
    """Return why a matter cannot be done as the register and the bay stand, and about what.

    Returns:
        A `refusals` wire name and what it is about; two empty texts when nothing stands against it.
    """
    match matter:
        case Correction():
            return corrections.problem(bay, matter, known)
        case Sending():
            return sending.problem(bay, matter, known)
        case Recall():
            return sending.recall_problem(bay, matter)
        case Voiding():
            return sending.void_problem(bay, matter)
        case Arrival():
            return receiving.problem(bay, matter, known)
        case Find():
            return finds.problem(bay, matter, at.wall_ms)
        case OtherWeapon():
            return listed.problem(bay, matter)
        case Sealing():
            return keys.problem(bay, matter), matter.key
        case KeyEnrolment():
            return enrolling.problem(matter, known)
        case ClockSetting():
            return clock_setting.problem(bay, at, matter), ""
        case LettingIn() | TakingList():
            return "", ""  # what it was held against stands still since it began
        case _:
            assert_never(matter)


def gaining(bay: Bay, matter: Matter) -> set[OfficerNumber]:
    """Return who may not vouch for a matter, because it is theirs."""
    match matter:
        case Correction():
            return corrections.gaining(bay, matter)
        case Sending():
            return {matter.carrier}
        case Voiding():
            return sending.void_gaining(bay, matter)
        case Find():
            return finds.gaining(bay, matter)
        case OtherWeapon():
            return listed.gaining(bay, matter)
        case (
            Recall() | Arrival() | LettingIn() | TakingList() | Sealing() | KeyEnrolment()
            | ClockSetting()
        ):  # fmt: skip
            return set()
        case _:
            assert_never(matter)


def lines(  # noqa: PLR0911, PLR0912, C901 - an index
    bay: Bay, at: Moment, matter: Matter, known: Known, by: tuple[OfficerNumber, ...]
) -> tuple[e.Entry, ...]:
    """Return what is written once two people stood by a matter."""
    match matter:
        case Correction():
            return corrections.lines(bay, at, matter, by)
        case Sending():
            return sending.lines(bay, at, matter, by)
        case Recall():
            return sending.recalled(at, matter, by)
        case Voiding():
            return sending.voided(at, matter, by)
        case Arrival():
            return receiving.lines(bay, at, matter, known, by)
        case Find():
            return finds.lines(at, matter, by)
        case OtherWeapon():
            return listed.lines(bay, at, matter, by)
        case TakingList():
            return letting.lines(at, matter, by)
        case LettingIn():
            return cards.lines(at, matter, by)
        case Sealing():
            return keys.lines(at, matter, by)
        case KeyEnrolment():
            return enrolling.lines(at, matter, by)
        case ClockSetting():
            return clock_setting.lines(at, matter, by)
        case _:
            assert_never(matter)


def shown(matter: Matter) -> tuple[Changed, ...]:  # noqa: PLR0911, C901 - an index
    """Return what the two people see before they stand by it."""
    match matter:
        case Correction():
            return matter.changed
        case Sending():
            return sending.shown(matter)
        case Recall() | Voiding():
            return (Changed("transfer", "", matter.number),)
        case Arrival():
            return receiving.shown(matter)
        case Find():
            return finds.shown(matter)
        case OtherWeapon():
            return listed.shown(matter)
        case TakingList():
            return letting.shown(matter)
        case LettingIn():
            return cards.shown(matter)
        case Sealing():
            return keys.shown(matter)
        case KeyEnrolment():
            return enrolling.shown(matter)
        case ClockSetting():
            return clock_setting.shown(matter)
        case _:
            assert_never(matter)


def asked(bay: Bay, seen: o.MatterAsked) -> Decision:
    """Begin a matter that somebody at a desk asks for, if nobody stands at the bay."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    matter = seen.matter
    may = person.officer.active and not person.officer.hold
    if not may or person.role not in _MAY_BEGIN[type(matter)]:
        return verdict + refuse_afar(seen.at, "wrong_role", "", person.number)
    reason, about = vouching.hindrance(bay), ""
    if not reason:
        reason, about = problem(bay, seen.at, matter, seen.known)
    if reason:
        return verdict + refuse_afar(seen.at, reason, about, person.number)
    return verdict + accept(e.MatterBegun(seen.at, matter, person.number))


def badge(bay: Bay, pending: Pending, seen: o.BadgeSeen) -> Decision:
    """Decide on the badge of somebody who is to stand by a matter."""
    person, first = seen.person, not pending.vouchers
    takes_over = first and isinstance(pending.matter, Arrival)
    if takes_over and person is not None and vouching.may(person) and not second.trusted(person):
        return refuse(seen.at, "custodian_first", seen.badge, person.number)
    excluded = {*gaining(bay, pending.matter), *pending.vouchers}
    return vouching.badge(bay.policy, excluded, seen)


def vouched(bay: Bay, pending: Pending, seen: o.PinEntered, by: OfficerNumber) -> Decision:
    """Take one person's word; with the second one the matter is done, if it still can be."""
    at, matter, names = seen.at, pending.matter, (*pending.vouchers, by)
    word = Decision((_word(at, matter, by),))
    if len(names) < vouching.VOUCHERS:
        return word
    closed = e.SessionClosed(at, None, e.Farewell.DONE)
    reason, about = problem(bay, seen.at, matter, seen.known)
    if reason:
        return word + refuse(at, reason, about) + Decision((closed,))
    written = lines(bay, at, matter, seen.known, names)
    if isinstance(matter, ClockSetting):  # the visit ends by the time by which it began
        return word + accept(closed, *written) + Decision((), clock_setting.moved(written))
    return word + accept(*written, closed)


def _word(
    at: Moment, matter: Correction | OtherMatter, by: OfficerNumber
) -> e.CorrectionVouched | e.MatterVouched:
    if isinstance(matter, Correction):
        return e.CorrectionVouched(at, by)
    return e.MatterVouched(at, by)
