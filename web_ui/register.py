"""The register's pages: one field that finds anything, and the life story of a weapon.

They read, and write nothing. Whether somebody may is asked of the kiosk with each question.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Flask, redirect, request

from kiosk.service.found import KINDS, FoundPage, StoryLine, StoryPage
from kiosk.service.protocol import KioskSilent, OfficePass, Register
from kiosk.service.stories import told, word
from web_ui.desks import Office, Page

DESK = "register"
HOME = "/register"

VIEWS = ("both", "original", "corrected")
"""How a story may be read: with its corrections, as it was first written, as it is known now."""

CORRECTIONS = frozenset({"correction.begun", "weapon.corrected"})
"""Lines that are a correction, and tell of nothing that happened to the weapon."""

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
            "register/story.html", who, story=page, number=number, view=view, lines=lines
        )
        if page.reason:
            return drawn, 403
        return drawn if page.lines or page.weapon is not None else (drawn, 404)

    def _drawn(self, template: str, who: OfficePass, **facts: object) -> str:
        nothing: Mapping[str, object] = {
            "page": FoundPage(), "story": StoryPage(), "text": "", "kind": "", "begun": False,
            "silent": False, "kinds": KINDS, "view": VIEWS[0], "views": VIEWS, "lines": (),
        }  # fmt: skip
        shown = {**nothing, **facts, "told": told, "word": word}
        return self.office.drawn(template, who, DESK, **shown, story_of=story_of, searched=searched)


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
