"""The bench of a simulated bay; a real bay has none."""

import re

import pytest
from flask.testing import FlaskClient

from kiosk.service.views import BenchPart, BenchView
from tests.web_ui.fakes import FakeBench, FakeClock, FakeService, view_of
from web_ui.bench import face_of
from web_ui.guard import LARGEST_FORM
from web_ui.touch import create_touch


def bench_client(bench: FakeBench, *, simulated: bool = True) -> tuple[FlaskClient, str]:
    service = FakeService(view_of(simulated=simulated))
    client = create_touch(service, bench=bench, clock=FakeClock()).test_client()
    found = re.search(r'name="token" value="([^"]+)"', client.get("/").text)
    assert found is not None
    return client, found[1]


@pytest.mark.parametrize(
    ("what", "fields", "touched"),
    [
        # However long: what a reader says of it is the reader's business.
        ("scan", {"reader": "badge", "text": "x" * 3_900}, ("scan", "badge", "x" * 3_900)),
        ("scan", {"reader": "badge", "text": "B-00017-3"}, ("scan", "badge", "B-00017-3")),
        ("cable", {"cable": "R1-C2", "opened": "yes"}, ("cable", "R1-C2", "True")),
        ("cable", {"cable": "R1-C2", "opened": "no"}, ("cable", "R1-C2", "False")),
        ("plug", {"device": "badge", "plugged": "no"}, ("plug", "badge", "False")),
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
    face = face_of(FakeBench().parts(), view_of())
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
    face = face_of(BenchView(parts), None)
    assert (face.badge_reader, face.weapon_reader) == (badge, weapon)


def test_the_page_shows_every_part() -> None:
    client, _ = bench_client(FakeBench())
    html = client.get("/bench").text
    assert [part.label for part in FakeBench().parts().parts if part.label not in html] == []
    assert html.count("data-drag=") == 16


def test_the_page_says_where_the_book_has_each_weapon() -> None:
    client, _ = bench_client(FakeBench())
    html = client.get("/bench").text
    assert 'class="weapon out"' in html  # R1-04 is out
    assert "R1-04 · លី សុភា" in html
    assert face_of(BenchView(), None).places == {}


def test_the_demonstration_holds_the_touch_page() -> None:
    client, _ = bench_client(FakeBench())
    assert '<iframe src="/"' in client.get("/demo").text
    assert "<iframe" not in client.get("/bench").text


def test_a_silent_kiosk_has_an_empty_bench() -> None:
    service, bench = FakeService(view_of()), FakeBench()
    client = create_touch(service, bench=bench, clock=FakeClock()).test_client()
    client.get("/bench")
    service.fall_silent()
    assert client.get("/bench").status_code == 200
