"""Who is before the antenna of a PN532, and how a card there proves itself.

The chip's firmware does anticollision, cascade, RATS and the block protocol; here stands what is
made of its answers.
"""

from dataclasses import dataclass
from typing import Final

from drivers.parts.badges import Outcome, proven
from drivers.pn532_reader.chip import Pn532, Silent
from drivers.protocols.badge_proof import BadgeProof
from drivers.protocols.card_reasons import TWO_CARDS
from drivers.protocols.iso14443_4 import BROKEN, GONE, STUCK, Failed
from drivers.protocols.iso14443a import SAK_14443_4

LOOK_PATIENCE_S: Final = 0.5
"""Ours: two cards with RATS take 0.2 s, an empty field 0.03 s."""

_LIST_TWO: Final = b"\x4a\x02\x00"
"""InListPassiveTarget: two cards at most, type A at 106 kbit/s (7.3.5)."""
_CARRY: Final = b"\x40\x01"
"""InDataExchange with the first card (7.3.8)."""
_CARRY_PATIENCE_S: Final = 1.0
"""Ours: the chip grants a card all the time it asks for."""
_BEFORE_UID: Final = 5  # number, SENS_RES (2), SEL_RES, length of the UID
_UID_SIZES: Final = frozenset({4, 7, 10})
_STATUS: Final = 0x3F
_MORE: Final = 0x40
_LEFT: Final = frozenset({0x01, 0x2B})  # no answer; card disappeared (table 15)


@dataclass(frozen=True, slots=True)
class Card:
    """A selected card: its whole UID in upper-case hexadecimal, and what it can."""

    uid: str
    smart: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """Somebody is there and cannot be read; `reason` is a wire name."""

    reason: str


def look(chip: Pn532) -> Card | Trouble | None:
    """Return the one card that is there, what prevents it, or None for an empty field.

    Raises:
        DeviceGone: the chip is gone, or does not work.
        Silent: the chip lost itself in a card.
    """
    told = chip.ask(_LIST_TWO, LOOK_PATIENCE_S)
    if told[:1] == b"\x00":
        return None
    if told[:1] == b"\x02":
        return Trouble(TWO_CARDS)
    size = told[_BEFORE_UID] if len(told) > _BEFORE_UID else 0
    uid = told[_BEFORE_UID + 1 :][:size]
    if told[:1] != b"\x01" or size not in _UID_SIZES or len(uid) != size:
        return Trouble(BROKEN)
    return Card(uid.hex().upper(), bool(told[_BEFORE_UID - 1] & SAK_14443_4))


def prove(chip: Pn532, proof: BadgeProof) -> Outcome:
    """Lead the card that was found last through its proof.

    Raises:
        DeviceGone: the chip is gone, or does not work.
    """

    def carry(command: bytes) -> bytes | Failed:
        try:
            told = chip.ask(_CARRY + command, _CARRY_PATIENCE_S)
        except Silent:
            return Failed(STUCK)
        if not told or told[0] & _MORE:
            return Failed(BROKEN)  # no answer of a proof is longer than a frame
        if told[0] & _STATUS:
            return Failed(GONE if told[0] & _STATUS in _LEFT else BROKEN)
        return told[1:]

    return proven(proof, carry)
