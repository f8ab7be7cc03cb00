"""One of everything that hangs on pins and on I2C, built from kiosk.toml and driven to its ends."""

import threading
import time
import tomllib
from collections.abc import Callable

import pytest
from gpiozero import OutputDevice

from drivers.lines.bolt_watch import POWER
from drivers.lines.signals import Sign
from drivers.readings import Edge, Found, Lost
from drivers.simulated import SimulatedReader
from kiosk.assembly.parts import hands_of
from kiosk.assembly.roll_call import RollCall
from kiosk.config import settings_from
from kiosk.rules.broken import ConfigWrong
from kiosk.rules.effects import Light, Lock, Siren, Unlock
from kiosk.rules.things import CableId, PositionId, Signal
from tests.assembly.whole_rack import BAY, CUT_MV, Wired, bay, built
from tests.drivers.inbox import Inbox

PATIENCE_S, PULSES = 10.0, 10
A, B = CableId("A"), CableId("B")


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE_S
    waiting = threading.Event()
    while not holds():
        assert time.monotonic() < deadline
        waiting.wait(0.005)


def next_of(inbox: Inbox, device: str) -> object:
    """Return the next reading of one device."""
    while True:
        reading = inbox.next()
        if device in {getattr(reading, "line", ""), getattr(reading, "device", "")}:
            return reading


def test_every_line_says_how_it_stands_at_the_start() -> None:
    wired = Wired()
    with built(wired) as parts:
        assert parts.levels(Inbox()) == {
            "cable A": True, "cable B": True, "position B1": True, "enclosure": True,
            "key": True,
        }  # fmt: skip
        assert parts.wiring.cables == {"cable A": A, "cable B": B}
        assert parts.wiring.presence == {"position B1": "B1"}
        assert parts.wiring.signals == {
            "enclosure": Signal.TAMPER, "key": Signal.SERVICE_KEY, POWER: Signal.BOLT_POWER,
        }  # fmt: skip
        assert not parts.deaf


@pytest.mark.promise("P8")
def test_a_chip_that_is_away_at_the_start_leaves_its_lines_open() -> None:
    wired = Wired()
    wired.bus.deaf |= {0x20, 0x48}
    said = Inbox()
    with built(wired) as parts:
        levels = parts.levels(said)
        assert levels.keys() - {POWER} == {"cable A"}
        assert parts.wiring.open_cables(levels) == (B,)


def test_a_line_that_rests_open_is_told_turned_over() -> None:
    wired, said = Wired(), Inbox()
    with built(wired) as parts:
        parts.levels(said)
        wired.expander.wired[14] = False
        while next_of(said, "key") != Edge("key", closed=False):
            """At rest comes first."""


def test_contacts_on_an_expander_and_in_a_loop_are_told_as_those_on_pins() -> None:
    wired, said = Wired(), Inbox()
    with built(wired) as parts:
        parts.levels(said)
        wired.pin(12).drive_high()
        assert next_of(said, "cable A") == Found("cable A")
        assert next_of(said, "cable A") == Edge("cable A", closed=True)
        assert next_of(said, "cable A") == Edge("cable A", closed=False)
        wired.expander.wired[8] = True
        while next_of(said, "cable B") != Edge("cable B", closed=False):
            """Found and shut come first."""
        wired.converter.inputs_mv[1] = CUT_MV
        while not isinstance(lost := next_of(said, "enclosure"), Lost):
            """Found and at rest come first."""
        assert lost.why == "the wires are cut, or the plug is out"


@pytest.mark.promise("P1")
def test_a_bolt_has_pulses_while_it_is_on_and_never_two_of_them() -> None:
    wired = Wired()
    with built(wired) as parts:
        hands = hands_of(parts, lambda _: None)
        arming = wired.pin(22)
        hands.perform(Unlock(A))
        until(lambda: len(arming.states) > PULSES)
        assert (wired.pin(23).state, wired.pin(24).state) == (True, False)
        hands.perform(Unlock(B))
        assert (wired.pin(23).state, wired.pin(24).state) == (False, True)
        hands.perform(Lock(B))
        assert (wired.pin(24).state, arming.state) == (False, False)
        pulses = len(arming.states)
        hands.perform(Lock(A))
        assert len(arming.states) == pulses
    assert wired.pin(23).function == "input"


@pytest.mark.promise("P1")
def test_with_a_one_shot_on_the_board_there_is_one_bolt_at_a_time_too() -> None:
    wired = Wired()
    board = BAY.replace('kind = "pulses"\npin = 22', 'kind = "one_shot"')
    with built(wired, settings_from(tomllib.loads(board), "k.toml")) as parts:
        parts.bolts[A].on()
        parts.bolts[B].on()
        assert (wired.pin(23).state, wired.pin(24).state) == (False, True)
        assert "bolt watch" in parts.contacts


def test_current_that_nobody_ordered_is_told_as_a_line_that_opened() -> None:
    wired, said = Wired(), Inbox()
    with built(wired) as parts:
        parts.levels(said)
        assert next_of(said, POWER) == Edge(POWER, closed=True)
        wired.ammeter.current_ma = 400.0
        assert next_of(said, POWER) == Edge(POWER, closed=False)
        wired.ammeter.current_ma = 0.0
        assert next_of(said, POWER) == Edge(POWER, closed=True)


def test_lights_siren_and_lamp_do_as_they_are_told() -> None:
    wired = Wired()
    with built(wired) as parts:
        parts.levels(Inbox())
        hands = hands_of(parts, lambda _: None)
        for place in ("A1", "B1"):
            hands.perform(Light(PositionId(place), on=True))
        hands.perform(Siren(on=True))
        assert parts.lamp is not None
        parts.lamp.show(Sign.STEADY)
        until(lambda: wired.lamps.brightness(3) == 1.0)
        until(lambda: bool(wired.pin(27).state and wired.pin(21).state))
        assert wired.pin(16).state
        hands.perform(Siren(on=False))
        assert not wired.pin(27).state
        hands.let_go()
        until(lambda: wired.lamps.brightness(3) == 0.0)
        assert not wired.pin(16).state


def test_pins_that_fight_are_a_sentence_and_none_is_opened() -> None:
    wired = Wired()
    fights = settings_from(tomllib.loads(BAY.replace("pin = 24", "pin = 22")), "k.toml")
    with (
        pytest.raises(
            ConfigWrong, match=r"k\.toml: GPIO22 is both arming pulses and \[\[cable\]\] B"
        ),
        built(wired, fights),
    ):
        """It never gets here."""
    assert wired.pins.pins == {}


def test_a_pin_that_another_part_has_is_a_sentence_and_the_bolts_are_let_go() -> None:
    wired = Wired()
    taken = OutputDevice(27, pin_factory=wired.pins)
    with pytest.raises(ConfigWrong, match="siren on GPIO27 can not be used"), built(wired):
        """It never gets here."""
    taken.close()
    assert wired.pin(23).function == "input"


def test_the_roll_call_knows_every_device_and_shows_no_whole_badge() -> None:
    wired, settings = Wired(), bay()
    with built(wired) as parts:
        roll = RollCall(settings, parts, lambda: 1_000)
        assert [(each.name, each.kind, each.where, each.state) for each in roll.devices()] == [
            ("badge", "simulated", "", "waiting"),
            ("bolt A", "gpio", "GPIO23", "off"),
            ("cable A", "gpio", "GPIO12", "waiting"),
            ("bolt B", "gpio", "GPIO24", "off"),
            ("cable B", "expander", "0x20 pin 8", "waiting"),
            ("position B1", "expander", "0x20 pin 0", "waiting"),
            ("enclosure", "loop", "0x48 input 1", "waiting"),
            ("key", "expander", "0x20 pin 14", "waiting"),
            ("arming", "pulses", "GPIO22", "ready"),
            ("siren", "gpio", "GPIO27", "off"),
            ("buzzer", "gpio", "GPIO19", "ready"),
            ("lamp", "gpio", "GPIO21", "ready"),
            ("lights 0x40", "pca9685", "0x40", "waiting"),
            ("bolt current", "ina219", "0x41", "waiting"),
        ]
        parts.levels(roll.listen)
        parts.read(roll.listen)
        reader = parts.readers["badge"]
        assert isinstance(reader, SimulatedReader)
        reader.scan("04A2B3C4D5E680")
        reader.reject("bad_checksum")
        reader.unplug()
        badge, _, cable, *_ = roll.devices()
        assert (badge.state, badge.why, badge.faults) == ("lost", "unplugged at the bench", 1)
        assert (badge.rejected, badge.last) == ({"bad_checksum": 1}, "rejected: bad_checksum")
        assert (cable.state, cable.last, cable.last_ms) == ("closed", "closed", 1_000)
        reader.plug()
        reader.scan("04A2B3C4D5E680")
        assert roll.devices()[0].last == "text, 14 characters, the last 'E680'"


def test_the_roll_call_knows_what_a_chip_that_was_asked_once_said() -> None:
    wired, settings = Wired(), settings_from(tomllib.loads(BAY + "[clock]\n"), "k.toml")
    with built(wired, settings) as parts:
        roll = RollCall(settings, parts, lambda: 1_000)
        for objection, state in (("", "ready"), ("The clock chip is silent.", "lost")):
            roll.asked("clock chip", objection)
            clock = roll.devices()[-1]
            assert (clock.kind, clock.where, clock.state) == ("ds3231", "0x68", state)
            assert clock.why == objection
