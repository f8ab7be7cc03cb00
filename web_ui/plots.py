"""Plots drawn as SVG on the server: values in, text out. Pure; no script, no colour of its own.

Colours are classes, named in `static/watch.css`. A plot is one picture with a title and a
description, so that whoever cannot see it hears what it says; every bar and point has its own words
under the pointer. Figures are those of the language that is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, HEIGHT = 720, 236
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 14, 34
"""The picture in its own units; the page scales it to the room there is."""

LABELS = 7
"""So many days are named below a plot: as many as can be read side by side on a telephone."""

TICKS = 4

_KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values, one a day. `look`: a class; `line`: drawn as a line, else as bars."""

    name: str
    values: Sequence[int]
    look: str = "one"
    line: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot. `days`: how each day is named; `said`: what the plot says, in a sentence.

    `khmer`: whether figures are written in Khmer.
    """

    name: str
    title: str
    said: str
    days: Sequence[str]
    series: Sequence[Series]
    khmer: bool = False


def svg(plot: Plot) -> Markup:
    """Return a plot as SVG, to be put into a page as it is."""
    top = ceiling(max((value for each in plot.series for value in each.values), default=0))
    parts = [
        Markup(
            '<svg class="plot" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
            '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>'
        ).format(
            WIDTH, HEIGHT, plot.name, plot.name, plot.name, plot.title, plot.name,
            figures(plot.said, khmer=plot.khmer),
        ),
        *_scale(plot, top),
        *_days(plot),
    ]  # fmt: skip
    bars = [each for each in plot.series if not each.line]
    for place, series in enumerate(bars):
        parts += _bars(plot, series, top, place, len(bars))
    for series in plot.series:
        if series.line:
            parts += _line(plot, series, top)
    return Markup("").join([*parts, Markup("</svg>")])


def ceiling(highest: int) -> int:
    """Return the least round number that a scale can end with: 4, 8, 20, 40, 80, 200 and so on."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if TICKS * factor * step >= highest:
                return TICKS * factor * step
        step *= 10


def figures(text: str, *, khmer: bool) -> str:
    """Return a text with its figures in Khmer, if that is asked for."""
    return text.translate(_KHMER) if khmer else text


def _scale(plot: Plot, top: int) -> list[Markup]:
    found = []
    for tick in range(TICKS + 1):
        value = top * tick // TICKS
        y = _y(value, top)
        found.append(
            Markup('<path class="rule" d="M{} {}H{}"/><text class="tick" x="{}" y="{}">{}</text>')
            .format(LEFT, y, WIDTH - RIGHT, LEFT - 8, y + 5, _said(plot, value))
        )  # fmt: skip
    return found


def _days(plot: Plot) -> list[Markup]:
    """Return the names of some days, the newest among them."""
    last = len(plot.days) - 1
    every = max(-(-len(plot.days) // LABELS), 1)
    return [
        Markup('<text class="day" x="{}" y="{}">{}</text>').format(
            _x(plot, at), HEIGHT - 10, figures(day, khmer=plot.khmer)
        )
        for at, day in enumerate(plot.days)
        if (last - at) % every == 0
    ]


def _bars(plot: Plot, series: Series, top: int, place: int, of: int) -> list[Markup]:
    room = (WIDTH - LEFT - RIGHT) / max(len(plot.days), 1)
    wide = max(min(room * 0.8 / of, 26), 1)
    found = []
    for at, value in enumerate(series.values):
        if value <= 0:
            continue
        x, y = _x(plot, at) + (place - of / 2) * wide, _y(value, top)
        found.append(
            Markup(
                '<rect class="{}" x="{:.1f}" y="{}" width="{:.1f}" height="{}">{}</rect>'
            ).format(series.look, x, y, wide, _y(0, top) - y, _told(plot, series, at))
        )
    return found


def _line(plot: Plot, series: Series, top: int) -> list[Markup]:
    points = [(_x(plot, at), _y(value, top)) for at, value in enumerate(series.values)]
    if not points:
        return []
    drawn = " ".join(f"{x:.1f},{y}" for x, y in points)
    x, y = points[-1]
    return [
        Markup('<polyline class="{}" points="{}"/>').format(series.look, drawn),
        Markup('<circle class="{}" cx="{:.1f}" cy="{}" r="5">{}</circle>').format(
            series.look, x, y, _told(plot, series, len(points) - 1)
        ),
    ]


def _told(plot: Plot, series: Series, at: int) -> Markup:
    day = figures(plot.days[at], khmer=plot.khmer) if at < len(plot.days) else ""
    value = _said(plot, series.values[at])
    return Markup("<title>{} · {} {}</title>").format(day, series.name, value)


def _said(plot: Plot, value: int) -> str:
    return str(escape(figures(str(value), khmer=plot.khmer)))


def _x(plot: Plot, at: int) -> float:
    """Return the middle of a day."""
    room = (WIDTH - LEFT - RIGHT) / max(len(plot.days), 1)
    return round(LEFT + room * (at + 0.5), 1)


def _y(value: int, top: int) -> int:
    high = HEIGHT - TOP - BOTTOM
    return HEIGHT - BOTTOM - round(high * min(max(value, 0), top) / top)
