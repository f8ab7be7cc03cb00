"""A whole activation of a card, reader and card in turn, ISO/IEC 14443-3 and -4 type A.

The frames follow each other without a mark, so their order divides them: who speaks next, and how
long an answer is, follows from what was said. Knows no reader chip and no badge.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from drivers.protocols.bursts import BurstDecoder
from drivers.protocols.card_reasons import HALF_FRAME, NO_FRAME
from drivers.protocols.frames import Found, Frame, Plain, Rejected
from drivers.protocols.iso14443a import (
    CARD,
    CASCADE_TAG,
    COMMAND_LENGTHS,
    LEVELS,
    READER,
    SAK_14443_4,
    SAK_INCOMPLETE,
    UID_PART,
    WAKE_UPS,
    Said,
    atqa,
    ats,
    badge_refusal,
    checked_ends,
    said_by_card,
    said_by_reader,
    sak,
    uid_part,
)

_RATS: Final = 0xE0
_READ: Final = 0x30
_ULTRALIGHT: Final = 0x00
_LEVELS_MAX: Final = 3
_UID_BYTES: Final = 5
_SELECT_BYTES: Final = 9
_READ_BYTES: Final = 18
_ACKNOWLEDGES: Final = {0x0A: "ACK (4 bit)"} | dict.fromkeys((0, 1, 4, 5), "NAK (4 bit)")

_DETAILS: Final = {"SAK": {"crc_ok"}, "ATS": {"fsci", "historical"}}
"""What a frame alone is told with, and not as a part of a session."""

# SAK -> type, NXP AN10833 (MIFARE type identification), table 6; Ultralight: see `_ultralight`.
_KINDS: Final = {
    0x01: "TNP3xxx",
    0x08: "MIFARE Classic 1K",
    0x09: "MIFARE Mini",
    0x10: "MIFARE Plus 2K SL2",
    0x11: "MIFARE Plus 4K SL2",
    0x18: "MIFARE Classic 4K",
    0x19: "MIFARE Classic 2K",
    0x20: "ISO14443-4",
    0x28: "MIFARE Classic 1K, ISO14443-4",
    0x38: "MIFARE Classic 4K, ISO14443-4",
    0x88: "MIFARE Classic 1K (Infineon)",
}
_LATER_ULTRALIGHT: Final = ("PWD_AUTH", "GET_VERSION", "READ_SIG", "READ_CNT", "FAST_READ")


class _Phase(Enum):
    """How far the card is, by the states of ISO/IEC 14443-3 figure 7; each says what is due."""

    IDLE = "a wake-up"
    WOKEN = "the card's ATQA"
    READY = "a SELECT, or the question for a part of the UID"
    ASKED = "a part of the UID"
    SELECTED = "the card's SAK"
    ACTIVE = "a command"
    COMMANDED = "the card's answer"
    HALTED = "nothing but a wake-up"


_OVER: Final = frozenset({_Phase.ACTIVE, _Phase.COMMANDED, _Phase.HALTED})
"""Where an activation may end."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """What may come next: at which cascade level, in answer to which command."""

    phase: _Phase
    level: int = 1
    code: int = 0


_Step = tuple[int, Said, _Turn]  # bytes, what they say, what may come next
_Said = tuple[bytes, Said]
_Read = Callable[[bytes], Said | None]


def iso14443a_session() -> BurstDecoder:
    """Make a decoder of whole activations, divided by pauses."""
    return BurstDecoder(read_sessions)


def read_sessions(burst: bytes) -> list[Found]:
    """Return the activations in a burst, and one rejection for each run of bytes between them."""
    found: list[Found] = []
    dead: set[tuple[int, _Turn]] = set()
    at = noise = 0
    while at < len(burst):
        session = _session(burst, at, dead) if burst[at] in WAKE_UPS else None
        if session is None:
            at += 1
            continue
        if noise < at:
            found.append(Rejected(NO_FRAME))
        found.append(_told(session))
        at += sum(len(raw) for raw, _ in session)
        noise = at
    if noise < at:
        found.append(Rejected(NO_FRAME if noise or burst[0] not in WAKE_UPS else HALF_FRAME))
    return found


def _session(burst: bytes, begin: int, dead: set[tuple[int, _Turn]]) -> list[_Said] | None:
    """Return the longest activation that begins here and ends where another may begin.

    Depth first, without recursion; `dead` remembers the dead ends, so that no input is slow.
    """
    path: list[_Said] = []
    turn = _Turn(_Phase.IDLE)
    trail = [(begin, turn, _steps(burst, begin, turn, first=True))]
    while trail:
        at, turn, steps = trail[-1]
        if at == len(burst) and turn.phase in _OVER:
            return path if _agree(path) else None
        step = next((one for one in steps if (at + one[0], one[2]) not in dead), None)
        if step is None:
            if turn.phase in _OVER and burst[at] in WAKE_UPS:
                return path if _agree(path) else None
            dead.add((at, turn))
            trail.pop()
            if path:
                path.pop()
            continue
        length, said, after = step
        path.append((burst[at : at + length], said))
        trail.append((at + length, after, _steps(burst, at + length, after)))
    return None


def _steps(burst: bytes, at: int, turn: _Turn, *, first: bool = False) -> Iterator[_Step]:
    """Yield the frames that may come next, the likeliest first."""
    match turn.phase:
        case _Phase.IDLE:
            yield from _wake_ups(burst, at) if first else ()
        case _Phase.WOKEN:
            yield from _fixed(burst, at, 2, atqa, _Turn(_Phase.READY))
            yield from _wake_ups(burst, at)
        case _Phase.READY:
            yield from _selects(burst, at, turn.level)
            yield from _wake_ups(burst, at)
        case _Phase.ASKED:
            yield from _fixed(burst, at, _UID_BYTES, uid_part, _Turn(_Phase.READY, turn.level))
            yield from _wake_ups(burst, at)
        case _Phase.SELECTED:
            yield from _saks(burst, at, turn.level)
            yield from _wake_ups(burst, at)
        case _Phase.ACTIVE:
            yield from _commands(burst, at)
        case _Phase.COMMANDED:
            yield from _answers(burst, at, turn.code)
            yield from _commands(burst, at)
        case _Phase.HALTED:
            return


def _fixed(burst: bytes, at: int, length: int, read: _Read, after: _Turn) -> Iterator[_Step]:
    said = read(burst[at : at + length])
    if said is not None:
        yield length, said, after


def _wake_ups(burst: bytes, at: int) -> Iterator[_Step]:
    yield from _fixed(burst, at, 1, said_by_reader, _Turn(_Phase.WOKEN))


def _selects(burst: bytes, at: int, level: int) -> Iterator[_Step]:
    if at < len(burst) and LEVELS.get(burst[at]) == level:
        yield from _fixed(burst, at, _SELECT_BYTES, said_by_reader, _Turn(_Phase.SELECTED, level))
        yield from _fixed(burst, at, 2, said_by_reader, _Turn(_Phase.ASKED, level))


def _saks(burst: bytes, at: int, level: int) -> Iterator[_Step]:
    more = at < len(burst) and burst[at] & SAK_INCOMPLETE
    if not more:
        yield from _fixed(burst, at, 3, sak, _Turn(_Phase.ACTIVE))
    elif level < _LEVELS_MAX:
        yield from _fixed(burst, at, 3, sak, _Turn(_Phase.READY, level + 1))


def _commands(burst: bytes, at: int) -> Iterator[_Step]:
    if at == len(burst):
        return
    code = burst[at]
    for length in COMMAND_LENGTHS.get(code, ()):
        said = said_by_reader(burst[at : at + length])
        if said is not None:
            halt = said["cmd"] == "HLTA"
            yield length, said, _Turn(_Phase.HALTED) if halt else _Turn(_Phase.COMMANDED, code=code)
    for end in checked_ends(burst, at):
        block = burst[at : end - 2].hex()
        told: Said = {"dir": READER, "cmd": "block", "data": block, "crc_ok": True}
        yield end - at, told, _Turn(_Phase.COMMANDED, code=code)


def _answers(burst: bytes, at: int, code: int) -> Iterator[_Step]:
    if code == _RATS and at < len(burst):
        yield from _fixed(burst, at, burst[at] + 2, ats, _Turn(_Phase.ACTIVE))
        return
    if code == _READ:
        yield from _fixed(burst, at, _READ_BYTES, said_by_card, _Turn(_Phase.ACTIVE))
    for end in checked_ends(burst, at):
        yield from _fixed(burst, at, end - at, _told_bytes, _Turn(_Phase.ACTIVE))
    if at < len(burst) and burst[at] in _ACKNOWLEDGES:
        yield 1, {"dir": CARD, "answer": _ACKNOWLEDGES[burst[at]]}, _Turn(_Phase.ACTIVE)


def _told_bytes(raw: bytes) -> Said:
    return {"dir": CARD, "answer": "data", "data": raw[:-2].hex(), "crc_ok": True}


def _part(said: Said, raw: bytes) -> dict[str, Plain]:
    """Return a frame as a session lists it: an answer's details are told of it alone."""
    dropped = _DETAILS.get(str(said.get("answer")), ())
    return {key: value for key, value in said.items() if key not in dropped} | {"hex": raw.hex()}


def _agree(path: list[_Said]) -> bool:
    """Say whether every SELECT names what the card answered, and only whole parts have no tag."""
    answered = b""
    for raw, said in path:
        if said.get("answer") == "UID CLn + BCC":
            answered = raw
        elif str(said.get("cmd", "")).startswith("SELECT"):
            if answered and raw[2:7] != answered:
                return False
            answered = b""
    return True


def _told(session: list[_Said]) -> Found:
    uid, card_atqa, card_sak = b"", "", 0
    part = b""
    for raw, said in session:
        if said.get("answer") == "ATQA":
            card_atqa, uid = str(said["atqa_le"]), b""
        elif str(said.get("cmd", "")).startswith("SELECT"):
            part = raw[2 : 2 + UID_PART]
        elif said.get("answer") == "SAK":
            card_sak = raw[0]
            # The SAK alone says whether more of the UID follows; the tag before it is then no UID.
            more = bool(card_sak & SAK_INCOMPLETE)
            if more and part[0] != CASCADE_TAG:
                return Rejected(NO_FRAME)
            uid += part[1:] if more else part
    told: dict[str, Plain] = {
        "uid": uid.hex().upper(),
        "atqa": card_atqa,
        "sak": f"{card_sak:02x}",
        "kind": f"{_kind(card_sak, session)}, {len(uid)}-byte UID",
        "frames": [_part(said, raw) for raw, said in session],
    }
    refusal = badge_refusal(uid.hex().upper())
    return Frame(told if refusal is None else told | {"refused_as_badge": refusal})


def _kind(card_sak: int, session: list[_Said]) -> str:
    if card_sak == _ULTRALIGHT:
        return _ultralight(session)
    known = _KINDS.get(card_sak)
    if known is None and card_sak & SAK_14443_4:
        return "ISO14443-4"
    return known or f"SAK {card_sak:02x}"


def _ultralight(session: list[_Said]) -> str:
    """Tell the Ultralights apart by what is asked of them: their SAK is the same.

    Passwords, versions and counters came with EV1. Asked for none of them, a card is called an
    Ultralight C: ours, as the captures without them are.
    """
    asked = {str(said.get("cmd", "")).split(" ", 1)[0] for _, said in session}
    return "MIFARE Ultralight EV1" if asked & set(_LATER_ULTRALIGHT) else "MIFARE Ultralight C"
