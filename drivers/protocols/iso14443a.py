"""Single frames between a reader and a card, ISO/IEC 14443-3 and -4 type A.

A frame stands alone here: who sent it is told by its shape. A whole activation, where the order
says more, is read in `iso14443a_session`. Nothing here knows a reader chip.
"""

from array import array
from bisect import bisect
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, reduce
from operator import xor
from typing import Final

from drivers.protocols.bursts import BURST_MAX, BurstDecoder
from drivers.protocols.card_reasons import NO_FRAME, RANDOM_UID
from drivers.protocols.frames import Found, Frame, Plain, Rejected
from drivers.protocols.reasons import BAD_CHECKSUM

Said = Mapping[str, Plain]

READER: Final = "reader->tag"
CARD: Final = "tag->reader"

CRC_LENGTH: Final = 2
FRAME_MAX: Final = 258  # ISO/IEC 14443-4: FSD 256 at most, and proxmark3 traces CRC after it
_BURST_MAX: Final = 512  # ours: some fifty frames that came without a pause

WAKE_UPS: Final = {0x26: "REQA (7 bit)", 0x52: "WUPA (7 bit)"}
LEVELS: Final = {0x93: 1, 0x95: 2, 0x97: 3}
"""First byte of anticollision and SELECT -> cascade level (ISO/IEC 14443-3, 6.5.3.1)."""

CASCADE_TAG: Final = 0x88
"""Stands before three bytes of a longer UID. A real UID may begin with it: only the SAK tells."""

SAK_INCOMPLETE: Final = 0x04
SAK_14443_4: Final = 0x20
_SAK_UNUSED: Final = 0x82  # NXP AN10833, 3.2: no card has them; blocks of 14443-4 have one
_SAK_OF_OTHERS: Final = {0x0A, 0x53, 0x88, 0x98}  # Fudan, Infineon, Gemplus: proxmark3, cmdhf14a.c
UID_PART: Final = 4  # bytes of UID (or cascade tag and three of them) in one cascade level

_NVB_NOTHING: Final = 0x20  # anticollision: the reader sends no bit of the UID yet
_NVB_WHOLE: Final = 0x70  # SELECT: the reader sends all of it
_RANDOM: Final = 0x08  # ISO/IEC 14443-3, 6.5.4: uid0 = 08 means the rest is random
_SHORT: Final = 1
_PAIR: Final = 2
_SAK_LENGTH: Final = 3
_UID_LENGTH: Final = UID_PART + 1
_SELECT_LENGTH: Final = 2 + UID_PART + 1 + CRC_LENGTH
_PAGES_LENGTH: Final = 16 + CRC_LENGTH

# ATQA, ISO/IEC 14443-3, 6.5.2: RFU bits are zero, one bit of five says the anticollision frame.
_ATQA_RFU_LOW: Final = 0x20
_ATQA_RFU_HIGH: Final = 0xF0
_ATQA_FRAMES: Final = 0x1F
_ATQA_SIZE: Final = 0xC0

# ATS, ISO/IEC 14443-4, 5.2: T0 says which of TA, TB, TC follow and the card's frame size.
_ATS_RFU: Final = 0x80
_ATS_INTERFACE: Final = (0x10, 0x20, 0x40)


_CRC_FIRST: Final = 0x6363


def crc_a(message: bytes) -> bytes:
    """Return the two bytes of CRC_A, in the order they are sent (ISO/IEC 14443-3, annex B)."""
    register = _CRC_FIRST
    for byte in message:
        register = (register >> 8) ^ _CRC_STEPS[(register ^ byte) & 0xFF]
    return register.to_bytes(2, "little")


def _crc_step(byte: int) -> int:
    for _ in range(8):
        byte = (byte >> 1) ^ (0x8408 if byte & 1 else 0)
    return byte


_CRC_STEPS: Final = tuple(_crc_step(byte) for byte in range(256))
_BITS: Final = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))
_CRC_BYTES: Final = {step >> 8: byte for byte, step in enumerate(_CRC_STEPS)}


def checked(raw: bytes) -> bool:
    """Say whether the frame ends with its own CRC_A."""
    return len(raw) > CRC_LENGTH and crc_a(raw[:-CRC_LENGTH]) == raw[-CRC_LENGTH:]


def bcc(uid_part: bytes) -> int:
    """Return the check byte of one cascade level: the exclusive or of its four bytes."""
    return reduce(xor, uid_part, 0)


def badge_refusal(uid: str) -> str | None:
    """Say why a card with this UID cannot be a badge, or None.

    Args:
        uid: the whole UID in upper-case hexadecimal.
    """
    random = len(uid) == 2 * UID_PART and int(uid[:2], 16) == _RANDOM
    return RANDOM_UID if random else None


@dataclass(frozen=True, slots=True)
class _Command:
    """A command with CRC_A: its length with the CRC, and how what it says is told."""

    code: int
    length: int
    name: str
    fields: tuple[tuple[str, int, int], ...] = ()  # name, from, to: bytes told in hexadecimal
    page: bool = False  # the second byte is a page or block, and part of the name


# ISO/IEC 14443-3 and -4; MIFARE Ultralight, Ultralight C, Ultralight EV1, NTAG21x, Classic sheets.
_COMMANDS: Final = (
    _Command(0xE0, 4, "RATS"),
    _Command(0x50, 4, "HLTA"),
    _Command(0x30, 4, "READ page", page=True),
    _Command(0xA2, 8, "WRITE page", (("data", 2, 6),), page=True),
    _Command(0xA0, 4, "COMPATIBILITY_WRITE page", page=True),
    _Command(0x1B, 7, "PWD_AUTH", (("pwd", 1, 5),)),
    _Command(0x1A, 4, "AUTHENTICATE"),
    # An Ultralight AES answers AUTHENTICATE in this very shape; alone, nothing tells them apart.
    _Command(0xAF, 19, "AUTHENTICATE part 2", (("data", 1, 17),)),
    _Command(0xAF, 35, "AUTHENTICATE part 2", (("data", 1, 33),)),
    _Command(0x60, 3, "GET_VERSION"),
    _Command(0x3C, 4, "READ_SIG"),
    _Command(0x39, 4, "READ_CNT"),
    _Command(0x3A, 5, "FAST_READ", (("pages", 1, 3),)),
    _Command(0x60, 4, "AUTH A block", page=True),
    _Command(0x61, 4, "AUTH B block", page=True),
    _Command(0xD0, 5, "PPS"),
    _Command(0xC2, 3, "DESELECT"),
)
_BY_CODE: Final = {(command.code, command.length): command for command in _COMMANDS}
COMMAND_LENGTHS: Final = {
    code: tuple(one.length for one in _COMMANDS if one.code == code)
    for code in {command.code for command in _COMMANDS}
}
_HALT: Final = bytes((0x50, 0x00))


def said_by_reader(raw: bytes) -> Said | None:
    """Return what a reader says with this frame, or None if no reader says so."""
    if len(raw) == _SHORT and raw[0] in WAKE_UPS:
        return {"dir": READER, "cmd": WAKE_UPS[raw[0]]}
    if len(raw) >= _PAIR and raw[0] in LEVELS:
        return _said_to_select(raw)
    command = _BY_CODE.get((raw[0], len(raw))) if raw else None
    if command is None or not checked(raw):
        return None
    if raw[0] == _HALT[0] and not raw.startswith(_HALT):
        return None
    name = f"{command.name} {raw[1]}" if command.page else command.name
    told: dict[str, Plain] = {"dir": READER, "cmd": name, "crc_ok": True}
    return told | {field: raw[begin:end].hex() for field, begin, end in command.fields}


def _said_to_select(raw: bytes) -> Said | None:
    level = LEVELS[raw[0]]
    if len(raw) == _PAIR and raw[1] == _NVB_NOTHING:
        return {"dir": READER, "cmd": f"ANTICOLLISION CL{level}"}
    whole = len(raw) == _SELECT_LENGTH and raw[1] == _NVB_WHOLE
    if not whole or not checked(raw) or bcc(raw[2:7]) != 0:
        return None
    return {"dir": READER, "cmd": f"SELECT CL{level}", "crc_ok": True}


def atqa(raw: bytes) -> Said | None:
    """Return what two bytes say as the answer to a wake-up, or None if they cannot be one."""
    if len(raw) != _PAIR or raw[0] & _ATQA_RFU_LOW or raw[1] & _ATQA_RFU_HIGH:
        return None
    if (raw[0] & _ATQA_FRAMES).bit_count() != 1 or raw[0] & _ATQA_SIZE == _ATQA_SIZE:
        return None
    return {"dir": CARD, "answer": "ATQA", "atqa_le": raw[::-1].hex()}


def uid_part(raw: bytes) -> Said | None:
    """Return what five bytes say as one cascade level of a UID, or None if their check fails."""
    if len(raw) != _UID_LENGTH or bcc(raw) != 0:
        return None
    tagged = raw[0] == CASCADE_TAG
    return {"dir": CARD, "answer": "UID CLn + BCC", "cascade_tag": tagged, "bcc_ok": True}


def sak(raw: bytes) -> Said | None:
    """Return what three bytes say as the answer to SELECT, or None if their CRC fails."""
    if len(raw) != _SAK_LENGTH or not checked(raw):
        return None
    return {
        "dir": CARD,
        "answer": "SAK",
        "sak": f"{raw[0]:02x}",
        "uid_complete": not raw[0] & SAK_INCOMPLETE,
        "iso14443_4": bool(raw[0] & SAK_14443_4),
        "crc_ok": True,
    }


def ats(raw: bytes) -> Said | None:
    """Return what a card says in answer to RATS, or None if its length or CRC fails."""
    if not raw or raw[0] == 0 or raw[0] != len(raw) - CRC_LENGTH or not checked(raw):
        return None
    body = raw[1:-CRC_LENGTH]
    told: dict[str, Plain] = {"dir": CARD, "answer": "ATS", "crc_ok": True}
    if not body:
        return told
    following = sum(bool(body[0] & bit) for bit in _ATS_INTERFACE)
    if body[0] & _ATS_RFU or len(body) < 1 + following:
        return None
    return told | {"fsci": body[0] & 0x0F, "historical": body[1 + following :].hex()}


def said_by_card(raw: bytes) -> Said | None:
    """Return what a card says in answer to any command but RATS, or None if its CRC fails."""
    if not checked(raw):
        return None
    answer = "16 bytes of memory" if len(raw) == _PAGES_LENGTH else "data"
    body = raw[:-CRC_LENGTH].hex()
    return {"dir": CARD, "answer": answer, "data": body, "crc_ok": True}


def read_frame(raw: bytes) -> Said | None:
    """Return what one frame says, told from its shape alone, or None if it is none."""
    if not raw:
        return None
    told = said_by_reader(raw)
    if told is None and raw[0] in LEVELS and len(raw) == _SELECT_LENGTH:
        return None  # nearly a SELECT is a broken SELECT, not an answer that begins alike
    lone_sak = sak(raw) if _plausible_sak(raw[0]) else None
    return told or atqa(raw) or uid_part(raw) or lone_sak or ats(raw) or said_by_card(raw)


def _plausible_sak(number: int) -> bool:
    """Say whether a lone byte with CRC_A is a SAK rather than a block of ISO/IEC 14443-4."""
    return not number & _SAK_UNUSED or number in _SAK_OF_OTHERS


class _Last(StrEnum):
    """What stands before a place in a burst, as far as an ATQA behind it depends on it."""

    NOTHING = "the burst begins"
    CALL = "a wake-up"
    ATQA = "an ATQA"
    UID = "the question for a part of the UID, or the part"
    OTHER = "any other frame"


_Place = tuple[int, _Last, bool]  # bytes, what ends there, whether an ATQA may yet be a stray


def _divided(burst: bytes) -> list[Said] | None:
    """Divide frames that came without a pause between them, with an ATQA only if need be.

    The last resort is one ATQA whose call was not heard, between a frame and what it leads to.
    """
    checked_at = all_checked_ends(burst)
    return (
        _division(burst, checked_at)
        or _division(burst, checked_at, atqas=True)
        or _division(burst, checked_at, atqas=True, stray=True)
    )


def _division(
    burst: bytes, checked_at: list[list[int]], *, atqas: bool = False, stray: bool = False
) -> list[Said] | None:
    """Return the fewest frames that use up every byte, or None.

    Goes forward, and only from where a frame has ended: bytes that are no frames end it at once.
    """
    came: dict[_Place, tuple[_Place, Said]] = {}
    places = deque([(0, _Last.NOTHING, stray)])
    while places:
        begin, last, strays = place = places.popleft()
        if begin == len(burst):
            return _way(came, place)
        for end, kind in _ends(burst, begin, checked_at[begin]):
            lone = kind is _Last.ATQA and not (atqas and _may_be_atqa(last, end == len(burst)))
            after = (end, kind, strays and not lone)
            barred = lone and not (strays and last is _Last.OTHER and _asks(burst, end))
            if barred or after in came:
                continue
            said = read_frame(burst[begin:end])
            if said is not None:
                came[after] = (place, said)
                places.append(after)
    return None


def _ends(burst: bytes, begin: int, checked_at: list[int]) -> Iterator[tuple[int, _Last]]:
    """Yield where a frame that begins here may end, and what it is to the one behind it."""
    for end in checked_at:
        yield end, _Last.OTHER
    if burst[begin] in WAKE_UPS:
        yield begin + _SHORT, _Last.CALL
    if begin + _PAIR <= len(burst):
        yield begin + _PAIR, _Last.UID if burst[begin] in LEVELS else _Last.ATQA
    if begin + _UID_LENGTH <= len(burst) and not bcc(burst[begin : begin + _UID_LENGTH]):
        yield begin + _UID_LENGTH, _Last.UID


def _may_be_atqa(last: _Last, ends: bool) -> bool:  # noqa: FBT001 - both are what surrounds it
    """Say whether two unchecked bytes may be an ATQA: it answers a call, which may not be here.

    At the end of a burst any frame but its like may stand before it: it is left over.
    """
    return last in {_Last.NOTHING, _Last.CALL} or (ends and last is not _Last.ATQA)


def _asks(burst: bytes, at: int) -> bool:
    """Say whether what an ATQA leads to may begin here: the first level's question or SELECT."""
    return at < len(burst) and LEVELS.get(burst[at]) == 1


def _way(came: Mapping[_Place, tuple[_Place, Said]], place: _Place) -> list[Said]:
    found: list[Said] = []
    while place in came:
        place, said = came[place]
        found.append(said)
    return found[::-1]


def all_checked_ends(burst: bytes) -> list[list[int]]:
    """Return for every place where a frame with CRC_A that begins there may end.

    The register runs backwards: so the bytes up to each place are a sum, and a frame stands
    between two places whose sums differ by the register's first value there. One pass, where to
    try every pair of places would take as many as a frame has bytes.
    """
    back = _registers_back()
    total, first = 0, _CRC_FIRST
    ends: dict[int, list[int]] = {}
    wanted = [first]
    for place, byte in enumerate(burst):
        for bit in _BITS[byte]:
            total ^= back[8 * place + bit]
        first = _crc_unstep(first)
        ends.setdefault(total, []).append(place + 1)
        wanted.append(total ^ first)
    return [
        found[bisect(found, begin + CRC_LENGTH) : bisect(found, begin + FRAME_MAX)]
        if (found := ends.get(want))
        else []
        for begin, want in enumerate(wanted)
    ]


@cache
def _registers_back() -> Sequence[int]:
    """Return what the register was that some zero bits made 0001, by their count.

    Bit n of the byte at a place is the value at eight times the place, and n.
    """
    back = array("H", [1])
    for _ in range(8 * BURST_MAX):
        register = back[-1]
        back.append((register ^ 0x8408) << 1 & 0xFFFF | 1 if register >> 15 else register << 1)
    return back


def _crc_unstep(register: int) -> int:
    """Return the register of CRC_A as it was before a byte of zeros."""
    byte = _CRC_BYTES[register >> 8]
    return (register ^ _CRC_STEPS[byte]) << 8 & 0xFFFF | byte


def read_burst(burst: bytes) -> list[Found]:
    """Return the frames of one burst; a burst that is not frames to its last byte is rejected.

    Nothing marks a frame's beginning, so half a burst is never believed.
    """
    alone = read_frame(burst)
    found = [alone] if alone is not None else _divided(burst)
    if found is None:
        looks_like_frame = len(burst) in {_UID_LENGTH, _SAK_LENGTH, _SELECT_LENGTH, _PAGES_LENGTH}
        return [Rejected(BAD_CHECKSUM if looks_like_frame else NO_FRAME)]
    return [Frame(told) for told in found]


def iso14443a() -> BurstDecoder:
    """Make a decoder of single frames, divided by pauses."""
    return BurstDecoder(read_burst, limit=_BURST_MAX)
