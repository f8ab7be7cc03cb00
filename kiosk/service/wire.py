"""How the hatch is spoken over a socket: one JSON object a line, a question and then its answer.

{"ask": "tap", "kind": "Pin", "with": {"digits": "..."}, "page": "pin/..."}  ->  a view
{"ask": "wait", "after": 7, "timeout_ms": 2000}                              ->  a view
any                                            ->  {"silent": "why"} or {"wrong": "why"}

A view is answered in two lines, its moment and its picture:

{"picture": "5f1d0c9b", "now_ms": 1795331100000, "now_mono": 1000000}
{"stage": "pin", "page": "pin/...", ...}

Pictures of one name are the same, byte for byte. So a picture is spelled once for everybody who
asks while nothing changes, and whoever has read it already passes over the second line.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from threading import Lock
from typing import Any, get_args

from kiosk.service import protocol as p
from kiosk.service.views import BayView, Stage
from kiosk.spelling import Misspelled, plain, thing

LINE_MAX = 1 << 22
"""Longest line read from anybody: a bay of 5,000 positions is 1.3 MB, and 2 MB when all are out."""

ASK_MAX = 1 << 16
"""Longest question read from the face. A register load comes in portions below this."""

_HALF = rb"\ud"
"""Begins the spelling of half a surrogate pair."""

_TAPS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in get_args(p.Tap)}


def line(message: Mapping[str, object]) -> bytes:
    """Return one message as a line."""
    return _line(message)


def message(raw: bytes) -> dict[str, Any]:
    """Return the message on a line.

    Raises:
        Misspelled: it is not one JSON object.
    """
    try:
        parsed = json.loads(raw)
        if _HALF in raw.lower():
            line(parsed)  # JSON can spell half a character, and no book or table can hold one
    except ValueError as wrong:  # Unicode's own errors are among them
        raise Misspelled(f"not JSON: {wrong}") from wrong
    if not isinstance(parsed, dict):
        raise Misspelled("not an object")
    return parsed


def tap_asked(tap: p.Tap, page: str) -> dict[str, object]:
    """Return the question that hands over a tap."""
    return {"ask": "tap", "kind": type(tap).__name__, "with": plain(tap), "page": page}


def tap_from(asked: Mapping[str, Any]) -> p.Tap:
    """Return the tap of a question.

    Raises:
        Misspelled: there is no such tap, or it lacks something.
    """
    kind = _TAPS.get(str(asked.get("kind")))
    if kind is None or not isinstance(asked.get("with"), dict):
        raise Misspelled("no such tap")
    tap: p.Tap = thing(kind, asked["with"])
    return tap


@dataclass(frozen=True, slots=True)
class Moment:
    """The first line of a view: the name of its picture, and when it was told."""

    picture: str
    now_ms: int
    now_mono: int


class SpelledPictures:
    """Spells views, the picture of the newest one only once. Any thread."""

    def __init__(self) -> None:
        """Know none yet."""
        self._turn = Lock()
        self._picture: BayView | None = None
        self._name, self._spelled = "", b""

    def lines(self, view: BayView) -> bytes:
        """Return the two lines that tell a view."""
        picture = view.picture
        with self._turn:
            if picture != self._picture:
                self._picture, self._spelled = picture, _line(plain(picture))
                self._name = sha256(self._spelled).hexdigest()[:16]
            name, spelled = self._name, self._spelled
        return _line(plain(Moment(name, view.now_ms, view.now_mono))) + spelled


class ReadPictures:
    """Reads views, the picture of the newest one only once. Any thread."""

    def __init__(self) -> None:
        """Know none yet."""
        self._turn = Lock()
        self._name = ""
        self._picture = BayView(Stage.HALTED)

    def view(self, first: Mapping[str, Any], second: bytes) -> BayView:
        """Return the view that two lines tell, the first of them read already.

        Raises:
            Misspelled: they tell none.
        """
        moment: Moment = thing(Moment, first)
        with self._turn:
            if moment.picture != self._name:
                self._picture = thing(BayView, message(second))
                self._name = moment.picture
            picture = self._picture
        return replace(picture, now_ms=moment.now_ms, now_mono=moment.now_mono)


def _line(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
