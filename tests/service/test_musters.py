"""Posts and musters through the hatch: asked, signed for, refused with a sentence, and chased."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.keeper.calendar import EVEN_MS
from kiosk.rules import entries as e
from kiosk.rules.musters.codes import code_of
from kiosk.service import muster_works as w
from kiosk.service.client import Conversation, HatchRefused
from kiosk.service.musters.desk import MusterDesk
from kiosk.service.musters.remote import RemoteMusters, muster_answers
from kiosk.service.protocol import KioskSilent, WorkDone
from kiosk.service.server import SocketServer
from kiosk.service.training.remote import RemoteTraining
from kiosk.service.works import Work
from tests.service.small_bay import (
    CHIEF,
    CUSTODIAN,
    OFFICER,
    OTHER,
    PINS,
    REGISTRAR,
    RIFLE,
    SmallBay,
)

POST = "ប៉ុស្តិ៍ក្តុល"
LEAVE = w.LeaveAtPost(RIFLE, OFFICER, POST, "SA-7", 90, 30)
DAY_S = 86_400


class Posts:
    """A small bay whose rifle is out, and its desk of musters over a socket."""

    def __init__(self, bay: SmallBay, desk: RemoteMusters, path: Path) -> None:
        self.bay, self.desk, self.path = bay, desk, path

    def sign(self, who: str, work: Work, pin: str = "") -> WorkDone:
        """Sign for some work at a desk, over the wire."""
        return self.bay.face.sign(who, pin or PINS[who], work)  # type: ignore[index]  # an officer number

    def kept(self) -> "Posts":
        """Leave the rifle with its officer, and draw a sheet."""
        assert not self.sign(CHIEF, LEAVE).reason
        assert not self.sign(REGISTRAR, w.DrawMuster(POST)).reason
        return self

    def lines(self, kind: type[e.Entry]) -> list[e.Entry]:
        """Return what was written of a kind."""
        return [entry for entry in self.bay.book.lines if isinstance(entry, kind)]


@pytest.fixture
def posts(tmp_path: Path) -> Iterator[Posts]:
    bay = SmallBay(tmp_path)
    with bay.turning(over_socket=True):
        bay.takes_out()
        path = tmp_path / "desk.sock"
        desk = MusterDesk(bay.local, bay.book, lambda page: f"<p>{page.post}")
        with SocketServer(path, muster_answers(desk)) as server:
            server.open()
            yield Posts(bay, RemoteMusters(path), path)
            server.shutdown()


def row(weapon: str = RIFLE, answer: str = "seen", muster: int = 1) -> w.SaidRow:
    """Return a row as it is scanned."""
    return w.SaidRow(code_of(muster, weapon), answer)  # type: ignore[arg-type]  # a number of ours


def test_a_weapon_is_left_a_sheet_drawn_read_and_closed_over_the_wire(posts: Posts) -> None:
    (out,) = posts.desk.page(CHIEF).out
    assert (out.weapon, out.holder, posts.desk.page(CHIEF).may_leave) == (RIFLE, OFFICER, True)
    posts.kept()
    page = posts.desk.page(REGISTRAR)
    assert [(one.post, one.weapons, one.muster) for one in page.posts] == [(POST, 1, 1)]
    assert ([one.weapon for one in page.kept], page.out, page.may_leave) == ([RIFLE], (), False)
    assert posts.desk.muster(REGISTRAR, 1).left == 1
    assert posts.desk.paper(REGISTRAR, 1).html == f"<p>{POST}"
    (read,) = posts.desk.read(REGISTRAR, (row(),), CUSTODIAN).rows
    assert (read.name, read.holder_name, read.reason) == ("AK-47", "Sok Dara", "")
    assert not posts.sign(REGISTRAR, w.EnterMuster((row(),), CUSTODIAN)).reason
    assert posts.desk.muster(REGISTRAR, 1).rows[0].answer == "seen"
    assert posts.sign(REGISTRAR, w.CloseMuster(1)).reason == "muster_entered"
    assert not posts.sign(CHIEF, w.CloseMuster(1)).reason
    assert posts.desk.page(REGISTRAR).posts[0].muster == 0


def test_what_is_read_before_it_is_signed_says_what_would_be_refused(posts: Posts) -> None:
    posts.kept()
    rows = (
        row(), row(answer="not_seen"), row(OTHER), row(muster=9), w.SaidRow("123", "seen"),
    )  # fmt: skip
    found = posts.desk.read(REGISTRAR, rows, CUSTODIAN)
    reasons = [one.reason for one in found.rows]
    assert reasons == ["", "muster_twice", "not_on_muster", "muster_old", "muster_code_wrong"]
    (own,) = posts.desk.read(REGISTRAR, (row(),), OFFICER).rows
    assert own.reason == "muster_own_weapon"
    assert posts.lines(e.MusterAnswered) == []
    for one, reason in zip(rows[1:], ("", *reasons[2:]), strict=True):
        done = posts.sign(REGISTRAR, w.EnterMuster((one,), CUSTODIAN))
        assert done.reason == reason, one


def test_nobody_is_kept_at_the_racks_for_a_weapon_that_is_not_at_its_post(posts: Posts) -> None:
    """A sheet is entered days after somebody looked, and far from the post."""
    posts.kept()
    posts.sign(REGISTRAR, w.EnterMuster((row(answer="not_seen"),), CUSTODIAN))
    (alarm,) = posts.bay.local.view().alarms
    assert (alarm.cause, alarm.about, alarm.elsewhere) == ("missing", RIFLE, True)
    assert alarm.sentence == "missing_elsewhere"


def test_who_sits_at_no_desk_is_told_nothing_and_signs_nothing(posts: Posts) -> None:
    for by in (OFFICER, "nobody"):
        reason = "wrong_role" if by == OFFICER else "unknown_officer"
        assert posts.desk.page(by).reason == reason
        assert posts.desk.muster(by, 1).reason == reason
        assert posts.desk.paper(by, 1).reason == reason
        assert posts.desk.read(by, (), "").reason == reason
    assert posts.sign(REGISTRAR, LEAVE).reason == "wrong_role"
    assert posts.sign(CHIEF, LEAVE, pin="000000").reason == "pin_wrong"
    assert posts.lines(e.StandingAssigned) == []


def test_a_sheet_that_is_not_out_is_void(posts: Posts) -> None:
    assert posts.desk.muster(CHIEF, 7).reason == "muster_old"
    assert posts.sign(CHIEF, w.CloseMuster(7)).reason == "muster_old"


@pytest.mark.parametrize(
    "asked",
    [
        {"ask": "musters.page"},
        {"ask": "musters.sheet", "officer": "1", "muster": "1"},
        {"ask": "musters.read", "officer": "1", "rows": "all", "seen_by": ""},
        {"ask": "musters.read", "officer": "1", "rows": [1], "seen_by": ""},
        {"ask": "musters.read", "officer": "1", "rows": [{}] * 201, "seen_by": ""},
        {"ask": "musters.read", "officer": "1", "rows": [{"code": 1}], "seen_by": ""},
    ],
)
def test_what_is_no_question_is_refused(posts: Posts, asked: dict[str, object]) -> None:
    with pytest.raises(HatchRefused):
        Conversation(posts.path).ask(asked)


def test_a_real_register_has_no_exercises(posts: Posts) -> None:
    with pytest.raises(KioskSilent):
        RemoteTraining(posts.path).tasks(CHIEF)


def test_the_keeper_looks_at_its_calendar_by_itself(posts: Posts) -> None:
    """Nobody asks anything, and a week later a sheet that did not come back is told of."""
    posts.kept()
    for seconds in (6 * DAY_S, EVEN_MS // 1000, DAY_S, DAY_S):
        posts.bay.clock.pass_s(seconds)
        posts.bay.local.ask(lambda _, __: None)  # a turn of the keeper, in which nothing is asked
    assert [entry.KIND for entry in posts.bay.book.lines[-2:]] == ["muster.late", "alarm.raised"]


def test_a_clock_that_jumps_ahead_chases_nobody(posts: Posts) -> None:
    posts.kept()
    written = len(posts.bay.book.lines)
    posts.bay.clock.jump_ms = 400 * DAY_S * 1000
    posts.bay.local.ask(lambda _, __: None)
    assert len(posts.bay.book.lines) == written
