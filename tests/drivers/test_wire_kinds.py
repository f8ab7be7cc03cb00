"""Frames of the known kinds that nobody captured for us, as the makers' documents describe them."""

from typing import Any

import pytest

from drivers.protocols.card_formats import CARD_FORMATS
from drivers.protocols.frames import Frame, Rejected
from drivers.protocols.iso14443a import crc_a
from tests.drivers import wire_builders as build
from tests.drivers.card_frames import decode, decoded, rejections
from tests.drivers.wire import accepted
from tests.drivers.wire import decoded as found_in


def said(name: str, frame: bytes) -> dict[str, Any]:
    """Return what the one frame in some bytes says."""
    found = found_in(name, [frame])
    assert len(found) == len(accepted(found)) == 1, found
    return dict(accepted(found)[0].decoded)


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (build.mercury(0x98, b"\x03"), {"cmd": "set power mode 3"}),
        (build.mercury(0x68, b""), {"cmd": "get power mode"}),
        (build.mercury(0x68, b"\x00", 0), {"reply": "power mode 0", "status": 0}),
        (build.mercury(0x98, b"", 0), {"reply": "set power mode"}),
        (build.mercury(0x62, b"\x01"), {"cmd": "get read TX power"}),
        (build.mercury(0x92, b"\x0a\x8c"), {"cmd": "set read TX power", "power_dbm": 27.0}),
        (build.mercury(0x94, b"", 0x0103), {"status": 0x0103, "fault": "power too high"}),
        (build.mercury(0x21, b"", 0x0400), {"reply": "no tag found", "fault": "no tag found"}),
        (build.mercury(0x22, b"", 0x0400), {"reply": "keep-alive"}),
        (build.mercury(0x29, b"", 0x0400), {"reply": "tag buffer", "fault": "no tag found"}),
        (build.mercury(0x04, b"", 0x0101), {"reply": "boot firmware", "fault": "invalid opcode"}),
        (build.mercury(0x67, b"\x02", 0), {"reply": "region EU (2)"}),
        (build.mercury(0x06, (115200).to_bytes(4, "big")), {"cmd": "set baud rate"}),
    ],
)
def test_a_thingmagic_module_and_its_host(frame: bytes, told: dict[str, Any]) -> None:
    assert said("mercury", frame).items() >= told.items()


def test_a_status_that_no_chafon_has_is_the_first_parameter_of_a_command() -> None:
    """Nothing else in a frame says which way it goes."""
    power = said("chafon288", build.chafon(0, 0x2F, b"\x1e"))
    assert (power["cmd"], power["params"]) == ("0x2F", "1e")
    assert "status" not in power
    inventory = said("chafon288", build.chafon(0, 0x01, bytes.fromhex("0f0001000000008014")))
    assert inventory["params"] == "0f0001000000008014"
    assert "tags" not in inventory


@pytest.mark.parametrize(
    ("name", "raw", "params"),
    [
        ("chafon18", "06000104ffd439", "04ff"),
        ("chafon288", "0c00010001000000008014951a", "0001000000008014"),
        ("chafon288", build.chafon(0, 1, bytes.fromhex("020102000000018003")).hex(), None),
        ("chafon18", build.chafon(0, 0x2F, b"\x05").hex(), "05"),
        ("chafon288", build.chafon(0, 0x22, b"\x00\x05").hex(), "0005"),
    ],
)
def test_what_no_chafon_answers_is_a_command(name: str, raw: str, params: str | None) -> None:
    """An inventory with its Q value, as hosts ask for it, and settings: a status they never get."""
    told = said(name, bytes.fromhex(raw))
    assert told["params"] == (params or raw[6:-4])
    assert not {"status", "tags"} & told.keys()


@pytest.mark.parametrize("name", ["chafon18", "chafon288"])
@pytest.mark.parametrize(("status", "says"), [(0x00, "done"), (0xFE, "command not known")])
def test_a_chafon_answers_with_its_status(name: str, status: int, says: str) -> None:
    told = said(name, build.chafon(5, 0x2F, bytes([status])))
    assert (told["addr"], told["status"], told["status_says"]) == (5, f"0x{status:02X}", says)


@pytest.mark.parametrize("end", ["\r", "\n", "\t", "\r\n"])
def test_a_line_without_a_prefix_may_hold_separators(end: str) -> None:
    for name in ("line", "gm65-code"):
        assert said(name, f"10AB\x1d21X{end}".encode())["barcode"] == "10AB<GS>21X"


@pytest.mark.parametrize(
    ("code", "elements"),
    [
        ("]C110ABC\x1d", "^10ABC^"),
        ("]d20112312312312333\x1d", "^0112312312312333^"),
        ("]C1800302112345678900ABC", "^800302112345678900ABC"),
        ("]C1800302112345678901ABC", None),
        ("]C110ABC\x1d\x1d", None),
        ("]C1\x1d", None),
        ("]C13922123\x1d21A", "^3922123^21A"),
        ("]C13932978123", "^3932978123"),
        ("]C115991301", None),
        ("]C115000229", "^15000229"),
        ("]C17003260131235", None),
        ("]C170032601312359", "^70032601312359"),
        ("]e0010950600013435215260131", "^010950600013435215260131"),
        ("]C1420" + "1" * 21, None),
    ],
)
def test_elements_are_held_to_the_dictionary(code: str, elements: str | None) -> None:
    """GS1's own engine bears one separator too many at the end, and so do we."""
    found = found_in("aim", [code.encode()])
    assert len(found) == 1
    if elements is None:
        assert isinstance(found[0], Rejected)
    else:
        assert isinstance(found[0], Frame)
        assert found[0].decoded["gs1_elements"] == elements


@pytest.mark.parametrize(
    ("contents", "told"),
    [
        (b"\xd4\x14\x01\x14\x01", {"tfi": "D4", "data": "14011401"}),
        (b"\xd5\x4b\x00", {"targets": []}),
        (b"\xd5\x41\x00\xca\xfe", {"status": 0, "status_says": "done"}),
        (b"\xd5\x41\x14", {"status_says": "MIFARE: authentication failed"}),
        (b"\xd5\x33", {"tfi": "D5", "data": "33"}),
        (b"\x7f", {"frame": "application error"}),
    ],
)
def test_a_pn532_and_its_host_in_both_kinds_of_frame(contents: bytes, told: dict[str, Any]) -> None:
    for extended in (False, True):
        assert said("pn532", build.pn532(contents, extended=extended)).items() >= told.items()


def test_an_error_of_a_pn532_says_nothing_else() -> None:
    (found,) = found_in("pn532", [build.pn532(b"\x7f\x01")])
    assert found == Rejected("bad_header")


def test_a_pn532_that_is_woken_and_asked_at_once_is_two_answers() -> None:
    stream = b"\x55\x55" + bytes(10) + build.pn532(b"\xd4\x02") + bytes.fromhex("0000ff00ff00")
    found = accepted(found_in("pn532", [stream + build.pn532(b"\xd5\x03\x32\x01\x06\x07")]))
    assert [one.decoded.get("frame") for one in found] == ["command", "ACK", "response"]
    assert found[2].decoded["firmware"] == "1.6"


def newland(command: str, check: str) -> bytes:
    """Return a command in a HID-POS report without its zeros."""
    body = b"\x7e\x00" + bytes.fromhex(command + check)
    return bytes([4, len(body)]) + body


@pytest.mark.parametrize("check", ["1111", "abcd"])
def test_a_command_may_go_unchecked_as_in_the_makers_example(check: str) -> None:
    found = decode(CARD_FORMATS["hid-pos"](), newland("050101f008", check))
    (told,) = decoded(found)
    assert told["crc_ok"] is False
    assert told["crc"] == f"unchecked ({check.upper()})"
    assert rejections(decode(CARD_FORMATS["hid-pos"](), newland("050101f008", "1112")))


def test_frames_of_a_card_that_came_at_once_are_divided() -> None:
    """More than a frame's 256 bytes of them."""
    seen = ["9320", "8804a81d39", "00fe51", "300426ee", "e0803173", "0458800213ce"] * 20
    found = decode(CARD_FORMATS["iso14443a"](), bytes.fromhex("".join(seen)))
    assert len(decoded(found)) == len(found) == len(seen)
    assert rejections(decode(CARD_FORMATS["iso14443a"](), b"\x26" * 513)) == ["too_long"]


def test_a_proof_by_aes_is_the_readers_like_that_by_des() -> None:
    """Ultralight AES sends 32 bytes where Ultralight C sends 16."""
    for size in (16, 32):
        proof = b"\xaf" + bytes(range(size))
        (told,) = decoded(decode(CARD_FORMATS["iso14443a"](), proof + crc_a(proof)))
        assert (told["cmd"], told["data"]) == ("AUTHENTICATE part 2", proof[1:].hex())


def test_a_burst_of_calls_is_divided_in_no_time() -> None:
    found = decode(CARD_FORMATS["iso14443a"](), b"\x26" * 512)
    assert len(decoded(found)) == 512
