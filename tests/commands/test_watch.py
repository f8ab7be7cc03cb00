"""`kiosk watch`: an issue as a technician far away sees it; and what they see of a silent kiosk."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.commands import FAILED, FOUND
from kiosk.service.client import Conversation, HatchRefused
from tests.assembly.program import (
    CUSTODIAN,
    KIOSK,
    OFFICER,
    PATIENCE_S,
    RIFLE,
    Program,
    member,
    running,
    warehouse,
)
from tests.commands.typed import fresh, typed


@contextmanager
def watching(kiosk: Program, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """Start to watch, and wait until it does: what happens from now on is shown."""
    argv = [*KIOSK, "watch", *words, "--config", str(kiosk.config)]
    pipe = subprocess.PIPE
    with subprocess.Popen(argv, stdout=pipe, stderr=pipe, text=True) as child:
        assert child.stderr is not None
        assert child.stderr.readline() == "Watching Angkor-1. Ctrl-C ends it.\n"
        try:
            yield child
        finally:
            child.kill()


def until(child: "subprocess.Popen[str]", wanted: str) -> list[str]:
    """Return what is shown up to a line that has some words."""
    assert child.stdout is not None
    shown: list[str] = []
    while not shown or wanted not in shown[-1]:
        line = child.stdout.readline()
        assert line, (wanted, shown)
        shown.append(line)
    return shown


def test_an_issue_is_watched_line_by_line_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        with watching(kiosk) as child:
            kiosk.draws()
            shown = "".join(until(child, "count.agreed"))
            child.send_signal(signal.SIGINT)
            assert child.wait(PATIENCE_S) == 0
            assert child.stderr is not None
            assert child.stderr.read() == ""
    for said in (
        f"weapon: {RIFLE}",
        "seen      badge seen",
        "decided   issue.asked",
        "release.granted (purpose issue, cable R1-A, position ",
        "acted     set: R1-A unlocked",
        "reading   cable R1-A: open",
        "weapon.issued",
        "acted     set: R1-A locked",
    ):
        assert said in shown, said
    for who in (OFFICER, CUSTODIAN):
        assert member(who).badge_text not in shown
        assert who not in shown
        assert member(who).pin not in shown


def test_why_something_was_refused_is_said_in_either_language(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        with watching(kiosk, "--language", "km") as child:
            kiosk.bench.scan("badge", "2010009999")
            shown = "".join(until(child, "written"))
            child.send_signal(signal.SIGTERM)
            assert child.wait(PATIENCE_S) == 0
    assert "refused (reason " in shown
    assert any("\u1780" <= char <= "\u17ff" for char in shown)


def test_a_script_reads_a_json_object_a_line(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        with watching(kiosk, "--json") as child:
            kiosk.bench.cable("R2-A", opened=True)
            told = [json.loads(line) for line in until(child, "alarm.raised")]
            child.send_signal(signal.SIGINT)
            assert child.wait(PATIENCE_S) == 0
    edge = next(one for one in told if one["line"] == "reading" and "cable" in one["text"])
    assert edge["facts"] == {"device": "cable R2-A", "state": "open"}
    assert all(one["schema"] == 1 and list(one) == sorted(one) for one in told)


@pytest.mark.promise("P7")
def test_a_kiosk_that_goes_away_is_said_to_be_silent_and_to_answer_again(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        with watching(kiosk) as child:
            kiosk.child.kill()
            kiosk.child.wait()
            assert "Nobody answers" in until(child, "silent")[-1]
            with running(config, settings) as again:
                again.answered()
                assert "it answers again" in until(child, "again")[-1]
                again.bench.cable("R1-A", opened=True)
                until(child, "alarm.raised")
            child.send_signal(signal.SIGINT)
            assert child.wait(PATIENCE_S) == 0


def test_where_nobody_answers_it_says_so_and_ends(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    told = typed("watch", "--config", config)
    assert (told.exit_code, told.stdout) == (FAILED, "")
    assert "Nobody answers" in told.stderr
    assert FAILED != FOUND


def test_a_question_that_is_none_is_refused(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        talk = Conversation(Path(settings.kiosk.socket))
        for after, timeout_ms in (("1", 0), (1, -1), (1, "x")):
            with pytest.raises(HatchRefused, match="whole numbers"):
                talk.ask({"ask": "watch", "after": after, "timeout_ms": timeout_ms})
        talk.close()
