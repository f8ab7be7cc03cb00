"""The tags that a UHF module has seen: for a count, and to tell each one at a gate once.

Bounded, whatever is carried past: a count that is not whole for that reason says so.
"""

import threading
from dataclasses import dataclass
from typing import Final

from drivers.readings import Seen

TAGS_MAX: Final = 2000
"""Ours: no store that one module can see holds as many; 0.4 MB."""


@dataclass(frozen=True, slots=True)
class Count:
    """What was seen since a count began."""

    tags: tuple[Seen, ...]
    """Each tag as it was seen first."""
    looks: int
    """How often the module has looked meanwhile: none means that nothing was counted."""
    whole: bool
    """Whether all that was seen is there."""


class TagTable:
    """Who is there, and who was there since a count began. Any thread."""

    def __init__(self, away_s: float) -> None:
        """Begin with an empty table.

        Args:
            away_s: so long unseen, and a tag that is seen is a new one.
        """
        self._away_s = away_s
        self._lock = threading.Lock()
        self._last: dict[str, float] = {}
        self._counted: dict[str, Seen] = {}
        self._looks = 0
        self._whole = True

    def begin_count(self) -> None:
        """Forget what was counted."""
        with self._lock:
            self._counted.clear()
            self._looks, self._whole = 0, True

    def count(self) -> Count:
        """Return what was seen since a count began."""
        with self._lock:
            return Count(tuple(self._counted.values()), self._looks, self._whole)

    def look(self, now: float, seen: list[Seen]) -> list[Seen]:
        """Take note of one look, and return the tags that were not there before."""
        with self._lock:
            self._looks += 1
            self._last = {tag: at for tag, at in self._last.items() if now - at < self._away_s}
            news = {}
            for one in seen:
                if one.tag not in self._last:
                    news[one.tag] = one
                if one.tag in self._last or len(self._last) < TAGS_MAX:
                    self._last[one.tag] = now
                if one.tag not in self._counted:
                    if len(self._counted) == TAGS_MAX:
                        self._whole = False
                    else:
                        self._counted[one.tag] = one
            return list(news.values())
