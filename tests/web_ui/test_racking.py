"""The desk of weapons that come in: who may sit there, what is signed, photos and what are none."""

import io
from dataclasses import replace
from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from kiosk.service.protocol import OfficePass, WorkDone
from kiosk.service.rack_works import CorrectWeapon, Described, MarkWeapon, TakeIn
from kiosk.service.racking.views import Photo
from kiosk.service.works import Work
from tests.registry.pictures import JPEG
from tests.web_ui.client import HOSTILE, Tags, token_in
from tests.web_ui.fakes import FakeClock, FakeService, view_of
from tests.web_ui.racking_fakes import GONE, MARKS, NEW, SHEET, STAR, FakeIncoming
from tests.web_ui.register_fakes import THINGS, FakeRegister
from web_ui.forms import FormWrong, tap_of
from web_ui.office import create_office
from web_ui.racking import FORM_MAX, PHOTO_MAX, RackingDesk, weapon_page
from web_ui.register import RegisterDesk

BASE = "https://localhost"
NARY = ("12-0500", "135790")
REGISTRAR = OfficePass(
    granted=True, number=NARY[0], name="Ros Maly", role="registrar", desks=("register", "racking")
)
INTAKE = {
    "number": "1030002741", "name": "AKM", "type": "rifle", "serial": "ក 0047",
    "serial_status": "clear", "calibre": "7.62 x 39", "condition": "inspect", "source": "cache",
    "collected": "2016-03-10", "place": "សំឡូត", "document": "r 7",
}  # fmt: skip
MARK = {"kind": "proof", "text": "ត្រា 66", "status": "partial", "where": "receiver", "seen": "3"}


def multipart(fields: dict[str, str], photo: bytes) -> bytes:
    """Return a form with a photo as a browser spells it; the type it claims is a lie."""
    begins = 'Content-Disposition: form-data; name="'
    parts = [f'{begins}{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    claims = 'photo"; filename="../x.html"\r\nContent-Type: text/html\r\n\r\n'
    parts.append(f"{begins}{claims}".encode() + photo)
    return b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n"


class Signing(FakeService):
    """A hatch that refuses signed work for the reason it is told."""

    def __init__(self) -> None:
        super().__init__(view_of())
        self.answer = WorkDone()

    def sign(self, number: str, pin: str, work: Work) -> WorkDone:
        done = super().sign(number, pin, work)
        return done if done.reason or not self.answer.reason else self.answer


class Desk:
    """An office with one registrar at the desk of weapons that come in."""

    def __init__(self, *desks: str) -> None:
        self.service, self.incoming, self.register = Signing(), FakeIncoming(), FakeRegister()
        self.service.passes[NARY] = replace(REGISTRAR, desks=desks or REGISTRAR.desks)
        app = create_office(
            self.service,
            desks=(RegisterDesk(self.register), RackingDesk(self.incoming)),
            clock=FakeClock(),
        )
        self.app = app
        self.browser: FlaskClient = app.test_client()
        login = self.browser.get("/", base_url=BASE).text
        fields = {"token": token_in(login), "number": NARY[0], "pin": NARY[1]}
        assert self.browser.post("/enter", data=fields, base_url=BASE).status_code == 303
        self.token = token_in(self.get("/racking/new").text) if not desks else ""

    def get(self, path: str) -> TestResponse:
        return self.browser.get(path, base_url=BASE)

    def post(self, path: str, pin: str = NARY[1], **fields: object) -> TestResponse:
        sent = {"token": self.token, "pin": pin, **fields}
        return self.browser.post(path, data=sent, base_url=BASE)

    def mark(self, content: bytes | None = None) -> TestResponse:
        path = f"/racking/mark?number={NEW.number}"
        if content is None:
            return self.post(path, **MARK)
        body = multipart({"token": self.token, "pin": NARY[1], **MARK}, content)
        kind = "multipart/form-data; boundary=x"
        return self.browser.post(path, data=body, content_type=kind, base_url=BASE)

    @property
    def signed(self) -> Work:
        """The work that was signed last."""
        return self.service.signed[-1][2]


@pytest.fixture
def desk() -> Desk:
    return Desk()


PATHS = ("/racking", "/racking?list=unready", "/racking/new", weapon_page(NEW.number))


@pytest.mark.parametrize("path", PATHS)
def test_a_stranger_and_who_has_no_seat_there_are_shown_nothing(path: str) -> None:
    for desk in (Desk("bay"), Desk("register")):
        answer = desk.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
        assert desk.get(f"/racking/photo/{STAR}").status_code == 403
        stranger = desk.app.test_client()
        assert stranger.get(path, base_url=BASE).headers["Location"] == "/"
        assert stranger.get(f"/racking/photo/{STAR}", base_url=BASE).status_code == 403
        assert desk.incoming.asked == []


@pytest.mark.parametrize("path", PATHS)
def test_the_kiosk_is_asked_each_time_and_its_refusal_is_shown(desk: Desk, path: str) -> None:
    desk.incoming.reason = "wrong_role"
    answer = desk.get(path)
    assert answer.status_code == 403
    assert "អ្នកគ្មានសិទ្ធិ" in answer.text
    assert NEW.name not in answer.text
    desk.incoming.reason, desk.incoming.silent = "", True
    assert desk.get(path).status_code == 503


def test_what_waits_is_shown_page_by_page_with_what_differed(desk: Desk) -> None:
    desk.incoming.at_once = 1
    first = desk.get("/racking").text
    assert NEW.number in first
    assert "អានមិនបាន" in first
    assert f"after={NEW.number}" in first
    second = desk.get(f"/racking?list=unready&after={NEW.number}")
    assert desk.incoming.asked[-1] == ("waiting", NARY[0], "unready", NEW.number)
    assert "2374051" in second.text
    assert 'rel="next"' not in second.text
    desk.get("/racking?list=nonsense")
    assert desk.incoming.asked[-1][2:3] == ("unplaced",)


# ---------------------------------------------------------------- taking in
def test_a_weapon_is_taken_in_with_every_field_byte_for_byte(desk: Desk) -> None:
    page = desk.get("/racking/new").text
    assert desk.incoming.following in page
    answer = desk.post("/racking/new", **INTAKE)
    assert answer.status_code == 303
    assert answer.headers["Location"] == weapon_page(INTAKE["number"], done="taken_in")
    assert desk.service.signed[-1][:2] == NARY
    assert desk.signed == TakeIn(**INTAKE)  # type: ignore[arg-type]  # no word is named another


def test_a_wrong_pin_keeps_what_was_written_but_no_pin(desk: Desk) -> None:
    answer = desk.post("/racking/new", "999999", **INTAKE)
    assert answer.status_code == 409
    for name in ("name", "serial", "calibre", "place", "collected"):
        assert str(escape(INTAKE[name])) in answer.text
    assert "999999" not in answer.text


def test_of_two_registrars_the_second_is_told_and_gets_the_next_number(desk: Desk) -> None:
    desk.service.answer = WorkDone(reason="already_registered", about=INTAKE["number"])
    desk.incoming.following = "1030002838"
    answer = desk.post("/racking/new", **INTAKE)
    assert answer.status_code == 409
    assert "1030002838" in answer.text
    assert INTAKE["number"] not in answer.text
    assert "មានគេបានចុះបញ្ជី" in answer.text
    assert "ក 0047" in answer.text


def test_a_serial_that_is_known_leads_to_the_other_weapon_and_asks(desk: Desk) -> None:
    assert 'name="another"' not in desk.get("/racking/new").text
    desk.service.answer = WorkDone(reason="serial_known", about="1030000182")
    answer = desk.post("/racking/new", **INTAKE)
    assert str(escape(weapon_page("1030000182"))) in answer.text
    assert 'name="another"' in answer.text
    desk.service.answer = WorkDone()
    assert desk.post("/racking/new", **INTAKE, another="yes").status_code == 303
    assert isinstance(desk.signed, TakeIn)
    assert desk.signed.another


# ---------------------------------------------------------------- marks and photos
def test_a_mark_is_signed_with_how_many_its_writer_saw(desk: Desk) -> None:
    assert f'name="seen" value="{len(MARKS)}"' in desk.get(weapon_page(NEW.number)).text
    answer = desk.mark()
    assert answer.headers["Location"] == weapon_page(NEW.number, done="marked")
    assert desk.signed == MarkWeapon(
        NEW.number, "proof", "ត្រា 66", "partial", "receiver", "", seen=3
    )
    assert desk.incoming.sent == []


def test_a_photo_is_laid_beside_the_book_before_the_mark_that_names_it(desk: Desk) -> None:
    assert desk.mark(JPEG).status_code == 303
    assert desk.incoming.sent == [JPEG]
    assert isinstance(desk.signed, MarkWeapon)
    assert desk.signed.photo == sha256(JPEG).hexdigest()


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("not_a_picture", "មិនមែនជារូបភាព"), ("picture_cut_short", "ខូច ឬមិនពេញ"),
        ("picture_too_wide", "50 លាន"), ("no_room", "ថាសជិតពេញ"), ("upload_broken", "មកមិនពេញ"),
        ("too_many_uploads", "ច្រើនពេក"), ("kiosk_silent", ""),
    ],
)  # fmt: skip
def test_a_photo_that_is_not_taken_is_said_and_no_mark_is_signed(
    reason: str, said: str, desk: Desk
) -> None:
    desk.incoming.photo_reason = reason
    answer = desk.mark(b"<html>")
    assert answer.status_code == 422
    assert said in answer.text
    assert desk.service.signed == []


def test_a_photo_one_byte_too_large_is_said_and_not_sent_to_the_kiosk(desk: Desk) -> None:
    answer = desk.mark(bytes(PHOTO_MAX + 1))
    assert answer.status_code == 422
    assert "8 MB" in answer.text
    assert (desk.incoming.sent, desk.service.signed) == ([], [])
    assert desk.mark(bytes(PHOTO_MAX)).status_code == 303


class Endless(io.RawIOBase):
    """A body of as many noughts as are asked for; it counts them, and keeps none."""

    def __init__(self) -> None:
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]  # whatever RawIOBase hands over
        view[:] = bytes(len(view))
        self.given += len(view)
        return len(view)


def test_a_file_of_100_megabytes_is_told_in_a_sentence_without_being_kept(desk: Desk) -> None:
    """It is read to its end and thrown away: a browser that is cut off hears no answer."""
    body = Endless()
    answer = desk.browser.post(
        f"/racking/mark?number={NEW.number}",
        base_url=BASE, content_type="multipart/form-data; boundary=x",
        environ_overrides={
            "wsgi.input": io.BufferedReader(body, 1 << 16), "CONTENT_LENGTH": str(100 << 20),
        },
    )  # fmt: skip
    assert answer.status_code == 413
    assert "8 MB" in answer.text
    assert body.given >= 100 << 20
    assert (desk.incoming.sent, desk.service.signed) == ([], [])


def test_a_stranger_gets_no_room_for_a_photo_and_no_patience(desk: Desk) -> None:
    body = Endless()
    answer = desk.app.test_client().post(
        f"/racking/mark?number={NEW.number}",
        base_url=BASE, content_type="multipart/form-data; boundary=x",
        environ_overrides={
            "wsgi.input": io.BufferedReader(body, 1 << 16), "CONTENT_LENGTH": str(FORM_MAX - 1),
        },
    )  # fmt: skip
    assert answer.status_code == 413
    assert body.given < 1 << 20
    assert "8 MB" not in answer.text


@pytest.mark.parametrize("path", ["/racking/new", "/racking/correct?number=1"])
def test_every_other_form_stays_as_small_as_it_was(path: str, desk: Desk) -> None:
    assert desk.post(path, name="x" * 70_000).status_code == 413


def test_a_form_without_the_token_of_its_browser_is_refused(desk: Desk) -> None:
    desk.token = "x"  # noqa: S105 - no browser was given it
    assert desk.mark(JPEG).status_code == 403
    assert desk.post("/racking/new", **INTAKE).status_code == 403
    assert (desk.incoming.sent, desk.service.signed) == ([], [])


def test_a_stale_tab_is_told_to_look_at_the_marks_again(desk: Desk) -> None:
    desk.service.answer = WorkDone(reason="changed_meanwhile", about=NEW.number)
    answer = desk.mark()
    assert answer.status_code == 409
    assert "សូមមើលសញ្ញាខាងក្រោម" in answer.text
    assert f'name="seen" value="{len(MARKS)}"' in answer.text


# ---------------------------------------------------------------- shown again
def test_a_photo_is_served_as_the_picture_it_is_and_as_nothing_else(desk: Desk) -> None:
    desk.incoming.photos[STAR] = Photo("jpeg", JPEG)
    answer = desk.get(f"/racking/photo/{STAR}")
    assert (answer.status_code, answer.data) == (200, JPEG)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", ["svg", "html", "gif", ""])
def test_no_page_is_ever_served_as_a_photo(kind: str, desk: Desk) -> None:
    desk.incoming.photos[STAR] = Photo(kind, b"<svg onload=alert(1)>")
    answer = desk.get(f"/racking/photo/{STAR}")
    assert answer.status_code == 404
    assert "onload" not in answer.text


def test_a_photo_that_is_not_there_is_not_found(desk: Desk) -> None:
    assert desk.get(f"/racking/photo/{GONE}").status_code == 404
    assert desk.get("/racking/photo/..%2f..%2fkiosk.key").status_code == 404


def test_a_sheet_shows_marks_photos_and_those_that_are_gone(desk: Desk) -> None:
    html = desk.get(weapon_page(NEW.number)).text
    assert f'src="/racking/photo/{STAR}"' in html
    assert GONE not in html
    assert "រូបភាពមិននៅទីនេះ" in html
    assert "KBI 1951" in html
    assert str(escape("ត្រា 66 <b>")) in html
    assert "សំឡូត" in html
    assert desk.get(weapon_page("1")).status_code == 404


def test_the_story_and_the_search_show_marks_and_status_too(desk: Desk) -> None:
    blank = replace(THINGS[0], sort="part", serial_status="illegible", marks=MARKS)
    desk.register.things = (blank, THINGS[1])
    html = desk.get("/register?q=rifle").text
    assert "KBI 1951" in html
    assert "អានមិនបាន" in html
    assert blank.weapon is not None
    html = desk.get(f"/register/weapon?number={blank.weapon.number}").text
    assert f'src="/racking/photo/{STAR}"' in html
    assert "រូបភាពមិននៅទីនេះ" in html
    assert str(escape(weapon_page(blank.weapon.number))) in html


# ---------------------------------------------------------------- corrections
def test_a_correction_carries_how_the_weapon_stood_on_the_page_that_was_signed(desk: Desk) -> None:
    html = desk.get(weapon_page(NEW.number)).text
    assert f'name="was_name" value="{NEW.name}"' in html
    was = {"name": "AKM", "type": "rifle", "serial": "", "serial_status": "none", "calibre": "9"}
    wanted = {**was, "serial": "47", "serial_status": "altered"}
    before = {f"was_{name}": value for name, value in was.items()}
    address = f"/racking/correct?number={NEW.number}"
    answer = desk.post(address, **before, **wanted, why="read again")
    assert answer.headers["Location"] == weapon_page(NEW.number, done="correcting")
    assert desk.signed == CorrectWeapon(
        NEW.number, "read again", Described(**was), Described(**wanted)
    )
    desk.service.answer = WorkDone(reason="not_now")
    assert desk.post(address, **before, **wanted, why="x").status_code == 409


def test_after_each_form_the_page_says_what_happened(desk: Desk) -> None:
    for done in ("taken_in", "marked", "correcting"):
        assert 'class="done"' in desk.get(weapon_page(NEW.number, done=done)).text
    assert 'class="done"' not in desk.get(weapon_page(NEW.number, done="<b>")).text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_form_or_of_the_book_becomes_a_tag(text: str, desk: Desk) -> None:
    plain = Tags.of(desk.post("/racking/new", "9", **INTAKE).text)
    told = {name: text for name in INTAKE if name in {"name", "serial", "calibre", "place"}}
    assert Tags.of(desk.post("/racking/new", "9", **{**INTAKE, **told}).text) == plain
    shape = Tags.of(desk.get(weapon_page(NEW.number)).text)
    marks = tuple(replace(mark, text=text, where=text) for mark in MARKS)
    hostile = replace(NEW, name=text, serial=text, type=NEW.type)
    desk.incoming.sheets[NEW.number] = replace(SHEET, weapon=hostile, marks=marks, calibre=text)
    assert Tags.of(desk.get(weapon_page(NEW.number)).text) == shape
    unknown = Tags.of(desk.get(weapon_page("1")).text)
    assert Tags.of(desk.get(weapon_page(text, done=text)).text) == unknown


# ---------------------------------------------------------------- the touch page's forms
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("read_steel", {"digits": "47a"}), ("read_steel", {"digits": "1234567890123"}),
        ("say_agreement", {"differing": "nonsense"}), ("choose_place", {"position": "x" * 65}),
        ("tell_photo", {"why": "a\nb"}),
    ],
)  # fmt: skip
def test_a_form_no_page_of_a_racking_can_have_sent_is_none(
    name: str, fields: dict[str, str]
) -> None:
    with pytest.raises(FormWrong):
        tap_of(name, MultiDict(fields))
