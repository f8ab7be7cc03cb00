"""What every desk of the office stands on: who sits there, the frame, and what signing gives back.

A desk is a part of the office pages with an address of its own. The kiosk says in each pass which
desks a person may sit at, and decides anew about everything that is asked or signed there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from flask import Flask, Response, render_template, request, session
from werkzeug.wrappers import Response as Answer

from kiosk.service.protocol import KioskSilent, OfficePass, Service, WorkDone
from kiosk.service.works import Work
from web_ui import shell
from web_ui.logins import SEAT, Logins
from web_ui.lookout import Lookout

Page = str | Answer | tuple[str, int]

FIELD_MAX = 64
"""Characters of one field of a form, where the form says nothing else."""


@dataclass(frozen=True, slots=True)
class Office:
    """What the desks of one office share. `homes`: the address of each desk that stands here."""

    service: Service
    lookout: Lookout
    look: shell.Look
    logins: Logins
    homes: Mapping[str, str] = field(default_factory=dict)

    def who(self, desk: str) -> OfficePass | None:
        """Return who asks, if they may sit at this desk; nobody is told to log in."""
        return self.logins.at(desk, secret())

    def first_home(self, who: OfficePass) -> str:
        """Return the address of the first desk somebody may sit at; empty when there is none."""
        return next((self.homes[desk] for desk in who.desks if desk in self.homes), "")

    def came_from(self, back: str) -> str:
        """Return the page to go back to after a switch of the language: a desk's, or the first."""
        ours = tuple(home + end for home in self.homes.values() if home != "/" for end in "?/")
        return back if back.startswith(ours) and back.isprintable() else "/"

    def drawn(self, template: str, who: OfficePass, desk: str, **facts: object) -> str:
        """Return a page of a desk, in the frame that all of them have."""
        return render_template(
            template,
            **facts,
            who=who,
            desk=desk,
            desks=tuple((one, self.homes[one]) for one in who.desks if one in self.homes),
            **called_out(),
            recent=self.lookout.recent(),
            simulated=self.lookout.recent().simulated,
            back=self._back(desk),
        )

    def _back(self, desk: str) -> str:
        """Return where a switch of the language leads: what was sent is not sent once more."""
        return request.full_path if request.method == "GET" else f"{self.homes[desk]}?"

    def sign(self, who: OfficePass, pin: str, work: Work) -> str:
        """Sign for some work; returns why it was not done, empty when it was."""
        try:
            return self.service.sign(who.number, pin, work).reason
        except KioskSilent:
            return "kiosk_silent"


class OfficeDesk(Protocol):
    """One desk, as the office is furnished with it."""

    @property
    def name(self) -> str:
        """What a pass must name: `kiosk.rules.desks`."""
        ...

    @property
    def home(self) -> str:
        """The address of its first page."""
        ...

    def add(self, app: Flask, office: Office) -> None:
        """Put its pages into the app of the office."""
        ...


CALLS = frozenset({"hot_list", "listed", "destroyed"})
"""Alarms that work at a desk may raise, and that are said there: it was let in all the same."""


def called(done: WorkDone) -> dict[str, str]:
    """Return what is to be said of an alarm that some work raised, for the address led to."""
    return {"called": done.called, "of": done.about} if done.called in CALLS else {}


def called_out() -> dict[str, str]:
    """Return the same, of the address that was led to."""
    alarm, of = request.args.get("called", ""), request.args.get("of", "")
    return {"called_alarm": alarm if alarm in CALLS else "", "called_of": of[:FIELD_MAX]}


PAPER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; form-action 'none';"
    " base-uri 'none'; frame-ancestors 'none'"
)
"""A paper brings its own styles and letters, and nothing else: no script, nothing from anywhere."""


def as_paper(html: str) -> Response:
    """Return a whole document that the kiosk drew, to be printed."""
    answer = Response(html, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = PAPER_POLICY
    return answer


def secret() -> str:
    """Return what this browser shows to be known by."""
    return str(session.get(SEAT, ""))


def given(name: str, longest: int = FIELD_MAX) -> str:
    """Return a field of the form that was sent, cut to what it may be long."""
    return request.form.get(name, "").strip()[:longest]
