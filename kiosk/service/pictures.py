"""How a view crosses the socket: a change costs what it changed, however large the bay.

A view is told as its moment and, under a name, its picture: all of it, or what changed since a
picture that whoever asks knows already, or nothing at all when that is still the picture:

{"picture": "c0ffee.8", "now_ms": 1, "now_mono": 1, "view": {...}}
{"picture": "c0ffee.8", "now_ms": 1, "now_mono": 1, "since": "c0ffee.7", "changed": {"3": {...}},
 "view": {...}}
{"picture": "c0ffee.7", "now_ms": 1, "now_mono": 1}
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from secrets import token_hex
from threading import Lock
from typing import Any

from kiosk.service.views import BayView, PositionView, Stage
from kiosk.spelling import Misspelled, plain, thing

LATELY = 4
"""Pictures told lately that are remembered: who waits for news knows the last one or the one before
it, and whoever is slower is told everything. Ours."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When a picture was told, and its name."""

    picture: str
    now_ms: int
    now_mono: int


class ToldPictures:
    """Tells views: to whoever knows a picture told lately, only what changed since. Any thread."""

    def __init__(self) -> None:
        """Have told nothing yet; names given in another life of this program are not known."""
        self._turn = Lock()
        self._life, self._count = token_hex(4), 0
        self._lately: dict[str, BayView] = {}

    def told(self, view: BayView, known: str) -> dict[str, object]:
        """Return the answer that tells a view to somebody who knows a picture, or "" for none."""
        with self._turn:
            name, picture = self._kept(view.picture)
            before = self._lately.get(known)
        answer: dict[str, object] = asdict(Moment(name, view.now_ms, view.now_mono))
        if before is picture:
            return answer
        if before is None or len(before.positions) != len(picture.positions):
            return {**answer, "view": plain(picture)}
        changed = {
            str(place): plain(new)
            for place, (old, new) in enumerate(
                zip(before.positions, picture.positions, strict=True)
            )
            if new is not old
        }
        rest = plain(replace(picture, positions=()))
        return {**answer, "since": known, "changed": changed, "view": rest}

    def _kept(self, picture: BayView) -> tuple[str, BayView]:
        """Return a picture with its name; what is the same as before is the same object."""
        name, newest = next(reversed(self._lately.items()), ("", None))
        if newest is not None:
            if newest == picture:
                return name, newest
            picture = _with_the_same(newest.positions, picture)
        self._count += 1
        name = f"{self._life}.{self._count}"
        self._lately[name] = picture
        if len(self._lately) > LATELY:
            del self._lately[next(iter(self._lately))]
        return name, picture


def _with_the_same(before: tuple[PositionView, ...], picture: BayView) -> BayView:
    if len(before) != len(picture.positions):
        return picture
    pairs = zip(before, picture.positions, strict=True)
    return replace(picture, positions=tuple(old if old == new else new for old, new in pairs))


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture and the name it was told under."""

    name: str
    picture: BayView


class SeenPictures:
    """Reads what `ToldPictures` tells, and knows the newest picture. Any thread."""

    def __init__(self) -> None:
        """Know none yet."""
        self._turn = Lock()
        self.newest = Seen("", BayView(Stage.HALTED))
        """What a question may say it knows; its answer is read with it, whatever came meanwhile."""

    def view(self, answer: Mapping[str, Any], known: Seen) -> BayView:
        """Return the view that is told to somebody who said to know a picture.

        Raises:
            Misspelled: no view is told.
        """
        try:
            moment: Moment = thing(Moment, answer)
            picture = self._picture(moment.picture, answer, known)
        except (KeyError, AttributeError) as wrong:
            raise Misspelled(f"not a view: {wrong!r}") from wrong
        return replace(picture, now_ms=moment.now_ms, now_mono=moment.now_mono)

    def _picture(self, name: str, answer: Mapping[str, Any], known: Seen) -> BayView:
        if name == known.name:
            return known.picture
        with self._turn:
            if name != self.newest.name:
                self.newest = Seen(name, _read(answer, known))
            return self.newest.picture


def _read(answer: Mapping[str, Any], known: Seen) -> BayView:
    if "since" not in answer:
        picture: BayView = thing(BayView, answer["view"])
        return picture
    if answer["since"] != known.name:
        raise Misspelled("what changed since a picture nobody asked for")
    changed = {place: thing(PositionView, raw) for place, raw in answer["changed"].items()}
    positions = tuple(
        changed.get(str(place), position) for place, position in enumerate(known.picture.positions)
    )
    rest: BayView = thing(BayView, answer["view"], positions=positions)
    return rest
