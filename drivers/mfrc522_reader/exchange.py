"""A selected card proves itself: RATS, blocks of ISO/IEC 14443-4, and the steps of a badge proof.

What is asked and what is believed stands in `drivers.protocols.badge_proof`.
"""

from typing import Final

from drivers.mfrc522_reader.chip import FRAME_MAX, PATIENCE_MAX_S, Chip, Trouble, Wait
from drivers.parts.badges import Outcome, proven
from drivers.protocols.badge_proof import BadgeProof
from drivers.protocols.iso14443_4 import (
    BROKEN,
    GONE,
    Answered,
    Ats,
    BlockProtocol,
    Failed,
    Send,
    deselect,
    read_ats,
)
from drivers.protocols.iso14443a import CRC_LENGTH, checked, crc_a

_RATS: Final = bytes([0xE0, 0x50])
"""We take frames of 64 bytes, the FIFO's; the card gets no number (5.1)."""
_RATS_S: Final = 0.005  # 65536 periods of the carrier (5.6.1)
_DESELECT_S: Final = 0.005  # the same (8.1)
_SLACK_S: Final = 0.001  # of our timer, and of the bits it counts before it stops


def prove(chip: Chip, proof: BadgeProof, wait: Wait) -> Outcome:
    """Lead a selected smart card through its proof, and send it to sleep.

    Returns:
        Failed: the card left or fell silent before its proof ended either way.

    Raises:
        DeviceGone: the chip is gone, or does not work.
    """
    ats = _ats(chip)
    if isinstance(ats, Failed):
        return ats
    wait(ats.rest_s)
    blocks = BlockProtocol(min(ats.frame_max, FRAME_MAX))

    def carry(command: bytes) -> bytes | Failed:
        answer = _carried(chip, blocks, command, ats.patience_s)
        return answer if isinstance(answer, Failed) else answer.answer

    told = proven(proof, carry)
    if not isinstance(told, Failed):
        _exchanged(chip, deselect(), _DESELECT_S)
    return told


def _ats(chip: Chip) -> Ats | Failed:
    answer = chip.transceive(_RATS + crc_a(_RATS), patience_s=_RATS_S)
    if isinstance(answer, Trouble):
        return Failed(GONE)
    ats = read_ats(answer[:-CRC_LENGTH]) if checked(answer) else None
    return Failed(BROKEN) if ats is None else ats


def _carried(
    chip: Chip, blocks: BlockProtocol, command: bytes, patience_s: float
) -> Answered | Failed:
    """Carry a command to the card, and its answer back."""
    told: Send | Answered | Failed = blocks.begin(command)
    while isinstance(told, Send):
        told = blocks.take(_exchanged(chip, told.block, patience_s * told.waits))
    return told


def _exchanged(chip: Chip, block: bytes, patience_s: float) -> bytes | None:
    """Send one block and return the answer without its CRC, or None for anything but a whole."""
    patience_s = min(patience_s + _SLACK_S, PATIENCE_MAX_S)
    answer = chip.transceive(block + crc_a(block), patience_s=patience_s)
    if isinstance(answer, Trouble) or not checked(answer):
        return None
    return answer[:-CRC_LENGTH]
