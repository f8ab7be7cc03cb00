"""What frames of cards, badge buses and keyboards must have looked like: their judge.

Written from the standards and not from the decoders. Where a frame does not tell all its bytes,
something of its shape, with its own check value, must stand in what was received.
"""

from binascii import crc_hqx
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from struct import pack
from typing import Any

from tests.drivers.aes_block import AesBlock

Decoded = Mapping[str, Any]


# ---------------------------------------------------------------- Wiegand
def wiegand(said: Decoded, received: bytes) -> bool:
    """Two parities, the number between them, zeros up to a whole byte; in step with its bytes."""
    count = said["bit_count"]
    number = f"{said['facility'] << 16 | said['card']:0{count - 2}b}"
    half = count // 2
    even = str(number[: half - 1].count("1") % 2)
    odd = str(1 - number[half - 1 :].count("1") % 2)
    size = -(-count // 8)
    whole = int((even + number + odd).ljust(8 * size, "0"), 2).to_bytes(size)
    return said["bits"] == even + number + odd and _in_step(whole, received)


def _in_step(whole: bytes, received: bytes) -> bool:
    size = len(whole)
    return any(received[at : at + size] == whole for at in range(0, len(received), size))


# ---------------------------------------------------------------- OSDP
_COMMANDS = """POLL 60 ID 61 CAP 62 DIAG 63 LSTAT 64 ISTAT 65 OSTAT 66 RSTAT 67 OUT 68 LED 69 BUZ 6A
TEXT 6B RMODE 6C TDSET 6D COMSET 6E DATA 6F XMIT 70 PROMPT 71 SPE 72 BIOREAD 73 BIOMATCH 74
KEYSET 75 CHLNG 76 SCRYPT 77 CONT 79 ACURXSIZE 7B FILETRANSFER 7C MFG 80 SCDONE A0 XWR A1 ABORT A2
PIVDATA A3 GENAUTH A4 CRAUTH A5 KEEPACTIVE A7"""
_REPLIES = """ACK 40 NAK 41 PDID 45 PDCAP 46 LSTATR 48 ISTATR 49 OSTATR 4A RSTATR 4B RAW 50 FMT 51
PRES 52 KEYPAD 53 COM 54 SCREP 55 SPER 56 BIOREADR 57 BIOMATCHR 58 EXT_PDID 59 CCRYPT 76 RMAC_I 78
BUSY 79 FTSTAT 7A PIVDATAR 80 GENAUTHR 81 CRAUTHR 82 MFGSTATR 83 MFGERRR 84 MFGREP 90 XRD B1"""


def _codes(table: str) -> dict[str, int]:
    words = table.split()
    return {name: int(code, 16) for name, code in zip(words[::2], words[1::2], strict=True)}


_CODES = {"ACU->PD": _codes(_COMMANDS), "PD->ACU": _codes(_REPLIES)}


def osdp(said: Decoded, received: bytes) -> bool:
    """SOM, address, length, control, security block, code, payload, MAC, check."""
    codes = _CODES[said["dir"]]
    code = codes[said["code"]] if said["code"] in codes else int(said["code"], 16)
    block = bytes.fromhex(said.get("scb", ""))
    control = said["seq"] | 4 * said["crc16"] | 8 * bool(block)
    address = said["addr"] | 0x80 * (said["dir"] == "PD->ACU")
    body = block + bytes([code]) + bytes.fromhex(said["payload"])
    if said.get("mac_whole", True):
        body += bytes.fromhex(said.get("mac", ""))
    else:  # a packet too short for its MAC: the bytes behind the code are among those four
        short = said["len"] - 5 - (2 if said["crc16"] else 1) - len(body)
        body += bytes.fromhex(said["mac"])[4 - short :]
    head = bytes([0x53, address]) + said["len"].to_bytes(2, "little")
    for reserved in range(0, 256, 16):  # four bits of the control byte that mean nothing yet
        packet = head + bytes([control | reserved]) + body
        check = crc_hqx(packet, 0x1D0F).to_bytes(2, "little") if said["crc16"] else _sum(packet)
        if b"\xff" * said["marks"] + packet + check in received:
            return bool(len(packet + check) == said["len"])
    return False


def _sum(packet: bytes) -> bytes:
    return bytes([(256 - sum(packet) % 256) % 256])


_SCBK_D, _RND_A, _RND_B = bytes(range(48, 64)), bytes(range(176, 184)), bytes(range(160, 168))


def _example() -> dict[str, bytes]:
    """Calculate the example of annex E: keys from the base key, then both proofs, then the MAC."""
    base = AesBlock(_SCBK_D)
    enc, mac_1, mac_2 = (
        base.encrypt(bytes.fromhex(purpose) + _RND_A[:6] + bytes(8))
        for purpose in ("0182", "0101", "0102")
    )
    server = AesBlock(enc).encrypt(_RND_B + _RND_A)
    return {
        "S-ENC": enc,
        "S-MAC1": mac_1,
        "S-MAC2": mac_2,
        "PD (client) cryptogram": AesBlock(enc).encrypt(_RND_A + _RND_B),
        "ACU (host) cryptogram": server,
        "R-MAC-I": AesBlock(mac_2).encrypt(AesBlock(mac_1).encrypt(server)),
    }


_EXAMPLE = _example()


def osdp_example(said: Decoded, received: bytes) -> bool:
    """Sixteen bytes, in step, that come out of the example's key."""
    return said["scbk"] == _SCBK_D.hex() and _in_step(_EXAMPLE[said["name"]], received)


# ---------------------------------------------------------------- HID
def hid_pos(said: Decoded, received: bytes) -> bool:
    """Report, length, and a command with its CRC, an answer, or a code with zeros behind it."""
    head = bytes([said["report_id"], said["payload_len"]])
    if "command" in said:
        command = bytes.fromhex(said["command"])
        crc = crc_hqx(command, 0).to_bytes(2)
        ends = [crc] if said["crc_ok"] else [b"\x11\x11", b"\xab\xcd"]
        return any(head + b"\x7e\0" + command + end in received for end in ends)
    if "answer" in said:
        body = bytes.fromhex(said["answer_bytes"])
        return any(
            head + b"\x02\0" + bytes([kind, len(body)]) + body in received for kind in range(256)
        )
    text = said["text"].encode()
    return len(text) == said["payload_len"] and head + text in received


_ROWS = ((2, "1234567890-="), (16, "qwertyuiop[]"), (30, "asdfghjkl;'`"), (43, "\\zxcvbnm,./"))
_SHIFTED = ("!@#$%^&*()_+", "QWERTYUIOP{}", 'ASDFGHJKL:"~', "|ZXCVBNM<>?")
_PAD = {71: "7", 72: "8", 73: "9", 74: "-", 75: "4", 76: "5", 77: "6", 78: "+", 79: "1", 80: "2",
        81: "3", 82: "0", 83: ".", 55: "*", 98: "/", 57: " "}  # fmt: skip
CHARACTERS = {
    first + at: pair
    for (first, plain), shifted in zip(_ROWS, _SHIFTED, strict=True)
    for at, pair in enumerate(map("".join, zip(plain, shifted, strict=True)))
} | _PAD
"""Number of a key in Linux -> what it may type on a US keyboard."""


def evdev(size: int) -> Callable[[Decoded, bytes], bool]:
    """Return the judge of records of so many bytes: they stand there, each behind the other.

    The text is what their keys type, character by character; a long text tells no records.
    """

    def judge(said: Decoded, received: bytes) -> bool:
        if "events" not in said:
            return True
        raws = [pack("<HHi", one["type"], one["code"], one["value"]) for one in said["events"]]
        pressed = [one["code"] for one in said["events"] if _presses(one)]
        keys = [CHARACTERS[code] for code in pressed if code in CHARACTERS]
        text = said.get("text", "")
        typed = not text or len(text) == len(keys)
        return (
            typed
            and all(each in key for each, key in zip(text, keys, strict=False))
            and any(_follow(raws, received[begin:], size) for begin in range(len(received)))
        )

    return judge


def _follow(raws: list[bytes], received: bytes, size: int) -> bool:
    """Return whether records begin here and stand behind each other, whatever their times."""
    return all(
        received[at * size + size - 8 : at * size + size] == raw for at, raw in enumerate(raws)
    )


def _presses(record: Mapping[str, int]) -> bool:
    return (record["type"], record["value"]) == (1, 1)


def hid_keyboard(said: Decoded, received: bytes) -> bool:
    """Every character's key, or the digits that spell it, stand in a report."""
    reports = [received[at : at + 8] for at in range(0, len(received) - 7, 8)]
    spelled = any(report[0] & 0x44 for report in reports)
    usages = {usage for report in reports for usage in report[2:]}
    return spelled or all(_usages(each) & usages for each in said.get("text", ""))


def _usages(character: str) -> set[int]:
    """Return the usages of HID's page 7 that type a character on a US keyboard."""
    plain, shifted = "abcdefghijklmnopqrstuvwxyz1234567890", "ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()"
    found = {4 + row.index(character) for row in (plain, shifted) if character in row}
    signs, above = " -=[]\\\\;'`,./", ' _+{}||:"~<>?'
    found |= {
        0x2C + at for row in (signs, above) for at, each in enumerate(row) if each == character
    }
    pad = "/*-+\n1234567890."
    return found | {0x54 + at for at, each in enumerate(pad) if each == character}


# ---------------------------------------------------------------- ISO/IEC 14443
def crc_a(message: bytes) -> bytes:
    """Return CRC_A, bit by bit as annex B draws it."""
    register = 0x6363
    for byte in message:
        for bit in range(8):
            low = register & 1 ^ byte >> bit & 1
            register = register >> 1 ^ (0x8408 if low else 0)
    return register.to_bytes(2, "little")


def _checked(received: bytes, begin: bytes, size: int | None = None) -> bool:
    """Return whether something that begins so, of so many bytes with its CRC, stands there."""
    at = received.find(begin)
    while at >= 0:
        sizes = range(len(begin) + 2, len(received) - at + 1) if size is None else (size,)
        for length in sizes:
            raw = received[at : at + length]
            if len(raw) == length and crc_a(raw[:-2]) == raw[-2:]:
                return True
        at = received.find(begin, at + 1)
    return False


def _uid_parts(received: bytes) -> Iterator[bytes]:
    for at in range(len(received) - 4):
        part = received[at : at + 5]
        if part[0] ^ part[1] ^ part[2] ^ part[3] == part[4]:
            yield part


_LEVELS = {"CL1": 0x93, "CL2": 0x95, "CL3": 0x97}
_SHORT = {"REQA (7 bit)": 0x26, "WUPA (7 bit)": 0x52}
_ASKED = {
    "RATS": (0xE0, 4), "HLTA": (0x50, 4), "READ": (0x30, 4), "WRITE": (0xA2, 8),
    "COMPATIBILITY_WRITE": (0xA0, 4), "PWD_AUTH": (0x1B, 7), "GET_VERSION": (0x60, 3),
    "READ_SIG": (0x3C, 4), "READ_CNT": (0x39, 4), "FAST_READ": (0x3A, 5), "PPS": (0xD0, 5),
    "DESELECT": (0xC2, 3),
}  # fmt: skip


def iso14443a(said: Decoded, received: bytes) -> bool:
    """Tell a frame by the shape that its name promises."""
    if said["dir"] == "tag->reader":
        return _answered(said, received)
    command, _, rest = said["cmd"].partition(" ")
    if said["cmd"] in _SHORT:
        return _SHORT[said["cmd"]] in received
    if command == "ANTICOLLISION":
        return bytes([_LEVELS[rest], 0x20]) in received
    if command == "SELECT":
        head = bytes([_LEVELS[rest], 0x70])
        return any(_checked(received, head + part, 9) for part in _uid_parts(received))
    begin, size = _asked(command, rest, bytes.fromhex(said.get("data", "")))
    return _checked(received, begin, size)


def _asked(command: str, rest: str, content: bytes) -> tuple[bytes, int | None]:
    """Return how a command with CRC_A begins, and its bytes if they are always as many."""
    if command == "AUTHENTICATE":
        return (b"\xaf" + content, len(content) + 3) if rest else (b"\x1a", 4)
    if command == "AUTH":
        kind, _, block = rest.split()
        return bytes([0x60 if kind == "A" else 0x61, int(block)]), 4
    code, size = _ASKED[command]
    page = bytes([int(rest.rsplit(maxsplit=1)[-1])]) if rest else b""
    return bytes([code]) + page, size


def _answered(said: Decoded, received: bytes) -> bool:
    match said["answer"]:
        case "ATQA":
            raw = bytes.fromhex(said["atqa_le"])[::-1]
            behind_call = any(call + raw in received for call in _WAKE_UPS)
            return behind_call or received.startswith(raw) or received.endswith(raw)
        case "UID CLn + BCC":
            return any((part[0] == 0x88) == said["cascade_tag"] for part in _uid_parts(received))
        case "SAK":
            number = int(said["sak"], 16)
            told = (said["uid_complete"], said["iso14443_4"])
            right = told == (not number & 4, bool(number & 32))
            return right and _checked(received, bytes([number]), 3)
        case "ATS":
            return any(
                _checked(received, bytes([length]), length + 2)
                for length in {byte for byte in received if byte}
            )
        case _:
            body = bytes.fromhex(said["data"])
            return _checked(received, body, len(body) + 2)


_WAKE_UPS = {b"\x26", b"\x52"}


def activation(said: Decoded, received: bytes) -> bool:
    """The frames stand one behind the other, and lead to this UID and this SAK."""
    raws = [bytes.fromhex(frame["hex"]) for frame in said["frames"]]
    if b"".join(raws) not in received:
        return False
    uid, card_sak = b"", b""
    for raw, after in pairwise(raws):
        if raw in _WAKE_UPS:
            uid = b""
        if len(raw) == 9 and raw[1] == 0x70 and raw[0] in _LEVELS.values():
            whole = raw[2] ^ raw[3] ^ raw[4] ^ raw[5] == raw[6] and crc_a(raw[:7]) == raw[7:]
            if after in _WAKE_UPS and whole:
                continue  # it was selected and said nothing: it is called again
            if not whole or crc_a(after[:1]) != after[1:]:
                return False
            card_sak = after[:1]
            uid = (b"" if raw[0] == 0x93 else uid) + (raw[3:6] if after[0] & 4 else raw[2:6])
    checked = all(
        crc_a(raw[:-2]) == raw[-2:]
        for raw, frame in zip(raws, said["frames"], strict=True)
        if frame.get("crc_ok")
    )
    return checked and said["uid"] == uid.hex().upper() and said["sak"] == card_sak.hex()


STANDS: Mapping[str, Callable[[Decoded, bytes], bool]] = {
    "wiegand26": wiegand,
    "wiegand34": wiegand,
    "osdp": osdp,
    "osdp-sc": osdp_example,
    "hid-pos": hid_pos,
    "evdev64": evdev(24),
    "evdev32": evdev(16),
    "hid-keyboard": hid_keyboard,
    "iso14443a": iso14443a,
    "iso14443a-session": activation,
}
"""Format -> whether a decoded frame can have come from some bytes."""
