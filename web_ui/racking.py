"""The desk of weapons that come in: what waits, the intake, one weapon with its marks and photos.

It decides nothing: what is signed here is judged by the kiosk, and a photo is looked at by the
kiosk alone. A photo goes to a browser with the one type its content has, and never as a page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, abort, make_response, redirect, request

from kiosk.service.protocol import KioskSilent, OfficePass, WorkDone
from kiosk.service.rack_works import (
    CorrectWeapon,
    Described,
    MarkWeapon,
    ReverseWeapon,
    SetFit,
    TagWeapon,
    TakeIn,
)
from kiosk.service.racking.views import (
    LISTS,
    Incoming,
    NextNumber,
    PieceTaken,
    WaitingPage,
    WeaponSheet,
)
from kiosk.service.stories import word
from kiosk.service.works import Work
from web_ui.desks import FIELD_MAX, Office, Page, called, given

DESK = "racking"
HOME = "/racking"

TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
"""As which a photo is served, by what the kiosk found it to be; there is no other."""

PHOTO_MAX = 8 << 20
"""Bytes of one photo; what is more the kiosk refuses, and here it is not even read."""

FORM_MAX = PHOTO_MAX + 65_536
"""The largest form of this desk: a photo and a few fields."""

BITE_MAX = 256 << 10
"""What of such a form may be in memory at once; the rest of it waits in a file. werkzeug reads in
bites of 64 KiB and refuses a form whose bite is more than this, file or not (measured, 3.1)."""

DRAINED_MAX = 256 << 20
"""Of a form that is far too large, so much is read and thrown away, that its browser hears why."""

MARKS = ("serial", "calibre", "maker", "year", "proof", "import", "other")
STATUSES = ("clear", "partial", "illegible", "altered", "none")
SOURCES = ("surrendered", "cache", "seized", "found", "bought", "other")
CONDITIONS = ("inspect", "fit", "quarantined")
"""What may be chosen; a weapon that was collected is looked at first. The kiosk knows the words."""

PHOTO_REASONS = frozenset(
    {
        "not_a_picture", "picture_cut_short", "picture_too_large", "picture_too_wide", "no_room",
        "upload_broken", "too_many_uploads",
    }
)  # fmt: skip
"""Why a photo was not taken: said by this desk; nothing of it is in the book."""

_LONGEST = 200
_DONE = ("taken_in", "marked", "tagged", "correcting")
_BLANK = {
    "number": "", "name": "", "type": "rifle", "serial": "", "serial_status": "clear",
    "calibre": "", "condition": "inspect", "source": "surrendered", "collected": "", "place": "",
    "document": "",
}  # fmt: skip
"""The form of a weapon that is taken in, before anybody wrote in it."""

_TAGS_LONGEST = 499
"""Four tags of 124 digits, with spaces between: what one weapon has at most."""

_DESCRIBED = {
    "name": _LONGEST, "type": _LONGEST, "serial": _LONGEST, "serial_status": _LONGEST,
    "calibre": _LONGEST, "tags": _TAGS_LONGEST,
}  # fmt: skip
"""What is corrected of a weapon here, and how long it may be."""


@dataclass(frozen=True, slots=True)
class RackingDesk:
    """The desk where weapons come in."""

    incoming: Incoming
    name: str = DESK
    home: str = HOME

    def add(self, app: Flask, office: Office) -> None:
        """Put its pages into the app of the office."""
        working = Working(self.incoming, office)
        app.get(HOME, endpoint="racking")(working.waiting)
        app.get(f"{HOME}/new", endpoint="intake")(working.intake)
        app.post(f"{HOME}/new", endpoint="take_in")(working.take_in)
        app.get(f"{HOME}/weapon", endpoint="incoming")(working.weapon)
        app.post(f"{HOME}/mark", endpoint="mark")(working.mark)
        app.post(f"{HOME}/tag", endpoint="tag")(working.tag)
        app.post(f"{HOME}/correct", endpoint="correct")(working.correct)
        app.post(f"{HOME}/reverse", endpoint="reverse")(working.reverse)
        app.post(f"{HOME}/fit", endpoint="set_fit")(working.set_fit)
        app.get(f"{HOME}/photo/<photo>", endpoint="photo")(working.photo)
        app.url_value_preprocessor(lambda endpoint, _: working.make_room(endpoint))


@dataclass(frozen=True, slots=True)
class Working:
    """The pages of this desk. Every method answers one address."""

    incoming: Incoming
    office: Office

    def waiting(self) -> Page:
        """Show what has no place yet, or what was never checked or cleaned."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        what = _asked("list")
        what = what if what in LISTS else LISTS[0]
        try:
            page = self.incoming.waiting(who.number, what, _asked("after"))
        except KioskSilent:
            return self._drawn("waiting", who, silent=True), 503
        begun = bool(_asked("after"))
        drawn = self._drawn("waiting", who, page=page, what=what, begun=begun, reason=page.reason)
        return (drawn, 403) if page.reason else drawn

    # ------------------------------------------------------------------ taking in
    def intake(self) -> Page:
        """Show the form of a collected weapon, with the number it gets."""
        who = self.office.who(DESK)
        return redirect("/", 303) if who is None else self._intake(who, _BLANK, WorkDone(), 200)

    def take_in(self) -> Page:
        """Take a weapon in as whoever is logged in, by the PIN typed for it."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        told = {name: given(name, _LONGEST) for name in _BLANK}
        another = request.form.get("another") == "yes"
        work = TakeIn(**told, another=another)
        done = self._signed(who, work)
        if done.reason:
            return self._intake(who, told, done, 409)
        return redirect(weapon_page(told["number"], done="taken_in", **called(done)), 303)

    def _intake(
        self, who: OfficePass, told: Mapping[str, str], refused: WorkDone, status: int
    ) -> Page:
        """Draw the form, what was written in it, and why it was not taken."""
        try:
            following = self.incoming.next_number(who.number)
        except KioskSilent:
            return self._drawn("intake", who, silent=True), 503
        number = told["number"] or following.number
        if refused.reason == "already_registered":
            number = following.number
        reason = following.reason or refused.reason
        drawn = self._drawn(
            "intake", who, told={**told, "number": number}, reason=reason, about=refused.about,
            following=following,
        )  # fmt: skip
        return drawn, 403 if following.reason else status

    # ------------------------------------------------------------------ one weapon
    def weapon(self) -> Page:
        """Show one weapon: how it came, its marks and photos, how far its racking is."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        done = _asked("done")
        return self._weapon(who, _asked("number"), "", 200, done=done if done in _DONE else "")

    def mark(self) -> Page:
        """Write a mark down as whoever is logged in; its photo is laid beside the book first."""
        who, number = self.office.who(DESK), _asked("number")
        if who is None:
            return redirect("/", 303)
        sent = request.files.get("photo")
        content = sent.stream.read(PHOTO_MAX + 1) if sent is not None and sent.filename else b""
        taken = PieceTaken()
        if sent is not None and sent.filename:
            taken = self._photo_taken(who, content)
        if taken.reason:
            return self._weapon(who, number, taken.reason, 422)
        work = MarkWeapon(
            number, given("kind"), given("text", _LONGEST), given("status"),
            given("where", _LONGEST), taken.photo, _figure(given("seen")),
        )  # fmt: skip
        done = self._signed(who, work)
        if done.reason:
            return self._weapon(who, number, done.reason, 409)
        return redirect(weapon_page(number, done="marked", **called(done)), 303)

    def tag(self) -> Page:
        """Give the weapon one more tag as whoever is logged in; what was read goes as it is."""
        who, number = self.office.who(DESK), _asked("number")
        if who is None:
            return redirect("/", 303)
        work = TagWeapon(number, given("tag", _LONGEST), _figure(given("seen")))
        done = self._signed(who, work)
        if done.reason:
            return self._weapon(who, number, done.reason, 409, about=done.about)
        return redirect(weapon_page(number, done="tagged", **called(done)), 303)

    def correct(self) -> Page:
        """Ask for a correction; two people go on at the kiosk's own reader."""
        who, number = self.office.who(DESK), _asked("number")
        if who is None:
            return redirect("/", 303)
        before, wanted = (
            Described(**{name: given(f"{which}{name}", most) for name, most in _DESCRIBED.items()})
            for which in ("was_", "")
        )
        done = self._signed(who, CorrectWeapon(number, given("why", _LONGEST), before, wanted))
        if done.reason:
            return self._weapon(who, number, done.reason, 409)
        return redirect(weapon_page(number, done="correcting"), 303)

    def reverse(self) -> Page:
        """Ask that a correction is taken back; two people go on at the kiosk's own reader."""
        who, number = self.office.who(DESK), _asked("number")
        if who is None:
            return redirect("/", 303)
        work = ReverseWeapon(number, _figure(given("line")), given("why_back", _LONGEST))
        done = self._signed(who, work)
        if done.reason:
            return self._weapon(who, number, done.reason, 409, about=done.about)
        return redirect(weapon_page(number, done="correcting"), 303)

    def set_fit(self) -> Page:
        """Ask that a weapon is fit again; two people go on at the kiosk's own reader."""
        who, number = self.office.who(DESK), _asked("number")
        if who is None:
            return redirect("/", 303)
        done = self._signed(who, SetFit(number, given("stands"), given("why", _LONGEST)))
        if done.reason:
            return self._weapon(who, number, done.reason, 409, about=done.about)
        return redirect(weapon_page(number, done="correcting"), 303)

    def photo(self, photo: str) -> Page:
        """Send a photo to who may see it, as the picture it is and nothing else."""
        who = self.office.who(DESK)
        if who is None:
            abort(403)
        try:
            found = self.incoming.photo(who.number, photo)
        except KioskSilent:
            abort(503)
        if found is None or found.kind not in TYPES:
            abort(404)
        answer = make_response(found.content)
        answer.headers["Content-Type"] = TYPES[found.kind]
        answer.headers["Content-Disposition"] = f'inline; filename="{photo[:12]}.{found.kind}"'
        return answer

    def make_room(self, endpoint: str | None) -> None:
        """Let a form with a photo be larger than others, and tell a browser that sent far too much.

        Before anything of it is read; for nobody who is not logged in.
        """
        who = self.office.who(DESK) if endpoint == "mark" else None
        if who is None:
            return
        request.max_content_length = FORM_MAX
        request.max_form_memory_size = BITE_MAX
        if (request.content_length or 0) > FORM_MAX:
            _drain()
            page = self._weapon(who, _asked("number"), "picture_too_large", 413)
            abort(make_response(page))

    def _photo_taken(self, who: OfficePass, content: bytes) -> PieceTaken:
        if len(content) > PHOTO_MAX:
            return PieceTaken("picture_too_large")
        try:
            return self.incoming.send_photo(who.number, content)
        except KioskSilent:
            return PieceTaken("kiosk_silent")

    def _weapon(  # noqa: PLR0913, PLR0917 - what one page is drawn from
        self,
        who: OfficePass,
        number: str,
        reason: str,
        status: int,
        done: str = "",
        about: str = "",
    ) -> Page:
        try:
            sheet = self.incoming.sheet(who.number, number)
        except KioskSilent:
            return self._drawn("weapon", who, silent=True), 503
        drawn = self._drawn(
            "weapon", who, sheet=sheet, number=number, reason=sheet.reason or reason, done=done,
            about=about,
        )  # fmt: skip
        if sheet.reason:
            return drawn, 403
        return drawn, status if sheet.weapon is not None else 404

    def _signed(self, who: OfficePass, work: Work) -> WorkDone:
        try:
            return self.office.service.sign(who.number, given("pin"), work)
        except KioskSilent:
            return WorkDone(reason="kiosk_silent")

    def _drawn(self, name: str, who: OfficePass, **facts: object) -> str:
        nothing: Mapping[str, object] = {
            "page": WaitingPage(), "what": LISTS[0], "lists": LISTS, "begun": False,
            "silent": False, "reason": "", "about": "", "done": "", "told": _BLANK, "number": "",
            "sheet": WeaponSheet(), "following": NextNumber(), "sources": SOURCES,
            "statuses": STATUSES, "marks": MARKS, "conditions": CONDITIONS,
            "photo_reasons": PHOTO_REASONS, "photo_max": PHOTO_MAX, "tags_max": _TAGS_LONGEST,
        }  # fmt: skip
        return self.office.drawn(
            f"racking/{name}.html", who, DESK, **{**nothing, **facts}, word=word,
            weapon_page=weapon_page, waiting_page=waiting_page, photo_of=photo_of,
        )  # fmt: skip


def weapon_page(number: str, **more: str) -> str:
    """Return the address of one weapon at this desk."""
    return f"{HOME}/weapon?{urlencode({'number': number, **more})}"


def waiting_page(what: str, after: str = "") -> str:
    """Return the address of a page of a list."""
    asked = {"list": what, "after": after}
    return f"{HOME}?{urlencode({name: value for name, value in asked.items() if value})}"


def photo_of(photo: str) -> str:
    """Return the address of a photo."""
    return f"{HOME}/photo/{photo}"


def _drain() -> None:
    """Read what still comes and throw it away: a browser that is cut off hears no answer."""
    left = min(request.content_length or 0, DRAINED_MAX)
    while left > 0 and (piece := request.environ["wsgi.input"].read(min(left, 1 << 16))):
        left -= len(piece)


def _asked(name: str) -> str:
    return request.args.get(name, "")[:FIELD_MAX]


def _figure(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - more marks than a weapon has room for
