"""The forms of the desk of people: what is signed and refused, and forms that are not ours."""

import io
from dataclasses import replace

import pytest
from markupsafe import escape

from kiosk.service.people_works import (
    BeginBadge,
    CertificateFacts,
    CorrectOfficer,
    HoldOfficer,
    LendBadge,
    LetGo,
    OrderMission,
    RegisterList,
    RegisterOfficer,
    ReverseOfficer,
    WithdrawBadge,
)
from kiosk.service.protocol import WorkDone
from tests.web_ui.fakes import NOON_MS, SOK
from tests.web_ui.people_desk import PIN, REGISTRAR, Desk
from tests.web_ui.people_fakes import (
    DAY_MS,
    OLD_PAPER,
    RIFLE_PAPER,
    SOK_FACTS,
)
from tests.web_ui.register_fakes import AKM
from web_ui.languages import Calendar
from web_ui.people_work import person_of, spelled

SOKS = person_of(SOK.number)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_only_what_the_kiosk_says_can_be_signed_is_offered(desk: Desk) -> None:
    acts = (
        "hold",
        "lost",
        "lend",
        "badge",
        "mission",
        "certificate",
        "correct",
        "reverse",
        "leave",
    )
    assert all(f'action="/people/person/{act}"' in desk.get(SOKS).text for act in acts)
    assert 'href="/people/new"' in desk.get().text
    desk.people.acts = ("hold", "withdraw", "lend")
    html = desk.get(SOKS).text
    offered = [act for act in acts if f'action="/people/person/{act}"' in html]
    assert offered == ["hold", "lost", "lend"]
    assert 'href="/people/new"' not in desk.get().text
    desk.people.acts = ()
    assert "/people/person/" not in desk.get(SOKS).text


MOVED = replace(SOK_FACTS, unit="U9")
SEEN = spelled(SOK_FACTS)
NEW_PAPER = CertificateFacts(
    "pistol", Calendar(420).day_ms("2028-01-31") + DAY_MS, "refresher",
    Calendar(420).day_ms("2026-01-31"), "Academy", "7",
)  # fmt: skip
PAPER_FIELDS = {
    "type": "pistol", "expires": "2028-01-31", "course": "refresher", "issued": "2026-01-31",
    "issuer": "Academy", "paper": "7", "why": "course", "seen": SEEN,
}  # fmt: skip


@pytest.mark.parametrize(
    ("act", "fields", "work"),
    [
        ("hold", {"why": "ill"}, HoldOfficer(SOK.number, "ill")),
        ("lost", {"why": "fell", "entry": "12"}, WithdrawBadge(12, "fell")),
        ("badge", {}, BeginBadge(SOK.number)),
        ("lend", {"hours": "8"}, LendBadge(SOK.number, 8)),
        ("leave", {"why": "retired"}, LetGo(SOK.number, "retired")),
        (
            "mission",
            {"order": "M-9", "since": "2026-11-22T14:05", "until": "2026-11-22T14:06"},
            OrderMission(SOK.number, "M-9", NOON_MS, NOON_MS + 60_000),
        ),
        (
            "mission",
            {"order": "M-9", "since": "", "until": ""},
            OrderMission(SOK.number, "M-9", -1, -1),
        ),
        (
            "correct",
            {"unit": " U9 ", "why": "moved", "seen": SEEN, "role": "officer", "hold": "no"},
            CorrectOfficer(MOVED, SOK_FACTS, "moved"),
        ),
        (
            "reverse",
            {"line": "71", "why": "stays here"},
            ReverseOfficer(SOK.number, 71, "stays here"),
        ),
        (
            "certificate",
            {**PAPER_FIELDS, "which": "new"},
            CorrectOfficer(
                replace(SOK_FACTS, certificates=(RIFLE_PAPER, OLD_PAPER, NEW_PAPER)),
                SOK_FACTS,
                "course",
            ),
        ),
        (
            "certificate",
            {**PAPER_FIELDS, "which": "1", "what": "write"},
            CorrectOfficer(
                replace(SOK_FACTS, certificates=(RIFLE_PAPER, NEW_PAPER)), SOK_FACTS, "course"
            ),
        ),
        (
            "certificate",
            {**PAPER_FIELDS, "which": "0", "what": "remove"},
            CorrectOfficer(replace(SOK_FACTS, certificates=(OLD_PAPER,)), SOK_FACTS, "course"),
        ),
    ],
)
def test_a_form_is_signed_with_the_pin_and_says_what_happened(
    desk: Desk, act: str, fields: dict[str, str], work: object
) -> None:
    answer = desk.signs(act, **fields)
    assert desk.service.signed == [(REGISTRAR.number, PIN, work)]
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        person_of(SOK.number, done=act),
    )
    assert 'role="status"' in desk.get(answer.headers["Location"]).text


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("changed_meanwhile", "មានអ្នកផ្សេងបានកែប្រែរួចហើយ"),
        ("holds_weapon", "មន្ត្រីនេះកំពុងកាន់អាវុធ"),
        ("pin_wrong", "លេខសម្ងាត់មិនត្រឹមត្រូវ"),
        ("kiosk_silent", "ម៉ាស៊ីន"),
    ],
)
def test_what_was_refused_is_said_beside_its_form_and_the_page_shows_how_it_stands_now(
    desk: Desk, reason: str, said: str
) -> None:
    """A stale tab: somebody else corrected this person since; the new facts stand in the form."""
    stale = spelled(replace(SOK_FACTS, rank="somebody was quicker"))
    desk.service.done = WorkDone(reason=reason, about=SOK.number)
    answer = desk.signs("correct", unit="U9", why="moved", seen=stale)
    assert answer.status_code == 403
    assert said in answer.text
    opened = answer.text.split('<details class="panel sign" open>')
    assert len(opened) == 2
    assert 'action="/people/person/correct"' in opened[1].split("</form>", maxsplit=1)[0]
    assert str(escape(SEEN)) in answer.text


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("promote", {"why": "x"}),
        ("lost", {"why": "x", "entry": "…0186"}),
        ("lend", {"hours": "eight"}),
        ("lend", {"hours": "9" * 40}),
        ("mission", {"order": "M", "since": "tomorrow", "until": "2026-11-22T14:06"}),
        ("correct", {"unit": "U9", "why": "x"}),
        ("correct", {"unit": "U9", "why": "x", "seen": "[]"}),
        ("correct", {"unit": "U9", "why": "x", "seen": '{"number": 7}'}),
        ("certificate", {**PAPER_FIELDS, "which": "2"}),
        ("certificate", {**PAPER_FIELDS, "which": "x"}),
        ("certificate", {**PAPER_FIELDS, "expires": "31.1.2028"}),
    ],
)
def test_a_form_that_no_page_of_ours_sent_is_refused_and_nothing_signed(
    desk: Desk, act: str, fields: dict[str, str]
) -> None:
    assert desk.signs(act, **fields).status_code == 400
    assert desk.service.signed == []


def test_a_lost_badge_lists_the_cables_it_could_have_opened(desk: Desk) -> None:
    html = desk.get(person_of(SOK.number, done="lost")).text
    notice = html.split('class="notice odd"')[1].split("</p>")[0]
    assert "C1, C2" in notice


def test_who_is_on_hold_and_out_with_a_weapon_is_to_bring_it_in(desk: Desk) -> None:
    html = desk.get(person_of("12-0301")).text
    notice = html.split('class="notice"')[1].split("</p>")[0]
    assert AKM.number in notice
    assert 'action="/people/person/hold"' not in html, "they are on hold already"


def test_one_new_officer_is_written_byte_for_byte(desk: Desk) -> None:
    answer = desk.post(
        "/people/new", number="=12-07", name="Keo", name_km="កែវ", rank="", unit="U1", post="P1",
        role="custodian",
    )  # fmt: skip
    ((_, _, work),) = desk.service.signed
    assert isinstance(work, RegisterOfficer)
    facts = work.facts
    assert (facts.number, facts.name_km, facts.role, facts.post) == (
        "=12-07",
        "កែវ",
        "custodian",
        "P1",
    )
    assert answer.headers["Location"] == person_of("=12-07", done="registered")


def test_a_refused_newcomer_is_still_in_the_form(desk: Desk) -> None:
    desk.service.done = WorkDone(reason="already_registered", about="12-0417")
    answer = desk.post("/people/new", number="12-0417", name="Keo <b>", role="officer")
    assert answer.status_code == 403
    assert "លេខនេះបានចុះបញ្ជីរួចហើយ" in answer.text
    assert str(escape("Keo <b>")) in answer.text


def test_a_list_is_handed_to_the_kiosk_whole(desk: Desk) -> None:
    text = "\ufeffnumber,name,name_km\n12-9,Keo,កែវ\n"
    sent = (io.BytesIO(text.encode()), "people.csv")
    assert desk.post("/people/new", list=sent).headers["Location"] == "/people"
    assert desk.service.signed == [(REGISTRAR.number, PIN, RegisterList(text[1:]))]


def test_a_list_that_is_wrong_or_no_text_says_so(desk: Desk) -> None:
    answer = desk.post("/people/new", list=(io.BytesIO(b"number,name\n\xff\xfe"), "p.csv"))
    assert answer.status_code == 403
    assert "byte 12" in answer.text
    assert desk.service.signed == []
    desk.service.done = WorkDone(reason="list_wrong", about="row 3, column role: no")
    sent = (io.BytesIO(b"number,name\n"), "p.csv")
    assert "row 3, column role: no" in desk.post("/people/new", list=sent).text


def test_a_list_beyond_what_a_form_may_carry_is_refused_before_it_is_read(desk: Desk) -> None:
    sent = (io.BytesIO(b"x" * 100_000), "p.csv")
    assert desk.post("/people/new", list=sent).status_code == 413
    assert desk.service.signed == []
