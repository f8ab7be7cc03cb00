"""The desk of transfers over the kiosk's socket: what is asked, and what it is answered with."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kiosk.service.client import Conversation
from kiosk.service.transfers import views as v
from kiosk.spelling import Misspelled, plain, thing

LABELS_MAX = 200
"""Labels of one question; more than a transfer may have."""


class RemoteTransfers:
    """A `Transfers` behind a Unix socket."""

    def __init__(self, path: Path) -> None:
        """Speak to the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def page(self, by: str) -> v.TransfersPage:
        """Return every transfer."""
        page: v.TransfersPage = thing(v.TransfersPage, self._asked("page", officer=by))
        return page

    def load(self, by: str, labels: tuple[str, ...]) -> v.LoadPage:
        """Return what some labels are, and which of their weapons may go."""
        asked = self._asked("load", officer=by, labels=list(labels))
        page: v.LoadPage = thing(v.LoadPage, asked)
        return page

    def paper(self, by: str, number: str, side: str) -> v.PaperPage:
        """Return one transfer."""
        asked = self._asked("paper", officer=by, number=number, side=side)
        page: v.PaperPage = thing(v.PaperPage, asked)
        return page

    def _asked(self, what: str, **fields: object) -> Mapping[str, Any]:
        page: Mapping[str, Any] = self._kiosk.ask({"ask": f"transfers.{what}", **fields})["page"]
        return page


def transfer_answers(
    transfers: v.Transfers,
) -> dict[str, Callable[[Mapping[str, Any]], Mapping[str, object]]]:
    """Return what the questions of the desk of transfers are answered with."""
    return {
        "transfers.page": lambda ask: {"page": plain(transfers.page(_text(ask, "officer")))},
        "transfers.load": lambda ask: {
            "page": plain(transfers.load(_text(ask, "officer"), _texts(ask, "labels")))
        },
        "transfers.paper": lambda ask: {
            "page": plain(
                transfers.paper(*(_text(ask, name) for name in ("officer", "number", "side")))
            )
        },
    }


def _text(ask: Mapping[str, Any], name: str) -> str:
    if not isinstance(ask[name], str):
        raise Misspelled(f"{name} must be text")
    return str(ask[name])


def _texts(ask: Mapping[str, Any], name: str) -> tuple[str, ...]:
    several = ask[name]
    if not isinstance(several, list) or len(several) > LABELS_MAX:
        raise Misspelled(f"{name} must be a list of at most {LABELS_MAX}")
    if not all(isinstance(one, str) for one in several):
        raise Misspelled(f"{name} must be texts")
    return tuple(several)
