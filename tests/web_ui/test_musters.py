"""The desk of musters: who sits there, what is sent to be signed, and what is said if it is not."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.test import TestResponse

from kiosk.service import muster_works as w
from kiosk.service.protocol import OfficePass, WorkDone
from kiosk.service.sentences import sentence
from kiosk.service.works import Work
from tests.web_ui.client import HOSTILE, token_in
from tests.web_ui.fakes import FakeClock, FakeService, view_of
from tests.web_ui.musters_fakes import CODES, ONE, POST, POSTS, SHEET, THREE, TWO, FakeMusters
from web_ui.musters import ROWS_MAX, MustersDesk, added, rows_of, said_so
from web_ui.office import create_office

BASE = "https://localhost"
CHIEF = OfficePass(granted=True, number="12-0001", name="Keo Borin", role="chief",
                   desks=("musters",))  # fmt: skip


class Hatch(FakeService):
    """A hatch that can refuse what is signed. `refused`: why."""

    refused = ""

    def sign(self, number: str, pin: str, work: Work) -> WorkDone:
        """Remember what was signed, and refuse it if so told."""
        done = super().sign(number, pin, work)
        return WorkDone(reason=self.refused) if self.refused else done


class Desk:
    """An office with one chief at the desk of musters."""

    def __init__(self, *desks: str) -> None:
        self.service, self.musters = Hatch(view_of()), FakeMusters()
        self.service.passes["12-0001", "135790"] = replace(CHIEF, desks=desks or ("musters",))
        self.app = create_office(
            self.service, desks=(MustersDesk(self.musters),), clock=FakeClock()
        )
        self.browser: FlaskClient = self.app.test_client()
        login = self.browser.get("/", base_url=BASE).text
        fields = {"token": token_in(login), "number": "12-0001", "pin": "135790"}
        assert self.browser.post("/enter", data=fields, base_url=BASE).status_code == 303

    def get(self, path: str = "/musters") -> TestResponse:
        return self.browser.get(path, base_url=BASE)

    def post(self, path: str, **fields: object) -> TestResponse:
        token = token_in(self.get().text)
        sent = {"token": token, "pin": "135790", **fields}
        return self.browser.post(f"/musters/{path}", data=sent, base_url=BASE)


@pytest.fixture
def desk() -> Desk:
    return Desk()


PATHS = ["/musters", "/musters/sheet?number=41", "/musters/paper?number=41", "/musters/enter"]


@pytest.mark.parametrize("path", PATHS)
def test_a_stranger_reads_nothing_and_nothing_is_asked_for_one(desk: Desk, path: str) -> None:
    answer = desk.app.test_client().get(path, base_url=BASE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert desk.musters.asked == []


@pytest.mark.parametrize("path", ["leave", "draw", "close", "enter"])
def test_a_stranger_signs_nothing(path: str) -> None:
    desk = Desk("bay")
    token = token_in(desk.get("/").text)
    answer = desk.browser.post(f"/musters/{path}", data={"token": token}, base_url=BASE)
    assert answer.headers["Location"] == "/"
    assert desk.service.signed == []


@pytest.mark.parametrize("path", PATHS)
def test_a_refusal_of_the_kiosk_and_its_silence_are_shown(desk: Desk, path: str) -> None:
    desk.musters.reason = "wrong_role"
    answer = desk.get(path)
    assert answer.status_code == 403
    assert sentence("refused", "wrong_role", "km").happened in answer.text
    desk.musters.silent = True
    assert desk.get(path).status_code == 503


def test_every_post_and_everything_kept_there_is_shown(desk: Desk) -> None:
    text = desk.get().text
    for one in POSTS.kept:
        assert f'data-kept="{one.weapon}"' in text
    assert str(escape("Kdol <b>")) in text
    assert text.count('class="late"') == 3
    assert 'href="/musters/sheet?number=41"' in text


def test_who_may_not_leave_a_weapon_is_not_asked_to(desk: Desk) -> None:
    desk.musters.posts = replace(POSTS, may_leave=False)
    assert 'action="/musters/leave"' not in desk.get().text


def test_a_weapon_is_left_with_its_holder_by_the_pin_typed_for_it(desk: Desk) -> None:
    answer = desk.post(
        "leave", weapon=f"{ONE}~12-0417", post=POST, order="SA-7", days="90", every_d="30"
    )
    assert answer.headers["Location"] == "/musters?said=left"
    assert desk.service.signed == [
        ("12-0001", "135790", w.LeaveAtPost(ONE, "12-0417", POST, "SA-7", 90, 30))
    ]
    assert "data-post" in desk.get("/musters?said=left").text


def test_days_that_are_no_number_are_no_days(desk: Desk) -> None:
    desk.post("leave", weapon=ONE, post=POST, order="x", days="many", every_d="-3")
    assert desk.service.signed[0][2] == w.LeaveAtPost(ONE, "", POST, "x", 0, 0)


def test_a_sheet_is_drawn_and_closed(desk: Desk) -> None:
    assert desk.post("draw", post=POST).headers["Location"] == "/musters"
    assert desk.post("close", number="41").headers["Location"] == "/musters?said=closed"
    assert [work for _, _, work in desk.service.signed] == [w.DrawMuster(POST), w.CloseMuster(41)]


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("draw", {"post": POST}),
        ("leave", {"weapon": ONE}),
        ("close", {"number": "41"}),
        ("enter", {"seen_by": "12-9", "r": said_so(w.SaidRow(CODES[ONE], "seen"))}),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(
    desk: Desk, path: str, fields: dict[str, str]
) -> None:
    desk.service.refused = "muster_old"
    answer = desk.post(path, **fields)
    assert answer.status_code == 403
    assert sentence("refused", "muster_old", "km").happened in answer.text
    if path == "enter":
        assert f'data-said="{CODES[ONE]}"' in answer.text


def test_a_sheet_is_closed_only_when_every_row_has_its_answer(desk: Desk) -> None:
    text = desk.get("/musters/sheet?number=41").text
    assert 'action="/musters/close"' not in text
    for weapon, answer in ((ONE, "differs"), (TWO, ""), (THREE, "came_back")):
        assert f'data-row="{weapon}" data-answer="{answer}"' in text
    desk.musters.sheet = replace(SHEET, rows=SHEET.rows[:1])
    assert 'action="/musters/close"' in desk.get("/musters/sheet?number=41").text


def test_a_paper_brings_its_own_styles_and_no_script(desk: Desk) -> None:
    answer = desk.get("/musters/paper?number=41")
    policy = answer.headers["Content-Security-Policy"]
    assert answer.text.startswith("<!doctype html>")
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "script-src 'self'" in desk.get().headers["Content-Security-Policy"]


# ---------------------------------------------------------------- rows, scanned one by one
def scanned(desk: Desk, *scans: tuple[str, str, str]) -> str:
    """Scan one after the other, as a scanner types them, and return the page."""
    address = "/musters/enter?seen_by=12-0002"
    for code, answer, engraved in scans:
        rows = desk.get(address).request.args.getlist("r") if "r=" in address else []
        fields = {"seen_by": "12-0002", "scan": code, "answer": answer, "engraved": engraved}
        answered = desk.browser.get(
            "/musters/enter", query_string={**fields, "r": rows}, base_url=BASE
        )
        assert answered.status_code == 303
        address = answered.headers["Location"]
    return desk.get(address).text


def test_row_after_row_is_kept_in_the_address_and_signed_at_once(desk: Desk) -> None:
    text = scanned(
        desk, (CODES[ONE], "seen", ""), (CODES[TWO], "not_seen", ""), (CODES[THREE], "differs", "7")
    )
    assert text.index(CODES[THREE]) < text.index(CODES[TWO]) < text.index(CODES[ONE])
    rows = [w.SaidRow(CODES[THREE], "differs", "7"), w.SaidRow(CODES[TWO], "not_seen"),
            w.SaidRow(CODES[ONE], "seen")]  # fmt: skip
    answer = desk.post("enter", seen_by="12-0002", r=[said_so(one) for one in rows])
    assert answer.headers["Location"] == "/musters?said=entered"
    assert desk.service.signed[-1][2] == w.EnterMuster(tuple(rows), "12-0002")


def test_digits_are_kept_only_where_the_engraving_differs(desk: Desk) -> None:
    """A field that was left full from the row before spoils no other row."""
    assert said_so(w.SaidRow(CODES[ONE], "seen")) in scanned(desk, (CODES[ONE], "seen", "99"))


def test_a_row_that_cannot_be_entered_says_why_beside_it(desk: Desk) -> None:
    desk.musters.wrong[CODES[ONE]] = "muster_came_back"
    text = scanned(desk, (CODES[ONE], "seen", ""))
    assert sentence("refused", "muster_came_back", "km").happened in text
    assert f'data-said="{CODES[ONE]}" data-answer="seen" class="late"' in text


def test_a_code_typed_with_spaces_is_the_same_code(desk: Desk) -> None:
    code = CODES[ONE]
    assert f'data-said="{code}"' in scanned(desk, (f"{code[:5]} {code[5:]}", "seen", ""))


def test_the_same_row_scanned_twice_stands_there_once() -> None:
    row = w.SaidRow(CODES[ONE], "seen")
    assert added((row,), row) == (row,)
    assert added((row,), replace(row, answer="not_seen")) == (replace(row, answer="not_seen"), row)


def test_more_rows_than_one_signature_takes_are_left_for_the_next() -> None:
    many = tuple(w.SaidRow(f"{place:017}", "seen") for place in range(ROWS_MAX + 5))
    assert len(rows_of([said_so(one) for one in many])) == ROWS_MAX
    assert len(added(many, w.SaidRow("x", "seen"))) == ROWS_MAX


def test_a_field_that_no_page_of_ours_sent_is_passed_over() -> None:
    assert rows_of(["", "a", "a~b", "a~b~c~d"]) == ()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_is_typed_is_never_markup(desk: Desk, hostile: str) -> None:
    text = desk.browser.get(
        "/musters/enter", query_string={"seen_by": hostile, "r": f"{hostile}~seen~{hostile}"},
        base_url=BASE,
    ).text  # fmt: skip
    assert "<script>" not in text
    assert "<img" not in text
    assert "onmouseover='" not in text
