"""What is played at the bench, read by the kiosk's own drivers; the command is tested apart."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from drivers.emulators.bed.bed import BedMissing
from drivers.osdp_line import OsdpLine, OsdpReader
from drivers.osdp_line.conversation import STATUS_S
from drivers.parts.badges import MakeProof
from drivers.parts.hot_plug import HotPlugReader
from drivers.parts.serial_port import SerialPort
from drivers.pn532_reader import Pn532Reader
from drivers.protocols.badge_proof import BadgeProof
from drivers.protocols.wiegand import WiegandDecoder
from drivers.readings import CardScan, Found, Lost, Reading, Scan, ScanRejected
from drivers.serial_scanner import SerialScanner
from drivers.uhf_module import UhfModule
from kiosk.assembly.playing.bench import Bench
from kiosk.assembly.playing.field import MASTER
from kiosk.assembly.playing.kinds import KINDS, CableKind
from kiosk.registry.device_keys import AesBlocks, read_device_key
from tests.drivers.card_scans import uid_scan
from tests.drivers.inbox import Inbox
from tests.drivers.osdp_bench import Leaping

PLAIN, SMART = "DEADBEEF", "04782E21801D80"
RIFLE, OTHER = "30751FEB705C5904E3D50D70", "E28068900000500E88C6A4A7"
CABLES = [name for name, kind in KINDS.items() if isinstance(kind, CableKind)]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@contextmanager
def playing(*kinds: str) -> Iterator[Bench]:
    with closing(Bench(kinds)) as bench:
        yield bench


@contextmanager
def reading(driver: HotPlugReader) -> Iterator[Inbox]:
    inbox = Inbox()
    driver.start(inbox)
    try:
        assert inbox.next() == Found(driver.device)
        yield inbox
    finally:
        driver.stop()


def done(bench: Bench, *orders: str) -> str:
    said = ""
    for order in orders:
        answer = bench.obey(order)
        assert answer.done, answer.said
        said = answer.said
    return said


def refused(bench: Bench, order: str) -> str:
    answer = bench.obey(order)
    assert not answer.done, answer.said
    return answer.said


def device(bench: Bench, place: int = 0) -> str:
    return str(bench.tables[place].settings["device"])


def told_after(inbox: Inbox, wanted: Reading) -> None:
    """Wait for a reading, whatever else is told before it."""
    while inbox.next() != wanted:
        """Looks for a device that is away are told too."""


# ---------------------------------------------------------------- every kind
@pytest.mark.parametrize("kind", KINDS)
def test_a_kiosk_takes_every_table_that_is_printed(kind: str) -> None:
    with playing(kind) as bench:
        assert bench.tables
        for table in bench.tables:
            assert table.refused == "" or kind == "wiegand", table.refused
            assert table.toml().startswith(table.section)


def test_a_table_that_this_kiosk_does_not_take_says_so() -> None:
    """The bridge of docs/drivers.md is played, and its driver is not shipped."""
    with playing("wiegand") as bench:
        assert "expected one of simulated, keyboard" in bench.tables[0].refused


@pytest.mark.parametrize("kind", CABLES)
def test_a_cable_is_found_while_it_is_plugged_in_and_no_longer(kind: str) -> None:
    with playing(kind) as bench:
        link = Path(device(bench))
        assert link.is_char_device()
        done(bench, "unplug")
        assert not link.is_symlink()
        done(bench, "plug")
        assert link.is_char_device()
    assert list(link.parent.iterdir()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_order_is_listed_and_insists_on_its_words(kind: str) -> None:
    with playing(kind) as bench:
        listed = done(bench, "help").splitlines()
        for line in listed[:-1]:
            name, _, rest = line.partition(" ")
            usage, does = rest[: 33 - len(name)].strip(), rest[33 - len(name) :].strip()
            assert does
            words = usage.split()
            if not usage.endswith("..."):
                many = " ".join(["x"] * (len(words) + 1))
                said = refused(bench, f"{name} {many}")
                assert said == f"it is ordered so: {name} {usage}".rstrip()
            if words and not words[0].startswith("["):
                assert refused(bench, name) == f"it is ordered so: {name} {usage}"


def test_two_of_a_kind_and_several_kinds_are_told_apart_by_name() -> None:
    with playing("rdm6300", "rdm6300", "scanner") as bench:
        assert [table.settings["name"] for table in bench.tables] == [
            "rdm6300", "rdm6300-2", "scanner",
        ]  # fmt: skip
        with reading(SerialScanner("gate", device(bench, 2))) as inbox:
            done(bench, "scanner scan 1010000168")
            assert inbox.next() == Scan("gate", "1010000168")
        said = refused(bench, "scan 1010000168")
        assert said == "begin with the device that you mean: rdm6300, rdm6300-2, scanner; or help"
        assert "rdm6300-2 card TAG" in done(bench, "help")
        assert refused(bench, "scanner").startswith("'' is no order here")


def test_a_key_is_for_the_kiosk_alone_and_nobody_elses_is_overwritten(tmp_path: Path) -> None:
    with playing("osdp2") as bench:
        paths = [Path(str(table.settings["key_file"])) for table in bench.tables]
        keys = [read_device_key(path) for path in paths]
        assert keys[0] != keys[1]
    assert not any(path.exists() for path in paths)
    paths[1].write_text("somebody's own", encoding="utf-8")
    with pytest.raises(FileExistsError, match="no bench's key"):
        Bench(["osdp2"])
    assert paths[1].read_text(encoding="utf-8") == "somebody's own"
    assert list(paths[1].parent.iterdir()) == [paths[1]], "and what was plugged in is out again"
    assert tmp_path in paths[1].parents


def test_without_debians_packages_a_bed_says_which_are_missing() -> None:
    """Our own Python has no python3-gi: it stands for a Debian without it."""
    with playing("i2c") as bench:
        for python in (sys.executable, "/no/such/python"):
            with pytest.raises(
                BedMissing, match=r"apt-get install umockdev gir1\.2-umockdev-1\.0 "
            ):
                bench.start(["true"], system_python=python)


# ---------------------------------------------------------------- readers that only talk
def test_a_wiegand_bridge_says_a_card_with_its_parities() -> None:
    with playing("wiegand") as bench, SerialPort(device(bench), 9600, tick_s=5) as port:
        assert done(bench, "card 3D7A4A") == "it says 3D7A4A"
        received = port.received()
        while len(received) < 4:
            received += port.received()
        found = WiegandDecoder(26).feed(received)
        assert [each.decoded["identity"] for each in found if hasattr(each, "decoded")] == [
            "3D7A4A"
        ]


def test_a_barcode_engine_answers_commands_between_its_codes() -> None:
    """Commands and answers as the maker's manual has them."""
    with playing("gm65") as bench, SerialPort(device(bench), 9600, tick_s=5) as port:
        for sent, answer in (
            ("7e000a01000000301a", "03000001003331"),
            ("7e000802002a3901abcd", "02000001003331"),
            ("7e000701002a02d80f", "020000023901c14c"),
            ("7e000901000000dec8", "02000001003331"),
        ):
            port.send(bytes.fromhex("00ff") + bytes.fromhex(sent))
            wanted = bytes.fromhex(answer)
            received = b""
            while len(received) < len(wanted):
                received += port.received()
            assert received == wanted
        done(bench, "scan 8711218972875")
        received = port.received()
        while not received.endswith(b"\r"):
            received += port.received()
        assert received == b"8711218972875\r"


@pytest.mark.parametrize("code", ["\N{KHMER LETTER KA}", "a\x07b"])
def test_what_no_barcode_holds_is_refused(code: str) -> None:
    with playing("scanner") as bench:
        assert "a barcode has plain ASCII characters" in refused(bench, f"scan {code}")


# ---------------------------------------------------------------- PN532
@pytest.fixture
def proof() -> MakeProof:
    return lambda uid: BadgeProof(AesBlocks, MASTER, uid, bytes(range(16)))


def test_a_pn532_reads_cards_that_come_and_go_and_survives_half_an_answer() -> None:
    with playing("pn532") as bench, reading(Pn532Reader("badge", device(bench))) as inbox:
        assert done(bench, f"card {PLAIN.lower()}") == f"{PLAIN} lies there until away"
        assert inbox.next() == uid_scan(PLAIN)
        assert refused(bench, f"card {PLAIN}") == f"{PLAIN} lies there already"
        assert done(bench, f"away {PLAIN}") == f"{PLAIN} was taken away"
        assert refused(bench, f"away {PLAIN}") == f"{PLAIN} does not lie there"
        assert done(bench, "away") == "nothing was taken away"
        done(bench, "half", "card 04112233445566778899")
        told_after(inbox, uid_scan("04112233445566778899"))
        said = done(bench, f"card {SMART}")
        assert said == f"{SMART} lies there until away, with 1 beside it"
        assert inbox.next() == ScanRejected("badge", "two_cards")
        assert done(bench, "away") == f"04112233445566778899 and {SMART} was taken away"


def test_a_pn532_that_hangs_and_one_that_is_pulled_out_are_lost_and_found() -> None:
    with playing("pn532") as bench:
        driver = Pn532Reader("badge", device(bench))
        driver._back_off_s = (0.02,)
        with reading(driver) as inbox:
            done(bench, "stuck")
            lost = inbox.next()
            assert isinstance(lost, Lost)
            assert "hangs" in lost.why
            done(bench, "reset")
            told_after(inbox, Found("badge"))
            done(bench, "noise", "unplug")
            while not isinstance(inbox.next(), Lost):
                """Noise may be a reason of its own."""
            done(bench, "plug", f"hold {PLAIN} 60s")
            told_after(inbox, uid_scan(PLAIN))
            done(bench, "away")


def test_a_card_that_is_held_for_a_while_goes_by_itself() -> None:
    with playing("pn532") as bench, reading(Pn532Reader("badge", device(bench))) as inbox:
        assert done(bench, f"hold {PLAIN} 0.4s") == f"{PLAIN} lies there for 0.4 s, or until away"
        assert inbox.next() == uid_scan(PLAIN)
        while not bench.obey(f"card {PLAIN}").done:
            """It lies there already, until its time is over."""


def test_an_ntag_424_dna_proves_itself_and_one_with_another_key_does_not(proof: MakeProof) -> None:
    with playing("pn532") as bench:
        with reading(Pn532Reader("badge", device(bench), make_proof=proof)) as inbox:
            done(bench, f"ntag424 {SMART}")
            assert inbox.next() == uid_scan(SMART, proved=True)
            done(bench, "away", f"ntag424 04AABBCCDDEE80 {'00' * 16}")
            told = inbox.next()
            assert isinstance(told, ScanRejected)
            done(bench, "away", f"card {PLAIN}")
            assert inbox.next() == ScanRejected("badge", "card_cannot_prove")
        for wrong in (f"ntag424 {PLAIN}", f"ntag424 {SMART} 00", "card 0102"):
            assert "hexadecimal digits" in refused(bench, wrong)


# ---------------------------------------------------------------- OSDP
@contextmanager
def line(bench: Bench, clock: Leaping) -> Iterator[Inbox]:
    readers = [
        OsdpReader(str(table.settings["name"]), place, read_device_key(Path(str(key))))
        for place, table in enumerate(bench.tables, 1)
        if (key := table.settings["key_file"])
    ]
    driver = OsdpLine("line", device(bench), readers, make_aes=AesBlocks, clock=clock)
    with reading(driver) as inbox:
        assert {inbox.next() for _ in readers} == {Found(one.reader) for one in readers}
        yield inbox


def test_two_osdp_readers_tell_their_own_cards_in_bits_and_uids() -> None:
    with playing("osdp2") as bench, line(bench, Leaping()) as inbox:
        assert done(bench, f"card 1 {SMART}") == f"reader 1 tells {SMART}"
        assert inbox.next() == CardScan("osdp2", SMART, "iso14443a", 56)
        assert done(bench, "wiegand 2 3d7a4a") == "reader 2 tells 3D7A4A in 26 bits"
        assert inbox.next() == CardScan("osdp2 2", "3D7A4A", "wiegand26", 26)
        done(bench, "half", "noise", f"hold 2 {PLAIN} 60s")
        assert inbox.next() == ScanRejected("line", "noise")
        assert inbox.next() == CardScan("osdp2 2", PLAIN, "iso14443a", 32)
        assert done(bench, "away") == "no reader is stuck"
        assert "expected a number from 1 to 2" in refused(bench, f"card 3 {SMART}")
        assert "expected a number from 1 to 2" in refused(bench, f"card x {SMART}")


def test_an_osdp_reader_is_opened_weak_loose_reset_and_well_again() -> None:
    clock = Leaping()
    with playing("osdp") as bench, line(bench, clock) as inbox:
        assert done(bench, "tamper 1") == "the case of reader 1 is open"
        clock.ahead_s += STATUS_S
        lost = inbox.next()
        assert isinstance(lost, Lost)
        assert lost.device == "osdp tamper"
        assert done(bench, "tamper 1") == "the case of reader 1 is shut"
        clock.ahead_s += STATUS_S
        assert inbox.next() == Found("osdp tamper")
        assert done(bench, "weak 1", "weak 1") == "the supply of reader 1 is well"
        assert done(bench, "loose 1") == "reader 1 is off the line"
        while not (isinstance(lost := inbox.next(), Lost) and lost.device == "osdp"):
            """A weak supply may have been told."""
        assert done(bench, "loose 1", "reset 1") == "reader 1 lost power for a moment"
        told_after(inbox, Found("osdp"))
        done(bench, "unplug")
        while not (isinstance(lost := inbox.next(), Lost) and lost.device == "line"):
            """Its readers are lost with it."""


# ---------------------------------------------------------------- UHF
@pytest.mark.parametrize("kind", ["r200", "yrm100", "chafon18", "chafon288"])
def test_a_uhf_module_sees_tags_that_lie_there_through_half_an_answer_and_noise(kind: str) -> None:
    seen = Inbox()
    with playing(kind) as bench:
        settings = bench.tables[0].settings
        antennas = settings["antennas"]
        assert isinstance(antennas, list)
        driver = UhfModule(
            kind, device(bench), language=str(settings["language"]), region="us", power_dbm=20,
            antennas=antennas, see=lambda one: seen(Scan(one.reader, one.tag)),
        )  # fmt: skip
        with reading(driver):
            said = done(bench, f"tag {RIFLE.lower()}")
            assert said == f"{RIFLE} lies before antenna 1 until away"
            assert seen.next() == Scan(kind, RIFLE)
            assert refused(bench, f"tag {RIFLE}") == f"{RIFLE} lies there already"
            assert done(bench, "half", "noise", f"hold {OTHER} 60s").startswith(f"{OTHER} lies ")
            assert seen.next() == Scan(kind, OTHER)
            assert done(bench, f"away {OTHER}") == f"{OTHER} was taken away"
            assert refused(bench, f"away {OTHER}") == f"{OTHER} does not lie there"
            assert done(bench, "away") == f"{RIFLE} was taken away"
            done(bench, f"hold {OTHER} 0.1s")
            while not bench.obey(f"tag {OTHER}").done:
                """It lies there already, until its time is over."""


def test_a_tag_lies_before_the_antenna_that_was_named() -> None:
    with playing("chafon288") as bench:
        assert done(bench, f"tag {RIFLE} 4") == f"{RIFLE} lies before antenna 4 until away"
        assert refused(bench, f"tag {OTHER} 5") == "'5': expected a number from 1 to 4"


# ---------------------------------------------------------------- device nodes, without a program
def test_what_needs_a_node_says_so_before_a_program_was_started() -> None:
    with playing("keyboard") as bench:
        assert refused(bench, "scan 1") == "no program has been started"


def test_every_chip_takes_its_orders_and_refuses_what_it_has_not() -> None:
    with playing("i2c") as bench:
        said = done(bench, "contact 0x20 3 open")
        assert said == "the contact at pin 3 of 0x20 is open"
        for order, why in (
            ("contact 0x30 3 open", "expected a number from 32 to 34"),
            ("contact 0x20 7 open", "pin 7 and 15 are outputs only"),
            ("contact 0x20 3 ajar", "'ajar': expected open or closed"),
            ("loop 3 rest", "expected a number from 0 to 2"),
            ("loop 0 well", "expected rest or active or cut or shorted or none"),
            ("current -1", "expected a number from 0 to 3200"),
            ("unplug 0x30", "no chip is at 0x30; there are 0x20, 0x21, 0x22, 0x40, "),
        ):
            assert why in refused(bench, order)
        assert done(bench, "loop 1 cut") == "loop 1 reads 3300 of 3300 mV"
        assert done(bench, "current 450") == "450 mA flow"
        assert done(bench, "lamps") == "lamps that shine: none"
        assert done(bench, "warm 60") == "the clock is 60 degrees warm"
        assert done(bench, "empty").startswith("the clock begins again")
