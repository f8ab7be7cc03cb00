"""How a book of any age gets today's tables: migrations in order, each applied once.

A migration that was released is never edited. sqlite-utils applies what is new; it is loaded only
when a migration is pending, for it costs 157 ms and 8 MB here.
"""

import sqlite3
from typing import TYPE_CHECKING

from kiosk.registry.losses_table import file_renamed
from kiosk.registry.schema import JOURNAL, NO_GAP, TABLES, drop_tables, make_tables
from kiosk.registry.tables import fold_again

if TYPE_CHECKING:
    from sqlite_utils import Database

_SET = "registry"


def _first(database: "Database") -> None:
    for statement in JOURNAL:
        database.execute(statement)
    database.execute("INSERT INTO trusted VALUES (1, 0, x'')")
    make_tables(database.conn)


def _cards(database: "Database") -> None:
    """Make the tables of the cards in a book that was begun without them."""
    _make(database, "card", "card_stack")


def _counts(database: "Database") -> None:
    """Make the tables of the counts in a book that was begun without them."""
    _make(database, "count_line", "counts", "counted")


def _transfers(database: "Database") -> None:
    """Make the tables of transfers and losses in a book that was begun without them."""
    _make(database, "transfer", "loss")


def _upkeep(database: "Database") -> None:
    """Make the table of a technician's work in a book that was begun without it."""
    _make(database, "upkeep")


def _service(database: "Database") -> None:
    """Make the table of service mode in a book that was begun without it."""
    _make(database, "service_mode")


def _supply(database: "Database") -> None:
    """Make the table of the supply of power in a book that was begun without it."""
    _make(database, "supply")


def _make(database: "Database", *names: str) -> None:
    for name in names:
        if not database[name].exists():
            for statement in TABLES[name]:
                database.execute(statement)


def _again(database: "Database") -> None:
    """Make all tables again: what is new in them follows from what was, entry by entry."""
    if _begun_just_now(database.conn):
        return
    drop_tables(database.conn)
    make_tables(database.conn)
    fold_again(database.conn)


def _begun_just_now(connection: sqlite3.Connection) -> bool:
    """Return whether nothing is written yet and the tables are today's: so each new book begins."""
    if connection.execute("SELECT 1 FROM journal LIMIT 1").fetchone() is not None:
        return False
    made = {(sql or "").strip() for (sql,) in connection.execute("SELECT sql FROM sqlite_schema")}
    return all(one.strip() in made for statements in TABLES.values() for one in statements)


def _racking(database: "Database") -> None:
    """Make all tables again in a book without marks: a weapon has a serial status besides."""
    if not database["mark"].exists():
        _again(database)


def _national(database: "Database") -> None:
    """Make the tables of the capital's lists in a book that was begun without them."""
    _make(database, "national_list", "listed", "listed_here", "listed_settled")


def _losses(database: "Database") -> None:
    """Make the table of what is said of a loss later in a book that was begun without it."""
    _make(database, "loss_line")


def _tags(database: "Database") -> None:
    """Make the table of tags in a book that was begun without it: no weapon has one there."""
    _make(database, "weapon_tag")


def _manifests(database: "Database") -> None:
    """Make all tables again in a book that keeps nothing of where a manifest is."""
    if "paper" not in database["transfer"].columns_dict:
        _again(database)


def _reversals(database: "Database") -> None:
    """Make all tables again in a book whose corrections nobody filed by their lines."""
    if not database["correction"].exists():
        _again(database)


def _writings(database: "Database") -> None:
    """Make all tables again in a book that does not know which lines wrote over what was known."""
    if not database["written_over"].exists():
        _again(database)


def _away(database: "Database") -> None:
    """Make all tables again in a book that forgot what another store took over."""
    if not database["away"].exists():
        _again(database)


def _renamed(database: "Database") -> None:
    """Let the losses of an older book know which other serials their weapons got."""
    file_renamed(database.conn)


def _last_line(database: "Database") -> None:
    """Let an older book look for a gap at its last line only."""
    database.execute("DROP TRIGGER IF EXISTS journal_leaves_no_gap")
    database.execute(NO_GAP)


_MIGRATIONS = (
    ("0001 first", _first),
    ("0002 cards", _cards),
    ("0003 counts", _counts),
    ("0004 catalogue", _again),
    ("0005 the custodian's day", _again),
    ("0006 transfers and losses", _transfers),
    ("0007 posts and racking", _racking),
    ("0008 lists of the capital", _national),
    ("0009 upkeep", _upkeep),
    ("0010 losses that are completed", _losses),
    ("0011 tags of weapons", _tags),
    ("0012 manifests", _manifests),
    ("0013 corrections by their lines", _reversals),
    ("0014 service mode", _service),
    ("0015 lines that wrote over", _writings),
    ("0016 what is away", _away),
    ("0017 losses by every serial", _renamed),
    ("0018 the supply of power", _supply),
    ("0019 a gap at the last line", _last_line),
)


def pending(connection: sqlite3.Connection) -> bool:
    """Return whether a migration is waiting."""
    known = "SELECT 1 FROM sqlite_schema WHERE name = '_sqlite_migrations'"
    if connection.execute(known).fetchone() is None:
        return True
    rows = connection.execute(
        "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (_SET,)
    ).fetchall()
    return any((name,) not in rows for name, _ in _MIGRATIONS)


def migrate(connection: sqlite3.Connection) -> None:
    """Apply what is pending, each migration in its own transaction."""
    if not pending(connection):
        return
    from sqlite_utils import Database, Migrations  # noqa: PLC0415 - 157 ms, and seldom needed

    migrations: Migrations = Migrations(_SET)
    for name, migration in _MIGRATIONS:
        migrations(name=name)(migration)
    migrations.apply(Database(connection))
