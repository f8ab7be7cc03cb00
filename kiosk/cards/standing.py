"""How far each list of cards has come: told by what lies beside the book, and by the book.

Nothing is kept in here but who writes cards just now, and which lists were refused: a kiosk that
was started again finds everything else where it was.
"""

import json
import threading
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk.cards.arriving import Arriving, is_stack_name
from kiosk.cards.errands import Errand, Errands
from kiosk.cards.keying import keyed_of, unsettled
from kiosk.cards.running import CardsDesk, Went
from kiosk.cards.waiting import FOLDER, Waiting
from kiosk.registry.card_queries import Cards, KnownStack
from kiosk.registry.opening import DATABASE
from kiosk.registry.staged_cards import StagedCards
from kiosk.service.cards import views as v
from kiosk.service.protocol import KioskSilent
from kiosk.spelling import thing

COLUMNS = "columns.json"

_REPORTED = frozenset({v.State.JUDGED, v.State.AWAITED, v.State.IN})


@dataclass(slots=True)
class Standing:
    """Where the lists of one book stand. Any thread."""

    book: Path
    arriving: Arriving
    errands: Errands
    desk: CardsDesk
    _writing: dict[str, threading.Thread] = field(default_factory=dict)
    _stuck: dict[str, Went] = field(default_factory=dict)
    _closed: threading.Event = field(default_factory=threading.Event)
    _one: threading.Lock = field(default_factory=threading.Lock)

    def close(self) -> None:
        """Begin no portion of cards from now on."""
        self._closed.set()

    def waiting(self, name: str) -> Waiting | None:
        """Return a stack that lies beside the book, by a name that is no path."""
        if not is_stack_name(name):
            return None
        waiting = Waiting(self.book / FOLDER / name)
        return waiting if waiting.staging.exists() else None

    def columns(self, name: str) -> v.Columns | None:
        """Return the columns of a list that was looked at."""
        try:
            said = json.loads((self.book / FOLDER / name / COLUMNS).read_bytes())
        except FileNotFoundError:
            return None
        columns: v.Columns = thing(v.Columns, said)
        return columns

    def all(self) -> tuple[v.Stack, ...]:
        """Return every list and stack: those on their way first, then those of the register."""
        known = self._known()
        beside = {one.parent.name for one in (self.book / FOLDER).glob("*/staging.db")}
        names = {*self.arriving.names(), *self.errands.names(), *filter(is_stack_name, beside)}
        found = [self._of(name, known.get(name)) for name in sorted({*names, *known})]
        told = [one for one in found if one is not None]
        return tuple(sorted(told, key=lambda one: (one.state == v.State.IN, one.file, one.name)))

    def of(self, name: str) -> v.Stack | None:
        """Return one of them, without what is long to find out."""
        return self._of(name, self._known().get(name)) if is_stack_name(name) else None

    def whole(self, stack: v.Stack) -> v.Stack:
        """Return a stack with its columns, or with what became of its cards."""
        if stack.state == v.State.COLUMNS:
            return replace(stack, columns=self.columns(stack.name))
        waiting = self.waiting(stack.name)
        if waiting is None or stack.state not in _REPORTED:
            return stack  # to count a long list takes a tenth of a second
        return replace(stack, found=self._found(waiting, stack.state))

    def goes_on(self, name: str) -> None:
        """Write the cards of a stack that two people stand by, in the background, to its end."""
        with self._one:
            before = self._writing.get(name)
            if before is not None and before.is_alive():
                return
            self._stuck.pop(name, None)
            thread = threading.Thread(target=self._write, args=(name,), name=name, daemon=True)
            self._writing[name] = thread
            thread.start()

    def _write(self, name: str) -> None:
        while not self._closed.is_set():
            try:
                went = self.desk.go_on(name)
            except KioskSilent as silent:
                went = Went(wrong=str(silent), why="unread")
            if went.wrong:
                self._stuck[name] = went
            if went.wrong or went.closed:
                return

    def _known(self) -> Mapping[str, KnownStack]:
        with closing(Cards.at(self.book / DATABASE)) as cards:
            return {one.stack: one for one in cards.stacks()} if cards.ready() else {}

    def _of(self, name: str, known: KnownStack | None) -> v.Stack | None:
        if known is not None:
            return self._in_the_book(known)
        errand = self.errands.of(name)
        if errand is not None and not errand.over:
            return _on_its_way(name, errand)
        if self.waiting(name) is not None:
            return self._beside(name, errand)
        expected = self.arriving.expected(name)
        if expected is None:
            return None if errand is None or not errand.why else _refused(name, errand)
        columns = self.book / FOLDER / name / COLUMNS
        state, mark = v.State.ARRIVING, ""
        if columns.exists():
            state, mark = v.State.COLUMNS, f"columns {columns.stat().st_mtime_ns}"
        why, detail = _of_errand(errand)
        return v.Stack(
            name, state, expected.file, by=expected.by, done=self.arriving.here(name),
            total=expected.size, mark=mark or state, why=why, detail=detail,
        )  # fmt: skip

    def _beside(self, name: str, errand: Errand | None) -> v.Stack | None:
        """Return a stack that was judged, and waits."""
        waiting = Waiting(self.book / FOLDER / name)
        try:
            judged_ns = waiting.staging.stat().st_mtime_ns
            with closing(StagedCards.at(waiting.staging)) as staging:
                stack = staging.stack
        except FileNotFoundError:
            return None  # somebody dropped it just now
        awaited = self.desk.awaited() == name
        state = v.State.AWAITED if awaited else v.State.JUDGED
        why, detail = _of_errand(errand)
        return v.Stack(
            name, state, stack.file, stack.rows, stack.staged_by, why=why, detail=detail,
            mark=f"judged {judged_ns}",
        )  # fmt: skip

    def _in_the_book(self, known: KnownStack) -> v.Stack:
        with closing(Cards.at(self.book / DATABASE)) as cards:
            by = tuple(cards.entry(known.begun)["by"])
            told = v.Stack(
                known.stack, v.State.IN, known.file, known.cards, known.staged_by, let_in_by=by,
                done=known.cards, total=known.cards, mark="in",
            )  # fmt: skip
            if known.closed is not None:
                return replace(told, head=f"{known.closed}:{cards.head_at(known.closed)}")
            row = cards.last_row(known.stack)
        stuck = self._stuck.get(known.stack, Went())
        return replace(
            told, state=v.State.COMING_IN, done=min(row, known.cards), mark="coming in",
            why=stuck.why, detail=stuck.wrong,
        )  # fmt: skip

    def _found(self, waiting: Waiting, state: str) -> v.Found | None:
        with suppress(FileNotFoundError):
            keyed, people = keyed_of(waiting)
            differing = unsettled(waiting)
            with (
                closing(StagedCards.at(waiting.staging)) as staging,
                closing(Cards.at(self.book / DATABASE)) as cards,
            ):
                found, judged = staging.reconciliation(), staging.judged
                known = cards.stack(waiting.name)
                fates = found.fates
                if known is not None and known.closed is not None:
                    closed = cards.entry(known.closed)
                    fates = {name: closed[name] for name in fates}
                weapons = others = 0
                if state == v.State.JUDGED:
                    weapons, _ = cards.weapons_since(judged.seq)
                    others = sum(one.stack != waiting.name for one in cards.stacks())
                    others -= judged.others_closed
            return v.Found(
                found.cards, fates, found.doubts, differing, judged.formulas, judged.mixed,
                keyed, people, weapons, others,
            )  # fmt: skip
        return None


def _on_its_way(name: str, errand: Errand) -> v.Stack:
    state = v.State.LOOKING if errand.looks else v.State.JUDGING
    return v.Stack(
        name, state, errand.order.file, by=errand.order.by, done=errand.done, total=errand.total,
        task=errand.task, mark=f"{state}",
    )  # fmt: skip


def _refused(name: str, errand: Errand) -> v.Stack:
    order = errand.order
    return v.Stack(
        name, v.State.REFUSED, order.file, by=order.by, mark="refused", why=errand.why,
        detail=errand.detail,
    )  # fmt: skip


def _of_errand(errand: Errand | None) -> tuple[str, str]:
    """Return why the last errand of a list did not end well, as word and sentence."""
    return ("", "") if errand is None else (errand.why, errand.detail)
