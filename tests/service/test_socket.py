"""The socket of the hatch under everything that can come through a socket."""

import json
import os
import pwd
import select
import socket
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import pytest

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.things import (
    BadgeText,
    Mission,
    Officer,
    OfficerNumber,
    PositionId,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from kiosk.service import wire
from kiosk.service.client import LINES, Conversation, HatchRefused, RemoteBench, RemoteService
from kiosk.service.office import ASK_BYTES, fact_from, fact_spelled
from kiosk.service.protocol import CallChief, KioskSilent
from kiosk.service.server import (
    CONVERSATIONS_MAX,
    FACE,
    Places,
    SocketServer,
    SocketTaken,
    who_taps,
)
from kiosk.service.views import Stage
from kiosk.spelling import Misspelled
from tests.service.small_bay import NOON_MS, OFFICER, RIFLE, SmallBay


@pytest.fixture
def bay(tmp_path: Path) -> Iterator[SmallBay]:
    with SmallBay(tmp_path).turning(over_socket=True) as bay:
        yield bay


def path_of(bay: SmallBay) -> Path:
    """Return where the bay's hatch is."""
    return Path(bay.settings.kiosk.socket)


def spoken(bay: SmallBay, raw: bytes) -> bytes:
    """Return all that is answered to some bytes before the other side or we hang up."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(10)
        line.connect(str(path_of(bay)))
        try:
            line.sendall(raw)
            line.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, OSError):
            pass  # it hung up before it had heard all: as it should
        answer = b""
        try:
            while piece := line.recv(1 << 16):
                answer += piece
        except ConnectionResetError:
            pass
        return answer


@pytest.mark.parametrize(
    "raw",
    [
        b"\n",
        b'{"ask": "tap", "kind": "Cancel", "with": {}}\n',
        b'{"ask": "tap", "kind": "Cancel", "with": {}, "page": 7}\n',
        b"\x00\xff\xfe\n",
        b"[]\n",
        b"null\n",
        b'"view"\n',
        b"{}\n",
        b'{"ask": null}\n',
        b'{"ask": ["view"]}\n',
        b'{"ask": "no such question"}\n',
        b'{"ask": "tap"}\n',
        b'{"ask": "tap", "kind": "Pin"}\n',
        b'{"ask": "tap", "kind": "Pin", "with": {"digits": 1}}\n',
        b'{"ask": "tap", "kind": "Pin", "with": {}}\n',
        b'{"ask": "tap", "kind": "__class__", "with": {}}\n',
        b'{"ask": "wait", "after": -1, "timeout_ms": 1}\n',
        b'{"ask": "wait", "after": true, "timeout_ms": 1}\n',
        b'{"ask": "wait", "after": 1}\n',
        b'{"ask": "lines", "before": 0, "limit": "all"}\n',
        b'{"ask": "enter_office", "number": 1, "pin": "1"}\n',
        b'{"ask": "register", "facts": "all of them"}\n',
        b'{"ask": "register", "facts": [1]}\n',
        b'{"ask": "register", "facts": [{"kind": "Officer", "with": {"number": "1"}}]}\n',
        b'{"ask": "enrol"}\n',
        b'{"ask": "bench.scan", "reader": "any", "text": "2010000148"}\n',
        b'{"ask": "tap", "kind": "Choose", "with": {"weapon": "\\ud800"}}\n',
        b'{"ask": "enter_office", "number": "\\uDBFF", "pin": "1"}\n',
        b"{" * 60_000 + b"\n",
        b'{"ask": "view", "padding": "' + b"[" * 50_000 + b'"\n',
    ],
)
def test_what_is_no_question_is_told_so_and_changes_nothing(bay: SmallBay, raw: bytes) -> None:
    lines = len(bay.book.lines)
    assert set(json.loads(spoken(bay, raw))) == {"wrong"}
    assert len(bay.book.lines) == lines
    assert bay.face.view().stage is Stage.IDLE


@pytest.mark.parametrize("raw", [b"x" * (1 << 20), b"x" * (1 << 20) + b"\n", b'{"ask": "view"}'])
def test_a_question_that_never_ends_is_not_waited_for(bay: SmallBay, raw: bytes) -> None:
    answer = spoken(bay, raw)
    assert answer == b"" or set(json.loads(answer)) == {"wrong"}
    assert bay.face.view().stage is Stage.IDLE


def test_after_a_wrong_question_the_conversation_goes_on(bay: SmallBay) -> None:
    first, second = spoken(bay, b'what?\n{"ask": "view"}\n').splitlines()
    assert set(json.loads(first)) == {"wrong"}
    assert json.loads(second)["view"]["stage"] == "idle"


LINE_PLEASE = b'{"ask": "lines", "before": 0, "limit": 1}\n'


def asking(path: Path, closing: ExitStack, question: bytes) -> BinaryIO:
    """Ask one question on a line that stays open, and return where its answer is read."""
    line = closing.enter_context(socket.socket(socket.AF_UNIX))
    line.settimeout(10)
    line.connect(str(path))
    line.sendall(question)
    return closing.enter_context(line.makefile("rb"))


def test_a_crowd_that_says_nothing_more_keeps_nobody_out(bay: SmallBay) -> None:
    """Whoever has asked nothing for longest gives way; a face that came later is answered."""
    with ExitStack() as closing:
        crowd = []
        for _ in range(CONVERSATIONS_MAX):
            crowd.append(asking(path_of(bay), closing, LINE_PLEASE))
            assert b'"lines"' in crowd[-1].readline()
        assert bay.face.view().stage is Stage.IDLE
        (gone,), _, _ = select.select(crowd, [], [], 10)
        assert gone.readline() == b""


def test_whoever_has_asked_nothing_for_longest_gives_way() -> None:
    places = Places(3)
    with ExitStack() as closing:
        lines, ends = zip(
            *(map(closing.enter_context, socket.socketpair()) for _ in range(5)), strict=True
        )
        assert all(places.enter(line) for line in lines[:3])
        for line in lines[:2]:
            assert places.asks(line)
        places.answered(lines[0])
        assert places.enter(lines[3])
        assert not places.asks(lines[2]), "it had asked nothing since it came"
        assert places.enter(lines[4])
        assert not places.asks(lines[0]), "its answer was longest ago"
        assert places.asks(lines[1]), "it waits for its answer"
        assert [end.recv(1) for end in (ends[2], ends[0])] == [b"", b""]


def test_a_question_that_was_never_ended_keeps_nobody_out(bay: SmallBay) -> None:
    with ExitStack() as closing:
        crowd = [asking(path_of(bay), closing, b'{"ask": ') for _ in range(CONVERSATIONS_MAX)]
        assert bay.until_answered().stage is Stage.IDLE
        assert crowd[0].readline() == b""


def test_who_waits_for_an_answer_does_not_give_way(tmp_path: Path) -> None:
    """Too many of those are told so; the kiosk keeps its threads and its temper."""
    heard, answered = threading.Semaphore(0), threading.Event()

    def answer(_: Mapping[str, object]) -> dict[str, object]:
        heard.release()
        return {"answered": answered.wait(10)}

    path = tmp_path / "kiosk.sock"
    with SocketServer(path, {"this": answer}) as server, ExitStack() as closing:
        server.open()
        crowd = [asking(path, closing, b'{"ask": "this"}\n') for _ in range(CONVERSATIONS_MAX)]
        assert all(heard.acquire(timeout=10) for _ in crowd)
        assert b'"silent"' in asking(path, closing, b'{"ask": "this"}\n').readline()
        answered.set()
        assert {line.readline() for line in crowd} == {b'{"answered":true}\n'}
        server.shutdown()


def test_a_line_that_was_hung_up_is_opened_again_unseen(bay: SmallBay) -> None:
    """A face whose lines gave way to a crowd hears nothing of it: no tap of a person is lost."""
    assert bay.face.view().stage is Stage.IDLE
    with ExitStack() as closing:
        for _ in range(CONVERSATIONS_MAX):
            answer = asking(path_of(bay), closing, LINE_PLEASE)
            assert b'"lines"' in answer.readline()
        assert bay.face.tap(CallChief()).alarms != ()


def test_what_did_not_change_is_not_told_again(bay: SmallBay) -> None:
    view = bay.until(Stage.IDLE)
    bay.clock.pass_s(1)
    again = bay.face.view()
    assert again.now_mono == view.now_mono + 1000
    assert again.positions is view.positions
    news = bay.takes_out()
    taken, *others = news.positions
    assert taken.state == "out"
    assert all(old is new for old, new in zip(view.positions[1:], others, strict=True))


@pytest.mark.parametrize("answer", [{}, {"now_ms": 1, "now_mono": 1, "picture": "one"}])
def test_who_tells_no_view_is_as_good_as_silent(tmp_path: Path, answer: dict[str, object]) -> None:
    with SocketServer(tmp_path / "kiosk.sock", {"view": lambda _: answer}) as server:
        server.open()
        with pytest.raises(KioskSilent):
            RemoteService(tmp_path / "kiosk.sock").view()
        server.shutdown()


def test_who_comes_when_every_line_is_taken_waits_for_one(bay: SmallBay) -> None:
    """Twenty threads over seven lines: the kiosk counts no more than seven conversations."""
    version, told = bay.face.view().version, list[int]()
    threads = [
        threading.Thread(target=lambda: told.append(bay.face.wait(version, 0.05).version))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert told == [version] * 20
    assert LINES < CONVERSATIONS_MAX


def test_who_waits_for_a_line_in_vain_is_told_so(bay: SmallBay) -> None:
    kiosk = Conversation(path_of(bay))
    waits = {"ask": "wait", "after": bay.face.view().version, "timeout_ms": 30_000}
    with ThreadPoolExecutor(LINES) as busy:
        for _ in range(LINES):
            busy.submit(kiosk.ask, waits)
        for _ in range(100):  # until the last of them has taken its line
            try:
                kiosk.ask({"ask": "view"}, 0.05)
            except KioskSilent as silent:
                assert "waiting" in str(silent)  # noqa: PT017 - which of them is silent, is the point
                break
        else:
            raise AssertionError("there is always a line more")
        bay.local.halted("the disk is gone")


def test_the_bench_of_a_bay_without_one_is_refused(bay: SmallBay) -> None:
    with pytest.raises(HatchRefused):
        RemoteBench(path_of(bay)).scan("any", "2010000148")
    assert issubclass(HatchRefused, KioskSilent), "who cannot speak to the kiosk shows it as silent"


def test_only_the_account_and_its_group_may_ask(bay: SmallBay) -> None:
    assert path_of(bay).stat().st_mode & 0o777 == 0o660


def test_new_people_are_written_in_the_name_of_who_asked(bay: SmallBay) -> None:
    """The name comes from the kernel; what the question says about itself counts for nothing."""
    officer = Officer(OfficerNumber("O-9"), "Chan Sopheap", "ចាន់ សុភាព")
    asked = {"ask": "register", "by": "the chief", "facts": [fact_spelled(officer)]}
    answer = Conversation(path_of(bay)).ask(asked)
    assert answer["done"] == {
        "seq": len(bay.book.lines), "reason": "", "about": "", "called": "",
    }  # fmt: skip
    written = bay.book.lines[-1]
    assert isinstance(written, e.OfficerRegistered)
    assert (written.officer, written.by) == (officer, pwd.getpwuid(os.geteuid()).pw_name)


def test_what_speaks_of_nobody_is_refused_and_the_refusal_written(bay: SmallBay) -> None:
    assert bay.office is not None
    lines = len(bay.book.lines)
    order = o.MissionOrder(OfficerNumber("nobody"), Mission("M-9", 0, NOON_MS))
    ghost = o.Racking(WeaponNumber("1010009979"), PositionId("B1"))
    twice = o.Racking(RIFLE, PositionId("B1"))
    assert bay.office.register([order]).reason == "unknown_officer"
    assert bay.office.register([ghost]).reason == "unknown_weapon"
    assert bay.office.register([twice]).reason == "already_registered"
    assert [line.KIND for line in bay.book.lines[lines:]] == ["refused"] * 3
    assert bay.office.enrol(OfficerNumber("nobody")).reason == "unknown_officer"


def test_what_stands_in_the_register_is_not_changed_from_here(bay: SmallBay) -> None:
    assert bay.office is not None
    done = bay.office.register([Officer(OFFICER, "Somebody Else")])
    assert (done.reason, done.about) == ("already_registered", OFFICER)
    assert bay.book.known[OFFICER].officer.name == "Sok Dara"


@pytest.mark.promise("P10")
def test_a_badge_never_comes_through_the_socket() -> None:
    """P10: badges and PINs are given at the kiosk's own reader, or at its founding."""
    gift = o.BadgeGift(OFFICER, BadgeText("2010000148"), "sealed 1")
    with pytest.raises(Misspelled):
        fact_from(fact_spelled(gift))


def test_every_other_fact_comes_back_as_it_went() -> None:
    facts: list[o.Fact] = [
        Officer(OfficerNumber("007"), "Sok Dara", "សុខ ដារ៉ា"),
        Weapon(RIFLE, "AK-47", WeaponType("rifle"), " 00 12e5 "),
        o.Racking(RIFLE, PositionId("A1")),
        o.MissionOrder(OFFICER, Mission("M", 1, 2)),
    ]
    assert [fact_from(json.loads(json.dumps(fact_spelled(fact)))) for fact in facts] == facts


def test_a_portion_of_facts_fits_into_one_question() -> None:
    assert ASK_BYTES < wire.ASK_MAX < wire.LINE_MAX


def test_a_second_program_does_not_take_the_socket(bay: SmallBay) -> None:
    with pytest.raises(SocketTaken):
        SocketServer(path_of(bay), {})
    assert bay.face.view().stage is Stage.IDLE


def test_a_socket_that_a_killed_program_left_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    with SocketServer(path, {"view": lambda _: {"view": 1}}) as server:
        server.open()
        assert Conversation(path).ask({"ask": "view"}) == {"view": 1}
        server.shutdown()


def test_the_account_of_the_pages_asks_nothing_of_a_technicians(tmp_path: Path) -> None:
    """Who took the pages over would write into the register, with nobody's name and PIN."""
    shell = {"register": lambda _: {"done": 1}}
    own = pwd.getpwuid(os.getuid()).pw_name
    for face, answered in ((own, False), ("kiosk-web", True)):
        path = tmp_path / f"{answered}.sock"
        with SocketServer(path, {"view": lambda _: {"view": 1}}, shell, face) as server:
            server.open()
            assert Conversation(path).ask({"ask": "view"}) == {"view": 1}
            if answered:
                assert Conversation(path).ask({"ask": "register"}) == {"done": 1}
            else:
                with pytest.raises(HatchRefused):
                    Conversation(path).ask({"ask": "register"})
            server.shutdown()


def test_taps_count_from_whoever_may_stand_at_the_screen_and_from_no_shell(tmp_path: Path) -> None:
    """A technician's account is in the group of the socket: with it alone nobody stands there."""
    own = pwd.getpwuid(os.geteuid()).pw_name
    asked = {"view": lambda _: {"view": 1}, "tap": lambda _: {"view": 2}}
    for number, (taps_from, taken) in enumerate(((None, True), ({own}, True), ({FACE}, False))):
        path = tmp_path / f"{number}.sock"
        with SocketServer(path, asked, taps_from=taps_from) as server:
            server.open()
            assert Conversation(path).ask({"ask": "view"}) == {"view": 1}
            if taken:
                assert Conversation(path).ask({"ask": "tap"}) == {"view": 2}
            else:
                with pytest.raises(HatchRefused, match="no such question"):
                    Conversation(path).ask({"ask": "tap"})
            server.shutdown()
    assert who_taps() == {FACE, own}


def test_nobody_there_is_said_with_the_path(tmp_path: Path) -> None:
    with pytest.raises(KioskSilent, match=r"kiosk\.sock"):
        Conversation(tmp_path / "kiosk.sock").ask({"ask": "view"})


def test_many_threads_ask_at_once_and_each_gets_its_own_answer(bay: SmallBay) -> None:
    wrong: list[str] = []

    def ask(who: str) -> None:
        passes = [bay.face.enter_office(who, "000000") for _ in range(20)]
        wrong.extend(who for office in passes if office.reason != "unknown_officer")

    threads = [threading.Thread(target=ask, args=(f"X-{place}",)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert wrong == []
