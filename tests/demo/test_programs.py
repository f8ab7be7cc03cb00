"""The programs of a demonstration: killed, broken, ended, and what becomes of the show."""

import os
import signal
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.demo.programs import (
    AGAIN_MAX,
    LOOK_S,
    STEADY_S,
    Program,
    Programs,
    ShowOver,
    answers_at,
)
from tests.assembly.program import running, warehouse
from tests.demo.terminal import fetched, gone, shown, wait_for_the_end_of
from tests.end_to_end.programs import until


def test_children_of_a_killed_demonstration_end_by_themselves(tmp_path: Path) -> None:
    with shown(tmp_path) as show:
        show.until(r"told +idle")
        children = show.children()
        show.child.kill()
        show.child.wait(30)
        for pid in children:
            wait_for_the_end_of(pid)


def test_programs_that_are_killed_are_started_again(tmp_path: Path) -> None:
    """On a Pi systemd does it; a demonstration that ends where a kiosk goes on would teach fear."""
    with shown(tmp_path) as show:
        port = int(show.until(r"both pages +http://127\.0\.0\.1:(\d+)/demo\n")[1])
        show.until(r"told +idle")
        face, kiosk = show.children()
        os.kill(kiosk, signal.SIGKILL)
        show.until(r"The kiosk was killed by SIGKILL\. It is started again in 1 s \(1 of 5\)\.\n")
        show.until(r"(?s)told +idle.*started again.*told +idle; 24 in the racks\n")
        os.kill(face, signal.SIGKILL)
        show.until(r"The program of the pages was killed by SIGKILL\.")
        until(lambda: answers_at(port) or None, "the pages to be served again")
        assert fetched(port, "/demo")[0] == 200
        assert len(show.children()) == 2
        assert show.child.poll() is None


def test_a_kiosk_that_was_told_to_end_is_not_started_again(tmp_path: Path) -> None:
    with shown(tmp_path) as show:
        show.until(r"told +idle")
        face, kiosk = show.children()
        os.kill(kiosk, signal.SIGTERM)
        assert show.ended() == 1
        assert "The demonstration ends: the kiosk ended with 0" in show.said
        assert "started again" not in show.said
        assert gone(face)


def test_a_kiosk_that_asks_to_be_started_again_is_but_not_for_ever(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    said: list[str] = []
    with running(config, settings) as kiosk:
        kiosk.answered()
        again = Program("the kiosk", ("kiosk", "run", "--config", str(config)))
        stop = threading.Event()
        programs = Programs(again, Program("the face", ()), stop, said.append, pause_s=0)
        try:
            with pytest.raises(ShowOver, match="the kiosk ended with 75"):
                programs.start(again, lambda: False)
        finally:
            programs.end()
    assert [line[-10:] for line in said] == [f" ({turn} of 5)." for turn in range(1, AGAIN_MAX + 1)]


class Looks(threading.Event):
    """The waiting between two looks, without waiting; set once there were enough of them."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.taken, self._most = 0, most

    def wait(self, timeout: float | None = None) -> bool:
        del timeout
        self.taken += 1
        return self.taken > self._most


class Doomed(Program):
    """A program that is killed each time it has run for so many looks."""

    def __init__(self, looks: Looks, lives: int) -> None:
        super().__init__("the kiosk", ())
        self.starts: list[int] = []
        self._looks, self._lives, self._ends = looks, lives, lives

    def start(self) -> None:
        self.ran_s = self.down_s = 0.0
        self.starts.append(self._looks.taken)
        self._ends = self._looks.taken + self._lives

    def ended(self) -> int | None:
        return None if self._looks.taken < self._ends else -signal.SIGKILL


def test_each_new_start_waits_twice_as_long() -> None:
    looks, said = Looks(most=1_000), list[str]()
    doomed = Doomed(looks, lives=1)
    programs = Programs(doomed, Program("the face", ()), looks, said.append)
    with pytest.raises(ShowOver, match="the kiosk was killed by SIGKILL"):
        programs.watch()
    starts = [0, *doomed.starts]
    waited_s = [(later - before) * LOOK_S for before, later in pairwise(starts)]
    assert [round(wait_s) for wait_s in waited_s] == [1, 2, 4, 8, 16]
    assert "again in 16 s (5 of 5)" in said[-1]


def test_a_program_that_ran_well_has_its_starts_forgiven() -> None:
    """A kiosk that is killed once a day for a week is not one that cannot be started."""
    looks, said = Looks(most=10_000), list[str]()
    doomed = Doomed(looks, lives=int(STEADY_S / LOOK_S) + 2)
    Programs(doomed, Program("the face", ()), looks, said.append).watch()
    assert len(doomed.starts) > AGAIN_MAX
    assert {line[-10:] for line in said} == {" (1 of 5)."}


def test_the_last_words_of_a_program_are_told(tmp_path: Path) -> None:
    words = ("kiosk", "status", "--config", str(tmp_path / "none.toml"))
    face = Program("the face", words, tmp_path / "log")
    programs = Programs(Program("the kiosk", ()), face, threading.Event(), print)
    with pytest.raises(ShowOver, match=r"the face ended with 78: kiosk: .*cannot be read"):
        programs.start(face, lambda: False)
