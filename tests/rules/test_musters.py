"""Weapons at posts without a kiosk: left there by the chief, mustered on a sheet of paper."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.alarms import waiting
from kiosk.rules.manifests import TransferNumber
from kiosk.rules.musters.codes import code_of, read_code, spoken
from kiosk.rules.observations import musters as m
from kiosk.rules.posts import DAY_MS, by_ms, in_force, posts
from kiosk.rules.things import OfficerNumber, Role, WeaponNumber
from kiosk.rules.transferring import Transfers
from tests.rules.muster_scenes import POST, W1, W2, W3, W9, MusterScene
from tests.rules.scenes import PEOPLE, policy


# ---------------------------------------------------------------- standing assignments
def test_what_the_chief_leaves_with_its_holder_is_due_when_the_order_ends() -> None:
    scene = MusterScene().draw("sok", W1)
    duty_ms = scene.bay.out[W1].due_ms
    scene.assign(W1, days=90)
    custody, standing = scene.bay.out[W1], in_force(scene.bay, W1)
    assert custody.due_ms > duty_ms + 88 * DAY_MS
    assert custody.mission == "SA-7"
    assert standing is not None
    assert by_ms(standing) == standing.seen_ms + 30 * DAY_MS
    assert posts(scene.bay) == {POST: (W1,)}


def test_without_a_signature_it_is_a_duty_issue_due_tomorrow() -> None:
    scene = MusterScene().draw("sok", W1)
    assert scene.bay.out[W1].due_ms - scene.bay.out[W1].since_ms <= DAY_MS
    assert posts(scene.bay) == {}


@pytest.mark.parametrize("name", PEOPLE)
def test_only_the_chief_leaves_a_weapon_at_a_post(name: str) -> None:
    scene = MusterScene().draw("sok", W1).assign(W1, by=name)
    if PEOPLE[name] is Role.CHIEF:
        assert in_force(scene.bay, W1) is not None
    else:
        assert scene.refusal == ("wrong_role", W1)


def test_nobody_leaves_a_weapon_with_themselves() -> None:
    scene = MusterScene().draw("chan", W1).assign(W1, "chan")
    assert scene.refusal == ("not_a_second", W1)


def test_a_weapon_is_left_only_with_who_has_it() -> None:
    """A page that is an hour old names a holder who brought it back."""
    scene = MusterScene().assign(W1, "sok")
    assert scene.refusal == ("not_with_holder", W1)
    assert scene.draw("sok", W1).assign(W1, "dara").refusal == ("not_with_holder", W1)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"post": ""}, "post_missing"),
        ({"post": " Kdol"}, "post_missing"),
        ({"post": "K\nd"}, "post_missing"),
        ({"post": "K" * 61}, "post_missing"),
        ({"order": " "}, "post_missing"),
        ({"days": 0}, "standing_too_long"),
        ({"days": 367}, "standing_too_long"),
        ({"every_d": 0}, "standing_too_long"),
        ({"every_d": 93}, "standing_too_long"),
    ],
)
def test_an_assignment_has_a_post_an_order_and_an_end(
    changes: dict[str, int | str], reason: str
) -> None:
    scene = MusterScene().draw("sok", W1)
    scene.assign(W1, **changes)  # type: ignore[arg-type]  # one of its own words each time
    assert scene.refusal == (reason, W1)


def test_a_weapon_that_was_late_when_it_was_left_climbs_its_ladder_anew() -> None:
    scene = MusterScene().draw("sok", W1)
    scene.days_pass(9).see(o.TimePassed(scene.now(), calendar=True))
    late = scene.bay.late[W1]
    scene.assign(W1, days=90)
    assert W1 not in scene.bay.late
    scene.days_pass(120).see(o.TimePassed(scene.now(), calendar=True))
    assert scene.bay.late[W1] == late


def test_an_assignment_ends_when_the_weapon_comes_home_and_is_not_there_the_next_time() -> None:
    scene = MusterScene().kept(W1)
    scene.bring(W1).shut().count(3).cancel()
    assert in_force(scene.bay, W1) is None
    scene.draw("sok", W1)
    assert in_force(scene.bay, W1) is None
    assert posts(scene.bay) == {}


def test_what_stays_at_a_post_is_not_counted_as_drawn_for_duty() -> None:
    """A post chief draws for the day like everybody else, whatever is left with them."""
    one = policy(allowance=1)
    scene = MusterScene(one).kept(W1).draw("sok", W2)
    assert W2 in scene.bay.out
    again = MusterScene(one).draw("sok", W1).badge("sok").pin().scan(W2)
    assert again.refusal[0] == "allowance_reached"


def test_a_wrong_pin_assigns_nothing() -> None:
    scene = MusterScene().draw("sok", W1)
    wrong = replace(scene.signature("chan"), matches=False)
    scene.see(m.StandingAsked(scene.now(), wrong, W1, scene.bay.out[W1].holder, POST, "x", 9, 9))
    assert in_force(scene.bay, W1) is None


# ---------------------------------------------------------------- the sheet
def test_a_sheet_has_a_row_for_every_weapon_of_its_post() -> None:
    scene = MusterScene().kept(W1, W2).draw("dara", W3).sheet()
    drawn = scene.bay.musters.open[POST].drawn
    assert [(row.weapon, row.holder) for row in drawn.rows] == [(W1, "sok"), (W2, "sok")]
    assert (drawn.muster, drawn.due_ms) == (1, drawn.at.wall_ms + 7 * DAY_MS)


def test_a_sheet_needs_a_post_with_something_at_it() -> None:
    assert MusterScene().sheet().refusal == ("nothing_at_post", POST)


@pytest.mark.parametrize("name", PEOPLE)
def test_custodians_chiefs_and_registrars_draw_sheets(name: str) -> None:
    scene = MusterScene().kept(W1).sheet(by=name)
    sits = PEOPLE[name] in {Role.CUSTODIAN, Role.CHIEF, Role.REGISTRAR}
    assert (POST in scene.bay.musters.open) is sits
    if not sits:
        assert scene.refusal == ("wrong_role", POST)


def test_who_is_on_hold_draws_no_sheet() -> None:
    scene = MusterScene().kept(W1).know("nary", hold=True).sheet()
    assert scene.refusal == ("wrong_role", POST)


def test_a_sheet_that_is_drawn_again_gains_no_time_and_voids_the_old_one() -> None:
    scene = MusterScene().kept(W1).sheet()
    due_ms = scene.bay.musters.open[POST].drawn.due_ms
    old = scene.said(W1)
    scene.days_pass(5).sheet()
    assert scene.bay.musters.open[POST].drawn.due_ms == due_ms
    assert scene.enter(old).refusal == ("muster_old", old.code)


def test_every_row_gets_its_answer_and_then_the_sheet_is_closed() -> None:
    scene = MusterScene().kept(W1, W2).sheet()
    scene.enter(scene.said(W1))
    assert scene.close().refusal == ("muster_unfinished", "1")
    scene.enter(scene.said(W2)).close()
    (closed,) = scene.lines(e.MusterClosed)
    assert isinstance(closed, e.MusterClosed)
    assert (closed.seen, closed.not_seen, closed.differs, closed.came_back) == (2, 0, 0, 0)
    assert (closed.seen_by, closed.by) == (("dara",), "chan")
    assert scene.bay.musters.open == {}
    assert scene.alarms() == set()


def test_a_weapon_that_was_seen_need_not_be_mustered_for_another_month() -> None:
    scene = MusterScene().kept(W1).sheet().days_pass(3)
    before = scene.bay.musters.standing[W1]
    scene.enter(scene.said(W1)).close()
    assert by_ms(scene.bay.musters.standing[W1]) > by_ms(before) + 2 * DAY_MS


def test_all_rows_of_one_signature_are_written_or_none() -> None:
    scene = MusterScene().kept(W1, W2).sheet()
    scene.enter(scene.said(W1), scene.said(W9))
    assert scene.refusal == ("not_on_muster", scene.said(W9).code)
    assert scene.lines(e.MusterAnswered) == []


def test_nothing_is_entered_by_nothing() -> None:
    assert MusterScene().kept(W1).sheet().enter().refusal[0] == "muster_empty"


# ---------------------------------------------------------------- what is wrong with a row
def test_a_row_that_stands_already_is_no_harm_and_another_answer_is_refused() -> None:
    scene = MusterScene().kept(W1).sheet().enter(scene_row := m.RowSaid(
        code_of(1, W1), e.MusterAnswer.SEEN
    ))  # fmt: skip
    scene.enter(scene_row)
    assert len(scene.lines(e.MusterAnswered)) == 1
    assert scene.enter(scene.said(W1, "not_seen")).refusal == ("muster_twice", scene_row.code)
    assert scene.alarms() == set()


def test_one_row_with_two_answers_in_one_hand_is_refused() -> None:
    scene = MusterScene().kept(W1).sheet()
    scene.enter(scene.said(W1), scene.said(W1, "not_seen"))
    assert scene.refusal[0] == "muster_twice"
    assert scene.lines(e.MusterAnswered) == []


def test_a_torn_code_is_typed_and_a_slip_of_the_hand_is_found() -> None:
    """Every single wrong digit and every swap of neighbours (ISO 7064 MOD 97-10)."""
    code = code_of(41, W1)
    assert read_code(spoken(code)) == (41, W1)
    assert read_code(code.translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))) == (41, W1)
    for place, digit in enumerate(code):
        other = str((int(digit) + 1) % 10)
        assert read_code(code[:place] + other + code[place + 1 :]) is None
    for place in range(len(code) - 1):
        one, two = code[place], code[place + 1]
        if one != two:
            assert read_code(code[:place] + two + one + code[place + 2 :]) is None
    for text in ("", "x", code[:-1], code + "1", "²" * 17, W1):
        assert read_code(text) is None
    scene = MusterScene().kept(W1).sheet()
    assert scene.enter(m.RowSaid("1 2", e.MusterAnswer.SEEN)).refusal == (
        "muster_code_wrong", "1 2",
    )  # fmt: skip


def test_a_weapon_that_nobody_numbered_has_no_code() -> None:
    with pytest.raises(ValueError, match="no registration number"):
        code_of(1, WeaponNumber("W1"))


def test_a_sheet_that_was_closed_is_an_old_sheet() -> None:
    scene = MusterScene().kept(W1).sheet().enter(m.RowSaid(code_of(1, W1), e.MusterAnswer.SEEN))
    scene.close()
    assert scene.enter(scene.said(W1)).refusal[0] == "muster_old"
    assert scene.close().refusal == ("muster_old", "1")


def test_a_weapon_that_came_home_meanwhile_needs_no_answer() -> None:
    scene = MusterScene().kept(W1, W2).sheet()
    scene.bring(W1).shut().count(2).cancel()
    assert scene.enter(scene.said(W1)).refusal == ("muster_came_back", scene.said(W1).code)
    scene.enter(scene.said(W2)).close()
    (closed,) = scene.lines(e.MusterClosed)
    assert isinstance(closed, e.MusterClosed)
    assert (closed.seen, closed.came_back) == (1, 1)


def test_a_sheet_all_of_whose_weapons_came_home_is_closed_without_a_word() -> None:
    scene = MusterScene().kept(W1).sheet()
    scene.bring(W1).shut().count(3).cancel().close()
    (closed,) = scene.lines(e.MusterClosed)
    assert isinstance(closed, e.MusterClosed)
    assert (closed.came_back, closed.seen_by) == (1, ())


@pytest.mark.promise("P10")
def test_nobody_musters_a_weapon_of_their_own() -> None:
    scene = MusterScene().kept(W1).sheet()
    assert scene.enter(scene.said(W1), looker="sok").refusal == (
        "muster_own_weapon", scene.said(W1).code,
    )  # fmt: skip
    held = MusterScene().draw("rith", W1).assign(W1, "rith").sheet()
    assert held.enter(held.said(W1), by="rith").refusal[0] == "muster_own_weapon"


@pytest.mark.promise("P10")
@pytest.mark.parametrize("known", [{"active": False}, {"hold": True}])
def test_who_left_or_is_on_hold_signed_no_sheet(known: dict[str, bool]) -> None:
    scene = MusterScene().kept(W1).sheet()
    scene.know("dara", **known)
    assert scene.enter(scene.said(W1), looker="dara").refusal == ("unknown_officer", "dara")


def test_who_looked_must_be_somebody() -> None:
    scene = MusterScene().kept(W1).sheet()
    assert scene.enter(scene.said(W1), looker="nobody").refusal == ("unknown_officer", "nobody")


@pytest.mark.parametrize("name", PEOPLE)
def test_custodians_chiefs_and_registrars_enter_and_close(name: str) -> None:
    scene = MusterScene().kept(W1).sheet()
    scene.enter(scene.said(W1), by=name, looker="tech" if name == "dara" else "dara")
    sits = PEOPLE[name] in {Role.CUSTODIAN, Role.CHIEF, Role.REGISTRAR}
    assert bool(scene.lines(e.MusterAnswered)) is sits
    other = "nary" if name == "chan" else "chan"
    scene.enter(scene.said(W1), by=name if sits else other).close(by=other if sits else name)
    assert (scene.bay.musters.open == {}) is sits


# ---------------------------------------------------------------- what a sheet finds
def test_a_weapon_that_is_not_there_is_an_alarm_that_no_later_sheet_takes_back() -> None:
    scene = MusterScene().kept(W1).sheet()
    scene.enter(scene.said(W1, "not_seen")).close()
    assert scene.alarms() == {("missing", W1)}
    scene.badge("vanna").pin().cancel()
    assert scene.bay.alarms[e.AlarmCause.MISSING, W1].answered == "vanna"
    scene.sheet().enter(scene.said(W1)).close()
    assert scene.alarms() == {("missing", W1)}, "a sheet closes no doubt"
    scene.bring(W1).shut().count(3).cancel()
    assert scene.alarms() == set(), "handed in, and answered before"


def test_a_muster_takes_nobodys_custody_away_and_settles_nothing() -> None:
    scene = MusterScene().kept(W1)
    before = scene.bay
    scene.sheet().enter(scene.said(W1, "not_seen")).close()
    assert (scene.bay.out, scene.bay.doubts, scene.bay.missing) == (
        before.out, before.doubts, before.missing,
    )  # fmt: skip


def test_another_engraving_calls_somebody_and_names_its_digits() -> None:
    scene = MusterScene().kept(W1).sheet().enter(
        m.RowSaid(code_of(1, W1), e.MusterAnswer.DIFFERS, "9999")
    )  # fmt: skip
    assert scene.alarms() == {("muster_differs", W1)}
    (line,) = scene.lines(e.MusterAnswered)
    assert isinstance(line, e.MusterAnswered)
    assert line.engraved == "9999"
    scene.badge("vanna").pin().cancel()
    assert scene.alarms() == {("muster_differs", W1)}, "answered, and still another one"


@pytest.mark.parametrize(
    ("answer", "engraved", "reason"),
    [
        ("differs", "", "muster_digits_missing"),
        ("differs", "12a4", "muster_digits_missing"),
        ("differs", "1" * 13, "muster_digits_missing"),
        ("differs", W1[-4:], "muster_digits_agree"),
        ("seen", "1234", "muster_digits_unasked"),
    ],
)
def test_the_engraving_is_written_where_it_differs_and_nowhere_else(
    answer: str, engraved: str, reason: str
) -> None:
    scene = MusterScene().kept(W1).sheet()
    assert scene.enter(scene.said(W1, answer, engraved)).refusal[0] == reason


# ---------------------------------------------------------------- the chase
def test_a_sheet_that_does_not_come_back_is_told_of_and_a_day_later_somebody_is_called() -> None:
    scene = MusterScene().kept(W1).sheet()
    scene.days_pass(6.9)
    assert scene.lines(e.MusterLate) == []
    scene.days_pass(0.2)
    (late,) = scene.lines(e.MusterLate)
    assert isinstance(late, e.MusterLate)
    assert (late.post, late.muster, late.weapons) == (POST, 1, 1)
    assert scene.alarms() == set()
    scene.days_pass(0.5)
    assert len(scene.lines(e.MusterLate)) == 1, "told once"
    scene.days_pass(0.6)
    assert scene.alarms() == {("muster_late", POST)}
    assert waiting(scene.bay)
    scene.badge("chan").pin().cancel()
    assert scene.alarms() == {("muster_late", POST)}, "answered, and still not back"
    scene.days_pass(1)
    assert len(scene.lines(e.AlarmRaised)) == 1
    scene.enter(scene.said(W1)).close()
    assert scene.alarms() == set()


def test_a_post_for_which_nobody_draws_a_sheet_is_chased_too() -> None:
    scene = MusterScene().kept(W1).days_pass(30.5)
    assert len(scene.lines(e.MusterLate)) == 1
    scene.days_pass(1)
    assert scene.alarms() == {("muster_late", POST)}


def test_a_weapon_that_a_sheet_missed_has_its_own_alarm_and_is_chased_no_further() -> None:
    scene = MusterScene().kept(W1).sheet().enter(
        m.RowSaid(code_of(1, W1), e.MusterAnswer.NOT_SEEN)
    )  # fmt: skip
    scene.close().days_pass(60)
    assert scene.alarms() == {("missing", W1)}


def test_a_post_whose_weapons_came_home_is_chased_no_more() -> None:
    scene = MusterScene().kept(W1)
    scene.bring(W1).shut().count(3).cancel().days_pass(60)
    assert scene.lines(e.MusterLate) == []


def test_what_is_on_its_way_to_another_store_is_left_at_no_post() -> None:
    """The order would take the transfer's place in the custody, and nobody would close it."""
    scene = MusterScene().draw("sok", W1)
    sent = e.TransferSent(
        scene.now(), TransferNumber("T-1"), 1, "pnh-01", (scene.weapons[W1],), OfficerNumber("sok"),
        "Sok", "", "", "", 0, "moved", (),
    )  # fmt: skip
    scene.bay = replace(scene.bay, transfers=Transfers(1, {sent.number: sent}))
    assert scene.assign(W1).refusal == ("not_to_be_left", W1)
