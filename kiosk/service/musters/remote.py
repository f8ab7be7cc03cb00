"""The desk of musters over the kiosk's socket: what is asked, and what it is answered with."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kiosk.service.client import Conversation
from kiosk.service.muster_works import SaidRow
from kiosk.service.musters import views as v
from kiosk.spelling import Misspelled, plain, thing

ROWS_MAX = 200
"""Rows of one question; a sheet that has more is entered in parts."""


class RemoteMusters:
    """A `Musters` behind a Unix socket."""

    def __init__(self, path: Path) -> None:
        """Speak to the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def page(self, by: str) -> v.MustersPage:
        """Return every post and what is kept there."""
        page: v.MustersPage = thing(v.MustersPage, self._asked("page", officer=by))
        return page

    def muster(self, by: str, number: int) -> v.MusterPage:
        """Return the sheet that is out with a number."""
        asked = self._asked("sheet", officer=by, muster=number)
        page: v.MusterPage = thing(v.MusterPage, asked)
        return page

    def read(self, by: str, rows: tuple[SaidRow, ...], seen_by: str) -> v.ReadPage:
        """Return what some rows are, and which of them can be entered."""
        asked = self._asked("read", officer=by, rows=plain(rows), seen_by=seen_by)
        page: v.ReadPage = thing(v.ReadPage, asked)
        return page

    def paper(self, by: str, number: int) -> v.PaperPage:
        """Return the sheet that is out with a number, to be printed."""
        asked = self._asked("paper", officer=by, muster=number)
        page: v.PaperPage = thing(v.PaperPage, asked)
        return page

    def _asked(self, what: str, **fields: object) -> Mapping[str, Any]:
        page: Mapping[str, Any] = self._kiosk.ask({"ask": f"musters.{what}", **fields})["page"]
        return page


def muster_answers(
    musters: v.Musters,
) -> dict[str, Callable[[Mapping[str, Any]], Mapping[str, object]]]:
    """Return what the questions of the desk of musters are answered with."""
    return {
        "musters.page": lambda ask: {"page": plain(musters.page(_text(ask, "officer")))},
        "musters.sheet": lambda ask: {
            "page": plain(musters.muster(_text(ask, "officer"), _number(ask)))
        },
        "musters.read": lambda ask: {
            "page": plain(musters.read(_text(ask, "officer"), _rows(ask), _text(ask, "seen_by")))
        },
        "musters.paper": lambda ask: {
            "page": plain(musters.paper(_text(ask, "officer"), _number(ask)))
        },
    }


def _text(ask: Mapping[str, Any], name: str) -> str:
    if not isinstance(ask[name], str):
        raise Misspelled(f"{name} must be text")
    return str(ask[name])


def _number(ask: Mapping[str, Any]) -> int:
    if type(ask["muster"]) is not int:
        raise Misspelled("muster must be a whole number")
    return int(ask["muster"])


def _rows(ask: Mapping[str, Any]) -> tuple[SaidRow, ...]:
    rows = ask["rows"]
    if not isinstance(rows, list) or len(rows) > ROWS_MAX:
        raise Misspelled(f"rows must be a list of at most {ROWS_MAX}")
    if not all(isinstance(row, dict) for row in rows):
        raise Misspelled("rows must be rows")
    return tuple(thing(SaidRow, row) for row in rows)
