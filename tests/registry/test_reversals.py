"""Corrections by their lines: what stands there, which line took it back, what is left to take."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.book import Book
from kiosk.registry.database import connect
from kiosk.registry.migrations import migrate
from kiosk.registry.opening import DATABASE
from kiosk.registry.tables_check import differing_tables
from kiosk.rules import entries as e
from kiosk.rules.observations import Written
from kiosk.rules.things import Certificate, Changed, Condition, WeaponType
from kiosk.rules.undoing import OFFICER, WEAPON
from kiosk.service.lookup import line_of
from kiosk.service.stories import told
from tests.registry.samples import AT, SOK, open_here
from tests.registry.test_racking import BLANK, FIRST, NARY

BY = (SOK.number, NARY)
PAPER = Certificate(
    WeaponType("rifle"), 1_767_225_600_000, "វគ្គ 11 ថ្ងៃ", 5, "JSAC, Phnom Penh", "0454-ក"
)
BEFORE = replace(SOK, certificates=(PAPER,))
STAMPED = replace(BLANK, serial="4711")


def weapon_line(serial: str, was: str, reverses: int = 0) -> e.WeaponCorrected:
    changed = (Changed("serial", was, serial),)
    return e.WeaponCorrected(AT, replace(BLANK, serial=serial), changed, "seen", BY, reverses)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    opened = open_here(tmp_path)
    opened.journal.append(
        (e.OfficerRegistered(AT, BEFORE, "x"), e.WeaponRegistered(AT, BLANK, "x"))
    )
    yield opened
    assert differing_tables(tmp_path / DATABASE) == ()
    opened.close()


@pytest.mark.promise("P3")
def test_a_correction_is_found_by_its_line_and_then_the_line_that_took_it_back(book: Book) -> None:
    first = book.journal.append((weapon_line("4711", BLANK.serial),))
    assert book.facts.written(first) == Written(weapon_line("4711", BLANK.serial))
    assert book.facts.written(first - 1) == book.facts.written(first + 1) == Written()
    second = book.journal.append((weapon_line(BLANK.serial, "4711", reverses=first),))
    assert book.facts.written(first).taken_back == second
    assert book.facts.written(second).taken_back == 0


@pytest.mark.promise("P3")
def test_the_newest_line_that_wrote_each_field_is_known(book: Book) -> None:
    """A work order and a tag write too; lines that only tell of the weapon do not."""
    first = book.journal.append((weapon_line("4711", BLANK.serial),))
    assert book.facts.written(first).since == {}
    book.journal.append((e.WeaponReceived(AT, FIRST, FIRST, None, NARY),))
    assert book.facts.written(first).since == {}
    work = e.WorkOrdered(AT, FIRST, ("wet",), Condition.INSPECT)
    ordered = book.journal.append((work,))
    tagged = book.journal.append((e.WeaponTagged(AT, FIRST, "E280", NARY),))
    assert book.facts.written(first).since == {"condition": ordered, "tags": tagged}
    second = book.journal.append((weapon_line("4712", "4711"),))
    assert book.facts.written(first).since["serial"] == second
    book.journal.append((weapon_line("4711", "4712", reverses=second),))
    assert "serial" not in book.facts.written(first).since


def test_a_hold_wrote_and_a_registration_of_what_was_known(book: Book) -> None:
    changed = (Changed("unit", "", "2"),)
    line = book.journal.append((e.OfficerCorrected(AT, SOK, changed, "moved", BY),))
    held = book.journal.append((e.OfficerHeld(AT, SOK.number, "x", "y"),))
    assert book.facts.written(line).since == {"hold": held}
    stamped = book.journal.append((weapon_line("4711", BLANK.serial),))
    came = book.journal.append((e.WeaponRegistered(AT, STAMPED, "transfer"),))
    assert set(book.facts.written(stamped).since.values()) == {came}


def test_the_certificates_of_before_are_known_field_by_field(book: Book) -> None:
    """A line says in words alone which of them came and went."""
    changed = (Changed("certificates", "rifle 2025-12-31", ""),)
    line = book.journal.append((e.OfficerCorrected(AT, SOK, changed, "forged", BY),))
    assert book.facts.written(line).papers == (PAPER,)


def test_those_that_nobody_took_back_are_told_the_newest_first(book: Book) -> None:
    first = book.journal.append((weapon_line("4711", BLANK.serial),))
    second = book.journal.append((weapon_line("4712", "4711"),))
    standing = book.stories.standing(WEAPON, FIRST)
    assert [line.seq for line in standing] == [second, first]
    assert book.stories.standing(WEAPON, FIRST, limit=1) == standing[:1]
    third = book.journal.append((weapon_line("4711", "4712", reverses=second),))
    assert [line.seq for line in book.stories.standing(WEAPON, FIRST)] == [third, first]
    assert book.stories.standing(OFFICER, FIRST) == ()


def test_the_story_says_of_both_lines_which_the_other_one_is(book: Book) -> None:
    first = book.journal.append((weapon_line("4711", BLANK.serial),))
    second = book.journal.append((weapon_line(BLANK.serial, "4711", reverses=first),))
    lines = [line_of(one, book.facts) for one in book.stories.of_weapon(FIRST).told[-2:]]
    said = {language: [told(line, language, str) for line in lines] for language in ("en", "km")}
    assert said["en"][0].startswith("Corrected: serial")
    assert said["en"][0].endswith(f". Taken back by line {second}")
    assert said["en"][1].startswith(f"The correction of line {first} taken back: serial: 4711 → ")
    assert f"បន្ទាត់ {second} បានដកការកែប្រែនេះវិញ" in said["km"][0]
    assert f"បានដកការកែប្រែនៃបន្ទាត់ {first} វិញ" in said["km"][1]


@pytest.mark.parametrize(
    ("table", "migration"), [("correction", "0013%"), ("written_over", "0015%")]
)
def test_an_older_book_gets_its_corrections_filed(
    tmp_path: Path, table: str, migration: str
) -> None:
    opened = open_here(tmp_path)
    opened.journal.append((e.WeaponRegistered(AT, BLANK, "x"),))
    line = opened.journal.append((weapon_line("4711", BLANK.serial),))
    newer = opened.journal.append((weapon_line("4712", "4711"),))
    opened.close()
    connection = connect(tmp_path / DATABASE)
    connection.execute(f"DROP TABLE {table}")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE ?", (migration,))
    migrate(connection)
    connection.close()
    again = open_here(tmp_path)
    found = again.facts.written(line)
    assert found.correction == weapon_line("4711", BLANK.serial)
    assert found.since == {"serial": newer}
    again.close()
