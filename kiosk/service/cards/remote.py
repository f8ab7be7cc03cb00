"""Lists of cards behind a Unix socket: what a registrar's page asks, asked from another program."""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from kiosk.service.cards import views as v
from kiosk.service.client import Conversation
from kiosk.spelling import thing

Told = TypeVar("Told")


class RemoteCards:
    """A `Cards` behind a Unix socket."""

    def __init__(self, path: Path) -> None:
        """Speak to the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def close(self) -> None:
        """Hang up."""
        self._kiosk.close()

    def stacks(self, by: str) -> v.StackList:
        """Return every list and stack."""
        return self._told(v.StackList, "stacks", by, {})

    def stack(self, by: str, name: str) -> v.StackPage:
        """Return one of them."""
        return self._told(v.StackPage, "stack", by, {"name": name})

    def arrived(self, by: str, sha256: str) -> v.Arrived:
        """Return how much of a list is here already."""
        return self._told(v.Arrived, "arrived", by, {"sha256": sha256})

    def piece(self, by: str, piece: v.Piece) -> v.Arrived:
        """Hand over the next piece of a list."""
        spelled = base64.b64encode(piece.content).decode("ascii")
        given = {"file": piece.file, "size": piece.size, "offset": piece.offset}
        return self._told(
            v.Arrived, "piece", by, {"sha256": piece.sha256, "content": spelled, **given}
        )

    def judge(
        self, by: str, name: str, mark: str, fields: tuple[str, ...], limon: tuple[int, ...]
    ) -> v.Done:
        """Have the cards of a list judged."""
        given = {"name": name, "mark": mark, "fields": list(fields), "limon": list(limon)}
        return self._told(v.Done, "judge", by, given)

    def doubts(self, by: str, name: str, kind: str = "", after: str = "") -> v.DoubtPage:
        """Return a page of doubts."""
        return self._told(v.DoubtPage, "doubts", by, {"name": name, "kind": kind, "after": after})

    def differences(self, by: str, name: str) -> v.DifferencePage:
        """Return what was keyed in two ways."""
        return self._told(v.DifferencePage, "differences", by, {"name": name})

    def sought(self, by: str, name: str, after: int = 0) -> v.SoughtPage:
        """Return cards of a list whose weapons are looked for."""
        return self._told(v.SoughtPage, "sought", by, {"name": name, "after": after})

    def unmatched(self, by: str, what: str, text: str = "", after: str = "") -> v.UnmatchedPage:
        """Return a page of what has no match in the register."""
        given = {"what": what, "text": text, "after": after}
        return self._told(v.UnmatchedPage, "unmatched", by, given)

    def next_card(self, by: str, name: str, after: int, row: int = 0) -> v.KeyingPage:
        """Return the next card to be keyed."""
        return self._told(v.KeyingPage, "next_card", by, {"name": name, "after": after, "row": row})

    def key(self, by: str, name: str, typed: v.Typed) -> v.KeyedOne:
        """Hand over a card as somebody keyed it."""
        given = {"row": typed.row, "serial": typed.serial, "calibre": typed.calibre}
        return self._told(v.KeyedOne, "key", by, {"name": name, "again": typed.again, **given})

    def sign(self, by: str, name: str, mark: str, pin: str) -> v.Done:
        """Sign for a stack."""
        return self._told(v.Done, "sign", by, {"name": name, "mark": mark, "pin": pin})

    def drop(self, by: str, name: str, mark: str) -> v.Done:
        """Forget a list that is not in the register."""
        return self._told(v.Done, "drop", by, {"name": name, "mark": mark})

    def paper(self, by: str, name: str, after: str = "") -> v.Sheet:
        """Return a piece of the reconciliation."""
        return self._sheet("paper", by, name, after)

    def export(self, by: str, name: str = "", after: str = "") -> v.Sheet:
        """Return a piece of the cards of the register."""
        return self._sheet("export", by, name, after)

    def _told(self, kind: type[Told], ask: str, by: str, given: Mapping[str, object]) -> Told:
        answer = self._kiosk.ask({"ask": f"cards.{ask}", "officer": by, **given})
        told: Told = thing(kind, answer["told"])
        return told

    def _sheet(self, ask: str, by: str, name: str, after: str) -> v.Sheet:
        asked = {"ask": f"cards.{ask}", "officer": by, "name": name, "after": after}
        told: dict[str, Any] = self._kiosk.ask(asked)
        content = base64.b64decode(told["content"])
        return v.Sheet(content, told["after"], told["reason"], told["why"])
