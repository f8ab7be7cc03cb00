"""The desk of weapons that come in, asked from another program."""

from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from kiosk.service.client import Conversation
from kiosk.service.racking import views as v
from kiosk.spelling import thing

PIECE_BYTES = 45_000
"""Of a photo in one question: 60,000 letters of base64, and room for the rest (`wire.ASK_MAX`)."""

PHOTO_MAX = 8 << 20
"""What the kiosk takes at most; more of an answer is not asked for."""


class RemoteIncoming:
    """An `Incoming` behind a Unix socket."""

    def __init__(self, path: Path) -> None:
        """Ask the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def waiting(self, by: str, what: str, after: str = "") -> v.WaitingPage:
        """Return a page of a list."""
        asked = {"ask": "incoming.waiting", "officer": by, "what": what, "after": after}
        page: v.WaitingPage = thing(v.WaitingPage, self._kiosk.ask(asked)["page"])
        return page

    def sheet(self, by: str, number: str) -> v.WeaponSheet:
        """Return one weapon."""
        asked = {"ask": "incoming.sheet", "officer": by, "weapon": number}
        sheet: v.WeaponSheet = thing(v.WeaponSheet, self._kiosk.ask(asked)["sheet"])
        return sheet

    def next_number(self, by: str) -> v.NextNumber:
        """Return the registration number that is free next."""
        asked = {"ask": "incoming.next", "officer": by}
        following: v.NextNumber = thing(v.NextNumber, self._kiosk.ask(asked)["next"])
        return following

    def send_photo(self, by: str, content: bytes) -> v.PieceTaken:
        """Send a photo in pieces; the first reason not to take it ends it."""
        upload = token_hex(32)
        for offset in range(0, max(len(content), 1), PIECE_BYTES):
            piece = b64encode(content[offset : offset + PIECE_BYTES]).decode()
            asked = {
                "ask": "incoming.piece", "officer": by, "upload": upload, "offset": offset,
                "piece": piece,
            }  # fmt: skip
            taken = self._taken(asked)
            if taken.reason:
                return taken
        return self._taken({"ask": "incoming.keep", "officer": by, "upload": upload})

    def photo(self, by: str, photo: str) -> v.Photo | None:
        """Return a photo, if what comes is what its name says."""
        content = b""
        while len(content) <= PHOTO_MAX:
            asked = {"ask": "incoming.photo", "officer": by, "photo": photo, "offset": len(content)}
            told: v.PhotoPiece = thing(v.PhotoPiece, self._kiosk.ask(asked)["piece"])
            piece = b64decode(told.piece)
            content += piece
            if not piece or len(content) >= told.size:
                right = sha256(content).hexdigest() == photo
                return v.Photo(told.kind, content) if right and told.kind else None
        return None

    def _taken(self, asked: dict[str, object]) -> v.PieceTaken:
        taken: v.PieceTaken = thing(v.PieceTaken, self._kiosk.ask(asked)["taken"])
        return taken
