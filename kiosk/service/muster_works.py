"""What is signed for at the desk of musters. Values only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeaveAtPost:
    """A weapon that is out is left with its holder at a post; `every_d`: mustered so often."""

    weapon: str
    officer: str
    post: str
    order: str
    days: int
    every_d: int


@dataclass(frozen=True, slots=True)
class DrawMuster:
    """A sheet is drawn for a post."""

    post: str


@dataclass(frozen=True, slots=True)
class SaidRow:
    """A row of a sheet: its code, the answer of `rules.entries.MusterAnswer`, engraved digits."""

    code: str
    answer: str
    engraved: str = ""


@dataclass(frozen=True, slots=True)
class EnterMuster:
    """Rows of a sheet came back. `seen_by`: the number beside the signature on it."""

    rows: tuple[SaidRow, ...]
    seen_by: str


@dataclass(frozen=True, slots=True)
class CloseMuster:
    """A sheet is closed: every row has its answer."""

    muster: int


MusterWork = LeaveAtPost | DrawMuster | EnterMuster | CloseMuster
