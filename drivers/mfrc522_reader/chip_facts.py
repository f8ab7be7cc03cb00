"""What is known of MFRC522 chips: versions, self-tests, gains. Tables only.

The self-tests are those of NXP's data sheet (MFRC522, rev. 3.9, 16.1.1) for versions 1.0 and 2.0;
version 0.0 and Fudan's FM17522 as miguelbalboa/rfid (src/MFRC522.h) read them from chips.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SELF_TEST_BYTES: Final = 64

GAINS: Final[Mapping[int, int]] = {18: 0, 23: 1, 33: 4, 38: 5, 43: 6, 48: 7}
"""Gain of the receiver in dB -> RxGain of RFCfgReg (9.3.3.6)."""

GAIN_DB: Final = 43
"""Ours, not measured: a step below the most. After a reset the chip has 33 dB."""


@dataclass(frozen=True, slots=True)
class KnownChip:
    """A chip by its VersionReg: its name, and what its self-test answers."""

    name: str
    self_test: bytes


CHIPS: Final[Mapping[int, KnownChip]] = {
    0x92: KnownChip(
        "MFRC522 version 2.0",
        bytes.fromhex(
            "00eb66ba57bf2395d0e30d3d27895cde9d3ba700215b8982513aeb020ca50049"
            "7c844db3ccd21b815d4876d5716121a986968338cf9d5b6ddc15ba3e7d953b2f"
        ),
    ),
    0x91: KnownChip(
        "MFRC522 version 1.0",
        bytes.fromhex(
            "00c637d532b7575cc2d87c4dd970c77310e6d2aa5ea13e5a14af3061c970db2e"
            "642272b5bd65f4ec22bcd37235cdaa411fa7f35314de7e02d90fb55e251d2979"
        ),
    ),
    0x90: KnownChip(
        "MFRC522 version 0.0",
        bytes.fromhex(
            "0087980f49ff0719bf2230495963adca7fe34e035c4e4950479a3761e7e2c62e"
            "755aed043d024b7832ff583b7ce90094b44a595bfdc929df3596989e4f30328d"
        ),
    ),
    0x88: KnownChip(
        "FM17522, a clone of the MFRC522",
        bytes.fromhex(
            "00d6788ce2aa0c182ab87a7fd36acf0bb137634b69ae91c7c397ae77f437d79b"
            "7cf53c118f15c3d7c15b002ad075de9e5164ab3ee915b5ab569a988226ea2a62"
        ),
    ),
}
