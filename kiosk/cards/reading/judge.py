"""One card judged: what its cells are read as, and which of them are doubtful.

A row takes some 7 us: most cells repeat, and what was found about one is remembered by field. Rows
about which there is nothing to say are told from the others by the run.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kiosk.cards.reading import places, serials, writing
from kiosk.cards.reading.limon import limon_text
from kiosk.cards.table_file import Mark, MarkKind, TableRow
from kiosk.rules.entries import DoubtKind

_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ud800-\udfff]|á[žŸ]|â€|Ã[\x80-¿]")
"""Signs no card has: control signs, the replacement sign, bytes that were no text, and UTF-8 that
somebody read as Windows-1252 (`áž` begins every Khmer letter then)."""

_SUSPECT = bytes((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x5C, 0x7F, 0xC2, 0xC3, 0xEF))
"""Bytes of UTF-8 without which nothing of `_BROKEN`, and no backslash, can be in a text. No Khmer
letter has one; a whole row is looked through in half a microsecond."""

_NUMBER_DIGITS_MAX = 15
"""A spreadsheet keeps 15 digits of a number and makes zeros of the rest (IEEE 754)."""

_NUMBERS: tuple[str, ...] = ("card", "serial")
"""The fields that name a card or a weapon."""

_REMEMBERED_MAX = 10_000
_PROVINCES_WITH_DISTRICTS = frozenset({code[:2] for code in places.DISTRICTS})

Verdict = tuple[DoubtKind | None, str]
"""Why a cell is doubtful, and what it is read as where that is not what stands there."""

_ALL_FINE: set[Verdict | None] = {(None, "")}


class CellDoubt(NamedTuple):
    """A doubtful cell: its field, why, and what stands in it."""

    field: str
    kind: DoubtKind
    value: str


@dataclass(slots=True)
class Judged:
    """A card as it was read.

    `readable`: something on it says which card or weapon it is. `clean`: it can be kept as it is
    joined, for it has as many cells as headings, and no TAB or backslash in one.
    """

    card: str
    serial: str
    readable: bool = True
    clean: bool = True
    doubts: list[CellDoubt] = field(default_factory=list)
    readings: list[tuple[str, str]] = field(default_factory=list)


class Judge:
    """Judges the rows of one list."""

    def __init__(self, fields: Sequence[str], limon: Sequence[int], today: date) -> None:
        """Know the columns; those of `limon` are Limon where they can be."""
        self._width = len(fields)
        self._fields = fields
        self._limon = tuple(limon)
        self._today = today
        by_field = {name: place for place, name in enumerate(fields) if name}
        self._card = by_field.get("card", -1)
        self._serial = by_field.get("serial", -1)
        self._numbers = tuple((by_field[name], name) for name in _NUMBERS if name in by_field)
        checks: Mapping[str, Callable[[str], Verdict]] = {
            "calibre": _calibre,
            "model": _model,
            "year": self._year,
            "province": _province,
            "day": self._day,
        }
        self._checks = tuple(
            (place, name, checks[name], dict[str, Verdict]())
            for name, place in by_field.items()
            if name in checks
        )
        self._places = (by_field.get("province", -1), by_field.get("district", -1))

    def all_fine(self, run: Sequence[TableRow], text: str) -> bool:
        """Return whether `card` would have nothing to say about any of some rows.

        Most rows are such, and column by column that is found in a third of the time. No: there may
        be something to say, or one holds what no row before it had.

        Args:
            run: the rows.
            text: all of them, each cell after a TAB.
        """
        if self._limon or self._places[1] >= 0 or not self._numbers:
            return False
        rows = [row.cells for row in run if not row.marks]
        if len(rows) < len(run) or {*map(len, rows)} != {self._width}:
            return False
        if text.count("\t") != self._width * len(run) or _is_suspect(text):
            return False
        columns = [*zip(*rows, strict=True)]
        return all(serials.all_plain(columns[place]) for place, _ in self._numbers) and all(
            {*map(known.get, columns[place])} == _ALL_FINE for place, _, _, known in self._checks
        )

    def fine(self, cells: Sequence[str]) -> Judged:
        """Return what `card` makes of a row about which there is nothing to say."""
        return Judged(
            cells[self._card] if self._card >= 0 else "",
            cells[self._serial] if self._serial >= 0 else "",
        )

    def card(self, cells: list[str], marks: Mapping[int, Mark], row: str) -> Judged:
        """Judge one row; one too short gets empty cells. `row`: all, each after a TAB."""
        given, beyond = len(cells), cells[self._width :]
        if given < self._width:
            cells.extend([""] * (self._width - given))
        judged = self.fine(cells)
        if _is_suspect(row) or not row.count("\t") == given == self._width:
            judged.clean = False
            self._look_for_broken(cells, judged)
        said = self._said(cells, judged) if self._limon else cells
        self._check_numbers(cells, marks, judged)
        self._check_others(cells, said, marks, judged)
        if self._places[1] >= 0:
            self._district(said, cells, judged)
        if any(beyond) or not (judged.card.strip() or judged.serial.strip()):
            judged.readable = False
        return judged

    def _check_numbers(
        self, cells: Sequence[str], marks: Mapping[int, Mark], judged: Judged
    ) -> None:
        for place, name in self._numbers:
            kind = _number(cells[place], marks.get(place)) if marks else None
            kind = kind or serials.number_doubt(cells[place])
            if kind is not None:
                judged.doubts.append(CellDoubt(name, kind, cells[place]))

    def _check_others(
        self,
        cells: Sequence[str],
        said: Sequence[str],
        marks: Mapping[int, Mark],
        judged: Judged,
    ) -> None:
        for place, name, check, known in self._checks:
            cell = said[place]
            verdict = known.get(cell)
            if verdict is None:
                if len(known) >= _REMEMBERED_MAX:
                    known.clear()
                verdict = known[cell] = check(cell)
            if marks and place in marks:
                verdict = self._of_spreadsheet(name, cell, marks[place], verdict)
            kind, read = verdict
            if kind is not None:
                judged.doubts.append(CellDoubt(name, kind, cells[place]))
            if read:
                judged.readings.append((name, read))

    def _look_for_broken(self, cells: Sequence[str], judged: Judged) -> None:
        """Doubt every cell that holds what no card has; a broken number is unreadable."""
        for place, cell in enumerate(cells):
            if _BROKEN.search(cell):
                name = self._fields[place] if place < self._width else ""
                name = name or f"column {place + 1}"
                judged.doubts.append(CellDoubt(name, DoubtKind.ENCODING, cell))
                if place in (self._card, self._serial):
                    judged.readable = False

    def _said(self, cells: Sequence[str], judged: Judged) -> list[str]:
        """Return the cells with Limon read as Unicode; what is not well formed is doubted."""
        said = list(cells)
        for place in self._limon:
            cell = cells[place]
            if not cell or places.province(cell) or places.district(cell):
                continue
            text = limon_text(cell)
            name = self._fields[place] or f"column {place + 1}"
            if text is not None:
                said[place] = text
                judged.readings.append((name, text))
            elif not cell.isascii():
                judged.doubts.append(CellDoubt(name, DoubtKind.ENCODING, cell))
        return said

    def _of_spreadsheet(self, name: str, cell: str, mark: Mark, verdict: Verdict) -> Verdict:
        """Return what is said about a cell that a spreadsheet holds as something else than text."""
        if name == "day" and mark.kind is MarkKind.DATE:
            return (self._day(mark.shown)[0], mark.shown)
        if name == "calibre" and mark.kind is MarkKind.DATE:
            return (DoubtKind.SPREADSHEET_DATE, verdict[1])
        if name == "calibre" and len(cell) > _NUMBER_DIGITS_MAX:
            return (DoubtKind.SPREADSHEET_FLOAT, verdict[1])
        return verdict

    def _district(self, said: Sequence[str], cells: Sequence[str], judged: Judged) -> None:
        in_province, place = self._places
        cell = said[place]
        if not cell:
            return
        code = places.district(cell)
        province = places.province(said[in_province]) if in_province >= 0 else None
        if code is None:
            if province in _PROVINCES_WITH_DISTRICTS:
                doubt = CellDoubt("district", DoubtKind.UNKNOWN_PLACE, cells[place])
                judged.doubts.append(doubt)
        elif cell not in places.DISTRICTS[code][:2]:
            judged.readings.append(("district", code))

    def _year(self, cell: str) -> Verdict:
        if not cell.strip():
            return None, ""
        found = writing.year(cell, self._today.year)
        if found is None:
            return DoubtKind.IMPOSSIBLE_YEAR, ""
        return None, "" if str(found) == cell else str(found)

    def _day(self, cell: str) -> Verdict:
        if not cell.strip():
            return None, ""
        found = writing.day(cell, self._today)
        if found is None:
            return DoubtKind.BAD_DATE, ""
        read = "" if found.iso == cell else found.iso
        return (None, read) if found.sure else (DoubtKind.BAD_DATE, read)


def _is_suspect(row: str) -> bool:
    """Return whether a row may hold a broken sign or a backslash, and must be looked at closely."""
    try:
        spelled = row.encode()
    except UnicodeEncodeError:
        return True
    return len(spelled.translate(None, _SUSPECT)) < len(spelled)


def _number(cell: str, mark: Mark | None) -> DoubtKind | None:
    """Return what a spreadsheet did to a number that names a card or weapon."""
    if mark is None or not cell:
        return None
    if mark.kind is MarkKind.DATE:
        return DoubtKind.SPREADSHEET_DATE
    if mark.kind is MarkKind.NUMBER:
        whole = cell.isascii() and cell.isdigit() and len(cell) <= _NUMBER_DIGITS_MAX
        return DoubtKind.LOST_ZEROS if whole else DoubtKind.SPREADSHEET_FLOAT
    return DoubtKind.MISSING if mark.kind is MarkKind.ERROR else None


def _calibre(cell: str) -> Verdict:
    text = cell.strip()
    if not text:
        return DoubtKind.MISSING, ""
    if not text.isascii() and serials.looks_alike(text):
        return DoubtKind.LOOK_ALIKE, ""
    return None, ""


def _model(cell: str) -> Verdict:
    return (None, "") if cell.strip() else (DoubtKind.MISSING, "")


def _province(cell: str) -> Verdict:
    if not cell.strip():
        return None, ""
    code = places.province(cell)
    if code is None:
        return DoubtKind.UNKNOWN_PLACE, ""
    return None, "" if cell in places.PROVINCES[code][:2] else code
