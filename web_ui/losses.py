"""The desk of losses: what is on the hot list, and the one form for a loss and a find."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, redirect, request

from kiosk.service import works as w
from kiosk.service.losses.national_views import NationalLists
from kiosk.service.losses.views import Losses, LossesPage, PaperPage
from kiosk.service.protocol import KioskSilent, WorkDone
from web_ui.desks import Office, Page, as_paper, called, given
from web_ui.national import add_lists

DESK = "losses"
HOME = "/losses"
KINDS = ("lost", "stolen")
TO = ("province", "nation")
"""Whom a loss is reported to in writing."""

SAID = frozenset({"told", "asked", "completed", "given"})
"""What may be said above the list: it was done."""

_TEXT = 400
_FIGURES = 18
_FIELDS = ("place", "how", "agency", "case")
_OF_WEAPON = ("serial", "make", "calibre", "type")


@dataclass(frozen=True, slots=True)
class LossesDesk:
    """The desk where a loss is reported and a find is told."""

    losses: Losses
    lists: NationalLists
    name: str = DESK
    home: str = HOME

    def add(self, app: Flask, office: Office) -> None:
        """Put its pages into the app of the office."""
        desk = Reports(self.losses, office)
        app.get(HOME, endpoint="losses")(desk.page)
        app.get(f"{HOME}/report", endpoint="loss_form")(desk.form)
        app.post(f"{HOME}/report", endpoint="loss_report")(desk.report)
        app.get(f"{HOME}/complete", endpoint="loss_more")(desk.more)
        app.post(f"{HOME}/complete", endpoint="loss_complete")(desk.complete)
        app.get(f"{HOME}/paper", endpoint="loss_paper")(desk.paper)
        app.get(f"{HOME}/given", endpoint="loss_handing")(desk.handing)
        app.post(f"{HOME}/given", endpoint="loss_given")(desk.given)
        add_lists(app, office, self.lists)


@dataclass(frozen=True, slots=True)
class Reports:
    """The pages. Every method answers one address."""

    losses: Losses
    office: Office

    def page(self) -> Page:
        """Show the newest reports, or those before one; the way to older ones stands below."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        said = request.args.get("said", "")
        facts: dict[str, object] = {
            "said": said if said in SAID else "", "begun": bool(_figure("before")),
        }  # fmt: skip
        try:
            page, status = self.losses.page(who.number, _figure("before")), 200
        except KioskSilent:
            page, status = LossesPage(), 503
        if page.reason:
            status = 403
        drawn = self._drawn("losses/list.html", page=page, silent=status == 503, **facts)  # noqa: PLR2004 - of HTTP
        return drawn, status

    def form(self) -> Page:
        """Show the form, for a loss or, of one that was reported, for a find."""
        if self.office.who(DESK) is None:
            return redirect("/", 303)
        return self._form(WorkDone(), {"weapon": request.args.get("weapon", "")[:64]})

    def report(self) -> Page:
        """Report a loss, or ask two people to stand by a find, by the PIN typed for it."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        names = ("weapon", "kind", "when", *_FIELDS)
        kept = {name: given(name, _TEXT) for name in names}
        when_ms = self.office.look.calendar.wall_ms(kept["when"])
        told = {name: kept[name] for name in _FIELDS}
        work: w.Work
        if _finds():
            work = w.ReportFind(kept["weapon"], when_ms, **told)
        else:
            work = w.ReportLoss(kept["weapon"], kept["kind"], when_ms, **told)
        try:
            done = self.office.service.sign(who.number, given("pin"), work)
        except KioskSilent:
            done = WorkDone(reason="kiosk_silent")
        if done.reason:
            return self._form(done, kept), 403
        told_of = {"said": "asked" if _finds() else "told", **called(done)}
        return redirect(f"{HOME}?{urlencode(told_of)}", 303)

    def more(self) -> Page:
        """Show what a report lacks, to be said now."""
        return self._more(WorkDone(), request.args.get("weapon", "")[:64], {})

    def complete(self) -> Page:
        """Write into a report what was left open, by the PIN typed for it."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        kept = {name: given(name, _TEXT) for name in ("weapon", "when", *_FIELDS)}
        when_ms = self.office.look.calendar.wall_ms(kept["when"])
        if kept["when"] and not when_ms:
            return self._more(WorkDone(reason="report_when"), kept["weapon"], kept)
        told = {name: kept[name] for name in _FIELDS}
        work = w.CompleteLoss(kept["weapon"], when_ms, **told)
        try:
            done = self.office.service.sign(who.number, given("pin"), work)
        except KioskSilent:
            done = WorkDone(reason="kiosk_silent")
        if done.reason:
            return self._more(done, kept["weapon"], kept)
        return redirect(f"{HOME}?{urlencode({'said': 'completed', **called(done)})}", 303)

    def _more(self, done: WorkDone, number: str, kept: dict[str, str]) -> Page:
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        try:
            one = next(iter(self.losses.still_lost(who.number, number).losses), None)
        except KioskSilent:
            return self._drawn("losses/list.html", page=LossesPage(), silent=True), 503
        if one is None:
            return redirect(HOME, 303)
        drawn = self._drawn(
            "losses/complete.html",
            one=one,
            fields=tuple(name for name in _FIELDS if name in one.unknown),
            of_weapon=tuple(name for name in _OF_WEAPON if name in one.unknown),
            kept={**dict.fromkeys(("when", *_FIELDS), ""), **kept},
            refused=done.reason,
            about=done.about,
        )
        return (drawn, 403) if done.reason else drawn

    def paper(self) -> Page:
        """Give the report of a loss as a page to print."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        number = _figure("entry")
        try:
            page = PaperPage(reason="not_reported_lost")
            if number:
                page = self.losses.paper(who.number, number, _to())
        except KioskSilent:
            return self._drawn("losses/list.html", page=LossesPage(), silent=True), 503
        if page.reason:
            return self._drawn("losses/list.html", page=LossesPage(reason=page.reason)), 403
        return as_paper(page.html)

    def handing(self) -> Page:
        """Show the form that says that a report was handed over."""
        return self._handing(WorkDone(), request.args.get("weapon", "")[:64], "")

    def given(self) -> Page:
        """Say that a report was handed over, by the PIN typed for it."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        weapon, receiver = given("weapon"), given("receiver", _TEXT)
        try:
            work = w.GiveReport(weapon, _to(), receiver)
            done = self.office.service.sign(who.number, given("pin"), work)
        except KioskSilent:
            done = WorkDone(reason="kiosk_silent")
        if done.reason:
            return self._handing(done, weapon, receiver)
        return redirect(f"{HOME}?said=given", 303)

    def _handing(self, done: WorkDone, weapon: str, receiver: str) -> Page:
        if self.office.who(DESK) is None:
            return redirect("/", 303)
        drawn = self._drawn(
            "losses/given.html",
            weapon=weapon,
            to=_to(),
            receiver=receiver,
            refused=done.reason,
            about=done.about,
        )
        return (drawn, 403) if done.reason else drawn

    def _form(self, done: WorkDone, kept: dict[str, str]) -> str:
        nothing = dict.fromkeys(("weapon", "kind", "when", *_FIELDS), "")
        return self._drawn(
            "losses/report.html",
            kept={**nothing, **kept},
            finds=_finds(),
            kinds=KINDS,
            refused=done.reason,
            about=done.about,
            said="",
        )

    def _drawn(self, template: str, **facts: object) -> str:
        who = self.office.who(DESK)
        assert who is not None, "asked before"
        nothing = {"refused": "", "about": "", "said": "", "silent": False, "begun": False}
        return self.office.drawn(template, who, DESK, **{**nothing, **facts})


def _figure(name: str) -> int:
    """Return the number of an entry in the address; 0 for anything else."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _FIGURES else 0


def _to() -> str:
    """Return whom a report is for; for any other word the first."""
    to = request.values.get("to", "")
    return to if to in TO else TO[0]


def _finds() -> bool:
    return request.values.get("finds", "") == "yes"
