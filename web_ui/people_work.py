"""What is signed at the desk of people: forms read into works, and what came of them.

A form decides nothing. Whoever signs does so with their PIN, each time; the kiosk says whether it
was done, and if not, why not.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlencode

from flask import abort, redirect, request
from werkzeug.datastructures import MultiDict

from kiosk.service import people_works as w
from kiosk.service.people_works import CertificateFacts, OfficerFacts, PeopleWork
from kiosk.service.protocol import KioskSilent, OfficePass, WorkDone
from kiosk.spelling import Misspelled, plain, thing
from web_ui.desks import Office, Page, given
from web_ui.languages import Calendar

DESK = "people"
HOME = "/people"

ROLES = ("officer", "custodian", "chief", "registrar", "armourer", "technician")
"""The roles of `kiosk.rules.things.Role`, as a form offers them."""

TEXTS = ("name", "name_km", "rank", "unit", "post")
"""The facts of a person that are words."""

TEXT_MAX = 200
_FIGURES = 18
_DAY_MS = 86_400_000

Form = MultiDict[str, str]


class FormWrong(ValueError):
    """A form that no page of ours can have sent."""


class People(Protocol):
    """The pages that show what came of it."""

    def drawn_person(
        self, who: OfficePass, number: str, *, refused: WorkDone | None = None, act: str = ""
    ) -> Page:
        """Return the page of one person, with why something was not done."""
        ...

    def drawn_new(self, who: OfficePass, refused: WorkDone | None = None) -> Page:
        """Return the forms for new people, with why the last one was refused."""
        ...


@dataclass(frozen=True, slots=True)
class Signing:
    """The forms of the desk. Every method answers one address."""

    office: Office
    pages: People

    def about(self, act: str) -> Page:
        """Do what somebody signed about a person."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        number = _whole("number")
        try:
            work = work_of(act, number, request.form, self.office.look.calendar)
        except FormWrong:
            abort(400)
        done = self._signed(who, work)
        if done.reason:
            return self.pages.drawn_person(who, number, refused=done, act=act)
        return redirect(person_of(number, done=act), 303)

    def new(self) -> Page:
        """Write new people into the register: one from the form, or those of a list."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        number = ""
        sent = request.files.get("list")
        if sent is not None and sent.filename:
            try:
                work: PeopleWork = w.RegisterList(sent.read().decode("utf-8-sig"))
            except UnicodeDecodeError as wrong:
                about = f"row 1: byte {wrong.start} is not UTF-8"
                return self.pages.drawn_new(who, WorkDone(reason="list_wrong", about=about))
        else:
            facts = _officer(OfficerFacts(_whole("number").strip(), ""), request.form)
            work, number = w.RegisterOfficer(facts), facts.number
        done = self._signed(who, work)
        if done.reason:
            return self.pages.drawn_new(who, done)
        return redirect(person_of(number, done="registered") if number else HOME, 303)

    def _signed(self, who: OfficePass, work: PeopleWork) -> WorkDone:
        try:
            return self.office.service.sign(who.number, given("pin"), work)
        except KioskSilent:
            return WorkDone(reason="kiosk_silent")


def work_of(act: str, number: str, form: Form, calendar: Calendar) -> PeopleWork:  # noqa: PLR0911 - one return a form
    """Return the work that a form about a person stands for.

    Raises:
        FormWrong: there is no such form, or it was changed on its way.
    """
    why = _text(form, "why")
    match act:
        case "hold":
            return w.HoldOfficer(number, why)
        case "lost":
            return w.WithdrawBadge(_figure(form, "entry"), why)
        case "badge":
            return w.BeginBadge(number)
        case "lend":
            return w.LendBadge(number, _figure(form, "hours"))
        case "leave":
            return w.LetGo(number, why)
        case "mission":
            since, until = (_moment(form, name, calendar) for name in ("since", "until"))
            return w.OrderMission(number, _text(form, "order"), since, until)
        case "correct":
            before = _seen(form)
            return w.CorrectOfficer(_officer(before, form), before, why)
        case "reverse":
            return w.ReverseOfficer(number, _figure(form, "line"), why)
        case "certificate":
            before = _seen(form)
            return w.CorrectOfficer(_with_paper(before, form, calendar), before, why)
        case _:
            raise FormWrong(f"nothing about a person is called {act!r}")


def spelled(facts: OfficerFacts) -> str:
    """Return a person as a form carries them along: as whoever signs saw them."""
    return json.dumps(plain(facts), ensure_ascii=False, separators=(",", ":"))


def _seen(form: Form) -> OfficerFacts:
    try:
        raw = json.loads(form.get("seen", ""))
        facts: OfficerFacts = thing(OfficerFacts, raw)
    except (ValueError, Misspelled) as wrong:
        raise FormWrong("seen: how did this person stand?") from wrong
    return facts


def _officer(before: OfficerFacts, form: Form) -> OfficerFacts:
    """Return a person with what the form says; what it does not name stays as it is."""
    said: Mapping[str, str] = {name: _text(form, name) for name in TEXTS if name in form}
    facts = replace(before, **said)  # type: ignore[arg-type]  # all of them are words
    if "role" in form:
        facts = replace(facts, role=_text(form, "role"))
    if "hold" in form:
        facts = replace(facts, hold=form["hold"] == "yes")
    return facts


def _with_paper(before: OfficerFacts, form: Form, calendar: Calendar) -> OfficerFacts:
    """Return a person with one certificate more, less, or another one in its place."""
    papers = list(before.certificates)
    which = form.get("which", "new")
    if which != "new":
        place = int(which) if which.isascii() and which.isdigit() else len(papers)
        if place >= len(papers):
            raise FormWrong("which: there is no such certificate")
        if form.get("what") == "remove":
            del papers[place]
        else:
            papers[place] = _paper(form, calendar)
    else:
        papers.append(_paper(form, calendar))
    return replace(before, certificates=tuple(papers))


def _paper(form: Form, calendar: Calendar) -> CertificateFacts:
    return CertificateFacts(
        _text(form, "type"),
        _day(form, "expires", calendar) + _DAY_MS if form.get("expires") else 0,
        _text(form, "course"),
        _day(form, "issued", calendar) if form.get("issued") else 0,
        _text(form, "issuer"),
        _text(form, "paper"),
    )


def _text(form: Form, name: str) -> str:
    return form.get(name, "").strip()[:TEXT_MAX]


def _whole(name: str) -> str:
    return request.form.get(name, "")[:TEXT_MAX]


def _figure(form: Form, name: str) -> int:
    text = form.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= _FIGURES):
        raise FormWrong(f"{name}: expected a figure")
    return int(text)


def _day(form: Form, name: str, calendar: Calendar) -> int:
    try:
        return calendar.day_ms(form.get(name, ""))
    except ValueError as wrong:
        raise FormWrong(f"{name}: expected a day") from wrong


def _moment(form: Form, name: str, calendar: Calendar) -> int:
    """Return a moment; one that was left out is none that an order can have."""
    try:
        return calendar.moment_ms(form[name]) if form.get(name) else -1
    except ValueError as wrong:
        raise FormWrong(f"{name}: expected a day and a time") from wrong


def person_of(number: str, **beside: int | str) -> str:
    """Return the address of a person's page."""
    return f"{HOME}/person?{urlencode({'number': number, **beside})}"
