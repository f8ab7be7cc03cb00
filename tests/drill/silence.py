"""What nobody at the bay may see: that somebody typed their second PIN."""

from dataclasses import replace

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.gates import closed_to_all
from kiosk.service.stages import page_of, stage_of
from tests.drill.parts import Promises


class Silence:
    """Looks at every line and every bay that is told: a call leaves one line, and shows nowhere."""

    def __init__(self, promises: Promises) -> None:
        """Have read nothing."""
        self._hold = promises.hold
        self._newest: e.Entry | None = None

    def read(self, entry: e.Entry) -> None:
        """Hold that a call stands behind the PIN that made it."""
        if isinstance(entry, e.AlarmRaised) and entry.cause is e.AlarmCause.CODE_9:
            typed = self._newest
            right = isinstance(typed, e.PinAccepted) and typed.officer == entry.about
            self._hold("silent", right, f"{entry.about} called without a PIN")
        self._newest = entry

    def told(self, bay: Bay) -> None:
        """Hold that the bay is shown, and answers, as if nobody had called."""
        quiet = {key: one for key, one in bay.alarms.items() if key[0] is not e.AlarmCause.CODE_9}
        if len(quiet) < len(bay.alarms):
            same = _at_the_bay(bay) == _at_the_bay(replace(bay, alarms=quiet))
            self._hold("silent", same, "a call shows at the bay")


def _at_the_bay(bay: Bay) -> tuple[object, ...]:
    return (stage_of(bay), page_of(bay, 0), bay.sounding, alarms.waiting(bay), closed_to_all(bay))
