"""The keeper: one observation at a time, written down before it is acted on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from drivers.readings import Reading, Scan, ScanRejected
from kiosk.keeper.calendar import SLACK_MS, Calendar
from kiosk.keeper.ears import Hearing, NoEars
from kiosk.keeper.eyes import Eyes, Wiring, no_head, no_lots
from kiosk.keeper.hands import Hands
from kiosk.keeper.inbox import Inbox, Ticket
from kiosk.keeper.listing import Listing, Lists, NoLists
from kiosk.keeper.owners import Same, no_others
from kiosk.keeper.ports import Clock, Ears, Head, Health, Journal, Lots, Mail, Pins, Register
from kiosk.keeper.racking import EMPTY_SHELF, Shelf
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.broken import BookUnwritable
from kiosk.rules.decide import decide
from kiosk.rules.entries import Entry, Fault
from kiosk.rules.fold import fold
from kiosk.rules.observations.transfers import DeadlinePassed
from kiosk.rules.things import Moment, Position
from kiosk.rules.transfers.papers import overdue

Tell = Callable[[Bay, Sequence[Entry], int], None]
"""Told after every decision: the bay, the lines just written, the number of the newest line."""


Meaning = Callable[[Eyes, Moment], o.Observation | None]
"""Finds out what a question means when its turn comes; None: nothing any more."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked at the hatch."""

    meaning: Meaning
    ticket: Ticket = field(default_factory=Ticket)


Item = Reading | Question


def is_scan(item: Item) -> bool:
    """Return whether an item may be dropped when too many wait."""
    return isinstance(item, Scan | ScanRejected)


class Keeper:
    """One bay, alive. Everything in here runs on one thread."""

    def __init__(  # noqa: PLR0913 - the ports of one keeper, plugged in by the assembly alone
        self,
        bay: Bay,
        *,
        wiring: Wiring,
        clock: Clock,
        journal: Journal,
        facts: Register,
        pins: Pins,
        hands: Hands,
        health: Health,
        tell: Tell,
        same: Same = no_others,
        lots: Lots = no_lots,
        head: Head = no_head,
        shelf: Shelf = EMPTY_SHELF,
        mail: Mail | None = None,
        lists: Lists | None = None,
        ears: Ears | None = None,
    ) -> None:
        """Take the bay as the register left it."""
        self.bay = bay
        self._wiring = wiring
        self.eyes = Eyes(
            wiring,
            facts,
            pins,
            lambda: self.bay,
            same=same,
            lots=lots,
            head=head,
            shelf=shelf,
            mail=mail,
        )
        self._clock, self._journal, self._hands = clock, journal, hands
        self._health, self._tell = health, tell
        self._calendar = Calendar()
        self.listing = Listing(lists or NoLists(), facts)
        self._hearing = Hearing(ears or NoEars(), facts, lambda: self.bay)

    def start(  # noqa: PLR0913 - all that a start finds
        self,
        positions: Sequence[Position],
        levels: Mapping[str, bool],
        mended: Sequence[o.Mended] = (),
        policy_before: str = "",
        *,
        config: str = "",
        config_before: str = "",
    ) -> None:
        """Drop every bolt, and write down how the bay and the book were found.

        Args:
            positions: the layout, as the configuration says.
            levels: how every wired line stands, True for closed. The cable of one that is not
                named counts as open: nothing is issued until somebody has looked (P8).
            mended: what was put right in the book, and no entry says yet.
            policy_before: as in `KeeperStarted`.
            config: as there.
            config_before: as there.
        """
        self._hands.let_go()
        self.step(
            o.KeeperStarted(
                self._clock.now(),
                self._wiring.open_cables(levels),
                tuple(positions),
                tuple(mended),
                policy_before,
                self._wiring.active_signals(levels),
                config,
                config_before,
            )
        )

    def step(self, seen: o.Observation) -> tuple[tuple[Entry, ...], int]:
        """Take one observation, and what the capital's lists and the modules say of it.

        Returns:
            The lines written and the number of the newest (0 if none was).

        Raises:
            BookUnwritable: nothing was acted on; every bolt is down; the program must end.
        """
        written: list[Entry] = []
        for listed in self.listing.before(seen.at, seen):
            written += self._turn(listed)[0]
        own, seq = self._turn(seen)
        written += own
        follows: Iterator[o.Observation] = chain(
            self.listing.after(seen.at, own), self._hearing.after(seen.at)
        )
        for more in follows:
            entries, newest = self._turn(more)
            written, seq = [*written, *entries], newest or seq
        return tuple(written), seq

    def _turn(self, seen: o.Observation) -> tuple[tuple[Entry, ...], int]:
        """Decide, write, act, tell. The order of these lines is the system."""
        decision = decide(self.bay, seen)
        seq = self._written(decision.entries)
        self.bay = fold(self.bay, decision.entries)
        for effect in decision.effects:
            self._hands.perform(effect)
        self._tell(self.bay, decision.entries, seq)
        return decision.entries, seq

    def take(self, inbox: Inbox[Item], timeout_s: float) -> None:
        """Do one turn, at one moment: what time and health bring, then the oldest thing waiting.

        Raises:
            BookUnwritable: as `step`. What was in hand waits in the inbox again: a cable that
                opened is not forgotten, and whoever asked is told.
        """
        item = inbox.take(self._patience_s(timeout_s))
        now = self._clock.now()
        try:
            self.look_around(now)
            self._decide_on(item, now)
        except BookUnwritable:
            if item is not None:
                inbox.put_back(item)
            raise

    def _decide_on(self, item: Item | None, now: Moment) -> None:
        match item:
            case None:
                return
            case Question():
                self._answer(item, now)
            case _:
                repeats = self.eyes.repeats
                seen = self.eyes.see(now, item)
                if is_scan(item) and self.eyes.repeats == repeats:
                    self._hands.heard()  # a tag that is only held too long is no new scan
                if seen is not None:
                    self.step(seen)

    def look_around(self, now: Moment) -> None:
        """Notice a deadline that came, and what is or is no longer wrong with the kiosk."""
        self._calendar.look(now)
        comes = self._calendar.due_ms(self.bay, now)
        due = self.bay.next_deadline()
        if comes is not None and comes <= now.mono_ms:
            self.step(self.eyes.calendar(now))
        elif due is not None and due <= now.mono_ms:
            self.step(o.TimePassed(now))
        if overdue(self.bay, now.wall_ms):
            self.step(DeadlinePassed(now))
        faults = set(self._health.faults())
        if now.wall_ms < self.bay.latest_wall_ms - SLACK_MS:
            faults.add((Fault.CLOCK_BEHIND, "clock"))
        known = {key for key in self.bay.faults if key[0] is not Fault.DEVICE_LOST}
        for fault, device in sorted(faults - known):
            self.step(o.FaultSeen(now, fault, device))
        for fault, device in sorted(known - faults):
            self.step(o.FaultGone(now, fault, device))

    def _written(self, entries: Sequence[Entry]) -> int:
        if not entries:
            return 0
        try:
            return self._journal.append(entries)
        except BookUnwritable:
            self._hands.let_go()
            raise

    def _answer(self, question: Question, now: Moment) -> None:
        ticket = question.ticket
        try:
            seen = question.meaning(self.eyes, now)
            if seen is not None:
                ticket.entries, ticket.seq = self.step(seen)
        except BookUnwritable as broken:
            ticket.broken = str(broken)
            raise
        finally:
            ticket.done.set()

    def next_turn_ms(self) -> int | None:
        """Return the mono moment at which a turn is due though nothing happens, or None."""
        moments = (self.bay.next_deadline(), self._calendar.due_ms(self.bay, self._clock.now()))
        return min((moment for moment in moments if moment is not None), default=None)

    def _patience_s(self, timeout_s: float) -> float:
        due = self.next_turn_ms()
        if due is None:
            return timeout_s
        return min(timeout_s, max(due - self._clock.now().mono_ms, 0) / 1000)
