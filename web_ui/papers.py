"""Papers that are printed at the desks: the certificate of a count, labels, blank cards, and more.

It is no desk of its own: each paper hangs at the desk where it is looked for, and comes back
as a page to print. What there is none of is said in a sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response, redirect, request

from kiosk.service.papers.views import (
    CARDS_MAX,
    LISTS,
    PRINTERS_DPI,
    ROLLS,
    SHEETS,
    THINGS,
    LabelsWanted,
    PaperPage,
    Papers,
)
from kiosk.service.protocol import KioskSilent, OfficePass
from web_ui.desks import Office, Page, as_paper

HOME = "/papers"

AT = {
    "certificate": ("bay",),
    "search_list": ("bay",),
    "labels": ("racking", "register"),
    "badges": ("people",),
    "commands": ("register",),
    "positions": ("racking", "register"),
    "cards": ("cards", "racking"),
    "losses": ("losses",),
}
"""At which desks somebody sits who is shown what; the kiosk decides anew."""

WHY = frozenset(
    {
        "no_certificate", "nothing_missing", "no_labels", "no_weapon_number", "too_many_labels",
        "label_first", "label_too_small", "badge_given", "badge_numbers", "sheet_unknown",
        "card_number", "card_known", "cards_many",
    }
)  # fmt: skip
"""Why there is no paper, said here: none of it is an entry, so that none is a refusal."""

FILES = {"csv": "text/csv", "json": "application/json"}

_LONGEST = 4_000
_FIGURES = 18


@dataclass(frozen=True, slots=True)
class PaperPages:
    """The addresses of papers."""

    papers: Papers
    name: str = "papers"
    home: str = HOME

    def add(self, app: Flask, office: Office) -> None:
        """Put its pages into the app of the office."""
        press = Press(self.papers, office)
        app.get(f"{HOME}/certificate", endpoint="count_paper")(press.certificate)
        app.get(f"{HOME}/search", endpoint="search_paper")(press.search_list)
        app.get(f"{HOME}/labels", endpoint="labels_form")(press.labels_form)
        app.get(f"{HOME}/labels/print", endpoint="labels_paper")(press.labels)
        app.get(f"{HOME}/cards", endpoint="blank_cards_form")(press.cards_form)
        app.get(f"{HOME}/cards/print", endpoint="blank_cards")(press.cards)
        app.get(f"{HOME}/losses.<form>", endpoint="losses_file")(press.losses)


@dataclass(frozen=True, slots=True)
class Press:
    """The pages. Every method answers one address."""

    papers: Papers
    office: Office

    def certificate(self) -> Page:
        """Give the certificate of a count, to print."""
        count = _figure("count")
        return self._paper("certificate", lambda who: self.papers.certificate(who, count))

    def search_list(self) -> Page:
        """Give the list that every missing weapon is searched by."""
        return self._paper("search_list", self.papers.search_list)

    def labels_form(self) -> Page:
        """Show the form that labels are asked for with."""
        who, desk = self._who("labels")
        if who is None:
            return redirect("/", 303)
        facts: dict[str, object] = {
            "numbers": _given("numbers"),
            "sheets": SHEETS,
            "rolls": [(roll, dpi) for roll in ROLLS for dpi in PRINTERS_DPI],
            "kinds": ("", *LISTS, *(one for one in THINGS if {*AT[one]} & {*who.desks})),
            "listed": LISTS,
        }
        return self._drawn("labels", who, desk, **facts)

    def labels(self) -> Page:
        """Give labels to print, or the list of where each is stuck."""
        every, stuck = _given("every"), _given("stuck") == "yes"
        stock, on_roll, dpi = _given("sheet").partition("@")
        wanted = LabelsWanted(
            tuple(_given("numbers").split()) if not every else (),
            every if every in (*LISTS, *THINGS) else "",
            SHEETS[0] if on_roll else stock or SHEETS[0],
            _figure("first") or 1,
            _figure("part") or 1,
            stuck=stuck,
            roll=stock if on_roll else "",
            dpi=int(dpi) if dpi in map(str, PRINTERS_DPI) else 0,
            begins=_figure("begins", -1),
            ends=_figure("ends", -1),
        )
        paper = every if every in THINGS else "labels"
        answer = self._asked(paper, lambda who: self.papers.labels(who, wanted))
        if not isinstance(answer, PaperPage):
            return answer
        if on_roll and not stuck:
            return _as_file(answer, "text/plain", "labels.zpl")
        return as_paper(answer.text)

    def cards_form(self) -> Page:
        """Show the form that blank cards are asked for with."""
        who, desk = self._who("cards")
        if who is None:
            return redirect("/", 303)
        return self._drawn("cards", who, desk, most=CARDS_MAX)

    def cards(self) -> Page:
        """Give blank registration cards to print."""
        first, many = _given("first").strip(), _figure("many")
        return self._paper("cards", lambda who: self.papers.cards(who, first, many))

    def losses(self, form: str) -> Page:
        """Give the reports of losses that stand open, as a file."""
        kind = form if form in FILES else "csv"
        answer = self._asked("losses", lambda who: self.papers.losses(who, kind))
        if not isinstance(answer, PaperPage):
            return answer
        return _as_file(answer, FILES[kind], f"losses.{kind}")

    def _paper(self, paper: str, ask: Callable[[str], PaperPage]) -> Page:
        answer = self._asked(paper, ask)
        return as_paper(answer.text) if isinstance(answer, PaperPage) else answer

    def _asked(self, paper: str, ask: Callable[[str], PaperPage]) -> Page | PaperPage:
        """Return a paper, or the page that says why there is none."""
        who, desk = self._who(paper)
        if who is None:
            return redirect("/", 303)
        try:
            answer = ask(who.number)
        except KioskSilent:
            return self._drawn("nothing", who, desk, silent=True), 503
        if not answer.reason:
            return answer
        facts = {"why": answer.reason if answer.reason in WHY else "", "reason": answer.reason}
        drawn = self._drawn("nothing", who, desk, about=answer.about, **facts)
        return drawn, 404 if answer.reason in WHY else 403

    def _who(self, paper: str) -> tuple[OfficePass | None, str]:
        """Return who asks, and the desk they sit at; nobody when they sit at none of its desks."""
        for desk in AT[paper]:
            who = self.office.who(desk)
            if who is not None:
                return who, desk
        return None, ""

    def _drawn(self, name: str, who: OfficePass, desk: str, **facts: object) -> str:
        nothing = {"silent": False, "why": "", "reason": "", "about": ""}
        return self.office.drawn(f"papers/{name}.html", who, desk, **{**nothing, **facts})


def _as_file(page: PaperPage, kind: str, name: str) -> Response:
    sent = Response(page.text, mimetype=kind)
    sent.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return sent


def _given(name: str) -> str:
    return request.args.get(name, "")[:_LONGEST]


def _figure(name: str, none: int = 0) -> int:
    """Return a number of the address; `none` for what is no number."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _FIGURES else none
