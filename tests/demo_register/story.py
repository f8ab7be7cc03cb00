"""What every part of the demonstration has at hand."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from playwright.sync_api import Browser

from kiosk.rules.entries import Entry
from tests.demo_register.album import Album
from tests.demo_register.bay import Bay
from tests.demo_register.plan import Plan
from tests.demo_register.store import Store
from tests.demo_register.totals import Totals


@dataclass
class Story:
    """One run. `weapons`: the serial of each weapon, by its number."""

    plan: Plan
    browser: Browser
    album: Album
    store: Store
    bay: Bay
    totals: Totals
    dice: random.Random
    weapons: dict[str, str] = field(default_factory=dict)
    told: int = 0
    seconds_a_pair: float = 0.0

    def news(self) -> tuple[Entry, ...]:
        """Return what came into the book since somebody asked last, oldest first."""
        entries = self.store.entries(self.told)
        self.told += len(entries)
        return entries


def of_kind(entries: Iterable[Entry], kind: type[Entry]) -> int:
    """Return how many entries are of a kind."""
    return sum(isinstance(entry, kind) for entry in entries)
