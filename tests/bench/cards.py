"""How fast a list of cards comes into the book, beside Python's own csv and executemany."""

import csv
import random
import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from kiosk.assembly.clock import SystemClock
from kiosk.cards.commit import commit
from kiosk.cards.export import Export
from kiosk.cards.stage import stage
from kiosk.cards.waiting import FOLDER, Waiting
from kiosk.registry.book import open_book
from kiosk.registry.card_queries import Cards
from kiosk.registry.opening import DATABASE
from kiosk.registry.progress import silent
from tests.bench import warehouse
from tests.bench.rows import Row

ROWS = ("import_cards", "import_cards_memory")
METHOD = (
    "bare: csv.reader into executemany, one table of text columns, one commit, WAL and FULL; ours:"
    " read, judge, report, stage, two-copy journal with an entry a card, and the tables; both by"
    " the wall, one after the other, on the same file; then every byte of the export is compared"
)
TIMES = 6

_HEADINGS = (
    "weapon_id,serial,make,model,calibre,year,warehouse,rack,position,state,condition,tag_epc,"
    "card_no,province,registered_on,note"
)
_MODELS = (
    ("Norinco", "Type 56", "7.62x39"), ("Izhmash", "AKM", "7.62x39"), ("Colt", "M16A1", "5.56x45"),
    ("Tula", "SKS", "7.62x39"), ("CZ", "CZ-75", "9x19"), ("Unknown", "Unknown", "unknown"),
)  # fmt: skip


def write_list(path: Path, cards: int) -> None:
    """Write a list of made-up cards: 1 % share one serial, and every cell is somebody's seed."""
    dice = random.Random(warehouse.SEED)
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(_HEADINGS.split(","))
        for place in range(cards):
            make, model, calibre = dice.choice(_MODELS)
            serial = f"{dice.randrange(10**7):07}" if dice.random() > 0.01 else "1234567"
            lines.writerow(
                (
                    f"W{place:07}", serial, make, model, calibre, dice.randrange(1950, 2006),
                    "BTB" if place % 2 else "KPT", f"R{place // 40:05}", place % 40 + 1,
                    dice.choice(("in_rack", "issued", "maintenance")), dice.choice("ABC"),
                    f"E280{dice.getrandbits(80):020X}", f"C{place:06}",
                    "បាត់ដំបង" if place % 2 else "កំពង់ធំ",
                    date(dice.randrange(2005, 2009), dice.randrange(1, 13), 1).isoformat(),
                    "" if dice.random() < 0.8 else "stock repaired",
                )
            )  # fmt: skip


def card_rows(folder: Path, cards: int) -> Iterator[Row]:
    """Measure one import, read it back, and say how much memory it took."""
    path = folder / "cards.csv"
    write_list(path, cards)
    bare = _bare(path, folder / "bare.db")
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, after_kb, differing = _ours(path, folder)
    yield Row(
        "import_cards", seconds, "s", bare, seconds / bare,
        f"<= {TIMES} x csv + executemany; 0 bytes changed",
        seconds <= TIMES * bare and differing == 0,
        f"{cards:,} cards of {path.stat().st_size:,} bytes; {differing} bytes of the export differ",
    )  # fmt: skip
    yield Row(
        "import_cards_memory", (after_kb - before_kb) / 1024, "MB",
        note=f"growth of the peak while {cards:,} cards were imported",
    )  # fmt: skip


def _bare(path: Path, database: Path) -> float:
    begun = time.perf_counter()
    with closing(sqlite3.connect(database, isolation_level=None)) as tables:
        tables.execute("PRAGMA journal_mode = WAL")
        tables.execute("PRAGMA synchronous = FULL")
        with path.open(newline="", encoding="utf-8") as file:
            lines = csv.reader(file)
            columns = next(lines)
            tables.execute(f"CREATE TABLE card ({', '.join(f'{name} TEXT' for name in columns)})")
            tables.execute("BEGIN")
            marks = ", ".join("?" * len(columns))
            tables.executemany(f"INSERT INTO card VALUES ({marks})", lines)  # noqa: S608 - marks only
            tables.execute("COMMIT")
    return time.perf_counter() - begun


def _ours(path: Path, folder: Path) -> tuple[float, int, int]:
    """Import a list into a new book; return seconds, peak in KiB, bytes that differ."""
    _, settings = warehouse.found(folder, warehouse.Layout(), 1)
    clock = SystemClock()
    book_folder = folder / "cards_book"
    begun = time.perf_counter()
    with closing(open_book(book_folder, settings.kiosk.name, settings.policy)) as book:
        staged = stage(
            path, book_folder / FOLDER, register=book_folder / DATABASE, by="bench",
            today=date(2026, 1, 1),
        )  # fmt: skip
        done = commit(book, Waiting(staged.folder), (), clock.now, silent)
        assert not done.reason, done
    seconds = time.perf_counter() - begun
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with closing(Cards.at(book_folder / DATABASE)) as cards:
        given_back = b"".join(Export(cards, cards.stacks()).pieces())
    written = path.read_bytes()
    if written == given_back:
        return seconds, peak_kb, 0
    differing = sum(one != other for one, other in zip(written, given_back, strict=False))
    return seconds, peak_kb, differing + abs(len(written) - len(given_back))
