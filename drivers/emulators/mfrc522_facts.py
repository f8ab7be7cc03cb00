"""What the MFRC522's data sheet prints as tables: registers, commands, power-on, self-test.

The self-tests are those of 16.1.1 for versions 1.0 and 2.0; version 0.0 and Fudan's FM17522 as
miguelbalboa/rfid (src/MFRC522.h) read them from chips.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Final


class Register(IntEnum):
    """Addresses of the registers (9.2) that do something here."""

    COMMAND = 0x01
    COM_IRQ = 0x04
    DIV_IRQ = 0x05
    ERROR = 0x06
    STATUS_2 = 0x08
    FIFO_BYTE = 0x09
    FIFO_LEVEL = 0x0A
    CONTROL = 0x0C
    BIT_FRAMING = 0x0D
    COLLISION = 0x0E
    MODE = 0x11
    TX_MODE = 0x12
    RX_MODE = 0x13
    TX_CONTROL = 0x14
    TX_ASK = 0x15
    CRC_HIGH = 0x21
    CRC_LOW = 0x22
    MOD_WIDTH = 0x24
    RF_CONFIG = 0x26
    TIMER_MODE = 0x2A
    TIMER_PRESCALER = 0x2B
    TIMER_HIGH = 0x2C
    TIMER_LOW = 0x2D
    TIMER_COUNT_HIGH = 0x2E
    TIMER_COUNT_LOW = 0x2F
    AUTO_TEST = 0x36
    VERSION = 0x37


class Command(IntEnum):
    """Codes of CommandReg (10.3) that do something here."""

    IDLE = 0x0
    MEM = 0x1
    CALC_CRC = 0x3
    NO_CHANGE = 0x7
    TRANSCEIVE = 0xC
    SOFT_RESET = 0xF


READ_ONLY: Final = frozenset({
    Register.ERROR, Register.COLLISION, Register.CRC_HIGH, Register.CRC_LOW, Register.VERSION,
    Register.TIMER_COUNT_HIGH, Register.TIMER_COUNT_LOW,
})  # fmt: skip

CRC_PRESETS: Final = (0x0000, 0x6363, 0xA671, 0xFFFF)
"""By the low bits of ModeReg (9.3.2.2), bit-reversed as CRC_A counts."""

_POWER_ON: Final = {
    0x01: 0x20, 0x02: 0x80, 0x04: 0x14, 0x07: 0x21, 0x0B: 0x08, 0x0C: 0x10, 0x0E: 0xA0, 0x11: 0x3F,
    0x14: 0x80, 0x16: 0x10, 0x17: 0x84, 0x18: 0x84, 0x19: 0x4D, 0x1C: 0x62, 0x1F: 0xEB, 0x21: 0xFF,
    0x22: 0xFF, 0x24: 0x26, 0x26: 0x48, 0x27: 0x88, 0x28: 0x20, 0x29: 0x20, 0x36: 0x40,
}  # fmt: skip


def power_on(version: int) -> bytearray:
    """Return all registers as they are after a reset."""
    registers = bytearray(64)
    for address, value in _POWER_ON.items():
        registers[address] = value
    registers[Register.VERSION] = version
    return registers


SELF_TESTS: Final[Mapping[int, bytes]] = {
    0x91: bytes.fromhex(
        "00c637d532b7575cc2d87c4dd970c77310e6d2aa5ea13e5a14af3061c970db2e"
        "642272b5bd65f4ec22bcd37235cdaa411fa7f35314de7e02d90fb55e251d2979"
    ),
    0x92: bytes.fromhex(
        "00eb66ba57bf2395d0e30d3d27895cde9d3ba700215b8982513aeb020ca50049"
        "7c844db3ccd21b815d4876d5716121a986968338cf9d5b6ddc15ba3e7d953b2f"
    ),
    0x90: bytes.fromhex(
        "0087980f49ff0719bf2230495963adca7fe34e035c4e4950479a3761e7e2c62e"
        "755aed043d024b7832ff583b7ce90094b44a595bfdc929df3596989e4f30328d"
    ),
    0x88: bytes.fromhex(
        "00d6788ce2aa0c182ab87a7fd36acf0bb137634b69ae91c7c397ae77f437d79b"
        "7cf53c118f15c3d7c15b002ad075de9e5164ab3ee915b5ab569a988226ea2a62"
    ),
}
"""VersionReg -> the 64 bytes of the self-test."""

WRONG_SELF_TEST: Final = bytes(range(64))
"""What a chip says that was not prepared as the data sheet demands, or is none."""
