"""Two people set the wall clock (P10), and the book goes on by the new one (P8, P13).

A clock that jumped ahead and was set right is behind the book: nothing is issued until it has
caught up, which may be years. The line that sets it says from which time on the book is looked at.
"""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.change import replace
from kiosk.rules.clocks import ClockSetting, is_plausible
from kiosk.rules.effects import SetClock
from kiosk.rules.things import Changed, Moment, OfficerNumber


def problem(bay: Bay, at: Moment, setting: ClockSetting) -> str:
    """Return why the clock cannot be set so now, as `rules.refusals`, or nothing.

    No weapon stands free meanwhile: how long a cable is open must be told by one clock.
    """
    if not setting.why.strip():
        return "no_reason_given"
    if bay.open_cables or bay.release is not None:
        return "cable_open"
    return "" if is_plausible(_becomes(at, setting)) else "time_impossible"


def lines(at: Moment, setting: ClockSetting, by: tuple[OfficerNumber, ...]) -> tuple[e.ClockSet]:
    """Return what is written: the last line by the old time."""
    becomes_ms = _becomes(at, setting)
    return (e.ClockSet(at, at.wall_ms, becomes_ms, setting.source, setting.why, by),)


def moved(written: tuple[e.Entry, ...]) -> tuple[SetClock, ...]:
    """Return what follows from lines that set the clock."""
    return tuple(SetClock(line.becomes_ms) for line in written if isinstance(line, e.ClockSet))


def shown(setting: ClockSetting) -> tuple[Changed, ...]:
    """Return what the two see, in wall milliseconds: pages know the calendar."""
    return (
        Changed("clock_was", "", str(setting.was_ms)),
        Changed("clock_becomes", "", str(setting.becomes_ms)),
    )


def newest_ms(before_ms: int, entry: e.Entry) -> int:
    """Return the newest wall time of a book after one more line.

    Args:
        before_ms: that of the lines before it.
        entry: the line.
    """
    if type(entry) is e.ClockSet:
        return entry.becomes_ms
    return max(before_ms, entry.at.wall_ms)


def set_by(bay: Bay, line: e.ClockSet) -> Bay:
    """Return the bay after its clock was set: what was done later than now was done just now.

    Otherwise no count would fall due before the wrong time has come. Counts come before
    appointments there, so that rather one too many is owed.
    """
    latest = line.becomes_ms
    return replace(
        bay,
        fell_due_ms=min(bay.fell_due_ms, latest),
        counted={what: min(at_ms, latest - 1) for what, at_ms in bay.counted.items()},
        appointed={who: min(since_ms, latest) for who, since_ms in bay.appointed.items()},
    )


def _becomes(at: Moment, setting: ClockSetting) -> int:
    return setting.becomes_ms + at.mono_ms - setting.mono_ms
