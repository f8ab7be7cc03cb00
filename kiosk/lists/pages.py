"""Lists of the capital brought in from a page: what the kiosk answers whoever sits at the losses.

Any thread. Whether somebody may ask is asked of the rules each time. A list is known by what lies
in its folder and what stands in the book, so that a kiosk that was started again goes on.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from kiosk.cards.arriving import Arriving, is_stack_name
from kiosk.cards.running import Went
from kiosk.keeper.ports import Facts
from kiosk.lists.desk import ListsDesk
from kiosk.lists.waiting import FOLDER, Found, WaitingList, lay_down, look_into, remove, waiting_in
from kiosk.registry.national_table import KeptList
from kiosk.rules.broken import KioskError
from kiosk.rules.desks import Desk, barred
from kiosk.rules.entries import ListedMet
from kiosk.rules.things import OfficerNumber
from kiosk.service.cards.views import Arrived, Done, Piece
from kiosk.service.losses import national_views as v
from kiosk.service.picture_listed import listed_faces
from kiosk.service.protocol import KioskSilent

Told = TypeVar("Told")


@dataclass
class ListPages:
    """Answers a page about lists, as `national_views.NationalLists`.

    `book`: the folder of the book; `today`: the day of the warehouse.
    """

    book: Path
    facts: Facts
    desk: ListsDesk
    today: Callable[[], date]
    arriving: Arriving = field(init=False)
    _works: dict[str, threading.Thread] = field(default_factory=dict)
    _stuck: dict[str, Went] = field(default_factory=dict)
    _closed: threading.Event = field(default_factory=threading.Event)
    _one: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Look after the lists beside the book."""
        self.arriving = Arriving(self.book / FOLDER)

    def close(self) -> None:
        """Begin nothing from now on."""
        self._closed.set()

    def page(self, by: str) -> v.ListsPage:
        """Return every list, and what is here of them."""
        return self._asked(by, v.ListsPage, lambda: v.ListsPage(self._lists(), self._here()))

    def arrived(self, by: str, sha256: str) -> Arrived:
        """Return how much of a file is here already."""
        return self._asked(by, Arrived, lambda: self._arrived(sha256))

    def piece(self, by: str, piece: Piece) -> Arrived:
        """Take the next piece of a file; one that is whole is looked into."""

        def told() -> Arrived:
            before = self._arrived(piece.sha256)
            if before.why or before.name:
                return before
            after = self.arriving.take(by, piece)
            if after.name:
                self._begin(after.name, self._look)
            return after

        return self._asked(by, Arrived, told, acts=True)

    def sign(self, by: str, name: str, pin: str) -> Done:
        """Sign for a list; another person is then awaited at the kiosk's own reader."""

        def told() -> Done:
            if self.desk.lists.one(name) is not None:
                return Done(why="went_on")
            went = self.desk.sign(name, by, pin)
            return Done(went.reason, went.about, went.why, went.wrong)

        return self._asked(by, Done, told, acts=True)

    def drop(self, by: str, name: str) -> Done:
        """Forget a list that is not in the book."""

        def told() -> Done:
            if self.desk.lists.one(name) is not None or self.desk.awaited() == name:
                return Done(why="coming_in")
            if not is_stack_name(name):
                return Done(why="gone")
            with suppress(FileNotFoundError):
                remove(WaitingList(self.book / FOLDER / name))
            return Done()

        return self._asked(by, Done, told, acts=True)

    def _asked(
        self, by: str, kind: Callable[..., Told], answer: Callable[[], Told], *, acts: bool = False
    ) -> Told:
        reason = barred(self.facts.person(OfficerNumber(by)), Desk.LOSSES, acts=acts)
        if reason:
            return kind(reason=reason)
        try:
            return answer()
        except (KioskError, OSError) as wrong:
            raise KioskSilent(str(wrong)) from wrong

    def _arrived(self, sha256: str) -> Arrived:
        """Say that a list which was let in or judged before is here: it is not brought twice."""
        told = self.arriving.asked(sha256)
        name = sha256[:16]
        known = {one.folder.name for one in waiting_in(self.book)}
        known |= {one.listing.name for one in self.desk.lists.lists()}
        return Arrived(name=name) if not told.why and name in known else told

    def _lists(self) -> tuple[v.ListFace, ...]:
        kept = {one.listing.name: one for one in self.desk.lists.lists()}
        found = {one.folder.name: one.found for one in waiting_in(self.book)}
        awaited = self.desk.awaited()
        arriving = [self._arriving(name) for name in self.arriving.names() if name not in found]
        beside = [
            self._beside(name, told, awaited=name == awaited)
            for name, told in found.items()
            if told is not None and name not in kept
        ]
        return (*arriving, *beside, *map(self._kept, kept.values()))

    def _arriving(self, name: str) -> v.ListFace:
        said, here = self.arriving.expected(name), self.arriving.here(name)
        if said is None:
            return v.ListFace(name, v.ListState.ARRIVING)
        whole = here == said.size
        if whole:
            self._begin(name, self._look)
        state = v.ListState.JUDGING if whole else v.ListState.ARRIVING
        return v.ListFace(name, state, said.file, by=said.by, done=here, total=said.size)

    def _beside(self, name: str, found: Found, *, awaited: bool) -> v.ListFace:
        state = v.ListState.READY if found.good else v.ListState.BAD
        bad = tuple(v.BadRowFace(one.row, one.why, one.value) for one in found.judged.bad)
        return v.ListFace(
            name, v.ListState.AWAITED if awaited else state, found.file, found.judged.lost,
            found.judged.destroyed, found.by, bad=bad, why=found.unread, detail=found.detail,
        )  # fmt: skip

    def _kept(self, kept: KeptList) -> v.ListFace:
        one = kept.listing
        face = v.ListFace(
            one.name, v.ListState.IN, one.file, one.lost, one.destroyed, one.brought_by, kept.by,
            kept.at_ms, kept.taken, one.rows, kept.here,
        )  # fmt: skip
        if kept.closed is not None:
            return face
        stuck = self._stuck.get(one.name, Went())  # of the last try, while the next one goes on
        self._begin(one.name, self._write)
        return replace(face, state=v.ListState.COMING_IN, why=stuck.why, detail=stuck.wrong)

    def _here(self) -> tuple[v.HereFace, ...]:
        bay = self.desk.service.bay()
        return () if bay is None else tuple(map(_face, bay.listed.values()))

    def _begin(self, name: str, work: Callable[[str], None]) -> None:
        """Do something with a list in the background, unless it is being done."""
        with self._one:
            before = self._works.get(name)
            if (before is not None and before.is_alive()) or self._closed.is_set():
                return
            self._stuck.pop(name, None)
            thread = threading.Thread(target=work, args=(name,), name=f"list {name}", daemon=True)
            self._works[name] = thread
            thread.start()

    def _look(self, name: str) -> None:
        """Judge a file that is whole, and keep it."""
        said = self.arriving.expected(name)
        if said is None:
            return
        path = self.arriving.list(name)
        with suppress(OSError):  # it is looked into again when somebody asks
            lay_down(path, look_into(path, said.file, said.by, self.today()), self.book)
            self.arriving.forget(name)

    def _write(self, name: str) -> None:
        while not self._closed.is_set():
            try:
                went = self.desk.go_on(name)
            except KioskSilent as silent:
                went = Went(wrong=str(silent), why="unread")
            if went.wrong:
                self._stuck[name] = went
            if went.wrong or went.closed:
                return


def _face(met: ListedMet) -> v.HereFace:
    return v.HereFace(met.about, met.weapon, met.where, met.at.wall_ms, listed_faces(met.matches))
