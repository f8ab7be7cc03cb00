"""The desk of transfers: what goes to another store, what comes from one, and their papers.

Every list that is scanned stands in the address of its own page, so that a desk may be left and
come back to; nothing is written before somebody signs for it with their PIN.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request

from kiosk.service import works as w
from kiosk.service.protocol import KioskSilent, OfficePass, WorkDone
from kiosk.service.transfers.views import LoadPage, PaperPage, Transfers, TransfersPage
from web_ui.barcode import bars, modules
from web_ui.desks import Office, Page, called, given

DESK = "transfers"
HOME = "/transfers"

LABELS_MAX = 100
"""Weapons of one transfer: what the rules allow."""

NO_SERIAL = "-"
"""Typed for a weapon on which nothing is engraved, or nothing to be read."""

NOTE_BYTES = 48_000
"""Of a paper; what is longer is none, and no question to the kiosk may be."""

Told = TypeVar("Told", TransfersPage, PaperPage)

_TEXT, _NUMBER = 200, 64
_HOURS = 4
_FIELDS = ("to", "carrier", "hours", "why", "route", "vehicle", "seal")


@dataclass(frozen=True, slots=True)
class TransfersDesk:
    """The desk where weapons are sent and taken over."""

    transfers: Transfers
    name: str = DESK
    home: str = HOME

    def add(self, app: Flask, office: Office) -> None:
        """Put its pages into the app of the office."""
        desk = TransferPages(self.transfers, office)
        app.get(HOME, endpoint="transfers")(desk.page)
        app.get(f"{HOME}/new", endpoint="transfer_new")(desk.new)
        app.post(f"{HOME}/new", endpoint="transfer_send")(desk.send)
        app.get(f"{HOME}/paper", endpoint="transfer_paper")(desk.paper)
        app.get(f"{HOME}/file", endpoint="transfer_file")(desk.file)
        app.post(f"{HOME}/recall", endpoint="transfer_recall")(desk.recall)
        app.post(f"{HOME}/void", endpoint="transfer_void")(desk.void)
        app.get(f"{HOME}/read", endpoint="transfer_read")(desk.reading)
        app.post(f"{HOME}/read", endpoint="transfer_read_note")(desk.read)
        app.get(f"{HOME}/unload", endpoint="transfer_unload")(desk.unload)
        app.post(f"{HOME}/unload", endpoint="transfer_receive")(desk.receive)


@dataclass(frozen=True, slots=True)
class TransferPages:
    """The pages. Every method answers one address."""

    transfers: Transfers
    office: Office

    def page(self) -> Page:
        """Show every transfer under way, and the newest that ended."""
        return self._read(self.transfers.page, self._list)

    def _list(self, who: OfficePass, page: TransfersPage) -> Page:
        said = request.args.get("said", "")
        said = said if said in {"asked", "was_read"} else ""
        return self._drawn("transfers/list.html", who, page=page, said=said)

    def new(self) -> Page:
        """Show what was scanned for a new transfer, with the label scanned just now."""
        labels = _labels(request.args.getlist("w"), request.args.get("scan", ""))
        return self._new(labels, WorkDone(), dict.fromkeys(_FIELDS, ""))

    def _new(self, labels: tuple[str, ...], done: WorkDone, kept: dict[str, str]) -> Page:
        def drawn(who: OfficePass, page: TransfersPage) -> Page:
            load = self.transfers.load(who.number, labels) if labels else LoadPage()
            return self._drawn(
                "transfers/new.html", who, page=page, load=load, labels=labels, kept=kept,
                refused=done.reason, about=done.about, without=_without,
            )  # fmt: skip

        answer = self._read(self.transfers.page, drawn)
        return (answer, 403) if done.reason and isinstance(answer, str) else answer

    def send(self) -> Page:
        """Ask for a transfer, as whoever is logged in, by the PIN typed for it."""
        labels = _labels(request.form.getlist("w"), "")
        kept = {name: given(name, _TEXT) for name in _FIELDS}
        hours = int(kept["hours"]) if _is_figure(kept["hours"]) else 0
        words = {name: value for name, value in kept.items() if name != "hours"}
        work = w.SendTransfer(weapons=labels, hours=hours, **words)
        return self._signed(work, lambda done: self._new(labels, done, kept))

    def paper(self) -> Page:
        """Show one transfer as its paper has it: to look at, and to print."""
        return self._paper(WorkDone())

    def _paper(self, done: WorkDone) -> Page:
        number, side = _asked("number"), _asked("side")

        def drawn(who: OfficePass, paper: PaperPage) -> Page:
            return self._drawn(
                "transfers/paper.html", who, page=paper, refused=done.reason, about=done.about,
                bars=bars, modules=modules,
            )  # fmt: skip

        answer = self._read(lambda by: self.transfers.paper(by, number, side), drawn)
        return (answer, 403) if done.reason and isinstance(answer, str) else answer

    def file(self) -> Page:
        """Give the file that travels with a transfer, or its receipt."""
        number, side = _asked("number"), _asked("side")

        def drawn(_: OfficePass, paper: PaperPage) -> Page:
            if not paper.note:
                return redirect(paper_of(number, side), 303)
            name = f"{number}-{'manifest' if side == 'sent' else 'receipt'}.txt"
            answer = Response(paper.note, mimetype="text/plain")
            answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
            return answer

        return self._read(lambda by: self.transfers.paper(by, number, side), drawn)

    def recall(self) -> Page:
        """Ask that a transfer does not leave."""
        work = w.RecallTransfer(_asked("number"), given("why", _TEXT))
        return self._signed(work, self._paper)

    def void(self) -> Page:
        """Ask two people to say that a manifest is nobody's any more."""
        work = w.VoidManifest(_asked("number"), given("why", _TEXT))
        return self._signed(work, self._paper)

    def reading(self) -> Page:
        """Show the form that reads a paper."""
        return self._reading(WorkDone(), "")

    def _reading(self, done: WorkDone, note: str) -> Page:
        def drawn(who: OfficePass, page: TransfersPage) -> Page:
            return self._drawn(
                "transfers/read.html", who, page=page, refused=done.reason, about=done.about,
                note=note,
            )  # fmt: skip

        answer = self._read(self.transfers.page, drawn)
        return (answer, 403) if done.reason and isinstance(answer, str) else answer

    def read(self) -> Page:
        """Read a manifest or a receipt; its own first line says which it is."""
        note, wrong = _note()
        if wrong:
            return self._reading(WorkDone(reason=wrong), "")
        receipt = "/receipt/" in note.partition("\n")[0]
        work = w.ReadReceipt(note) if receipt else w.ReadManifest(note)
        return self._signed(work, lambda done: self._reading(done, note), said="was_read")

    def unload(self) -> Page:
        """Show what was unloaded so far, with the weapon compared just now."""
        pairs = _pairs(request.args.getlist("t"), request.args.getlist("s"))
        scanned, engraved = _asked("scan").strip(), _asked("engraved", _TEXT).strip()
        if scanned and engraved:
            read = "" if engraved == NO_SERIAL else engraved
            pairs, scanned = ((scanned, read), *pairs)[:LABELS_MAX], ""
        return self._unload(pairs, WorkDone(), "", scanned)

    def _unload(
        self, pairs: tuple[tuple[str, str], ...], done: WorkDone, why: str, scanned: str = ""
    ) -> Page:
        number = _asked("number")

        def drawn(who: OfficePass, paper: PaperPage) -> Page:
            return self._drawn(
                "transfers/unload.html", who, page=paper, pairs=pairs, why=why,
                refused=done.reason, about=done.about, number=number, scanned=scanned,
                without=_without_pair,
            )  # fmt: skip

        answer = self._read(lambda by: self.transfers.paper(by, number, "announced"), drawn)
        return (answer, 403) if done.reason and isinstance(answer, str) else answer

    def receive(self) -> Page:
        """Ask to take over what was unloaded."""
        pairs = _pairs(request.form.getlist("t"), request.form.getlist("s"))
        why = given("why", _TEXT)
        found = tuple(w.Unloaded(text, engraved) for text, engraved in pairs)
        work = w.ReceiveTransfer(_asked("number"), found, why)
        return self._signed(work, lambda done: self._unload(pairs, done, why))

    def _signed(self, work: w.Work, again: Callable[[WorkDone], Page], said: str = "asked") -> Page:
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        try:
            done = self.office.service.sign(who.number, given("pin"), work)
        except KioskSilent:
            done = WorkDone(reason="kiosk_silent")
        if done.reason:
            return again(done)
        return redirect(f"{HOME}?{urlencode({'said': said, **called(done)})}", 303)

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
            return self._drawn("transfers/silent.html", who, reason=""), 503
        return self._drawn("transfers/silent.html", who, reason=told.reason), 403

    def _drawn(self, template: str, who: OfficePass, **facts: object) -> str:
        nothing = {"refused": "", "about": "", "said": ""}
        return self.office.drawn(template, who, DESK, **{**nothing, **facts}, paper_of=paper_of)


def paper_of(number: str, side: str) -> str:
    """Return the address of the paper of a transfer."""
    return f"{HOME}/paper?{urlencode({'number': number, 'side': side})}"


def _labels(before: list[str], scanned: str) -> tuple[str, ...]:
    """Return the labels of a list, each once, the one scanned just now first."""
    texts = (text.strip()[:_NUMBER] for text in (scanned, *before))
    return tuple(dict.fromkeys(filter(None, texts)))[:LABELS_MAX]


def _without(labels: tuple[str, ...], one: str) -> str:
    """Return the address of a list without one of its labels."""
    return f"{HOME}/new?{urlencode([('w', label) for label in labels if label != one])}"


def _pairs(texts: list[str], engraved: list[str]) -> tuple[tuple[str, str], ...]:
    several = zip(texts, engraved, strict=False)
    return tuple((text.strip()[:_NUMBER], one.strip()[:_TEXT]) for text, one in several)[
        :LABELS_MAX
    ]


def _without_pair(number: str, pairs: tuple[tuple[str, str], ...], place: int) -> str:
    """Return the address of what was unloaded, without one of it."""
    left = [pair for other, pair in enumerate(pairs) if other != place]
    fields = [("number", number)]
    fields += [field for text, one in left for field in (("t", text), ("s", one))]
    return f"{HOME}/unload?{urlencode(fields)}"


def _note() -> tuple[str, str]:
    """Return the text of the paper that was sent, as a file or typed, and what is wrong with it."""
    sent = request.files.get("file")
    raw = b"" if sent is None else sent.stream.read(NOTE_BYTES + 1)
    if not raw:
        raw = request.form.get("note", "").encode(errors="replace")
    if len(raw) > NOTE_BYTES:
        return "", "note_of_another_kind"
    try:
        return raw.decode("utf-8"), ""
    except UnicodeDecodeError:
        return "", "note_of_another_kind"


def _asked(name: str, longest: int = _NUMBER) -> str:
    return request.values.get(name, "")[:longest]


def _is_figure(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _HOURS
