"""The bay arranged for the eye: racks, their cables, their positions, who is out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from kiosk.service.loss_view import Losable
from kiosk.service.shift_views import Who
from kiosk.service.views import BayView, CableView, PersonFace, PositionView

WEAPONS_ON_A_PAGE = 6
"""Tiles of the list an officer taps: two columns of three fill 800x450 at 15 mm each."""

DOUBTS_ON_A_PAGE = 3
"""Rows of the list a custodian settles: each has two answers of 15 mm."""

RANKS_OF_TROUBLE = ("missing", "doubt", "overdue", "out", "empty", "in")
"""What a position is shown as when more than one word would fit: the worst first."""


@dataclass(frozen=True, slots=True)
class CableFace:
    """One cable of a rack with the positions it holds, in order. `state`: open, released, shut."""

    id: str
    label: str
    state: str
    positions: tuple[PositionView, ...]


@dataclass(frozen=True, slots=True)
class RackFace:
    """One rack as it is drawn: its cables, and its figures."""

    id: str
    cables: tuple[CableFace, ...]
    inside: int
    homes: int


Item = TypeVar("Item")


@dataclass(frozen=True)
class Leaf(Generic[Item]):
    """One page of a list too long for the screen. `number` and `of` begin at 1."""

    items: tuple[Item, ...]
    number: int
    of: int


def racks_of(view: BayView) -> tuple[RackFace, ...]:
    """Return the racks in the order their positions are told."""
    ids = dict.fromkeys(position.rack for position in view.positions)
    return tuple(_rack(view, rack) for rack in ids)


def look_of(position: PositionView) -> str:
    """Return the one word a position is drawn by: in, out, overdue, empty, doubt, missing."""
    return "overdue" if position.overdue and position.state == "out" else position.state


def short(label: str, rack: str) -> str:
    """Return a label without the rack's own, so that R1-07 in rack R1 is 07; figures carry far."""
    if label.startswith(rack) and len(label) > len(rack):
        return label[len(rack) :].lstrip("-./ _:") or label
    return label


def position_by(view: BayView, wanted: str) -> PositionView | None:
    """Return a position by its id."""
    return next((position for position in view.positions if position.id == wanted), None)


def room_on(view: BayView, cable: str) -> int:
    """Return how many weapons a cable can hold: what anybody can see, and nothing of the book."""
    return sum(position.cable == cable for position in view.positions)


def takeable(view: BayView) -> tuple[PositionView, ...]:
    """Return the positions whose weapon stands there beyond doubt and is fit to go."""
    return tuple(
        position
        for position in view.positions
        if position.state == "in" and position.weapon is not None
        if position.weapon.condition == "fit"
    )


def losable(view: BayView, number: str) -> Losable | None:
    """Return a weapon that whoever stands there may say is lost; None when they may not."""
    return next((one for one in view.visit.losable if one.number == number), None)


def doubtful(view: BayView) -> tuple[PositionView, ...]:
    """Return the positions somebody must look at."""
    return tuple(position for position in view.positions if position.state == "doubt")


def away(view: BayView) -> tuple[PositionView, ...]:
    """Return the positions whose weapon is out, the overdue first, then by when it is due."""
    out = [position for position in view.positions if position.holder is not None]
    return tuple(sorted(out, key=lambda position: (not position.overdue, position.due_ms)))


def leaf(items: Iterable[Item], number: int, size: int) -> Leaf[Item]:
    """Return one page of a list; a number beyond either end is the page at that end."""
    every = tuple(items)
    pages = max(1, -(-len(every) // size))
    kept = min(max(1, number), pages)
    return Leaf(every[(kept - 1) * size : kept * size], kept, pages)


def name_of(person: PersonFace | Who | None, language: str) -> str:
    """Return a person's name in this language, as far as the register has it."""
    if person is None:
        return ""
    return person.name_km if language == "km" and person.name_km else person.name


def script_of(text: str) -> str:
    """Return the language whose letters a text is written in: the register holds both."""
    return "km" if any("\u1780" <= letter <= "\u17ff" for letter in text) else "en"


def cable_state(cable: CableView | None) -> str:
    """Return the one word a cable is drawn by."""
    if cable is None:
        return "shut"
    if cable.open:
        return "open"
    return "released" if cable.released else "shut"


def _rack(view: BayView, rack: str) -> RackFace:
    positions = tuple(position for position in view.positions if position.rack == rack)
    known = {cable.id: cable for cable in view.cables}
    cables = tuple(
        CableFace(
            id=cable,
            label=short(cable, rack),
            state=cable_state(known.get(cable)),
            positions=tuple(position for position in positions if position.cable == cable),
        )
        for cable in dict.fromkeys(position.cable for position in positions)
    )
    inside = sum(position.state == "in" for position in positions)
    homes = sum(position.weapon is not None for position in positions)
    return RackFace(rack, cables, inside, homes)
