"""The bench arranged for the eye: readers, badges, the cables with what hangs on them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.service.bench_views import BenchPart, BenchView
from kiosk.service.views import BayView, PersonFace, PositionView, Stage, Visit
from web_ui.cast import Cast, Player

STEPS = frozenset(
    {
        "idle", "pin", "choose", "counter_sign", "counter_sign_pin", "doubt_second", "open_now",
        "cable_open", "cable_open_return", "wrong_weapon", "wrong_blocked", "shut_now", "count",
        "return_scan", "return_clear", "return_witness", "return_witness_pin", "return_report",
        "halted", "count_scan", "count_steel", "count_cable", "count_second",
        "handover_second", "handover_cable", "handover_key", "handover_seal", "handover_point",
        "handover_sign", "stand_to_second", "stand_to", "stand_to_pairs",
    }
)  # fmt: skip
"""Where the bench says what to do next in words of its own; elsewhere the touch screen says it."""


@dataclass(frozen=True, slots=True)
class BadgeOnBench:
    """A badge to show. `awaited`: it is its holder whose PIN the touch screen asks for."""

    part: BenchPart
    player: Player | None
    awaited: bool


@dataclass(frozen=True, slots=True)
class WeaponOnBench:
    """A weapon to show, at the position where the book has it or expects it back.

    A bench need not agree with the book: whoever clicks has every weapon at hand.
    """

    part: BenchPart
    place: PositionView | None
    awaited: bool


@dataclass(frozen=True, slots=True)
class CableOnBench:
    """A cable to pull and the weapons on it. `pull` is None where a real contact has its place.

    `state` is the bench's own: open, released (its bolt is drawn back) or shut.
    """

    id: str
    pull: BenchPart | None
    state: str
    weapons: tuple[WeaponOnBench, ...]
    awaited: bool


@dataclass(frozen=True, slots=True)
class BenchFace:
    """The parts arranged for the page, and the reader a click on a badge or a weapon goes to.

    `elsewhere`: weapons that no position of the book knows. `step`: a word of `bench.next`.
    """

    readers: tuple[BenchPart, ...]
    badge_reader: str
    weapon_reader: str
    badges: tuple[BadgeOnBench, ...]
    cables: tuple[CableOnBench, ...]
    elsewhere: tuple[WeaponOnBench, ...]
    lamps: tuple[BenchPart, ...]
    step: str
    visit: Visit


def face_of(bench: BenchView, bay: BayView | None, cast: Cast) -> BenchFace:
    """Return the parts arranged for the page, with what the book says of the weapons."""
    visit = Visit() if bay is None else bay.visit
    readers = _of(bench, "reader")
    badge_reader, weapon_reader = _readers([reader.id for reader in readers])
    places = {} if bay is None else _places(bay)
    step = _step(bay)
    asked = visit.second or visit.person if step.endswith("pin") else None
    wanted = visit.weapon.number if visit.weapon and step in _WANTING_THE_WEAPON else ""
    weapons = [
        WeaponOnBench(part, places.get(part.id), part.id == wanted) for part in _of(bench, "weapon")
    ]
    return BenchFace(
        readers,
        badge_reader,
        weapon_reader,
        tuple(_badge(part, cast.get(part.id), asked) for part in _of(bench, "badge")),
        _cables(bench, weapons, visit.cable if step in _WANTING_THE_CABLE else ""),
        tuple(weapon for weapon in weapons if weapon.place is None),
        tuple(part for part in _of(bench, "output") if not part.id.startswith(_BOLT)),
        step,
        visit,
    )


_BOLT = "bolt "
"""How the outputs that draw a bolt back are called, before the id of their cable."""

_WANTING_THE_WEAPON = frozenset({"cable_open", "wrong_weapon"})
_WANTING_THE_CABLE = frozenset({"open_now", "cable_open_return", "shut_now"})


def _of(bench: BenchView, kind: str) -> tuple[BenchPart, ...]:
    return tuple(part for part in bench.parts if part.kind == kind)


def _step(bay: BayView | None) -> str:
    """Return which words say what to do next."""
    if bay is None:
        return "halted"
    returning = bay.stage is Stage.CABLE_OPEN and bay.visit.purpose in {"return", "racking"}
    step = f"{bay.stage}_return" if returning else str(bay.stage)
    return step if step in STEPS else "other"


def _badge(part: BenchPart, player: Player | None, asked: PersonFace | None) -> BadgeOnBench:
    awaited = asked is not None and player is not None and player.number == asked.number
    return BadgeOnBench(part, player, awaited)


def _readers(names: Sequence[str]) -> tuple[str, str]:
    """Return the reader for badges and the one for weapons, by their names or their order."""
    badge = next((name for name in names if "badge" in name), "")
    others = [name for name in names if name != badge]
    weapon = next((name for name in others if "weapon" in name), "")
    fallback = names[0] if names else ""
    return badge or fallback, weapon or (others[0] if others else fallback)


def _places(bay: BayView) -> dict[str, PositionView]:
    """Return where the book has each weapon: where it stands, else its home."""
    known = [position for position in bay.positions if position.weapon is not None]
    homes_first = sorted(known, key=lambda position: position.state != "empty")
    return {position.weapon.number: position for position in homes_first if position.weapon}


def _cables(
    bench: BenchView, weapons: Iterable[WeaponOnBench], awaited: str
) -> tuple[CableOnBench, ...]:
    """Return the cables in the order of the bench, then those with a real contact."""
    pulls = {part.id: part for part in _of(bench, "cable")}
    drawn = {part.id.removeprefix(_BOLT) for part in _of(bench, "output") if part.on}
    held: dict[str, list[WeaponOnBench]] = {cable: [] for cable in pulls}
    for weapon in weapons:
        if weapon.place is not None:
            held.setdefault(weapon.place.cable, []).append(weapon)
    return tuple(
        CableOnBench(
            cable,
            pulls.get(cable),
            _state(pulls.get(cable), drawn=cable in drawn),
            tuple(sorted(on_it, key=lambda weapon: weapon.place.id if weapon.place else "")),
            awaited == cable,
        )
        for cable, on_it in held.items()
    )


def _state(pull: BenchPart | None, *, drawn: bool) -> str:
    if pull is not None and pull.on:
        return "open"
    return "released" if drawn else "shut"
