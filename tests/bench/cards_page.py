"""How a tap is answered while a list is brought, judged and let in from a page.

The taps are those of an officer who begins a return and thinks better of it: two decisions, each
durable on both copies before it is answered.
"""

import hashlib
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from kiosk.service import protocol as p
from kiosk.service.cards import views as v
from kiosk.service.cards.remote import RemoteCards
from kiosk.service.client import RemoteBench, RemoteService
from kiosk.service.views import Stage
from tests.bench import warehouse
from tests.bench.cards import write_list
from tests.bench.rows import Row
from tests.end_to_end.programs import kiosk_command, ready, running

ROWS = ("tap_while_judged", "tap_while_let_in")
METHOD = (
    "a return wanted and given up, over the socket, journal included; bare: the same kiosk at rest"
    " just before; then while a program apart judges the list, and while its cards are written;"
    " who waits for the keeper gives up after ten seconds"
)
ANSWERED_MS = 1_000
"""A tap that is answered later is tapped again (Nielsen: the limit of an unbroken thought)."""

AT_REST = 40
_LOOK_S = 0.02


class Taps:
    """Somebody at the touch page, tapping as long as they are let."""

    def __init__(self, service: RemoteService) -> None:
        self._service = service

    def some(self, count: int) -> list[float]:
        """Return how long so many taps took, in milliseconds."""
        return [self._one() for _ in range(count)]

    def until(self, done: Callable[[], bool]) -> list[float]:
        """Return how long the taps took up to a moment."""
        took = []
        rest = threading.Event()
        while not done():
            took.append(self._one())
            rest.wait(_LOOK_S)
        return took

    def _one(self) -> float:
        begun = time.perf_counter()
        self._service.tap(p.WantReturn())
        self._service.tap(p.Cancel())
        return 500 * (time.perf_counter() - begun)


def page_rows(folder: Path, cards: int) -> Iterator[Row]:
    """Bring one list through the hatch, and tap meanwhile."""
    config, settings = warehouse.found(folder, warehouse.Layout(), 24)
    path = folder / "cards.csv"
    write_list(path, cards)
    hatch = Path(settings.kiosk.socket)
    with (
        closing(RemoteService(hatch)) as service,
        closing(RemoteBench(hatch)) as bench,
        closing(RemoteCards(hatch)) as lists,
        running(kiosk_command(config), folder / "kiosk.log") as kiosk,
    ):
        ready(kiosk.child, service, kiosk.log)
        taps = Taps(service)
        rest = taps.some(AT_REST)
        name = _brought(lists, path)
        stack = _until(lists, name, v.State.COLUMNS)
        assert stack.columns is not None, stack
        begun = time.perf_counter()
        lists.judge(_CHIEF, name, stack.mark, stack.columns.fields, ())
        judging = taps.until(lambda: _stands(lists, name, v.State.JUDGED))
        judged_s = time.perf_counter() - begun
        yield _row(ROWS[0], judging, rest, f"{cards:,} cards judged in {judged_s:.1f} s")
        stack = _until(lists, name, v.State.JUDGED)
        _let_in(service, bench, lists, stack)
        begun = time.perf_counter()
        writing = taps.until(lambda: _stands(lists, name, v.State.IN))
        let_in_s = time.perf_counter() - begun
        yield _row(ROWS[1], writing, rest, f"{cards:,} cards let in in {let_in_s:.1f} s")


_CHIEF = warehouse.CHIEF.number


def _row(name: str, took: list[float], rest: list[float], note: str) -> Row:
    worst = sorted(took)[max(0, int(0.95 * len(took)) - 1)]
    bare = statistics.median(rest)
    said = (
        f"{note}; {len(took)} taps, median {statistics.median(took):.1f} ms, {max(took):.0f} most"
    )
    return Row(
        name,
        worst,
        "ms",
        bare,
        worst / bare,
        f"p95 <= {ANSWERED_MS} ms",
        worst <= ANSWERED_MS,
        said,
    )


def _brought(lists: RemoteCards, path: Path) -> str:
    content = path.read_bytes()
    digest, at = hashlib.sha256(content).hexdigest(), 0
    while True:
        piece = v.Piece(digest, path.name, len(content), at, content[at : at + v.PIECE_MAX])
        told = lists.piece(_CHIEF, piece)
        assert not told.why, told
        if told.name:
            return told.name
        at = told.offset


def _stands(lists: RemoteCards, name: str, state: v.State) -> bool:
    stack = lists.stack(_CHIEF, name).stack
    assert stack is not None, name
    assert not stack.why, stack
    return stack.state == state


def _until(lists: RemoteCards, name: str, state: v.State) -> v.Stack:
    rest = threading.Event()
    while not _stands(lists, name, state):
        rest.wait(_LOOK_S)
    stack = lists.stack(_CHIEF, name).stack
    assert stack is not None, name
    return stack


def _let_in(service: RemoteService, bench: RemoteBench, lists: RemoteCards, stack: v.Stack) -> None:
    """Sign as the chief, and stand by it at the reader as the custodian."""
    signed = lists.sign(_CHIEF, stack.name, stack.mark, warehouse.PIN)
    assert signed.well, signed
    bench.scan(warehouse.BADGE_READER, warehouse.CUSTODIAN.badge)
    rest = threading.Event()
    while service.view().stage is not Stage.VOUCH_PIN:
        rest.wait(_LOOK_S)
    service.tap(p.Pin(warehouse.PIN))
