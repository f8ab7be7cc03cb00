"""What is left when the book cannot be written: nothing opens, alarms are kept, people are told.

The program ends soon after, so that it can start again and read the book; it never tries to write
on, because a commit that failed may be durable all the same (measured: 24 of 215 injected faults).
"""

from collections.abc import Callable

from drivers.readings import Edge, Lost
from kiosk.keeper.eyes import Wiring
from kiosk.keeper.hands import Hands
from kiosk.keeper.inbox import Inbox
from kiosk.keeper.keeper import Item, Question
from kiosk.keeper.ports import Clock
from kiosk.rules.bay import LOUD
from kiosk.rules.contacts import HARMLESS
from kiosk.rules.effects import Siren
from kiosk.rules.signals import CALLS

Keep = Callable[[str], None]
"""Where an alarm is kept when the book cannot be: the preallocated ring."""


class Halted:
    """A kiosk that opens nothing. One thread: the keeper's."""

    def __init__(
        self, why: str, *, clock: Clock, hands: Hands, keep: Keep, wiring: Wiring | None = None
    ) -> None:
        """Drop every bolt, and keep why. `wiring` tells which lines must make no noise."""
        self.why = why
        self._wiring = wiring or Wiring()
        self._clock, self._hands, self._keep = clock, hands, keep
        hands.let_go()
        self._note(f"halted: {why}")

    def take(self, inbox: Inbox[Item], timeout_s: float) -> None:
        """Do one turn: what opens or is cut is kept and sounds the siren; whoever asks is told."""
        item = inbox.take(timeout_s)
        if isinstance(item, Question):
            item.ticket.broken = self.why
            item.ticket.done.set()
        elif isinstance(item, Edge):
            self._note(f"{item.line} {'shut' if item.closed else 'open'}")
            if not item.closed and self._is_loud(item.line):
                self._hands.perform(Siren(on=True))
        elif isinstance(item, Lost):
            self._note(f"{item.device} lost")
            if self._guards(item.device):
                self._hands.perform(Siren(on=True))

    def _is_loud(self, line: str) -> bool:
        """Return whether a line that opens is to be heard: any but a quiet signal, or a sensor."""
        signal = self._wiring.signals.get(line)
        if signal is not None:
            return CALLS.get(signal) in LOUD
        return line not in self._wiring.presence

    def _guards(self, device: str) -> bool:
        """Return whether a device that is lost is a line that guards something."""
        signal = self._wiring.signals.get(device)
        return device in self._wiring.cables or (signal is not None and signal not in HARMLESS)

    def _note(self, text: str) -> None:
        now = self._clock.now()
        self._keep(f"{now.wall_ms} {now.mono_ms} {text}")
