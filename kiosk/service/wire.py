"""How the hatch is spoken over a socket: one JSON object a line, a question and then its answer.

{"ask": "tap", "kind": "Pin", "with": {"digits": "..."}, "page": "pin/..."}  ->  a view
{"ask": "wait", "after": 7, "timeout_ms": 2000, "known": "c0ffee.7"}         ->  a view
any                                            ->  {"silent": "why"} or {"wrong": "why"}

How a view is told stands in `service.pictures`.
"""

import json
from collections.abc import Mapping
from typing import Any, cast, get_args

from kiosk.service import protocol as p
from kiosk.service.works import Work
from kiosk.spelling import Misspelled, plain, thing

LINE_MAX = 1 << 22
"""Longest line read from anybody: a bay of 5,000 positions is 1.3 MB, and 2 MB when all are out."""

ASK_MAX = 1 << 16
"""Longest question read from the face. A register load comes in portions below this."""

_HALF = rb"\ud"
"""Begins the spelling of half a surrogate pair."""

_TAPS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in get_args(p.Tap)}
_WORKS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in get_args(Work)}


def line(message: Mapping[str, object]) -> bytes:
    """Return one message as a line."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


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
    return cast("p.Tap", _one_of(_TAPS, asked))


def work_asked(number: str, pin: str, work: Work) -> dict[str, object]:
    """Return the question that signs for some work."""
    signed = {"ask": "sign", "number": number, "pin": pin}
    return {**signed, "kind": type(work).__name__, "with": plain(work)}


def work_from(asked: Mapping[str, Any]) -> Work:
    """Return the work of a question.

    Raises:
        Misspelled: there is no such work, or it lacks something.
    """
    return cast("Work", _one_of(_WORKS, asked))


def _one_of(kinds: Mapping[str, type[Any]], asked: Mapping[str, Any]) -> object:
    kind = kinds.get(str(asked.get("kind")))
    if kind is None or not isinstance(asked.get("with"), dict):
        raise Misspelled("no such tap, and no such work")
    return thing(kind, asked["with"])
