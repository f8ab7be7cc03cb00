"""The second person: when one is needed, and who may be it (P10)."""

from kiosk.rules.bay import Bay
from kiosk.rules.policy import CounterSign
from kiosk.rules.things import Moment, OfficerNumber, Person, Role

SECONDS = frozenset({Role.CUSTODIAN, Role.CHIEF})
"""Who may counter-sign, witness, clear a wrong weapon and settle a doubt. The armourer may not:
whoever judges the weapon's condition does not also answer for where it is."""

_DAY_MIN = 24 * 60


def needed(bay: Bay, at: Moment, officer: OfficerNumber | None) -> bool:
    """Return whether the policy wants a second person now, for this officer.

    An exception is: outside the office hours, somebody without badge, a second weapon, or a wrong
    PIN just before (ours; to be confirmed by the warehouse).
    """
    local_min = (at.wall_ms // 60_000 + bay.policy.utc_offset_min) % _DAY_MIN
    in_hours = bay.policy.hours_open_min <= local_min < bay.policy.hours_close_min
    match bay.policy.counter_sign:
        case CounterSign.ALWAYS:
            return True
        case CounterSign.OUT_OF_HOURS:
            return not in_hours
        case CounterSign.EXCEPTIONS:
            odd = officer is None or bool(bay.held_by(officer)) or officer in bay.pin_tries
            return odd or not in_hours
        case CounterSign.NEVER:
            return False


def allowed(bay: Bay, person: Person) -> bool:
    """Return whether a person may sign for what the running session is at."""
    assert bay.session is not None, "a second person needs a first"
    holder = bay.session.returning.holder if bay.session.returning else None
    return (
        person.role in SECONDS
        and person.officer.active
        and not person.officer.hold
        and person.number not in (bay.session.officer, holder)
    )
