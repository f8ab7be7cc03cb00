"""The real python-evdev on a made-up scanner, in a program of its own (see umockdev_bed)."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drivers.keyboard_scanner import KeyboardScanner
from drivers.protocols.key_presses import KeyDecoder
from drivers.readings import Lost
from tests.drivers.inbox import PATIENCE_S, Inbox
from tests.drivers.umockdev_bed import DEVICE, Record, Scanner, presses, start_bed

ROOT = Path(__file__).parents[2]
ENDED = 128 + signal.SIGTERM
"""As shells say it."""


class Program:
    """The child in the bed: its orders, and what it says."""

    def __init__(self) -> None:
        self.process, self.scanner = start_bed(
            [sys.executable, "-m", "tests.drivers.scanner_child", DEVICE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        self._said: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._said.put(line)

    def order(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def next(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self._said.get(timeout=PATIENCE_S))
        return said

    def end(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        status = self.scanner.left()
        self._listener.join(PATIENCE_S)
        return status


@pytest.fixture
def program() -> Iterator[Program]:
    started = Program()
    yield started
    started.end()


@pytest.fixture
def scanner(program: Program) -> Scanner:
    """The hand on a scanner that the program has found."""
    program.order("start badge")
    assert program.next() == {"kind": "Found", "device": "badge"}
    return program.scanner


def scan(text: str, reader: str = "badge") -> dict[str, str]:
    return {"kind": "Scan", "reader": reader, "text": text}


def rejection(reason: str) -> dict[str, str]:
    return {"kind": "ScanRejected", "reader": "badge", "reason": reason}


def test_typed_labels_are_read_with_digits_capitals_and_signs(
    program: Program, scanner: Scanner
) -> None:
    for text in ("8711218972875", "KH-BTB-000123", "a_B~|\\ {9}", "x" * 64):
        scanner.type(text)
        assert program.next() == scan(text)


@pytest.mark.promise("P9")
def test_dropped_records_a_control_key_and_a_long_label_are_rejected_and_the_next_read(
    program: Program, scanner: Scanner
) -> None:
    dropped: list[Record] = [(0, 3, 0), (0, 0, 0)]
    scanner.records(presses("12")[:-6] + dropped + presses("34"))
    assert program.next() == rejection("overrun")
    control: list[Record] = [(1, 29, 1), (0, 0, 0), (1, 29, 0), (0, 0, 0)]
    scanner.records(presses("12")[:-6] + control + presses("34"))
    assert program.next() == rejection("control_key")
    scanner.type("x" * 65)
    assert program.next() == rejection("too_long")
    scanner.type("B0017")
    assert program.next() == scan("B0017")


def test_half_a_label_is_rejected_after_a_pause(program: Program, scanner: Scanner) -> None:
    scanner.records(presses("871")[:-6])
    assert program.next() == rejection("half_scan")
    scanner.type("B0017")
    assert program.next() == scan("B0017")


def test_a_scanner_pulled_out_is_lost_at_once_and_found_again_when_it_is_back(
    program: Program, scanner: Scanner
) -> None:
    scanner.records(presses("871")[:-6])
    scanner.unplug()
    said = [program.next(), program.next()]
    assert said[0] == rejection("half_scan")
    assert said[1]["kind"] == "Lost"
    assert said[1]["device"] == "badge"
    assert "unplugged" in said[1]["why"]
    scanner.plug()
    # While it was away, the looks for it said nothing new.
    lost_or_found = program.next()
    if lost_or_found["kind"] == "Lost":
        assert lost_or_found["why"] == f"nothing is plugged in at {DEVICE}"
        lost_or_found = program.next()
    assert lost_or_found == {"kind": "Found", "device": "badge"}
    scanner.type("B0017")
    assert program.next() == scan("B0017")


def test_a_scanner_that_another_program_holds_is_lost_until_it_is_let_go(
    program: Program, scanner: Scanner
) -> None:
    """Reading beside another reader would type badges into whatever that program is."""
    program.order("start rival")
    assert program.next() == {
        "kind": "Lost",
        "device": "rival",
        "why": f"another program has it: {DEVICE}",
    }
    program.order("stop badge")
    said = sorted((program.next() for _ in range(2)), key=lambda word: str(word["kind"]))
    assert said[0] == {"kind": "Found", "device": "rival"}
    assert said[1]["kind"] == "stopped"
    assert said[1]["took_s"] < 1.0
    scanner.type("B0017")
    assert program.next() == scan("B0017", "rival")


@pytest.mark.usefixtures("scanner")
def test_the_program_ends_when_its_bed_is_told_to_end(program: Program) -> None:
    """The whole kiosk runs in this bed too, and must get its SIGTERM."""
    program.process.terminate()
    assert program.process.wait(PATIENCE_S) == ENDED


def test_a_bed_tells_which_orders_it_knows(program: Program) -> None:
    with pytest.raises(RuntimeError, match="orders are"):
        program.scanner.order("dance")
    program.scanner.unplug()
    with pytest.raises(RuntimeError, match="unplugged"):
        program.scanner.type("B0017")
    assert program.end() == 0


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/dev/input/nothing-here", "nothing is plugged in at /dev/input/nothing-here"),
        ("/dev/null", "/dev/null can not be read"),
    ],
)
def test_what_is_not_there_or_no_input_device_is_lost_once_with_a_sentence(
    path: str, why: str
) -> None:
    inbox = Inbox()
    scanner = KeyboardScanner("badge", path)
    scanner._back_off_s = (0.01,)
    scanner.start(inbox)
    lost = inbox.next()
    assert isinstance(lost, Lost)
    assert lost.device == scanner.device == "badge"
    assert lost.why.startswith(why)
    scanner.stop()
    assert inbox.all() == []


def test_a_wrong_setting_is_told_when_the_scanner_is_built() -> None:
    with pytest.raises(ValueError, match="layout"):
        KeyboardScanner("badge", DEVICE, layout="kh")


class Hollow:
    """A device that says it has something to read, and has nothing, as at some unplugs."""

    def __init__(self, fd: int, *, raises: bool) -> None:
        self.fd = fd
        self._raises = raises

    def read(self) -> list[object]:
        if self._raises:
            raise BlockingIOError
        return []


@pytest.mark.parametrize("raises", [True, False])
def test_a_device_with_nothing_behind_its_readiness_is_gone_and_not_read_in_a_circle(
    *, raises: bool
) -> None:
    ready, wire = os.pipe()
    os.write(wire, b"!")
    scanner = KeyboardScanner("badge", DEVICE)
    hollow: Any = Hollow(ready, raises=raises)
    with pytest.raises(OSError, match="has nothing"):
        scanner._read_keys(hollow, KeyDecoder("badge"), Inbox())
    os.close(ready)
    os.close(wire)
