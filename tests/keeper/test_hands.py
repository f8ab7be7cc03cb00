"""The hands: every effect becomes a line that moves, and never are two bolts up."""

import pytest

from kiosk.keeper.hands import PATTERNS, Hands
from kiosk.rules.effects import Beep, Light, Lock, PowerOff, SetClock, Siren, Tone, Unlock
from kiosk.rules.things import CableId, PositionId
from tests.keeper.fakes import Diary, FakeBuzzer, FakeOutput

A, B = CableId("A"), CableId("B")
PLACE = PositionId("A-1")


class Outputs:
    def __init__(self) -> None:
        self.diary: Diary = []
        self.bolts = {cable: FakeOutput(f"bolt {cable}", self.diary) for cable in (A, B)}
        self.light, self.siren = FakeOutput("light"), FakeOutput("siren")
        self.buzzer = FakeBuzzer()
        self.hands = Hands(self.bolts, {PLACE: self.light}, self.siren, self.buzzer)


def test_a_second_bolt_rises_only_after_the_first_fell() -> None:
    room = Outputs()
    room.hands.perform(Unlock(A))
    room.hands.perform(Unlock(B))
    assert room.diary == ["bolt B off", "bolt A on", "bolt A off", "bolt B on"]


def test_a_bolt_falls_and_one_that_is_not_there_is_no_error() -> None:
    room = Outputs()
    room.hands.perform(Unlock(A))
    room.hands.perform(Lock(A))
    room.hands.perform(Lock(CableId("taken away")))
    assert not room.bolts[A].is_on


@pytest.mark.parametrize("on", [True, False])
def test_lights_and_the_siren_follow(on: bool) -> None:  # noqa: FBT001 - the two states of a line
    room = Outputs()
    room.hands.perform(Siren(on=on))
    room.hands.perform(Light(PLACE, on=on))
    assert (room.siren.is_on, room.light.is_on) == (on, on)


class CountingMachine:
    """A machine that counts how often it was asked to switch itself off, and to which times."""

    def __init__(self) -> None:
        """Begin with never."""
        self.asked = 0
        self.times: list[int] = []

    def switch_off(self) -> None:
        """Stay on."""
        self.asked += 1

    def set_clock(self, wall_ms: int) -> None:
        """Note what it was set to."""
        self.times.append(wall_ms)


def test_the_machine_is_asked_to_switch_itself_off_and_one_that_cannot_is_no_error() -> None:
    room, machine = Outputs(), CountingMachine()
    Hands({}, {}, room.siren, room.buzzer, machine=machine).perform(PowerOff())
    assert machine.asked == 1
    room.hands.perform(PowerOff())
    assert room.diary == []


def test_the_machine_sets_its_clock_and_one_that_cannot_is_no_error() -> None:
    room, machine = Outputs(), CountingMachine()
    Hands({}, {}, room.siren, room.buzzer, machine=machine).perform(SetClock(1_795_500_000_000))
    assert machine.times == [1_795_500_000_000]
    room.hands.perform(SetClock(1))
    assert room.diary == []


def test_a_position_without_a_light_stays_dark_without_an_error() -> None:
    room = Outputs()
    room.hands.perform(Light(PositionId("nowhere"), on=True))
    assert not room.light.is_on


@pytest.mark.parametrize("tone", list(Tone))
def test_each_tone_has_a_rhythm_of_its_own(tone: Tone) -> None:
    room = Outputs()
    room.hands.perform(Beep(tone))
    assert room.buzzer.played == [tuple(PATTERNS[tone])]
    assert [other for other in Tone if PATTERNS[other] == PATTERNS[tone]] == [tone]


def test_letting_go_drops_every_bolt_and_darkens_every_light_but_not_the_siren() -> None:
    room = Outputs()
    for effect in (Unlock(A), Light(PLACE, on=True), Siren(on=True)):
        room.hands.perform(effect)
    room.hands.let_go()
    assert [room.bolts[A].is_on, room.light.is_on, room.siren.is_on] == [False, False, True]
