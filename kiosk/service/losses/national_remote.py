"""The capital's lists over the kiosk's socket."""

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from kiosk.service.cards.answers import piece_of, text_of
from kiosk.service.cards.views import Arrived, Done, Piece
from kiosk.service.client import Conversation
from kiosk.service.losses.national_views import ListsPage, NationalLists
from kiosk.spelling import plain, thing

Told = TypeVar("Told")


class RemoteLists:
    """A `NationalLists` behind a Unix socket."""

    def __init__(self, path: Path) -> None:
        """Speak to the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def page(self, by: str) -> ListsPage:
        """Return every list."""
        return self._told(ListsPage, "page", by, {})

    def arrived(self, by: str, sha256: str) -> Arrived:
        """Return how much of a file is here already."""
        return self._told(Arrived, "arrived", by, {"sha256": sha256})

    def piece(self, by: str, piece: Piece) -> Arrived:
        """Hand over the next piece of a file."""
        spelled = base64.b64encode(piece.content).decode("ascii")
        given = {"file": piece.file, "size": piece.size, "offset": piece.offset}
        return self._told(
            Arrived, "piece", by, {"sha256": piece.sha256, "content": spelled, **given}
        )

    def sign(self, by: str, name: str, pin: str) -> Done:
        """Sign for a list."""
        return self._told(Done, "sign", by, {"name": name, "pin": pin})

    def drop(self, by: str, name: str) -> Done:
        """Forget a list."""
        return self._told(Done, "drop", by, {"name": name})

    def _told(self, kind: type[Told], ask: str, by: str, given: Mapping[str, object]) -> Told:
        answer = self._kiosk.ask({"ask": f"national.{ask}", "officer": by, **given})
        told: Told = thing(kind, answer["told"])
        return told


def national_page_answers(
    lists: NationalLists,
) -> dict[str, Callable[[Mapping[str, Any]], Mapping[str, object]]]:
    """Return what each question about lists is answered with."""

    def by(ask: Mapping[str, Any]) -> str:
        return text_of(ask, "officer")

    return {
        "national.page": lambda ask: {"told": plain(lists.page(by(ask)))},
        "national.arrived": lambda ask: {
            "told": plain(lists.arrived(by(ask), text_of(ask, "sha256")))
        },
        "national.piece": lambda ask: {"told": plain(lists.piece(by(ask), piece_of(ask)))},
        "national.sign": lambda ask: {
            "told": plain(lists.sign(by(ask), text_of(ask, "name"), text_of(ask, "pin")))
        },
        "national.drop": lambda ask: {"told": plain(lists.drop(by(ask), text_of(ask, "name")))},
    }
