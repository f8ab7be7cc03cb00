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


def loss_answers(
    losses: v.Losses,
) -> dict[str, Callable[[Mapping[str, Any]], Mapping[str, object]]]:
    """Return what the question of the desk of losses is answered with."""

    def page(ask: Mapping[str, Any]) -> Mapping[str, object]:
        if not isinstance(ask["officer"], str):
            raise Misspelled("officer must be text")
        return {"page": plain(losses.page(ask["officer"]))}

    return {"losses.page": page}
