"""The desk of losses over the kiosk's socket."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kiosk.service.client import Conversation
from kiosk.service.losses import views as v
from kiosk.spelling import Misspelled, plain, thing


class RemoteLosses:
    """A `Losses` behind a Unix socket."""

    def __init__(self, path: Path) -> None:
        """Speak to the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def page(self, by: str) -> v.LossesPage:
        """Return every report."""
        answer = self._kiosk.ask({"ask": "losses.page", "officer": by})
        page: v.LossesPage = thing(v.LossesPage, answer["page"])
        return page

    def paper(self, by: str, entry: int, to: str) -> v.PaperPage:
        """Return the report that an entry made, to be printed."""
        asked = {"ask": "losses.paper", "officer": by, "entry": entry, "to": to}
        page: v.PaperPage = thing(v.PaperPage, self._kiosk.ask(asked)["page"])
        return page


def loss_answers(
    losses: v.Losses,
) -> dict[str, Callable[[Mapping[str, Any]], Mapping[str, object]]]:
    """Return what the questions of the desk of losses are answered with."""

    def page(ask: Mapping[str, Any]) -> Mapping[str, object]:
        return {"page": plain(losses.page(_text(ask, "officer")))}

    def paper(ask: Mapping[str, Any]) -> Mapping[str, object]:
        entry = ask["entry"]
        if type(entry) is not int or not 0 < entry < 2**63:
            raise Misspelled("entry must be the number of one")
        return {"page": plain(losses.paper(_text(ask, "officer"), entry, _text(ask, "to")))}

    return {"losses.page": page, "losses.paper": paper}


def _text(ask: Mapping[str, Any], name: str) -> str:
    if not isinstance(ask[name], str):
        raise Misspelled(f"{name} must be text")
    return str(ask[name])
