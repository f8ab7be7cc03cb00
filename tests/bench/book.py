"""How fast a long book is verified, and how fast the chain is beside bare hashing."""

import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from kiosk.registry import verify
from kiosk.registry.chain import GENESIS, Head
from kiosk.registry.opening import DATABASE
from kiosk.registry.walk import Walk, runs_of_database
from tests.bench import warehouse
from tests.bench.rows import Row, p50

RUNS = 5


def verify_rows(folder: Path, entries: int) -> Iterator[Row]:
    """Measure the verification of a whole book, both copies, and the chain of one alone.

    Args:
        folder: where the book may be made.
        entries: how many lines it shall have, at least.
    """
    _, settings = warehouse.found(folder, warehouse.Layout(), entries)
    book = settings.folder
    whole, database = list[float](), list[float]()
    checked = 0
    for _ in range(RUNS):
        begun = time.perf_counter()
        verdict = verify.whole(book, chain_only=True)
        between = time.perf_counter()
        assert verdict.good, verdict.sentence
        checked = verdict.entries
        whole.append(between - begun)
        verify.whole(book / DATABASE, chain_only=True)
        database.append(time.perf_counter() - between)
    value = p50(whole) * entries / checked
    yield Row(
        "verify", value, "s", bar=f"<= 1 s for {entries:,}", met=value <= 1,
        note=f"both copies of {checked:,} entries, p50 of {RUNS}, reckoned down to {entries:,}",
    )  # fmt: skip
    yield Row("verify_database", p50(database), "s", note="the database's copy alone")
    yield _chain(book)


def _chain(book: Path) -> Row:
    """Compare our walk over entries that lie in memory with a loop that does nothing but hash."""
    runs = list(runs_of_database(book / DATABASE))
    bodies = [body for run in runs for _, body, *_ in run]
    ours, bare = list[float](), list[float]()
    for _ in range(RUNS):
        walk = Walk("database", None, {}, Head(0, GENESIS))
        begun = time.thread_time()
        for run in runs:
            walk.check(run)
        ours.append(time.thread_time() - begun)
        digest = bytes(32)
        begun = time.thread_time()
        for body in bodies:
            digest = sha256(digest + body).digest()
        bare.append(time.thread_time() - begun)
    rate, bare_rate = len(bodies) / p50(ours), len(bodies) / p50(bare)
    return Row(
        "chain_rate", rate, "entries/s", bare_rate, rate / bare_rate, ">= 50 % of bare",
        rate >= 0.5 * bare_rate,
        f"{len(bodies):,} entries in memory, {sum(map(len, bodies)) / len(bodies):.0f} bytes each;"
        " CPU time; ours also compares hash, number and prefix",
    )  # fmt: skip
