"""A loss is told at the bay: one word is enough, nothing opens, and a desk says the rest."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.rules import entries as e
from kiosk.rules.reports import FOR_OTHERS, LossKind, LossWhen, unknown_in
from tests.rules.loss_scenes import HOUR_MS, LossScene

MISSING = ("missing", "W1")
DAY_MS = 24 * HOUR_MS


def out() -> LossScene:
    """Return a scene in which sok went out with W1, and dara with W2."""
    scene = LossScene()
    scene.draw("sok", "W1").draw("dara", "W2")
    return scene


def told(when: LossWhen = LossWhen.TODAY) -> LossScene:
    """Return a scene in which sok came without W1, and said so."""
    scene = out()
    return scene.badge("sok").pin().tell_lost("W1", when, LossKind.STOLEN)


def test_who_had_it_says_so_and_it_counts_at_once() -> None:
    scene = told()
    assert scene.kinds == ["loss.reported", "alarm.raised"]
    line = scene.one(e.LossReported)
    assert (line.weapon, line.by, line.at_bay) == ("W1", "sok", True)
    assert line.loss.weapon == scene.weapons["W1"], "every fact goes with the report"
    assert (line.loss.kind, line.loss.bearer.number) == (LossKind.STOLEN, "sok")
    assert MISSING in scene.alarms()
    assert not line.office, "the screen they stand before says what was recorded"
    assert scene.holder("W1") == "sok", "who was out with it still answers for it"
    assert scene.badge("rith").pin().scan("W1").kinds[0] == "return.begun", "and it is on the list"
    assert ("hot_list", "W1") in scene.alarms()


@pytest.mark.promise("P1")
def test_it_opens_nothing_and_needs_nobody_else() -> None:
    scene = told()
    assert scene.released() == ""
    assert scene.bay.session is not None
    assert scene.bay.session.second is None


def test_the_same_word_at_the_desk_says_nothing_at_the_racks() -> None:
    assert LossScene().report_lost("W1").one(e.LossReported).office


@pytest.mark.parametrize(
    ("when", "begins", "whole_day"),
    [
        (LossWhen.NOW, 0, False),
        (LossWhen.TODAY, 0, True),
        (LossWhen.YESTERDAY, -DAY_MS, True),
        (LossWhen.UNKNOWN, None, False),
    ],
)
def test_when_it_was_is_the_day_of_the_warehouse(
    when: LossWhen,
    begins: int | None,
    whole_day: bool,  # noqa: FBT001 - pytest passes by name
) -> None:
    scene = out()
    scene.badge("sok").pin()
    now_ms, offset_ms = scene.wall_ms, 60_000 * scene.bay.policy.utc_offset_min
    said = scene.tell_lost("W1", when).one(e.LossReported).loss.circumstances
    assert said.whole_day == whole_day
    assert (said.place, said.how, said.agency, said.case) == ("", "", "", "")
    if begins is None:
        assert said.when_ms == 0
    elif not whole_day:
        assert said.when_ms == now_ms
    else:
        assert (said.when_ms + offset_ms) % DAY_MS == 0, "a day begins at midnight here"
        assert 0 <= now_ms + begins - said.when_ms < DAY_MS


def test_nobody_tells_the_loss_of_a_weapon_that_is_another_ones() -> None:
    scene = out()
    assert scene.badge("sok").pin().tell_lost("W2").refused == "not_yours_to_report"
    assert scene.tell_lost("W3").refused == "not_yours_to_report", "it stands in the rack"
    assert scene.tell_lost("X9").refused == "unknown_weapon"
    assert scene.tell_lost("W1").kinds[0] == "loss.reported"
    assert scene.tell_lost("W1").refused == "reported_lost"


@pytest.mark.parametrize("who", ["vanna", "chan"])
def test_custodian_and_chief_say_it_for_somebody_else_and_not_while_on_hold(who: str) -> None:
    scene = out()
    scene.badge(who).pin().tell_lost("W2")
    line = scene.one(e.LossReported)
    assert (line.by, line.loss.bearer.number) == (who, "dara")
    scene = out()
    scene.know(who, hold=True).badge(who).pin()
    assert scene.tell_lost("W2").refused == "not_yours_to_report"


@pytest.mark.parametrize("who", ["nary", "pich"])
def test_registrar_and_officer_say_it_of_their_own_alone(who: str) -> None:
    assert out().badge(who).pin().tell_lost("W2").refused == "not_yours_to_report"


def test_who_draws_no_longer_says_it_all_the_same() -> None:
    """A weapon that is lost is not kept secret because its holder is on hold."""
    scene = out()
    scene.know("sok", hold=True).badge("sok").pin()
    assert scene.tell_lost("W1").kinds[0] == "loss.reported"


def test_it_is_told_by_who_typed_a_pin_and_has_no_cable_before_them() -> None:
    scene = out()
    assert scene.tell_lost("W1").refused == "not_now"
    assert scene.badge("sok").tell_lost("W1").refused == "not_now"
    scene.cancel().badge("pich").pin().scan("W3").badge("vanna").pin()
    assert scene.released(), "a cable may be opened"
    assert scene.tell_lost("W1").refused == "not_now"


def test_an_alarm_that_waits_keeps_nobody_from_telling() -> None:
    scene = out()
    scene.report_lost("W3").badge("sok").pin()
    assert ("missing", "W3") in scene.alarms()
    assert scene.tell_lost("W1").kinds == ["loss.reported", "alarm.raised"]


def test_a_search_that_has_begun_goes_on_from_when_it_began() -> None:
    scene = out()
    scene.report_lost("W3")
    began_ms = scene.bay.alarms[e.AlarmCause.MISSING, "W3"].since_ms
    scene.bay = replace(scene.bay, losses={})
    scene.wait(1800).report_lost("W3")
    assert scene.one(e.LossReported).missed_ms == began_ms
    assert {loss.since_ms for loss in scene.bay.losses.values()} == {began_ms}
    assert told().one(e.LossReported).missed_ms == 0


# ---------------------------------------------------------------- the rest, at a desk
def test_a_report_of_the_bay_says_what_it_lacks() -> None:
    loss = told(LossWhen.UNKNOWN).one(e.LossReported).loss
    unknown = set(unknown_in(loss))
    assert {"agency", "case", "when", "place", "how"} <= unknown
    assert "serial" not in unknown
    assert "when" not in unknown_in(told(LossWhen.TODAY).one(e.LossReported).loss)
    whole = LossScene().report_lost("W1").one(e.LossReported).loss
    of_weapon = {name for name in FOR_OTHERS if not getattr(whole.weapon, name, "else")}
    assert set(unknown_in(whole)) == of_weapon


def test_the_desk_fills_in_what_is_open_and_changes_nothing_that_was_said() -> None:
    scene = told().fill_in("W1", by="nary", place=" Samlot ", case="7")
    line = scene.one(e.LossCompleted)
    said = line.loss.circumstances
    assert (said.place, said.case, said.how, said.agency) == ("Samlot", "7", "", "")
    assert line.by == "nary"
    assert said.whole_day, "the day stands until somebody knows the hour"
    scene.fill_in("W1", place="Bavel", how="in a boat", when_ms=scene.wall_ms - HOUR_MS)
    said = scene.bay.losses[scene.weapons["W1"].number].loss.circumstances
    assert (said.place, said.how) == ("Samlot", "in a boat"), "the first word stands"
    assert (said.when_ms, said.whole_day) == (scene.wall_ms - 1_000 - HOUR_MS, False)
    scene.fill_in("W1", when_ms=scene.wall_ms - 2 * HOUR_MS)
    assert scene.refused == "nothing_changed", "a moment that was said is not said anew"


def test_the_report_takes_over_what_the_register_learned_of_the_weapon() -> None:
    scene = told()
    scene.weapons["W1"] = replace(scene.weapons["W1"], serial="56-1 77", calibre="7.62x39")
    loss = scene.fill_in("W1").one(e.LossCompleted).loss
    assert (loss.weapon.serial, loss.bearer.number) == ("56-1 77", "sok")
    scene.cancel()
    assert ("hot_list", "W1") in scene.scan("56-1 77").alarms(), "and is known by it from now on"


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"weapon": "X9"}, "unknown_weapon"),
        ({"weapon": "W2"}, "not_reported_lost"),
        ({"by": "sok"}, "wrong_role"),
        ({"by": "nobody"}, "unknown_officer"),
        ({"when_ms": 2**50}, "report_when"),
        ({"when_ms": -5}, "report_when"),
        ({"place": "  "}, "nothing_changed"),
    ],
)
def test_what_cannot_be_filled_in_is_refused(asked: dict[str, Any], reason: str) -> None:
    scene = told()
    assert scene.fill_in(**{"weapon": "W1", **asked}).refused == reason
    assert scene.fill_in("W1", place="Samlot", right=False).kinds == ["pin.refused"]
    assert scene.know("vanna", hold=True).fill_in("W1", place="x").refused == "wrong_role"


def test_two_people_close_it_as_any_other() -> None:
    scene = told().cancel().find_it("W1").badge("rith").pin().badge("chan").pin()
    assert scene.one(e.LossClosed).weapon == "W1"
    assert not scene.bay.losses
    assert scene.fill_in("W1", place="Samlot").refused == "not_reported_lost"
