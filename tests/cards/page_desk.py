"""A registrar's page without its pages: what it asks the kiosk, and who stands by what it asks.

`PageDesk` has a real book and real programs apart; only the bay is played: `Bay` remembers who
signed, and says which stack waits for its second person.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import cast

from kiosk.cards.pages import CardsPages
from kiosk.cards.running import CardsDesk, Went
from kiosk.config import Settings
from kiosk.papers.frame import Printed
from kiosk.rules.things import Officer, OfficerNumber, Person, Role, Weapon, WeaponNumber
from kiosk.service.cards import views as v
from tests.cards import desk
from tests.commands.typed import fresh

FIRST, SECOND, NOBODY = "R1", "C1", "O1"
PATIENCE_S = 60.0
LOOK_S = 0.02


@dataclass
class Bay:
    """The bay as the desk asks it."""

    waits_for: str = ""
    signed: list[tuple[str, str, str]] = field(default_factory=list)
    went: Went = field(default_factory=Went)

    def awaited(self) -> str:
        return self.waits_for

    def sign(self, name: str, number: str, pin: str) -> Went:
        self.signed.append((name, number, pin))
        return self.went

    def go_on(self, _: str) -> Went:
        return Went(closed=True)


class People:
    """The cast of `tests.cards.desk`."""

    def person(self, number: OfficerNumber) -> Person | None:
        role = dict(desk.PEOPLE).get(number)
        return None if role is None else Person(Officer(number, number, role=Role(role)))

    def weapon(self, _: WeaponNumber) -> Weapon | None:
        return None


@dataclass
class PageDesk:
    """The desk, and a book beside which lists arrive."""

    pages: CardsPages
    bay: Bay
    config: Path
    settings: Settings

    def brings(
        self, content: bytes, file: str = "list.csv", by: str = FIRST, ends: int = 2**62
    ) -> v.Arrived:
        """Bring a list in pieces, up to a byte of it; return what was told last."""
        digest = sha256(content).hexdigest()
        told = self.pages.arrived(by, digest)
        while not (told.name or told.why or told.reason) and told.offset < min(ends, len(content)):
            piece = content[told.offset : min(told.offset + v.PIECE_MAX, ends)]
            told = self.pages.piece(by, v.Piece(digest, file, len(content), told.offset, piece))
        return told

    def until(self, name: str, *states: v.State) -> v.Stack:
        """Return a list once it stands so."""
        rest, last = Event(), None
        for _ in range(int(PATIENCE_S / LOOK_S)):
            last = self.pages.stack(FIRST, name).stack
            if last is not None and last.state in states:
                return last
            rest.wait(LOOK_S)
        raise AssertionError(f"it never stood as {states}: {last}")

    def looked_at(self, content: bytes, file: str = "list.csv") -> v.Stack:
        """Bring a list and wait until its heading was read, or it was refused."""
        told = self.brings(content, file)
        assert told.name, told
        return self.until(told.name, v.State.COLUMNS, v.State.REFUSED)

    def judged(self, content: bytes, file: str = "list.csv") -> v.Stack:
        """Bring a list and have its cards judged, its columns as they were proposed."""
        stack = self.looked_at(content, file)
        assert stack.columns is not None, stack
        assert self.pages.judge(FIRST, stack.name, stack.mark, stack.columns.fields, ()).well
        return self.until(stack.name, v.State.JUDGED)

    def left(self) -> list[str]:
        """Return what lies beside the book, but for the maps that are remembered."""
        place = self.settings.folder / "cards"
        return sorted(one.name for one in place.glob("*") if one.name != "maps")

    def forms(self, ask: Callable[[str], v.Sheet]) -> bytes:
        """Return all of what is handed out in pieces."""
        sheet = ask("")
        content = sheet.content
        while sheet.after:
            sheet = ask(sheet.after)
            content += sheet.content
        return content


@contextmanager
def sitting(folder: Path) -> Iterator[PageDesk]:
    """Sit down at the desk of a kiosk that was founded."""
    config, settings = fresh(folder)
    desk.founded(settings)
    bay = Bay()
    pages = CardsPages(
        settings.folder,
        lambda: Printed("R-01", 0, 0),
        People(),
        cast("CardsDesk", bay),
        lambda: desk.TODAY,
    )
    try:
        yield PageDesk(pages, bay, config, settings)
    finally:
        pages.close()
