"""What the frames of the wire formats say at the limits of their fields."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.protocols import checks
from drivers.protocols.frames import Rejected
from tests.drivers import wire_builders as build
from tests.drivers.wire import accepted, decoded

bodies = st.binary(min_size=2, max_size=300)


def said(name: str, *frames: bytes) -> dict[str, Any]:
    """Return what the one frame in some bytes says."""
    found = decoded(name, [b"".join(frames)])
    assert len(found) == len(accepted(found)) == 1, found
    return dict(accepted(found)[0].decoded)


def refused(name: str, sent: bytes) -> str:
    """Return why the one frame in some bytes was rejected."""
    (found,) = decoded(name, [sent])
    assert isinstance(found, Rejected)
    return found.reason


@given(bodies)
def test_the_check_values_are_those_of_the_standards(body: bytes) -> None:
    assert checks.crc_xmodem(body) == build.crc_by_bits(body, begin=0)
    assert checks.crc_gen2(body) == build.crc_by_bits(body, begin=0xFFFF) ^ 0xFFFF
    assert checks.crc_chafon(body) == build.crc_by_bits_mirrored(body)
    assert checks.crc_mercury(body) == build.crc_by_bits_from_below(body)


def test_the_check_values_are_those_printed_in_catalogues() -> None:
    """From reveng's catalogue, all over the text 123456789."""
    assert checks.crc_xmodem(b"123456789") == 0x31C3
    assert checks.crc_gen2(b"123456789") == 0xD64E
    assert checks.crc_chafon(b"123456789") == 0x6F91


@given(st.binary(min_size=5, max_size=5))
def test_every_badge_number_is_text_of_ten_digits_and_its_prints(number: bytes) -> None:
    for name, tail in (("rdm6300", b""), ("id12", b"\r\n"), ("rdm6300", b"\r\n")):
        tag = said(name, build.tag_125(number, tail))
        assert tag["tag_id"] == number.hex().upper()
        assert tag["printed_10d"] == str(tag["number"]).rjust(10, "0")
        assert tag["number"] == int.from_bytes(number[1:], "big")
        assert tag["wiegand26_fc"] << 16 | tag["wiegand26_cn"] == tag["number"] & 0xFFFFFF


@given(st.integers(0, 255), st.integers(0, 31), st.data())
def test_a_uhf_tag_of_any_length_and_strength_is_read(
    rssi: int, words: int, draw: st.DataObject
) -> None:
    epc = draw.draw(st.binary(min_size=2 * words, max_size=2 * words))
    pc = bytes([words << 3, 0])
    params = build.inventoried(rssi, pc, epc)
    tag = said("r200", build.r200(2, 0x22, params))
    assert tag == said("yrm100", build.r200(2, 0x22, params, 0xBB, 0x7E))
    assert tag["rssi_dbm"] == (rssi if rssi < 128 else rssi - 256)
    assert (tag["epc"], tag["pc"]) == (epc.hex().upper(), pc.hex())
    assert tag["tag_crc_ok"]
    assert tag["pc_words_match"]


def test_a_uhf_tag_whose_length_or_own_crc_is_wrong_says_so() -> None:
    wrong = build.inventoried(0xC9, b"\x30\x00", bytes(8))
    assert said("r200", build.r200(2, 0x22, wrong))["pc_words_match"] is False
    wrong = build.inventoried(0xC9, b"\x30\x00", bytes(12))[:-1] + b"\0"
    assert said("r200", build.r200(2, 0x22, wrong))["tag_crc_ok"] is False


@pytest.mark.parametrize(
    ("command", "params", "key", "value"),
    [
        (0xFF, "15", "error", "no tag / inventory CRC error"),
        (0xFF, "17", "error", "command wrong"),
        (0xFF, "20", "error", "frequency hopping time-out"),
        (0xFF, "b4", "error", "error 0xb4"),
        (0xFF, "b4", "tag_says", "memory locked"),
        (0xFF, "c00e3400e20000000000000000000001", "tag_refused", "lock"),
        (0xB7, "0a5a", "tx_power_dbm", 26.5),
        (0xB7, "0000", "tx_power_dbm", 0.0),
        (0xB7, "ff38", "tx_power_dbm", -2.0),
        (0x03, "004d3130302056312e30", "info", "M100 V1.0"),
        (0x03, "0", "params", "00"),
        (0x08, "03", "region", "EU"),
        (0x08, "09", "region", "0x09"),
        (0xAA, "13", "channel", 19),
        (0xF3, "0002bac580", "levels_dbm", [-70, -59, -128]),
        (0x39, "0e340030751feb705c5904e3d50d7012345678", "memory", "12345678"),
        (0x49, "0e340030751feb705c5904e3d50d7000", "epc", "30751FEB705C5904E3D50D70"),
        (0x49, "ff3400", "params", "ff3400"),
        (0xFF, "", "params", ""),
        (0x22, "", "params", ""),
    ],
)
def test_the_answers_of_uhf_modules(command: int, params: str, key: str, value: object) -> None:
    told = bytes.fromhex(params.rjust(2, "0") if params else "")
    assert said("r200", build.r200(1, command, told))[key] == value


def test_the_limits_of_a_uhf_frame() -> None:
    assert said("r200", build.r200(0, 0x22, b""))["params"] == ""
    assert len(said("yrm100", build.r200(1, 0x39, bytes(2048), 0xBB, 0x7E))["params"]) == 4096
    assert refused("r200", build.r200(1, 0x39, bytes(2049))) == "bad_length"
    assert refused("r200", build.r200(3, 0x22, b"")) == "bad_header"
    assert refused("r200", build.r200(0, 0x22, b"")[:-1] + b"\x7e") == "bad_end"


def test_a_chafon_tells_tags_antennas_and_their_absence() -> None:
    none = said("chafon288", bytes.fromhex("0700010101001e4b"))
    assert (none["tags"], none["antenna"], none["status"]) == ([], 1, "0x01")
    third = said("chafon288", bytes.fromhex("1500010304010c49440000000000000a0003346425c0"))
    assert third["antenna"] == 3
    assert third["tags"] == [{"epc": "49440000000000000A000334", "rssi": 100}]
    short = said("chafon288", bytes.fromhex("0d000103010104003230386da3d2"))
    assert short["tags"] == [{"epc": "00323038", "rssi": 109}]
    assert said("chafon18", build.chafon(0, 1, b"\x01\x00"))["tags"] == []
    assert "tags" not in said("chafon18", build.chafon(0, 1, b"\xfb"))
    assert said("chafon18", build.chafon(0, 1, b"\xfb"))["status_says"] == "no tag"


def test_a_chafon_whose_tags_do_not_fit_is_rejected_though_its_crc_holds() -> None:
    for rest in (b"\x03\x02\x01\xaa", b"\x03\x01\x01\xaa\xbb", b"\x03\x01\x0c\xaa"):
        assert refused("chafon18", build.chafon(0, 1, rest)) == "bad_layout"
    assert refused("chafon288", build.chafon(0, 1, b"\x03\x01")) == "bad_layout"


def test_the_limits_of_a_chafon_frame() -> None:
    assert said("chafon18", build.chafon(0, 0x21, b""))["params"] == ""
    assert said("chafon18", build.chafon(7, 2, bytes(251)))["len"] == 255
    assert said("chafon288", build.chafon(0xFF, 0x21, b"\x07"))["params"] == "07"
    reader = said("chafon288", bytes.fromhex("1100210000160c034e001e0a01000000e651"))
    assert (reader["band"], reader["firmware"], reader["power_dbm"]) == ("EU", "0.22", 30)
    assert (reader["lowest_khz"], reader["highest_khz"]) == (865100, 867900)


@pytest.mark.parametrize(
    ("frame", "key", "value"),
    [
        ("ff0263000000002143", "reply", "protocol none (0)"),
        ("ff00930000371a", "reply", "set tag protocol"),
        ("ff076200000108fc08fc03e87ac9", "power_dbm", 23.0),
        ("ff03610000010100215b", "reply", "antenna config"),
        ("ff00210400b483", "fault", "no tag found"),
        ("ff0168000003a4bc", "params", "03"),
        ("ff029203e842b1", "power_dbm", 10.0),
        ("ff032103e800a5e8", "cmd", "read single tag, timeout 1000 ms"),
        ("ff0f21000000e200322fe20df9311328b7e3d100a542", "epc", "E200322FE20DF9311328B7E3"),
        ("ff009a0000a633", "reply", "set reader config"),
    ],
)
def test_a_session_with_a_thingmagic_module(frame: str, key: str, value: object) -> None:
    """From the README of a public repository, `m5e_rfid`."""
    assert said("mercury", bytes.fromhex(frame))[key] == value


def test_a_record_of_continuous_reading_says_all_that_its_flags_promise() -> None:
    """The example in SparkFun's library, whose comment takes the tag's CRC two bytes too early."""
    record = bytes.fromhex(
        "ff28220000 10001b01ff0101 c4 11 0e1640 00000127 0000 05 0000 0f 0080"
        "3000 000000000000000000001545 e94a 561d"
    )
    tag = said("mercury", record)
    assert (tag["rssi_dbm"], tag["frequency_khz"], tag["timestamp_ms"]) == (-60, 923200, 295)
    assert (tag["epc"], tag["tag_crc"]) == ("000000000000000000001545", "E94A")
    assert (tag["tag_crc_ok"], tag["antenna"], tag["protocol"]) == (True, 0x11, 5)
    assert said("mercury", build.mercury(0x22, b"", 0x0400))["reply"] == "keep-alive"
    assert said("mercury", build.mercury(0x22, record[5:20], 0))["reply"] == "read multiple tags"
    assert said("mercury", build.mercury(0x22, bytes(10), 0))["reply"] == "temperature"
    assert said("mercury", build.mercury(0x22, bytes(3), 0))["params"] == "000000"


def test_the_limits_of_a_thingmagic_frame() -> None:
    assert said("mercury", build.mercury(0x28, bytes(255)))["len"] == 255
    assert said("mercury", build.mercury(0x28, bytes(255), 0))["len"] == 255
    assert said("mercury", build.mercury(0x55, b"", 0x9999))["fault"] == "fault 0x9999"
    assert said("mercury", build.mercury(0x97, b"\x08"))["cmd"] == "set region EU3 (8)"
    assert said("mercury", build.mercury(0x67, b"\x01", 0))["reply"] == "region NA (1)"
    assert said("mercury", build.mercury(0x21, b"\x01", 0))["reply"] == "read single tag"


def test_the_frames_without_contents_of_a_pn532() -> None:
    assert said("pn532", bytes.fromhex("0000ff00ff00")) == {"frame": "ACK"}
    assert said("pn532", bytes.fromhex("0000ffff0000")) == {"frame": "NACK"}
    both = decoded("pn532", [bytes.fromhex("0000ff00ff00 0000ff02fed5151600")])
    assert len(accepted(both)) == len(both) == 2
    assert refused("pn532", bytes.fromhex("0000ff00ff07")) == "bad_end"
    assert refused("pn532", bytes.fromhex("0000ff000000")) == "bad_length"


def test_the_limits_of_a_pn532_frame() -> None:
    for contents in (
        b"\xd5",
        bytes([0xD4]) + bytes(254),
        b"\xd5" + bytes(255),
        b"\xd5" + bytes(264),
    ):
        assert said("pn532", build.pn532(contents))["data"] == contents[1:].hex()
    assert said("pn532", build.pn532(b"\xd5\x15", extended=True))["data"] == "15"
    assert refused("pn532", build.pn532(b"\xd5" + bytes(265))) == "bad_length"
    assert refused("pn532", build.pn532(b"\xd6\x15")) == "bad_header"


def test_what_a_pn532_tells_of_cards() -> None:
    firmware = said("pn532", bytes.fromhex("0000ff06fad50332010607e800"))
    assert (firmware["chip"], firmware["firmware"]) == ("PN532", "1.6")
    two = "4b02 01 0004 08 04 b0bb8904 02 0344 20 04 a1a2a3a4 04588002"
    assert said("pn532", build.pn532(b"\xd5" + bytes.fromhex(two)))["targets"] == [
        {"sens_res": "0004", "sel_res": "08", "uid": "B0BB8904"},
        {"sens_res": "0344", "sel_res": "20", "uid": "A1A2A3A4", "ats": "04588002"},
    ]
    assert said("pn532", build.pn532(b"\xd5\x4b\x00"))["targets"] == []
    felica = b"\xd5\x4b\x01\x01\x14\x01" + bytes(18)
    assert "targets" not in said("pn532", build.pn532(felica))
    gone = said("pn532", build.pn532(b"\xd5\x41\x01"))
    assert gone["status_says"] == "time-out: no answer from the card"


def test_a_gm65_length_of_zero_means_256() -> None:
    dump = said("gm65-reply", build.gm65_reply(bytes(range(256))))
    assert (dump["len"], len(dump["data"])) == (256, 512)
    written = said("gm65-command", build.gm65(0x08, 0x2A, b"\x39\x01"))
    assert (written["zone"], written["data"], written["crc"]) == ("0x002A", "3901", "ok")
    assert said("gm65-command", build.gm65(0x08, 0, bytes(256)))["len"] == 256
    saved = bytes.fromhex("7e0009010000 00dec8")
    assert said("gm65-command", saved)["type"] == "save to flash"
    assert refused("gm65-command", build.gm65(0x0B, 0, b"\0")) == "bad_header"


def test_codes_and_replies_of_a_gm65_share_one_line() -> None:
    stream = b"871\r" + build.gm65_reply(b"\x01") + b"\x03\0\x03abc]C1123\r\n872\t"
    keys = [dict(each.decoded) for each in accepted(decoded("gm65-code", [stream]))]
    assert [key.get("barcode", key.get("data")) for key in keys] == [
        "871",
        "01",
        "abc",
        "123",
        "872",
    ]
    assert [key.get("suffix") for key in keys] == ["CR", None, None, "CRLF", "TAB"]


def test_no_end_of_a_code_behind_a_broken_reply_is_taken_for_a_code() -> None:
    broken = build.gm65_reply(b"\x01")[:-1] + b"\xff"
    found = decoded("gm65-code", [broken + b"8711218972875\r872\r"])
    assert [each.decoded["barcode"] for each in accepted(found)] == ["872"]
    assert refused("gm65-code", b"\x03\x00\x02a\xff") == "not_text"
    assert refused("gm65-code", b"\x03\x7f\xff") == "bad_length"


@pytest.mark.parametrize("end", ["CR", "LF", "CRLF", "TAB", "STX..ETX"])
def test_a_line_says_what_ended_it(end: str) -> None:
    around = {"CR": ("", "\r"), "LF": ("", "\n"), "CRLF": ("", "\r\n"), "TAB": ("", "\t")}
    before, behind = around.get(end, ("\x02", "\x03"))
    assert said("line", f"{before}871{behind}".encode())["framing"] == end


@pytest.mark.parametrize(
    ("code", "symbology", "elements"),
    [
        ("]C1168901\r", "Code 128", None),
        ("]C110AB12\x1d21X\r", "Code 128", "^10AB12^21X"),
        ("]E0871121897287\r", None, None),
        ("]E08711218972875\t", "EAN-13/UPC-A", None),
        ("]E402345673\r", "EAN-8", None),
        ("]A0K98\r", "Code 39", None),
        ("]z0https://a/b\r", "Aztec", None),
        ("]C1\r", None, None),
        ("]q0abc\r", None, None),
        ("]E402345673|]e099COMPOSITE\x1d98XYZ", "EAN8", None),
        ("]E402345673|99COMPOSITE", None, None),
        ("]E402345674", None, None),
        ("]d2011231231231233310ABC123\x1d99TESTING", "DM", "^011231231231233310ABC123^99TESTING"),
        ("]e00112312312312333235XYZ\x1d10ABC", "DataBarExpanded", "^0112312312312333235XYZ^10ABC"),
        ("]C10112312312312334", None, None),
        ("]C117991332", None, None),
        ("]C117991200", "GS1_128_CCA", "^17991200"),
        ("]C117991232", None, None),
        ("]C13103000189", "GS1_128_CCA", "^3103000189"),
        ("]C13106000189", None, None),
        ("]C100395011110000000018", None, None),
        ("]C100006141411234567890", "GS1_128_CCA", "^00006141411234567890"),
        ("]C110", None, None),
        ("]C1", None, None),
        ("]C110ABC\x1d", "GS1_128_CCA", "^10ABC^"),
        ("]C18003" + "0" * 13 + "0AB", "GS1_128_CCA", "^8003" + "0" * 14 + "AB"),
        ("]C188", None, None),
        ("]Q1https://id.gs1.org/01/12312312312333", "QR", None),
        ("]Q1https://id.gs1.org/01/12312312312334", None, None),
    ],
)
def test_codes_with_their_prefix(code: str, symbology: str | None, elements: str | None) -> None:
    """With a suffix GS1 is a claim of a stranger's label; without one it is scan data."""
    if symbology is None:
        assert refused("aim", code.encode())
        return
    told = said("aim", code.encode())
    assert (told["symbology"], told["gs1_elements"]) == (symbology, elements)
