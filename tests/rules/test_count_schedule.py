"""When counts are due."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.counts.schedule import due_counts, next_ms
from kiosk.rules.fold import evolve
from kiosk.rules.things import CableId, Changed, Moment, OfficerNumber, Role
from tests.rules.count_scenes import CountScene
from tests.rules.scenes import officer, policy

HOUR_MS = 3_600_000
A, B = CableId("A"), CableId("B")


def test_a_count_is_due_when_the_cable_counted_longest_ago_is() -> None:
    bay = Bay(
        policy(),
        cables={A: (), B: ()},
        counted={
            (e.CountKind.MONTHLY, A): 100 * HOUR_MS,
            (e.CountKind.DAILY, A): 90 * HOUR_MS,
            (e.CountKind.DAILY, B): 50 * HOUR_MS,
        },
    )
    found = {each.what: each.due_ms for each in due_counts(bay)}
    assert found == {
        e.CountKind.DAILY: 74 * HOUR_MS, e.CountKind.WEEKLY: 0, e.CountKind.MONTHLY: 0,
        e.CountKind.HALF_YEARLY: 0,
    }  # fmt: skip


def test_a_count_of_every_position_is_also_one_of_how_many() -> None:
    ordered = {(e.CountKind.ORDERED, A): 60 * HOUR_MS}
    bay = replace(Bay(policy(), cables={A: ()}), counted=ordered)
    assert [each.due_ms // HOUR_MS for each in due_counts(bay)] == [84, 228, 804, 0]


def test_an_empty_bay_has_never_been_counted() -> None:
    assert {each.due_ms for each in due_counts(Bay(policy()))} == {0}


def due(scene: CountScene) -> dict[str, int]:
    return {each.what: each.due_ms for each in due_counts(scene.bay)}


def counted(scene: CountScene, what: str = "monthly") -> CountScene:
    """Count the whole bay as the book has it, and sign."""
    scene.order(what, "")
    scene.go_round("W1", "W2", "W3", "W4", "W5", "", "")
    return scene.sign().cancel()


def test_after_an_appointment_everything_is_counted_within_thirty_days() -> None:
    scene = counted(CountScene())
    assert not {"appointment", "command"} & set(due(scene))
    began_ms = scene.wall_ms
    scene.register(officer("new", Role.CUSTODIAN))
    assert due(scene)["appointment"] == began_ms + 30 * 24 * HOUR_MS
    scene.register(officer("newer", Role.CUSTODIAN))
    assert due(scene)["appointment"] == began_ms + 30 * 24 * HOUR_MS, "the first is not put off"
    assert "appointment" not in due(counted(scene, "appointment"))
    assert scene.replayed() == scene.bay


def test_at_a_change_of_command_everything_is_counted_within_a_week() -> None:
    scene = counted(CountScene())
    scene.register(officer("bora", Role.CHIEF))
    assert due(scene)["command"] == scene.wall_ms - 1_000 + 7 * 24 * HOUR_MS
    assert "command" not in due(counted(scene, "ordered"))


def test_a_custodian_who_leaves_owes_no_count() -> None:
    bay = counted(CountScene()).bay
    at, gone = Moment(2 * bay.latest_wall_ms, 0), officer("new", Role.CUSTODIAN)
    there = evolve(bay, e.OfficerRegistered(at, gone, "nary"))
    assert e.CountKind.APPOINTMENT in {each.what for each in due_counts(there)}
    left = evolve(there, e.OfficerRegistered(at, replace(gone, active=False), "nary"))
    assert e.CountKind.APPOINTMENT not in {each.what for each in due_counts(left)}
    assert left.appointed == bay.appointed


def test_a_custodian_who_is_corrected_was_appointed_when_they_were() -> None:
    """Else a new rank or another unit would put the count off that is owed for them."""
    bay = counted(CountScene()).bay
    appointed = Moment(bay.latest_wall_ms + 1_000, 0)
    later = Moment(appointed.wall_ms + 20 * 24 * HOUR_MS, 0)
    new, by = officer("new", Role.CUSTODIAN), (OfficerNumber("chan"), OfficerNumber("nary"))
    there = evolve(bay, e.OfficerRegistered(appointed, new, "nary"))
    moved = replace(new, unit="Depot 2")
    unit = (Changed("unit", "", "Depot 2"),)
    corrected = evolve(there, e.OfficerCorrected(later, moved, unit, "moved", by))
    assert due_counts(corrected) == due_counts(there)
    promoted = replace(moved, role=Role.CHIEF)
    role = (Changed("role", "custodian", "chief"),)
    chief = evolve(corrected, e.OfficerCorrected(later, promoted, role, "promoted", by))
    owed = {each.what: each.due_ms for each in due_counts(chief)}
    assert owed[e.CountKind.COMMAND] == later.wall_ms + 7 * 24 * HOUR_MS, "another post begins anew"
    assert e.CountKind.APPOINTMENT not in owed


def test_with_the_half_yearly_count_goes_the_paper_so_that_no_other_is_as_good() -> None:
    scene = counted(CountScene())
    assert due(scene)["half_yearly"] == 0
    assert due(counted(scene, "half_yearly"))["half_yearly"] > scene.wall_ms


def hour_comes(scene: CountScene, *, day: int = 0, hour: int = 7) -> CountScene:
    """Let an hour come by the calendar, in Phnom Penh."""
    midnight_ms = scene.wall_ms - (scene.wall_ms + 7 * HOUR_MS) % (24 * HOUR_MS)
    passed_ms = midnight_ms + (24 * day + hour) * HOUR_MS - scene.wall_ms
    scene.wall_ms += passed_ms
    scene.mono_ms += passed_ms
    people = tuple(scene.people.values())
    return scene.see(o.TimePassed(scene.now(), calendar=True, people=people, lot=3))


def test_what_falls_due_today_orders_itself_at_its_hour_and_spares_the_others() -> None:
    scene = CountScene()
    ordered = hour_comes(scene, hour=10).one(e.CountOrdered)
    assert (ordered.what, ordered.by, ordered.scope) == (e.CountKind.MONTHLY, "policy", "")
    assert scene.one(e.CountFellDue).due_ms == 0
    assert hour_comes(scene, hour=12).kinds == [], "one is under way"
    scene.go_round("W1", "W2", "W3", "W4", "W5", "", "").sign().cancel()
    assert hour_comes(scene, hour=18).kinds == [], "nothing falls due today any more"
    assert next_ms(scene.bay) == scene.wall_ms - 1_000 + 13 * HOUR_MS, "but tomorrow at seven"
    assert hour_comes(scene, day=1, hour=6).kinds == []
    assert hour_comes(scene, hour=7).one(e.CountOrdered).what is e.CountKind.DAILY
    assert scene.replayed() == scene.bay


def test_what_somebody_ordered_in_time_orders_nothing_by_itself() -> None:
    scene = counted(CountScene())
    assert hour_comes(scene, hour=12).kinds == []
    assert hour_comes(scene, day=1, hour=8).one(e.CountOrdered).by == "policy"


def test_with_nobody_to_draw_the_book_says_so_once_a_day() -> None:
    scene = CountScene()
    for name in [*scene.people]:
        scene.know(name, hold=True)
    hour_comes(scene, hour=10)
    assert scene.kinds == ["count.fell_due", "refused"]
    assert hour_comes(scene, hour=11).kinds == []
    assert hour_comes(scene, day=1).kinds == ["count.fell_due", "refused"]


@pytest.mark.parametrize("changes", [{"count_by_itself": False}, {"count_by_itself_min": 1_200}])
def test_a_policy_says_whether_and_when(changes: dict[str, object]) -> None:
    assert hour_comes(CountScene(policy("cambodia", **changes)), hour=10).kinds == []


def test_an_empty_bay_orders_nothing() -> None:
    assert next_ms(replace(Bay(policy()), founded=True)) is None
