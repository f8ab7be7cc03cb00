"""OSDP packets: lines as they are, and what their payloads say."""

from typing import Any

import pytest

from drivers.protocols.osdp import checksum, crc, osdp, sealed
from drivers.protocols.osdp_payloads import COMMANDS, REPLIES, fields
from tests.drivers.card_frames import card_frames, decode, decoded, rejections

PACKETS = [bytes.fromhex(frame["hex"]) for frame in card_frames("OSDP v2 packet")]


def packet(code: int, payload: str, *, reply: bool = False, crc16: bool = True) -> bytes:
    body = bytes([code]) + bytes.fromhex(payload)
    length = 5 + len(body) + (2 if crc16 else 1)
    head = bytes([0x53, 0x80 * reply | 1]) + length.to_bytes(2, "little")
    return sealed(head + bytes([4 * crc16]) + body, crc16=crc16)


def said(raw: bytes) -> dict[str, Any]:
    (one,) = decoded(decode(osdp(), raw))
    return one


@pytest.mark.parametrize(
    ("message", "check"),
    [("537f0d00046e0080250000", "6e38"), ("53000900046100", "c066")],
)
def test_the_crc_is_that_of_annex_e(message: str, check: str) -> None:
    assert crc(bytes.fromhex(message)).hex() == check


@pytest.mark.parametrize(
    ("message", "check"), [("537f0c00006e0080250000", 0x0F), ("53000800006100", 0x44)]
)
def test_the_checksum_is_that_of_annex_e(message: str, check: int) -> None:
    assert checksum(bytes.fromhex(message)) == check


# OSDP.Net's message tests and libosdp-conformance's captures, in the clear.
PUBLISHED: dict[str, dict[str, Any]] = {
    "53000d00066e018025 0000ec7b": {"code": "COMSET", "new_addr": 1, "baud": 9600},
    "530009000662 00f35d": {"code": "CAP", "reply_type": 0},
    "530018000 67c03e8030000 0a000000 0500 01020304055921": {
        "code": "FILETRANSFER",
        "file_type": 3,
        "file_size": 1000,
        "offset": 10,
        "piece_size": 5,
        "piece": "0102030405",
    },
    "53000e0006a35fc1020000004123": {"object_id": "5fc102", "element": 0, "offset": 0},
    "53000e0006800102030a0b0c6b14": {"vendor": "010203", "vendor_bytes": "0a0b0c"},
    "530008000665 2c9c": {"code": "ISTAT"},
    "ff53800a00044800010fa1": {"code": "LSTATR", "tamper": False, "power_failed": True},
    "53000f0002680003640001067800 4e": {
        "outputs": [
            {"output": 0, "control": 3, "timer_100ms": 100},
            {"output": 1, "control": 6, "timer_100ms": 120},
        ]
    },
}


@pytest.mark.parametrize("raw", PUBLISHED)
def test_a_published_packet_says_what_its_library_put_in(raw: str) -> None:
    told = said(bytes.fromhex(raw.replace(" ", "")))
    assert told | PUBLISHED[raw] == told


PAYLOADS: list[tuple[str, str, dict[str, Any]]] = [
    ("NAK", "06", {"error_code": 6, "error": "security conditions not met"}),
    ("NAK", "7701", {"error": "unknown", "detail": "01"}),
    (
        "PDID",
        "000ee3101000007497230606",
        {
            "vendor": "000ee3",
            "model": 16,
            "version": 16,
            "serial": "97740000",
            "firmware": "35.6.6",
        },
    ),
    ("PDCAP", "040401", {"capabilities": [{"function": 4, "level": 4, "items": 1}]}),
    ("PDCAP", "090101", {"names": ["communication security"]}),
    ("TEXT", "00020a0101024869", {"row": 1, "text": "Hi"}),
    ("BUZ", "0002020201", {"tone": 2, "count": 1}),
    ("CHLNG", "b0b1b2b3b4b5b6b7", {"rnd_a": "b0b1b2b3b4b5b6b7"}),
    ("KEYSET", "0110" + "00" * 16, {"key_type": 1, "key_length": 16}),
    ("KEYPAD", "000431323334", {"reader": 0, "digit_count": 4}),
    ("COM", "0100960000", {"new_addr": 1, "baud": 38400}),
    ("FMT", "000103434241", {"text": "ABC"}),
    ("FTSTAT", "0164000000 0000".replace(" ", ""), {"delay_ms": 100, "status": 0}),
    ("FTSTAT", "010000fdff0000", {"status": -3}),
    ("RSTATR", "01", {"reader_tamper": [1]}),
    ("ISTATR", "000100", {"inputs": [0, 1, 0]}),
    ("CRAUTHR", "10000000 0200aabb".replace(" ", ""), {"total_size": 16, "piece": "aabb"}),
    ("BIOMATCHR", "0000ff", {"score": 255}),
    ("KEEPACTIVE", "e803", {"keep_ms": 1000}),
]


@pytest.mark.parametrize(("name", "payload", "wanted"), PAYLOADS)
def test_a_payload_is_told_field_by_field(name: str, payload: str, wanted: dict[str, Any]) -> None:
    told = fields(name, bytes.fromhex(payload))
    assert told
    assert told | wanted == told


def test_the_light_is_told_in_all_its_fourteen_bytes() -> None:
    told = fields("LED", bytes.fromhex("0100020501010264000101020304"))
    assert told == {
        "lights": [
            {
                "reader": 1,
                "light": 0,
                "temporary_code": 2,
                "on_100ms": 5,
                "off_100ms": 1,
                "on_colour": 1,
                "off_colour": 2,
                "timer_100ms": 100,
                "permanent_code": 1,
                "permanent_on_100ms": 1,
                "permanent_off_100ms": 2,
                "permanent_on_colour": 3,
                "permanent_off_colour": 4,
            }
        ]
    }


@pytest.mark.parametrize("name", sorted({*COMMANDS.values(), *REPLIES.values()}))
def test_a_payload_of_any_length_is_told_or_left(name: str) -> None:
    """A device that fills a payload wrongly spoils no packet: the bytes are told all the same."""
    for length in range(64):
        for filled in (bytes(length), bytes([0xFF]) * length, bytes(range(length))):
            fields(name, filled)
    assert fields(name, bytes(2000)) is not None


def test_neither_a_pin_nor_a_key_is_spelled_out() -> None:
    assert "1234" not in str(fields("KEYPAD", b"\x00\x041234"))
    assert "aa" * 16 not in str(fields("KEYSET", b"\x01\x10" + b"\xaa" * 16))


def test_a_raw_card_with_a_wrong_parity_has_no_number() -> None:
    told = said(packet(0x50, "00001a00bd88ebc0", reply=True))
    assert told["bits"] == "10111101100010001110101111"
    assert "card" not in told


def test_an_unknown_code_is_told_by_its_number() -> None:
    assert said(packet(0xEE, "0102"))["code"] == "0xEE"
    assert said(packet(0x60, ""))["code"] == "POLL"
    assert said(packet(0x60, "", reply=True))["code"] == "0x60"


def test_an_encrypted_payload_is_not_read_as_if_it_were_plain() -> None:
    raw = bytes.fromhex("53001e000e021761d14eb7ad982cc5f9aa25318a7eaed6269ae995731983")
    told = said(raw)
    assert told["mac"] == "9ae99573"
    assert told["payload"] == "d14eb7ad982cc5f9aa25318a7eaed626"
    assert "reply_type" not in told


@pytest.mark.parametrize("crc16", [True, False])
def test_the_longest_packet_is_read_and_a_longer_one_is_not(*, crc16: bool) -> None:
    room = 1440 - 6 - (2 if crc16 else 1)
    assert said(packet(0x80, "00" * room, crc16=crc16))["len"] == 1440
    assert decoded(decode(osdp(), packet(0x80, "00" * (room + 1), crc16=crc16))) == []


def test_marks_are_counted_and_are_no_noise() -> None:
    decoder = osdp()
    assert decoder.feed(b"\xff" * 10_000) == []
    assert decoder.held == 0
    (told,) = decoded(decoder.feed(PACKETS[0]))
    assert told["marks"] == 255


def test_a_beginning_that_noise_made_up_hides_no_packet() -> None:
    """53 00 F0 01 announces 496 bytes that never come."""
    found = decode(osdp(), b"\x53\x00\xf0\x01\x04" + PACKETS[0] + PACKETS[1])
    assert len(decoded(found)) == 2
    assert rejections(found) == ["half_frame"]


def test_a_packet_that_fails_its_check_hides_none_that_begins_inside_it() -> None:
    """53 00 0C 00 04 claims the first seven bytes of what follows, and its check cannot hold."""
    decoder = osdp()
    found = decoder.feed(b"\x53\x00\x0c\x00\x04" + PACKETS[0])
    assert len(decoded(found)) == 1
    assert rejections(found) == ["bad_checksum"]


@pytest.mark.parametrize("block", ["00", "01", "ff", "0f15"])
def test_a_security_block_of_impossible_length_is_refused(block: str) -> None:
    body = bytes.fromhex(block) + b"\x60\x00\x00"
    head = b"\x53\x01" + (5 + len(body) + 2).to_bytes(2, "little") + b"\x0c"
    found = decode(osdp(), sealed(head + body))
    assert decoded(found) == []
    assert rejections(found)[0] == "bad_length"
