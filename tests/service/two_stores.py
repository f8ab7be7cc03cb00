"""Two stores, each with a real book, a keeper and its desk; what goes between them is a text."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from drivers.readings import Scan
from drivers.simulated import SimulatedOutput
from kiosk.keeper.hands import Hands
from kiosk.keeper.keeper import Keeper
from kiosk.registry.book import Book, open_book
from kiosk.registry.mail import STORES, Mail
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.things import CableId, OfficerNumber, PinFit, Rounds
from kiosk.service import works as w
from kiosk.service.meanings import of_work
from kiosk.service.transfers.desk import TransferDesk
from kiosk.service.transfers.views import PaperPage
from tests.service.small_bay import (
    BADGES,
    CHIEF,
    CUSTODIAN,
    OFFICER,
    REGISTRAR,
    WIRING,
    HandClock,
    Silence,
    register_facts,
    small_settings,
)


class Fit:
    """A kiosk with nothing wrong."""

    def faults(self) -> Sequence[tuple[e.Fault, str]]:
        """Find nothing."""
        return ()


@dataclass
class Store:
    """One store. Every step is decided, written to a real book and folded, on this thread."""

    book: Book
    clock: HandClock
    keeper: Keeper
    desk: TransferDesk
    _bay: Bay | None = None

    def bay(self) -> Bay:
        """Return the bay."""
        return self.keeper.bay

    def wall_ms(self) -> int:
        """Return the wall clock."""
        return self.clock.now().wall_ms

    def see(self, seen: o.Observation | None) -> tuple[e.Entry, ...]:
        """Let one thing be seen, and a second pass."""
        assert seen is not None
        self.clock.pass_s(1)
        return self.keeper.step(seen)[0]

    def scan(self, text: str) -> tuple[e.Entry, ...]:
        """Hold a badge or a weapon before the reader."""
        self.clock.pass_s(1)
        return self.see(self.keeper.eyes.see(self.clock.now(), Scan("any", text)))

    def pin(self) -> tuple[e.Entry, ...]:
        """Type the PIN that is awaited."""
        owner = self.keeper.eyes.pin_owner()
        assert owner is not None
        now = self.clock.now()
        return self.see(self.keeper.eyes.pin_entered(now, owner.number, PinFit.RIGHT))

    def work(self, work: w.Work, by: OfficerNumber = REGISTRAR) -> str:
        """Sign for work at a desk; returns why it was refused, or nothing."""
        signature = self.keeper.eyes.signature(by, PinFit.RIGHT)
        entries = self.see(of_work(work)(self.keeper.eyes, self.clock.now(), signature))
        return next((one.reason for one in entries if isinstance(one, e.Refused)), "")

    def vouch(self) -> tuple[e.Entry, ...]:
        """Let two people stand by what is pending."""
        self.scan(BADGES[CUSTODIAN])
        self.pin()
        self.scan(BADGES[CHIEF])
        return self.pin()

    def draw(self, weapon: str, left: int) -> None:
        """Let the officer draw a weapon; so many are left on its cable."""
        place = self.bay().place_of(weapon)  # type: ignore[arg-type]  # its number
        assert place is not None
        cable = self.bay().positions[place].cable
        self.scan(BADGES[OFFICER])
        self.pin()
        self.scan(weapon)
        self.scan(BADGES[CUSTODIAN])
        self.pin()
        self.see(o.CableOpened(self.clock.now(), cable))
        self.scan(weapon)
        self.see(o.CableShut(self.clock.now(), cable))
        self.see(o.RemainingCounted(self.clock.now(), left))
        self.see(o.CancelAsked(self.clock.now()))

    def hand_in(self, weapon: str) -> tuple[e.Entry, ...]:
        """Let a weapon be brought to the bay."""
        self.scan(weapon)
        self.see(o.ClearShown(self.clock.now()))
        self.scan(BADGES[CHIEF])
        self.pin()
        return self.see(o.ReturnReported(self.clock.now(), Rounds()))

    def bring_home(self, weapon: str, left: int) -> None:
        """Let a weapon be brought back to its place; so many are on its cable then."""
        (grant,) = (one for one in self.hand_in(weapon) if isinstance(one, e.ReleaseGranted))
        self.see(o.CableOpened(self.clock.now(), grant.cable))
        self.see(o.CableShut(self.clock.now(), grant.cable))
        self.see(o.RemainingCounted(self.clock.now(), left))

    def paper(self, number: str, side: str) -> PaperPage:
        """Look at a paper."""
        return self.desk.paper(REGISTRAR, number, side)


def open_store(folder: Path, name: str, opened: ExitStack, facts: Sequence[o.Fact] = ()) -> Store:
    """Found a store with the people of the small bay, and these weapons or its own."""
    settings = small_settings(str(folder))
    book = opened.enter_context(open_closing(folder / "book", name))
    clock = HandClock()
    mail = Mail(book.key, book.folder, book.facts.key_enrolled)
    bolts = {CableId(cable): SimulatedOutput(cable) for cable in "AB"}
    keeper = Keeper(
        book.bay(),
        wiring=WIRING,
        clock=clock,
        journal=book.journal,
        facts=book.facts,
        pins=book.pins,
        hands=Hands(bolts, {}, SimulatedOutput("siren"), Silence()),
        health=Fit(),
        tell=lambda *_: None,
        mail=mail,
    )
    keeper.start(settings.positions(), dict.fromkeys(WIRING.cables, True))
    keeper.step(o.RegisterAsked(clock.now(), "founding", tuple(facts) or register_facts()))
    store = Store(book, clock, keeper, None)  # type: ignore[arg-type]  # it asks the store itself
    store.desk = TransferDesk(store, book.facts, book.transfers, mail)
    return store


class open_closing:  # noqa: N801 - used like a function
    """A book that is closed at the end."""

    def __init__(self, folder: Path, name: str) -> None:
        """Open it."""
        self._book = open_book(folder, name, small_settings().policy)

    def __enter__(self) -> Book:
        """Return it."""
        return self._book

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._book.close()


def acquaint(one: Store, other: Store) -> None:
    """Carry each store's public key to the other."""
    for here, there in ((one, other), (other, one)):
        folder = here.book.folder / STORES
        folder.mkdir(exist_ok=True)
        (folder / f"{there.book.key.kiosk}.pub").write_text(there.book.key.text + "\n", "ascii")
