"""Starting again after every interruption: nothing opens, and what was cut short is doubted."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.effects import Lock, Siren
from kiosk.rules.things import CableId, PositionId, Signal
from tests.rules.scenes import LAYOUT, Scene, place, policy

Act = Callable[[Scene], Scene]

ISSUE: list[Act] = [
    lambda scene: scene.badge("sok"),
    lambda scene: scene.pin(),
    lambda scene: scene.scan("W1"),
    lambda scene: scene.badge("vanna"),
    lambda scene: scene.pin(),
    lambda scene: scene.open(),
    lambda scene: scene.scan("W1"),
    lambda scene: scene.shut(),
    lambda scene: scene.count(2),
]
RETURN: list[Act] = [
    lambda scene: scene.draw("sok", "W1").press_return(),
    lambda scene: scene.scan("W1"),
    lambda scene: scene.show_clear(),
    lambda scene: scene.badge("vanna"),
    lambda scene: scene.pin(),
    lambda scene: scene.report(),
    lambda scene: scene.open(),
    lambda scene: scene.shut(),
    lambda scene: scene.count(3),
]
ENROLMENT: list[Act] = [
    lambda scene: scene.enrol("dara"),
    lambda scene: scene.badge("vanna").pin(),
    lambda scene: scene.badge("nary").pin(),
    lambda scene: scene.badge("new"),
]
CUT_AT = [
    (name, cut)
    for name, acts in (("issue", ISSUE), ("return", RETURN), ("enrolment", ENROLMENT))
    for cut in range(len(acts) + 1)
]
ACTS = {"issue": ISSUE, "return": RETURN, "enrolment": ENROLMENT}


@pytest.mark.parametrize("left_open", [(), ("A",)])
@pytest.mark.parametrize(("name", "cut"), CUT_AT)
@pytest.mark.promise("P1")
def test_after_a_cut_at_any_step_nothing_opens_and_the_released_cable_is_in_doubt(
    name: str, cut: int, left_open: tuple[str, ...]
) -> None:
    scene = Scene()
    for act in ACTS[name][:cut]:
        act(scene)
    released, inside, out = scene.released(), scene.bay.inside, scene.bay.out
    scene.restart(*left_open)
    cause = "interrupted" if released else "forced"
    expected = dict.fromkeys(("A1", "A2", "A3"), cause) if released or left_open else {}
    assert scene.doubts() == expected
    assert scene.bay.session is None
    assert scene.bay.release is None
    assert (scene.bay.inside, scene.bay.out) == (inside, out)
    assert scene.bay.sounding is bool(left_open)
    assert scene.effects == [Lock(CableId("A")), Lock(CableId("B")), Siren(on=bool(left_open))]


def test_a_start_is_written_and_the_layout_only_when_it_changed() -> None:
    scene = Scene().restart()
    assert scene.kinds == ["kiosk.started"]
    scene.restart(layout=LAYOUT[:4])
    assert scene.kinds[:2] == ["kiosk.started", "bay.laid"]


def test_a_start_under_another_policy_calls_somebody_once() -> None:
    """A technician alone can change the file; the chief must hear of it (P10)."""
    scene = Scene()
    before, scene.bay = scene.bay.policy.digest, replace(scene.bay, policy=policy(allowance=9))
    digest = scene.bay.policy.digest
    scene.restart(policy_before=before)
    assert scene.kinds[:2] == ["kiosk.started", "alarm.raised"]
    assert scene.one(e.AlarmRaised).about == digest
    assert scene.alarms() == {("policy", digest)}
    assert not scene.bay.sounding, "nobody needs a siren for it"
    assert scene.restart(policy_before=digest).kinds == ["kiosk.started"]
    assert scene.badge("vanna").pin().alarms() == {("policy", digest)}, "it is for the chief"
    assert scene.badge("chan").pin().kinds[-1] == "alarm.cleared"


def test_a_changed_kiosk_toml_is_a_line_of_its_own() -> None:
    scene = Scene().restart(config=("bb", "aa"))
    assert scene.kinds == ["kiosk.started", "config.changed"]
    changed = scene.one(e.ConfigChanged)
    assert (changed.was, changed.becomes) == ("aa", "bb")
    assert scene.one(e.Started).config == "bb"


@pytest.mark.parametrize("config", [("aa", "aa"), ("aa", ""), ("", "")])
def test_the_same_kiosk_toml_or_one_that_no_start_named_is_no_line(config: tuple[str, str]) -> None:
    assert Scene().restart(config=config).kinds == ["kiosk.started"]


def test_the_first_start_of_all_calls_nobody() -> None:
    assert not any(isinstance(entry, e.AlarmRaised) for entry in Scene().book)


def test_p2_a_start_writes_what_was_mended_in_the_book_and_the_bay_is_the_same() -> None:
    """Whoever reads the book later learns that a copy of it was lost here, and which lines."""
    lines = o.Mended(e.BookPart.LINES, 12, 40)
    tables = o.Mended(e.BookPart.TABLES, 1, 40)
    scene, quiet = Scene().draw("sok", "W1"), Scene().draw("sok", "W1").restart()
    scene.restart(mended=(lines, tables))
    assert scene.kinds == ["kiosk.started", "book.mended", "book.mended"]
    said = [(m.part, m.first_seq, m.last_seq) for m in scene.entries if isinstance(m, e.BookMended)]
    assert said == [("lines", 12, 40), ("tables", 1, 40)]
    assert scene.bay == quiet.bay


def test_faults_are_looked_for_anew_after_a_start() -> None:
    assert Scene().fault().restart().bay.faults == frozenset()


@pytest.mark.promise("P8")
def test_a_line_that_is_active_at_a_start_tells_what_it_would_have_told() -> None:
    found = {"housing": Signal.TAMPER, "mains": Signal.MAINS}
    scene = Scene().restart(signals=found)
    assert scene.kinds == ["kiosk.started", "signal.raised", "alarm.raised", "signal.raised"]
    assert scene.bay.signals == found
    assert scene.effects[-1] == Siren(on=True)
    scene.restart(signals=found)
    assert scene.kinds == ["kiosk.started", "signal.raised", "signal.raised"], "called already"
    assert scene.restart().bay.signals == {}
    assert scene.alarms() == {("tamper", "housing")}, "nobody has come yet"


def test_an_answered_alarm_calls_again_when_its_line_is_active_at_a_start() -> None:
    scene = Scene().signal("tamper", "housing").badge("vanna").pin()
    assert scene.restart(signals={"housing": Signal.TAMPER}).bay.sounding


def test_an_alarm_outlasts_a_start() -> None:
    scene = Scene().open("B").restart()
    assert scene.alarms() == {("forced", "B")}
    assert scene.effects[-1] == Siren(on=True)
    scene = Scene().open("B").restart("B")
    assert scene.kinds == ["kiosk.started"]


def test_a_weapon_whose_position_is_gone_is_called_missing_until_somebody_looked() -> None:
    """A mistyped configuration must not make a rack of weapons vanish quietly, nor for ever."""
    scene = Scene().restart(layout=[p for p in LAYOUT if p.id != "A1"])
    assert scene.doubts() == {"A1": "no_such_place"}
    assert scene.alarms() == {("missing", "W1")}
    scene.badge("vanna").pin()
    assert scene.alarms() == {("missing", "W1")}, "answered, and still without a place"
    assert scene.scan("W1").refused == "in_doubt"
    assert scene.look("A1", present=True).refused == "unknown_position"
    scene.restart(layout=LAYOUT)
    scene.badge("vanna").pin()
    assert scene.alarms() == {("missing", "W1")}, "its rack is back, and nobody looked"
    scene.look("A1", present=True)
    assert scene.alarms() == set()
    assert scene.doubts() == {}
    assert scene.scan("W1").kinds == ["issue.asked"]


def test_a_weapon_whose_position_is_gone_may_be_brought_to_another_place() -> None:
    scene = Scene().restart(layout=[p for p in LAYOUT if p.id != "A1"])
    scene.press_return().scan("W1")
    assert scene.one(e.ReturnBegun).position == "B3"
    scene.show_clear().badge("vanna").pin().report().open().shut().count(3)
    assert scene.place_of("W1") == "B3"
    assert scene.alarms() == set()
    scene.badge("rith").pin().look("A1", present=False)
    assert scene.place_of("W1") == "B3"
    assert scene.doubts() == {}


def test_a_weapon_whose_position_is_gone_may_be_gone_too() -> None:
    scene = Scene().restart(layout=[p for p in LAYOUT if p.id != "A1"])
    scene.badge("vanna").pin().look("A1", present=False)
    assert scene.is_missing("W1")
    assert scene.alarms() == {("missing", "W1")}


def test_a_start_without_the_rack_that_was_open_doubts_what_hung_on_it() -> None:
    scene = Scene().badge("sok").pin().scan("W1").badge("vanna").pin().open()
    scene.restart("A", layout=LAYOUT[3:])
    assert scene.doubts() == dict.fromkeys(("A1", "A2", "A3"), "interrupted")
    assert scene.alarms() == {("missing", "W1"), ("missing", "W2"), ("missing", "W3")}
    assert scene.bay.open_cables == frozenset()


def test_a_start_with_a_cable_moved_to_other_positions_doubts_the_old_ones() -> None:
    scene = Scene().badge("sok").pin().scan("W1").badge("vanna").pin()
    moved = (*LAYOUT[1:], place("C1"), type(LAYOUT[0])(
        PositionId("A1"), LAYOUT[0].rack, CableId("C")
    ))  # fmt: skip
    scene.restart(layout=moved)
    assert set(scene.doubts()) == {"A1", "A2", "A3"}


@pytest.mark.promise("P3")
def test_the_whole_book_tells_the_same_bay_again() -> None:
    scene = Scene().draw("sok", "W1").open("B").restart("B").badge("vanna").pin().bring("W1")
    scene.shut().count(3).restart()
    assert scene.replayed() == scene.bay
