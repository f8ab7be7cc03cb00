"""The kiosk, all of it together: opened, turned on, turned, turned off.

Two ways to be: keeping (the four lines) and halted (the book cannot be written or was changed:
nothing opens and people are told). A kiosk that could not write ends soon, to start again and read
the book; one whose book was changed waits for a technician.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

from drivers.lines.signals import StatusLamp
from drivers.notify import Notifier
from drivers.readings import Reading
from kiosk.assembly.antennas import antennas_of
from kiosk.assembly.board_clock import NAME as CLOCK
from kiosk.assembly.board_clock import judged
from kiosk.assembly.board_memory import NAME, BoardMemory
from kiosk.assembly.clock import SystemClock
from kiosk.assembly.desks import Desks, bench_labels
from kiosk.assembly.health import SystemHealth
from kiosk.assembly.lamp import sign_of
from kiosk.assembly.lots import draw_lot
from kiosk.assembly.machine import Machine
from kiosk.assembly.memory import give_large_blocks_back
from kiosk.assembly.onlooker import Onlooker
from kiosk.assembly.other_names import OtherNames
from kiosk.assembly.parts import Parts, bench_of, build_parts, hands_of
from kiosk.assembly.policy_watch import (
    changed_at_start,
    config_before,
    config_changed,
    policy_before,
)
from kiosk.assembly.roll_call import RollCall
from kiosk.assembly.simulated_clock import SimulatedClock
from kiosk.assembly.witness import WatchedJournal, WatchedKeeper, Witness
from kiosk.cards.running import CardsDesk, cards_answers
from kiosk.config import Settings
from kiosk.config.comparing import digest, flat
from kiosk.keeper.halted import Halted
from kiosk.keeper.inbox import Inbox
from kiosk.keeper.keeper import Item, is_scan
from kiosk.keeper.racking import Shelf
from kiosk.registry.book import Book, open_book
from kiosk.registry.mail import Mail
from kiosk.registry.plainly import plainly
from kiosk.registry.progress import Progress
from kiosk.registry.verify import Verdict
from kiosk.rules.bay import Bay
from kiosk.rules.broken import BookBroken, BookUnwritable
from kiosk.rules.entries import Entry
from kiosk.rules.own_key import NO_KEY
from kiosk.rules.things import OfficerNumber, Person, PinFit, Signal, Weapon, WeaponNumber
from kiosk.service.devices import device_answers
from kiosk.service.glimpses import glimpse_answers
from kiosk.service.local import LocalService, ReadLines
from kiosk.service.protocol import KioskSilent
from kiosk.service.server import (
    SocketServer,
    answers,
    office_answers,
    who_taps,
)
from kiosk.service.service_mode import service_answers
from kiosk.service.started_with import config_answers
from kiosk.service.upkeep import upkeep_answers

TURN_S = 1.0
"""How long the loop waits for something to happen before it looks around and feeds the watchdog."""

HALTED_S = 30.0
"""How long a kiosk that could not write stays up to tell people before it ends, to start again."""

AGAIN = 75
"""Exit code of a kiosk that wants to be started again (sysexits: EX_TEMPFAIL)."""


CHECKED = "The book was checked:"
"""How the sentence begins that says the whole book is good, some time after each start."""


class NoBook:
    """Facts and pins of a kiosk whose book cannot be opened: nobody is known, no PIN is right."""

    def person(self, _: OfficerNumber) -> Person | None:
        """Know nobody."""
        return None

    def weapon(self, _: WeaponNumber) -> Weapon | None:
        """Know no weapon."""
        return None

    def seal(self, _: str, __: str = "") -> NoReturn:
        """Seal nothing."""
        raise KioskSilent("the book is not open")

    def fit(self, _: OfficerNumber, __: str) -> PinFit:
        """Find no PIN right."""
        return PinFit.WRONG


@dataclass(frozen=True, slots=True)
class Open:
    """What a running kiosk holds open. `book` is None when it could not be opened."""

    parts: Parts
    book: Book | None
    service: LocalService


class Kiosk:
    """One kiosk on one configuration. `run` belongs to the main thread and turns until stopped."""

    _roll_call: RollCall
    _lamp: StatusLamp | None

    def __init__(
        self,
        settings: Settings,
        witness: Witness,
        *,
        halted_s: float = HALTED_S,
        build: Callable[[Settings], Parts] = build_parts,
    ) -> None:
        """Prepare; nothing is opened yet. `halted_s`: see `HALTED_S`; `build` opens hardware."""
        self._settings, self._halted_s = settings, halted_s
        self._build = build
        self._played = SimulatedClock(settings.folder) if settings.simulated else None
        self._clock = self._played or SystemClock()
        buttons = (each.name for each in settings.inputs if each.signal == Signal.DURESS)
        self._witness = Onlooker(witness, self._clock.now, buttons)
        self._inbox: Inbox[Item] = Inbox(is_scan)
        self._notifier = Notifier()
        self._deaf: tuple[str, ...] = ()
        self._version = version("armoury-kiosk")  # an update changes what is installed, not this

    def run(self, stop: threading.Event) -> int:
        """Turn until `stop` is set; every bolt is down before this returns.

        Returns:
            The exit code: 0, or `AGAIN` when the program must be started again.

        Raises:
            ConfigWrong: hardware or book do not fit the configuration.
            SocketTaken: a kiosk runs on this configuration already.
        """
        give_large_blocks_back()
        with closing(self._build(self._settings)) as parts, self._said_goodbye():
            self._lamp = parts.lamp
            self._roll_call = RollCall(self._settings, parts, lambda: self._clock.now().wall_ms)
            self._ask_the_time(parts)
            try:
                book = open_book(
                    self._settings.folder,
                    self._settings.kiosk.name,
                    self._settings.policy,
                    tell=self._progress,
                )
            except (BookBroken, BookUnwritable) as wrong:
                changed = isinstance(wrong, BookBroken)
                with self._hatch(Open(parts, None, self._service(None))) as kiosk:
                    parts.levels(self._put)
                    return self._halt(str(wrong), kiosk, stop, None if changed else self._halted_s)
            with closing(book), self._hatch(Open(parts, book, self._service(book))) as kiosk:
                try:
                    self._keep(kiosk, book, stop)
                except BookUnwritable as wrong:
                    return self._halt(str(wrong), kiosk, stop, self._halted_s)
                except BookBroken as wrong:
                    return self._halt(str(wrong), kiosk, stop, None)
        return 0

    def _keep(self, kiosk: Open, book: Book, stop: threading.Event) -> None:
        """Decide, write, act, tell, until stopped."""
        for repair in book.repairs:
            self._witness.said(repair.sentence)
        before = policy_before(book.office)
        config, was = digest(self._settings), config_before(book.office)
        changed = changed_at_start(book.office, self._settings.policy)
        for sentence in filter(None, (changed, config_changed(was, config))):
            self._witness.said(sentence)
        health = SystemHealth(book.free_bytes, book.written_by_others)
        memory = self._board_memory(kiosk.parts, book, health)
        ears = antennas_of(self._settings, kiosk.parts.readers, lambda: self._clock.now().wall_ms)
        sets = None if self._played is None else self._played.set_to
        machine = Machine(self._settings.kiosk.socket, self._witness.said, sets)
        hands = hands_of(kiosk.parts, self._witness.acted, ears, machine)
        keeper = WatchedKeeper(
            book.bay(),
            wiring=kiosk.parts.wiring,
            clock=self._clock,
            journal=WatchedJournal(book.journal, self._witness),
            facts=book.facts,
            pins=book.pins,
            hands=hands,
            health=health,
            same=OtherNames(book.office.cards),
            lots=draw_lot,
            mail=_mail(book),
            lists=book.national,
            ears=ears,
            head=lambda: f"{book.head.seq}/{book.head.hex}",
            shelf=Shelf(book.incoming, book.photos(lambda: self._clock.now().wall_ms).has),
            tell=lambda bay, entries, _: self._told(kiosk.service, book, bay, entries),
        )
        keeper.witness = self._witness
        try:
            levels = kiosk.parts.levels(self._put)
            keeper.start(
                self._settings.positions(),
                levels,
                book.untold,
                before,
                config=config,
                config_before=was,
            )
            book.told()
            kiosk.service.beat(self._clock.now())
            kiosk.parts.read(self._put)
            if memory is not None:
                memory.start(self._put)
            book.verify_in_background(lambda verdict: self._verified(health, verdict))
            self._notifier.ready()
            while not stop.is_set():
                keeper.take(self._inbox, TURN_S)
                kiosk.service.beat(self._clock.now())
                self._feed(kiosk.parts)
        finally:
            hands.let_go()
            if memory is not None:
                memory.stop()

    def _feed(self, parts: Parts) -> None:
        """Tell systemd that every line was looked at; with one that nobody sees it starts anew."""
        deaf = parts.deaf
        if not deaf:
            self._notifier.watchdog()
        elif deaf != self._deaf:
            self._witness.said(f"Nobody looks at {', '.join(deaf)} any more: systemd is not told.")
        self._deaf = deaf

    def _ask_the_time(self, parts: Parts) -> None:
        """Ask the clock chip, if there is one, how far the wall clock may be believed."""
        if self._settings.clock is None:
            return
        wall_ms = self._clock.now().wall_ms
        quality, objection = judged(parts.bus, self._settings.clock.address, wall_ms)
        self._clock.believe(quality)
        self._roll_call.asked(CLOCK, objection)
        if objection:
            self._witness.said(objection)

    def _board_memory(self, parts: Parts, book: Book, health: SystemHealth) -> BoardMemory | None:
        """Return the memory on the board, if there is one; ask first whether this is its book."""
        if self._settings.witness is None:
            return None
        memory = BoardMemory(parts.bus, self._settings.witness.address, lambda: book.head)
        objection = memory.objection(book.office.hash_at)
        if objection is not None:
            self._witness.said(objection)
            health.objected(NAME)
        return memory

    def _halt(self, why: str, kiosk: Open, stop: threading.Event, patience_s: float | None) -> int:
        """Open nothing, tell everybody why, and keep what the alarms see."""
        self._witness.said(f"The kiosk has stopped and opens nothing. {why}")
        kiosk.service.halted(why)
        hands = hands_of(kiosk.parts, self._witness.acted)
        halted = Halted(
            why,
            clock=self._clock,
            hands=hands,
            keep=lambda text: self._kept(kiosk.book, text),
            wiring=kiosk.parts.wiring,
        )
        self._notifier.ready()
        until_ms = None
        if patience_s is not None:
            until_ms = self._clock.now().mono_ms + int(1000 * patience_s)
        while not stop.is_set():
            halted.take(self._inbox, TURN_S)
            self._notifier.watchdog()
            if until_ms is not None and self._clock.now().mono_ms > until_ms:
                break
        return 0 if stop.is_set() else AGAIN

    def _kept(self, book: Book | None, text: str) -> None:
        """Keep what an alarm saw in the ring, or in the log where the disk takes nothing at all."""
        if book is not None:
            try:
                book.ring.write(text)
            except OSError as wrong:
                self._witness.said(f"The ring does not take this ({plainly(wrong)}): {text}")
        else:
            _, _, seen = text.split(" ", 2)  # the log has the time
            self._witness.said(f"Kept here, there is no book: {seen}")

    def _service(self, book: Book | None) -> LocalService:
        nobody = NoBook()
        return LocalService(
            self._settings.kiosk.name,
            self._inbox,
            clock=self._clock,
            facts=nobody if book is None else book.facts,
            pins=nobody if book is None else book.pins,
            read_lines=_lines_of(book),
            own_key=(lambda: NO_KEY) if book is None else _mail(book).own_key,
            simulated=self._settings.simulated,
            training=self._settings.kiosk.training,
        )

    @contextmanager
    def _hatch(self, kiosk: Open) -> Iterator[Open]:
        bench = None
        if self._played is not None:
            labels = partial(bench_labels, self._settings, kiosk.book)
            bench = bench_of(kiosk.parts, labels, self._played)
        path = Path(self._settings.kiosk.socket)
        path.parent.mkdir(parents=True, exist_ok=True)
        cards = CardsDesk(kiosk.service, self._settings.folder)
        asked = answers(kiosk.service, bench)
        asked |= device_answers(self._roll_call.devices, self._version) | cards_answers(cards)
        shell = {**office_answers(kiosk.service), **upkeep_answers(kiosk.service.ask)}
        shell |= config_answers(partial(flat, self._settings))
        self._witness.view = kiosk.service.view
        shell |= glimpse_answers(self._witness) | service_answers(kiosk.service.ask)
        with ExitStack() as ends:
            if kiosk.book is not None:
                desks = Desks(self._settings, self._clock, kiosk.book, kiosk.service)
                asked |= ends.enter_context(desks.answers(cards))
            taps_from = None if self._settings.simulated else who_taps()
            server = ends.enter_context(SocketServer(path, asked, shell, taps_from=taps_from))
            server.open()
            try:
                yield kiosk
            finally:
                server.shutdown()
                path.unlink(missing_ok=True)

    @contextmanager
    def _said_goodbye(self) -> Iterator[None]:
        try:
            yield
        finally:
            self._notifier.stopping()

    def _put(self, reading: Reading) -> None:
        self._witness.reading(reading)
        self._roll_call.listen(reading)
        self._inbox.put(reading)

    def _told(self, service: LocalService, book: Book, bay: Bay, entries: Sequence[Entry]) -> None:
        if not entries:
            return  # the bay is the fold of its lines: without one there is no news
        service.beat(self._clock.now())  # also before the first turn: the start is news already
        service.told(bay, entries, book.head.seq, book.head.hex)
        self._witness.told(bay)
        if self._lamp is not None:
            self._lamp.show(sign_of(bay))

    def _verified(self, health: SystemHealth, verdict: Verdict) -> None:
        health.verified(verdict)
        self._witness.said(f"{CHECKED} {verdict.sentence}" if verdict.good else verdict.sentence)

    def _progress(self, progress: Progress) -> None:
        self._witness.said(f"{progress.task}: {progress.done} of {progress.total}")


def _mail(book: Book) -> Mail:
    return Mail(book.key, book.folder, book.facts.key_enrolled)


def _lines_of(book: Book | None) -> ReadLines:
    if book is None:
        return lambda _, __: ()
    return lambda before, limit: [
        (line.seq, line.entry)
        for line in book.office.lines(before or None, limit)
        if line.entry is not None
    ]
