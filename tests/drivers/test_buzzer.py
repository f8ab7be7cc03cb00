"""A buzzer plays in its own thread; here its time is a rehearsal that costs none."""

import logging
import threading
from collections.abc import Iterator

import pytest

from drivers.lines.buzzer import Buzzer
from drivers.simulated import SimulatedOutput
from tests.drivers.inbox import PATIENCE_S


class Rehearsal:
    """Stands in for waiting: remembers how long, and holds the buzzer where it is told to."""

    def __init__(self, output: SimulatedOutput) -> None:
        self._output = output
        self._reached = threading.Condition()
        self.played: list[tuple[bool, float]] = []
        self.hold_at_s = -1.0

    def __call__(self, interrupted: threading.Event, seconds: float) -> bool:
        with self._reached:
            self.played.append((self._output.is_on, seconds))
            self._reached.notify_all()
        return interrupted.wait(PATIENCE_S if seconds == self.hold_at_s else 0.0)

    def wait_for(self, steps: int) -> list[tuple[bool, float]]:
        with self._reached:
            assert self._reached.wait_for(lambda: len(self.played) >= steps, PATIENCE_S)
            return self.played


class Mute:
    """An output that is broken once."""

    def __init__(self, rest: SimulatedOutput) -> None:
        self._rest = rest
        self.faults = 1

    def on(self) -> None:
        if self.faults:
            self.faults -= 1
            raise OSError("GPIO busy")
        self._rest.on()

    def off(self) -> None:
        self._rest.off()


class Watcher(logging.Handler):
    """Tells when something was logged."""

    def __init__(self, logged: threading.Event) -> None:
        super().__init__()
        self._logged = logged

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - any record will do
        self._logged.set()


@pytest.fixture
def output() -> SimulatedOutput:
    return SimulatedOutput("buzzer")


@pytest.fixture
def rehearsal(output: SimulatedOutput) -> Rehearsal:
    return Rehearsal(output)


@pytest.fixture
def buzzer(output: SimulatedOutput, rehearsal: Rehearsal) -> Iterator[Buzzer]:
    made = Buzzer(output, wait=rehearsal)
    yield made
    made.close()


def test_a_pattern_sounds_and_pauses_for_as_long_as_it_says(
    buzzer: Buzzer, rehearsal: Rehearsal
) -> None:
    buzzer.play([(100, 50), (300, 0)])
    assert rehearsal.wait_for(4) == [(True, 0.1), (False, 0.05), (True, 0.3), (False, 0.0)]


def test_playing_returns_while_it_still_sounds_and_a_new_pattern_ends_the_old(
    buzzer: Buzzer, rehearsal: Rehearsal, output: SimulatedOutput
) -> None:
    """An alarm must not wait for the end of a "please wait"."""
    rehearsal.hold_at_s = 9.0
    buzzer.play([(9000, 100), (9000, 100)])
    rehearsal.wait_for(1)
    assert output.is_on
    buzzer.play([(20, 10)])
    assert rehearsal.wait_for(3)[1:] == [(True, 0.02), (False, 0.01)]
    assert list(output.history) == [True, False, True, False]


def test_an_empty_pattern_is_silence(
    buzzer: Buzzer, rehearsal: Rehearsal, output: SimulatedOutput
) -> None:
    rehearsal.hold_at_s = 9.0
    buzzer.play([(9000, 9000)])
    rehearsal.wait_for(1)
    buzzer.play([])
    buzzer.close()
    assert list(output.history) == [True, False]


def test_closing_ends_the_sound_and_the_thread(
    buzzer: Buzzer, rehearsal: Rehearsal, output: SimulatedOutput
) -> None:
    rehearsal.hold_at_s = 9.0
    buzzer.play([(9000, 9000)])
    rehearsal.wait_for(1)
    buzzer.close()
    assert not output.is_on
    assert "buzzer" not in [thread.name for thread in threading.enumerate()]


def test_a_buzzer_that_failed_once_sounds_the_next_time(
    output: SimulatedOutput, rehearsal: Rehearsal, caplog: pytest.LogCaptureFixture
) -> None:
    mute = Mute(output)
    buzzer = Buzzer(mute, wait=rehearsal)
    failed = threading.Event()
    watcher = Watcher(failed)
    logging.getLogger("drivers.lines.buzzer").addHandler(watcher)
    buzzer.play([(100, 0)])
    assert failed.wait(PATIENCE_S)
    buzzer.play([(100, 0)])
    assert rehearsal.wait_for(2)[0] == (True, 0.1)
    buzzer.close()
    logging.getLogger("drivers.lines.buzzer").removeHandler(watcher)
    assert "the buzzer can not sound" in caplog.text


def test_a_time_below_zero_is_refused(buzzer: Buzzer) -> None:
    with pytest.raises(ValueError, match="less than nothing"):
        buzzer.play([(100, -1)])
