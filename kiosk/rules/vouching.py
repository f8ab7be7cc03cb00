"""Two people who stand by something at the kiosk's own reader, with badge and PIN (P10)."""

from collections.abc import Collection

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision, accept, refuse
from kiosk.rules.policy import Policy
from kiosk.rules.second import proves_enough
from kiosk.rules.things import OfficerNumber, Person, Role

VOUCHERS = 2
MAY_VOUCH = frozenset({Role.CUSTODIAN, Role.CHIEF, Role.REGISTRAR})


def hindrance(bay: Bay) -> str:
    """Return why nobody can vouch at the bay now, as `rules.refusals`; empty when they can."""
    if bay.session is not None or bay.release is not None:
        return "not_now"
    if bay.sounding:
        return "alarm_sounding"
    return "" if bay.founded else "not_founded"


def may(person: Person) -> bool:
    """Return whether the word of a person counts here today; asked at the badge and at the PIN."""
    return person.role in MAY_VOUCH and person.officer.active and not person.officer.hold


def badge(policy: Policy, excluded: Collection[OfficerNumber], seen: o.BadgeSeen) -> Decision:
    """Decide on the badge of somebody who is to vouch.

    Args:
        policy: says which badge is enough.
        excluded: who vouched already, and whoever gains.
        seen: the badge.
    """
    person = seen.person
    if person is None:
        return refuse(seen.at, "unknown_badge", seen.badge)
    if not may(person):
        return refuse(seen.at, "wrong_role", seen.badge, person.number)
    if person.number in excluded:
        return refuse(seen.at, "not_a_second", seen.badge, person.number)
    if not proves_enough(policy, seen.grade):
        return refuse(seen.at, "second_too_weak", seen.badge, person.number)
    if not person.has_pin:
        return refuse(seen.at, "no_pin", seen.badge, person.number)
    return accept(e.SecondSeen(seen.at, person.number, seen.grade))
