"""A list on its way: from the browser in pieces or in one, and on to the kiosk in pieces.

The browser asks how much is there and goes on behind it. Nothing of a list is looked into here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, Protocol
from urllib.parse import urlencode

from flask import Response, jsonify, redirect, request
from werkzeug.wrappers import Response as Answer

from kiosk.service.cards import views as v
from kiosk.service.protocol import KioskSilent
from web_ui.desks import Office, given

PIECE_FORM_MAX = 1 << 20
"""Bytes of a list in one form of the script: some forty questions of the hatch. Ours."""

_DESK, _HOME = "cards", "/cards"
_NAME_MAX = 255
_FIGURES = 12
_READ = 1 << 20


class Brings(Protocol):
    """The kiosk's side of a list that is on its way: cards, or the capital's."""

    def arrived(self, by: str, sha256: str) -> v.Arrived:
        """Return how much of a list is here already."""
        ...

    def piece(self, by: str, piece: v.Piece) -> v.Arrived:
        """Take the next piece of a list."""
        ...


@dataclass(frozen=True, slots=True)
class Arriving:
    """What brings a list. Every method answers one address; `home`: of the pages of its desk."""

    cards: Brings
    office: Office
    desk: str = _DESK
    home: str = _HOME

    def arrived(self) -> Response | tuple[Response, int]:
        """Tell the script how much of a list is here."""
        who = self.office.who(self.desk)
        if who is None:
            return jsonify(reason="login"), 403
        try:
            return _json(self.cards.arrived(who.number, request.args.get("sha256", "")[:64]))
        except KioskSilent:
            return jsonify(why="silent"), 503

    def piece(self) -> Response | tuple[Response, int]:
        """Hand a piece on that the script sent."""
        who = self.office.who(self.desk)
        if who is None:
            return jsonify(reason="login"), 403
        size, offset = _figure("size"), _figure("offset")
        sent = request.files.get("piece")
        if size is None or offset is None or sent is None:
            return jsonify(why="other_file"), 400
        digest, file = given("sha256"), given("file", _NAME_MAX)
        try:
            return _json(self._on(who.number, digest, file, size, offset, sent.stream))
        except KioskSilent:
            return jsonify(why="silent"), 503

    def whole(self) -> Answer:
        """Take a list in one form, from a browser without scripts, and hand it on."""
        who = self.office.who(self.desk)
        if who is None:
            return redirect("/", 303)
        sent = request.files.get("list")
        if sent is None or not sent.filename:
            return redirect(self.home, 303)
        digest, size = sha256(), 0
        for piece in _pieces(sent.stream, _READ):
            digest.update(piece)
            size += len(piece)
        sent.stream.seek(0)
        name = sent.filename[:_NAME_MAX]
        try:
            told = self.cards.arrived(who.number, digest.hexdigest())
            if not (told.why or told.name or told.reason):
                sent.stream.seek(told.offset)
                told = self._on(
                    who.number, digest.hexdigest(), name, size, told.offset, sent.stream
                )
        except KioskSilent:
            told = v.Arrived(why="silent")
        if told.name:
            return redirect(f"{self.home}/{told.name}", 303)
        said = {"why": told.why, "reason": told.reason}
        return redirect(f"{self.home}?{urlencode({k: x for k, x in said.items() if x})}", 303)

    def _on(  # noqa: PLR0913, PLR0917 - what is known of a list on its way
        self, by: str, digest: str, file: str, size: int, offset: int, stream: IO[bytes]
    ) -> v.Arrived:
        """Hand on what can be read; stop where the kiosk wants something else."""
        told = v.Arrived(offset)
        for content in _pieces(stream, v.PIECE_MAX) if size else iter((b"",)):
            told = self.cards.piece(by, v.Piece(digest, file, size, offset, content))
            offset += len(content)
            if told.reason or told.why or told.name or told.offset != offset:
                break
        return told


def _pieces(stream: IO[bytes], size: int) -> Iterator[bytes]:
    while piece := stream.read(size):
        yield piece


def _json(told: v.Arrived) -> Response | tuple[Response, int]:
    answer = jsonify(offset=told.offset, name=told.name, why=told.why, reason=told.reason)
    return (answer, 403) if told.reason else answer


def _figure(name: str) -> int | None:
    text = given(name)
    good = text.isascii() and text.isdigit() and len(text) <= _FIGURES
    return int(text) if good else None
