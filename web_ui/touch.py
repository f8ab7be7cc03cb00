"""The officer's touch page: one address, and the page of wherever the person at the bay stands.

Every action is a form and works without the script; the script only swaps pages in as they change.
Knows no custody: the keeper answers for what a tap does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import (
    Flask,
    Response,
    abort,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as Answer

from kiosk.service.loss_view import Losable
from kiosk.service.protocol import Bench, Count, KioskSilent, Look, Service, Tap
from kiosk.service.shift_views import CableChoice
from kiosk.service.views import BayView, PositionView, Stage
from web_ui import counting, racks, shell, shifts, vouching
from web_ui.bench import BenchPages, add_bench
from web_ui.cast import Cast
from web_ui.drawings import Drawings
from web_ui.forms import LONGEST_TEXT, NO_PAGE, TICKS, FormWrong, page_tapped, tap_of
from web_ui.guard import guard
from web_ui.lookout import Clock, Lookout, Seats, Sight, monotonic_ms
from web_ui.pages import Page, page_of, sounding
from web_ui.streams import stream, tick_of

STREAMS = 8
"""Streams of the touch page and the bench: one screen, one technician, and room for reloads."""

HOSTS = ("127.0.0.1", "localhost")


@dataclass(frozen=True, slots=True)
class OfficeAddress:
    """Where the office pages are, and the seal by which a chief knows the right kiosk answers."""

    addresses: tuple[str, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Leafing:
    """Where a screen leafed to: `show` a list, its page `number`, done with outcome `seen`.

    `ticks`: what was ticked on the first page of a report, to be sent with the second. `weapon`
    and `kind`: which weapon is lost, and how, to be sent with when it was.
    """

    show: str = ""
    number: int = 1
    seen: int = 0
    ticks: tuple[str, ...] = ()
    weapon: str = ""
    kind: str = ""

    @staticmethod
    def asked() -> "Leafing":
        """Return what the address of this request says."""
        return Leafing(
            request.args.get("show", ""),
            request.args.get("page", 1, type=int),
            request.args.get("seen", 0, type=int),
            tuple(tick for tick in TICKS if tick in request.args.getlist("ticks")),
            request.args.get("weapon", "")[:LONGEST_TEXT],
            request.args.get("kind", "")[:LONGEST_TEXT],
        )

    def address(self, path: str) -> str:
        """Return the address that keeps a screen where it leafed to."""
        carried: dict[str, str | int | tuple[str, ...]] = {}
        if self.show:
            carried |= {"show": self.show, "page": self.number}
        if self.seen:
            carried["seen"] = self.seen
        if self.ticks:
            carried["ticks"] = self.ticks
        if self.show and self.weapon:
            carried |= {"weapon": self.weapon, "kind": self.kind}
        return f"{path}?{urlencode(carried, doseq=True)}" if carried else path

    def back(self) -> "Leafing":
        """Return the first page of what the screen leafed into, with what was ticked there."""
        return replace(self, show="")


COUNT_AGAIN = Leafing("count_again").address("/")
"""Where a count goes that cannot be: no count was made, and the pad stands open again."""


def create_touch(  # noqa: PLR0913 - what an app is built from, each by its name
    service: Service,
    *,
    bench: Bench | None = None,
    lookout: Lookout | None = None,
    clock: Clock = monotonic_ms,
    look: shell.Look | None = None,
    office: OfficeAddress | None = None,
    hosts: Sequence[str] = HOSTS,
    cast: Cast | None = None,
) -> Flask:
    """Return the app of the touch screen.

    Args:
        service: the hatch.
        bench: the parts of a simulated bay; its pages show only while the view says simulated.
        lookout: shared with other apps of this program, or None for one of its own.
        clock: monotonic milliseconds, when `lookout` is None.
        look: name, calendar and the watch over silence.
        office: where the office pages are, for the page about this kiosk.
        hosts: the names a browser may call us by.
        cast: who plays in a demonstration; the bench shows their PINs.
    """
    look = look or shell.Look()
    lookout = lookout or Lookout(service, clock)
    app = shell.build("web_ui.touch", look)
    guard(app, hosts, cookie="screen", tls=False, framed=bench is not None)
    seats, screens = Seats(STREAMS), Screens(office or OfficeAddress())
    app.extensions["lookout"] = lookout

    @app.get("/")
    def screen() -> str:
        sight = lookout.recent()
        leafing = Leafing.asked()
        now = lookout.clock()
        html, _ = screens.draw(sight, now, leafing, shell.speech())
        return render_template(
            "touch/shell.html",
            screen=html,
            tick=tick_of(sight, now, look.calendar),
            live=leafing.address("/live"),
        )

    @app.get("/live")
    def live() -> Response:
        leafing, speech = Leafing.asked(), shell.speech()

        def draw(sight: Sight, now: int) -> tuple[str, int | None]:
            with app.app_context():
                return screens.draw(sight, now, leafing, speech)

        return stream(lookout, seats, draw, look.calendar)

    @app.post("/tap/<name>")
    def tap(name: str) -> Answer:
        try:
            return redirect(_tapped(service, lookout, name), 303)
        except FormWrong:
            abort(400)

    @app.post("/language/<chosen>")
    def switch(chosen: str) -> Answer:
        if not shell.speak(chosen):
            abort(404)
        return redirect(Leafing.asked().address("/"), 303)

    if bench is not None:
        add_bench(app, BenchPages(bench, cast or {}, lookout, seats, look))
    return app


def _tapped(service: Service, lookout: Lookout, name: str) -> str:
    """Hand the tap of this request's form over; return where to go now.

    Raises:
        FormWrong: no page of ours can have sent it.
    """
    page = page_tapped(request.form)
    try:
        meant = tap_of(name, request.form)
    except FormWrong:
        if name not in {"count", "count_cable"}:
            raise
        return COUNT_AGAIN  # what was typed is no number
    if isinstance(meant, Count) and not _can_be(meant, page, lookout.recent().view):
        return COUNT_AGAIN
    return _hand_over(service, lookout, meant, page)


def _can_be(count: Count, page: str, view: BayView | None) -> bool:
    """Return whether a count is possible: only then is it somebody's word, right or wrong."""
    if view is None or view.page != page or view.stage is not Stage.COUNT:
        return True  # tapped on a page that is gone, or asks something else: the kiosk knows
    return count.counted <= racks.room_on(view, view.visit.cable)


def _hand_over(service: Service, lookout: Lookout, tap: Tap, page: str) -> str:
    """Hand a tap over with the name of the page it was meant for; return where to go now."""
    try:
        after = service.tap(tap, page)
    except KioskSilent:
        return "/"  # where the screen says that nobody answers
    lookout.hear(after)
    if isinstance(tap, Look) and racks.doubtful(after):
        return Leafing("doubts").address("/")
    return "/"


class Screens:
    """Draws the pages of the touch screen; what two of them show at once is drawn once."""

    def __init__(self, office: OfficeAddress) -> None:
        self._office, self._drawings = office, Drawings()

    def draw(
        self, sight: Sight, now: int, leafing: Leafing, speech: dict[str, object]
    ) -> tuple[str, int | None]:
        """Return one screen as HTML, and the kiosk's moment it changes by itself."""
        view = sight.view and sight.view.picture
        last = sight.last if view is None else None
        page = page_of(view, sight.now_mono(now), show=leafing.show, seen=leafing.seen)
        html = self._drawings.of(
            (page, view, last, leafing, speech, sight.simulated),
            lambda: render_template(
                f"touch/{page.name}.html",
                **speech,
                page=page,
                view=view,
                visit=None if view is None else view.visit,
                last=last,
                simulated=sight.simulated,
                leafing=leafing,
                office=self._office,
                standing=NO_PAGE if view is None else view.page,
                alarms=() if view is None else sounding(view),
                leaf=_leaf(view, page, leafing),
                ticks=TICKS,
            ),
        )
        return html, page.until_mono


Leaf = (
    racks.Leaf[PositionView]
    | racks.Leaf[counting.Choice]
    | racks.Leaf[counting.Row]
    | racks.Leaf[str]
    | racks.Leaf[CableChoice]
    | racks.Leaf[Losable]
    | racks.Leaf[tuple[vouching.Said, ...]]
)


def _leaf(  # noqa: PLR0911 - one return a list
    view: BayView | None, page: Page, leafing: Leafing
) -> Leaf | None:
    """Return the page of the list this page shows, if it shows one."""
    if view is None:
        return None
    if page.name == "weapons":
        return racks.leaf(racks.takeable(view), leafing.number, racks.WEAPONS_ON_A_PAGE)
    if page.name == "rack_places" and view.visit.racking is not None:
        places = view.visit.racking.places
        return racks.leaf(places, leafing.number, racks.WEAPONS_ON_A_PAGE)
    if page.name == "lost":
        return racks.leaf(view.visit.losable, leafing.number, racks.WEAPONS_ON_A_PAGE)
    if page.name == "doubts":
        return racks.leaf(racks.doubtful(view), leafing.number, racks.DOUBTS_ON_A_PAGE)
    if page.name == "vouch":
        return racks.leaf(vouching.pages(view.visit), leafing.number, 1)
    if page.name == "stand_to":
        return racks.leaf(shifts.to_release(view), leafing.number, shifts.cables_on_a_page(view))
    return _of_counts(view, leafing) if page.name == "counts" else None


def _of_counts(view: BayView, leafing: Leafing) -> Leaf:
    """Return the page of what can be counted, or of what a count found."""
    if view.count is None:
        return racks.leaf(counting.choices(view), leafing.number, counting.CHOICES_ON_A_PAGE)
    rows, size = counting.rows(view.count), counting.rows_on_a_page(view.count)
    return racks.leaf(rows, leafing.number, size)
