"""The machine that the kiosk runs on, switched off by systemd and never by the kiosk itself.

The kiosk may switch nothing off: it has no rights beyond its own folders. It lays down a file that
a unit looks for (systemd/power_off.path); that one prints the sheet, and systemd ends the machine.
"""

from collections.abc import Callable
from pathlib import Path

from kiosk.registry.plainly import plainly

WISH = "power-off"
"""The file, in the folder of the kiosk's socket; power_off.path names it too."""


def wish_beside(socket: str) -> Path:
    """Return where the kiosk of this socket lays its wish down."""
    return Path(socket).parent / WISH


class Machine:
    """What systemd is asked to do with the machine."""

    def __init__(
        self,
        socket: str,
        say: Callable[[str], None],
        set_clock: Callable[[int], None] | None = None,
    ) -> None:
        """Ask beside this socket; a wish of an earlier run is withdrawn.

        Args:
            socket: the kiosk's own.
            say: for the log.
            set_clock: sets the wall clock; None where nobody here may.
        """
        self._wish, self._say, self._sets = wish_beside(socket), say, set_clock
        self._wish.unlink(missing_ok=True)

    def switch_off(self) -> None:
        """Ask for the machine to be switched off; what cannot be asked is said."""
        try:
            self._wish.touch()
        except OSError as wrong:
            self._say(f"The machine cannot be asked to switch off ({plainly(wrong)}).")
        else:
            self._say("The battery is low: the machine prints its sheet and is switched off.")

    def set_clock(self, wall_ms: int) -> None:
        """Set the wall clock; what cannot be done is said, and a technician does it."""
        if self._sets is None:
            self._say("The clock cannot be set from here: a technician sets it (timedatectl).")
            return
        try:
            self._sets(wall_ms)
        except OSError as wrong:
            self._say(f"The clock was not set ({plainly(wrong)}): a technician sets it.")
        else:
            self._say("The clock was set, as two people had it.")
