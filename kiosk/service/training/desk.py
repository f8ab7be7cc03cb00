"""The exercises, answered from inside the kiosk of a training register. Any thread."""

from collections.abc import Callable, Mapping

from kiosk.keeper.ports import Facts
from kiosk.rules.broken import KioskError
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.things import OfficerNumber
from kiosk.service.protocol import KioskSilent
from kiosk.service.training import views as v
from kiosk.service.training.tasks import TASKS


class TrainingDesk:
    """Answers who sits at the desk of the exercises."""

    def __init__(self, facts: Facts, written: Callable[[], Mapping[str, int]]) -> None:
        """Take what knows people, and how many lines of each kind there are in the book."""
        self._facts, self._written = facts, written

    def tasks(self, by: str) -> v.TasksPage:
        """Return every exercise, and how much of it is in the book."""
        person = self._facts.person(OfficerNumber(by))
        if person is None or Desk.TRAINING not in desks_of(person):
            return v.TasksPage(reason="unknown_officer" if person is None else "wrong_role")
        try:
            written = self._written()
        except KioskError as wrong:
            raise KioskSilent(str(wrong)) from wrong
        return v.TasksPage(
            tuple(
                v.TaskFace(task.name, task.day, task.done(written), task.wanted) for task in TASKS
            )
        )
