"""The bench: the parts of a simulated bay, to click and drag. A real bay has no such page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from kiosk.service.protocol import Bench, KioskSilent
from kiosk.service.views import BayView, BenchPart, BenchView, PositionView
from web_ui import shell
from web_ui.lookout import Lookout, Seats, Sight
from web_ui.streams import stream, tick_of

PARTS = ("badge", "weapon", "reader", "cable", "output")
"""The kinds of parts, as the bench tells them apart."""


@dataclass(frozen=True, slots=True)
class BenchFace:
    """The parts by kind, and the reader a click on a badge or a weapon goes to.

    `places`: by weapon, what the book says of it, which on a bench need not be where it is.
    """

    parts: Mapping[str, tuple[BenchPart, ...]]
    badge_reader: str
    weapon_reader: str
    places: Mapping[str, PositionView]


def face_of(bench: BenchView, bay: BayView | None) -> BenchFace:
    """Return the parts arranged for the page, with what the book says of the weapons."""
    parts = {kind: tuple(part for part in bench.parts if part.kind == kind) for kind in PARTS}
    readers = [part.id for part in parts["reader"]]
    badge_reader = next((reader for reader in readers if "badge" in reader), "")
    others = [reader for reader in readers if reader != badge_reader]
    weapon_reader = next((reader for reader in others if "weapon" in reader), "")
    fallback = readers[0] if readers else ""
    return BenchFace(
        parts,
        badge_reader or fallback,
        weapon_reader or (others[0] if others else fallback),
        {
            position.weapon.number: position
            for position in (() if bay is None else bay.positions)
            if position.weapon is not None
        },
    )


def add_bench(app: Flask, bench: Bench, lookout: Lookout, seats: Seats, look: shell.Look) -> None:
    """Add the pages of the bench to the touch app."""

    def simulated_only() -> Sight:
        sight = lookout.look()
        known = sight.view or sight.last
        if known is None or not known.simulated:
            abort(404)
        return sight

    @app.get("/bench", defaults={"both": False})
    @app.get("/demo", defaults={"both": True})
    def bench_page(*, both: bool) -> str:
        """Show the bench alone, or around the touch page."""
        sight = simulated_only()
        return render_template(
            "bench/shell.html",
            both=both,
            screen=_drawn(bench, sight),
            tick=tick_of(sight, lookout.clock(), look.calendar),
        )

    @app.get("/bench/live")
    def bench_live() -> Response:
        simulated_only()
        speech = shell.speech()

        def draw(sight: Sight, _: int) -> tuple[str, int | None]:
            with app.app_context():
                return _drawn(bench, sight, speech), None

        return stream(lookout, seats, draw, look.calendar)

    @app.post("/bench/<what>")
    def touch_part(what: str) -> Answer:
        simulated_only()
        act = _ACTS.get(what)
        if act is None:
            abort(404)
        try:
            act(bench, request.form)
        except KioskSilent:
            abort(503)
        if request.headers.get("X-Dragged"):
            return Response(status=204)
        return redirect("/bench", 303)


def _drawn(bench: Bench, sight: Sight, speech: dict[str, object] | None = None) -> str:
    """Return the bench as HTML; a silent kiosk has an empty one."""
    try:
        parts = BenchView() if sight.view is None else bench.parts()
    except KioskSilent:
        parts = BenchView()
    return render_template("bench/bench.html", **(speech or {}), face=face_of(parts, sight.view))


def _scan(bench: Bench, form: Mapping[str, str]) -> None:
    text = form.get("text", "")
    if not text:
        abort(400)
    bench.scan(form.get("reader", ""), text)


def _cable(bench: Bench, form: Mapping[str, str]) -> None:
    bench.cable(form.get("cable", ""), opened=form.get("opened") == "yes")


def _plug(bench: Bench, form: Mapping[str, str]) -> None:
    bench.plug(form.get("device", ""), plugged=form.get("plugged") == "yes")


_ACTS: Mapping[str, Callable[[Bench, Mapping[str, str]], None]] = {
    "scan": _scan,
    "cable": _cable,
    "plug": _plug,
}
