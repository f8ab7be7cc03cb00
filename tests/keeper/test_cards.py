"""The command cards: every step without touching the screen, told by where the person stands."""

import pytest

from drivers.readings import Edge
from kiosk.keeper.cards import DIGITS_MAX
from kiosk.keeper.keeper import Question
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.entries import Entry
from kiosk.rules.labels import Command, Kind, number
from kiosk.rules.policy import CounterSign
from kiosk.rules.things import Rounds
from tests.keeper.rig import BADGES, DARA, PINS, PISTOL, RIFLE, SOK, VANN, Rig, command, digit

CONFIRM, CANCEL = command(Command.CONFIRM), command(Command.CANCEL)
RETURN, CALL_CHIEF, DELETE = (
    command(Command.RETURN), command(Command.CALL_CHIEF), command(Command.DELETE),
)  # fmt: skip


def kinds(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.KIND for entry in entries]


def test_digits_wait_for_confirm_and_mean_a_pin() -> None:
    rig = Rig()
    rig.scan(BADGES[SOK])
    assert rig.scan(*(digit(figure) for figure in (1, 2, 3, 4))) == ()
    assert kinds(rig.scan(CONFIRM)) == ["pin.accepted"]


def test_delete_takes_all_digits_back() -> None:
    rig = Rig()
    rig.scan(BADGES[SOK], digit(9), DELETE)
    assert kinds(rig.type_pin(PINS[SOK])) == ["pin.accepted"]


def test_digits_typed_before_somebody_left_are_not_the_start_of_the_next_pin() -> None:
    """Also when the next is the same person again: the badge scan ends what was typed."""
    rig = Rig()
    for next_one in (SOK, VANN):
        rig.scan(BADGES[SOK], digit(9), CANCEL, BADGES[next_one])
        assert kinds(rig.type_pin(PINS[next_one])) == ["pin.accepted"], (
            f"{next_one} came after two digits"
        )
        rig.scan(CANCEL)


def test_digits_typed_before_the_session_timed_out_are_gone() -> None:
    rig = Rig()
    rig.scan(BADGES[SOK], digit(9))
    rig.clock.pass_ms(1000 * rig.bay.policy.session_s)
    rig.look_around()
    rig.scan(BADGES[SOK])
    assert kinds(rig.type_pin(PINS[SOK])) == ["pin.accepted"]


def test_digits_typed_at_the_open_cable_are_not_the_count() -> None:
    rig = Rig()
    rig.open_for(RIFLE, "contact A")
    rig.scan(digit(7))
    rig.see(Edge("contact A", closed=True))
    assert kinds(rig.scan(digit(1), CONFIRM)) == ["count.agreed"]


def test_more_digits_than_any_pin_has_are_dropped() -> None:
    rig = Rig()
    rig.scan(BADGES[SOK])
    for _ in range(DIGITS_MAX + 5):
        rig.scan(digit(1))
    rig.register.sealed[SOK] = rig.register.seal("1" * DIGITS_MAX)
    assert kinds(rig.scan(CONFIRM)) == ["pin.accepted"]


def test_a_wrong_pin_is_refused_and_written() -> None:
    rig = Rig()
    rig.scan(BADGES[SOK])
    assert kinds(rig.type_pin("9999")) == ["pin.refused"]
    assert kinds(rig.scan(CONFIRM)) == ["pin.refused"], "no digits are a PIN too, and a wrong one"


def test_confirm_with_nobody_there_is_refused() -> None:
    rig = Rig()
    (refused,) = rig.scan(digit(1), CONFIRM)
    assert isinstance(refused, e.Refused)
    assert refused.reason == "not_now"


@pytest.mark.parametrize(
    ("digits", "kind"),
    [("1", "count.agreed"), ("0", "count.differed"), ("", "refused"), ("77", "refused")],
)
def test_after_the_cable_was_shut_confirm_says_how_many_are_left(digits: str, kind: str) -> None:
    rig = Rig()
    rig.draw()
    assert kinds(rig.scan(*(digit(int(figure)) for figure in digits), CONFIRM))[0] == kind


def test_a_whole_return_with_cards_alone() -> None:
    """The rounds that went out come back, unless somebody says otherwise on the screen."""
    rig = Rig()
    rig.draw()
    rig.scan(digit(1), CONFIRM, CANCEL)
    assert kinds(rig.scan(RETURN, BADGES[SOK])) != []
    rig.scan(CANCEL, RETURN)
    assert kinds(rig.scan(RIFLE)) == ["return.begun"]
    assert kinds(rig.scan(CONFIRM)) == ["return.shown_clear"]
    rig.scan(BADGES[VANN])
    rig.type_pin(PINS[VANN])
    told, *_ = rig.scan(CONFIRM)
    assert isinstance(told, e.ReturnTold)
    assert told.back == Rounds(2, 60)
    assert rig.bay.release is not None


def test_the_witness_types_a_pin_while_a_return_waits_for_it() -> None:
    rig = Rig(counter_sign=CounterSign.ALWAYS, counter_sign_return=True)
    rig.identify()
    rig.scan(RETURN, number(Kind.WEAPON, 9, 99), CONFIRM, BADGES[VANN])
    assert kinds(rig.type_pin(PINS[VANN]))[:1] == ["pin.accepted"]


@pytest.mark.parametrize("weapon", [PISTOL, number(Kind.WEAPON, 9, 99)])
def test_a_weapon_nobody_is_out_with_comes_back_without_rounds(weapon: str) -> None:
    rig = Rig()
    rig.scan(RETURN, weapon, CONFIRM, BADGES[DARA])
    rig.type_pin(PINS[DARA])
    told, *_ = rig.scan(CONFIRM)
    assert isinstance(told, e.ReturnTold)
    assert told.back == Rounds()


def test_cancel_ends_the_visit() -> None:
    rig = Rig()
    rig.identify()
    assert kinds(rig.scan(CANCEL)) == ["session.closed"]


def test_call_the_chief_raises_an_alarm() -> None:
    rig = Rig()
    assert kinds(rig.scan(CALL_CHIEF)) == ["help.called", "alarm.raised"]


def test_a_card_nobody_printed_is_spoiled() -> None:
    rig = Rig()
    (refused,) = rig.scan(number(Kind.COMMAND, 0, 77))
    assert isinstance(refused, e.Refused)
    assert refused.reason == "wrong_kind"


def test_the_screen_and_the_cards_count_alike() -> None:
    rig = Rig()
    rig.draw()
    question = rig.ask(Question(lambda _, at: o.RemainingCounted(at, 1)))
    assert kinds(question.ticket.entries) == ["count.agreed"]
