"""What a screen is told of the custodian's shift, a hand-over and a stand-to. Values only.

No number of a seal and no number of weapons stands in here: who takes over says what is there.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Who:
    """A person by number and name, in both scripts."""

    number: str
    name: str
    name_km: str = ""


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key: where it belongs, and who has it out. `amiss`: it or its seal was not as it should."""

    name: str
    opens: str
    sealed: bool = False
    holder: Who | None = None
    since_ms: int = 0
    amiss: bool = False


@dataclass(frozen=True, slots=True)
class ShiftView:
    """Who answers for the bay (None: nobody took the first shift yet), and until when.

    `required`: the policy wants hand-overs; `overdue`: the shift is longer than it allows.
    """

    on_shift: Who | None = None
    number: int = 0
    since_ms: int = 0
    due_ms: int = 0
    required: bool = False
    overdue: bool = False
    keys: tuple[KeyView, ...] = ()


NO_SHIFT = ShiftView()
"""Nobody is on shift, and nobody has to be."""


@dataclass(frozen=True, slots=True)
class PointView:
    """One open thing. `kind`, `why`: wire names; `about`: as people call it; `places`: in doubt."""

    kind: str
    about: str
    why: str = ""
    who: Who | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandoverView:
    """A hand-over under way. `step`: second, cable, key, seal, point or sign."""

    step: str
    offered: bool
    outgoing: Who | None = None
    incoming: Who | None = None
    cable: str = ""
    key: KeyView | None = None
    point: PointView | None = None
    done: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class UnknownView:
    """A weapon that left in a stand-to with nobody's badge."""

    number: str
    name: str
    serial: str
    since_ms: int


@dataclass(frozen=True, slots=True)
class CableChoice:
    """A cable a stand-to may release, and how many weapons the book has on it."""

    cable: str
    rack: str
    inside: int


@dataclass(frozen=True, slots=True)
class StandToView:
    """The newest stand-to while it runs or leaves something open.

    `badge`: whose badge waits for its weapon; `weapon`: what waits for a badge; `pair`: the last
    one made. `doubtful`: where a weapon may have left unseen. `until_ms`: the wall moment from
    which it releases nothing more; `lapsed`: that has come, and nobody ended it.
    """

    number: int
    reason: str
    since_ms: int
    running: bool
    begun_by: tuple[Who, ...]
    issued: int
    unknown: tuple[UnknownView, ...] = ()
    doubtful: tuple[str, ...] = ()
    cables: tuple[CableChoice, ...] = ()
    badge: Who | None = None
    weapon: UnknownView | None = None
    pair: tuple[Who, UnknownView] | None = None
    until_ms: int = 0
    lapsed: bool = False
