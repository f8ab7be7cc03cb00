"""A whole run: two stores founded, everything lived through, everything added up."""

import json
import random
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from playwright.sync_api import Browser

from tests.demo_register import sample
from tests.demo_register.album import Album
from tests.demo_register.bay import Bay, stands_at
from tests.demo_register.cards_in import cards_come_in
from tests.demo_register.carried import transfer_is_made
from tests.demo_register.counted import count_is_held
from tests.demo_register.month import month_passes
from tests.demo_register.plan import Plan
from tests.demo_register.racked import weapons_are_racked
from tests.demo_register.shifts import shift_begins, shift_is_handed_over, stand_to_is_held
from tests.demo_register.store import FIRST, SECOND, Store, acquaint, open_store
from tests.demo_register.story import Story
from tests.demo_register.totals import Totals
from tests.end_to_end.programs import ROOT, python

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Lived:
    """What a run came to. `took_s`: seconds of each part, by its name."""

    totals: Totals
    took_s: dict[str, float]
    seconds_a_pair: float
    pictures: int


def live_through(
    plan: Plan, browser: Browser, folder: Path, pictures: Path | None, tell: Tell
) -> Lived:
    """Found two stores in `folder` and live through everything; `tell` hears what is done."""
    took_s: dict[str, float] = {}
    with ExitStack() as opened:
        store = opened.enter_context(open_store(folder / "one", FIRST, 1, sample.REGISTERED))
        other = opened.enter_context(open_store(folder / "two", SECOND, 2))
        acquaint(store, other)
        album = Album(pictures)
        bay = opened.enter_context(stands_at(browser, store, album))
        story = Story(plan, browser, album, store, bay, Totals(), random.Random(plan.seed))
        story.news()
        parts: tuple[tuple[str, Callable[[], None]], ...] = (
            ("cards", lambda: cards_come_in(story)),
            ("racking", lambda: weapons_are_racked(story)),
            ("first shift", lambda: shift_begins(story)),
            ("month", lambda: month_passes(story)),
            ("count", lambda: count_is_held(story)),
            ("transfer", lambda: transfer_is_made(story, other, folder)),
            ("hand-over", lambda: shift_is_handed_over(story)),
            ("stand-to", lambda: stand_to_is_held(story)),
        )
        for name, live in parts:
            began = monotonic()
            with _shot_where_it_stops(album, bay):
                live()
            took_s[name] = round(monotonic() - began, 1)
            tell(f"{name}: {took_s[name]:.0f} s")
        for one in (store, other):
            _verified(one, story.totals)
    return Lived(story.totals, took_s, story.seconds_a_pair, album.kept)


@contextmanager
def _shot_where_it_stops(album: Album, bay: Bay) -> Iterator[None]:
    """Keep the touch screen and the bench as they stand when something does not go on."""
    try:
        yield
    except Exception:
        album.shoot(bay.finger.page, "stopped-touch")
        album.shoot(bay.bench, "stopped-bench")
        raise


def _verified(store: Store, totals: Totals) -> None:
    """Ask `kiosk verify` whether the book is good, and how many entries it has."""
    ran = subprocess.run(
        python("kiosk", "verify", "--json", "--config", str(store.config)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    verdict = json.loads(ran.stdout)
    name = store.layout.name
    totals.add(f"{name}: book verified", 1, None, int(verdict["good"] is True))
    totals.add(f"{name}: entries", verdict["entries"], None, len(store.entries()))
