"""Lists of cards brought in from a page: what the kiosk answers whoever sits at that desk.

Any thread. Nothing is decided in here: whether somebody may ask is asked of the rules each time,
who lets a stack in is decided in the keeper's turn, and the cards are read and judged by a program
apart. A stack is known by what lies in its folder, so that a kiosk that was started again goes on.
"""

import json
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import astuple, dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from kiosk.cards import apart
from kiosk.cards.arriving import Arriving, Expected
from kiosk.cards.errands import Errand, Errands
from kiosk.cards.keying import KEYINGS
from kiosk.cards.keying_pages import KeyingPages
from kiosk.cards.maps import ColumnMap, spelled
from kiosk.cards.running import CardsDesk
from kiosk.cards.sheets import Sheets
from kiosk.cards.sought import sought_behind
from kiosk.cards.stage import STACK_DIGITS
from kiosk.cards.standing import COLUMNS, Standing
from kiosk.cards.unmatched import Unmatched
from kiosk.cards.waiting import FOLDER, Waiting
from kiosk.keeper.ports import Facts
from kiosk.papers.frame import Printed
from kiosk.registry.files import write_whole
from kiosk.registry.keyings import Keyings
from kiosk.registry.opening import DATABASE
from kiosk.registry.staged_cards import FIRST_DOUBT, StagedCards
from kiosk.rules.broken import KioskError
from kiosk.rules.desks import Desk, barred
from kiosk.rules.things import OfficerNumber
from kiosk.service.cards import views as v
from kiosk.service.protocol import KioskSilent
from kiosk.spelling import plain

MAP = "map.toml"

_MENDABLE = frozenset({"wrong_map", "no_columns", "stopped", "busy", "unread"})
"""Why a list was not judged that may be judged yet: the others are of the list itself."""

Told = TypeVar("Told")


@dataclass(slots=True)
class CardsPages:
    """Answers a registrar's page about cards, as `kiosk.service.cards.views.Cards`.

    `book`: the folder of the book. `printed`: where and when a paper is. `today`: the day of
    the warehouse.
    """

    book: Path
    printed: Callable[[], Printed]
    facts: Facts
    desk: CardsDesk
    today: Callable[[], date]
    arriving: Arriving = field(init=False)
    errands: Errands = field(init=False)
    standing: Standing = field(init=False)
    keying: KeyingPages = field(init=False)
    sheets: Sheets = field(init=False)
    _one: threading.Lock = field(default_factory=threading.Lock)
    """Held while a stack goes on from one state to the next."""

    def __post_init__(self) -> None:
        """Look after the stacks beside the book."""
        self.arriving = Arriving(self.place)
        self.errands = Errands(self._ended)
        self.standing = Standing(self.book, self.arriving, self.errands, self.desk)
        self.keying = KeyingPages()
        self.sheets = Sheets(self.book, self.printed)

    @property
    def place(self) -> Path:
        """The folder of all stacks."""
        return self.book / FOLDER

    def close(self) -> None:
        """End what goes on apart; it is gone on with when somebody asks again."""
        self.errands.close()
        self.standing.close()

    def stacks(self, by: str) -> v.StackList:
        """Return every list and stack."""
        return self._asked(by, v.StackList, lambda: v.StackList(self.standing.all()))

    def stack(self, by: str, name: str) -> v.StackPage:
        """Return one of them; whoever looks at one that is coming in makes it go on."""
        return self._asked(by, v.StackPage, lambda: self._stack(name))

    def arrived(self, by: str, sha256: str) -> v.Arrived:
        """Return how much of a list is here already."""
        return self._asked(by, v.Arrived, lambda: self._arrived(sha256))

    def piece(self, by: str, piece: v.Piece) -> v.Arrived:
        """Take the next piece of a list; a list that is whole is looked at."""
        return self._asked(by, v.Arrived, lambda: self._piece(by, piece), acts=True)

    def judge(
        self, by: str, name: str, mark: str, fields: tuple[str, ...], limon: tuple[int, ...]
    ) -> v.Done:
        """Have the cards judged, the columns read as said; as they were before if none is given."""
        return self._asked(
            by, v.Done, lambda: self._judge(by, name, mark, fields, limon), acts=True
        )

    def doubts(self, by: str, name: str, kind: str = "", after: str = "") -> v.DoubtPage:
        """Return a page of doubts, of one kind if given."""
        return self._asked(by, v.DoubtPage, lambda: self._doubts(name, kind, after))

    def differences(self, by: str, name: str) -> v.DifferencePage:
        """Return what was keyed in two ways."""

        def told() -> v.DifferencePage:
            waiting = self.standing.waiting(name)
            return v.DifferencePage() if waiting is None else self.keying.differences(waiting)

        return self._asked(by, v.DifferencePage, told)

    def sought(self, by: str, name: str, after: int = 0) -> v.SoughtPage:
        """Return cards of a list, behind a row, whose weapons are looked for."""
        return self._asked(by, v.SoughtPage, lambda: self._sought(name, after))

    def unmatched(self, by: str, what: str, text: str = "", after: str = "") -> v.UnmatchedPage:
        """Return a page of what has no match in the register."""
        lone = Unmatched(self.book / DATABASE)
        ask = lone.weapons if what == "weapon_only" else lone.cards
        return self._asked(by, v.UnmatchedPage, lambda: ask(text.strip(), after))

    def next_card(self, by: str, name: str, after: int, row: int = 0) -> v.KeyingPage:
        """Return the next card to be keyed behind a row, or the very one of `row`."""

        def told() -> v.KeyingPage:
            waiting = self._judged(name)
            if waiting is None:
                return v.KeyingPage(why="went_on")
            return self.keying.next_card(waiting, by, after, row)

        return self._asked(by, v.KeyingPage, told)

    def key(self, by: str, name: str, typed: v.Typed) -> v.KeyedOne:
        """Take a card as somebody keyed it."""

        def told() -> v.KeyedOne:
            waiting = self._judged(name)
            if waiting is None:
                return v.KeyedOne(why="went_on")
            return self.keying.key(waiting, by, typed)

        return self._asked(by, v.KeyedOne, told, acts=True)

    def sign(self, by: str, name: str, mark: str, pin: str) -> v.Done:
        """Sign for a stack; another person is then awaited at the kiosk's own reader."""

        def told() -> v.Done:
            stack = self.standing.of(name)
            if stack is None or stack.mark != mark or stack.state != v.State.JUDGED:
                return v.Done(why="gone" if stack is None else "went_on")
            went = self.desk.sign(name, by, pin)
            return v.Done(went.reason, went.about, went.why, went.wrong)

        return self._asked(by, v.Done, told, acts=True)

    def drop(self, by: str, name: str, mark: str) -> v.Done:
        """Forget a list that is not in the register."""
        return self._asked(by, v.Done, lambda: self._drop(name, mark), acts=True)

    def paper(self, by: str, name: str, after: str = "") -> v.Sheet:
        """Return a piece of the reconciliation, as HTML to print and sign."""

        def told() -> v.Sheet:
            waiting = self.standing.waiting(name)
            return v.Sheet(why="gone") if waiting is None else self.sheets.paper(waiting, after)

        return self._asked(by, v.Sheet, told)

    def export(self, by: str, name: str = "", after: str = "") -> v.Sheet:
        """Return a piece of the cards of the register as CSV, of one stack if given."""
        return self._asked(by, v.Sheet, lambda: self.sheets.export(name, after))

    def _asked(
        self, by: str, kind: Callable[..., Told], answer: Callable[[], Told], *, acts: bool = False
    ) -> Told:
        """Answer whoever may sit at this desk; a book that does not answer is a silent kiosk."""
        reason = barred(self.facts.person(OfficerNumber(by)), Desk.CARDS, acts=acts)
        if reason:
            return kind(reason=reason)
        try:
            return answer()
        except (KioskError, OSError) as wrong:
            raise KioskSilent(str(wrong)) from wrong

    def _stack(self, name: str) -> v.StackPage:
        found = self.standing.of(name)
        if found is None:
            return v.StackPage(why="gone")
        if found.state == v.State.ARRIVING and found.done == found.total:
            self._look(name)
            return v.StackPage(self.standing.of(name))
        if found.state == v.State.COMING_IN:
            self.standing.goes_on(name)
        return v.StackPage(self.standing.whole(found))

    def _arrived(self, sha256: str) -> v.Arrived:
        told = self.arriving.asked(sha256)
        name = sha256[:STACK_DIGITS]
        if not told.why and not told.name and self._stands(name):
            return v.Arrived(name=name)
        return told

    def _piece(self, by: str, piece: v.Piece) -> v.Arrived:
        before = self._arrived(piece.sha256)
        if before.why or before.name:
            return before
        told = self.arriving.take(by, piece)
        if told.name:
            self._look(told.name)
        return told

    def _judge(
        self, by: str, name: str, mark: str, fields: tuple[str, ...], limon: tuple[int, ...]
    ) -> v.Done:
        with self._one:
            stack = self.standing.of(name)
            if stack is None or stack.mark != mark:
                return v.Done(why="gone" if stack is None else "went_on")
            if stack.state == v.State.COLUMNS:
                return self._judge_first(name, fields, limon)
            if stack.state == v.State.JUDGED:
                return self._judge_again(by, name)
        return v.Done(why="went_on")

    def _doubts(self, name: str, kind: str, after: str) -> v.DoubtPage:
        waiting = self.standing.waiting(name)
        if waiting is None:
            return v.DoubtPage()
        with closing(StagedCards.at(waiting.staging)) as staging:
            found = staging.doubts_after(doubt_from(after), v.PAGE + 1, kind)
        lines = tuple(v.DoubtLine(*one) for one in found[: v.PAGE])
        return v.DoubtPage(lines, doubt_name(lines[-1]) if len(found) > v.PAGE else "")

    def _sought(self, name: str, after: int) -> v.SoughtPage:
        waiting = self.standing.waiting(name)
        if waiting is None:
            return v.SoughtPage()
        with closing(StagedCards.at(waiting.staging)) as staging:
            found, behind = sought_behind(staging, self.book / DATABASE, after)
        return v.SoughtPage(tuple(v.SoughtLine(*astuple(one)) for one in found), behind)

    def _drop(self, name: str, mark: str) -> v.Done:
        with self._one:
            stack = self.standing.of(name)
            if stack is None:
                return v.Done(why="gone")
            if stack.state in {v.State.AWAITED, v.State.COMING_IN, v.State.IN}:
                return v.Done(why="coming_in")
            if stack.mark != mark:
                return v.Done(why="went_on")
            self.errands.forget(name)
            with suppress(FileNotFoundError):  # one that was refused left nothing
                self.arriving.remove(name)
            self._forget_keyed(name)
        return v.Done()

    def _stands(self, name: str) -> bool:
        stack = self.standing.of(name)
        return stack is not None and stack.state not in {v.State.ARRIVING, v.State.REFUSED}

    def _judged(self, name: str) -> Waiting | None:
        stack = self.standing.of(name)
        if stack is None or stack.state != v.State.JUDGED:
            return None
        return self.standing.waiting(name)

    def _look(self, name: str) -> None:
        expected = self.arriving.expected(name)
        if expected is not None:
            self.errands.start(name, self._order(apart.LOOK, self.arriving.list(name), expected))

    def _judge_first(self, name: str, fields: tuple[str, ...], limon: tuple[int, ...]) -> v.Done:
        columns, expected = self.standing.columns(name), self.arriving.expected(name)
        if columns is None or expected is None:
            return v.Done(why="gone")
        said = fields or columns.fields
        places = set(range(len(columns.headings)))
        if len(said) != len(columns.headings) or not set(limon) <= places:
            return v.Done(why="wrong_map")
        given = self.place / name / MAP
        chosen = ColumnMap(said, limon if fields else columns.limon)
        write_whole(given, spelled(columns.headings, chosen).encode())
        order = self._order(apart.JUDGE, self.arriving.list(name), expected, given)
        return v.Done() if self.errands.start(name, order) else v.Done(why="busy")

    def _judge_again(self, by: str, name: str) -> v.Done:
        """Judge the list as it came once more, its columns read as they were."""
        waiting = Waiting(self.place / name)
        with closing(StagedCards.at(waiting.staging)) as staging:
            stack = staging.stack
        expected = Expected(stack.sha256, stack.file, 0, stack.staged_by or by)
        given = waiting.folder / MAP
        order = self._order(
            apart.JUDGE, waiting.original, expected, given if given.exists() else None
        )
        return v.Done() if self.errands.start(name, order) else v.Done(why="busy")

    def _order(
        self, what: str, path: Path, expected: Expected, given: Path | None = None
    ) -> apart.Order:
        return apart.Order(
            what,
            str(path),
            expected.file,
            str(self.place),
            str(self.book / DATABASE),
            expected.by,
            self.today().isoformat(),
            "" if given is None else str(given),
        )

    def _ended(self, name: str, errand: Errand) -> None:
        """Keep what came of an errand. Its own thread, before anybody sees that it is over."""
        folder = self.place / name
        if errand.looks and not errand.why:
            content = json.dumps(plain(errand.columns)).encode()
            write_whole(folder / COLUMNS, content)
        elif not errand.why:
            self.arriving.forget(name)
            (folder / COLUMNS).unlink(missing_ok=True)
        elif errand.looks or (errand.why not in _MENDABLE and not Waiting(folder).staging.exists()):
            with suppress(FileNotFoundError):
                self.arriving.remove(name)

    def _forget_keyed(self, name: str) -> None:
        path = self.place / KEYINGS
        if path.exists():
            with closing(Keyings.at(path)) as keyings:
                keyings.forget(name)


def doubt_from(after: str) -> tuple[int, str, str]:
    """Return where a page of doubts begins; at the beginning for what is no such place."""
    row, _, rest = after.partition("|")
    name, _, kind = rest.partition("|")
    if not (row.isascii() and row.isdigit() and len(row) < 10):  # noqa: PLR2004 - 16 million rows have eight
        return FIRST_DOUBT
    return int(row), name, kind


def doubt_name(line: v.DoubtLine) -> str:
    """Return the place behind a doubt."""
    return f"{line.row}|{line.field}|{line.kind}"
