"""The desk of weapons that come in, answered from inside the kiosk's own process.

Whether somebody may ask is asked of the rules, each time; the face is only believed as to who it
is. Nothing here writes into the book: a photo lies beside it until an entry names it. Any thread.
"""

import contextlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kiosk.keeper.ports import Facts
from kiosk.registry.photos import NotKept, Photos
from kiosk.registry.racking_queries import Incoming
from kiosk.registry.search import PlacedWeapon, Search
from kiosk.registry.story import Stories
from kiosk.rules.broken import KioskError
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.labels import SEQUENCES, Kind, number
from kiosk.rules.things import OfficerNumber
from kiosk.rules.undoing import WEAPON
from kiosk.service.found import StoryLine
from kiosk.service.lookup import line_of
from kiosk.service.marked import Marked
from kiosk.service.protocol import KioskSilent
from kiosk.service.racking import views as v
from kiosk.service.views import WeaponFace
from kiosk.spelling import Misspelled, plain

PAGE = 50
"""Weapons to a page, as on the register's pages."""

PIECE_BYTES = 512 << 10
"""How much of a photo one answer carries: a fourth of the longest line, spelled."""


Answer = Callable[[Mapping[str, Any]], Mapping[str, object]]


class LocalIncoming:
    """Answers who works on weapons that come in."""

    def __init__(  # noqa: PLR0913 - what lies beside the desk, put together by the assembly alone
        self,
        *,
        facts: Facts,
        search: Search,
        incoming: Incoming,
        photos: Photos,
        site: int,
        stories: Stories,
    ) -> None:
        """Take what knows people, weapons, marks and stories, and the photos beside the book."""
        self._facts, self._search, self._stories = facts, search, stories
        self._incoming, self._photos, self._site = incoming, photos, site
        self._marked = Marked(facts, incoming, photos.has)

    def waiting(self, by: str, what: str, after: str = "") -> v.WaitingPage:
        """Return a page of a list."""
        with _answering():
            reason = self._refused(by)
            if reason:
                return v.WaitingPage(reason=reason)
            unready = what == "unready"
            found = self._incoming.waiting(unready=unready, after=after, limit=PAGE + 1)
            shown = tuple(self._waits(one) for one in found[:PAGE])
            more = str(found[PAGE - 1]) if len(found) > PAGE else ""
            return v.WaitingPage(tuple(one for one in shown if one is not None), more)

    def sheet(self, by: str, weapon: str) -> v.WeaponSheet:
        """Return one weapon."""
        with _answering():
            reason = self._refused(by)
            if reason:
                return v.WeaponSheet(reason=reason)
            placed = self._search.weapon(weapon)
            if placed is None:
                return v.WeaponSheet()
            known = self._facts.weapon(placed.number)  # type: ignore[arg-type]  # a number is its text
            face = _face(placed)
            if known is not None:
                face = WeaponFace(
                    face.number, face.name, face.serial, face.type, face.condition,
                    known.magazines, known.rounds,
                )  # fmt: skip
            came, readied = self._incoming.taken_in(weapon), self._incoming.readied(weapon)
            return v.WeaponSheet(
                weapon=face,
                calibre=placed.calibre,
                serial_status=placed.serial_status,
                state=placed.state,
                position=placed.position,
                intake=None
                if came is None
                else v.IntakeFace(came.source, came.collected, came.place, came.document),
                marks=self._marked.of(weapon),
                differing=readied.differing,
                checked_ms=readied.checked_ms,
                cleaned_ms=readied.cleaned_ms,
                cleaner=self._marked.person(readied.cleaner),
                tags=() if known is None else known.tags,
                corrections=self._corrections(weapon),
            )

    def _corrections(self, weapon: str) -> tuple[StoryLine, ...]:
        standing = self._stories.standing(WEAPON, weapon)
        return tuple(line_of(told, self._facts) for told in standing)

    def next_number(self, by: str) -> v.NextNumber:
        """Return the registration number that is free next."""
        with _answering():
            reason = self._refused(by)
            if reason:
                return v.NextNumber(reason=reason)
            sequence = self._incoming.last_sequence(self._site) + 1
            if sequence >= SEQUENCES:
                return v.NextNumber()
            return v.NextNumber(number(Kind.WEAPON, self._site, sequence))

    def take_piece(self, by: str, upload: str, offset: int, piece: bytes) -> v.PieceTaken:
        """Take a piece of a photo."""
        with _answering():
            reason = self._refused(by)
            if reason:
                return v.PieceTaken(reason)
            try:
                self._photos.take_piece(upload, offset, piece)
            except NotKept as wrong:
                return v.PieceTaken(wrong.reason)
            return v.PieceTaken()

    def keep(self, by: str, upload: str) -> v.PieceTaken:
        """Keep a photo whose pieces all came."""
        with _answering():
            reason = self._refused(by)
            if reason:
                return v.PieceTaken(reason)
            try:
                return v.PieceTaken(photo=self._photos.keep(upload).photo)
            except NotKept as wrong:
                return v.PieceTaken(wrong.reason)

    def piece_of(self, by: str, photo: str, offset: int) -> v.PhotoPiece:
        """Return a piece of a photo; nothing where it is not there or is not what it was."""
        with _answering():
            found = None if self._refused(by) else self._photos.read(photo)
            if found is None:
                return v.PhotoPiece()
            content, picture = found
            piece = content[offset : offset + PIECE_BYTES]
            return v.PhotoPiece(picture.kind, len(content), b64encode(piece).decode())

    def _refused(self, by: str) -> str:
        """Return why somebody may not work here, as a wire name; empty when they may."""
        person = self._facts.person(OfficerNumber(by))
        if person is None:
            return "unknown_officer"
        return "" if Desk.RACKING in desks_of(person) else "wrong_role"

    def _waits(self, weapon: str) -> v.WaitingWeapon | None:
        placed = self._search.weapon(weapon)
        if placed is None:
            return None
        readied = self._incoming.readied(weapon)
        return v.WaitingWeapon(
            _face(placed),
            placed.serial_status,
            readied.differing,
            readied.checked_ms,
            readied.cleaned_ms,
            self._incoming.photos_of(weapon),
        )


def incoming_answers(desk: LocalIncoming) -> dict[str, Answer]:
    """Return what the questions of this desk are answered with."""
    return {
        "incoming.waiting": lambda ask: {
            "page": plain(
                desk.waiting(_text(ask, "officer"), _text(ask, "what"), _text(ask, "after"))
            )
        },
        "incoming.sheet": lambda ask: {
            "sheet": plain(desk.sheet(_text(ask, "officer"), _text(ask, "weapon")))
        },
        "incoming.next": lambda ask: {"next": plain(desk.next_number(_text(ask, "officer")))},
        "incoming.piece": lambda ask: {
            "taken": plain(
                desk.take_piece(
                    _text(ask, "officer"),
                    _text(ask, "upload"),
                    _number(ask, "offset"),
                    _bytes(ask, "piece"),
                )
            )
        },
        "incoming.keep": lambda ask: {
            "taken": plain(desk.keep(_text(ask, "officer"), _text(ask, "upload")))
        },
        "incoming.photo": lambda ask: {
            "piece": plain(
                desk.piece_of(_text(ask, "officer"), _text(ask, "photo"), _number(ask, "offset"))
            )
        },
    }


@contextlib.contextmanager
def _answering() -> Iterator[None]:
    """Turn a register that does not answer into a kiosk that does not."""
    try:
        yield
    except KioskError as wrong:
        raise KioskSilent(str(wrong)) from wrong


def _face(placed: PlacedWeapon) -> WeaponFace:
    return WeaponFace(placed.number, placed.name, placed.serial, placed.type, placed.condition)


def _text(ask: Mapping[str, Any], name: str) -> str:
    if not isinstance(ask[name], str):
        raise Misspelled(f"{name} must be text")
    return str(ask[name])


def _number(ask: Mapping[str, Any], name: str) -> int:
    if type(ask[name]) is not int or ask[name] < 0:
        raise Misspelled(f"{name} must be a whole number")
    return int(ask[name])


def _bytes(ask: Mapping[str, Any], name: str) -> bytes:
    try:
        return b64decode(_text(ask, name), validate=True)
    except ValueError as wrong:
        raise Misspelled(f"{name} must be base64") from wrong
