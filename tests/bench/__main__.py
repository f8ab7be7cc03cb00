"""python -m tests.bench [--only NAME] [--short]: speed and memory, beside the bare cost.

Prints one table and writes build/evidence/bench.json. A row that misses its bar fails the run.
`--short` measures the same with small books and few turns: good for seeing that it works, not for
the numbers.
"""

import argparse
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import (
    book,
    cards,
    cards_page,
    decode,
    memory,
    paint,
    people,
    reader_poll,
    rows,
    search,
    start,
    unlock,
    visits,
    warehouse,
    watch,
)
from tests.bench.rows import Row
from tests.chromium import chromium

WORK = rows.ROOT / "build" / "bench"
EVIDENCE = rows.ROOT / "build" / "evidence" / "bench.json"


@dataclass(frozen=True, slots=True)
class Campaign:
    """One group of rows. `measure` is given a folder and whether it shall be short.

    `method`: what must be known of how they are measured, printed under the table.
    """

    name: str
    measure: Callable[[Path, bool], Iterator[Row]]
    rows: tuple[str, ...]
    method: str = ""


def _painted(folder: Path, short: bool) -> Iterator[Row]:  # noqa: FBT001 - the shape of a campaign
    with chromium() as browser:
        yield from paint.paint_rows(browser, folder, 5 if short else 60, 500)


CAMPAIGNS = (
    Campaign(
        "unlock",
        lambda folder, short: unlock.scan_to_unlock(folder, 30 if short else 400),
        ("scan_to_unlock", "second_pin_to_unlock"),
    ),
    Campaign(
        "visits",
        lambda folder, short: visits.visit_rows(
            folder, 3 if short else 40, 500 if short else warehouse.ALL_WEAPONS
        ),
        ("issue_return_http", "issue_return_cpu"),
        visits.METHOD,
    ),
    Campaign(
        "paint",
        _painted,
        ("scan_to_paint",),
        visits.METHOD,
    ),
    Campaign(
        "book",
        lambda folder, short: book.verify_rows(folder, 2_000 if short else warehouse.ALL_WEAPONS),
        ("verify", "chain_rate"),
    ),
    Campaign(
        "cards",
        lambda folder, short: cards.card_rows(folder, 2_000 if short else warehouse.ALL_WEAPONS),
        cards.ROWS,
        cards.METHOD,
    ),
    Campaign(
        "cards_page",
        lambda folder, short: cards_page.page_rows(
            folder, 2_000 if short else warehouse.ALL_WEAPONS
        ),
        cards_page.ROWS,
        cards_page.METHOD,
    ),
    Campaign(
        "search",
        lambda folder, short: search.search_rows(folder, 2_000 if short else warehouse.ALL_WEAPONS),
        search.ROWS,
        search.METHOD,
    ),
    Campaign(
        "people",
        lambda folder, short: people.people_rows(folder, 2_000 if short else warehouse.ALL_WEAPONS),
        people.ROWS,
        people.METHOD,
    ),
    Campaign(
        "watch",
        lambda folder, short: watch.watch_rows(folder, 2_000 if short else warehouse.ALL_WEAPONS),
        watch.ROWS,
        watch.METHOD,
    ),
    Campaign(
        "start",
        lambda folder, short: start.start_rows(
            folder, 2 if short else 9, 5_000 if short else start.LONG_BOOK
        ),
        ("start", "start_growth"),
        start.METHOD,
    ),
    Campaign(
        "memory",
        lambda folder, short: memory.memory_rows(folder, 3 if short else 50),
        ("rss_kiosk", "rss_web_ui"),
        visits.METHOD,
    ),
    Campaign(
        "decode",
        lambda _, short: decode.decode_rows(2_000 if short else 100_000),
        decode.ROWS,
        decode.METHOD,
    ),
    Campaign(
        "poll",
        lambda _, short: reader_poll.poll_rows(20 if short else 2_000),
        reader_poll.ROWS,
        reader_poll.METHOD,
    ),
)


def methods(chosen: Iterable[Campaign]) -> str:
    """Return how each group was measured, where that must be known."""
    return "".join(f"\n{', '.join(one.rows)}: {one.method}" for one in chosen if one.method)


def main() -> int:
    """Measure, print, keep; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", metavar="NAME", help="one group, or the group of one row")
    parser.add_argument("--short", action="store_true", help="small books, few turns")
    told = parser.parse_args()
    chosen = [one for one in CAMPAIGNS if told.only in (None, one.name, *one.rows)]
    if not chosen:
        names = ", ".join(name for one in CAMPAIGNS for name in (one.name, *one.rows))
        parser.error(f"--only: there is no {told.only}; there are {names}")
    found: list[Row] = []
    for campaign in chosen:
        folder = WORK / campaign.name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        print(f"measuring: {campaign.name}", file=sys.stderr, flush=True)
        found += campaign.measure(folder, told.short)
        shutil.rmtree(folder)
    print(rows.table(found))
    print(methods(chosen))
    evidence = EVIDENCE.with_name("bench_short.json") if told.short else EVIDENCE
    rows.keep(found, warehouse.SEED, evidence)
    missed = [row.name for row in found if row.met is False]
    print(f"\n{len(found)} rows, {len(missed)} missed{': ' if missed else ''}{', '.join(missed)}")
    return 1 if missed and not told.short else 0


if __name__ == "__main__":
    sys.exit(main())
