"""The capital's lists at the desk of losses: brought in, signed for, and what is here of them.

What happens is decided behind the hatch. Every form leads back to the one page, with what happened:
whoever loads that page again sends nothing twice.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, redirect, request
from werkzeug.wrappers import Response as Answer

from kiosk.service import works as w
from kiosk.service.cards.views import LIST_MAX, Done
from kiosk.service.losses.national_views import ListsPage, ListState, NationalLists
from kiosk.service.protocol import KioskSilent, WorkDone
from kiosk.service.stories import word
from web_ui.cards_arriving import PIECE_FORM_MAX, Arriving
from web_ui.desks import Office, Page, given, secret
from web_ui.guard import Larger, allow_larger

DESK = "losses"
HOME = "/losses/lists"
FORM_ROOM = 1 << 16
"""Bytes of a form beside the list that is in it."""

MOVING = frozenset({ListState.JUDGING, ListState.AWAITED, ListState.COMING_IN})
"""Where a list stands only until something has happened: the page looks again by itself."""

WHYS = frozenset({
    "columns", "broken_row", "cut_off", "empty", "no_rows", "no_table", "other_file", "too_large",
    "no_room", "gone", "went_on", "coming_in", "unread", "silent",
})  # fmt: skip
"""Why something about a list was not done, where no rule refused it. Each has its words."""

_SAID = frozenset({"asked", "signed", "dropped"})
_TEXT = 400


def add_lists(app: Flask, office: Office, lists: NationalLists) -> None:
    """Put the pages of lists into the app of the office."""
    pages = ListsPages(lists, office)
    arriving = Arriving(lists, office, DESK, HOME)
    app.get(HOME, endpoint="national")(pages.page)
    app.get(f"{HOME}/<name>", endpoint="national_one")(pages.led_back)
    app.get(f"{HOME}/arrived", endpoint="national_arrived")(arriving.arrived)
    app.post(f"{HOME}/list", endpoint="national_list")(arriving.whole)
    app.post(f"{HOME}/piece", endpoint="national_piece")(arriving.piece)
    app.post(f"{HOME}/sign", endpoint="national_sign")(pages.sign)
    app.post(f"{HOME}/drop", endpoint="national_drop")(pages.drop)
    app.post(f"{HOME}/other", endpoint="national_other")(pages.other)

    def may() -> bool:
        return office.logins.at(DESK, secret(), watching=True) is not None

    allow_larger(app, "national_list", Larger(LIST_MAX + FORM_ROOM, may))
    allow_larger(app, "national_piece", Larger(PIECE_FORM_MAX + FORM_ROOM, may))


@dataclass(frozen=True, slots=True)
class ListsPages:
    """The pages. Every method answers one address."""

    lists: NationalLists
    office: Office

    def page(self) -> Page:
        """Show every list as it stands, and what is here of them."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        why, said = _asked("why"), _asked("said")
        told, status = ListsPage(), 200
        try:
            told = self.lists.page(who.number)
        except KioskSilent:
            why, status = "silent", 503
        reason = told.reason or _asked("reason")
        drawn = self.office.drawn(
            "losses/lists.html", who, DESK,
            told=told,
            moving=status != 200 or any(one.state in MOVING for one in told.lists),  # noqa: PLR2004 - of HTTP
            refused=reason, about=_asked("about"),
            why=why if why in WHYS else "", whys=WHYS,
            said=said if said in _SAID else "",
            limit=LIST_MAX >> 20, piece=PIECE_FORM_MAX, word=word,
        )  # fmt: skip
        return (drawn, 403) if told.reason else (drawn, status)

    def led_back(self, name: str) -> Answer:
        """Lead who has just brought a list to the page of all of them."""
        return redirect(f"{HOME}#{name}" if name.isalnum() else HOME, 303)

    def sign(self) -> Answer:
        """Sign for a list, with the PIN typed for it."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        try:
            done = self.lists.sign(who.number, given("name"), given("pin"))
        except KioskSilent:
            done = Done(why="silent")
        return _back(done, "signed")

    def drop(self) -> Answer:
        """Forget a list that is not in the book."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        try:
            done = self.lists.drop(who.number, given("name"))
        except KioskSilent:
            done = Done(why="silent")
        return _back(done, "dropped")

    def other(self) -> Answer:
        """Ask two people to say that a weapon is another one than that of the list."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        work = w.SettleListed(given("weapon"), given("why", _TEXT))
        try:
            done = self.office.service.sign(who.number, given("pin"), work)
        except KioskSilent:
            done = WorkDone(reason="kiosk_silent")
        return _back(Done(done.reason, done.about), "asked")


def _back(done: Done, said: str) -> Answer:
    told = {"said": "" if done.reason or done.why else said, "why": done.why,
            "reason": done.reason, "about": done.about}  # fmt: skip
    return redirect(f"{HOME}?{urlencode({name: one for name, one in told.items() if one})}", 303)


def _asked(name: str) -> str:
    return request.args.get(name, "")[:64]
