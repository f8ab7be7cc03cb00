"""What is left when the book cannot be written: nothing opens, alarms are kept, people are told.

The program ends soon after, so that it can start again and read the book; it never tries to write
on, because a commit that failed may be durable all the same (measured: 24 of 215 injected faults).
"""

from collections.abc import Callable

from drivers.readings import Edge
from kiosk.keeper.hands import Hands
from kiosk.keeper.inbox import Inbox
from kiosk.keeper.keeper import Item, Question
from kiosk.keeper.ports import Clock
from kiosk.rules.effects import Siren

Keep = Callable[[str], None]
"""Where an alarm is kept when the book cannot be: the preallocated ring."""


class Halted:
    """A kiosk that opens nothing. One thread: the keeper's."""

    def __init__(self, why: str, *, clock: Clock, hands: Hands, keep: Keep) -> None:
        """Drop every bolt, and keep why."""
        self.why = why
        self._clock, self._hands, self._keep = clock, hands, keep
        hands.let_go()
        self._note(f"halted: {why}")

    def take(self, inbox: Inbox[Item], timeout_s: float) -> None:
        """Do one turn: an opening cable sounds the siren, whoever asks is told of the halt."""
        item = inbox.take(timeout_s)
        if isinstance(item, Question):
            item.ticket.broken = self.why
            item.ticket.done.set()
        elif isinstance(item, Edge):
            self._note(f"{item.line} {'shut' if item.closed else 'open'}")
            if not item.closed:
                self._hands.perform(Siren(on=True))

    def _note(self, text: str) -> None:
        now = self._clock.now()
        self._keep(f"{now.wall_ms} {now.mono_ms} {text}")
