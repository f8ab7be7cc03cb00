"""The desk of transfers: who may sit there, what is scanned, what is signed, and bad papers."""

from dataclasses import replace
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.test import TestResponse

from kiosk.service import works as w
from kiosk.service.protocol import OfficePass, WorkDone
from tests.web_ui.client import HOSTILE, token_in
from tests.web_ui.fakes import FakeClock, view_of
from tests.web_ui.transfers_fakes import (
    DIFFERENCES,
    FACES,
    NOTE,
    WEAPONS,
    FakeTransfers,
    RefusingService,
)
from web_ui.barcode import bars, modules
from web_ui.office import create_office
from web_ui.transfers import NOTE_BYTES, TransfersDesk, paper_of

BASE = "https://localhost"
REGISTRAR = OfficePass(
    granted=True, number="12-0500", name="Ros Maly", role="registrar", desks=("transfers",)
)
FORM = {"to": "phnom-penh", "carrier": "12-0417", "hours": "48", "why": "mend", "pin": "135790"}


class Desk:
    """An office with one registrar at the desk of transfers."""

    def __init__(self, *desks: str) -> None:
        self.service, self.transfers = RefusingService(view_of()), FakeTransfers()
        wanted = desks or ("transfers",)
        self.service.passes["12-0500", "135790"] = replace(REGISTRAR, desks=wanted)
        self.app = create_office(
            self.service, desks=(TransfersDesk(self.transfers),), clock=FakeClock()
        )
        self.browser: FlaskClient = self.app.test_client()
        login = self.browser.get("/", base_url=BASE).text
        fields = {"token": token_in(login), "number": "12-0500", "pin": "135790"}
        assert self.browser.post("/enter", data=fields, base_url=BASE).status_code == 303
        self.token = token_in(self.get("/transfers/read").text) if not desks else ""

    def get(self, path: str = "/transfers") -> TestResponse:
        return self.browser.get(path, base_url=BASE)

    def post(self, path: str, **fields: Any) -> TestResponse:  # noqa: ANN401 - of a form
        whole = {"token": self.token, "pin": "135790", **fields}
        return self.browser.post(path, data=whole, base_url=BASE)

    def english(self) -> "Desk":
        """Read on in English."""
        assert self.post("/language/en", back="/transfers").status_code == 303
        return self

    def signed(self) -> w.Work:
        """Return the only work that was signed."""
        ((number, _, work),) = self.service.signed
        assert number == "12-0500"
        return work


@pytest.fixture
def desk() -> Desk:
    return Desk()


PATHS = [
    "/transfers", "/transfers/new?w=1010000182", "/transfers/read",
    paper_of("T0006-btb-01", "sent"), "/transfers/unload?number=T0003-kampong-thom-01",
    "/transfers/file?number=T0006-btb-01&side=sent",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_stranger_sees_nothing_and_nothing_is_asked_for_one(desk: Desk, path: str) -> None:
    before = [*desk.transfers.asked]
    for browser in (desk.app.test_client(), Desk("bay").browser):
        answer = browser.get(path, base_url=BASE)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert desk.transfers.asked == before


@pytest.mark.parametrize("path", PATHS)
def test_the_kiosk_decides_each_time_who_may_and_its_silence_is_said(desk: Desk, path: str) -> None:
    assert desk.get(path).status_code == 200
    desk.transfers.reason = "wrong_role"
    answer = desk.get(path)
    assert answer.status_code == 403
    assert "អ្នកគ្មានសិទ្ធិ" in answer.text
    desk.transfers.reason, desk.transfers.silent = "", True
    assert desk.get(path).status_code == 503


def test_every_transfer_is_listed_with_how_far_it_is(desk: Desk) -> None:
    html = desk.get().text
    for one in FACES:
        assert f'data-transfer="{one.number}" data-state="{one.state}"' in html
        assert str(escape(paper_of(one.number, one.side))) in html
    assert html.count("ហួសកំណត់") == 1


def test_labels_are_scanned_one_after_the_other_and_stand_in_the_address(desk: Desk) -> None:
    """So that a scanner's Enter adds one, a desk may be left, and nothing is written before."""
    html = desk.get("/transfers/new?scan=1010000182").text
    assert ("load", "12-0500", "1010000182") in desk.transfers.asked
    assert 'name="w" value="1010000182"' in html
    html = desk.get("/transfers/new?w=1010000182&scan=1010000279").text
    assert desk.transfers.asked[-1][2:] == ("1010000279", "1010000182")
    assert "2374O51" in html
    assert html.count('class="late"') == 1, "why one of them cannot go stands beside it"
    desk.get("/transfers/new?w=1010000182&w=1010000182&scan=1010000182")
    assert len(desk.transfers.asked[-1]) == 3, "a label that is held too long is one"
    many = "&".join(f"w={number}" for number in range(150))
    desk.get(f"/transfers/new?{many}")
    assert len(desk.transfers.asked[-1]) == 2 + 100
    assert desk.service.signed == []


def test_a_label_is_taken_out_of_the_list_again(desk: Desk) -> None:
    html = desk.get("/transfers/new?w=1010000182&w=1010000279").text
    assert 'href="/transfers/new?w=1010000279"' in html
    assert 'href="/transfers/new?w=1010000182"' in html


def test_a_transfer_is_signed_for_with_all_that_was_typed(desk: Desk) -> None:
    more = {"route": "NR5", "vehicle": "2A", "seal": "S-1"}
    answer = desk.post("/transfers/new", w=["1010000182", "1010000279"], **FORM, **more)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/transfers?said=asked")
    assert desk.signed() == w.SendTransfer(
        "phnom-penh", ("1010000182", "1010000279"), "12-0417", 48, "mend", "NR5", "2A", "S-1"
    )
    assert "មនុស្សពីរនាក់ត្រូវធានានៅម៉ាស៊ីន" in desk.get("/transfers?said=asked").text


@pytest.mark.parametrize("hours", ["", "x", "-1", "៤៨", "99999", "1.5"])
def test_hours_that_are_no_number_are_none_that_the_rules_allow(desk: Desk, hours: str) -> None:
    desk.post("/transfers/new", w=["1010000182"], **{**FORM, "hours": hours})
    work = desk.signed()
    assert isinstance(work, w.SendTransfer)
    assert work.hours == 0


def test_what_is_refused_is_said_and_nothing_that_was_typed_is_lost(desk: Desk) -> None:
    desk.service.done = WorkDone(reason="already_out", about="1010000279")
    answer = desk.post("/transfers/new", w=["1010000182", "1010000279"], **FORM)
    assert answer.status_code == 403
    for kept in ("1010000182", "1010000279", 'value="12-0417"', 'value="mend"', 'value="48"'):
        assert kept in answer.text
    assert '<option value="phnom-penh" selected>' in answer.text
    assert "135790" not in answer.text


def test_a_paper_is_drawn_with_every_identifier_byte_for_byte(desk: Desk) -> None:
    html = desk.get(paper_of("T0002-kampong-thom-01", "announced")).text
    for weapon in WEAPONS:
        assert weapon.number in html
        assert weapon.serial in html
    for odd in DIFFERENCES:
        assert f'data-differs="{odd.discrepancy}"' in html
        assert str(escape(odd.text)) in html
    assert html.count("<rect") == len(bars("T0002-kampong-thom-01"))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("T0004-btb-01", "vouched for by two people there, as this paper says"),
        ("T0006-btb-01", "<b>not vouched for by two people there</b>"),
    ],
)
def test_a_paper_says_which_key_signs_it_and_whether_two_people_stood_by_it(
    desk: Desk, number: str, said: str
) -> None:
    html = desk.english().get(paper_of(number, "sent")).text
    assert "Key of btb-01" in html
    assert "673A 66D4 A830 625C 31F9 9A23 69E8 7299" in html
    assert said in html


def test_a_file_is_given_once_it_may_leave(desk: Desk) -> None:
    answer = desk.get("/transfers/file?number=T0006-btb-01&side=sent")
    assert answer.text == NOTE
    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Disposition"].endswith('"T0006-btb-01-manifest.txt"')
    receipt = desk.get("/transfers/file?number=T0002-kampong-thom-01&side=announced")
    assert receipt.headers["Content-Disposition"].endswith('-receipt.txt"')
    waits = desk.get("/transfers/file?number=T0007-btb-01&side=sent")
    assert (waits.status_code, waits.headers["Location"]) == (303, paper_of("T0007-btb-01", "sent"))


def test_only_what_is_not_loaded_yet_can_be_called_back(desk: Desk) -> None:
    assert "/transfers/recall" in desk.get(paper_of("T0008-btb-01", "sent")).text
    for number in ("T0007-btb-01", "T0006-btb-01", "T0005-btb-01"):
        assert "/transfers/recall" not in desk.get(paper_of(number, "sent")).text
    answer = desk.post("/transfers/recall", number="T0008-btb-01", side="sent", why="flood")
    assert answer.status_code == 303
    assert desk.signed() == w.RecallTransfer("T0008-btb-01", "flood")
    desk.service.done = WorkDone(reason="transfer_left", about="T0008-btb-01")
    again = desk.post("/transfers/recall", number="T0008-btb-01", side="sent", why="flood")
    assert again.status_code == 403
    assert "T0008-btb-01" in again.text


def test_what_came_back_whole_can_be_called_back_and_a_part_of_it_says_what_to_do(
    desk: Desk,
) -> None:
    desk.english()
    assert "/transfers/recall" in desk.get(paper_of("T0010-btb-01", "sent")).text
    part = desk.get(paper_of("T0009-btb-01", "sent")).text
    assert "/transfers/recall" not in part
    assert "Some of it was brought back." in part
    assert "1 of 2 drawn" in part


def test_a_manifest_that_is_about_is_said_and_two_people_end_it(desk: Desk) -> None:
    """The sender cannot stop the other store: it must know that it can take the weapons over."""
    desk.english()
    html = desk.get(paper_of("T0011-btb-01", "sent")).text
    assert "kampong-thom-01 can still take it over by that paper" in html
    assert 'action="/transfers/void"' in html
    assert "/transfers/void" not in desk.get(paper_of("T0005-btb-01", "sent")).text
    answer = desk.post("/transfers/void", number="T0011-btb-01", side="sent", why="torn up")
    assert answer.headers["Location"] == "/transfers?said=asked"
    assert desk.signed() == w.VoidManifest("T0011-btb-01", "torn up")


def test_what_was_taken_over_though_it_was_called_back_is_said_with_what_to_do(desk: Desk) -> None:
    desk.english()
    html = desk.get(paper_of("T0012-btb-01", "sent")).text
    assert "has taken it over by a manifest that was called back" in html
    assert "/transfers/void" not in html


def test_a_transfer_of_which_nothing_arrived_is_not_said_to_have(desk: Desk) -> None:
    desk.english()
    html = desk.get("/transfers").text
    said = html.split('data-transfer="T0013-btb-01"')[1].split("</tr>")[0]
    assert "nothing arrived" in said
    assert ">Arrived<" not in said


def test_a_paper_is_read_as_a_file_or_as_text_and_says_itself_what_it_is(desk: Desk) -> None:
    answer = desk.post("/transfers/read", note=NOTE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/transfers?said=was_read")
    assert desk.signed() == w.ReadManifest(NOTE)
    desk.service.signed.clear()
    receipt = NOTE.replace("manifest", "receipt")
    desk.post("/transfers/read", file=(BytesIO(receipt.encode()), "r.txt"), note="")
    assert desk.signed() == w.ReadReceipt(receipt)


@pytest.mark.parametrize(
    "raw",
    [b"\xff\xfe\x00", b"x" * (NOTE_BYTES + 1), b"\x89PNG\r\n\x1a\n"],
    ids=["utf16", "long", "png"],
)
def test_a_file_that_is_no_paper_is_refused_before_anybody_is_asked(desk: Desk, raw: bytes) -> None:
    answer = desk.post("/transfers/read", file=(BytesIO(raw), "x.txt"))
    assert answer.status_code == 403
    assert "មិនមែនជាឯកសារផ្ទេរអាវុធទេ" in answer.text
    assert desk.service.signed == []


def test_a_hundred_megabytes_are_not_even_read(desk: Desk) -> None:
    answer = desk.post("/transfers/read", file=(BytesIO(b"x" * 200_000), "x.txt"))
    assert answer.status_code == 413
    assert desk.service.signed == []


def test_what_is_unloaded_is_scanned_and_then_read_from_the_steel(desk: Desk) -> None:
    """The label alone waits for its engraving; what should have come is not shown."""
    path = "/transfers/unload?number=T0003-kampong-thom-01"
    waits = desk.get(f"{path}&scan=1010000182").text
    assert "data-unloaded" not in waits
    assert 'value="1010000182"' in waits
    assert WEAPONS[0].serial not in waits
    html = desk.get(f"{path}&scan=1010000182&engraved=56+1&t=7&s=A").text
    assert html.index('data-unloaded="1010000182"') < html.index('data-unloaded="7"')
    assert '<input type="hidden" name="s" value="56 1">' in html
    none = desk.get(f"{path}&scan=8&engraved=-").text
    assert '<input type="hidden" name="s" value="">' in none
    taken_out = f'href="{escape(path)}"'
    assert taken_out in none


def test_two_people_are_asked_to_take_over_what_was_unloaded(desk: Desk) -> None:
    fields = {"number": "T0003-kampong-thom-01", "t": ["1", "2"], "s": ["A", ""], "why": "one less"}
    answer = desk.post("/transfers/unload", **fields)
    assert answer.headers["Location"] == "/transfers?said=asked"
    found = (w.Unloaded("1", "A"), w.Unloaded("2", ""))
    assert desk.signed() == w.ReceiveTransfer("T0003-kampong-thom-01", found, "one less")
    desk.service.done = WorkDone(reason="no_reason_given", about="T0003-kampong-thom-01")
    again = desk.post("/transfers/unload", **fields)
    assert again.status_code == 403
    assert again.text.count("data-unloaded") == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_stays_text(desk: Desk, text: str) -> None:
    desk.service.done = WorkDone(reason="note_edited", about=text)
    pages = [
        desk.post("/transfers/read", note=text),
        desk.post("/transfers/new", w=[text], **{**FORM, "why": text, "seal": text}),
        desk.post(
            "/transfers/unload", number="T0003-kampong-thom-01", t=[text], s=[text], why=text
        ),
    ]
    for page in pages:
        assert str(escape(text)) in page.text or text not in page.text
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


def test_a_form_without_its_token_signs_nothing(desk: Desk) -> None:
    for path in (
        "/transfers/new", "/transfers/recall", "/transfers/void", "/transfers/read",
        "/transfers/unload",
    ):  # fmt: skip
        desk.token = "forged"  # noqa: S105 - it is none
        assert desk.post(path).status_code == 403
    assert desk.service.signed == []


def test_the_bars_of_a_number_are_those_of_the_standard() -> None:
    """PJJ123C in code set B, the example of ISO/IEC 15417: check value 54."""
    first, *_ = bars("PJJ123C")
    assert first == (10, 2)
    assert modules("PJJ123C") == 20 + 11 * 9 + 13
    wide = [width for _, width in bars("PJJ123C")]
    assert wide[-4:] == [2, 3, 1, 2]
    with pytest.raises(ValueError, match="ASCII"):
        bars("អ")


def test_the_address_of_a_paper_says_which() -> None:
    asked = parse_qs(urlsplit(paper_of("T 1&side=x", "sent")).query)
    assert asked == {"number": ["T 1&side=x"], "side": ["sent"]}
