"""What is asked for a paper, and what comes back. Values only.

A paper is no entry and gives no right: to print one again is nothing that happened.
"""

from dataclasses import dataclass
from typing import Protocol

SHEETS = ("L7159", "L7160", "L7654", "L7651", "L4732", "plain")
"""The stock that labels are printed on, as on the packet; the first is the usual one."""

LISTS = ("unplaced", "bay")
"""Whole lists of labels: weapons that have no place yet; all of this bay, in rack order."""

THINGS = ("badges", "commands", "positions")
"""Labels of other things: new badges by their running numbers, the command cards, the positions."""

ROLLS = ("50x25", "57x32", "100x50", "38x25")
"""The rolls that label printers take, in millimetres; the first is the usual one."""

PRINTERS_DPI = (203, 300)
"""Dots per inch of label printers."""

LABELS_MAX = 240
"""Labels of one paper: ten sheets of 24. Ours: one is some 6 KB, an answer of the hatch 4 MB."""

CARDS_MAX = 100
"""Blank cards of one paper. Ours: a book of cards."""


@dataclass(frozen=True, slots=True)
class LabelsWanted:
    """Labels of weapons. `numbers`: as they were typed or scanned; else `every` is one of `LISTS`.

    `every` of `THINGS`: of those; of badges those from the running number `begins` to `ends`.
    `sheet`: one of `SHEETS`; `first`: the first label that is left on a begun one. `roll`, one of
    `ROLLS`, and `dpi` of `PRINTERS_DPI`: for a label printer, in place of a sheet. `part`: of a
    list of more than `LABELS_MAX`, which, from 1. `stuck`: the list of which label goes on what,
    instead.
    """

    numbers: tuple[str, ...] = ()
    every: str = ""
    sheet: str = SHEETS[0]
    first: int = 1
    part: int = 1
    stuck: bool = False
    roll: str = ""
    dpi: int = 0
    begins: int = 0
    ends: int = 0


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper: a whole HTML document, or the text of a file.

    `reason`: why there is none, a refusal's wire name or a word of the pages (`papers.why`);
    `about` names what that is about.
    """

    text: str = ""
    reason: str = ""
    about: str = ""


class Papers(Protocol):
    """Where papers are drawn. Any thread; every question may raise `KioskSilent`.

    `by`: the officer who asks, as they entered the office; whether they may is decided each time.
    """

    def certificate(self, by: str, count: int) -> PaperPage:
        """Return the certificate of a count by its number; 0: of the newest."""
        ...

    def search_list(self, by: str) -> PaperPage:
        """Return what every missing weapon is searched by."""
        ...

    def labels(self, by: str, wanted: LabelsWanted) -> PaperPage:
        """Return labels, or the list of where each is stuck."""
        ...

    def cards(self, by: str, first: str, many: int) -> PaperPage:
        """Return blank registration cards, numbered on from `first`; without numbers if empty."""
        ...

    def losses(self, by: str, form: str) -> PaperPage:
        """Return the reports of losses that stand open, as `csv` or `json`."""
        ...
