"""A whole activation of a card, reader and card in turn, ISO/IEC 14443-3 and -4 type A.

The frames follow each other without a mark, so their order divides them: who speaks next, and how
long an answer is, follows from what was said. Knows no reader chip and no badge.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from itertools import pairwise
from typing import Final, NamedTuple

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
    all_checked_ends,
    atqa,
    ats,
    badge_refusal,
    said_by_card,
    said_by_reader,
    sak,
    uid_part,
)
from drivers.protocols.reasons import BAD_CHECKSUM

_RATS: Final = 0xE0
_READ: Final = 0x30
_KEY: Final = 0x61  # AUTH A or B: answered with a nonce, and enciphered from there on
_ULTRALIGHT: Final = 0x00
_LEVELS_MAX: Final = 3
_UID_BYTES: Final = 5
_HALT_BYTES: Final = 4  # and as many of RATS
_SELECT_BYTES: Final = 9
_SAK_BYTES: Final = 3
_READ_BYTES: Final = 18
_ACKNOWLEDGES: Final = {0x0A: "ACK (4 bit)"} | dict.fromkeys((0, 1, 4, 5), "NAK (4 bit)")

_DETAILS: Final = {"SAK": {"crc_ok"}, "ATS": {"fsci", "historical"}, "data": {"data"}}
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
# GET_VERSION: the product's type and the size of its memory, NXP data sheets MF0ULx1 (10.1),
# NTAG21x (10.1), MF0AES(H)20 (10.1).
_NXP: Final = b"\x00\x04"
_VERSION_BYTES: Final = 10
_BY_VERSION: Final = {
    (0x03, 0x0B): "MIFARE Ultralight EV1",
    (0x03, 0x0E): "MIFARE Ultralight EV1",
    (0x03, 0x0F): "MIFARE Ultralight AES",
    (0x04, 0x0B): "NTAG210",
    (0x04, 0x0E): "NTAG212",
    (0x04, 0x0F): "NTAG213",
    (0x04, 0x11): "NTAG215",
    (0x04, 0x13): "NTAG216",
}
# AUTHENTICATE: a card with 3DES sends 8 bytes of challenge, one with AES 16; CRC_A behind them.
_CHALLENGE: Final = b"\xaf"
_BY_CHALLENGE: Final = {11: "MIFARE Ultralight C", 19: "MIFARE Ultralight AES"}
_ONLY_READERS: Final = {"RATS", "HLTA", "SELECT CL1", "SELECT CL2", "SELECT CL3"}
"""What begins a state of the card, and is neither a block nor what a card answers."""

_BLOCK: Final = "block"
_LATER_ULTRALIGHT: Final = ("PWD_AUTH", "GET_VERSION", "READ_SIG", "READ_CNT", "FAST_READ")


class _Phase(StrEnum):
    """How far the card is, by the states of ISO/IEC 14443-3 figure 7; each says what is due."""

    IDLE = "a wake-up"
    WOKEN = "the card's ATQA"
    READY = "a SELECT, or the question for a part of the UID"
    ASKED = "a part of the UID"
    SELECTED = "the card's SAK"
    ACTIVE = "a command"
    COMMANDED = "the card's answer"
    HALTED = "nothing but a wake-up"


_ALWAYS: Final = {_Phase.ASKED: _UID_BYTES, _Phase.SELECTED: _SAK_BYTES}
"""Bytes of what is due in a phase, whatever they are."""

_OVER: Final = frozenset({_Phase.ACTIVE, _Phase.COMMANDED, _Phase.HALTED})
"""Where an activation may end."""


class _Turn(NamedTuple):
    """What may come next: at which cascade level, in answer to which command."""

    phase: _Phase
    level: int = 1
    code: int = 0


_IDLE: Final = _Turn(_Phase.IDLE)
_WOKEN: Final = _Turn(_Phase.WOKEN)
_READY: Final = _Turn(_Phase.READY)
_Ends = list[list[int]]
"""For every place where a frame with CRC_A that begins there may end."""

_Step = tuple[int, Said, _Turn]  # bytes, what they say, what may come next
_Said = tuple[bytes, Said]
_Read = Callable[[bytes], Said | None]


_CALLS: Final[Mapping[int, _Step]] = {
    code: (1, {"dir": READER, "cmd": name}, _WOKEN) for code, name in WAKE_UPS.items()
}


def iso14443a_session() -> BurstDecoder:
    """Make a decoder of whole activations, divided by pauses."""
    return BurstDecoder(read_sessions)


def read_sessions(burst: bytes) -> list[Found]:
    """Return the activations in a burst, and one rejection for each run of bytes between them."""
    found: list[Found] = []
    dead: set[tuple[int, _Turn]] = set()
    at = noise = 0
    half = HALF_FRAME
    ends = all_checked_ends(burst)
    while at < len(burst):
        begins = burst[at] in WAKE_UPS and (at + 1, _WOKEN) not in dead
        session = _session(burst, at, ends, dead) if begins else None
        if session is None:
            half = _reason(burst, dead) if at == 0 else half
            at += 1
            continue
        if noise < at:
            found.append(Rejected(NO_FRAME))
        found.append(_told(session))
        at += sum(len(raw) for raw, _ in session)
        noise = at
    if noise < at:
        half = _reason_behind(burst, noise, dead) if noise else half
        found.append(Rejected(half if burst[0] in WAKE_UPS else NO_FRAME))
    return found


def _reason(burst: bytes, dead: set[tuple[int, _Turn]]) -> str:
    """Say why an activation ends where it got furthest: of a check, or for want of bytes."""
    furthest = max((at for at, _ in dead), default=0)
    rest = len(burst) - furthest
    dues = [_due(burst, furthest, turn) for at, turn in dead if at == furthest]
    return BAD_CHECKSUM if any(0 < due <= rest for due in dues) else HALF_FRAME


def _reason_behind(burst: bytes, at: int, dead: set[tuple[int, _Turn]]) -> str:
    """Say why nothing is told of what stands behind an activation."""
    dues = [_due(burst, at, turn) for place, turn in dead if place == at]
    return BAD_CHECKSUM if any(0 < due <= len(burst) - at for due in dues) else NO_FRAME


def _due(burst: bytes, at: int, turn: _Turn) -> int:
    """Return the bytes of the frame that must stand here, or 0 where none can be told."""
    first = burst[at] if at < len(burst) else 0
    match turn.phase:
        case _Phase.READY if LEVELS.get(first) == turn.level:
            return _SELECT_BYTES
        case _Phase.COMMANDED if turn.code == _RATS:
            return first + 2
        case _Phase.COMMANDED if turn.code == _READ:
            return _READ_BYTES
        case _Phase.ACTIVE:
            return max(COMMAND_LENGTHS.get(first, (0,)))
        case _:
            return _ALWAYS.get(turn.phase, 0)


def _session(
    burst: bytes, begin: int, ends: _Ends, dead: set[tuple[int, _Turn]]
) -> list[_Said] | None:
    """Return the longest activation that begins here and ends where another may begin.

    If there is none, the one that gets furthest before the noise, up to a certain frame. Depth
    first, without recursion; `dead` remembers the dead ends, so that no input is slow.
    """
    path: list[_Said] = []
    kept: list[_Said] = []
    reached = begin
    trail = [(begin, _IDLE, _wake_ups(burst, begin))]
    while trail:
        at, turn, steps = trail[-1]
        if at == len(burst) and turn.phase in _OVER:
            return path if _agree(path) else None
        step = next((one for one in steps if (at + one[0], one[2]) not in dead), None)
        if step is None:
            if turn.phase in _OVER and burst[at] in WAKE_UPS:
                return path if _agree(path) else None
            dead.add((at, turn))
            if at > reached and turn.phase in _OVER and _certain(path[-1][1]):
                kept, reached = path[:], at
            trail.pop()
            if path:
                path.pop()
            continue
        length, said, after = step
        path.append((burst[at : at + length], said))
        trail.append((at + length, after, _steps(burst, at + length, after, ends)))
    return kept if kept and _agree(kept) else None


def _certain(said: Said) -> bool:
    """Say whether a frame may be the last one before noise: its check holds, its shape is known."""
    return bool(said.get("crc_ok")) and said.get("cmd") != _BLOCK


def _steps(burst: bytes, at: int, turn: _Turn, ends: _Ends) -> Iterator[_Step]:
    """Yield the frames that may come next, the likeliest first."""
    match turn.phase:
        case _Phase.WOKEN:
            yield from _fixed(burst, at, 2, atqa, _READY)
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
            yield from _commands(burst, at, ends)
        case _Phase.COMMANDED:
            yield from _answers(burst, at, turn.code, ends)
            yield from _commands(burst, at, ends)
        case _Phase.IDLE | _Phase.HALTED:
            return


def _fixed(burst: bytes, at: int, length: int, read: _Read, after: _Turn) -> Iterator[_Step]:
    said = read(burst[at : at + length])
    if said is not None:
        yield length, said, after


def _wake_ups(burst: bytes, at: int) -> Iterator[_Step]:
    step = _CALLS.get(burst[at]) if at < len(burst) else None
    if step is not None:
        yield step


def _selects(burst: bytes, at: int, level: int) -> Iterator[_Step]:
    if at < len(burst) and LEVELS.get(burst[at]) == level:
        yield from _fixed(burst, at, _SELECT_BYTES, said_by_reader, _Turn(_Phase.SELECTED, level))
        yield from _fixed(burst, at, 2, said_by_reader, _Turn(_Phase.ASKED, level))


def _saks(burst: bytes, at: int, level: int) -> Iterator[_Step]:
    more = at < len(burst) and burst[at] & SAK_INCOMPLETE
    if not more:
        yield from _fixed(burst, at, _SAK_BYTES, sak, _Turn(_Phase.ACTIVE))
    elif level < _LEVELS_MAX:
        yield from _fixed(burst, at, _SAK_BYTES, sak, _Turn(_Phase.READY, level + 1))


def _commands(burst: bytes, at: int, ends: _Ends) -> Iterator[_Step]:
    if at == len(burst):
        return
    code = burst[at]
    for length in COMMAND_LENGTHS.get(code, ()):
        said = said_by_reader(burst[at : at + length])
        if said is not None:
            yield length, said, _after(str(said["cmd"]), code)
            return
    if _reader_alone(burst, at):
        return
    for end in ends[at]:
        told: Said = {"dir": READER, "cmd": _BLOCK, "crc_ok": True}
        yield end - at, told, _Turn(_Phase.COMMANDED, code=code)


def _after(command: str, code: int) -> _Turn:
    if command == "HLTA":
        return _Turn(_Phase.HALTED)
    return _Turn(_Phase.COMMANDED, code=_KEY if command.startswith("AUTH ") else code)


def _reader_alone(burst: bytes, at: int) -> bool:
    """Say whether what stands here is a whole command that is never anything else."""
    told = (said_by_reader(burst[at : at + size]) for size in (_HALT_BYTES, _SELECT_BYTES))
    return any(said is not None and said["cmd"] in _ONLY_READERS for said in told)


def _answers(burst: bytes, at: int, code: int, ends: _Ends) -> Iterator[_Step]:
    if code == _RATS and at < len(burst):
        yield from _fixed(burst, at, burst[at] + 2, ats, _Turn(_Phase.ACTIVE))
        return
    if code == _READ:
        yield from _fixed(burst, at, _READ_BYTES, said_by_card, _Turn(_Phase.ACTIVE))
    for end in () if code == _KEY or _reader_alone(burst, at) else ends[at]:
        yield from _fixed(burst, at, end - at, said_by_card, _Turn(_Phase.ACTIVE))
    if at < len(burst) and burst[at] in _ACKNOWLEDGES:
        yield 1, {"dir": CARD, "answer": _ACKNOWLEDGES[burst[at]]}, _Turn(_Phase.ACTIVE)


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
    """Tell the Ultralights and NTAGs apart by what they answer: their SAK is the same.

    Without an answer that tells, the kind is a guess, and ours: passwords, versions and counters
    came with EV1; asked for none of them, a card is called an Ultralight C, as the captures
    without them are.
    """
    for (_, asked), (answer, _) in pairwise(session):
        kind = _told_kind(asked.get("cmd"), answer)
        if kind is not None:
            return kind
    names = {str(said.get("cmd", "")).split(" ", 1)[0] for _, said in session}
    return "MIFARE Ultralight EV1" if names & set(_LATER_ULTRALIGHT) else "MIFARE Ultralight C"


def _told_kind(asked: Plain, answer: bytes) -> str | None:
    if asked == "GET_VERSION" and len(answer) == _VERSION_BYTES and answer.startswith(_NXP):
        return _BY_VERSION.get((answer[2], answer[6]))
    if asked == "AUTHENTICATE" and answer.startswith(_CHALLENGE):
        return _BY_CHALLENGE.get(len(answer))
    return None
