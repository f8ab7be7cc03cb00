"""Reading in the register through the hatch: the same answers inside and over the socket."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.book import Book
from kiosk.rules import entries as e
from kiosk.rules.things import Officer, OfficerNumber, Role
from kiosk.service.client import HatchRefused, RemoteRegister
from kiosk.service.lookup import PAGE, LocalRegister
from kiosk.service.protocol import KioskSilent, Register
from kiosk.service.server import SocketServer, register_answers
from tests.registry.samples import AKM, AT, SOK, a_visit, open_here, registered

CHIEF, PLAIN, GONE = (OfficerNumber(name) for name in ("H-1", "O-1", "X-1"))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with closing(open_here(tmp_path / "book")) as book:
        book.journal.append(a_visit())
        people = [
            Officer(CHIEF, "Tep Borey", role=Role.CHIEF),
            Officer(PLAIN, "Sok Dara"),
            Officer(GONE, "Gone", role=Role.CHIEF, active=False),
        ]
        book.journal.append([e.OfficerRegistered(AT, one, "x") for one in people])
        card = e.CardImported(AT, "s", 2, "C 7", AKM.serial, e.Fate.MATCHED, AKM.number, "")
        book.journal.append([card])
        yield book


@pytest.fixture(params=["local", "remote"])
def register(request: pytest.FixtureRequest, book: Book, tmp_path: Path) -> Iterator[Register]:
    local = LocalRegister(book.facts, book.search, book.stories)
    if request.param == "local":
        yield local
        return
    with ExitStack() as opened:
        path = tmp_path / "hatch"
        server = opened.enter_context(SocketServer(path, register_answers(local)))
        server.open()
        opened.callback(server.shutdown)
        yield opened.enter_context(closing(RemoteRegister(path)))


@pytest.mark.promise("P12")
def test_what_is_found_comes_with_its_numbers_byte_for_byte_and_where_it_is(
    register: Register,
) -> None:
    weapon, card = register.find(CHIEF, "1234567").found
    assert weapon.weapon is not None
    assert (weapon.weapon.number, weapon.weapon.serial) == (AKM.number, AKM.serial)
    assert (weapon.state, weapon.position, weapon.sort) == ("in", "1-1", "part")
    assert card.card is not None
    assert (card.card.number, card.card.serial, card.card.weapon) == ("C 7", AKM.serial, AKM.number)


def test_an_officer_is_found_with_what_they_hold(register: Register, book: Book) -> None:
    issued = e.WeaponReceived(AT, "", AKM.number, None, SOK.number)
    book.journal.append([issued])
    (sok,) = register.find(CHIEF, "សុខ").found
    assert sok.officer is not None
    assert (sok.officer.name_km, sok.held) == ("សុខ", (AKM.number,))
    (akm,) = register.find(CHIEF, AKM.number).found
    assert akm.holder is not None
    assert (akm.state, akm.holder.number) == ("out", SOK.number)


def test_a_story_says_who_and_where_and_in_which_order(register: Register) -> None:
    page = register.story(CHIEF, AKM.number)
    assert page.weapon is not None
    assert [line.kind for line in page.lines] == [
        "weapon.registered", "weapon.racked", "release.granted", "cable.opened", "card.imported",
    ]  # fmt: skip
    seqs = [line.seq for line in page.lines]
    assert seqs == sorted(seqs)
    assert page.lines[0].facts["weapon.serial"] == AKM.serial
    assert page.lines[2].people["officer"].name == "Sok"
    assert {line.kiosk for line in page.lines} == {"btb-1"}
    assert (page.entries, page.earlier, page.later) == (5, False, False)
    assert register.story(CHIEF, "none").weapon is None


@pytest.mark.parametrize(
    ("by", "reason"),
    [
        (PLAIN, "wrong_role"),
        (GONE, "wrong_role"),
        ("nobody", "unknown_officer"),
        ("", "unknown_officer"),
    ],
)
def test_who_may_not_read_is_told_nothing_but_why(register: Register, by: str, reason: str) -> None:
    found, story = register.find(by, "1234567"), register.story(by, AKM.number)
    assert (found.found, found.after, found.reason) == ((), "", reason)
    assert (story.weapon, story.lines, story.entries, story.reason) == (None, (), 0, reason)


def test_a_role_that_is_taken_away_reads_no_more(register: Register, book: Book) -> None:
    assert not register.find(CHIEF, "1234567").reason
    demoted = replace(Officer(CHIEF, "Tep Borey"), role=Role.OFFICER)
    book.journal.append([e.OfficerRegistered(AT, demoted, "x")])
    assert register.find(CHIEF, "1234567").reason == "wrong_role"


def test_the_register_is_leafed_through_when_nothing_is_asked_for(
    register: Register, book: Book
) -> None:
    book.journal.append([registered(number) for number in range(1_000, 1_000 + 2 * PAGE)])
    first = register.find(CHIEF, " ")
    second = register.find(CHIEF, "", first.after)
    third = register.find(CHIEF, "", second.after)
    assert [len(page.found) for page in (first, second, third)] == [PAGE, PAGE, 1]
    assert third.after == ""
    numbers = [
        one.weapon.number for page in (first, second, third) for one in page.found if one.weapon
    ]
    assert numbers == sorted(set(numbers))


def test_a_last_page_that_is_full_leads_nowhere(register: Register, book: Book) -> None:
    book.journal.append([registered(number) for number in range(1_000, 999 + PAGE)])
    only = register.find(CHIEF, "")
    assert (len(only.found), only.after) == (PAGE, "")


def test_a_page_after_a_place_of_another_version_is_the_first_one(register: Register) -> None:
    assert register.find(CHIEF, "1234567", "from elsewhere") == register.find(CHIEF, "1234567")


def test_a_register_that_does_not_answer_is_a_kiosk_that_does_not(
    register: Register, book: Book
) -> None:
    book.search.close()
    with pytest.raises(KioskSilent):
        register.find(CHIEF, "7")


def test_half_a_question_is_refused(register: Register) -> None:
    if isinstance(register, RemoteRegister):
        whole = {"ask": "story", "officer": CHIEF, "weapon": "7", "before": 0, "after": 0}
        register._kiosk.ask(whole)
        for wrong in ({"weapon": 7}, {"before": -1}, {"after": "1"}, {"officer": None}):
            with pytest.raises(HatchRefused):
                register._kiosk.ask({**whole, **wrong})
