"""One thread asks; every screen is told. Silence is noticed, and nothing goes back in time."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event, Thread

import pytest
from flask import Flask

from kiosk.service.views import BayView, Stage
from tests.web_ui.fakes import NOON_MS, START_MONO, FakeClock, FakeService, view_of
from web_ui.languages import Calendar
from web_ui.lookout import Lookout, Seats, Sight
from web_ui.streams import message, stream, tick_of

PATIENCE_S = 20.0
CALENDAR = Calendar(420)


@pytest.fixture
def service() -> FakeService:
    return FakeService(view_of())


@pytest.fixture
def lookout(service: FakeService) -> Iterator[Lookout]:
    watching = Lookout(service, FakeClock(5_000))
    yield watching
    service.fall_silent()
    watching.stop()


def until(lookout: Lookout, wanted: Callable[[Sight], bool]) -> Sight:
    """Return the first sight that is as wanted."""
    sight = lookout.newest()
    for _ in range(50):
        if wanted(sight):
            return sight
        sight = lookout.later(sight.number, PATIENCE_S)
    raise AssertionError(f"never seen: {sight}")


def test_news_reach_whoever_waits(service: FakeService, lookout: Lookout) -> None:
    until(lookout, lambda sight: sight.view is not None)
    service.show(view_of(Stage.PIN))
    seen = until(lookout, lambda sight: sight.view is not None and sight.view.stage is Stage.PIN)
    assert seen.at == 5_000


def test_silence_is_seen_and_what_was_said_last_is_kept(
    service: FakeService, lookout: Lookout
) -> None:
    until(lookout, lambda sight: sight.view is not None)
    service.fall_silent()
    silent = until(lookout, lambda sight: sight.view is None and sight.number > 1)
    assert silent.last == view_of()
    service.speak_again()
    assert until(lookout, lambda sight: sight.view is not None).view == view_of()


def test_a_page_looks_for_itself(service: FakeService, lookout: Lookout) -> None:
    assert lookout.look().view == view_of()
    service.fall_silent()
    assert lookout.look().view is None
    assert lookout.look().view is None


class ToldLate(FakeService):
    """A kiosk whose first news reaches the watch after a tap has brought it."""

    def __init__(self, *told: BayView) -> None:
        super().__init__(view_of())
        self.heard = Event()
        self._told = iter(told)

    def wait(self, after: int, timeout_s: float) -> BayView:
        self.heard.wait(PATIENCE_S)
        return next(self._told, None) or super().wait(after, timeout_s)


def test_what_a_tap_brought_is_not_told_again_by_the_watch() -> None:
    """One change is one piece of news, or every screen would be drawn for twice after a tap."""
    news, more = view_of(Stage.PIN, version=8), view_of(Stage.CHOOSE, version=9)
    service = ToldLate(news, more)
    lookout = Lookout(service, FakeClock())
    begun = until(lookout, lambda sight: sight.view is not None)
    lookout.hear(news)
    service.heard.set()
    after = until(lookout, lambda sight: sight.view == more)
    lookout.stop()
    assert after.number == begun.number + 2


def test_an_answer_that_was_overtaken_is_dropped(service: FakeService, lookout: Lookout) -> None:
    newer = service.show(view_of(now_mono=START_MONO + 100))
    assert lookout.look().view == newer
    service.show(view_of(now_mono=START_MONO))
    assert lookout.look().view == newer


def test_a_kiosk_that_started_anew_is_believed_though_its_clock_began_again(
    service: FakeService, lookout: Lookout
) -> None:
    lookout.look()
    anew = service.show(view_of(now_mono=3, seq=1043))
    assert lookout.look().view == anew


def test_the_kiosks_time_goes_on_between_its_answers() -> None:
    sight = Sight(1, at=5_000, view=view_of(), last=view_of())
    assert sight.now_mono(6_500) == START_MONO + 1_500
    assert sight.now_ms(6_500) == NOON_MS + 1_500
    assert (Sight().now_mono(77), Sight().now_ms(77)) == (0, 0)


def test_whoever_waits_is_let_go_when_the_lookout_is_called_in(lookout: Lookout) -> None:
    lookout.look()
    gone = Event()

    def wait() -> None:
        lookout.later(10_000, PATIENCE_S)
        gone.set()

    Thread(target=wait, daemon=True).start()
    lookout.stop()
    assert gone.wait(PATIENCE_S)


# ---------------------------------------------------------------- streams


def lines_of(lookout: Lookout, seats: Seats | None = None) -> tuple[Iterator[bytes], Seats]:
    seats = seats or Seats(2)

    def draw(sight: Sight, _: int) -> tuple[str, int | None]:
        return "<p>silent</p>" if sight.view is None else f"<p>{sight.view.stage}</p>", None

    response = stream(lookout, seats, draw, CALENDAR)
    assert response.mimetype == "text/event-stream"
    return (str(part).encode() for part in response.response), seats


def test_a_stream_begins_with_the_page_and_a_tick(lookout: Lookout) -> None:
    lines, _ = lines_of(lookout)
    assert next(lines) == b"retry: 1000\n\n"
    assert next(lines) == b"id: 1042\nevent: screen\ndata: <p>idle</p>\n\n"
    tick = next(lines).decode()
    assert tick.startswith("id: 1042\nevent: tick\ndata: ")
    told = json.loads(tick.split("data: ")[1])
    assert (told["clock"], told["seq"], told["head"]) == ("14:05", 1042, view_of().head)


def test_a_stream_tells_news_and_repeats_nothing(service: FakeService, lookout: Lookout) -> None:
    lines, _ = lines_of(lookout)
    first = [next(lines) for _ in range(3)]
    service.show(view_of(Stage.PIN, seq=1043))
    pages: list[object] = []
    while not pages:
        line = next(lines)
        if b"event: screen" in line:
            pages.append(line)
    assert pages == [b"id: 1043\nevent: screen\ndata: <p>pin</p>\n\n"]
    assert first[1] != pages[0]


def test_a_silent_kiosk_sends_no_tick(service: FakeService, lookout: Lookout) -> None:
    lines, _ = lines_of(lookout)
    for _ in range(3):
        next(lines)
    service.fall_silent()
    heard: list[bytes] = []
    while not heard or heard[-1] != b": silent\n\n":
        heard.append(next(lines))
    after = heard[heard.index(b"id: 0\nevent: screen\ndata: <p>silent</p>\n\n") :]
    assert not any(b"event: tick" in line for line in after)


def test_a_page_that_changes_by_itself_is_drawn_again_in_time(service: FakeService) -> None:
    clock = FakeClock()
    lookout = Lookout(service, clock)

    def draw(sight: Sight, now: int) -> tuple[str, int | None]:
        shown = sight.now_mono(now) < START_MONO + 8_000
        clock.now_ms = 8_000
        return "<p>issued</p>" if shown else "<p>idle</p>", START_MONO + 8_000 if shown else None

    response = stream(lookout, Seats(1), draw, CALENDAR)
    pages = []
    for line in response.response:
        if "event: screen" in str(line):
            pages.append(str(line).split("data: ")[1].strip())
        if len(pages) == 2:
            break
    lookout.stop()
    assert pages == ["<p>issued</p>", "<p>idle</p>"]


def test_a_stream_ends_when_its_drawing_says_so(lookout: Lookout) -> None:
    response = stream(lookout, Seats(1), lambda *_: ("", None), CALENDAR)
    assert [str(part) for part in response.response] == ["retry: 1000\n\n"]


def test_every_seat_taken_is_said_and_a_seat_left_is_free_again(lookout: Lookout) -> None:
    seats = Seats(1)
    with Flask(__name__).test_request_context():
        first = stream(lookout, seats, lambda *_: ("", None), CALENDAR)
        second = stream(lookout, seats, lambda *_: ("", None), CALENDAR)
        assert (first.status_code, second.status_code) == (200, 503)
        assert second.headers["Retry-After"] == "5"
        first.close()  # a browser that leaves before the first byte
        assert stream(lookout, seats, lambda *_: ("", None), CALENDAR).status_code == 200


def test_a_page_of_many_lines_is_one_message() -> None:
    assert message("screen", 3, "a\nb\r\nc") == (
        "id: 3\nevent: screen\ndata: a\ndata: b\ndata: c\n\n"
    )


def test_text_that_looks_like_the_protocol_stays_text() -> None:
    assert "\nevent: tick" not in message("screen", 3, "x\nevent: tick\n\nid: 99")[20:]


def test_a_tick_of_a_silent_kiosk_claims_nothing() -> None:
    told = tick_of(Sight(1, 0, None, replace(view_of())), 1_000, CALENDAR)
    assert (told["seq"], told["head"]) == (0, "")
    assert tick_of(Sight(), 1_000, CALENDAR)["clock"] == "--:--"
