"""The real pyserial on pseudo-terminals: they read, hang up and come back as a USB port does."""

import os
import threading
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import serial

from drivers.parts.hot_plug import DeviceGone, HotPlugReader
from drivers.protocols.lines import Framing
from drivers.readings import Found, Lost, Put, Scan, ScanRejected
from drivers.serial_scanner import SerialScanner
from tests.drivers.frames import frames
from tests.drivers.inbox import PATIENCE_S, Inbox


class Port:
    """A serial port with a stable name, as udev gives one, and the reader's end of its wire."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self._wire = -1
        self.plug()

    def plug(self) -> None:
        self._wire, device = os.openpty()
        tty.setraw(self._wire)
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(device))
        os.close(device)

    def unplug(self) -> None:
        self.link.unlink(missing_ok=True)
        os.close(self._wire)
        self._wire = -1

    def send(self, sent: bytes) -> None:
        os.write(self._wire, sent)

    def close(self) -> None:
        if self._wire >= 0:
            self.unplug()


@pytest.fixture
def port(tmp_path: Path) -> Iterator[Port]:
    made = Port(tmp_path / "scanner")
    yield made
    made.close()


@pytest.fixture
def read(port: Port) -> Iterator[Callable[..., Inbox]]:
    """Starts a scanner on the port, and stops it after the test."""
    scanners: list[SerialScanner] = []

    def start(framing: Framing = "line", gap_ms: int = 500, *, found: bool = True) -> Inbox:
        scanner = SerialScanner("gate", str(port.link), framing=framing, gap_ms=gap_ms)
        scanner._back_off_s = (0.02,)
        scanners.append(scanner)
        inbox = Inbox()
        scanner.start(inbox)
        if found:
            assert inbox.next() == Found("gate")
        return inbox

    yield start
    for scanner in scanners:
        scanner.stop()


def test_lines_are_read_as_they_come(port: Port, read: Callable[..., Inbox]) -> None:
    inbox = read()
    port.send(b"8711218972875\r")
    assert inbox.next() == Scan("gate", "8711218972875")
    port.send(b"one\r\ntwo\t")
    assert inbox.next() == Scan("gate", "one")
    assert inbox.next() == Scan("gate", "two")


def test_a_badge_held_at_its_reader_is_read_as_often_as_it_is_sent(
    port: Port, read: Callable[..., Inbox]
) -> None:
    inbox = read("rdm6300")
    port.send(bytes.fromhex(frames("RDM630")[0]["hex"]) * 2)
    assert inbox.next() == Scan("gate", "01000734E0")
    assert inbox.next() == Scan("gate", "01000734E0")


@pytest.mark.promise("P9")
def test_4096_bytes_and_garbage_are_rejected_and_the_next_scan_is_read(
    port: Port, read: Callable[..., Inbox]
) -> None:
    inbox = read()
    port.send(b"A" * 2048)
    assert inbox.next() == ScanRejected("gate", "too_long")
    port.send(b"A" * 2048 + b"\r" + bytes(range(128, 256)) + b"\r8711218972875\r")
    assert inbox.next() == ScanRejected("gate", "not_text")
    assert inbox.next() == Scan("gate", "8711218972875")


def test_half_a_scan_is_rejected_after_a_pause(port: Port, read: Callable[..., Inbox]) -> None:
    inbox = read(gap_ms=30)
    port.send(b"871")
    assert inbox.next() == ScanRejected("gate", "half_scan")
    port.send(b"8711218972875\r")
    assert inbox.next() == Scan("gate", "8711218972875")


def test_a_port_that_hangs_up_is_lost_at_once_and_found_at_its_new_place(
    port: Port, read: Callable[..., Inbox]
) -> None:
    inbox = read()
    port.send(b"one\r871")
    assert inbox.next() == Scan("gate", "one")  # and with it the beginning of the next
    port.unplug()
    assert inbox.next() == ScanRejected("gate", "half_scan")
    lost = inbox.next()
    assert isinstance(lost, Lost)
    assert lost.why.startswith("unplugged: ")
    assert inbox.next() == Lost("gate", f"nothing is plugged in at {port.link}")
    port.plug()
    assert inbox.next() == Found("gate")
    port.send(b"8711218972875\r")
    assert inbox.next() == Scan("gate", "8711218972875")


def test_a_port_that_another_program_holds_is_lost_until_it_is_let_go(
    port: Port, read: Callable[..., Inbox]
) -> None:
    with serial.Serial(str(port.link), exclusive=True):
        inbox = read(found=False)
        assert inbox.next() == Lost("gate", f"another program has it: {port.link}")
    assert inbox.next() == Found("gate")


def test_a_file_that_is_no_port_is_lost_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    inbox = Inbox()
    scanner = SerialScanner("gate", str(path))
    scanner.start(inbox)
    lost = inbox.next()
    scanner.stop()
    assert isinstance(lost, Lost)
    assert lost.why.startswith(f"{path} can not be read: ")


@pytest.mark.parametrize("plugged", [True, False])
def test_a_scanner_stops_within_a_second_and_lets_its_port_go(port: Port, *, plugged: bool) -> None:
    if not plugged:
        port.unplug()
    inbox = Inbox()
    scanner = SerialScanner("gate", str(port.link))
    scanner.start(inbox)
    assert isinstance(inbox.next(), Found if plugged else Lost)
    began = time.monotonic()
    scanner.stop()
    assert time.monotonic() - began < 1.0
    assert "reader gate" not in [thread.name for thread in threading.enumerate()]
    if plugged:
        serial.Serial(str(port.link), exclusive=True).close()


def test_a_stopped_scanner_can_be_started_again_and_a_started_one_can_not(
    port: Port, read: Callable[..., Inbox]
) -> None:
    read()
    scanner = SerialScanner("second", str(port.link))
    scanner.start(Inbox())
    with pytest.raises(RuntimeError, match="started twice"):
        scanner.start(Inbox())
    scanner.stop()
    scanner.stop()
    inbox = Inbox()
    scanner.start(inbox)
    assert isinstance(inbox.next(), Lost)
    scanner.stop()


def test_a_wrong_setting_is_told_when_the_scanner_is_built() -> None:
    with pytest.raises(ValueError, match="framing"):
        SerialScanner("gate", "/dev/null", framing="csv")  # type: ignore[arg-type] # the test


class Absent(HotPlugReader):
    """A device that is never there, and was looked for so often."""

    looks = 0
    often = threading.Event()

    def _read(self, put: Put, found: Callable[[], None]) -> None:  # noqa: ARG002 - says nothing
        self.looks += 1
        if self.looks == 5:
            self.often.set()
        raise DeviceGone("nothing is plugged in")


def test_a_device_that_stays_away_is_lost_only_once() -> None:
    """Looking for it once a second must not fill the book."""
    inbox = Inbox()
    reader = Absent("gate", retry_s=0.001)
    reader.start(inbox)
    assert reader.often.wait(PATIENCE_S)
    reader.stop()
    assert inbox.all() == [Lost("gate", "nothing is plugged in")]


class Broken(HotPlugReader):
    """A driver with a fault of its own, once."""

    faults = 1

    def _read(self, put: Put, found: Callable[[], None]) -> None:  # noqa: ARG002 - says nothing
        if self.faults:
            self.faults -= 1
            raise ZeroDivisionError("a fault nobody thought of")
        found()
        self._stopping.wait()


def test_a_fault_inside_a_driver_is_told_as_lost_and_does_not_end_the_reading() -> None:
    """A thread that dies in silence would leave a reader that nobody knows is deaf."""
    inbox = Inbox()
    reader = Broken("gate", retry_s=0.01)
    reader.start(inbox)
    lost = inbox.next()
    assert isinstance(lost, Lost)
    assert "a fault nobody thought of" in lost.why
    assert inbox.next() == Found("gate")
    reader.stop()
