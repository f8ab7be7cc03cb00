"""The pages of paper cards: a list brought in, its columns said, its cards keyed and let in.

What happens is decided behind the hatch. Every form that is sent leads back to the page of its list
with what happened: whoever loads that page again sends nothing twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from kiosk.service.cards import views as v
from kiosk.service.protocol import KioskSilent, OfficePass
from web_ui import shell
from web_ui.cards_arriving import PIECE_FORM_MAX, Arriving
from web_ui.desks import Office, Page, given, secret
from web_ui.guard import Larger, allow_larger

DESK = "cards"
HOME = "/cards"

FORM_ROOM = 1 << 16
"""Bytes of a form beside the list that is in it."""

MOVING = frozenset({v.State.LOOKING, v.State.JUDGING, v.State.AWAITED, v.State.COMING_IN})
"""Where a list stands only until something has happened: the page looks again by itself."""

_LONGEST = 64
_LONGEST_AFTER = 200
_FIGURES = 9
Ask = Callable[[str, str, str], v.Sheet]
"""Asks for a piece of what is handed out: who, of which stack, where the piece before ended."""

_PAPER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; frame-ancestors 'none'; "
    "sandbox allow-modals"
)
"""A paper brings style and letters along, for whoever keeps it; it runs and loads nothing."""


@dataclass(frozen=True, slots=True)
class CardsDesk:
    """The desk at which lists of cards are brought in."""

    cards: v.Cards
    name: str = DESK
    home: str = HOME

    def add(self, app: Flask, office: Office) -> None:
        """Put its pages into the app of the office."""
        pages, arriving = Pages(self.cards, office), Arriving(self.cards, office)
        one = f"{HOME}/<name>"
        for rule, endpoint, answer in (
            (HOME, "cards", pages.all),
            (f"{HOME}/unmatched", "cards_unmatched", pages.unmatched),
            (one, "cards_one", pages.one),
            (f"{one}/doubts", "cards_doubts", pages.doubts),
            (f"{one}/differing", "cards_differing", pages.differing),
            (f"{one}/sought", "cards_sought", pages.sought),
            (f"{one}/keying", "cards_keying", pages.keying),
            (f"{one}/paper", "cards_paper", pages.paper),
            (f"{HOME}/export", "cards_export", pages.export),
            (f"{one}/export", "cards_export_one", pages.export),
            (f"{HOME}/arrived", "cards_arrived", arriving.arrived),
        ):
            app.get(rule, endpoint=endpoint)(answer)
        for rule, endpoint, sent in (
            (f"{one}/columns", "cards_columns", pages.say_columns),
            (f"{one}/again", "cards_again", pages.judge_again),
            (f"{one}/keying", "cards_key", pages.key),
            (f"{one}/sign", "cards_sign", pages.sign),
            (f"{one}/drop", "cards_drop", pages.drop),
            (f"{HOME}/list", "cards_list", arriving.whole),
            (f"{HOME}/piece", "cards_piece", arriving.piece),
        ):
            app.post(rule, endpoint=endpoint)(sent)

        def may() -> bool:
            return office.logins.at(DESK, secret(), watching=True) is not None

        allow_larger(app, "cards_list", Larger(v.LIST_MAX + FORM_ROOM, may))
        allow_larger(app, "cards_piece", Larger(PIECE_FORM_MAX + FORM_ROOM, may))
        app.register_error_handler(RequestEntityTooLarge, _too_large)


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of cards. Every method answers one address."""

    cards: v.Cards
    office: Office

    def all(self) -> Page:
        """Show every list, and where one is brought."""

        def shown(who: OfficePass) -> Page:
            told = self.cards.stacks(who.number)
            drawn = self._drawn("cards/list.html", who, told=told, **_happened(told.reason))
            return (drawn, 403) if told.reason else drawn

        return self._shown(shown)

    def one(self, name: str) -> Page:
        """Show one list as it stands."""

        def shown(who: OfficePass) -> Page:
            told = self.cards.stack(who.number, name)
            if told.stack is None:
                return self._nothing(who, told.reason, told.why)
            moving = told.stack.state in MOVING
            facts = {"stack": told.stack, "moving": moving, **_happened("")}
            return self._drawn("cards/stack.html", who, **facts)

        return self._shown(shown)

    def doubts(self, name: str) -> Page:
        """Show a page of doubts, of one kind if that is asked for."""
        kind, after = _asked("kind"), _asked("after", _LONGEST_AFTER)

        def shown(who: OfficePass) -> Page:
            told = self.cards.stack(who.number, name)
            if told.stack is None or told.stack.found is None:
                return self._nothing(who, told.reason, told.why or "went_on")
            page = self.cards.doubts(who.number, name, kind, after)
            facts = {"stack": told.stack, "page": page, "kind": kind, "begun": bool(after)}
            return self._drawn("cards/doubts.html", who, **facts)

        return self._shown(shown)

    def differing(self, name: str) -> Page:
        """Show what was keyed in two ways."""

        def shown(who: OfficePass) -> Page:
            page = self.cards.differences(who.number, name)
            if page.reason:
                return self._nothing(who, page.reason, "")
            return self._drawn("cards/differing.html", who, name=name, page=page)

        return self._shown(shown)

    def sought(self, name: str) -> Page:
        """Show the cards of a list whose weapons are looked for."""
        after = _figure("after")

        def shown(who: OfficePass) -> Page:
            told = self.cards.stack(who.number, name)
            if told.stack is None or told.stack.found is None:
                return self._nothing(who, told.reason, told.why or "went_on")
            page = self.cards.sought(who.number, name, after)
            facts = {"stack": told.stack, "page": page, "begun": bool(after)}
            return self._drawn("cards/sought.html", who, **facts)

        return self._shown(shown)

    def unmatched(self) -> Page:
        """Show cards without a weapon, or weapons without a card; those called so, if asked."""
        what, text = _asked("what"), _asked("q").strip()
        what = what if what in v.LONE else v.LONE[0]
        after = _asked("after", _LONGEST_AFTER)

        def shown(who: OfficePass) -> Page:
            page = self.cards.unmatched(who.number, what, text, after)
            if page.reason:
                return self._nothing(who, page.reason, "")
            facts = {"what": what, "text": text, "begun": bool(after), "lone": v.LONE}
            return self._drawn("cards/unmatched.html", who, page=page, **facts)

        return self._shown(shown)

    def keying(self, name: str) -> Page:
        """Ask for the next card to be keyed once more, or for a certain one."""

        def shown(who: OfficePass) -> Page:
            card = self.cards.next_card(who.number, name, _figure("after"), _figure("row"))
            if card.reason or card.why:
                return self._nothing(who, card.reason, card.why, name)
            said, about = _asked("said"), _asked("about")
            facts = {"name": name, "card": card, "said": said, "about": about, **_happened("")}
            return self._drawn("cards/keying.html", who, **facts, again=bool(_asked("again")))

        return self._shown(shown)

    def key(self, name: str) -> Page:
        """Take a card as it was keyed; one that differs is asked for once more."""
        row, again, card = _sent_figure("row"), bool(given("again")), given("card")
        typed = v.Typed(row, given("serial"), given("calibre"), again)

        def led(who: OfficePass) -> Answer:
            told = self.cards.key(who.number, name, typed)
            if told.reason or told.why:
                return _back(f"{name}/keying", after=row, reason=told.reason, why=told.why)
            if not told.agrees and not again:
                return _back(f"{name}/keying", row=row, again=1)
            said = "agreed" if told.agrees else "differs"
            return _back(f"{name}/keying", after=row, said=said, about=card)

        return self._led(f"{name}/keying", led)

    def say_columns(self, name: str) -> Page:
        """Take which column is what, and have the cards judged."""
        fields = list[str]()
        while (field := request.form.get(f"field-{len(fields)}")) is not None:
            fields.append(field[:_LONGEST])
        limon = tuple(place for place in range(len(fields)) if f"limon-{place}" in request.form)
        return self._did(
            name, lambda who: self.cards.judge(who, name, given("mark"), (*fields,), limon)
        )

    def judge_again(self, name: str) -> Page:
        """Have a list judged once more, its columns as they were."""
        return self._did(name, lambda who: self.cards.judge(who, name, given("mark"), (), ()))

    def sign(self, name: str) -> Page:
        """Sign for a stack, with the PIN typed for it."""
        if not given("signed"):
            return _back(name, why="sign_first")
        return self._did(name, lambda who: self.cards.sign(who, name, given("mark"), given("pin")))

    def drop(self, name: str) -> Page:
        """Drop a list that is not in the register."""
        return self._did(name, lambda who: self.cards.drop(who, name, given("mark")), "")

    def paper(self, name: str) -> Page | Response:
        """Hand out the reconciliation, to print and sign."""
        found = self._handed(name, self.cards.paper, "text/html; charset=utf-8")
        if isinstance(found, Response):
            found.headers["Content-Security-Policy"] = _PAPER_POLICY
        return found

    def export(self, name: str = "") -> Page | Response:
        """Hand out cards as CSV, byte for byte."""
        found = self._handed(name, self.cards.export, "text/csv; charset=utf-8")
        if isinstance(found, Response):
            file = f"cards-{name or 'all'}.csv"
            found.headers["Content-Disposition"] = f'attachment; filename="{file}"'
        return found

    def _handed(self, name: str, ask: Ask, kind: str) -> Page | Response:
        def pieces(number: str, sheet: v.Sheet) -> Iterator[bytes]:
            yield sheet.content
            while sheet.after:
                sheet = ask(number, name, sheet.after)
                if sheet.reason or sheet.why:
                    raise KioskSilent(sheet.reason or sheet.why)  # half of it must not look whole
                yield sheet.content

        def shown(who: OfficePass) -> Page:
            first = ask(who.number, name, "")
            if first.reason or first.why:
                return self._nothing(who, first.reason, first.why)
            return Response(pieces(who.number, first), content_type=kind)

        return self._shown(shown)

    def _shown(self, show: Callable[[OfficePass], Page]) -> Page:
        """Show a page to who sits here; nobody else is shown any, and a silent kiosk says so."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        try:
            return show(who)
        except KioskSilent:
            silent = {"why": "silent", "name": "", "moving": True}
            return self._drawn("cards/nothing.html", who, **silent), 503

    def _led(self, back: str, lead: Callable[[OfficePass], Answer]) -> Answer:
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        try:
            return lead(who)
        except KioskSilent:
            return _back(back, why="silent")

    def _did(self, name: str, work: Callable[[str], v.Done], home: str | None = None) -> Answer:
        """Do what was asked, and lead to the page that says what came of it."""

        def led(who: OfficePass) -> Answer:
            done = work(who.number)
            back = name if home is None or not done.well else home
            return _back(back, reason=done.reason, why=done.why)

        return self._led(name, led)

    def _nothing(self, who: OfficePass, reason: str, why: str, name: str = "") -> Page:
        """Say why there is nothing to show, and what to do."""
        drawn = self._drawn("cards/nothing.html", who, reason=reason, why=why, name=name)
        if reason:
            return drawn, 403
        return drawn, 404 if why == "gone" else 409

    def _drawn(self, template: str, who: OfficePass, **facts: object) -> str:
        shown = {"reason": "", "why": "", "moving": False, **facts}
        return self.office.drawn(
            template, who, DESK, **shown, limit=v.LIST_MAX >> 20, piece=PIECE_FORM_MAX
        )


def _too_large(wrong: RequestEntityTooLarge) -> Answer | Response:
    """Answer who brings a list that is larger than any; nothing of it was read."""
    if request.path.startswith(f"{HOME}/"):
        return _back("", why="too_large")
    return shell.answer_wrong(wrong)


def _back(page: str, **told: str | int) -> Answer:
    """Lead to a page of this desk, with what happened in its address."""
    said = urlencode({name: value for name, value in told.items() if value})
    place = f"{HOME}/{page}".rstrip("/")
    return redirect(f"{place}?{said}" if said else place, 303)


def _happened(reason: str) -> dict[str, object]:
    """Return what the form that led here came to: as a refusal of the rules, or in a word."""
    why = _asked("why")
    return {
        "reason": reason or _asked("reason"),
        "why": why if why in v.WHYS or why == "silent" else "",
    }


def _asked(name: str, longest: int = _LONGEST) -> str:
    return request.args.get(name, "")[:longest]


def _figure(name: str) -> int:
    return _number(request.args.get(name, ""))


def _sent_figure(name: str) -> int:
    return _number(given(name))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _FIGURES else 0
