"""What the page of the exercises is told. Values only."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class TaskFace:
    """One exercise: of which day, how much of it is in the book, and how much is wanted."""

    name: str
    day: int
    done: int
    wanted: int

    @property
    def ticked(self) -> bool:
        """Whether it is done."""
        return self.done >= self.wanted


@dataclass(frozen=True, slots=True)
class TasksPage:
    """Every exercise, in the order of the days. `reason`: why nothing is told."""

    tasks: tuple[TaskFace, ...] = ()
    reason: str = ""


class Training(Protocol):
    """The exercises. Any thread; may raise `KioskSilent`, always so where nobody is trained."""

    def tasks(self, by: str) -> TasksPage:
        """Return every exercise, and how much of it is in the book."""
        ...
