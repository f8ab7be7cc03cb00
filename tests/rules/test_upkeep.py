"""A technician's work on the book: a drill is told, a book put back calls the chief and a count."""

from typing import Any

import pytest

from kiosk.rules import entries as e
from kiosk.rules.observations.upkeep import (
    BookBroughtBack,
    DrillMade,
    PinBrought,
    UpdateEnded,
    UpdateWanted,
)
from kiosk.rules.things import BadgeText, OfficerNumber
from tests.rules.scenes import Scene
from tests.rules.shift_scenes import ShiftScene

HASH = "9f" * 32
PUT_BACK = ("put_back", "93")


def brought(scene: Scene, *names: str, **changes: Any) -> PinBrought:  # noqa: ANN401 - fields of a PIN
    """Return a PIN for somebody, with their own badge."""
    (name,) = names
    fields: dict[str, Any] = {
        "officer": OfficerNumber(name),
        "person": scene.people.get(name),
        "badge": BadgeText(f"badge of {name}"),
        "owner": OfficerNumber(name),
        "sealed": f"new {name}",
    }
    return PinBrought(**(fields | changes))


def put_back(scene: Scene, pins: tuple[PinBrought, ...] | None, **changes: Any) -> Scene:  # noqa: ANN401 - fields of the observation
    """Let a book be put back of which five entries are known to be lost."""
    fields: dict[str, Any] = {
        "at": scene.now(), "by": "root", "source": "small-000000093", "last_seq": 93,
        "head": HASH, "known_seq": 98, "key_before": "armoury-kiosk/small+00+AA", "pins": pins,
        "people": tuple(scene.people.values()), "lot": 7,
    }  # fmt: skip
    return scene.see(BookBroughtBack(**(fields | changes)))


def test_a_drill_is_written_and_changes_nothing() -> None:
    scene = Scene()
    before = scene.bay
    scene.see(DrillMade(scene.now(), "kiosk", "stick", 93, HASH, 97, 1_200))
    assert scene.kinds == ["book.drilled"]
    told = scene.one(e.RestoreDrilled)
    assert (told.by, told.source, told.last_seq, told.known_seq) == ("kiosk", "stick", 93, 97)
    assert scene.bay.alarms == before.alarms


def test_a_drill_that_found_the_copy_bad_says_why() -> None:
    scene = Scene()
    scene.see(DrillMade(scene.now(), "kiosk", "stick", 0, "", 0, 9, "Entry 7 was changed."))
    assert scene.kinds == ["book.drill_failed"]
    assert scene.one(e.DrillFailed).text == "Entry 7 was changed."


def test_a_book_put_back_names_the_gap_calls_the_chief_and_is_counted_whole() -> None:
    scene = put_back(Scene(), None)
    assert scene.kinds == ["book.put_back", "alarm.raised", "count.ordered"]
    told = scene.one(e.BookPutBack)
    assert (told.last_seq, told.known_seq, told.source) == (93, 98, "small-000000093")
    ordered = scene.one(e.CountOrdered)
    assert set(ordered.places) == set(scene.bay.positions)
    assert ordered.by == "restore"
    assert PUT_BACK in scene.alarms()


def test_only_the_chief_answers_for_a_book_that_was_put_back() -> None:
    scene = put_back(Scene(), None)
    scene.badge("vanna").pin().cancel()
    assert PUT_BACK in scene.alarms()
    scene.badge("chan").pin()
    assert PUT_BACK not in scene.alarms()


def test_with_nobody_to_draw_the_book_is_put_back_all_the_same() -> None:
    scene = put_back(Scene(), None, people=())
    assert scene.kinds == ["book.put_back", "alarm.raised", "refused"]
    assert scene.refused == "nobody_to_count"


def test_who_begins_again_gets_a_pin_and_no_badge() -> None:
    scene = Scene()
    scene = put_back(scene, (brought(scene, "vanna"), brought(scene, "chan")))
    assert scene.kinds == [
        "book.put_back", "pin.set", "pin.set", "alarm.raised", "count.ordered",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"person": None}, "unknown_officer"),
        ({"owner": None}, "unknown_badge"),
        ({"owner": OfficerNumber("dara")}, "unknown_badge"),
    ],
)
@pytest.mark.promise("P10")
def test_a_technician_alone_makes_nobody_an_officer_and_gives_no_badge(
    changes: dict[str, Any], reason: str
) -> None:
    scene = Scene()
    put_back(scene, (brought(scene, "chan"), brought(scene, "vanna", **changes)))
    assert (scene.kinds, scene.refused) == (["refused"], reason)


def test_who_has_left_does_not_begin_again() -> None:
    scene = Scene()
    scene.know("vanna", active=False)
    put_back(scene, (brought(scene, "chan"), brought(scene, "vanna")))
    assert scene.refused == "inactive_officer"


@pytest.mark.promise("P10")
def test_fewer_than_two_who_may_vouch_cannot_begin_again() -> None:
    scene = Scene()
    put_back(scene, (brought(scene, "chan"), brought(scene, "sok")))
    assert scene.refused == "nobody_to_vouch"


# ------------------------------------------------------------------------ another version


def updated(scene: Scene) -> Scene:
    """Let a technician want version 2 in the place of 1."""
    return scene.see(UpdateWanted(scene.now(), "root", "1", "2", HASH, ("sok",)))


def test_an_update_is_written_before_the_kiosk_stops_for_it() -> None:
    scene = updated(Scene())
    told = scene.one(e.UpdateBegun)
    assert (scene.kinds, told.version_before, told.version) == (["update.begun"], "1", "2")
    assert (told.digest, told.signers) == (HASH, ("sok",))


def test_no_update_while_a_cable_is_released_or_open() -> None:
    scene = Scene().badge("sok").pin().choose("W1").badge("vanna").pin()
    assert updated(scene).refused == "shut_cable_first"
    assert updated(scene.open()).refused == "shut_cable_first"


def test_no_update_while_somebody_is_at_the_bay() -> None:
    assert updated(Scene().badge("sok")).refused == "not_now"


def test_no_update_while_a_stand_to_runs() -> None:
    scene = ShiftScene().alert("vanna", "chan", "attack")
    assert updated(scene).refused == "stand_to_runs"


def test_how_an_update_ended_is_written() -> None:
    scene = Scene()
    assert scene.see(UpdateEnded(scene.now(), "root", "2")).kinds == ["update.done"]
    scene.see(UpdateEnded(scene.now(), "root", "1", "it was silent"))
    assert scene.kinds == ["update.rolled_back"]
    assert scene.one(e.UpdateRolledBack).text == "it was silent"
