"""The register's pages: one field that finds anything, and the life story of a weapon.

They read. What they write is one thing: that a weapon which was seen to is to be fit again. Whether
somebody may is asked of the kiosk with each question.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Flask, redirect, request

from kiosk.service.found import KINDS, FoundPage, StoryLine, StoryPage
from kiosk.service.protocol import KioskSilent, OfficePass, Register
from kiosk.service.rack_works import SetFit
from kiosk.service.stories import told, word
from web_ui.desks import Office, Page, given

DESK = "register"
HOME = "/register"

VIEWS = ("both", "original", "corrected")
"""How a story may be read: with its corrections, as it was first written, as it is known now."""

CORRECTIONS = frozenset({"correction.begun", "weapon.corrected"})
"""Lines that are a correction, and tell of nothing that happened to the weapon."""

WORK = "work.ordered"
"""The line that takes a weapon out of use, and says why."""

WHY_MAX = 200
"""Characters of a reason, as long as a field of a correction is."""

_SET_FIT = re.compile(r"(?:^|; )condition: [a-z]+ → fit(?:;|$)")
_LONGEST = 64
_LONGEST_AFTER = 400
_FIGURES = 18


@dataclass(frozen=True, slots=True)
class RegisterDesk:
    """The desk where one reads in the register."""

    register: Register
    name: str = DESK
    home: str = HOME

    def add(self, app: Flask, office: Office) -> None:
        """Put its pages into the app of the office."""
        reading = Reading(self.register, office)
        app.get(HOME, endpoint="register")(reading.search)
        app.get(f"{HOME}/weapon", endpoint="story")(reading.story)
        app.post(f"{HOME}/fit", endpoint="fit")(reading.set_fit)


@dataclass(frozen=True, slots=True)
class Reading:
    """The register's pages. Every method answers one address."""

    register: Register
    office: Office

    def search(self) -> Page:
        """Show what is called so, or the register from its beginning; a scanned weapon, at once."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        text, kind = _given("q", _LONGEST).strip(), _given("kind", _LONGEST)
        kind = kind if kind in KINDS else ""
        after = _given("after", _LONGEST_AFTER)
        try:
            page = self.register.find(who.number, text, after, kind)
        except KioskSilent:
            return self._drawn("register/search.html", who, text=text, kind=kind, silent=True), 503
        one = page.found[0] if len(page.found) == 1 else None
        if text and not after and one is not None and one.weapon and one.sort == "exact":
            return redirect(story_of(one.weapon.number), 303)
        shown = self._drawn(
            "register/search.html", who, page=page, text=text, kind=kind, begun=bool(after)
        )
        return (shown, 403) if page.reason else shown

    def story(self) -> Page:
        """Show the life of one weapon, the newest page of it first."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        return self._story(who, "", 200)

    def set_fit(self) -> Page:
        """Ask that a weapon is fit again; two people go on at the kiosk's own reader."""
        who, number = self.office.who(DESK), _given("number", _LONGEST_AFTER)
        if who is None:
            return redirect("/", 303)
        work = SetFit(number, given("stands"), given("why", WHY_MAX))
        reason = self.office.sign(who, given("pin"), work)
        if reason:
            return self._story(who, reason, 409)
        return redirect(story_of(number, done="correcting"), 303)

    def _story(self, who: OfficePass, refused: str, status: int) -> Page:
        number = _given("number", _LONGEST_AFTER)
        try:
            page = self.register.story(
                who.number, number, before=_figure("before"), after=_figure("after")
            )
        except KioskSilent:
            return self._drawn("register/story.html", who, number=number, silent=True), 503
        view = _given("view", _LONGEST)
        view = view if view in VIEWS else VIEWS[0]
        lines = seen_as(page, view)
        drawn = self._drawn(
            "register/story.html", who, story=page, number=number, view=view, lines=lines,
            orders=orders_of(page), refused=refused, done=_given("done", _LONGEST) == "correcting",
        )  # fmt: skip
        if page.reason:
            return drawn, 403
        return drawn, status if page.lines or page.weapon is not None else 404

    def _drawn(self, template: str, who: OfficePass, **facts: object) -> str:
        nothing: Mapping[str, object] = {
            "page": FoundPage(), "story": StoryPage(), "text": "", "kind": "", "begun": False,
            "silent": False, "kinds": KINDS, "view": VIEWS[0], "views": VIEWS, "lines": (),
            "orders": (), "refused": "", "done": False, "why_max": WHY_MAX,
        }  # fmt: skip
        shown = {**nothing, **facts, "told": told, "word": word}
        return self.office.drawn(template, who, DESK, **shown, story_of=story_of, searched=searched)


def orders_of(story: StoryPage) -> tuple[StoryLine, ...]:
    """Return the orders for work that keep a weapon out of use, of those on this page.

    Those since the newest correction that set it fit; none of a weapon that is fit.
    """
    one = story.weapon.weapon if story.weapon is not None else None
    if one is None or one.condition == "fit":
        return ()
    done = max((line.seq for line in story.lines if _says_fit(line)), default=0)
    return tuple(line for line in story.lines if line.kind == WORK and line.seq > done)


def _says_fit(line: StoryLine) -> bool:
    said = _SET_FIT.search(line.facts.get("changed", ""))
    return line.kind == "weapon.corrected" and said is not None


def seen_as(story: StoryPage, view: str) -> tuple[StoryLine, ...]:
    """Return the lines of a story as one of `VIEWS` has them; the book keeps all of them for ever.

    As it is known now, the weapon was registered as it stands today; such a line is marked by the
    fact `corrected`.
    """
    if view == "both":
        return story.lines
    lines = tuple(line for line in story.lines if line.kind not in CORRECTIONS)
    if view == "original" or story.weapon is None or story.weapon.weapon is None:
        return lines
    weapon = story.weapon.weapon
    known = {
        "weapon.name": weapon.name,
        "weapon.serial": weapon.serial,
        "weapon.calibre": story.weapon.calibre,
    }
    return tuple(
        _as_known(line, known) if line.kind == "weapon.registered" else line for line in lines
    )


def _as_known(line: StoryLine, known: Mapping[str, str]) -> StoryLine:
    if all(line.facts.get(name, "") == value for name, value in known.items()):
        return line
    return replace(line, facts={**line.facts, **known, "corrected": "true"})


def searched(**asked: str) -> str:
    """Return the address of a search."""
    return f"{HOME}?{urlencode({name: value for name, value in asked.items() if value})}"


def story_of(number: str, **beside: int | str) -> str:
    """Return the address of a page of a weapon's story."""
    return f"{HOME}/weapon?{urlencode({'number': number, **beside})}"


def _given(name: str, longest: int) -> str:
    return request.args.get(name, "")[:longest]


def _figure(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _FIGURES else 0
