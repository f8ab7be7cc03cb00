"""The exercises over the kiosk's socket: what is asked, and what it is answered with."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kiosk.service.client import Conversation
from kiosk.service.training import views as v
from kiosk.spelling import Misspelled, plain, thing


class RemoteTraining:
    """A `Training` behind a Unix socket; a real register refuses it with `HatchRefused`."""

    def __init__(self, path: Path) -> None:
        """Speak to the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def tasks(self, by: str) -> v.TasksPage:
        """Return every exercise, and how much of it is in the book."""
        answer = self._kiosk.ask({"ask": "training.tasks", "officer": by})
        page: v.TasksPage = thing(v.TasksPage, answer["page"])
        return page


def training_answers(
    training: v.Training,
) -> dict[str, Callable[[Mapping[str, Any]], Mapping[str, object]]]:
    """Return what the questions of the exercises are answered with."""
    return {"training.tasks": lambda ask: {"page": plain(training.tasks(_officer(ask)))}}


def _officer(ask: Mapping[str, Any]) -> str:
    if not isinstance(ask["officer"], str):
        raise Misspelled("officer must be text")
    return str(ask["officer"])
