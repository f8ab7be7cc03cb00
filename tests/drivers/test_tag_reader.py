"""125 kHz tag readers on pseudo-terminals: each tag once, whatever the wire does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.emulators.talkers import REPEATS_S, LineScanner, Rdm6300
from drivers.parts.supervision import State
from drivers.readings import CardScan, Found, Lost, Scan, ScanRejected
from drivers.serial_scanner import SerialScanner
from drivers.tag_reader import TagReader
from tests.drivers.inbox import Inbox

TAG, OTHER = "3C00CE754C", "01000734E0"


def tag(number: str) -> CardScan:
    """Return what is told of a tag: forty bits, which anybody can copy."""
    return CardScan("badge", number, "em4100", 40, proved=False)


class Ticking:
    """A clock on which so many seconds pass between two looks at it."""

    def __init__(self, step_s: float) -> None:
        self.step_s = step_s
        self.now = 0.0

    def __call__(self) -> float:
        self.now += self.step_s
        return self.now


class Bench:
    """A tag reader at its cable, and what the driver tells of it."""

    def __init__(self, link: Path, tail: bytes = b"") -> None:
        self.wire = Rdm6300(link, tail=tail)
        self.clock = Ticking(REPEATS_S)
        self.driver = TagReader("badge", self.wire.url, clock=self.clock)
        self.driver._back_off_s = (0.02,)
        self.inbox = Inbox()
        self.driver.start(self.inbox)
        assert self.inbox.next() == Found("badge")

    def close(self) -> None:
        self.driver.stop()
        self.wire.unplug()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "badge")
    yield made
    made.close()


@pytest.mark.parametrize("tail", [b"", b"\r\n"])
def test_a_tag_of_either_maker_is_told_with_its_ten_digits(tmp_path: Path, tail: bytes) -> None:
    bench = Bench(tmp_path / "id12", tail)
    bench.wire.hold(TAG)
    assert bench.inbox.next() == tag(TAG)
    assert (bench.driver.state, bench.driver.why) == (State.READY, "")
    bench.close()


def test_a_stuck_reader_that_repeats_a_tag_for_an_hour_tells_it_once(bench: Bench) -> None:
    """55,000 frames: the book must not fill, and the next tag must not wait behind them."""
    bench.wire.hold(TAG, round(3600 / REPEATS_S))
    bench.wire.hold(OTHER)
    assert [bench.inbox.next(), bench.inbox.next()] == [tag(TAG), tag(OTHER)]
    assert bench.clock.now > 3600
    assert bench.inbox.all() == []


def test_a_tag_that_was_away_for_half_a_second_is_told_again(bench: Bench) -> None:
    bench.wire.hold(TAG, 2)
    bench.wire.hold(OTHER)
    assert [bench.inbox.next(), bench.inbox.next()] == [tag(TAG), tag(OTHER)]
    bench.clock.now += 0.5
    bench.wire.hold(TAG, 2)
    assert bench.inbox.next() == tag(TAG)


def test_a_reader_that_stutters_between_tag_and_noise_tells_each_once(bench: Bench) -> None:
    spoilt = bench.wire.frame(TAG)[:-2] + b"0\x03"
    bench.wire.send((bench.wire.frame(TAG) + spoilt) * 1000)
    bench.wire.hold(OTHER)
    assert bench.inbox.next() == tag(TAG)
    assert bench.inbox.next() == ScanRejected("badge", "bad_checksum")
    assert bench.inbox.next() == tag(OTHER)


@pytest.mark.promise("P9")
def test_half_a_frame_and_noise_are_rejected_and_the_next_tag_is_read(bench: Bench) -> None:
    bench.wire.send(bench.wire.frame(TAG)[:7])
    assert bench.inbox.next() == ScanRejected("badge", "half_scan")
    bench.clock.now += 0.5
    bench.wire.send(bytes(range(256)) * 8)
    assert isinstance(bench.inbox.next(), ScanRejected)
    bench.wire.hold(TAG)
    while (told := bench.inbox.next()) != tag(TAG):
        assert isinstance(told, ScanRejected)


def test_a_tag_reader_that_is_pulled_out_is_lost_and_found_at_its_new_place(bench: Bench) -> None:
    bench.wire.unplug()
    lost = bench.inbox.next()
    assert isinstance(lost, Lost)
    assert lost.why.startswith("unplugged: ")
    assert bench.inbox.next() == Lost("badge", f"nothing is plugged in at {bench.wire.link}")
    assert (bench.driver.state, bench.driver.faults > 0) == (State.GONE, True)
    bench.wire.plug()
    assert bench.inbox.next() == Found("badge")
    bench.wire.hold(TAG)
    assert bench.inbox.next() == tag(TAG)


def test_the_same_code_twice_at_a_barcode_scanner_is_two_scans(tmp_path: Path) -> None:
    wire = LineScanner(tmp_path / "gate", end=b"\r\n")
    driver, inbox = SerialScanner("gate", wire.url), Inbox()
    driver.start(inbox)
    assert inbox.next() == Found("gate")
    for _ in range(2):
        wire.scan("1010000168")
        assert inbox.next() == Scan("gate", "1010000168")
    driver.stop()
    assert (driver.state, driver.why) == (State.GONE, "it was stopped")
    wire.unplug()
