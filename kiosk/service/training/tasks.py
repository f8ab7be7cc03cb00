"""The exercises of the registrars' ten days, and which lines of the book tell that they were done.

The course had ten days (16 to 25 January; domain S11). What a task is called and how it is done
stands in the words of the pages. A task is done when the book of the training register holds so
many lines of its kinds; what the founding wrote does not count.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """One exercise. `kinds`: wire names of the lines that tell of it; `wanted`: how many."""

    name: str
    day: int
    kinds: tuple[str, ...]
    wanted: int = 1

    def done(self, written: Mapping[str, int]) -> int:
        """Return how many of its lines there are, of what was written by kind."""
        return sum(written.get(kind, 0) for kind in self.kinds)


TASKS = (
    Task("log_in", 1, ("office.entered",)),
    Task("cards", 2, ("card.imported",), 5),
    Task("rack", 3, ("weapon.racked",), 2),
    Task("correct", 4, ("weapon.corrected", "officer.corrected")),
    Task("issue", 5, ("weapon.issued",)),
    Task("give_back", 5, ("weapon.returned",)),
    Task("refused", 6, ("refused",)),
    Task("alarm", 6, ("alarm.answered",)),
    Task("doubt", 7, ("doubt.settled",)),
    Task("count", 8, ("count.certified",)),
    Task("post", 9, ("standing.assigned",)),
    Task("muster", 9, ("muster.closed",)),
    Task("badge", 10, ("badge.enrolled",)),
)
"""In the order of the days. Ours; to be confirmed by whoever gives the course."""
