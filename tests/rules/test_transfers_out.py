"""A transfer is sent by two people, drawn weapon by weapon, closed by the other one's word."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules import matters
from kiosk.rules.manifests import Sending
from kiosk.rules.things import Condition
from kiosk.rules.transfers import papers
from tests.rules.scenes import policy
from tests.rules.transfer_scenes import THERE, TransferScene

TRANSFERS = ("transfer_late", "T0001-btb-1")


@pytest.mark.promise("P10")
def test_two_people_at_the_reader_send_weapons_and_the_book_has_all_their_facts() -> None:
    scene = TransferScene()
    begin = len(scene.book)
    sent = scene.send("W1", "W4")
    assert [entry.KIND for entry in scene.book[begin:]] == [
        "pin.accepted", "matter.begun", "second.seen", "pin.accepted", "matter.vouched",
        "second.seen", "pin.accepted", "matter.vouched", "transfer.sent", "session.closed",
    ]  # fmt: skip
    assert (sent.number, sent.running, sent.to) == ("T0001-btb-1", 1, THERE)
    assert sent.weapons == (scene.weapons["W1"], scene.weapons["W4"])
    assert sent.due_ms == sent.at.wall_ms + 48 * 3_600_000
    assert sent.by == ("vanna", "chan")
    assert scene.place_of("W1") == "A1", "nothing moved yet"


@pytest.mark.promise("P5")
def test_the_carrier_draws_each_weapon_and_has_all_of_it_before_it_has_left() -> None:
    scene = TransferScene()
    sent = scene.send("W1", "W4")
    scene.load("W1")
    custody = scene.bay.out[sent.weapons[0].number]
    assert (custody.holder, custody.mission, custody.due_ms) == ("sok", sent.number, sent.due_ms)
    assert not scene.left(sent.number)
    scene.load("W4")
    assert scene.left(sent.number), "more than one weapon, and no mission order"


def test_nobody_else_draws_what_is_to_be_sent() -> None:
    scene = TransferScene()
    scene.send("W1")
    assert scene.badge("dara").pin().scan("W1").refused == "in_transfer"
    assert scene.badge("sok").pin().scan("W2").refused == "", "what is not sent is drawn as ever"


def test_a_quarantined_weapon_is_sent_to_who_can_mend_it() -> None:
    scene = TransferScene()
    scene.weapons["W1"] = replace(scene.weapons["W1"], condition=Condition.QUARANTINED)
    sent = scene.send("W1")
    scene.load("W1")
    assert scene.left(sent.number)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"to": "nowhere"}, "unknown_store"),
        ({"hours": 0}, "deadline_impossible"),
        ({"hours": 73}, "deadline_impossible"),
        ({"why": " "}, "no_reason_given"),
        ({"carrier": "nobody"}, "no_carrier"),
    ],
)
def test_a_transfer_that_cannot_be_is_refused_at_the_desk(
    wrong: dict[str, str], reason: str
) -> None:
    scene = TransferScene()
    assert scene.request(scene.sending("W1", **wrong)).refused == reason  # type: ignore[arg-type]  # as `sending` takes them
    assert scene.bay.session is None


@pytest.mark.parametrize(
    ("weapons", "reason"),
    [
        ([], "nothing_to_send"),
        (["W1", "W2", "W1"], "scanned_twice"),
        (["X7"], "unknown_weapon"),
        (["W9"], "not_in_this_bay"),
        (["W2"] * 101, "too_many_weapons"),
    ],
)
def test_weapons_that_cannot_go_are_named(weapons: list[str], reason: str) -> None:
    scene = TransferScene()
    assert scene.request(scene.sending(*weapons)).refused == reason


def test_a_weapon_that_is_out_in_doubt_or_in_another_transfer_is_not_sent() -> None:
    out = TransferScene().draw("dara", "W1")
    assert out.request(out.sending("W1")).refused == "already_out"
    doubtful = TransferScene().open("A").badge("vanna").pin().shut("A")
    doubtful.cancel()
    assert doubtful.doubts()
    assert doubtful.request(doubtful.sending("W1")).refused == "in_doubt"
    twice = TransferScene()
    twice.send("W1")
    assert twice.request(twice.sending("W2", "W1")).refused == "in_transfer"


def test_only_who_may_asks_and_a_wrong_pin_asks_nothing() -> None:
    scene = TransferScene()
    for name in ("vanna", "sok"):
        assert scene.request(scene.sending("W1"), by=name).refused == "wrong_role"
    assert scene.request(scene.sending("W1"), by="nobody").refused == "unknown_officer"
    assert scene.request(scene.sending("W1"), right=False).kinds == ["pin.refused"]
    scene.know("nary", hold=True)
    assert scene.request(scene.sending("W1")).refused == "wrong_role"
    assert scene.badge("sok").request(scene.sending("W1"), by="chan").refused == "not_now"


@pytest.mark.promise("P10")
def test_the_carrier_does_not_vouch_for_the_own_load() -> None:
    scene = TransferScene()
    scene.request(scene.sending("W1", carrier="vanna"))
    assert scene.badge("vanna").refused == "not_a_second"
    assert scene.badge("nary").pin().kinds == ["pin.accepted", "matter.vouched"], "who asked may"
    assert scene.badge("nary").refused == "not_a_second", "and once"


def test_what_was_drawn_or_changed_between_two_people_is_not_sent() -> None:
    scene = TransferScene()
    scene.request(scene.sending("W1")).badge("vanna").pin()
    scene.weapons["W1"] = replace(scene.weapons["W1"], serial="otherwise")
    scene.badge("chan").pin()
    assert scene.refused == "changed_meanwhile"
    assert not scene.bay.transfers.sent
    assert scene.bay.session is None


def test_a_carrier_who_is_held_meanwhile_ends_it() -> None:
    scene = TransferScene()
    scene.request(scene.sending("W1")).badge("vanna").pin().hold("sok")
    assert scene.kinds == ["officer.held", "session.closed"]


def test_a_transfer_is_called_back_by_two_people_until_it_leaves() -> None:
    scene = TransferScene()
    sent = scene.send("W1", "W2")
    scene.load("W1")
    assert scene.recall(sent.number).refused == "transfer_left"
    scene.bring("W1", "vanna", rounds=30, magazines=2).shut().count(3).cancel()
    assert scene.recall(sent.number, why="").refused == "no_reason_given"
    assert scene.recall("T0009-btb-1").refused == "unknown_transfer"
    scene.recall(sent.number).vouch()
    called = scene.one(e.TransferRecalled)
    assert (called.number, called.by) == (sent.number, ("vanna", "chan"))
    assert not scene.bay.transfers.sent
    assert scene.badge("dara").pin().scan("W1").refused == "", "and may be drawn again"
    scene.cancel()
    assert scene.send("W2").number == "T0002-btb-1", "no number is given twice"


@pytest.mark.promise("P5")
def test_a_receipt_closes_a_transfer_and_what_arrived_is_not_ours_any_more() -> None:
    scene = TransferScene()
    sent = scene.send("W1", "W4")
    scene.load("W1", "W4").hand_back(scene.receipt(sent))
    closed = scene.one(e.TransferClosed)
    assert (closed.weapons, closed.missing, closed.by) == (("W1", "W4"), (), "nary")
    assert not {"W1", "W4"} & {*scene.bay.homes, *scene.bay.out, *scene.bay.missing}
    assert scene.hand_back(scene.receipt(sent)).refused == "unknown_transfer", "it counts once"


def test_what_did_not_arrive_is_missing_and_searched_for() -> None:
    scene = TransferScene()
    sent = scene.send("W1", "W4")
    scene.load("W1", "W4").hand_back(scene.receipt(sent, "W4"))
    assert scene.bay.missing == {"W4"}
    assert {("missing", "W4"), ("transfer_differs", sent.number)} <= set(scene.alarms())
    scene.badge("chan").pin()
    assert ("missing", "W4") in scene.alarms(), "an answer finds nothing"
    scene.cancel().bring("W4", "vanna").shut().count(2)
    assert ("missing", "W4") not in scene.alarms()


@pytest.mark.parametrize("problem", ["note_cut", "note_edited", "note_unknown_store"])
def test_a_paper_that_is_not_right_closes_nothing(problem: str) -> None:
    scene = TransferScene()
    sent = scene.send("W1")
    scene.load("W1")
    assert scene.hand_back(None, problem).refused == problem
    assert scene.hand_back(scene.receipt(sent, origin="elsewhere")).refused == "unknown_transfer"
    assert scene.hand_back(scene.receipt(sent), by="sok").refused == "wrong_role"
    more = replace(scene.receipt(sent), taken=(sent.weapons[0].number, scene.weapons["W2"].number))
    assert scene.hand_back(more).refused == "note_edited", "it takes what was never sent"
    assert scene.left(sent.number)


def test_a_receipt_for_what_never_left_closes_nothing() -> None:
    scene = TransferScene()
    sent = scene.send("W1")
    assert scene.hand_back(scene.receipt(sent)).refused == "transfer_not_left"
    assert scene.place_of("W1") == "A1"


def test_a_transfer_that_is_late_calls_somebody_once_until_it_is_closed() -> None:
    scene = TransferScene()
    sent = scene.send("W1")
    scene.load("W1").pass_hours(47)
    assert scene.entries == ()
    assert not papers.overdue(scene.bay, scene.wall_ms)
    scene.pass_hours(1)
    assert scene.kinds == ["alarm.raised"]
    assert TRANSFERS in scene.alarms()
    assert not papers.overdue(scene.bay, scene.wall_ms), "said once"
    scene.badge("chan").pin().cancel()
    assert scene.pass_hours(9).entries == (), "answered, and it stands"
    assert TRANSFERS in scene.alarms()
    scene.hand_back(scene.receipt(sent))
    assert TRANSFERS not in scene.alarms()


def test_the_number_is_said_to_two_people_with_what_goes_where() -> None:

    matter = TransferScene().sending("W1", "W2")
    assert isinstance(matter, Sending)
    shown = matters.shown(matter)
    assert [(one.field, one.becomes) for one in shown] == [
        ("transfer_to", "pnh-01 · Sok"), ("transfer_weapons", "2: SNW1, SNW2"),
    ]  # fmt: skip
    assert policy().transfer_h == 72
