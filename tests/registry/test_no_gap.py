"""The table of the journal takes its next number and no other, also in an older book."""

import sqlite3
from pathlib import Path

import pytest

from kiosk.registry.migrations import migrate
from kiosk.registry.opening import DATABASE
from tests.registry.samples import open_here

AS_IT_WAS = """
    CREATE TRIGGER journal_leaves_no_gap BEFORE INSERT ON journal
    WHEN new.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal)
    BEGIN SELECT raise(ABORT, 'the journal goes on with its next number'); END
"""
PUT = "INSERT INTO journal VALUES (?, 's', x'00', x'00', NULL, 0, 0)"


@pytest.mark.parametrize("older", [False, True])
def test_a_number_that_is_not_the_next_is_not_taken(tmp_path: Path, *, older: bool) -> None:
    open_here(tmp_path).close()
    tables = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    if older:
        tables.execute("DROP TRIGGER journal_leaves_no_gap")
        tables.execute(AS_IT_WAS)
        tables.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0019%'")
        migrate(tables)
    (stands,) = tables.execute(
        "SELECT sql FROM sqlite_schema WHERE name = 'journal_leaves_no_gap'"
    ).fetchone()
    assert "ORDER BY seq DESC LIMIT 1" in stands
    (last,) = tables.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()
    for number in (last - 1, last, last + 2):
        with pytest.raises(sqlite3.IntegrityError):
            tables.execute(PUT, (number,))
    tables.execute(PUT, (last + 1,))
    tables.close()
