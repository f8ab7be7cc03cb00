"""The desk of the exercises: what a course asks for, ticked by what stands in the training book."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, redirect

from kiosk.service.protocol import KioskSilent
from kiosk.service.training.views import TaskFace, TasksPage, Training
from web_ui.desks import Office, Page

DESK = "training"
HOME = "/training"


@dataclass(frozen=True, slots=True)
class TrainingDesk:
    """The desk of the exercises; who is at a real register has no way to it."""

    training: Training
    name: str = DESK
    home: str = HOME

    def add(self, app: Flask, office: Office) -> None:
        """Put its page into the app of the office."""
        app.get(HOME, endpoint="training")(ExercisePage(self.training, office).page)


@dataclass(frozen=True, slots=True)
class ExercisePage:
    """The page."""

    training: Training
    office: Office

    def page(self) -> Page:
        """Show every exercise, and which are done."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        try:
            told = self.training.tasks(who.number)
        except KioskSilent:
            return self.office.drawn("training/tasks.html", who, DESK, silent=True, days={}), 503
        drawn = self.office.drawn(
            "training/tasks.html", who, DESK, silent=False, page=told, days=by_day(told)
        )
        return (drawn, 403) if told.reason else drawn


def by_day(page: TasksPage) -> Mapping[int, tuple[TaskFace, ...]]:
    """Return the exercises of each day of the course."""
    days = dict.fromkeys(task.day for task in page.tasks)
    return {day: tuple(task for task in page.tasks if task.day == day) for day in days}
