"""A rack room that exists only in memory: a real keeper in it, a clock, a book, a power switch.

Everything comes from one seeded random.Random, so that a seed is a whole story that can be told
again. The world knows the physical truth; the kiosk knows only what its readers say.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from random import Random

from drivers.readings import Edge, Lost, Reading
from kiosk.keeper.eyes import Eyes
from kiosk.keeper.halted import Halted
from kiosk.keeper.hands import Hands
from kiosk.keeper.inbox import Inbox
from kiosk.keeper.keeper import Item, Keeper, Question, is_scan
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.broken import BookUnwritable
from kiosk.rules.things import (
    CableId,
    Mission,
    Moment,
    OfficerNumber,
    PositionId,
    Signal,
    WeaponNumber,
)
from tests.drill.antenna import Antenna
from tests.drill.capital import ListWatch, lists_for
from tests.drill.far_store import OneStore
from tests.drill.grammar import Grammar
from tests.drill.invariants import Watch, differing
from tests.drill.layout import PROFILES, READERS, layout, mission
from tests.drill.parts import Bolt, Book, DrillClock, Lamp, PowerCut, Promises, Ring, Voice
from tests.drill.truth import Truth
from tests.drill.wires import Wires
from tests.keeper.fakes import FakeHealth, FakeRegister

Life = Iterator[float]
"""What somebody does; each value is how many seconds pass before they go on."""

Meaning = Callable[[Eyes, Moment], o.Observation]

MORNING_MS = 1_767_225_600_000
"""1 January 2026, 07:00 in Phnom Penh."""

CUT_CHANCE, DISK_CHANCE = 0.0012, 0.0002
"""How often the power goes, or the disk fails, in the middle of a step."""

RELEASE_RISK = 10
"""How much more often while a release runs: that is when it hurts."""


class World:
    """One story. `hold` and the counts of `promises` are shared by all stories of a run."""

    def __init__(self, seed: int, promises: Promises) -> None:
        """Lay out the room; nothing in it has power yet."""
        self.random = Random(seed)
        start_ms = MORNING_MS + self.random.randrange(24) * 3_600_000
        self.layout = layout(PROFILES[seed % len(PROFILES)], self.random, start_ms)
        self.promises, self.hold = promises, promises.hold
        self.clock, self.book = DrillClock(start_ms), Book()
        self.lists = ListWatch(lists_for(self.layout), promises)
        self.truth = Truth.of(self.layout.positions)
        self.wires = Wires(self.layout.wiring, self.truth, self.put)
        self.register, self.health, self.ring = FakeRegister(), FakeHealth(), Ring()
        self.inbox: Inbox[Item] = Inbox(is_scan)
        self.keeper: Keeper | None = None
        self.halted: Halted | None = None
        self.screen: Bay | None = None
        self.at_hatch: OfficerNumber | None = None
        self.plugged = dict.fromkeys(READERS, True)
        self.steps = self.cuts = self.halts = self.good_returns = 0
        self.began_ms = start_ms
        self._back_ms = start_ms
        self._recovering = False
        self._lives: list[tuple[int, int, Life]] = []
        self._born = 0
        self._bolts = {
            cable: Bolt(cable, self.book, promises, lambda: self._recovering)
            for cable in self.truth.open
        }
        self._lamps = {position.id: Lamp() for position in self.layout.positions}
        self.siren = Lamp()
        self._watch = Watch(
            empty=Bay(self.layout.policy),
            truth=self.truth,
            book=self.book,
            clock=self.clock,
            promises=promises,
            outputs=(tuple(self._bolts.values()), self._lamps, self.siren),
            unseen=self.wires.unseen,
            lists=self.lists,
        )

    def open(self) -> None:
        """Start the kiosk for the first time, and write the first register."""
        self._boot()
        self._found()

    @property
    def by_day(self) -> bool:
        """Whether it is between 06:00 and 18:00 in Phnom Penh; at night few people come."""
        return 6 <= (self.clock.true_ms // 3_600_000 + 7) % 24 < 18

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many weapons were issued, returned and received so far."""
        grammar = self._watch.grammar
        return grammar.issued, grammar.returned, grammar.received

    @property
    def grammar(self) -> Grammar:
        """What the lines of this story add up to, told a second time."""
        return self._watch.grammar

    def live(self, life: Life, after_s: float = 0) -> None:
        """Let somebody begin to do what they do."""
        self._born += 1
        heapq.heappush(self._lives, (self.clock.true_ms + int(after_s * 1000), self._born, life))

    def run(self, hours: float) -> None:
        """Let time pass, and everybody with it."""
        end_ms = self.began_ms + int(hours * 3_600_000)
        while self._lives and self._lives[0][0] < end_ms:
            at_ms, born, life = heapq.heappop(self._lives)
            self.pass_ms(at_ms - self.clock.true_ms)
            waits_s = next(life, None)
            if waits_s is not None:
                next_ms = max(self.clock.true_ms, at_ms) + int(waits_s * 1000) + 1
                heapq.heappush(self._lives, (next_ms, born, life))
        self.pass_ms(end_ms - self.clock.true_ms)
        self._watch.end(self.keeper.bay if self.keeper is not None else None)

    def pass_ms(self, passed_ms: int) -> None:
        """Let time pass; deadlines, and the end of a blackout, come when they are due."""
        end_ms = self.clock.true_ms + max(passed_ms, 0)
        while True:
            if self.keeper is None:
                if self._back_ms > end_ms:
                    break
                self.clock.true_ms = max(self.clock.true_ms, self._back_ms)
                self._boot()
                continue
            due = self.keeper.next_turn_ms()
            if due is None or due + self.clock.booted_ms > end_ms:
                break
            self.clock.true_ms = max(self.clock.true_ms, due + self.clock.booted_ms)
            self._take()
            self.hold("P13", self._due() != due, "a deadline came and is still due")
        self.clock.true_ms = end_ms

    def _due(self) -> int | None:
        return None if self.keeper is None else self.keeper.next_turn_ms()

    def put(self, *readings: Reading) -> Sequence[e.Entry]:
        """Let readings happen, one right after the other, and return the lines they led to."""
        before = len(self.book.entries)
        for reading in readings:
            self.inbox.put(reading)
        for _ in readings:
            self._take()
        return self.book.entries[before:]

    def ask(self, meaning: Meaning) -> Sequence[e.Entry]:
        """Ask something at the hatch; the ticket is always answered (P8)."""
        question = Question(meaning)
        had_power = self.keeper is not None or self.halted is not None
        cuts = self.cuts
        self.inbox.put(question)
        self._take()
        if had_power and cuts == self.cuts:
            self.hold("P8", question.ticket.done.is_set(), "a question was never answered")
        return question.ticket.entries

    def scan_works(self, reader: str) -> bool:
        """Return whether a reader is plugged in."""
        return self.plugged[reader]

    # ------------------------------------------------------------------ what people do to cables
    def pull(self, cable: CableId) -> bool:
        """Pull a cable out, if its bolt is up, and return whether it came."""
        if not self._bolts[cable].is_on or self.truth.open[cable]:
            return False
        self._moved(cable, opened=True)
        return True

    def force(self, cable: CableId) -> None:
        """Break a cable open, whatever its bolt says."""
        if not self.truth.open[cable]:
            self._moved(cable, opened=True)

    def push(self, cable: CableId) -> None:
        """Push an open cable back in."""
        if self.truth.open[cable]:
            self._moved(cable, opened=False)

    def _moved(self, cable: CableId, *, opened: bool) -> None:
        self.truth.open[cable] = opened
        self.wires.tell(cable)

    def take(self, weapon: WeaponNumber, bearer: OfficerNumber) -> None:
        """Take a weapon from an open cable."""
        self._sensed(self.truth.take(weapon, bearer), present=False)
        if self.keeper is None:
            self.truth.hide([weapon])

    def place(self, weapon: WeaponNumber, place: PositionId) -> None:
        """Put a weapon at a free position of an open cable."""
        self.truth.put(weapon, place)
        self._sensed(place, present=True)
        if self.keeper is None:
            self.truth.hide([weapon])

    def _sensed(self, place: PositionId, *, present: bool) -> None:
        for line, its in self.layout.wiring.presence.items():
            if its == place:
                self.put(Edge(line, closed=present))

    def say_count(self, said: int) -> Sequence[e.Entry]:
        """Say how many weapons are left; a false word hides what differs from the book."""
        bay = self.keeper.bay if self.keeper is not None else None
        if bay is not None and bay.release is not None and bay.release.shut_ms is not None:
            cable = bay.release.cable
            differs = differing(bay, self.truth, cable)
            if said != len(self.truth.on(cable)) or differs & self.truth.unseen:
                self.truth.hide(differs)  # a lie, or one weapon makes up for another in the number
            self.truth.hide(differs & self.truth.tricked)
            self.truth.tricked.clear()
        return self.ask(lambda _, at: o.RemainingCounted(at, said))

    # ------------------------------------------------------------------ power and clock
    def cut_power(self, dark_s: float) -> None:
        """Take the power away; everything that was not durable is gone."""
        self.cuts += 1
        self._gone(dark_s)
        self.clock.booted_ms = -1
        self.halted = None
        self.siren.off()

    def jump(self, wall_off_ms: int) -> None:
        """Set the wall clock; nothing may change but what the kiosk thinks of its clock (P13)."""
        self.clock.wall_off_ms = wall_off_ms
        if self.keeper is not None:
            before = self.keeper.bay
            self._take(calm=True)
            self._watch.nothing_but_the_clock(before, self.keeper.bay)

    def look(self) -> None:
        """Let the keeper look around once, with nothing in the inbox."""
        self._take()

    def _gone(self, dark_s: float) -> None:
        for bolt in self._bolts.values():
            bolt.off()
        for lamp in self._lamps.values():
            lamp.off()
        self.keeper = self.screen = None
        self.inbox = Inbox(is_scan)
        self._back_ms = self.clock.true_ms + int(dark_s * 1000)

    def _boot(self) -> None:
        if self.clock.booted_ms <= 0:
            self.clock.boot()
        self.halted = None
        hands = Hands(self._bolts, self._lamps, self.siren, Voice(self.book, self.promises))
        self.inbox = Inbox(is_scan)
        self.register = FakeRegister()
        self.register.follow(self.book.entries)
        self.keeper = keeper = Keeper(
            self._watch.recovered(),
            wiring=self.layout.wiring,
            clock=self.clock,
            journal=self.book,
            facts=self.register,
            pins=self.register,
            hands=hands,
            health=self.health,
            tell=self._told,
            lots=lambda: self.random.randrange(1_000_000),
            mail=OneStore(),
            lists=self.lists.capital,
            ears=Antenna(self.truth, self.clock.true_ms),
        )
        self._recovering = True
        try:
            keeper.start(self.layout.positions, self.wires.levels())
        except PowerCut:
            self.cut_power(8)
            return
        finally:
            self._recovering = False
        self._take(calm=True)
        for line, place in self.layout.wiring.presence.items():
            self.put(Edge(line, closed=place in self.truth.stands))
        self.put(*(Lost(name, "unplugged") for name, there in self.plugged.items() if not there))
        self.put(*self.wires.lost())

    def _take(self, *, calm: bool = False) -> None:
        """Let the keeper do one turn, perhaps the last one."""
        if self.keeper is None:
            if self.halted is not None:
                self._halted_take(self.halted)
            else:
                self.inbox.take(0)
            return
        self.steps += 1
        if not calm:
            self._something_breaks()
        try:
            self.keeper.take(self.inbox, 0)
        except PowerCut:
            self.cut_power(self.random.choice([6, 20, 120, 1800]))
        except BookUnwritable as broken:
            self._halt(str(broken))
        else:
            self._watch.step(self.keeper.bay)
        self.book.fails = ""
        for bolt in self._bolts.values():
            bolt.cut = ""

    def _something_breaks(self) -> None:
        chance = self.random.random()
        if self.screen is not None and self.screen.release is not None:
            chance /= RELEASE_RISK
        if chance < DISK_CHANCE:
            self.book.fails = self.random.choice(["lost", "kept"])
        elif chance < CUT_CHANCE / 2:
            self.book.fails = self.random.choice(["before", "after"])
        elif chance < CUT_CHANCE:
            for bolt in self._bolts.values():
                bolt.cut = self.random.choice(["before", "after"])

    def _halt(self, why: str) -> None:
        assert self.keeper is not None
        self.halts += 1
        up = [bolt.cable for bolt in self._bolts.values() if bolt.is_on]
        self.hold("P8", not up, f"{up} stayed up when the book broke")
        self.hold("P2", self.screen is self.keeper.bay, "the screen knows what the book does not")
        hands = Hands(self._bolts, self._lamps, self.siren, Voice(self.book, self.promises))
        self.halted = Halted(
            why, clock=self.clock, hands=hands, keep=self.ring.keep, wiring=self.layout.wiring
        )
        self._gone(self.random.choice([3, 10]))

    def _halted_take(self, halted: Halted) -> None:
        opened = [cable for cable, is_open in self.truth.open.items() if is_open]
        before = len(self.ring.kept)
        waiting = self.inbox.take(0)
        if waiting is None:
            return
        self.inbox.put(waiting)
        halted.take(self.inbox, 0)
        wiring = self.layout.wiring
        if isinstance(waiting, Edge) and waiting.line in {**wiring.cables, **wiring.signals}:
            self.hold("P8", len(self.ring.kept) > before, "an edge was lost while halted")
            loud = wiring.signals.get(waiting.line, Signal.TAMPER)
            if not waiting.closed and loud in (Signal.TAMPER, Signal.BOLT_POWER):
                self.hold("P8", self.siren.is_on, f"{opened} opened in silence")

    def _told(self, bay: Bay, entries: Sequence[e.Entry], seq: int) -> None:
        assert self.keeper is not None
        self._watch.told(bay, self.keeper.bay, seq)
        self.screen = bay
        self.register.follow(entries)
        for entry in entries:
            if isinstance(entry, e.WeaponReceived) and entry.weapon in self.truth.carried:
                self.truth.carried[entry.weapon] = entry.custodian
            if isinstance(entry, e.WeaponPassed):
                self.truth.carried[entry.weapon] = entry.officer
            if isinstance(entry, e.WeaponIssued) and entry.weapon not in self.truth.tricked:
                bearer = self.truth.carried.get(entry.weapon)
                self.hold("P5", bearer == entry.officer, f"{bearer} carries what was issued")

    def _found(self) -> None:
        """Write the first register: people, weapons, places, badges, mission orders."""
        room = self.layout
        gifts = [
            o.BadgeGift(one.number, one.badge, self.register.seal(one.pin, one.duress))
            for one in room.people
        ]
        orders = [
            o.MissionOrder(one.number, self.new_mission(self.random.choice([3, 12, 100])))
            for one in room.people
        ]
        facts: tuple[o.Fact, ...]
        facts = (*room.officers, *room.weapons, *room.visiting, *room.homes, *gifts, *orders)
        self.truth.stands = {racking.position: racking.weapon for racking in room.homes}
        self.truth.carried = {weapon.number: room.people[-3].number for weapon in room.visiting}
        question = Question(lambda _, at: o.RegisterAsked(at, "founding", facts))
        self.inbox.put(question)
        self._take(calm=True)
        self.truth.bad_tags = {w.number for w in room.weapons if self.random.random() < 0.1}

    def new_mission(self, hours: int) -> Mission:
        """Return a mission order that begins now."""
        return mission(len(self.book.entries), self.clock.true_ms, hours)
