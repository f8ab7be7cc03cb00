"""What came back on a sheet, row by row: all rows of one signature are written, or none.

A muster settles no doubt and takes nobody's custody away. A weapon that is not there, or is another
one, calls somebody at once, whatever else the sheet says; so does one that was seen and is lost.
"""

from collections.abc import Mapping

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.counts.differences import engraved
from kiosk.rules.decision import NOTHING, Decision, refuse_afar
from kiosk.rules.fold import fold
from kiosk.rules.losses import hot
from kiosk.rules.mustering import Muster
from kiosk.rules.musters.codes import SHEETS, read_code
from kiosk.rules.musters.sheets import may_sit
from kiosk.rules.observations import musters as m
from kiosk.rules.posts import came_back
from kiosk.rules.signatures import signed
from kiosk.rules.things import Moment, OfficerNumber, Person, Weapon, WeaponNumber

_DIGITS_MAX = 12


def read(bay: Bay, seen: m.MusterRead) -> Decision:
    """Decide on the rows of a sheet that somebody enters."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    reason, about = _not_to_enter(person, seen), str(seen.seen_by)
    rows: dict[str, m.RowSaid] = {}
    for row in () if reason else seen.rows:
        about = row.code
        reason = row_problem(bay, row, seen.weapons, (seen.seen_by, person.number))
        reason = reason or clash(rows, row)
        if reason:
            break
        rows[_plain(row.code)] = row
    if reason:
        return verdict + refuse_afar(seen.at, reason, about, person.number)
    decision = verdict
    for row in rows.values():
        decision += _written(fold(bay, decision.entries), seen, row, person.number)
    return decision


def _not_to_enter(person: Person, seen: m.MusterRead) -> str:
    """Return why this person cannot enter what that person signed, or nothing."""
    if not may_sit(person):
        return "wrong_role"
    if not seen.rows:
        return "muster_empty"
    if seen.looker is None or not seen.looker.officer.active or seen.looker.officer.hold:
        return "unknown_officer"
    return "not_a_second" if seen.seen_by == person.number else ""


def clash(rows: Mapping[str, m.RowSaid], row: m.RowSaid) -> str:
    """Return why a row cannot stand beside those that were read before, or nothing."""
    before = rows.get(_plain(row.code))
    same = before is None or (before.answer, before.engraved) == (row.answer, row.engraved)
    return "" if same else "muster_twice"


def row_problem(
    bay: Bay,
    row: m.RowSaid,
    weapons: Mapping[WeaponNumber, Weapon],
    people: tuple[OfficerNumber, ...] = (),
) -> str:
    """Return why a row cannot be entered, or nothing.

    Args:
        bay: as it stands.
        row: what was scanned or typed.
        weapons: what the register knows of its weapon.
        people: who looked, and who enters; nobody musters a weapon of their own (P10).
    """
    known = read_code(row.code)
    if known is None:
        return "muster_code_wrong"
    sheet, found = _row_of(bay, *known)
    if sheet is None or found is None:
        return "muster_old" if sheet is None else "not_on_muster"
    before = sheet.answers.get(found.weapon)
    if before is not None:
        same = (before.answer, before.engraved) == (row.answer, row.engraved)
        return "" if same else "muster_twice"
    if came_back(bay, sheet, found):
        return "muster_came_back"
    if found.holder in people:
        return "muster_own_weapon"
    return _digits_problem(row, weapons.get(found.weapon))


def _row_of(
    bay: Bay, sheet_digits: int, weapon: WeaponNumber
) -> tuple[Muster | None, e.MusterRow | None]:
    """Return the sheet that is out with these digits, and its row of a weapon."""
    for sheet in bay.musters.open.values():
        if sheet.drawn.muster % SHEETS == sheet_digits:
            rows = (row for row in sheet.drawn.rows if row.weapon == weapon)
            return sheet, next(rows, None)
    return None, None


def _digits_problem(row: m.RowSaid, weapon: Weapon | None) -> str:
    """Return what is wrong with the engraved digits of a row: they stand where they differ."""
    if row.answer is not e.MusterAnswer.DIFFERS:
        return "muster_digits_unasked" if row.engraved else ""
    fits = row.engraved.isascii() and row.engraved.isdigit() and len(row.engraved) <= _DIGITS_MAX
    if not fits:
        return "muster_digits_missing"
    agrees = engraved(weapon, row.engraved) is e.Difference.NONE
    return "muster_digits_agree" if agrees else ""


def _plain(code: str) -> str:
    """Return what two spellings of one code have in common."""
    return str(read_code(code) or code)


def _written(bay: Bay, seen: m.MusterRead, row: m.RowSaid, by: OfficerNumber) -> Decision:
    """Return the line of one row and who is called for it; nothing for one that stands."""
    known = read_code(row.code)
    assert known is not None, "rows that cannot be read were refused before"
    sheet, found = _row_of(bay, *known)
    assert sheet is not None, "as were rows of other sheets"
    assert found is not None, "and weapons that are on none"
    if found.weapon in sheet.answers:
        return NOTHING
    line = e.MusterAnswered(
        seen.at, sheet.drawn.muster, found.weapon, row.answer, row.engraved, seen.seen_by, by
    )
    after = fold(bay, (line,))
    return Decision((line,)) + _called(after, seen.at, line) + hot.on_sheet(after, line)


def _called(bay: Bay, at: Moment, line: e.MusterAnswered) -> Decision:
    match line.answer:
        case e.MusterAnswer.NOT_SEEN:
            return alarms.raised(bay, at, e.AlarmCause.MISSING, line.weapon)
        case e.MusterAnswer.DIFFERS:
            return alarms.raised(bay, at, e.AlarmCause.MUSTER_DIFFERS, line.weapon)
        case _:
            return NOTHING
