"""`kiosk bench` as a technician meets it: it plays a reader, and the kiosk's driver reads it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from drivers.parts.hot_plug import HotPlugReader
from drivers.readings import CardScan, Found, Lost, Scan, ScanRejected
from drivers.serial_scanner import SerialScanner
from drivers.tag_reader import TagReader
from kiosk.assembly.playing.bench import Bench
from kiosk.assembly.playing.kinds import KINDS
from tests.commands.bench_program import PATIENCE_S, BenchProgram
from tests.commands.typed import typed
from tests.drivers.inbox import Inbox

TAG, OTHER, THIRD = "3C00CE754C", "01000734E0", "0A0B0C0D0E"


def tag(number: str) -> CardScan:
    return CardScan("badge", number, "em4100", 40)


@pytest.fixture
def link(tmp_path: Path) -> Path:
    return tmp_path / "reader"


@contextmanager
def playing(*words: str | Path) -> Iterator[BenchProgram]:
    program = BenchProgram(*words)
    try:
        yield program
    finally:
        assert program.end()[0] == 0


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
        assert inbox.next() == tag(TAG)
        assert bench.do("away") == "nothing is before it any more"
        assert bench.do("away") == "nothing was before it"
        said = bench.do(f"hold {OTHER} 60s")
        assert said == f"it says {OTHER} for 60 s, or until away"
        assert inbox.next() == tag(OTHER)
        bench.do("away", "half")
        assert inbox.next() == ScanRejected("badge", "half_scan")
        assert bench.do("noise").startswith("it says ")
        bench.do(f"card {THIRD}")
        while (told := inbox.next()) != tag(THIRD):
            assert isinstance(told, ScanRejected)
        bench.do("away")
        assert bench.do("unplug") == f"it is pulled out; {link} is gone"
        assert isinstance(inbox.next(), Lost)
        assert bench.refused("unplug") == "it is pulled out already"
        for order in (f"card {TAG}", f"hold {TAG} 1s", "half", "noise", "bytes 02"):
            assert bench.refused(order) == "it is pulled out: say plug first"
        assert bench.do("plug") == f"it is plugged in at {link}"
        assert bench.refused("plug") == "it is plugged in already"
        while inbox.next() != Found("badge"):
            """It says where it looked for it meanwhile."""
        bench.do(f"bytes 02 {TAG.encode().hex()} 4342 03")
        assert inbox.next() == tag(TAG)


def test_what_is_printed_is_the_table_for_kiosk_toml(link: Path) -> None:
    table = {"name": "rdm6300", "kind": "tag", "reads": "badge", "device": str(link)}
    with playing("rdm6300", "--at", link) as bench:
        assert bench.tables == [{"[[reader]]": table}]


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
        assert inbox.next() == tag(TAG)
        assert inbox.all() == []


@pytest.mark.parametrize("number", [None, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_ends_with_its_orders_or_when_it_is_told_and_leaves_nothing_behind(
    link: Path, number: signal.Signals | None
) -> None:
    bench = BenchProgram("rdm6300", "--at", link)
    assert link.is_char_device()
    bench.do(f"card {TAG}")
    assert bench.end(number)[0] == 0
    assert not link.is_symlink()


def test_a_tag_that_nobody_reads_is_lost_and_stops_nobody(link: Path) -> None:
    with playing("scanner", "--at", link) as bench:
        for _ in range(10):  # the terminal takes a moment to count what waits in it
            if bench.do(f"scan {'1' * 3000}").endswith(
                ". It is lost: nobody has read what was sent before"
            ):
                break
        else:
            raise AssertionError("30,000 bytes wait for nobody")
        assert bench.do("unplug", "plug", "scan 1") == "it says 1"


def test_a_place_that_is_taken_is_left_alone(link: Path) -> None:
    link.write_text("somebody's own", encoding="utf-8")
    said = subprocess.run(
        [sys.executable, "-m", "kiosk", "bench", "rdm6300", "--at", link],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert said.returncode == 1
    assert said.stderr == f"kiosk: {link}: is there already: play elsewhere, or remove it.\n"
    assert link.read_text(encoding="utf-8") == "somebody's own"


def test_a_link_that_a_killed_bench_left_is_used_again(link: Path) -> None:
    link.symlink_to("/dev/pts/no-such-terminal")
    with playing("rdm6300", "--at", link):
        assert link.is_char_device()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["rdm"], "nothing is called 'rdm'; known are scanner, gm65"),
        (["rdm6300", "id12", "--at", "x"], "--at is for one device on a cable"),
        (["keyboard", "--at", "x", "--", "true"], "--at is for one device on a cable"),
        (["keyboard"], "only a program that is started here finds a device node"),
        (["keyboard", "keyboard", "--", "true"], "there can be 1 keyboard, not 2"),
    ],
)
def test_what_can_not_be_played_is_typed_wrong(words: list[str], why: str) -> None:
    said = typed("bench", *words)
    assert said.exit_code == 2
    assert why in " ".join(said.stderr.split())


def test_without_a_kind_everything_there_is_to_play_is_listed() -> None:
    said = typed("bench")
    assert said.exit_code == 0
    assert [line.split()[0] for line in said.stdout.splitlines()] == list(KINDS)


def test_a_person_reads_tables_notes_and_answers_as_sentences(link: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk", "bench", "pn532", "--at", link],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as program:  # fmt: skip
        said, talk = program.communicate("card DEADBEEF\n\ndance\naway", timeout=PATIENCE_S)
    assert program.returncode == 0
    table, _, answers = said.partition("\n\n")
    assert table.splitlines()[:2] == ["[[reader]]", 'name = "pn532"']
    assert table.splitlines()[-1].startswith(f'# With key_file = "{link}-1.key" only an NTAG 424')
    first, second, third = answers.splitlines()
    assert first == "DEADBEEF lies there until away"
    assert second.startswith("not done: 'dance' is no order here: ")
    assert third == "DEADBEEF was taken away"
    assert talk == "Orders, one a line; help lists them, Ctrl-D ends.\n"


# ---------------------------------------------------------------- a program in a bed
CABLE = """
[i2c]
device = "/dev/i2c-1"
[[cable]]
id = "A"
rack = "R1"
positions = ["A1"]
lock = { kind = "simulated" }
contact = { kind = "expander", address = 0x20, pin = 3 }
"""


def test_an_unmodified_kiosk_runs_on_a_whole_rack_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cables, SPI, I2C and a keyboard in one bed; each trouble, as the kiosk narrates it."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    kinds = ["rdm6300", "osdp", "keyboard", "mfrc522", "mfrc522", "i2c"]
    with closing(Bench(kinds)) as plugged:
        tables = [table.toml() for table in plugged.tables if table.section == "[[reader]]"]
    config = tmp_path / "kiosk.toml"
    config.write_text(
        f"""
        [kiosk]
        name = "small"
        folder = "{tmp_path / "book"}"
        socket = "{tmp_path / "kiosk.sock"}"
        [policy]
        profile = "cambodia"
        """
        + "\n".join([*tables, CABLE]),
        encoding="utf-8",
    )
    kiosk = [sys.executable, "-m", "kiosk", "run", "--narrate", "--config", str(config)]
    bench = BenchProgram(*kinds, "--", *kiosk)
    bench.until("reading   cable A: shut")
    bench.until("reading   osdp: there")
    for order, said in (
        (f"rdm6300 card {TAG}", f"rdm6300: {TAG}"),
        ("osdp card 1 04A2B3C4D5E680", "osdp: 04A2B3C4D5E680"),
        ("keyboard scan 1010000168", "keyboard: 1010000168"),
        ("keyboard half", "keyboard: rejected, half_scan"),
        ("keyboard noise", "keyboard: rejected, "),
        ("keyboard unplug", "keyboard: lost, "),
        ("keyboard plug", "keyboard: there"),
        ("keyboard hold 1010000168 60s", "keyboard: 1010000168"),
        ("keyboard away", ""),
        ("mfrc522 half", ""),
        ("mfrc522 card 04112233445566", "mfrc522: 04112233445566"),
        ("mfrc522-2 hold DEADBEEF 60s", "mfrc522-2: DEADBEEF"),
        ("mfrc522-2 unplug", "mfrc522-2: lost, "),
        ("mfrc522-2 plug", "mfrc522-2: there"),
        ("mfrc522-2 gone", "mfrc522-2: lost, "),
        ("mfrc522-2 back", "mfrc522-2: there"),
        ("mfrc522-2 stuck", "mfrc522-2: lost, "),
        ("mfrc522-2 reset", "mfrc522-2: there"),
        ("mfrc522 away", ""),
        ("mfrc522 noise 60s", ""),
        ("mfrc522 card 04112233445566", "mfrc522: rejected, "),
        ("i2c contact 0x20 3 open", "cable A: open"),
        ("i2c contact 0x20 3 closed", "cable A: shut"),
        ("i2c unplug 0x20", "cable A: lost, no chip answers at 0x20"),
        ("i2c plug 0x20", "cable A: there"),
        ("i2c stuck", "cable A: lost, "),
        ("i2c free", "cable A: there"),
    ):
        bench.do(order)
        if said:
            bench.until(said)
    assert bench.refused("keyboard plug") == "it is plugged in already"
    assert "types it" in bench.refused("keyboard scan \N{KHMER LETTER KA}")
    assert bench.end()[0] == 0
    assert sorted(path.name for path in (tmp_path / "kiosk-bench").iterdir()) == []


@pytest.mark.parametrize(
    ("program", "status"),
    [(["true"], 0), (["sh", "-c", "exit 3"], 3), (["/no/such/program"], 127)],
)
def test_it_ends_with_its_program_and_says_so(program: list[str], status: int) -> None:
    bench = BenchProgram("i2c", "--", *program)
    assert bench.process.wait(PATIENCE_S) == status
    ended, said = bench.end()
    assert ended == status
    assert f"The program has ended with {status}.\n" in said


@pytest.mark.parametrize("number", [None, signal.SIGTERM, signal.SIGINT])
def test_its_program_ends_with_it(tmp_path: Path, number: signal.Signals | None) -> None:
    """A program left behind would go on with readers that are not there any more."""
    lives = tmp_path / "lives"
    os.mkfifo(lives)
    program = BenchProgram("i2c", "--", "sh", "-c", f"exec sleep 60 > '{lives}'")
    with lives.open("rb") as held:
        assert program.end(number)[0] == 0
        assert held.read() == b"", "the end that it held open is shut"
