"""Who may do what with lists of cards and of the capital: every role, every question, both desks.

These hatches are their own and stand in no `service.works.Work`. The tables are the specification,
as in `test_role_matrix`: a question that is new fails here until somebody wrote down who may ask.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest

from kiosk.cards.pages import CardsPages
from kiosk.cards.running import CardsDesk
from kiosk.keeper.listing import Listing
from kiosk.lists.desk import ListsDesk
from kiosk.lists.pages import ListPages
from kiosk.papers.frame import Printed
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.national import COLUMNS
from kiosk.rules.things import Officer, OfficerNumber, Role
from kiosk.service.cards import views as v
from kiosk.service.local import LocalService
from kiosk.service.losses import national_views as nv
from tests.lists.test_pages import Hatch
from tests.service.role_works import DENIERS, PEOPLE
from tests.service.two_stores import Store, open_store

pytestmark = pytest.mark.promise("P10")

TODAY = date(2016, 3, 14)
HELD, LEFT = OfficerNumber("X-held"), OfficerNumber("X-left")
"""A registrar who is on hold, and one who left."""
OWNER = PEOPLE[Role.REGISTRAR]
"""Who brought what the others are asked about."""
KEYER = PEOPLE[Role.CHIEF]
CARDS = b"card,serial,calibre\nC1,0012,7.62\nC2,0013,7.62\n"
OTHER = b"card,serial,calibre\nD1,0014,7.62\n"
LIST = "\n".join((",".join(COLUMNS), "lost,0012,,,,,,2016-03-01,PP 88", "")).encode()
OTHER_LIST = LIST.replace(b"0012", b"0014")
PATIENCE_S, LOOK_S = 60.0, 0.02


@dataclass
class NobodyVouches:
    """What a screen is told while nobody stands before it."""

    matter: str = ""
    changes: tuple[str, ...] = ()

    @property
    def visit(self) -> "NobodyVouches":
        """Return itself."""
        return self


class Waiting(Hatch):
    """A service whose screen shows nobody."""

    def view(self) -> NobodyVouches:
        """Return that nobody stands there."""
        return NobodyVouches()


@dataclass
class Desks:
    """Both desks of a real book; a stack that was judged and a list wait beside it."""

    store: Store
    cards: CardsPages
    lists: ListPages
    stack: str = ""
    mark: str = ""
    listing: str = ""

    def seen(self, by: str) -> v.Stack:
        """Return the stack."""
        found = self.cards.stack(by, self.stack).stack
        assert found is not None
        return found

    def until(self, *states: v.State) -> None:
        """Wait until the stack stands so."""
        rest = Event()
        for _ in range(int(PATIENCE_S / LOOK_S)):
            if self.seen(OWNER).state in states:
                return
            rest.wait(LOOK_S)
        raise AssertionError(self.seen(OWNER))

    def written(self) -> list[e.Entry | None]:
        """Return what stands in the book."""
        return [one.entry for one in reversed(self.store.book.office.lines(limit=1_000))]

    def stands(self) -> object:
        """Return what any act would change: what waits, what was keyed, and the book."""
        judged = self.cards.next_card(OWNER, self.stack, 0)
        done = [one for one in self.written() if not isinstance(one, e.PinAccepted | e.Refused)]
        return self.cards.stacks(OWNER), self.lists.page(OWNER).lists, judged, done


def piece_of(content: bytes, file: str) -> v.Piece:
    return v.Piece(sha256(content).hexdigest(), file, len(content), 0, content)


def known(store: Store) -> None:
    """Let the register have somebody of each role, and two registrars who may do nothing."""
    at = store.clock.now()
    people = [Officer(number, f"Some {role}", role=role) for role, number in PEOPLE.items()]
    people.append(Officer(HELD, "Held", role=Role.REGISTRAR, hold=True))
    people.append(Officer(LEFT, "Left", role=Role.REGISTRAR, active=False))
    store.book.journal.append(
        [line for one in people
         for line in (e.OfficerRegistered(at, one, "x"), e.PinSet(at, one.number, "sealed"))]
    )  # fmt: skip


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    with ExitStack() as opened:
        store = open_store(tmp_path, "btb-1", opened)
        book, service = store.book, cast("LocalService", Waiting(store))
        store.keeper.listing = Listing(book.national, book.facts)
        known(store)
        lists = ListPages(
            book.folder, book.facts, ListsDesk(service, book.folder, book.national, book.facts),
            lambda: TODAY,
        )  # fmt: skip
        cards = CardsPages(
            book.folder, lambda: Printed("btb-1", 0, 0), book.facts,
            CardsDesk(service, book.folder), lambda: TODAY,
        )  # fmt: skip
        opened.callback(lists.close)
        opened.callback(cards.close)
        desks = Desks(store, cards, lists)
        desks.stack = cards.piece(OWNER, piece_of(CARDS, "cards.csv")).name
        desks.until(v.State.COLUMNS)
        columns = desks.seen(OWNER).columns
        assert columns is not None
        mark = desks.seen(OWNER).mark
        assert cards.judge(OWNER, desks.stack, mark, columns.fields, ()).well
        desks.until(v.State.JUDGED)
        desks.mark = desks.seen(OWNER).mark
        desks.listing = lists.piece(OWNER, piece_of(LIST, "list.csv")).name
        for work in list(lists._works.values()):
            work.join(PATIENCE_S)
        yield desks


@dataclass(frozen=True)
class Question:
    """Who may ask it; `acts`: not on hold either."""

    ask: Callable[[Desks, OfficerNumber], Any]
    acts: bool = False
    allowed: frozenset[Role] = DENIERS


def signed(desks: Desks, told: v.Done) -> v.Done:
    """Let nobody wait for a second person any more."""
    desks.store.see(o.CancelAsked(desks.store.clock.now()))
    return told


OF_CARDS: dict[str, Question] = {
    "stacks": Question(lambda at, by: at.cards.stacks(by)),
    "stack": Question(lambda at, by: at.cards.stack(by, at.stack)),
    "arrived": Question(lambda at, by: at.cards.arrived(by, "0" * 64)),
    "piece": Question(lambda at, by: at.cards.piece(by, piece_of(OTHER, "o.csv")), acts=True),
    "judge": Question(lambda at, by: at.cards.judge(by, at.stack, at.mark, (), ()), acts=True),
    "doubts": Question(lambda at, by: at.cards.doubts(by, at.stack)),
    "differences": Question(lambda at, by: at.cards.differences(by, at.stack)),
    "sought": Question(lambda at, by: at.cards.sought(by, at.stack)),
    "unmatched": Question(lambda at, by: at.cards.unmatched(by, "card_only")),
    "next_card": Question(lambda at, by: at.cards.next_card(by, at.stack, 0)),
    "key": Question(
        lambda at, by: at.cards.key(by, at.stack, v.Typed(2, "0012", "7.62")), acts=True
    ),
    "sign": Question(
        lambda at, by: signed(at, at.cards.sign(by, at.stack, at.mark, "right")), acts=True
    ),
    "drop": Question(lambda at, by: at.cards.drop(by, at.stack, at.mark), acts=True),
    "paper": Question(lambda at, by: at.cards.paper(by, at.stack)),
    "export": Question(lambda at, by: at.cards.export(by)),
}
OF_LISTS: dict[str, Question] = {
    "page": Question(lambda at, by: at.lists.page(by)),
    "arrived": Question(lambda at, by: at.lists.arrived(by, "0" * 64)),
    "piece": Question(lambda at, by: at.lists.piece(by, piece_of(OTHER_LIST, "o.csv")), acts=True),
    "sign": Question(lambda at, by: signed(at, at.lists.sign(by, at.listing, "right")), acts=True),
    "drop": Question(lambda at, by: at.lists.drop(by, at.listing), acts=True),
}
"""Who may ask what at the two desks. Everybody else is refused, and nothing comes of it."""

EVERY = {f"cards.{name}": one for name, one in OF_CARDS.items()}
EVERY |= {f"lists.{name}": one for name, one in OF_LISTS.items()}


@pytest.mark.parametrize(("protocol", "table"), [(v.Cards, OF_CARDS), (nv.NationalLists, OF_LISTS)])
def test_every_question_has_its_row(protocol: type[Any], table: dict[str, Question]) -> None:
    assert {name for name in vars(protocol) if not name.startswith("_")} == set(table)


@pytest.mark.parametrize("name", EVERY)
def test_each_role_is_answered_what_its_row_says_and_nobody_else(name: str, desks: Desks) -> None:
    question = EVERY[name]
    barred = [(PEOPLE[role], "wrong_role") for role in Role if role not in question.allowed]
    barred += [(LEFT, "wrong_role"), (OfficerNumber("nobody"), "unknown_officer")]
    if question.acts:
        barred.append((HELD, "wrong_role"))
    before = desks.stands()
    for by, reason in barred:
        assert question.ask(desks, by).reason == reason, by
    assert desks.stands() == before, "nothing came of it"
    for role in sorted(question.allowed):
        assert question.ask(desks, PEOPLE[role]).reason == "", role
    if not question.acts:
        assert question.ask(desks, HELD).reason == "", "who is on hold may read"


@pytest.mark.parametrize("name", ["cards.piece", "cards.drop", "lists.piece", "lists.drop"])
def test_something_is_done_where_it_is_allowed(name: str, desks: Desks) -> None:
    """Or a desk that answers nobody would pass for one that answers whom it may."""
    before = desks.stands()
    EVERY[name].ask(desks, KEYER)
    assert desks.stands() != before


def test_a_card_is_keyed_and_a_stack_and_a_list_are_signed_for(desks: Desks) -> None:
    assert desks.cards.key(KEYER, desks.stack, v.Typed(2, "0012", "7.62")).agrees
    assert desks.cards.next_card(KEYER, desks.stack, 0).keyed == 1
    for sign in (OF_CARDS["sign"], OF_LISTS["sign"]):
        before = len(desks.written())
        assert sign.ask(desks, KEYER).well
        begun = desks.written()[before:]
        assert any(isinstance(one, e.MatterBegun) for one in begun)
