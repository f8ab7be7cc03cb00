"""What the pages count is weapons: each once, and together as many as belong to the bay."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.bay import Bay, Custody, Doubt
from kiosk.rules.entries import DoubtCause
from kiosk.rules.things import (
    CableId,
    OfficerNumber,
    Position,
    PositionId,
    RackId,
    Rounds,
    WeaponNumber,
)
from kiosk.service import picture
from kiosk.service.picture_names import Names
from kiosk.service.views import BayView, Stage
from tests.service.hand_book import HandBook
from tests.service.small_bay import small_settings

NOW_MS = 1_000_000
HOMES = {WeaponNumber(f"{place:010}"): PositionId(f"R1-{place:02}") for place in range(1, 7)}
QUARANTINE = PositionId("R1-Q1")
PLACES = (*HOMES.values(), QUARANTINE)
"""Six homes, and one position more than weapons: positions and weapons are not the same number."""

WHERE = st.sampled_from(["home", "quarantine", "out", "missing", "never racked"])


def seen(where: dict[WeaponNumber, str], doubted: set[PositionId]) -> BayView:
    """Return what is told of a bay whose weapons are here and there."""
    cable, rack = CableId("R1-A"), RackId("R1")
    bay = Bay(
        small_settings().policy,
        positions={place: Position(place, rack, cable) for place in PLACES},
        cables={cable: PLACES},
        homes=HOMES,
        inside={
            QUARANTINE if at == "quarantine" else HOMES[weapon]: weapon
            for weapon, at in where.items()
            if at in {"home", "quarantine"}
        },
        out={
            weapon: Custody(OfficerNumber("O-1"), 0, NOW_MS - 1, "", Rounds())
            for weapon, at in where.items()
            if at == "out"
        },
        missing=frozenset(weapon for weapon, at in where.items() if at == "missing"),
        doubts={place: Doubt(DoubtCause.FORCED, 0) for place in doubted},
    )
    return BayView(Stage.IDLE, positions=picture.positions(bay, Names(HandBook()), NOW_MS))


@given(
    st.fixed_dictionaries(dict.fromkeys(HOMES, WHERE)).filter(
        lambda where: list(where.values()).count("quarantine") <= 1
    ),
    st.sets(st.sampled_from(PLACES)),
)
def test_every_weapon_is_counted_once_wherever_it_is(
    where: dict[WeaponNumber, str], doubted: set[PositionId]
) -> None:
    """Somebody at the racks adds the figures up: 26 of 24 weapons is a screen nobody believes."""
    view = seen(where, doubted)
    assert view.registered == len(HOMES)
    parts = (view.in_rack, view.out, view.in_doubt, view.missing)
    assert min(parts) >= 0
    assert sum(parts) == view.registered
    assert view.overdue <= view.out


def test_a_position_in_doubt_where_no_weapon_belongs_is_no_weapon_in_doubt() -> None:
    view = seen(dict.fromkeys(HOMES, "home"), {QUARANTINE, PositionId("R1-01")})
    assert (view.in_rack, view.out, view.in_doubt, view.missing) == (5, 0, 1, 0)


def test_a_weapon_that_is_out_and_whose_place_is_in_doubt_is_counted_in_doubt_alone() -> None:
    first, *rest = HOMES
    view = seen({first: "out"} | dict.fromkeys(rest, "home"), {HOMES[first]})
    assert (view.in_rack, view.out, view.in_doubt, view.overdue) == (5, 0, 1, 0)


def test_a_weapon_in_quarantine_is_not_shown_at_its_empty_home_as_well() -> None:
    first, *rest = HOMES
    view = seen({first: "quarantine"} | dict.fromkeys(rest, "home"), set())
    shown = [place.id for place in view.positions if place.weapon and place.weapon.number == first]
    assert shown == [QUARANTINE]
    assert (view.in_rack, view.registered) == (6, 6)
