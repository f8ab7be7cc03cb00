"""How long a kiosk takes from its birth to its first answer, by the length of its book."""

import time
from collections.abc import Iterator
from pathlib import Path

from kiosk.config import Settings
from kiosk.service.client import RemoteService
from tests.bench import warehouse
from tests.bench.rows import Row, p50
from tests.end_to_end.programs import Program, kiosk_command, ready

METHOD = "its check of the whole book begins with the answer, and is ended before the next start"

SHORT_BOOK, LONG_BOOK = 2_000, 200_000


def start_rows(folder: Path, starts: int, long: int = LONG_BOOK) -> Iterator[Row]:
    """Measure starts on a short and on a long book, in turn."""
    books = {}
    for entries in (SHORT_BOOK, long):
        config, settings = warehouse.found(folder / str(entries), warehouse.Layout(), entries)
        books[entries] = (config, settings)
        _start(config, settings)  # the first one finds a cold disk cache
    took: dict[int, list[float]] = {SHORT_BOOK: [], long: []}
    for _ in range(starts):
        for entries, (config, settings) in books.items():
            took[entries].append(_start(config, settings))
    short, value = p50(took[SHORT_BOOK]), p50(took[long])
    note = (
        f"birth of `kiosk run` -> its socket answers with a guarded bay; p50 of {starts}; {METHOD}"
    )
    yield Row("start", value, "s", bar=f"<= 1 s, {long:,} entries", met=value <= 1, note=note)
    yield Row(
        "start_growth", value, "s", short, value / short, "<= 1.2 x", value <= 1.2 * short,
        f"{note}; bare: {SHORT_BOOK:,} entries, in turn with {long:,}",
    )  # fmt: skip


def _start(config: Path, settings: Settings) -> float:
    service = RemoteService(Path(settings.kiosk.socket))
    Path(settings.kiosk.socket).unlink(missing_ok=True)
    begun = time.perf_counter()
    program = Program(kiosk_command(config), config.with_name("kiosk.log"))
    try:
        ready(program.child, service, program.log)
        return time.perf_counter() - begun
    finally:
        service.close()
        program.end()
