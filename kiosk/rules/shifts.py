"""The custodian's shift: who answers for the racks, the keys, and a hand-over under way.

Values only, and no decision. A hand-over is one visit of two people: cut short, it begins anew, and
whoever was on shift before stays liable.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.rules import entries as e
from kiosk.rules.things import CableId, OfficerNumber


@dataclass(frozen=True, slots=True)
class Shift:
    """Who is on shift, and so liable for the bay. `since_ms`: wall."""

    number: int
    officer: OfficerNumber
    since_ms: int


@dataclass(frozen=True)
class Key:
    """A key of the warehouse (R21). `holder`: who has it out, None while it is in its place.

    `seal`: the number on the seal of a sealed second set (R23), "" for a key in use. `since_ms`:
    wall, when it went out or came back. `amiss`: it was not in its place, or its seal not as known.
    """

    name: str
    opens: str
    seal: str = ""
    holder: OfficerNumber | None = None
    since_ms: int = 0
    amiss: bool = False


@dataclass(frozen=True)
class Handing:
    """A hand-over under way. Everything but `asked` belongs to the incoming custodian."""

    asked: e.HandoverAsked
    begun: e.HandoverBegun | None = None
    cables: Mapping[CableId, e.CableNumbered] = field(default_factory=dict)
    keys: Mapping[str, bool] = field(default_factory=dict)
    accepted: frozenset[e.OpenPoint] = frozenset()
