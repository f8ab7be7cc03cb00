"""The gates of an issue, one after the other. This is where a new reason to refuse an issue goes.

A gate is a name and a question; the name is the refusal's wire name for ever, and its sentence in
both languages stands in `service/refusals.toml`. Nothing in here concerns a return: a weapon is
never refused at return (P6).
"""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.rules.bay import Bay
from kiosk.rules.entries import Fault, TransferSent
from kiosk.rules.policy import Policy
from kiosk.rules.posts import on_duty
from kiosk.rules.things import (
    CableId,
    Condition,
    Grade,
    Mission,
    Moment,
    Person,
    PositionId,
    Signal,
    Weapon,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody, with badge and PIN, wants a weapon that stands at a position."""

    at: Moment
    bay: Bay
    person: Person
    weapon: Weapon
    position: PositionId

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self.bay.policy

    @property
    def sent(self) -> TransferSent | None:
        """The transfer that the weapon is to go with, if there is one."""
        return self.bay.transfers.of(self.weapon.number)

    @property
    def grade(self) -> Grade:
        """How far the badge may be believed that began this visit."""
        return Grade.PRINTED if self.bay.session is None else self.bay.session.grade

    @property
    def mission(self) -> Mission | None:
        """The mission order that is valid now and longest, if there is one."""
        now = self.at.wall_ms
        valid = [m for m in self.person.missions if m.valid_from_ms <= now < m.valid_until_ms]
        return max(valid, key=lambda mission: mission.valid_until_ms, default=None)


def _fault(kind: Fault) -> Callable[[Bay], bool]:
    return lambda bay: any(fault is kind for fault, _ in bay.faults)


def _signal(kind: Signal) -> Callable[[Bay], bool]:
    return lambda bay: kind in bay.signals.values()


def _of_bay(closed: Callable[[Bay], bool]) -> Callable[[Wish], bool]:
    return lambda wish: closed(wish.bay)


def _courses(wish: Wish) -> list[int]:
    return [c.expires_ms for c in wish.person.officer.certificates if c.type == wish.weapon.type]


def _needs_order(wish: Wish) -> bool:
    return wish.policy.mission_required and wish.sent is None


BAY_GATES: tuple[tuple[str, Callable[[Bay], bool]], ...] = (
    ("book_broken", _fault(Fault.BOOK_BROKEN)),
    ("tables_differ", _fault(Fault.TABLES_DIFFER)),
    ("book_unchecked", _fault(Fault.BOOK_UNCHECKED)),
    ("disk_low", _fault(Fault.DISK_LOW)),
    ("clock_behind", _fault(Fault.CLOCK_BEHIND)),
    ("device_lost", _fault(Fault.DEVICE_LOST)),
    ("bolt_power", _signal(Signal.BOLT_POWER)),
    ("service_key", _signal(Signal.SERVICE_KEY)),
    ("service_mode", lambda bay: bay.service is not None),
    ("powering_off", lambda bay: bay.supply.off),
    ("battery_low", _signal(Signal.BATTERY)),
    ("battery_spared", lambda bay: bay.supply.spared),
    ("alarm_sounding", lambda bay: bay.sounding),
    ("cable_open", lambda bay: bool(bay.open_cables)),
)
"""What lets no cable open for an issue, whoever asks and whatever for (P8). Asked first."""

OPEN_TO_TRIALS = frozenset({"device_lost", "service_key", "service_mode"})
"""What stops no trial of a lock: it is what service mode is opened for."""

GATES: tuple[tuple[str, Callable[[Wish], bool]], ...] = (
    *((name, _of_bay(closed)) for name, closed in BAY_GATES),
    ("in_doubt", lambda wish: wish.position in wish.bay.doubts),
    ("inactive_officer", lambda wish: not wish.person.officer.active),
    ("on_hold", lambda wish: wish.person.officer.hold),
    ("badge_too_weak", lambda wish: not wish.grade.reaches(wish.policy.grade_to_issue)),
    (
        "in_transfer",
        lambda wish: wish.sent is not None and wish.sent.carrier != wish.person.number,
    ),
    ("reported_lost", lambda wish: wish.weapon.number in wish.bay.losses),
    ("listed", lambda wish: wish.weapon.number in wish.bay.listed),
    ("not_fit", lambda wish: wish.sent is None and wish.weapon.condition is not Condition.FIT),
    ("no_certificate", lambda wish: wish.policy.certificate_required and not _courses(wish)),
    (
        "certificate_expired",
        lambda wish: (
            wish.policy.certificate_required and max(_courses(wish), default=0) <= wish.at.wall_ms
        ),
    ),
    ("no_mission", lambda wish: _needs_order(wish) and not wish.person.missions),
    ("mission_expired", lambda wish: _needs_order(wish) and wish.mission is None),
    (
        "allowance_reached",
        lambda wish: (
            wish.sent is None
            and len(on_duty(wish.bay, wish.person.number)) >= wish.policy.allowance
        ),
    ),
)
"""Asked in this order, when the weapon is asked for and again when the second person has signed.

First what is wrong with the kiosk, then with the bay, then with the person: the officer hears the
reason that stands nearest to its cure. The carrier of a transfer draws what two people sent, fit or
not, however many; the transfer is the order. Certificates by weapon type: UK Home Office 1988.
Mission orders: Cambodian practice of 2016. Faults, signals and alarms: fail secure (P8).
"""


def closed_gate(wish: Wish) -> str | None:
    """Return the name of the first gate that is closed, or None when all stand open."""
    return next((name for name, closed in GATES if closed(wish)), None)


def closed_to_all(bay: Bay) -> str | None:
    """Return the name of the first gate that is closed to everybody, or None."""
    return next((name for name, closed in BAY_GATES if closed(bay)), None)


def closed_to_trial(bay: Bay, cable: CableId) -> str | None:
    """Return why the lock of a cable cannot be tried now, or None.

    Every cable must be seen shut before, also the one that was tried last; and whoever looks at a
    place in doubt looks before its cable is opened for a trial.
    """
    for name, closed in BAY_GATES:
        if name not in OPEN_TO_TRIALS and closed(bay):
            return name
    if bay.unseen(cable):
        return "cable_unseen"
    return "in_doubt" if any(place in bay.doubts for place in bay.cables[cable]) else None
