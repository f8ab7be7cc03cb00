"""The live stream of one screen: server-sent, one page at a time, and a tick every two seconds.

A tick is sent only when the kiosk answered; a silent kiosk is a silent stream, and the screen's own
watch says so. The id of each message is the journal's number: what a screen shows, the book holds.
"""

import json
from collections.abc import Callable, Iterator

from flask import Response

from web_ui.languages import Calendar
from web_ui.lookout import TICK_S, Lookout, Seats, Sight

RETRY_MS = 1_000
"""How soon a browser connects again after a lost stream."""

NEVER = "--:--"
"""The time of a kiosk that has not said anything yet."""

Drawing = Callable[[Sight, int], tuple[str, int | None]]
"""Draws a screen from a sight and our clock: the HTML, and the kiosk's moment it changes by itself.

An empty HTML ends the stream: whoever watches may not any more.
"""


def stream(lookout: Lookout, seats: Seats, draw: Drawing, calendar: Calendar) -> Response:
    """Return the live stream of one screen, or 503 when every seat is taken."""
    if not seats.take():
        return Response(
            "every seat is taken", 503, mimetype="text/plain", headers={"Retry-After": "5"}
        )
    lookout.look()  # so that the first page is never one of a bay nobody has looked at yet
    lines = _lines(lookout, draw, calendar)
    response = Response(lines, mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    # Not a `finally` in the generator: one that was never begun runs none.
    response.call_on_close(seats.leave)
    return response


def tick_of(sight: Sight, now_ms: int, calendar: Calendar) -> dict[str, object]:
    """Return what a tick says: the kiosk's times, its last line and the seal of that line."""
    view = sight.view
    return {
        "now_mono": sight.now_mono(now_ms),
        "clock": calendar.clock(sight.now_ms(now_ms)) if sight.last else NEVER,
        "seq": 0 if view is None else view.seq,
        "version": 0 if view is None else view.version,
        "head": "" if view is None else view.head,
    }


def message(name: str, number: int, text: str) -> str:
    """Return one message in the words of the server-sent protocol."""
    body = "\n".join(f"data: {line}" for line in text.splitlines())
    return f"id: {number}\nevent: {name}\n{body}\n\n"


def _lines(lookout: Lookout, draw: Drawing, calendar: Calendar) -> Iterator[str]:
    yield f"retry: {RETRY_MS}\n\n"
    drawn: str | None = None
    known = -1
    changes: int | None = None
    while not lookout.stopped:
        sight = lookout.later(known, _patience(lookout, changes))
        now = lookout.clock()
        html, changes = draw(sight, now)
        if not html:
            return
        seq = 0 if sight.view is None else sight.view.seq
        if html != drawn:
            drawn = html
            yield message("screen", seq, html)
        if sight.number != known and sight.view is not None:
            yield message("tick", seq, json.dumps(tick_of(sight, now, calendar)))
        elif sight.view is None:
            yield ": silent\n\n"  # finds out whether anybody still listens
        known = sight.number


def _patience(lookout: Lookout, changes: int | None) -> float:
    """Return how long to wait for news: less than a tick when the page changes by itself before."""
    if changes is None:
        return TICK_S
    left = (changes - lookout.newest().now_mono(lookout.clock())) / 1000
    return min(TICK_S, max(0.01, left))
