"""A list on its way through the face: in pieces from a script, in one form without one."""

import io
from hashlib import sha256

import pytest

from kiosk.service.cards import views as v
from tests.web_ui.cards_fakes import BASE, STACKS, Sitting
from tests.web_ui.client import token_in

NAMES = {one.state: one.name for one in STACKS}
JUDGED = f"/cards/{NAMES[v.State.JUDGED]}"


@pytest.fixture
def desk() -> Sitting:
    return Sitting()


CONTENT = b"card,serial\r\n" + b"C1,0012345\r\n" * 9_000


def test_a_list_in_one_form_is_handed_on_in_pieces_from_where_the_kiosk_is(desk: Sitting) -> None:
    desk.cards.offset = 20_000
    answer = desk.post("/cards/list", list=(io.BytesIO(CONTENT), "kaat ក.csv"))
    assert answer.headers["Location"] == f"/cards/{STACKS[1].name}"
    assert b"".join(one.content for one in desk.cards.pieces) == CONTENT[20_000:]
    assert all(len(one.content) <= v.PIECE_MAX for one in desk.cards.pieces)
    first = desk.cards.pieces[0]
    digest = sha256(CONTENT).hexdigest()
    assert (first.sha256, first.size, first.file) == (digest, len(CONTENT), "kaat ក.csv")


def test_a_list_that_is_there_is_not_sent_again(desk: Sitting) -> None:
    desk.cards.whole = NAMES[v.State.IN]
    answer = desk.post("/cards/list", list=(io.BytesIO(CONTENT), "x.csv"))
    assert answer.headers["Location"] == f"/cards/{NAMES['in']}"
    assert desk.cards.pieces == []


@pytest.mark.parametrize("why", ["empty", "too_large", "no_room", "other_file"])
def test_a_list_that_is_not_taken_says_why(desk: Sitting, why: str) -> None:
    desk.cards.why = why
    content = b"" if why == "empty" else CONTENT
    answer = desk.post("/cards/list", list=(io.BytesIO(content), "x.csv"))
    assert answer.headers["Location"] == f"/cards?why={why}"


def test_a_form_without_a_file_leads_back(desk: Sitting) -> None:
    assert desk.post("/cards/list").headers["Location"] == "/cards"
    assert desk.cards.asked == []


def test_two_gigabytes_are_refused_before_anything_of_them_is_read(desk: Sitting) -> None:
    """A stream that would complain if anybody read it."""

    class Unread(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            raise AssertionError("it was read")

    headers = {
        "Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(2 << 30),
    }  # fmt: skip
    environ = {"wsgi.input": Unread(), "CONTENT_LENGTH": headers["Content-Length"]}
    answer = desk.browser.post(
        "/cards/list", base_url=BASE, headers=headers, environ_overrides=environ
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/cards?why=too_large")
    assert "ធំពេក" in desk.get(answer.headers["Location"]).text


def test_who_is_not_logged_in_sends_no_more_than_any_form(desk: Sitting) -> None:
    stranger = desk.app.test_client()
    token = token_in(stranger.get("/", base_url=BASE).text)
    fields = {"token": token, "list": (io.BytesIO(CONTENT), "x.csv")}
    answer = stranger.post("/cards/list", data=fields, base_url=BASE)
    assert answer.headers["Location"] == "/cards?why=too_large"


def test_other_forms_stay_as_small_as_they_were(desk: Sitting) -> None:
    answer = desk.post(f"{JUDGED}/sign", mark="x" * 70_000, signed="1")
    assert answer.headers["Location"] == "/cards?why=too_large"
    assert desk.post("/leave", mark="x" * 70_000).status_code == 413
    assert desk.cards.asked == []


def test_the_script_asks_how_much_is_there_and_sends_what_is_missing(desk: Sitting) -> None:
    digest = sha256(CONTENT).hexdigest()
    desk.cards.offset = 90_000
    assert desk.get(f"/cards/arrived?sha256={digest}").json == {
        "name": "", "offset": 90_000, "reason": "", "why": "",
    }  # fmt: skip
    rest = {
        "sha256": digest, "file": "x.csv", "size": str(len(CONTENT)), "offset": "90000",
        "piece": (io.BytesIO(CONTENT[90_000:]), "blob"),
    }  # fmt: skip
    answer = desk.post("/cards/piece", **rest)
    assert answer.json == {
        "name": STACKS[1].name, "offset": len(CONTENT), "reason": "", "why": "",
    }  # fmt: skip
    assert b"".join(one.content for one in desk.cards.pieces) == CONTENT[90_000:]


def test_a_piece_that_is_not_the_next_one_sends_no_more_of_itself(desk: Sitting) -> None:
    desk.cards.offset = 50_000
    answer = desk.post(
        "/cards/piece", sha256="ab" * 32, size=str(len(CONTENT)), offset="0",
        piece=(io.BytesIO(CONTENT), "blob"),
    )  # fmt: skip
    assert answer.json is not None
    assert answer.json["offset"] == 50_000
    assert desk.cards.pieces == []
    assert len([asked for asked in desk.cards.asked if asked[0] == "piece"]) == 1


@pytest.mark.parametrize("figure", ["-1", "1e9", "²", "", "9" * 20])
def test_a_piece_of_no_size_is_none(desk: Sitting, figure: str) -> None:
    piece = (io.BytesIO(b"x"), "blob")
    answer = desk.post("/cards/piece", sha256="ab" * 32, size=figure, offset="0", piece=piece)
    assert (answer.status_code, answer.json) == (400, {"why": "other_file"})
    desk.cards.silent = True
    silent = desk.post(
        "/cards/piece", sha256="ab" * 32, size="1", offset="0", piece=(io.BytesIO(b"x"), "blob")
    )
    assert (silent.status_code, silent.json) == (503, {"why": "silent"})
