"""The desk of musters: what is kept at posts, the sheets that go there, and what comes back.

Rows that were scanned stand in the address of their own page, so that a desk may be left and come
back to; nothing is written before somebody signs for it with their PIN.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from flask import Flask, redirect, request

from kiosk.service import muster_works as w
from kiosk.service.musters.views import MusterPage, Musters, MustersPage, PaperPage, ReadPage
from kiosk.service.protocol import KioskSilent, OfficePass, WorkDone
from web_ui.desks import Office, Page, as_paper, given

DESK = "musters"
HOME = "/musters"

ANSWERS = ("seen", "not_seen", "differs")
"""What a sheet may say of a weapon."""

ROWS_MAX = 100
"""Rows of one signature: a sheet that has more is entered in parts."""

DAYS, EVERY_D = 366, 31
"""What the form offers first: an order for a year, a muster a month."""

Told = TypeVar("Told", MustersPage, MusterPage, ReadPage, PaperPage)

_TEXT, _CODE, _FIGURES = 64, 32, 9
_BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class MustersDesk:
    """The desk where weapons are left at posts, and sheets drawn and read."""

    musters: Musters
    name: str = DESK
    home: str = HOME

    def add(self, app: Flask, office: Office) -> None:
        """Put its pages into the app of the office."""
        desk = MusterPages(self.musters, office)
        app.get(HOME, endpoint="musters")(desk.page)
        app.post(f"{HOME}/leave", endpoint="muster_leave")(desk.leave)
        app.post(f"{HOME}/draw", endpoint="muster_draw")(desk.draw)
        app.get(f"{HOME}/sheet", endpoint="muster_sheet")(desk.sheet)
        app.post(f"{HOME}/close", endpoint="muster_close")(desk.close)
        app.get(f"{HOME}/paper", endpoint="muster_paper")(desk.paper)
        app.get(f"{HOME}/enter", endpoint="muster_enter")(desk.enter)
        app.post(f"{HOME}/enter", endpoint="muster_sign")(desk.sign)


@dataclass(frozen=True, slots=True)
class MusterPages:
    """The pages. Every method answers one address."""

    musters: Musters
    office: Office

    def page(self) -> Page:
        """Show every post, what is kept there, and what is out for a day."""
        return self._page(WorkDone())

    def _page(self, done: WorkDone) -> Page:
        def drawn(who: OfficePass, page: MustersPage) -> Page:
            said = request.args.get("said", "")
            return self._drawn(
                "musters/list.html", who, page=page, refused=done.reason, about=done.about,
                said=said if said in {"left", "entered", "closed"} else "", days=DAYS,
                every_d=EVERY_D,
            )  # fmt: skip

        return self._shown(done, self._read(self.musters.page, drawn))

    def leave(self) -> Page:
        """Leave a weapon with its holder, as whoever is logged in, by the PIN typed for it."""
        weapon, _, officer = given("weapon").partition(_BETWEEN)
        work = w.LeaveAtPost(
            weapon, officer, given("post"), given("order"), _figure(given("days")),
            _figure(given("every_d")),
        )  # fmt: skip
        return self._signed(work, self._page, f"{HOME}?said=left")

    def draw(self) -> Page:
        """Draw a sheet for a post; to the post's sheet when it is drawn."""
        post = given("post")
        return self._signed(w.DrawMuster(post), self._page, HOME)

    def sheet(self) -> Page:
        """Show a sheet that is out, row by row."""
        return self._sheet(WorkDone())

    def _sheet(self, done: WorkDone) -> Page:
        number = _figure(_asked("number"))

        def drawn(who: OfficePass, page: MusterPage) -> Page:
            return self._drawn(
                "musters/sheet.html", who, page=page, refused=done.reason, about=done.about
            )

        answer = self._read(lambda by: self.musters.muster(by, number), drawn)
        return self._shown(done, answer)

    def close(self) -> Page:
        """Close a sheet."""
        work = w.CloseMuster(_figure(_asked("number")))
        return self._signed(work, self._sheet, f"{HOME}?said=closed")

    def paper(self) -> Page:
        """Give a sheet as a page to print."""
        number = _figure(_asked("number"))

        def drawn(_: OfficePass, page: PaperPage) -> Page:
            return as_paper(page.html)

        return self._read(lambda by: self.musters.paper(by, number), drawn)

    def enter(self) -> Page:
        """Show the rows that were scanned so far, with the one scanned just now."""
        rows = rows_of(request.args.getlist("r"))
        code = "".join(_asked("scan", _CODE).split())
        if code:
            answer = _asked("answer")
            engraved = _asked("engraved") if answer == "differs" else ""
            rows = added(rows, w.SaidRow(code, answer if answer in ANSWERS else "", engraved))
            asked = [("seen_by", _asked("seen_by")), *_fields(rows)]
            return redirect(f"{HOME}/enter?{urlencode(asked)}", 303)
        return self._enter(rows, _asked("seen_by"), WorkDone())

    def _enter(self, rows: tuple[w.SaidRow, ...], seen_by: str, done: WorkDone) -> Page:
        def drawn(who: OfficePass, page: ReadPage) -> Page:
            return self._drawn(
                "musters/enter.html", who, page=page, rows=rows, seen_by=seen_by,
                refused=done.reason, about=done.about, answers=ANSWERS, said_so=said_so,
                without=_without,
            )  # fmt: skip

        answer = self._read(lambda by: self.musters.read(by, rows, seen_by), drawn)
        return self._shown(done, answer)

    def sign(self) -> Page:
        """Enter the rows that were scanned, all of them or none."""
        rows, seen_by = rows_of(request.form.getlist("r")), given("seen_by")
        work = w.EnterMuster(rows, seen_by)
        return self._signed(
            work, lambda done: self._enter(rows, seen_by, done), f"{HOME}?said=entered"
        )

    def _signed(self, work: w.MusterWork, again: Callable[[WorkDone], Page], then: str) -> Page:
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        try:
            done = self.office.service.sign(who.number, given("pin"), work)
        except KioskSilent:
            done = WorkDone(reason="kiosk_silent")
        return again(done) if done.reason else redirect(then, 303)

    def _read(self, ask: Callable[[str], Told], draw: Callable[[OfficePass, Told], Page]) -> Page:
        """Ask the kiosk as whoever is logged in, and draw what it says, or that it is silent."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        try:
            told = ask(who.number)
            if not told.reason:
                return draw(who, told)
        except KioskSilent:
            return self._drawn("musters/silent.html", who, reason=""), 503
        return self._drawn("musters/silent.html", who, reason=told.reason), 403

    def _drawn(self, template: str, who: OfficePass, **facts: object) -> str:
        nothing = {"refused": "", "about": "", "said": ""}
        return self.office.drawn(template, who, DESK, **{**nothing, **facts}, sheet_of=sheet_of)

    @staticmethod
    def _shown(done: WorkDone, answer: Page) -> Page:
        return (answer, 403) if done.reason and isinstance(answer, str) else answer


def sheet_of(number: int, page: str = "sheet") -> str:
    """Return the address of a sheet: to look at, or its paper."""
    return f"{HOME}/{page}?{urlencode({'number': number})}"


def added(rows: tuple[w.SaidRow, ...], row: w.SaidRow) -> tuple[w.SaidRow, ...]:
    """Return rows with the newest first; one that was scanned before with the same answer, once."""
    return (row, *(one for one in rows if one != row))[:ROWS_MAX]


def said_so(row: w.SaidRow) -> str:
    """Return a row as one field of a form."""
    return _BETWEEN.join((row.code, row.answer, row.engraved))


def rows_of(fields: Sequence[str]) -> tuple[w.SaidRow, ...]:
    """Return the rows of a form; a field that no page of ours can have sent is passed over."""
    split = (field.split(_BETWEEN) for field in fields[:ROWS_MAX])
    return tuple(
        w.SaidRow(code[:_CODE], answer, engraved[:_CODE])
        for code, answer, engraved in (parts for parts in split if len(parts) == 3)  # noqa: PLR2004 - code, answer, digits
    )


def _fields(rows: tuple[w.SaidRow, ...]) -> list[tuple[str, str]]:
    return [("r", said_so(row)) for row in rows]


def _without(rows: tuple[w.SaidRow, ...], place: int, seen_by: str) -> str:
    """Return the address of what was scanned, without one row of it."""
    left = tuple(row for other, row in enumerate(rows) if other != place)
    return f"{HOME}/enter?{urlencode([('seen_by', seen_by), *_fields(left)])}"


def _asked(name: str, longest: int = _TEXT) -> str:
    return request.values.get(name, "").strip()[:longest]


def _figure(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _FIGURES else 0
