"""State is the fold of the journal (P3)."""

import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.bay_table import read_bay
from kiosk.registry.database import connect_reader
from kiosk.registry.opening import DATABASE
from kiosk.registry.progress import silent
from kiosk.registry.rebuild import rebuild_tables
from kiosk.registry.schema import TABLES
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.fold import fold
from kiosk.rules.things import CableId, PositionId
from tests.registry.samples import AT, POLICY, a_visit, made_up, open_here

pytestmark = pytest.mark.promise("P3")


def every_row(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr)  # noqa: S608 - our own names
        for name in TABLES
    }


@pytest.mark.parametrize("seed", range(8))
def test_the_tables_are_the_fold_of_the_entries_after_every_commit(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    folded = Bay(POLICY)
    book = open_here(tmp_path)
    entries = list(made_up(chance, 200, folded))
    while entries:
        many = chance.randrange(1, 6)
        commit, entries = entries[:many], entries[many:]
        book.journal.append(commit)
        folded = fold(folded, commit)
        assert book.bay() == replace(folded, session=None)
    started = e.Started(AT, (CableId("2"),))
    assert fold(book.bay(), (started,)) == fold(folded, (started,))
    book.close()


@pytest.mark.parametrize("seed", range(3))
def test_every_table_can_be_dropped_and_made_again_from_the_journal(
    tmp_path: Path, seed: int
) -> None:
    book = open_here(tmp_path)
    for entry in made_up(random.Random(seed), 120, Bay(POLICY)):
        book.journal.append((entry,))
    book.close()
    with_tables = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    before = every_row(with_tables)
    rebuild_tables(with_tables, silent)
    assert every_row(with_tables) == before
    with_tables.close()


def test_a_rebuild_that_fails_leaves_the_tables_as_they_were(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    book.journal.append(a_visit())
    book.close()
    connection = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    before = every_row(connection)
    connection.execute("DROP TRIGGER journal_keeps_its_words")
    connection.execute("UPDATE journal SET body = x'7b7d' WHERE seq = 5")
    with pytest.raises(Exception, match="Entry 5 cannot be read"):
        rebuild_tables(connection, silent)
    assert every_row(connection) == before
    connection.close()


def test_a_release_that_a_crash_cut_short_is_known_at_the_next_start(tmp_path: Path) -> None:
    """The keeper's first decision turns it into a doubt, and moves nothing (P1)."""
    book = open_here(tmp_path)
    book.journal.append(a_visit())
    book.close()
    book = open_here(tmp_path)
    release = book.bay().release
    assert release is not None
    assert release.grant.position == PositionId("1-1")
    assert release.is_open
    book.close()


def test_a_release_that_points_at_another_entry_is_not_read_as_a_grant(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    book.journal.append(a_visit())
    book.close()
    connection = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    connection.execute("UPDATE release SET granted = 1")
    with pytest.raises(TypeError, match=r"kiosk\.started"):
        read_bay(connection, POLICY)
    connection.close()


def test_each_segment_names_the_head_it_goes_on_from(tmp_path: Path) -> None:
    """A restored or cloned card writes in a segment of its own: no key is used twice."""
    heads = []
    for _ in range(3):
        book = open_here(tmp_path)
        book.journal.append(a_visit())
        heads.append(book.head)
        book.close()
    connection = connect_reader(tmp_path / DATABASE)
    rows = connection.execute("SELECT * FROM segment ORDER BY first_seq").fetchall()
    connection.close()
    (first, *_), (second, *_), (third, *_) = rows
    assert len({first, second, third}) == 3
    assert [row[2:] for row in rows] == [
        (1, None, None, None),
        (13, first, heads[0].seq, heads[0].hash),
        (25, second, heads[1].seq, heads[1].hash),
    ]
