"""The desk of losses over the kiosk's socket."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kiosk.service.client import Conversation
from kiosk.service.losses import views as v
from kiosk.spelling import Misspelled, plain, thing

_FAR = 2**62
"""More than a book will ever have."""


class RemoteLosses:
    """A `Losses` behind a Unix socket."""

    def __init__(self, path: Path) -> None:
        """Speak to the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def page(self, by: str, before: int = 0) -> v.LossesPage:
        """Return a page of reports."""
        return self._page({"ask": "losses.page", "officer": by, "before": before})

    def still_lost(self, by: str, weapon: str) -> v.LossesPage:
        """Return the report of a weapon that is on the hot list."""
        return self._page({"ask": "losses.still_lost", "officer": by, "weapon": weapon})

    def paper(self, by: str, entry: int, to: str) -> v.PaperPage:
        """Return the report that an entry made, to be printed."""
        asked = {"ask": "losses.paper", "officer": by, "entry": entry, "to": to}
        page: v.PaperPage = thing(v.PaperPage, self._kiosk.ask(asked)["page"])
        return page

    def _page(self, asked: dict[str, object]) -> v.LossesPage:
        page: v.LossesPage = thing(v.LossesPage, self._kiosk.ask(asked)["page"])
        return page


def loss_answers(
    losses: v.Losses,
) -> dict[str, Callable[[Mapping[str, Any]], Mapping[str, object]]]:
    """Return what the questions of the desk of losses are answered with."""

    def page(ask: Mapping[str, Any]) -> Mapping[str, object]:
        return {"page": plain(losses.page(_text(ask, "officer"), _entry(ask, "before", least=0)))}

    def still_lost(ask: Mapping[str, Any]) -> Mapping[str, object]:
        return {"page": plain(losses.still_lost(_text(ask, "officer"), _text(ask, "weapon")))}

    def paper(ask: Mapping[str, Any]) -> Mapping[str, object]:
        entry = _entry(ask, "entry", least=1)
        return {"page": plain(losses.paper(_text(ask, "officer"), entry, _text(ask, "to")))}

    return {"losses.page": page, "losses.still_lost": still_lost, "losses.paper": paper}


def _entry(ask: Mapping[str, Any], name: str, *, least: int) -> int:
    if type(ask[name]) is not int or not least <= ask[name] < _FAR:
        raise Misspelled(f"{name} must be the number of an entry")
    return int(ask[name])


def _text(ask: Mapping[str, Any], name: str) -> str:
    if not isinstance(ask[name], str):
        raise Misspelled(f"{name} must be text")
    return str(ask[name])
