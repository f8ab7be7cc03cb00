"""The desk of people: who they are, what they are trained for, their badges, and their story.

What is read here is asked of the kiosk, with who asks; what is written stands in `people_work`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request

from kiosk.service.people.views import (
    SHOWS,
    PeopleAsked,
    PeoplePage,
    PeopleRegister,
    PersonPage,
    PersonRow,
)
from kiosk.service.protocol import KioskSilent, OfficePass, WorkDone
from kiosk.service.stories import told, word
from web_ui import people_paper as paper
from web_ui.desks import Office, Page
from web_ui.people_work import DESK, HOME, ROLES, Signing, person_of, spelled
from web_ui.register import story_of

DAYS = 60
"""Within how many days a certificate is called about to expire, unless somebody says otherwise:
a course is eleven days long and must be found first. Ours."""

_LONGEST, _LONGEST_AFTER, _FIGURES, _MOST_DAYS = 200, 400, 18, 36_500
_PARTS_MAX = 40
"""Parts of the report of certificates that one page takes: 20,000 people. Ours."""


@dataclass(frozen=True, slots=True)
class PeopleDesk:
    """The desk where the people of the register are kept."""

    people: PeopleRegister
    name: str = DESK
    home: str = HOME

    def add(self, app: Flask, office: Office) -> None:
        """Put its pages into the app of the office."""
        reading = Reading(self.people, office)
        signing = Signing(office, reading)
        app.get(HOME, endpoint="people")(reading.all)
        app.get(f"{HOME}/person", endpoint="person")(reading.person)
        app.get(f"{HOME}/new", endpoint="new_people")(reading.new)
        app.get(f"{HOME}/certificates", endpoint="certificates")(reading.certificates)
        app.get(f"{HOME}/certificates.csv", endpoint="certificates_csv")(reading.certificates_csv)
        app.post(f"{HOME}/new", endpoint="register_people")(signing.new)
        app.post(f"{HOME}/person/<act>", endpoint="sign_person")(signing.about)


@dataclass(frozen=True, slots=True)
class Reading:
    """The pages that are read. Every method without arguments answers one address."""

    people: PeopleRegister
    office: Office

    def all(self) -> Page:
        """Show the people of the register, narrowed down, or those who are called so."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        asked, after = _asked(), _given("after", _LONGEST_AFTER)
        try:
            page = self.people.people(who.number, asked, after)
        except KioskSilent:
            return self._drawn("people/list.html", who, asked=asked, silent=True), 503
        one = page.rows[0].facts.number if len(page.rows) == 1 else ""
        if asked.text and one and not after and not page.after:
            return redirect(person_of(one), 303)
        shown = self._drawn("people/list.html", who, page=page, asked=asked, begun=bool(after))
        return (shown, 403) if page.reason else shown

    def person(self) -> Page:
        """Show one person."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        number = _given("number", _LONGEST)
        return self.drawn_person(who, number, done=_given("done", _LONGEST))

    def drawn_person(
        self, who: OfficePass, number: str, *, done: str = "", refused: WorkDone | None = None,
        act: str = "",
    ) -> Page:  # fmt: skip
        """Return the page of one person, with what came of what was signed.

        Args:
            who: who reads.
            number: whose page.
            done: what was just done, if something was.
            refused: why something was not.
            act: and which form that was.
        """
        try:
            page = self.people.person(who.number, number, _figure("before"), _figure("after"))
        except KioskSilent:
            return self._drawn("people/person.html", who, number=number, silent=True), 503
        drawn = self._drawn(
            "people/person.html", who, one=page, number=number, done=done, refused=refused, act=act
        )
        if page.reason or refused is not None:
            return drawn, 403
        return drawn if page.row is not None else (drawn, 404)

    def new(self) -> Page:
        """Show the forms that write new people into the register."""
        who = self.office.who(DESK)
        return redirect("/", 303) if who is None else self.drawn_new(who)

    def drawn_new(self, who: OfficePass, refused: WorkDone | None = None) -> Page:
        """Return the forms for new people, with why the last one was refused."""
        drawn = self._drawn("people/new.html", who, refused=refused, form=request.form)
        return drawn if refused is None else (drawn, 403)

    def certificates(self) -> Page:
        """Show the report of certificates as a paper: who is out untrained stands first."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        try:
            report = self._report(who)
        except KioskSilent:
            return self._drawn("people/certificates.html", who, silent=True), 503
        drawn = self._drawn("people/certificates.html", who, report=report)
        return (drawn, 403) if report.reason else drawn

    def certificates_csv(self) -> Page | Response:
        """Give the same as CSV: byte for byte, or guarded against being computed."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        try:
            report = self._report(who)
        except KioskSilent:
            return self._drawn("people/certificates.html", who, silent=True), 503
        if report.reason:
            return self._drawn("people/certificates.html", who, report=report), 403
        text = paper.as_csv(report, self.office.look.calendar, guarded="guarded" in request.args)
        return Response(
            text.encode(),
            mimetype="text/csv",
            headers={"Content-Disposition": 'attachment; filename="certificates.csv"'},
        )

    def _report(self, who: OfficePass) -> paper.Report:
        """Return everybody who serves, asked for part by part."""
        rows, after, now_ms = list[PersonRow](), "", 0
        for _ in range(_PARTS_MAX):
            page = self.people.certificates(who.number, after)
            if page.reason:
                return paper.Report(reason=page.reason)
            rows += page.rows
            after, now_ms = page.after, now_ms or page.now_ms
            if not after:
                break
        return paper.Report(tuple(rows), now_ms, whole=not after)

    def _drawn(self, template: str, who: OfficePass, **facts: object) -> str:
        nothing: Mapping[str, object] = {
            "page": PeoplePage(), "one": PersonPage(), "asked": PeopleAsked(), "number": "",
            "report": paper.Report(), "done": "", "refused": None, "act": "", "silent": False,
            "begun": False, "form": {}, "text": "",
        }  # fmt: skip
        shown = {**nothing, **facts, "told": told, "word": word, "shows": SHOWS, "roles": ROLES}
        return self.office.drawn(
            template,
            who,
            DESK,
            **shown,
            listed=listed,
            person_of=person_of,
            story_of=story_of,
            spelled=spelled,
            paper=paper,
        )


def listed(asked: PeopleAsked, **other: str) -> str:
    """Return the address of a list, narrowed down otherwise than another one in some way."""
    known = {
        "q": asked.text, "show": asked.show, "unit": asked.unit, "post": asked.post,
        "role": asked.role, "days": str(asked.days),
    }  # fmt: skip
    usual = {"show": SHOWS[0], "days": str(DAYS)}
    wanted = {**known, **other}
    told = {name: value for name, value in wanted.items() if value and usual.get(name) != value}
    return f"{HOME}?{urlencode(told)}" if told else HOME


def _asked() -> PeopleAsked:
    show = _given("show", _LONGEST)
    days = _figure("days")
    return PeopleAsked(
        show if show in SHOWS else SHOWS[0],
        _given("unit", _LONGEST),
        _given("post", _LONGEST),
        _one_of(_given("role", _LONGEST), ROLES),
        days if 0 < days <= _MOST_DAYS else DAYS,
        _given("q", _LONGEST).strip(),
    )


def _one_of(text: str, known: Sequence[str]) -> str:
    return text if text in known else ""


def _given(name: str, longest: int) -> str:
    return request.args.get(name, "")[:longest]


def _figure(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _FIGURES else 0
