"""What the desk of musters is told. Values only; numbers are text, times wall milliseconds."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.service.muster_works import SaidRow


@dataclass(frozen=True, slots=True)
class PostFace:
    """A post as the list names it. `muster`: the sheet that is out, or 0; `due_ms`: 0 for none.

    `answered` of `rows`: how far that sheet was entered.
    """

    post: str
    weapons: int
    due_ms: int
    late: bool = False
    muster: int = 0
    answered: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class KeptFace:
    """A weapon that is out. `post` is "" while it is a duty issue.

    `by_ms`: to be mustered by; `until_ms`: when the order ends. `unseen`: a sheet missed it.
    """

    weapon: str
    name: str
    serial: str
    holder: str
    holder_name: str
    holder_km: str
    since_ms: int
    post: str = ""
    by_ms: int = 0
    until_ms: int = 0
    late: bool = False
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class MustersPage:
    """Every post, every weapon kept at one, and those that are out for a day.

    `may_leave`: whether who asks may leave a weapon at a post. `reason`: why nothing is told, a
    refusal's wire name.
    """

    posts: tuple[PostFace, ...] = ()
    kept: tuple[KeptFace, ...] = ()
    out: tuple[KeptFace, ...] = ()
    may_leave: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RowFace:
    """A row of a sheet. `answer` is "" until there is one; `came_back`: it needs none any more."""

    weapon: str
    name: str
    serial: str
    holder: str
    holder_name: str
    holder_km: str
    answer: str = ""
    engraved: str = ""
    came_back: bool = False


@dataclass(frozen=True, slots=True)
class MusterPage:
    """The sheet that is out with this number."""

    muster: int = 0
    post: str = ""
    drawn_ms: int = 0
    due_ms: int = 0
    late: bool = False
    rows: tuple[RowFace, ...] = ()
    reason: str = ""

    @property
    def left(self) -> int:
        """How many rows still need an answer."""
        return sum(not row.answer and not row.came_back for row in self.rows)


@dataclass(frozen=True, slots=True)
class ReadFace:
    """A row that was scanned or typed. `reason`: why it cannot be entered, if so."""

    said: SaidRow
    muster: int = 0
    weapon: str = ""
    name: str = ""
    serial: str = ""
    holder_name: str = ""
    holder_km: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What was scanned so far, in order."""

    rows: tuple[ReadFace, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A sheet to be printed: a whole HTML document."""

    html: str = ""
    reason: str = ""


class Musters(Protocol):
    """The desk of musters. Any thread; every question may raise `KioskSilent`.

    `by`: the officer who asks, as they entered the office; whether they may is decided each time.
    """

    def page(self, by: str) -> MustersPage:
        """Return every post and what is kept there."""
        ...

    def muster(self, by: str, number: int) -> MusterPage:
        """Return the sheet that is out with a number."""
        ...

    def read(self, by: str, rows: tuple[SaidRow, ...], seen_by: str) -> ReadPage:
        """Return what some rows are, and which of them can be entered; nothing is written."""
        ...

    def paper(self, by: str, number: int) -> PaperPage:
        """Return the sheet that is out with a number, to be printed."""
        ...
