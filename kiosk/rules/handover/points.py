"""What stands open at the bay, and what of a hand-over is still to be gone through. Pure questions.

A silent alarm is none of it: whoever stands at the bay must not see that help was called.
"""

from collections.abc import Iterator
from enum import StrEnum

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.posts import on_duty
from kiosk.rules.shifts import Handing, Key
from kiosk.rules.things import CableId, Signal


class Step(StrEnum):
    """What a hand-over asks for next."""

    SECOND = "second"
    CABLE = "cable"
    KEY = "key"
    SEAL = "seal"
    POINT = "point"
    SIGN = "sign"


def step_of(bay: Bay, handing: Handing) -> Step:
    """Return what is asked for next; nothing is skipped, and nothing comes before its turn."""
    if handing.begun is None:
        return Step.SECOND
    if cable_left(bay, handing) is not None:
        return Step.CABLE
    key = key_left(bay, handing)
    if key is not None:
        return Step.SEAL if key.seal else Step.KEY
    return Step.POINT if point_left(bay, handing) is not None else Step.SIGN


def cable_left(bay: Bay, handing: Handing) -> CableId | None:
    """Return the cable that is counted next."""
    return next((cable for cable in bay.cables if cable not in handing.cables), None)


def key_left(bay: Bay, handing: Handing) -> Key | None:
    """Return the key that is looked for next; one that is out is an open point instead."""
    left = (key for name, key in sorted(bay.keys.items()) if name not in handing.keys)
    return next((key for key in left if key.holder is None), None)


def point_left(bay: Bay, handing: Handing) -> e.OpenPoint | None:
    """Return the open thing that is accepted next."""
    return next((one for one in points(bay, handing) if one not in handing.accepted), None)


def points(bay: Bay, handing: Handing | None = None) -> tuple[e.OpenPoint, ...]:
    """Return everything that stands open, the worst first; `handing` adds what it found."""
    return (
        *_alarms(bay),
        *(e.OpenPoint(e.PointKind.UNKNOWN_HOLDER, weapon) for weapon in bay.unknown_holders),
        *(e.OpenPoint(e.PointKind.MISSING, weapon) for weapon in sorted(bay.missing)),
        *_differing(handing),
        *_doubts(bay),
        *_overdue(bay),
        *_in_hands(bay),
        *_stand_to(bay),
        *_transfers(bay),
        *(e.OpenPoint(e.PointKind.FAULT, device, fault) for fault, device in sorted(bay.faults)),
        *_signals(bay),
        *_counts(bay),
        *(
            e.OpenPoint(e.PointKind.KEY_OUT, key.name, key.holder)
            for _, key in sorted(bay.keys.items())
            if key.holder is not None
        ),
        *_work(handing),
    )


def differing(handing: Handing) -> tuple[CableId, ...]:
    """Return the cables whose number was not the book's."""
    return tuple(cable for cable, seen in handing.cables.items() if seen.counted != seen.booked)


def _alarms(bay: Bay) -> Iterator[e.OpenPoint]:
    for alarm in bay.alarms.values():
        if alarm.cause not in alarms.SILENT:
            yield e.OpenPoint(e.PointKind.ALARM, alarm.about, alarm.cause)


def _differing(handing: Handing | None) -> Iterator[e.OpenPoint]:
    for cable in differing(handing) if handing is not None else ():
        yield e.OpenPoint(e.PointKind.QUANTITY, cable)


def _doubts(bay: Bay) -> Iterator[e.OpenPoint]:
    """Return the doubts, those of one cable and one cause together: it is one thing to look at."""
    together: dict[tuple[str, str], list[str]] = {}
    for place, doubt in bay.doubts.items():
        cable = str(bay.positions[place].cable if place in bay.positions else place)
        together.setdefault((cable, doubt.cause), []).append(place)
    for (cable, cause), places in together.items():
        yield e.OpenPoint(e.PointKind.DOUBT, cable, cause, tuple(sorted(places)))


def _overdue(bay: Bay) -> Iterator[e.OpenPoint]:
    """Return what should be back by the newest line of the book: time is an observation's."""
    for weapon, custody in bay.out.items():
        if 0 < custody.due_ms < bay.latest_wall_ms:
            yield e.OpenPoint(e.PointKind.OVERDUE, weapon, custody.holder)


def _in_hands(bay: Bay) -> Iterator[e.OpenPoint]:
    """Return what whoever is on shift has themselves: received for want of a place, or drawn.

    What the chief left with them for long is theirs on any shift.
    """
    if bay.shift is not None:
        for weapon in on_duty(bay, bay.shift.officer):
            yield e.OpenPoint(e.PointKind.IN_HANDS, weapon, bay.shift.officer)


def _stand_to(bay: Bay) -> Iterator[e.OpenPoint]:
    if bay.stand_to is not None and bay.stand_to.running:
        begun = bay.stand_to.begun
        yield e.OpenPoint(e.PointKind.STAND_TO, str(begun.stand_to), begun.reason)


def _transfers(bay: Bay) -> Iterator[e.OpenPoint]:
    """Return what goes to another store or comes from one, and what a manifest still claims."""
    for number in bay.transfers.sent:
        yield e.OpenPoint(e.PointKind.TRANSFER, number, "sent")
    for number in bay.transfers.announced:
        yield e.OpenPoint(e.PointKind.TRANSFER, number, "announced")
    for number in bay.transfers.loose:
        yield e.OpenPoint(e.PointKind.TRANSFER, number, "loose")


def _signals(bay: Bay) -> Iterator[e.OpenPoint]:
    for line, signal in bay.signals.items():
        if signal is not Signal.DURESS:
            yield e.OpenPoint(e.PointKind.SIGNAL, line, signal)


def _counts(bay: Bay) -> Iterator[e.OpenPoint]:
    if bay.count is not None:
        yield e.OpenPoint(e.PointKind.COUNT, str(bay.count.order.count), bay.count.order.what)


def _work(handing: Handing | None) -> Iterator[e.OpenPoint]:
    for weapon in handing.asked.work if handing is not None else ():
        yield e.OpenPoint(e.PointKind.WORK, weapon)
