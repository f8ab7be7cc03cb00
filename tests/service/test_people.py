"""The desk of people through the hatch: works as they reach the keeper, and what is read."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kiosk.registry.book import Book
from kiosk.rules import entries as e
from kiosk.rules.things import (
    BadgeText,
    Certificate,
    Grade,
    Mission,
    Moment,
    Officer,
    OfficerNumber,
    Role,
    Rounds,
    WeaponType,
)
from kiosk.service import people_works as pw
from kiosk.service import protocol as p
from kiosk.service.client import HatchRefused
from kiosk.service.people.desk import LocalPeople, people_answers, tail_of
from kiosk.service.people.remote import RemotePeople
from kiosk.service.people.views import PeopleAsked, PeopleRegister
from kiosk.service.protocol import KioskSilent
from kiosk.service.server import SocketServer
from kiosk.service.views import Stage
from tests.registry.samples import AKM, AT, PLACE, POLICY, SOK, a_visit, open_here
from tests.service.small_bay import (
    BADGES,
    CHIEF,
    CUSTODIAN,
    FAR_MS,
    FRESH_BADGE,
    OFFICER,
    PINS,
    REGISTRAR,
    SmallBay,
)

NOW = AT.wall_ms
HOUR_MS = 3_600_000
BY = (OfficerNumber("7"), OfficerNumber("8"))
SPARE = BadgeText("9000000077")


# -------------------------------------------------------------------- what is signed
@pytest.fixture(params=["local", "remote"])
def bay(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[SmallBay]:
    with SmallBay(tmp_path).turning(over_socket=request.param == "remote") as bay:
        yield bay


def signed(bay: SmallBay, work: pw.PeopleWork, by: OfficerNumber = REGISTRAR) -> p.WorkDone:
    return bay.face.sign(by, PINS[by], work)


def vouched(bay: SmallBay, stage: Stage, then: Stage) -> None:
    """Let the custodian and the chief stand by what was begun."""
    for who in (CUSTODIAN, CHIEF):
        bay.until(stage)
        bay.shows(BADGES[who])
        bay.until(then)
        bay.face.tap(p.Pin(PINS[who]))


def facts(bay: SmallBay) -> pw.OfficerFacts:
    person = bay.book.person(OFFICER)
    assert person is not None
    one = person.officer
    papers = tuple(pw.CertificateFacts(c.type, c.expires_ms) for c in one.certificates)
    return pw.OfficerFacts(one.number, one.name, one.name_km, certificates=papers, post=one.post)


def test_an_officer_is_corrected_from_a_desk_by_two_people_at_the_reader(bay: SmallBay) -> None:
    before = facts(bay)
    paper = pw.CertificateFacts("pistol", FAR_MS, "វគ្គ", 5, "JSAC", "0454-ក")
    wanted = replace(before, post="Samlot", certificates=(*before.certificates, paper))
    assert signed(bay, pw.CorrectOfficer(wanted, before, "course")).reason == ""
    vouched(bay, Stage.VOUCH, Stage.VOUCH_PIN)
    person = bay.book.person(OFFICER)
    assert person is not None
    assert person.officer.post == "Samlot"
    assert person.officer.certificates[-1] == Certificate(
        WeaponType("pistol"), FAR_MS, "វគ្គ", 5, "JSAC", "0454-ក"
    )
    again = signed(bay, pw.CorrectOfficer(replace(wanted, rank="Major"), before, "again"))
    assert again.reason == "changed_meanwhile"


def test_two_registrars_at_once_one_is_told(bay: SmallBay) -> None:
    before = facts(bay)
    first = pw.CorrectOfficer(replace(before, unit="D2"), before, "moved")
    second = pw.CorrectOfficer(replace(before, unit="D3"), before, "moved too")
    assert signed(bay, first).reason == ""
    assert signed(bay, second, CHIEF).reason == "not_now", "the first one is stood by now"
    vouched(bay, Stage.VOUCH, Stage.VOUCH_PIN)
    assert signed(bay, second, CHIEF).reason == "changed_meanwhile"


def test_an_officer_leaves_with_all_badges_and_the_pin(bay: SmallBay) -> None:
    assert signed(bay, pw.LetGo(OFFICER, "retired")).reason == ""
    vouched(bay, Stage.VOUCH, Stage.VOUCH_PIN)
    assert bay.book.badges_of(OFFICER) == ()
    (left,) = [line for line in bay.book.lines if isinstance(line, e.OfficerLeft)]
    assert (left.officer, left.badges) == (OFFICER, (BADGES[OFFICER],))
    assert bay.face.view().stage is Stage.IDLE
    assert signed(bay, pw.LetGo("nobody", "x")).reason == "unknown_officer"


def test_who_is_out_with_a_weapon_does_not_leave_and_a_hold_calls_it_in(bay: SmallBay) -> None:
    bay.takes_out()
    bay.face.tap(p.Cancel())
    assert signed(bay, pw.LetGo(OFFICER, "retired")).reason == "holds_weapon"
    assert signed(bay, pw.HoldOfficer(OFFICER, "ill"), CUSTODIAN).reason == ""
    assert {(one.cause, one.about) for one in bay.face.view().alarms} == {("recall", OFFICER)}


def test_a_badge_is_lent_at_the_reader_and_says_until_when(bay: SmallBay) -> None:
    assert signed(bay, pw.LendBadge(OFFICER, 0)).reason == "lent_too_long"
    assert signed(bay, pw.LendBadge(OFFICER, 8), CUSTODIAN).reason == ""
    begun = bay.until(Stage.ENROL_VOUCHER)
    assert begun.visit.lent_ms > begun.now_ms
    for who in (CHIEF, REGISTRAR):
        bay.until(Stage.ENROL_VOUCHER)
        bay.shows(BADGES[who])
        bay.until(Stage.ENROL_VOUCHER_PIN)
        bay.face.tap(p.Pin(PINS[who]))
    bay.until(Stage.ENROL_BADGE)
    bay.shows(FRESH_BADGE)
    view = bay.until(Stage.IDLE)
    assert view.outcome is not None
    assert view.outcome.kind == "badge.enrolled", "the PIN stays: nobody types a new one"
    assert BadgeText(FRESH_BADGE) in bay.book.badges


def test_a_lost_badge_is_named_by_the_entry_that_gave_it(bay: SmallBay) -> None:
    given = next(
        seq for seq, line in enumerate(bay.book.lines, 1)
        if isinstance(line, e.BadgeEnrolled) and line.officer == OFFICER
    )  # fmt: skip
    assert signed(bay, pw.WithdrawBadge(1, "lost")).reason == "unknown_badge"
    assert signed(bay, pw.WithdrawBadge(given, "lost")).reason == ""
    assert signed(bay, pw.WithdrawBadge(given, "lost")).reason == "unknown_badge"
    assert bay.book.badges_of(OFFICER) == ()


def test_new_people_come_one_by_one_or_as_a_list_all_or_none(bay: SmallBay) -> None:
    newcomer = pw.OfficerFacts("12-9", "Keo", "កែវ", post="Samlot")
    assert signed(bay, pw.RegisterOfficer(newcomer)).reason == ""
    assert signed(bay, pw.RegisterOfficer(newcomer)).reason == "already_registered"
    king = signed(bay, pw.RegisterOfficer(replace(newcomer, number="12-8", role="king")))
    assert (king.reason, bay.book.person(OfficerNumber("12-8"))) == ("field_impossible", None)
    head = "number,name,post,certificates\n"
    rows = "N1,Sok,P1,rifle 2030-12-31 | 7 | course | 2026-01-31 | JSAC\n=N2,=1+1,P2,\n"
    assert signed(bay, pw.RegisterList(f"\ufeff{head}{rows}")).reason == ""
    one, two = (bay.book.person(OfficerNumber(each)) for each in ("N1", "=N2"))
    assert one is not None
    assert two is not None
    assert two.officer.name == "=1+1"
    (paper,) = one.officer.certificates
    assert (paper.number, paper.course, paper.issuer) == ("7", "course", "JSAC")
    assert paper.issued_ms < paper.expires_ms


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("", "row 1: column number is missing"),
        ("number,name\n", "nobody stands in this list"),
        ("number,name,king\n", "there is no column 'king'"),
        ("number,name,role\nN1,Sok,king\n", "row 2, column role"),
        ("number,name\nN1,Sok\nN1,Keo\n", "row 3, column number: stands in row 2 too"),
        ('number,name\nN1,"So', "is no CSV"),
        ("number,name,certificates\nN1,Sok,rifle 2030-12-31|a|b|c|d|e\n", "column certificates"),
        ("number,name,certificates\nN1,Sok,rifle 2030-12-31||x|yesterday\n", "column certificates"),
        ("number,name\r\nN1,Sok\r\n" + 'N2,"Keo\nx"\r\n', "row 3, column name: holds a control"),
    ],
)
def test_a_list_that_cannot_be_taken_is_said_with_row_and_column_and_nothing_is_written(
    bay: SmallBay, text: str, about: str
) -> None:
    people = set(bay.book.known)
    done = signed(bay, pw.RegisterList(text))
    assert done.reason == "list_wrong"
    assert about in done.about
    assert set(bay.book.known) == people


def test_an_order_of_a_number_they_have_is_not_written_over(bay: SmallBay) -> None:
    order = pw.OrderMission(OFFICER, "M-2", 1, FAR_MS)
    assert signed(bay, order).reason == ""
    assert signed(bay, replace(order, valid_until_ms=5)).reason == "already_registered"
    assert signed(bay, replace(order, officer=REGISTRAR)).reason == "not_for_yourself"


# -------------------------------------------------------------------- what is read
@dataclass
class Still:
    """A clock that a test sets."""

    wall_ms: int = NOW

    def now(self) -> Moment:
        return replace(AT, wall_ms=self.wall_ms)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with closing(open_here(tmp_path)) as book:
        book.journal.append(a_visit())
        yield book


@contextmanager
def desk(book: Book, clock: Still, *, over_socket: bool) -> Iterator[PeopleRegister]:
    local = LocalPeople(
        book.facts, book.people, search=book.search, stories=book.stories, clock=clock,
        policy=POLICY,
    )  # fmt: skip
    if not over_socket:
        yield local
        return
    path = book.folder / "kiosk.sock"
    with SocketServer(path, {**people_answers(local)}) as server:
        server.open()
        remote = RemotePeople(path)
        yield remote
        remote.close()
        server.shutdown()


@pytest.fixture(params=[False, True], ids=["local", "remote"])
def people(book: Book, request: pytest.FixtureRequest) -> Iterator[PeopleRegister]:
    with desk(book, Still(), over_socket=request.param) as people:
        yield people


def test_who_may_not_sit_there_reads_nothing(book: Book, people: PeopleRegister) -> None:
    officer = Officer(OfficerNumber("5"), "x")
    gone = Officer(OfficerNumber("6"), "x", role=Role.CHIEF, active=False)
    book.journal.append([e.OfficerRegistered(AT, one, "x") for one in (officer, gone)])
    for by, reason in (("5", "wrong_role"), ("6", "wrong_role"), ("9", "unknown_officer")):
        for page in (
            people.people(by, PeopleAsked()),
            people.person(by, SOK.number),
            people.certificates(by),
        ):
            assert page.reason == reason
            assert page == type(page)(reason=reason)


def test_a_page_ends_where_the_next_one_begins(book: Book, people: PeopleRegister) -> None:
    crowd = [Officer(OfficerNumber(f"2{place:03}"), "x", unit="U") for place in range(120)]
    book.journal.append([e.OfficerRegistered(AT, one, "x") for one in crowd])
    asked, found, after = PeopleAsked(unit="U"), list[str](), ""
    while True:
        page = people.people(SOK.number, asked, after)
        found += [row.facts.number for row in page.rows]
        after = page.after
        if not after:
            break
    assert found == [one.number for one in crowd]
    assert page.units == ("U",)
    parts = people.certificates(SOK.number)
    assert [row.facts.number for row in parts.rows] == sorted([SOK.number, *found])


def test_people_are_found_by_a_name_in_khmer_and_by_a_badge(people: PeopleRegister) -> None:
    for text in ("សុខ", "so", "9000000001"):
        page = people.people(SOK.number, PeopleAsked(text=text))
        assert [row.facts.number for row in page.rows] == [SOK.number]
    assert people.people(SOK.number, PeopleAsked(text="nobody"), "[0]").rows == ()


def test_a_list_of_a_kind_nobody_knows_is_of_who_serves(people: PeopleRegister) -> None:
    assert len(people.people(SOK.number, PeopleAsked(show="all")).rows) == 1


def test_a_person_is_told_whole_and_nothing_that_opens_something(
    book: Book, people: PeopleRegister
) -> None:
    lent = e.BadgeEnrolled(AT, SPARE, SOK.number, (SOK.number,), "em4100", Grade.CARD, NOW + 1)
    book.journal.append([lent, e.MissionOrdered(AT, SOK.number, Mission("M-8", 1, NOW + 5), "x")])
    page = people.person(SOK.number, SOK.number)
    assert page.row is not None
    assert page.row.facts.name_km == SOK.name_km
    assert (page.has_pin, page.longest_h) == (True, POLICY.badge_lent_h)
    assert [order.number for order in page.missions] == ["M-8", "M-7"]
    assert [(badge.tail, badge.state) for badge in page.badges] == [
        ("…0077", "lent"), ("…0001", "given"),
    ]  # fmt: skip
    assert [who.number for who in page.badges[0].by] == [SOK.number]
    assert page.cables == ("1",), "a custodian signs for others"
    told = repr(page)
    for secret in ("9000000001", SPARE, "s1$"):
        assert secret not in told
    assert "pin.set" in told
    assert people.person(SOK.number, "nobody").row is None


def test_what_became_of_a_badge_is_said_in_a_word(book: Book) -> None:
    other = Officer(OfficerNumber("1043"), "Keo")
    clock = Still(NOW + 2 * HOUR_MS)
    texts = [BadgeText(f"900000009{place}") for place in range(5)]
    lost, handed_in, anew, over, kept = texts

    def given(badge: BadgeText, hours: int = 0, after: int = 0) -> e.Entry:
        until = NOW + hours * HOUR_MS if hours else 0
        at = replace(AT, wall_ms=NOW + after * HOUR_MS)
        return e.BadgeEnrolled(at, badge, other.number, BY, "", Grade.PRINTED, until)

    book.journal.append([
        e.OfficerRegistered(AT, other, "x"), *map(given, (lost, handed_in, anew, kept)),
        given(over, 1), given(anew), given(over, 9, 2),
        e.BadgeWithdrawn(AT, lost, other.number, "fell", "x", lost=True),
        e.BadgeWithdrawn(AT, handed_in, other.number, "worn", "x"),
    ])  # fmt: skip
    with desk(book, clock, over_socket=False) as people:
        page = people.person(SOK.number, other.number)
        states = [(badge.tail, badge.state) for badge in page.badges]
        assert states == [
            (tail_of(over), "lent"), (tail_of(anew), "given"), (tail_of(over), "over"),
            (tail_of(kept), "given"), (tail_of(anew), "replaced"),
            (tail_of(handed_in), "withdrawn"), (tail_of(lost), "lost"),
        ]  # fmt: skip
        assert page.badges[-1].why == "fell"
        clock.wall_ms = NOW + 9 * HOUR_MS
        assert people.person(SOK.number, other.number).badges[0].state == "over"
        left = e.OfficerLeft(AT, other.number, (kept,), "retired", BY)
        book.journal.append([left])
        page = people.person(SOK.number, other.number)
        assert {badge.state for badge in page.badges if not badge.why} == {"over", "replaced"}
        assert [badge.state for badge in page.badges].count("left") == 3


def test_the_weapons_out_with_somebody_stand_on_their_page(
    book: Book, people: PeopleRegister
) -> None:
    issued = e.WeaponIssued(AT, AKM.number, SOK.number, PLACE.id, "M-7", 9, Rounds())
    book.journal.append([issued])
    (held,) = people.person(SOK.number, SOK.number).weapons
    assert (held.weapon.number, held.weapon.serial, held.mission) == (AKM.number, AKM.serial, "M-7")


def test_a_question_that_is_none_is_refused(book: Book) -> None:
    with desk(book, Still(), over_socket=True) as people:
        for days in (-1, 10**9):
            with pytest.raises(HatchRefused):
                people.people(SOK.number, PeopleAsked(days=days))


def test_a_register_that_does_not_answer_is_a_kiosk_that_does_not(book: Book) -> None:
    with desk(book, Still(), over_socket=False) as people:
        book.people.close()
        with pytest.raises(KioskSilent):
            people.people(SOK.number, PeopleAsked())
