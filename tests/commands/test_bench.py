"""`kiosk bench` as a technician meets it: one program plays a reader, the kiosk's driver reads it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drivers.parts.hot_plug import HotPlugReader
from drivers.readings import Found, Lost, Scan, ScanRejected
from drivers.serial_scanner import SerialScanner
from drivers.tag_reader import TagReader
from tests.commands.bench_program import BenchProgram
from tests.commands.typed import typed
from tests.drivers.inbox import Inbox

TAG, OTHER = "3C00CE754C", "01000734E0"


@pytest.fixture
def link(tmp_path: Path) -> Path:
    return tmp_path / "reader"


@contextmanager
def playing(*words: str | Path) -> Iterator[BenchProgram]:
    program = BenchProgram(*words)
    try:
        yield program
    finally:
        assert program.end() == 0


@contextmanager
def reading(driver: HotPlugReader) -> Iterator[Inbox]:
    inbox = Inbox()
    driver.start(inbox)
    try:
        assert inbox.next() == Found(driver.device)
        yield inbox
    finally:
        driver.stop()


@pytest.mark.parametrize("kind", ["rdm6300", "id12"])
def test_a_tag_reader_is_read_stuck_torn_noisy_unplugged_and_plugged_again(
    link: Path, kind: str
) -> None:
    """Each order, as the driver of the kiosk sees it."""
    with playing(kind, "--at", link) as bench, reading(TagReader("badge", str(link))) as inbox:
        assert bench.do(f"card {TAG.lower()}") == f"{TAG} lies there until away"
        assert inbox.next() == Scan("badge", TAG)
        assert bench.do("away") == "nothing is before it any more"
        assert bench.do("away") == "nothing was before it"
        said = bench.do(f"hold {OTHER} 60s")
        assert said == f"it says {OTHER} for 60 s, or until away"
        assert inbox.next() == Scan("badge", OTHER)
        bench.do("away", "half")
        assert inbox.next() == ScanRejected("badge", "half_scan")
        assert bench.do("noise").startswith("it says ")
        while isinstance(inbox.next(), ScanRejected):
            if not inbox.all():
                break
        assert bench.do("unplug") == f"it is pulled out; {link} is gone"
        while not isinstance(inbox.next(), Lost):
            """What noise may have left is told first."""
        assert bench.refused("unplug") == "it is pulled out already"
        for order in (f"card {TAG}", f"hold {TAG} 1s", "half", "noise", "bytes 02"):
            assert bench.refused(order) == "it is pulled out: say plug first"
        assert bench.do("plug") == f"it is plugged in at {link}"
        assert bench.refused("plug") == "it is plugged in already"
        while inbox.next() != Found("badge"):
            """It says where it looked for it meanwhile."""
        bench.do(f"bytes {'02' + '3C00CE754C'.encode().hex() + '4342' + '03'}")
        told = inbox.next()
        assert isinstance(told, Scan | ScanRejected)


def test_what_was_printed_is_what_a_kiosk_reads(link: Path) -> None:
    with playing("rdm6300", "--at", link) as bench:
        assert bench.readers == [
            {
                "name": "rdm6300",
                "kind": "serial",
                "reads": "badge",
                "framing": "rdm6300",
                "device": str(link),
            }
        ]


def test_a_scanner_reads_codes_with_spaces_and_tells_each_as_often_as_it_is_shown(
    link: Path,
) -> None:
    with playing("scanner", "--at", link) as bench, reading(SerialScanner("gate", str(link))) as to:
        for _ in range(2):
            bench.do("scan 1010000168")
            assert to.next() == Scan("gate", "1010000168")
        bench.do("scan two words")
        assert to.next() == Scan("gate", "two words")
        bench.do("hold 1010000168 60s")
        assert [to.next(), to.next()] == [Scan("gate", "1010000168")] * 2
        bench.do("away")


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ("dance", "'dance' is no order here: card, hold, away, half, noise, bytes, unplug, plug, "),
        ("card", "it is ordered so: card TAG"),
        ("card 1 2", "it is ordered so: card TAG"),
        ("away now", "it is ordered so: away"),
        ("card 3C00", "'3C00': expected 10 hexadecimal digits"),
        ("card 3C00CE754X", "'3C00CE754X': expected 10 hexadecimal digits"),
        (f"hold {TAG} soon", "'soon': expected a time in seconds, as 3600s; a day at most"),
        (f"hold {TAG} 90000s", "'90000s': expected a time in seconds, as 3600s; a day at most"),
        (f"hold {TAG} 1..s", "'1..s': expected a time in seconds, as 3600s; a day at most"),
        ("bytes 0", "'0': expected bytes in hexadecimal, two digits each"),
        ("\N{KHMER LETTER KA}", "'\\u1780' is no order here: "),
        ("help me", "'help' is no order here: "),
    ],
)
def test_a_bad_order_gets_a_sentence_and_costs_nothing(link: Path, order: str, why: str) -> None:
    with playing("rdm6300", "--at", link) as bench, reading(TagReader("badge", str(link))) as inbox:
        assert bench.refused(order).startswith(why)
        bench.do(f"card {TAG}")
        assert inbox.next() == Scan("badge", TAG)
        assert inbox.all() == []


@pytest.mark.parametrize("number", [None, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_ends_with_its_orders_or_when_it_is_told_and_leaves_nothing_behind(
    link: Path, number: signal.Signals | None
) -> None:
    bench = BenchProgram("rdm6300", "--at", link)
    assert link.is_char_device()
    bench.do(f"card {TAG}")
    assert bench.end(number) == 0
    assert not link.is_symlink()


def test_a_tag_that_nobody_reads_is_lost_and_stops_nobody(link: Path) -> None:
    with playing("scanner", "--at", link) as bench:
        code = "1" * 3000
        bench.do(f"scan {code}")
        assert bench.do(f"scan {code}").endswith("It is lost: nobody has read what was sent before")


def test_a_place_that_is_taken_is_left_alone(link: Path) -> None:
    link.write_text("somebody's own", encoding="utf-8")
    said = typed("bench", "rdm6300", "--at", link)
    assert said.exit_code == 1
    assert said.stderr == f"kiosk: {link}: is there already: play elsewhere, or remove it.\n"
    assert link.read_text(encoding="utf-8") == "somebody's own"


def test_a_link_that_a_killed_bench_left_is_used_again(link: Path) -> None:
    link.symlink_to("/dev/pts/no-such-terminal")
    with playing("rdm6300", "--at", link):
        assert link.is_char_device()


def test_an_unknown_kind_and_one_place_for_two_are_typed_wrong(link: Path) -> None:
    said = typed("bench", "rdm")
    assert said.exit_code == 2
    assert "known are scanner, rdm6300" in said.stderr.replace("\n", " ")
    said = typed("bench", "rdm6300", "id12", "--at", link)
    assert said.exit_code == 2
    assert "--at is for one device" in said.stderr
