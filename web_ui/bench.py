"""The bench: the parts of a simulated bay, to click and drag. A real bay has no such page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, Response, abort, current_app, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from kiosk.service.bench_views import BenchView
from kiosk.service.protocol import Bench, KioskSilent
from web_ui import shell
from web_ui.bench_face import face_of
from web_ui.cast import Cast
from web_ui.lookout import Lookout, Seats, Sight
from web_ui.streams import stream, tick_of

_PAGES = frozenset({"bench", "demo"})


@dataclass(frozen=True, slots=True)
class BenchPages:
    """The pages of the bench. Every public method answers one address, of a simulated bay only."""

    bench: Bench
    cast: Cast
    lookout: Lookout
    seats: Seats
    look: shell.Look

    def page(self, *, both: bool) -> str:
        """Show the bench alone, or around the touch page."""
        sight = self._simulated_only()
        return render_template(
            "bench/shell.html",
            both=both,
            passes=PASSES,
            screen=self._drawn(sight),
            tick=tick_of(sight, self.lookout.clock(), self.look.calendar),
        )

    def live(self) -> Response:
        """Stream the bench."""
        self._simulated_only()
        speech, app = shell.speech(), current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's own way out of the request

        def draw(sight: Sight, _: int) -> tuple[str, int | None]:
            with app.app_context():
                return self._drawn(sight, speech), None

        return stream(self.lookout, self.seats, draw, self.look.calendar)

    def switch(self, page: str, chosen: str) -> Answer:
        """Speak another language on the bench and the touch page: they share one browser."""
        self._simulated_only()
        if page not in _PAGES or not shell.speak(chosen):
            abort(404)
        return redirect(f"/{page}", 303)

    def touch(self, what: str) -> Answer:
        """Touch a part."""
        self._simulated_only()
        act = _ACTS.get(what)
        if act is None:
            abort(404)
        try:
            act(self.bench, request.form)
        except KioskSilent:
            abort(503)
        if request.headers.get("X-Dragged"):
            return Response(status=204)
        return redirect("/bench", 303)

    def _simulated_only(self) -> Sight:
        sight = self.lookout.look()
        known = sight.view or sight.last
        if known is None or not known.simulated:
            abort(404)
        return sight

    def _drawn(self, sight: Sight, speech: Mapping[str, object] | None = None) -> str:
        """Return the bench as HTML; a silent kiosk has an empty one."""
        try:
            parts = BenchView() if sight.view is None else self.bench.parts()
        except KioskSilent:
            parts = BenchView()
        face = face_of(parts, sight.view, self.cast)
        return render_template("bench/bench.html", **(speech or {}), face=face)


def add_bench(app: Flask, pages: BenchPages) -> None:
    """Add the pages of the bench to the touch app."""
    app.get("/bench", endpoint="bench", defaults={"both": False})(pages.page)
    app.get("/demo", endpoint="demo", defaults={"both": True})(pages.page)
    app.get("/bench/live", endpoint="bench_live")(pages.live)
    app.post("/<page>/language/<chosen>", endpoint="bench_switch")(pages.switch)
    app.post("/bench/<what>", endpoint="bench_touch")(pages.touch)


def _scan(bench: Bench, form: Mapping[str, str]) -> None:
    text = form.get("text", "")
    if not text:
        abort(400)
    bench.scan(form.get("reader", ""), text)


def _cable(bench: Bench, form: Mapping[str, str]) -> None:
    bench.cable(form.get("cable", ""), opened=form.get("opened") == "yes")


def _plug(bench: Bench, form: Mapping[str, str]) -> None:
    bench.plug(form.get("device", ""), plugged=form.get("plugged") == "yes")


def _pass_time(bench: Bench, form: Mapping[str, str]) -> None:
    minutes = PASSES.get(form.get("how_long", ""))
    if minutes is None:
        abort(400)
    bench.pass_time(minutes)


PASSES = {"hour": 60, "shift": 8 * 60, "day": 24 * 60}
"""What may pass at a click, in minutes."""

_ACTS: Mapping[str, Callable[[Bench, Mapping[str, str]], None]] = {
    "scan": _scan,
    "cable": _cable,
    "plug": _plug,
    "time": _pass_time,
}
