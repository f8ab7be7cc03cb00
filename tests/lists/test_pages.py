"""A list brought from a page, in a real book: in pieces, judged, signed, let in or dropped."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import cast

import pytest

from kiosk.keeper.inbox import Ticket
from kiosk.keeper.keeper import Meaning
from kiosk.keeper.listing import Listing, NoLists
from kiosk.lists.desk import ListsDesk
from kiosk.lists.pages import ListPages
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.national import COLUMNS
from kiosk.rules.things import OfficerNumber, PinFit
from kiosk.service.cards.views import Piece
from kiosk.service.local import LocalService
from kiosk.service.losses.national_remote import RemoteLists, national_page_answers
from kiosk.service.losses.national_views import ListFace, ListState
from kiosk.service.meanings import Signs
from kiosk.service.server import SocketServer
from tests.service.small_bay import BADGES, CHIEF, CUSTODIAN, OFFICER, REGISTRAR, RIFLE
from tests.service.two_stores import Store, open_store

TODAY = date(2016, 3, 14)
ROWS = ("destroyed,s1,,,BTB-08,,,2006-08-23,", "lost,0012,,,,,,2016-03-01,PP 88")


@dataclass
class Hatch:
    """A service whose keeper turns on the thread of whoever asks."""

    store: Store

    def signature(self, number: str, pin: str) -> Signs:
        return lambda eyes: eyes.signature(
            OfficerNumber(number), PinFit.RIGHT if pin == "right" else PinFit.WRONG
        )

    def ask(self, meaning: Meaning) -> Ticket:
        ticket = Ticket()
        seen = meaning(self.store.keeper.eyes, self.store.clock.now())
        if seen is not None:
            ticket.entries = self.store.see(seen)
        return ticket

    def bay(self) -> Bay:
        return self.store.bay()


@dataclass
class Paged:
    """The pages of one store."""

    store: Store
    pages: ListPages

    def bring(self, *rows: str, size: int = 40) -> str:
        """Bring a list in pieces; return its name."""
        content = "\n".join((",".join(COLUMNS), *rows, "")).encode()
        digest, told = sha256(content).hexdigest(), self.pages.arrived(REGISTRAR, "0" * 64)
        while not (told.name or told.why):
            offset = told.offset
            piece = Piece(digest, "m.csv", len(content), offset, content[offset : offset + size])
            told = self.pages.piece(REGISTRAR, piece)
        self.rest()
        assert self.pages.arrived(REGISTRAR, digest).name == told.name, "it is not brought twice"
        return told.name

    def rest(self) -> None:
        """Wait until nothing goes on in the background."""
        for work in list(self.pages._works.values()):
            work.join(20)

    def one(self) -> ListFace:
        """Return the only list."""
        (found,) = self.pages.page(CHIEF).lists
        return found


@pytest.fixture
def paged(tmp_path: Path) -> Iterator[Paged]:
    with ExitStack() as opened:
        store = open_store(tmp_path, "btb-1", opened)
        book = store.book
        store.keeper.listing = Listing(book.national, book.facts)
        desk = ListsDesk(cast("LocalService", Hatch(store)), book.folder, book.national, book.facts)
        pages = ListPages(book.folder, book.facts, desk, lambda: TODAY)
        yield Paged(store, pages)
        pages.close()


@pytest.mark.promise("P10", "P12")
def test_a_list_comes_in_when_a_second_person_shows_a_badge(paged: Paged) -> None:
    name = paged.bring(*ROWS)
    assert (paged.one().state, paged.one().lost, paged.one().destroyed) == (ListState.READY, 1, 1)
    assert paged.pages.sign(REGISTRAR, name, "wrong").reason == "pin_wrong"
    assert paged.pages.sign(OFFICER, name, "right").reason == "wrong_role"
    assert paged.pages.sign(REGISTRAR, name, "right").reason == ""
    assert paged.one().state is ListState.AWAITED
    assert paged.pages.drop(REGISTRAR, name).why == "coming_in"
    paged.store.scan(BADGES[CUSTODIAN])
    paged.store.pin()
    assert paged.one().state is ListState.COMING_IN, "who looks makes it go on"
    paged.rest()
    done = paged.one()
    assert (done.state, done.done, done.here) == (ListState.IN, 2, 1)
    assert done.let_in_by == (REGISTRAR, CUSTODIAN)
    rows = [one.row for one in paged.store.book.national.rows_of(name)]
    assert rows == [row.replace(",", "\t") for row in ROWS]
    (here,) = paged.pages.page(CHIEF).here
    assert (here.weapon, here.where, here.listed[0].batch) == (RIFLE, "list", "BTB-08")
    assert (e.AlarmCause.DESTROYED, RIFLE) in paged.store.bay().alarms
    assert paged.pages.sign(REGISTRAR, name, "right").why == "went_on"
    assert paged.pages.drop(REGISTRAR, name).why == "coming_in"
    assert paged.pages.desk.go_on(name).closed


def test_a_bad_list_says_its_rows_and_is_dropped(paged: Paged) -> None:
    name = paged.bring(ROWS[0], "lost,,,,,,,2016-03-01,1")
    assert paged.one().state is ListState.BAD
    assert [(one.row, one.why) for one in paged.one().bad] == [(3, "serial")]
    assert paged.pages.sign(REGISTRAR, name, "right").why == "gone", "nobody can let it in"
    assert paged.pages.drop(REGISTRAR, name).well
    assert paged.pages.page(CHIEF).lists == ()
    assert paged.pages.drop(REGISTRAR, "../book").why == "gone"


def test_what_is_no_list_says_why(paged: Paged) -> None:
    content = b"not a list\n1\n"
    digest = sha256(content).hexdigest()
    paged.pages.piece(REGISTRAR, Piece(digest, "x", len(content), 0, content))
    paged.rest()
    assert (paged.one().state, paged.one().why) == (ListState.BAD, "columns")


def test_the_file_must_stay_the_one_that_two_people_stood_by(paged: Paged) -> None:
    name = paged.bring(*ROWS)
    paged.pages.sign(REGISTRAR, name, "right")
    paged.store.scan(BADGES[CUSTODIAN])
    paged.store.pin()
    path = paged.store.book.folder / "lists" / name / "list.csv"
    kept = path.read_bytes()
    path.write_bytes(kept.replace(b"0012", b"0013"))
    assert paged.pages.desk.go_on(name).why == "unread"
    paged.one()
    paged.rest()
    stuck = paged.one()
    assert (stuck.why, "not the list" in stuck.detail) == ("unread", True)
    paged.rest()
    path.write_bytes(kept)
    paged.one()
    paged.rest()
    assert paged.one().state is ListState.IN
    assert paged.pages.desk.go_on("0" * 16).why == "gone"


def test_a_desk_is_asked_over_the_socket(paged: Paged, tmp_path: Path) -> None:
    name = paged.bring(*ROWS)
    with SocketServer(tmp_path / "hatch", national_page_answers(paged.pages)) as server:
        server.open()
        remote = RemoteLists(tmp_path / "hatch")
        assert remote.page(CHIEF) == paged.pages.page(CHIEF)
        assert remote.page(OFFICER).reason == "wrong_role"
        assert remote.page("nobody").reason == "unknown_officer"
        digest = paged.store.book.national.one(name)
        assert digest is None
        assert remote.arrived(CHIEF, "1" * 64).offset == 0
        assert remote.piece(CHIEF, Piece("1" * 64, "y", 3, 0, b"a")).offset == 1
        assert remote.sign(CHIEF, "0" * 16, "x").why == "gone"
        assert remote.drop(CHIEF, name).well
        server.shutdown()


def test_a_kiosk_without_lists_names_nothing() -> None:
    nothing = NoLists()
    assert (nothing.some(), nothing.named(["1"]), nothing.settled("1")) == (False, {}, frozenset())
