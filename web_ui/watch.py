"""The chief's watch: what is overdue, which counts are due, what the lenses see, how days went.

Reads, and asks for nothing but that two people set the clock. Whether somebody may is asked of the
kiosk with each question.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, redirect, request
from markupsafe import Markup

from kiosk.service.protocol import KioskSilent
from kiosk.service.views import BayView
from kiosk.service.watch.views import DaysPage, DayView, LensPage, Watch
from kiosk.service.works import CorrectClock
from web_ui import shell
from web_ui.desks import Office, Page, given
from web_ui.languages import Words, words_in
from web_ui.office_face import calls_for
from web_ui.plots import Plot, Series, svg

DESK = "watch"
HOME = "/watch"

MINUTE_MS = 60_000
_WHY_MAX = 200

SPANS = (30, 90, 365)
"""How many days can be looked back: a month, a quarter, a year."""

MANY = 200
"""Late weapons shown at once: more is no list to work down, but a matter for the register."""


@dataclass(frozen=True, slots=True)
class WatchDesk:
    """The desk where the chief sees what nobody reported."""

    watch: Watch
    name: str = DESK
    home: str = HOME

    def add(self, app: Flask, office: Office) -> None:
        """Put its pages into the app of the office."""
        watching = Watching(self.watch, office)
        app.get(HOME, endpoint="watch")(watching.now)
        app.get(f"{HOME}/days", endpoint="watch_days")(watching.days)
        app.get(f"{HOME}/lens", endpoint="watch_lens")(watching.lens)
        app.get(f"{HOME}/register", endpoint="watch_register")(watching.register)
        app.get(f"{HOME}/clock", endpoint="watch_clock")(watching.clock)
        app.post(f"{HOME}/clock", endpoint="watch_set_clock")(watching.set_clock)


@dataclass(frozen=True, slots=True)
class Watching:
    """The pages of the watch. Every method answers one address."""

    watch: Watch
    office: Office

    def now(self) -> Page:
        """Show what is overdue, who was told of it, and which counts are due."""
        return self._live("watch/now.html")

    def register(self) -> Page:
        """Show every place and what stands there, to be printed and signed: the half-year's."""
        return self._live("watch/register.html")

    def _live(self, template: str) -> Page:
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        sight = self.office.lookout.look()
        view = sight.view
        facts = {
            "view": view,
            "silent": view is None,
            "late": () if view is None else late(view),
            "threatened": () if view is None else calls_for(view, who),
        }
        page = self.office.drawn(template, who, DESK, tab="now", **facts)
        return page if view is not None else (page, 503)

    def clock(self) -> Page:
        """Show what time the kiosk has, and the form that asks for another."""
        return self._clock()

    def set_clock(self) -> Page:
        """Ask that the clock is set; two people go on at the kiosk's own reader."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        becomes_ms = self.office.look.calendar.wall_ms(given("now"))
        work = CorrectClock(becomes_ms, given("why", _WHY_MAX))
        reason = self.office.sign(who, given("pin"), work)
        return self._clock(reason, "" if reason else "asked")

    def _clock(self, refused: str = "", done: str = "") -> Page:
        who, view = self.office.who(DESK), self.office.lookout.look().view
        if who is None:
            return redirect("/", 303)
        kept = {name: given(name, _WHY_MAX) if refused else "" for name in ("now", "why")}
        page = self.office.drawn(
            "watch/clock.html", who, DESK, tab="clock", view=view, silent=view is None,
            refused=refused, done=done, kept=kept, why_max=_WHY_MAX,
        )  # fmt: skip
        return (page, 503) if view is None else (page, 403) if refused else page

    def days(self) -> Page:
        """Show how the days went, as plots."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        span, khmer = _span(), request.args.get("figures") == "km"
        page, silent = DaysPage(), False
        try:
            page = self.watch.days(who.number, span)
        except KioskSilent:
            silent = True
        words = words_in(shell.language())
        drawn = self.office.drawn(
            "watch/days.html", who, DESK, tab="days", page=page, silent=silent, span=span,
            spans=SPANS, khmer=khmer, plots=plots_of(page.days, words, self._short, khmer=khmer),
        )  # fmt: skip
        return (drawn, 503) if silent else (drawn, 403) if page.reason else drawn

    def lens(self) -> Page:
        """Show what the lenses see, each with what chance has it be."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        page, silent = LensPage(), False
        try:
            page = self.watch.lens(who.number)
        except KioskSilent:
            silent = True
        drawn = self.office.drawn(
            "watch/lens.html", who, DESK, tab="lens", page=page, silent=silent
        )
        return (drawn, 503) if silent else (drawn, 403) if page.reason else drawn

    def _short(self, wall_ms: int) -> str:
        return self.office.look.calendar.moment(wall_ms)[:5]


def late(view: BayView) -> tuple[object, ...]:
    """Return what is out for too long; what was only announced to its holder comes last."""
    due = sorted(view.late, key=lambda one: one.due_ms > view.now_ms)
    return tuple(due[:MANY])


def plots_of(
    days: Sequence[DayView], words: Words, named: Callable[[int], str], *, khmer: bool = False
) -> tuple[tuple[Plot, Markup], ...]:
    """Return the four plots with their drawings: holdings, exposure, overdue, counts."""
    names = tuple(named(day.began_ms) for day in days)

    def plot(name: str, *series: Series) -> tuple[Plot, Markup]:
        said = "; ".join(
            words("watch.said", name=each.name, newest=each.values[-1], most=max(each.values))
            for each in series
            if each.values
        )
        drawn = Plot(name, words(f"watch.plot.{name}"), said, names, series, khmer)
        return drawn, svg(drawn)

    exposed = tuple(-(-day.exposed_ms // MINUTE_MS) for day in days)
    return (
        plot(
            "holdings",
            Series(words("state.in"), tuple(day.inside for day in days), "one", line=True),
            Series(words("state.out"), tuple(day.out for day in days), "two", line=True),
        ),
        plot("exposure", Series(words("watch.minutes"), exposed, "one")),
        plot("overdue", Series(words("state.overdue"), tuple(day.late for day in days), "bad")),
        plot(
            "counts",
            Series(words("watch.places"), tuple(day.counted for day in days), "one"),
            Series(words("watch.differing"), tuple(day.differing for day in days), "bad"),
        ),
    )


def _span() -> int:
    asked = request.args.get("span", "")
    return next((span for span in SPANS if str(span) == asked), SPANS[1])
