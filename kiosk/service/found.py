"""What who reads in the register is told: what was found, and the story of a weapon. Values only.

Every number is text, as the register has it (P12). Times are wall milliseconds, for people.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.service.marks import MarkFace
from kiosk.service.views import PersonFace, WeaponFace

KINDS = ("weapon", "card", "officer")
"""What is found, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class CardFace:
    """A paper card as it is named. `seq`: its entry; `fate` as it was judged; `row` of its list."""

    seq: int
    number: str
    serial: str
    fate: str
    weapon: str
    row: int
    file: str


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found.

    `sort`: exact, part, or alike (a suggestion: it only looks like it). One of `weapon`, `card` and
    `officer` is what was found, as `of` says. A weapon comes with where the book has it: `state` is
    in, out, missing, doubt or empty (it has no place), `position` where it stands or its home,
    `holder` who has it, `marks` what else is to be read from it, `tags` what is claimed to hang on
    it. An officer comes with the
    registration numbers of what they hold.
    """

    of: str
    sort: str
    weapon: WeaponFace | None = None
    card: CardFace | None = None
    officer: PersonFace | None = None
    state: str = ""
    position: str = ""
    calibre: str = ""
    holder: PersonFace | None = None
    since_ms: int = 0
    due_ms: int = 0
    serial_status: str = "clear"
    marks: tuple[MarkFace, ...] = ()
    held: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of what was found. `after`: where the next one begins, empty when this is the last.

    `reason`: why nothing is told, as a refusal's wire name; empty when nobody refused.
    """

    found: tuple[Found, ...] = ()
    after: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One entry of a story: its number, when and where it was written, and what it says.

    `facts` has every field of the entry as text; `people` those of them who are of the register, by
    the name of the field.
    """

    seq: int
    at_ms: int
    clock: str
    kiosk: str
    kind: str
    facts: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, PersonFace] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A page of the story of a weapon, in the order of the book.

    `weapon`: what it is and where it is now, or None when nobody registered such a one. `entries`:
    how many tell of it in all; `earlier` and `later`: whether there are more on either side.
    """

    weapon: Found | None = None
    lines: tuple[StoryLine, ...] = ()
    entries: int = 0
    earlier: bool = False
    later: bool = False
    reason: str = ""
