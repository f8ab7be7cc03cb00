"""The reader on real /dev/spidevB.C nodes, in a program of its own (see spi_bed)."""

import errno
import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.emulators.cards import Classic1k, Ntag213
from drivers.emulators.ntag424 import Ntag424
from drivers.emulators.smart_card import SmartCard
from drivers.mfrc522_reader.spi_bus import SpiBus
from drivers.protocols.key_diversification import diversified_key
from tests.drivers.aes_block import AesBlock
from tests.drivers.mfrc522_child import MASTER
from tests.drivers.spi_bed import SpiBed

SMART = "04782E21801D80"
FOUND = {"kind": "Found", "device": "badge"}


@pytest.fixture
def bed() -> Iterator[SpiBed]:
    started = SpiBed()
    yield started
    assert started.end() == 0


@pytest.fixture
def proving() -> Iterator[SpiBed]:
    started = SpiBed("prove")
    yield started
    assert started.end() == 0


def scan(text: str, reader: str = "badge", *, proved: bool = False) -> dict[str, object]:
    """Return what the child says of a card."""
    told = {"kind": "CardScan", "reader": reader, "text": text}
    return {**told, "bits": 4 * len(text), "proved": proved}


def test_a_badge_is_read_through_the_kernels_own_device_without_any_hardware_library(
    bed: SpiBed,
) -> None:
    bed.order("start badge")
    assert bed.next() == FOUND
    speed = struct.pack("=I", 1_000_000)
    assert bed.settings[0] == {1: b"\x00", 3: b"\x08", 4: speed}, "mode, word, speed"
    bed.chips[0].field.put(Ntag213("04A1B2C3D4E580"))
    assert bed.next() == scan("04A1B2C3D4E580")
    bed.order("stop badge")
    stopped = bed.next()
    assert stopped["kind"] == "stopped"
    assert stopped["took_s"] < 1.0


def test_readers_on_ce0_and_ce1_read_side_by_side(bed: SpiBed) -> None:
    cards = {"badge": "DEADBEEF", "weapon": "04112233445566"}
    for name in cards:
        bed.order(f"start {name}")
        assert bed.next() == {"kind": "Found", "device": name}
    bed.chips[0].field.put(Classic1k(cards["badge"]))
    bed.chips[1].field.put(Ntag213(cards["weapon"]))
    told = sorted((bed.next() for _ in cards), key=lambda word: str(word["reader"]))
    assert told == [scan(uid, name) for name, uid in cards.items()]


def test_a_second_program_at_the_same_chip_select_is_kept_out(bed: SpiBed) -> None:
    bed.order("start badge")
    assert bed.next() == FOUND
    bed.order("start rival")
    why = "another program has it: /dev/spidev0.0"
    assert bed.next() == {"kind": "Lost", "device": "rival", "why": why}
    bed.order("stop badge")
    told = sorted((bed.next() for _ in range(2)), key=lambda word: str(word["kind"]))
    assert told[0] == {"kind": "Found", "device": "rival"}


def test_a_chip_that_is_unplugged_and_plugged_again_is_lost_and_found(bed: SpiBed) -> None:
    bed.order("start badge")
    assert bed.next() == FOUND
    bed.chips[0].unplug(0xFF)
    lost = bed.next()
    assert lost["kind"] == "Lost"
    assert "no chip answers at /dev/spidev0.0" in lost["why"]
    bed.chips[0].plug()
    assert bed.next() == FOUND


def test_a_device_that_goes_is_lost_and_found_again_when_it_is_back(bed: SpiBed) -> None:
    bed.node(0, there=False)
    bed.order("start badge")
    nothing = {
        "kind": "Lost",
        "device": "badge",
        "why": "nothing is plugged in at /dev/spidev0.0",
    }
    assert bed.next() == nothing
    bed.node(0, there=True)
    assert bed.next() == FOUND
    bed.node(0, there=False)
    lost = bed.next()
    assert lost["why"] == "unplugged: nothing is plugged in at /dev/spidev0.0"
    assert bed.next() == nothing
    bed.node(0, there=True)
    assert bed.next() == FOUND


def test_an_ntag_424_dna_proves_itself_and_a_copy_of_its_uid_does_not(proving: SpiBed) -> None:
    """From the ioctl to the diversified key and back, with nothing in between replaced."""
    own = diversified_key(AesBlock, MASTER, bytes.fromhex(SMART))
    field = proving.chips[0].field
    proving.order("start badge")
    assert proving.next() == FOUND
    for key, told in (
        (own, scan(SMART, proved=True)),
        (MASTER, {"kind": "ScanRejected", "reader": "badge", "reason": "card_refused"}),
    ):
        card = SmartCard(SMART, Ntag424(AesBlock, SMART, {1: key}, lambda size: bytes(range(size))))
        field.put(card)
        assert proving.next() == told
        field.take(card)
        away = Classic1k("08000000")  # another card: the same one would be told once only
        field.put(away)
        assert proving.next()["reason"] == "random_uid"
        field.take(away)


@pytest.mark.parametrize(
    ("path", "number"), [("/dev/null", errno.ENOTTY), ("/dev/no-spi-here", errno.ENOENT)]
)
def test_what_is_no_spi_device_is_not_opened(path: str, number: int) -> None:
    held = set(Path("/proc/self/fd").iterdir())
    with pytest.raises(OSError, match=os.strerror(number)):
        SpiBus(path)
    assert set(Path("/proc/self/fd").iterdir()) == held, "and not kept open either"
