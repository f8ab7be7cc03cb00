"""The desk of musters, answered from inside the kiosk's own process. Called from many threads."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Protocol

from kiosk.keeper.ports import Facts
from kiosk.rules import entries as e
from kiosk.rules import posts
from kiosk.rules.bay import Bay
from kiosk.rules.broken import KioskError
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.mustering import Muster
from kiosk.rules.musters.answers import clash, row_problem
from kiosk.rules.musters.codes import SHEETS, read_code
from kiosk.rules.observations.musters import RowSaid
from kiosk.rules.things import (
    Officer,
    OfficerNumber,
    Role,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from kiosk.service.meanings_musters import row_said
from kiosk.service.muster_works import SaidRow
from kiosk.service.musters import views as v
from kiosk.service.protocol import KioskSilent

_NO_TYPE = WeaponType("")

Draw = Callable[[v.MusterPage], str]
"""Draws a sheet as a whole HTML document."""


class Now(Protocol):
    """What the desk asks of the hatch."""

    def bay(self) -> Bay | None:
        """Return the bay as the keeper told it last."""
        ...

    def wall_ms(self) -> int:
        """Return the wall clock."""
        ...


class MusterDesk:
    """Answers who sits at the desk of musters."""

    def __init__(self, now: Now, facts: Facts, draw: Draw) -> None:
        """Take what knows the bay, people and weapons, and what draws a sheet."""
        self._now, self._facts, self._draw = now, facts, draw

    def page(self, by: str) -> v.MustersPage:
        """Return every post and what is kept there."""
        with _answering():
            bay, reason = self._bay(), self._refused(by)
            if reason:
                return v.MustersPage(reason=reason)
            asker = self._facts.person(OfficerNumber(by))
            faces = [self._kept(bay, weapon) for weapon in sorted(bay.out)]
            return v.MustersPage(
                tuple(self._post(bay, post, len(kept)) for post, kept in self._posts(bay)),
                tuple(one for one in faces if one.post),
                tuple(one for one in faces if not one.post),
                asker is not None and asker.role is Role.CHIEF,
            )

    def muster(self, by: str, number: int) -> v.MusterPage:
        """Return the sheet that is out with a number."""
        with _answering():
            bay, reason = self._bay(), self._refused(by)
            sheet = bay.musters.numbered(number)
            if reason or sheet is None:
                return v.MusterPage(number, reason=reason or "muster_old")
            return self._sheet(bay, sheet)

    def read(self, by: str, rows: tuple[SaidRow, ...], seen_by: str) -> v.ReadPage:
        """Return what some rows are, and which of them can be entered; nothing is written."""
        with _answering():
            bay, reason = self._bay(), self._refused(by)
            if reason:
                return v.ReadPage(reason=reason)
            people = (OfficerNumber(seen_by), OfficerNumber(by))
            said: dict[str, RowSaid] = {}
            faces = []
            for row in rows:
                meant = row_said(row)
                face = self._row_read(bay, row, meant, people)
                twice = "" if face.reason else clash(said, meant)
                faces.append(face if not twice else self._twice(face, twice))
                said.setdefault(str(read_code(row.code) or row.code), meant)
            return v.ReadPage(tuple(faces))

    def paper(self, by: str, number: int) -> v.PaperPage:
        """Return the sheet that is out with a number, to be printed."""
        page = self.muster(by, number)
        return v.PaperPage(reason=page.reason) if page.reason else v.PaperPage(self._draw(page))

    def _bay(self) -> Bay:
        bay = self._now.bay()
        if bay is None:
            raise KioskSilent("the bay is not open")
        return bay

    def _refused(self, by: str) -> str:
        person = self._facts.person(OfficerNumber(by))
        if person is None:
            return "unknown_officer"
        return "" if Desk.MUSTERS in desks_of(person) else "wrong_role"

    def _posts(self, bay: Bay) -> Iterator[tuple[str, tuple[WeaponNumber, ...]]]:
        kept = posts.posts(bay)
        for post in sorted({*kept, *bay.musters.open}):
            yield post, kept.get(post, ())

    def _post(self, bay: Bay, post: str, weapons: int) -> v.PostFace:
        due_ms = posts.due_ms(bay, post)
        late = posts.is_late(bay, post, self._now.wall_ms())
        sheet = bay.musters.open.get(post)
        if sheet is None:
            return v.PostFace(post, weapons, due_ms, late)
        rows = len(sheet.drawn.rows)
        done = rows - len(posts.left(bay, sheet))
        return v.PostFace(post, weapons, due_ms, late, sheet.drawn.muster, done, rows)

    def _kept(self, bay: Bay, number: WeaponNumber) -> v.KeptFace:
        custody, kept = bay.out[number], posts.in_force(bay, number)
        weapon, holder = self._weapon(number), self._officer(custody.holder)
        face = v.KeptFace(
            number, weapon.name, weapon.serial, custody.holder, holder.name, holder.name_km,
            custody.since_ms,
        )  # fmt: skip
        if kept is None:
            return face
        by_ms = posts.by_ms(kept)
        return v.KeptFace(
            number, weapon.name, weapon.serial, custody.holder, holder.name, holder.name_km,
            custody.since_ms, kept.post, by_ms, kept.until_ms, by_ms <= self._now.wall_ms(),
            posts.missed(bay, number),
        )  # fmt: skip

    def _sheet(self, bay: Bay, sheet: Muster) -> v.MusterPage:
        drawn = sheet.drawn
        return v.MusterPage(
            drawn.muster, drawn.post, drawn.at.wall_ms, drawn.due_ms,
            drawn.due_ms <= self._now.wall_ms(),
            tuple(self._row(bay, sheet, row) for row in drawn.rows),
        )  # fmt: skip

    def _row(self, bay: Bay, sheet: Muster, row: e.MusterRow) -> v.RowFace:
        weapon, holder = self._weapon(row.weapon), self._officer(row.holder)
        answer = sheet.answers.get(row.weapon)
        return v.RowFace(
            row.weapon, weapon.name, weapon.serial, row.holder, holder.name, holder.name_km,
            "" if answer is None else answer.answer,
            "" if answer is None else answer.engraved,
            answer is None and posts.came_back(bay, sheet, row),
        )  # fmt: skip

    def _row_read(
        self, bay: Bay, row: SaidRow, meant: RowSaid, people: tuple[OfficerNumber, ...]
    ) -> v.ReadFace:
        known = read_code(row.code)
        weapon = None if known is None else self._facts.weapon(known[1])
        weapons = {} if weapon is None else {weapon.number: weapon}
        reason = row_problem(bay, meant, weapons, people)
        if known is None or weapon is None:
            return v.ReadFace(row, reason=reason or "unknown_weapon")
        custody = bay.out.get(weapon.number)
        holder = self._officer(custody.holder) if custody is not None else None
        sheets = (one.drawn.muster for one in bay.musters.open.values())
        return v.ReadFace(
            row,
            next((number for number in sheets if number % SHEETS == known[0]), 0),
            weapon.number,
            weapon.name,
            weapon.serial,
            holder.name if holder is not None else "",
            holder.name_km if holder is not None else "",
            reason,
        )

    @staticmethod
    def _twice(face: v.ReadFace, reason: str) -> v.ReadFace:
        return v.ReadFace(face.said, face.muster, face.weapon, face.name, face.serial,
                          face.holder_name, face.holder_km, reason)  # fmt: skip

    def _weapon(self, number: WeaponNumber) -> Weapon:
        found = self._facts.weapon(number)
        return found if found is not None else Weapon(number, number, _NO_TYPE, "")

    def _officer(self, number: OfficerNumber) -> Officer:
        found = self._facts.person(number)
        return found.officer if found is not None else Officer(number, number)


@contextlib.contextmanager
def _answering() -> Iterator[None]:
    """Turn a register that does not answer into a kiosk that does not."""
    try:
        yield
    except KioskError as wrong:
        raise KioskSilent(str(wrong)) from wrong
