"""The bench of a simulated bay; a real bay has none."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kiosk.service.bench_views import BenchPart, BenchView
from kiosk.service.views import BayView, Stage
from tests.web_ui.fakes import FakeBench, FakeClock, FakeService, positions, view_of
from web_ui.bench_face import STEPS, face_of
from web_ui.cast import Player, read_cast
from web_ui.guard import LARGEST_FORM
from web_ui.languages import words_in
from web_ui.touch import create_touch

CAST = {
    "B-00017-3": Player("12-0417", "493817", "សុខ វណ្ណា", "draws any weapon", "យកអាវុធបាន"),
    "B-00019-3": Player("12-0088", "572618", "ចាន់ តារា", "signs", "បញ្ជាក់"),
}


def bench_client(
    bench: FakeBench, *, simulated: bool = True, view: BayView | None = None
) -> tuple[FlaskClient, str]:
    service = FakeService(replace(view or view_of(), simulated=simulated))
    client = create_touch(service, bench=bench, clock=FakeClock(), cast=CAST).test_client()
    found = re.search(r'name="token" value="([^"]+)"', client.get("/").text)
    assert found is not None
    return client, found[1]


def words_on(html: str) -> str:
    """Return what stands on a page to be read, titles of things included."""
    titles = re.findall(r'(?:title|aria-label)="([^"]*)"', html)
    return " ".join([re.sub(r"<[^>]+>", " ", html), *titles])


@pytest.mark.parametrize(
    ("what", "fields", "touched"),
    [
        # However long: what a reader says of it is the reader's business.
        ("scan", {"reader": "badge", "text": "x" * 3_900}, ("scan", "badge", "x" * 3_900)),
        ("scan", {"reader": "badge", "text": "B-00017-3"}, ("scan", "badge", "B-00017-3")),
        ("cable", {"cable": "R1-C2", "opened": "yes"}, ("cable", "R1-C2", "True")),
        ("cable", {"cable": "R1-C2", "opened": "no"}, ("cable", "R1-C2", "False")),
        ("plug", {"device": "badge", "plugged": "no"}, ("plug", "badge", "False")),
        ("time", {"how_long": "hour"}, ("time", "60")),
        ("time", {"how_long": "day"}, ("time", "1440")),
    ],
)
def test_what_is_touched_on_the_page_is_touched_on_the_bench(
    what: str, fields: dict[str, str], touched: tuple[str, ...]
) -> None:
    bench = FakeBench()
    client, token = bench_client(bench)
    assert client.post(f"/bench/{what}", data={"token": token, **fields}).status_code == 303
    assert bench.touched == [touched]


def test_a_drag_is_answered_without_a_page() -> None:
    client, token = bench_client(FakeBench())
    answer = client.post(
        "/bench/scan",
        data={"token": token, "reader": "badge", "text": "B-1"},
        headers={"X-Dragged": "1"},
    )
    assert (answer.status_code, answer.text) == (204, "")


@pytest.mark.parametrize("path", ["/bench", "/demo", "/bench/live"])
def test_a_real_bay_has_no_bench(path: str) -> None:
    client, _ = bench_client(FakeBench(), simulated=False)
    assert client.get(path).status_code == 404


def test_a_real_bay_takes_no_made_up_scan() -> None:
    bench = FakeBench()
    client, token = bench_client(bench, simulated=False)
    answer = client.post("/bench/scan", data={"token": token, "reader": "badge", "text": "B-1"})
    assert (answer.status_code, bench.touched) == (404, [])


def test_no_bench_means_no_page() -> None:
    client = create_touch(FakeService(view_of()), clock=FakeClock()).test_client()
    assert client.get("/bench").status_code == 404


@pytest.mark.parametrize(
    ("what", "fields", "status"),
    [
        ("explode", {}, 404),
        ("scan", {"reader": "badge"}, 400),
        ("time", {"how_long": "a year"}, 400),
        ("scan", {"reader": "badge", "text": "x" * LARGEST_FORM}, 413),
    ],
)
def test_the_bench_takes_nothing_else(what: str, fields: dict[str, str], status: int) -> None:
    bench = FakeBench()
    client, token = bench_client(bench)
    assert client.post(f"/bench/{what}", data={"token": token, **fields}).status_code == status
    assert bench.touched == []


def test_no_scan_passes_without_the_token() -> None:
    bench = FakeBench()
    client, _ = bench_client(bench)
    fields = {"reader": "badge", "text": "B-00017-3"}
    assert client.post("/bench/scan", data=fields).status_code == 403
    assert bench.touched == []


def test_badges_go_to_the_badge_reader_and_weapons_to_the_other() -> None:
    face = face_of(FakeBench().parts(), view_of(), {})
    assert (face.badge_reader, face.weapon_reader) == ("badge", "weapon")


@pytest.mark.parametrize(
    ("readers", "badge", "weapon"),
    [
        ((), "", ""),
        (("only",), "only", "only"),
        (("left", "right"), "left", "left"),
        (("hatch_badge", "counter"), "hatch_badge", "counter"),
    ],
)
def test_readers_of_any_name_are_found(readers: tuple[str, ...], badge: str, weapon: str) -> None:
    parts = tuple(BenchPart("reader", name, name, on=True) for name in readers)
    face = face_of(BenchView(parts), None, {})
    assert (face.badge_reader, face.weapon_reader) == (badge, weapon)


def test_the_page_shows_every_part() -> None:
    client, token = bench_client(FakeBench())
    client.post("/bench/language/en", data={"token": token})
    html = client.get("/bench").text
    for part in FakeBench().parts().parts:
        shown = {"reader": f'data-reader="{part.id}"', "output": part.id.capitalize()}
        said = part.id.removeprefix("bolt ") if part.id.startswith("bolt") else part.label
        assert shown.get(part.kind, said) in html or said in html, part
    assert html.count("data-drag=") == 4 + 24


def test_the_page_says_where_the_book_has_each_weapon_and_who_has_the_others() -> None:
    client, _ = bench_client(FakeBench())
    html = client.get("/bench").text
    shown = re.findall(r'(?s)<button class="weapon ([a-z ]+)".*?<b class="figures">([^<]+)', html)
    assert [place for look, place in shown if look.strip() == "out"] == ["04"]
    assert [place for look, place in shown if look.strip() == "overdue"] == ["09"]
    assert "<em>លី សុភា</em>" in html
    assert face_of(BenchView(), None, {}).cables == ()


def test_each_kind_of_weapon_is_drawn_as_itself() -> None:
    client, _ = bench_client(FakeBench())
    html = client.get("/bench").text
    drawn = re.findall(r'(?s)<button class="weapon.*?title="([^ ]+).*?<path d="\s*([^"]{20})', html)
    outlines = {name: {path for model, path in drawn if model == name} for name, _ in drawn}
    assert outlines["AKM"] == outlines["AK-47"]
    assert len(outlines["AKM"] | outlines["K-54"]) == 2


def test_a_weapon_in_quarantine_is_shown_there_and_not_at_its_empty_home() -> None:
    home, other = positions()[0], positions()[5]
    assert home.weapon is not None
    bay = view_of(
        positions=(replace(other, weapon=home.weapon), replace(home, state="empty"))
    )  # wherever the home stands in the list
    for order in (bay, replace(bay, positions=bay.positions[::-1])):
        face = face_of(FakeBench().parts(), order, {})
        places = [w.place.id for cable in face.cables for w in cable.weapons if w.place]
        assert places == [other.id]
        assert len(face.elsewhere) == 23


def test_a_cable_is_open_by_its_contact_and_released_by_its_bolt() -> None:
    bench = FakeBench(
        (
            *(BenchPart("cable", name, name, on=name == "A") for name in "ABC"),
            *(BenchPart("output", f"bolt {name}", "", on=name in "AB") for name in "ABC"),
            BenchPart("output", "siren", "siren"),
        )
    )
    face = face_of(bench.parts(), view_of(), {})
    assert [cable.state for cable in face.cables] == ["open", "released", "shut"]
    assert [lamp.id for lamp in face.lamps] == ["siren"]


@pytest.mark.parametrize(
    ("stage", "badges", "weapons", "cables"),
    [
        (Stage.IDLE, [], [], []),
        (Stage.PIN, ["B-00017-3"], [], []),
        (Stage.COUNTER_SIGN_PIN, ["B-00019-3"], [], []),
        (Stage.OPEN_NOW, [], [], ["R1-C2"]),
        (Stage.CABLE_OPEN, [], ["1030000747"], []),
        (Stage.SHUT_NOW, [], [], ["R1-C2"]),
    ],
)
def test_the_bench_points_at_what_is_wanted_next(
    stage: Stage, badges: list[str], weapons: list[str], cables: list[str]
) -> None:
    face = face_of(FakeBench().parts(), view_of(stage), CAST)
    hung = [weapon for cable in face.cables for weapon in cable.weapons]
    assert [badge.part.id for badge in face.badges if badge.awaited] == badges
    assert [weapon.part.id for weapon in hung if weapon.awaited] == weapons
    assert [cable.id for cable in face.cables if cable.awaited] == cables


def test_a_cable_opened_for_a_return_is_to_be_shut() -> None:
    visit = replace(view_of(Stage.CABLE_OPEN).visit, purpose="return")
    face = face_of(FakeBench().parts(), view_of(Stage.CABLE_OPEN, visit=visit), {})
    assert face.step == "cable_open_return"
    assert [cable.id for cable in face.cables if cable.awaited] == ["R1-C2"]


@pytest.mark.parametrize("language", ["km", "en"])
def test_there_are_words_for_every_step(language: str) -> None:
    words = words_in(language)
    assert all(words(f"bench.next.{step}") for step in STEPS | {"other"})
    steps = {face_of(BenchView(), view_of(stage), {}).step for stage in Stage}
    assert steps <= STEPS | {"other"}


def test_the_pins_of_a_cast_are_shown_and_only_theirs() -> None:
    client, _ = bench_client(FakeBench())
    html = client.get("/bench").text
    assert re.findall(r"</svg>\s*(\d{6})</span>", html) == ["493817", "572618"]
    real, _ = bench_client(FakeBench(), simulated=False)
    assert real.get("/bench").status_code == 404
    assert "493817" not in real.get("/").text


@pytest.mark.parametrize("page", ["/bench", "/demo"])
def test_the_khmer_page_is_khmer(page: str) -> None:
    """But for names, what is engraved, and the way to the other language."""
    client, _ = bench_client(FakeBench())
    said = words_on(client.get(page).text.partition('<header class="bar"')[2].partition(">")[2])
    for part in FakeBench().parts().parts:
        for latin in (part.label, part.detail, part.id) if part.kind != "badge" else (part.id,):
            said = said.replace(latin, "")
    unplayed = ("Ly Sophea", "Keo Borin")  # the cast of this test has no Khmer names for them
    for name in (*unplayed, "English"):
        said = said.replace(name, "")
    assert re.findall(r"[A-Za-z]{2,}", said) == []


@pytest.mark.parametrize("page", ["bench", "demo"])
def test_the_bench_changes_its_language_and_stays(page: str) -> None:
    client, token = bench_client(FakeBench())
    answer = client.post(f"/{page}/language/en", data={"token": token})
    assert (answer.status_code, answer.location) == (303, f"/{page}")
    assert "Next: click a badge" in client.get(f"/{page}").text
    assert client.post(f"/{page}/language/xx", data={"token": token}).status_code == 404
    assert client.post("/office/language/en", data={"token": token}).status_code == 404


def test_a_cast_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "cast.toml"
    path.write_text(
        '[[badge]]\ntext = "B-1"\nnumber = "0041207"\nname_km = "សុខ"\npin = "493817"\n'
        'shows = "draws"\nshows_km = ""\n',
        encoding="utf-8",
    )
    (player,) = read_cast(path).values()
    assert player == Player("0041207", "493817", "សុខ", "draws", "")
    assert (player.shows_in("en"), player.shows_in("km")) == ("draws", "draws")
    assert CAST["B-00017-3"].shows_in("km") == "យកអាវុធបាន"


def test_the_demonstration_holds_the_touch_page() -> None:
    client, _ = bench_client(FakeBench())
    assert '<iframe src="/"' in client.get("/demo").text
    assert "<iframe" not in client.get("/bench").text


def test_a_silent_kiosk_has_an_empty_bench() -> None:
    service, bench = FakeService(view_of()), FakeBench()
    client = create_touch(service, bench=bench, clock=FakeClock()).test_client()
    client.get("/bench")
    service.fall_silent()
    answer = client.get("/bench")
    assert (answer.status_code, "ម៉ាស៊ីនមិនឆ្លើយ" in answer.text) == (200, True)
