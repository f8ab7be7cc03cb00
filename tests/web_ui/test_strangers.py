"""What a stranger sends, and what the register may hold: neither moves anything on a page."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import escape

import web_ui
from kiosk.service.protocol import Cancel
from kiosk.service.views import Stage
from tests.web_ui.client import HOSTILE, Tags, client_of, token_in
from tests.web_ui.fakes import SOK, FakeClock, FakeService, outcome, positions, view_of, weapon
from web_ui.forms import TAP_NAMES
from web_ui.touch import create_touch


@pytest.mark.parametrize("name", sorted(TAP_NAMES))
def test_no_tap_passes_without_the_token_of_this_browser(name: str) -> None:
    service = FakeService(view_of(Stage.CHOOSE))
    client = client_of(service)
    other = client_of(FakeService(view_of(Stage.CHOOSE)))
    stolen = token_in(other.get("/").text)
    assert client.post(f"/tap/{name}", data={"token": stolen}).status_code == 403
    client.get("/")
    for fields in ({}, {"token": ""}, {"token": stolen}):
        assert client.post(f"/tap/{name}", data=fields).status_code == 403
    assert service.taps == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_no_form_of_another_page_passes(headers: dict[str, str]) -> None:
    service = FakeService(view_of(Stage.CHOOSE))
    client = client_of(service)
    token = token_in(client.get("/").text)
    assert client.post("/tap/cancel", data={"token": token}, headers=headers).status_code == 403
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    fields = {"token": token, "standing": view_of(Stage.CHOOSE).page}
    assert client.post("/tap/cancel", data=fields, headers=own).status_code == 303
    assert service.taps == [Cancel()]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200), ("127.0.0.1:8080", 200), ("localhost", 200), ("[::1]:8080", 200),
        ("evil.example", 400), ("localhost.evil.example", 400), ("evil.example:8080", 400),
        ("localhost@evil.example", 400), ("", 400), ("[", 400),
    ],
)  # fmt: skip
def test_only_our_own_names_are_answered(host: str, status: int) -> None:
    client = client_of(FakeService(view_of()))
    assert client.get("/", headers={"Host": host}).status_code == status


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/tokens.css", "/bench"])
def test_every_answer_carries_the_headers(path: str) -> None:
    app = create_touch(FakeService(view_of()), clock=FakeClock())
    with app.test_client().get(path) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    if path == "/":
        assert headers["Cache-Control"] == "no-store"


def test_only_a_simulated_bay_may_be_framed_and_only_by_us() -> None:
    headers = client_of(FakeService(view_of())).get("/").headers
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites() -> None:
    cookie = client_of(FakeService(view_of())).get("/").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_a_form_larger_than_any_of_ours_is_not_read() -> None:
    client = client_of(FakeService(view_of()))
    token = token_in(client.get("/").text)
    answer = client.post("/tap/pin", data={"token": token, "digits": "1" * 40_000})
    assert answer.status_code == 413


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("stage", [Stage.PIN, Stage.CHOOSE, Stage.CABLE_OPEN, Stage.RETURN_CLEAR])
def test_names_from_the_register_are_text_and_nothing_else(stage: Stage, text: str) -> None:
    person = replace(SOK, name=text, name_km=text, rank=text, number=text)
    odd = replace(weapon(7), name=text, serial=text, number=text)
    visit = replace(view_of(stage).visit, person=person, weapon=odd)
    bay = tuple(replace(p, weapon=odd, holder=person, cause=text) for p in positions())
    view = view_of(stage, visit=visit, positions=bay, kiosk=text, head=text)
    client = client_of(FakeService(view))
    for path in ("/", "/?show=weapons", "/?show=doubts"):
        html = client.get(path).text
        assert Tags.of(html) == Tags.of(client_of(FakeService(view_of(stage))).get(path).text)
        assert text == str(escape(text)) or text not in html


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", ["refused", "weapon.issued"])
def test_facts_of_an_outcome_are_text_and_nothing_else(kind: str, text: str) -> None:
    plain = outcome(kind, "pin_wrong")
    odd = replace(plain, facts=dict.fromkeys(plain.facts, text))
    html = client_of(FakeService(view_of(outcome=odd))).get("/").text
    assert text == str(escape(text)) or text not in html
    assert Tags.of(html) == Tags.of(client_of(FakeService(view_of(outcome=plain))).get("/").text)


def test_no_page_has_a_script_or_a_style_of_its_own() -> None:
    client = client_of(FakeService(view_of(Stage.CHOOSE)))
    for path in ("/", "/?show=weapons", "/bench", "/demo", "/nowhere"):
        html = client.get(path).text
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:", html)


TEMPLATES = sorted((Path(web_ui.__file__).parent / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_value_in_a_tag_stands_in_quotes(path: Path) -> None:
    """Jinja escapes quotes; without quotes around it a value can grow attributes of its own."""
    assert re.findall(r"\s[\w-]+=\{[{%]", path.read_text("utf-8")) == []


def test_nothing_is_marked_safe_but_our_own_pages() -> None:
    marked = [
        (path.name, found)
        for path in TEMPLATES
        for found in re.findall(r"(\w+)\s*\|\s*safe|autoescape", path.read_text("utf-8"))
    ]
    assert sorted(marked) == [("shell.html", "screen")] * 3


def test_the_face_asks_nobody_else_for_anything() -> None:
    folder = Path(web_ui.__file__).parent
    files = [*TEMPLATES, *folder.glob("static/*.css"), *folder.glob("static/*.js")]
    far = [
        path.name
        for path in files
        if re.search(r"(src|href|url|import)\W+https?:", path.read_text())
    ]
    assert far == []
