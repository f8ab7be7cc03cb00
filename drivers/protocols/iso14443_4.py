"""The block protocol of contactless smart cards, the reader's side: ISO/IEC 14443-4, chapter 7.

Carries a command to the card and its answer back, in pieces, over lost and damaged blocks. Sans-I/O
and without CRC, which the reader chip adds and checks. Knows no command.
"""

from dataclasses import dataclass
from typing import Final

FRAME_SIZES: Final = (16, 24, 32, 40, 48, 64, 96, 128, 256)
"""Bytes of the longest frame that a card takes, by the number in its ATS (table 1)."""

TRIES: Final = 3
"""Blocks sent in vain before the card counts as gone. Ours: the standard leaves it open."""

WAITS: Final = 30
"""Times that a card may ask for more time in one command. Ours: a stuck card asks for ever."""

ANSWER_MAX: Final = 2048
"""Bytes of one answer. Ours: the largest file that a badge needs has 256."""

GONE: Final = "card_gone"
BROKEN: Final = "card_breaks_protocol"
STUCK: Final = "card_stuck"

_I_BLOCK: Final = 0x02
_ACK: Final = 0xA2
_NAK: Final = 0xB2
_DESELECT: Final = 0xC2
_WTX: Final = 0xF2
_CHAINING: Final = 0x10
_NUMBER: Final = 0x01
_CID_OR_NAD: Final = 0x0C
_I_MASK: Final = 0xE2  # of the bits that say it is an I-block, without chaining, CID, NAD, number
_R_MASK: Final = 0xE6
_WTX_MULTIPLIER: Final = range(1, 60)
_OVERHEAD: Final = 3  # PCB and CRC

# The answer to RATS, 5.2: T0 says which of TA, TB and TC follow; TB says times as powers of two.
_ATS_DEFAULT: Final = 0x02  # an ATS without T0: 32 bytes
_RFU: Final = 0x80
_TA, _TB, _TC = 0x10, 0x20, 0x40
_FWI_DEFAULT: Final = 4
_RESERVED: Final = 15
_TIME_UNIT_S: Final = 256 * 16 / 13.56e6
_WTX_LENGTH: Final = 2


@dataclass(frozen=True, slots=True)
class Send:
    """A block for the card.

    `waits` is how many times the card's own waiting time to wait for the answer.
    """

    block: bytes
    waits: int = 1


@dataclass(frozen=True, slots=True)
class Answered:
    """The card's whole answer to the command."""

    answer: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """The exchange is over without an answer; the card has to be activated anew."""

    why: str


def frame_size(fsci: int) -> int:
    """Return the bytes of the longest frame a card takes; reserved numbers mean 256 (5.2.3)."""
    return FRAME_SIZES[min(fsci, len(FRAME_SIZES) - 1)]


def deselect() -> bytes:
    """Return the block that sends the card to sleep."""
    return bytes([_DESELECT])


@dataclass(frozen=True, slots=True)
class Ats:
    """What a card says of itself in answer to RATS (5.2)."""

    frame_max: int
    """Bytes of the longest frame it takes."""
    patience_s: float
    """How long it may take to answer a block."""
    rest_s: float
    """How long it wants to be left alone after its ATS."""


def read_ats(ats: bytes) -> Ats | None:
    """Return what an ATS says, or None if it is none.

    Args:
        ats: from its length byte to its last, without CRC.
    """
    if not ats or ats[0] != len(ats):
        return None
    form = ats[1] if len(ats) > 1 else _ATS_DEFAULT
    interface = ats[2:]
    if form & _RFU or len(interface) < sum(bool(form & bit) for bit in (_TA, _TB, _TC)):
        return None
    waiting, resting = _FWI_DEFAULT, 0
    if form & _TB:
        waiting, resting = divmod(interface[1 if form & _TA else 0], 16)
    waiting = _FWI_DEFAULT if waiting == _RESERVED else waiting
    resting = 0 if resting == _RESERVED else resting
    return Ats(
        frame_size(form & 0x0F),
        _TIME_UNIT_S * 2**waiting,
        _TIME_UNIT_S * 2**resting if resting else 0.0,
    )


class BlockProtocol:
    """Exchanges one command after the other with one activated card, without CID and NAD."""

    def __init__(self, fsc: int = FRAME_SIZES[0]) -> None:
        """Begin right after the ATS: the first block has number 0.

        Args:
            fsc: bytes of the longest frame the card takes, `frame_size` of its ATS.
        """
        self._piece = fsc - _OVERHEAD
        self._number = 0
        self._rest: list[bytes] = []
        self._sent = b""
        self._answer = b""
        self._receiving = False
        self._tries = 0
        self._waits = 0

    def begin(self, command: bytes) -> Send:
        """Return the first block of a command."""
        size = self._piece
        self._rest = [command[at : at + size] for at in range(0, len(command), size)] or [b""]
        self._answer = b""
        self._receiving = False
        self._tries = self._waits = 0
        return self._next_piece()

    def take(self, block: bytes | None) -> Send | Answered | Failed:
        """Take what came back, without its CRC, and return what to do next.

        Args:
            block: None if nothing came in time, or with a wrong CRC or parity.
        """
        if not block or (block[0] & _CID_OR_NAD and block[0] & _I_MASK == _I_BLOCK):
            return self._again()
        control, content = block[0], block[1:]
        if control & _I_MASK == _I_BLOCK:
            return self._take_piece(control, content)
        if control & _R_MASK == _ACK and not content:
            return self._take_r_block(control)
        if control == _WTX and len(block) == _WTX_LENGTH:
            return self._take_wait(content[0] & 0x3F)
        return self._again()

    def _next_piece(self) -> Send:
        piece = self._rest.pop(0)
        chaining = _CHAINING if self._rest else 0
        self._sent = bytes([_I_BLOCK | chaining | self._number]) + piece
        return Send(self._sent)

    def _take_piece(self, control: int, content: bytes) -> Send | Answered | Failed:
        """Rules B, 2 and 5 (7.5.4): a piece with our number answers; the next number is ours."""
        if control & _NUMBER != self._number:
            return self._again()
        if self._rest:
            return Failed(BROKEN)  # it answers before it heard all
        self._number ^= 1
        self._tries = 0
        self._answer += content
        if len(self._answer) > ANSWER_MAX:
            return Failed(STUCK)
        if not control & _CHAINING:
            return Answered(self._answer)
        self._receiving = True
        return Send(bytes([_ACK | self._number]))

    def _take_r_block(self, control: int) -> Send | Failed:
        """Rules B, 6 and 7: an ACK of our number asks for the next piece, of the other: again."""
        if control & _CHAINING:
            return Failed(BROKEN)  # a card never says NAK
        if control & _NUMBER != self._number:
            return self._again(self._sent)
        if not self._rest or self._receiving:
            return Failed(BROKEN)
        self._number ^= 1
        self._tries = 0
        return self._next_piece()

    def _take_wait(self, multiplier: int) -> Send | Failed:
        """Rule 3: a request for time is granted as it was asked (7.3)."""
        self._waits += 1
        if multiplier not in _WTX_MULTIPLIER or self._waits > WAITS:
            return Failed(STUCK)
        self._tries = 0
        return Send(bytes([_WTX, multiplier]), waits=multiplier)

    def _again(self, block: bytes | None = None) -> Send | Failed:
        """Rule 4: ask again: NAK, or while the card sends pieces, the ACK of the last."""
        self._tries += 1
        if self._tries > TRIES:
            return Failed(GONE)
        asking = _ACK if self._receiving else _NAK
        return Send(block or bytes([asking | self._number]))
