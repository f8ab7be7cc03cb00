"""Troubles that several readers share, where their own tests leave one out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.emulators.bed.keys import presses
from drivers.emulators.cards import Classic1k
from drivers.emulators.talkers import LineScanner
from drivers.mfrc522_reader.reader import LOOK_S
from drivers.parts.badges import Badges, Outcome
from drivers.protocols.badge_proof import BadgeProof
from drivers.protocols.key_presses import KeyDecoder
from drivers.protocols.lines import LineDecoder
from drivers.protocols.reasons import NOISE
from drivers.readings import Found, Lost, Scan, ScanRejected
from drivers.serial_scanner import SerialScanner
from tests.drivers.card_scans import uid_scan
from tests.drivers.inbox import Inbox
from tests.drivers.pn532_bench import Pn532Bench
from tests.drivers.rc522 import Rc522, played, put, rest

CODE, NEXT = "1010000168", "1010000265"
HOUR_S = 3600
STUCK_S = 0.1
"""How often a scanner with a jammed trigger says its code. Ours."""


class Held:
    """A card that lies on the reader."""

    uid, smart = "DEADBEEF", False

    def prove(self, proof: BadgeProof) -> Outcome:
        raise AssertionError(f"nobody asked for {proof}")

    def rest(self) -> None:
        """Do nothing."""


def test_a_card_that_lies_on_a_card_reader_for_an_hour_is_one_reading() -> None:
    """What MFRC522 and PN532 have in common: a look, and whether it is news."""
    badges = Badges("badge", None)
    told = [badges.meet(Held()) for _ in range(round(HOUR_S / LOOK_S))]
    assert [reading for reading in told if reading] == [uid_scan("DEADBEEF")]


def test_a_keyboard_scanner_stuck_for_an_hour_holds_nothing_back_and_the_next_code_is_read() -> (
    None
):
    """Every code is told; that they are one scan is the keeper's to say (tests/keeper)."""
    decoder = KeyDecoder("gate")
    records = presses(CODE)
    for number in range(round(HOUR_S / STUCK_S)):
        at_ms = round(1000 * STUCK_S * number)
        told = [one for record in records for one in decoder.feed(*record, at_ms=at_ms)]
        assert told == [Scan("gate", CODE)]
        assert not decoder.busy, "something is held"
    told = [one for record in presses(NEXT) for one in decoder.feed(*record, at_ms=HOUR_S * 1000)]
    assert told == [Scan("gate", NEXT)]


def test_a_serial_scanner_stuck_for_an_hour_holds_nothing_back_and_the_next_code_is_read(
    tmp_path: Path,
) -> None:
    """36,000 codes through a real port, as fast as it takes them."""
    decoder = LineDecoder("gate")
    wire, inbox = LineScanner(tmp_path / "gate"), Inbox()
    driver = SerialScanner("gate", wire.url)
    driver.start(inbox)
    assert inbox.next() == Found("gate")
    times = round(HOUR_S / STUCK_S)
    for _ in range(times // 100):
        wire.send(wire.frame(CODE) * 100)
        assert [inbox.next() for _ in range(100)] == [Scan("gate", CODE)] * 100
    wire.scan(NEXT)
    assert inbox.next() == Scan("gate", NEXT)
    driver.stop()
    wire.unplug()
    decoder.feed(wire.frame(CODE) * times)
    assert decoder.held == 0


@pytest.mark.promise("P9")
@pytest.mark.parametrize("place", [0, 1, 2], ids=["ATQA", "UID", "SAK"])
def test_half_an_answer_of_a_card_is_no_card_and_the_next_look_reads_it(place: int) -> None:
    bench = Rc522()
    whole: list[bytes] = []

    def halved(said: bytes) -> bytes:
        if len(whole) < place:
            whole.append(said)
            return said
        bench.field.noise = bytes
        return said[: len(said) // 2]

    bench.field.noise = halved
    told = played(bench, put(bench, Classic1k("DEADBEEF")), rest, rest)
    assert told == [uid_scan("DEADBEEF")]
    assert (len(whole), bench.field.noise) == (place, bytes), "and one was halved"


@pytest.mark.promise("P9")
def test_half_an_answer_of_a_pn532_costs_a_moment_and_the_card_is_read(tmp_path: Path) -> None:
    """It is asked again, or set up anew: that depends on the place where it was torn."""
    for kept in range(1, 16):
        bench = Pn532Bench(tmp_path / "badge")
        driver, inbox = bench.driver(), Inbox()
        driver._back_off_s = (0.01,)
        driver.start(inbox)
        assert inbox.next() == Found("badge")
        bench.wire.spoil_next(_first(kept))
        bench.field.put(Classic1k("DEADBEEF"))
        while (told := inbox.next()) != uid_scan("DEADBEEF"):
            noise = told == ScanRejected("badge", NOISE)
            assert noise or isinstance(told, Lost | Found), f"after {kept} bytes"
        driver.stop()
        bench.wire.unplug()


def _first(kept: int) -> Callable[[bytes], bytes]:
    """Return what keeps so many bytes of an answer."""
    return lambda said: said[:kept]
