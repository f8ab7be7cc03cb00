"""When counts are due."""

from dataclasses import replace

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.count_schedule import due_counts
from kiosk.rules.things import CableId
from tests.rules.scenes import policy

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
    }  # fmt: skip


def test_a_count_of_every_position_is_also_one_of_how_many() -> None:
    ordered = {(e.CountKind.ORDERED, A): 60 * HOUR_MS}
    bay = replace(Bay(policy(), cables={A: ()}), counted=ordered)
    assert [each.due_ms // HOUR_MS for each in due_counts(bay)] == [84, 228, 804]


def test_an_empty_bay_has_never_been_counted() -> None:
    assert {each.due_ms for each in due_counts(Bay(policy()))} == {0}
