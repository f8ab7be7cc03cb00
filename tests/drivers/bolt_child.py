"""A program that opens bolts over the recorder in place of lgpio, for tests that kill it.

    python -m tests.drivers.bolt_child SINK_FD SCENARIO

Everything that the chip is told goes to SINK_FD, with the nanosecond.
"""

import ctypes
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn

from drivers.lines.bolts import Bolts
from drivers.lines.gpio_output import GpioOutput, lgpio_factory
from kiosk.commands.ending import told_to_end
from tests.drivers import lgpio_recorder

ARMING: Final = 22
LEFT: Final = 23
RIGHT: Final = 24
MAX_ON_S: Final = 5.0
SHORT_S: Final = 0.4
"""The bound where a scenario waits for it."""


def _for_ever() -> None:
    threading.Event().wait()


def _hold_the_interpreter() -> None:
    """Hang as a C library does that never gives Python back: no thread of ours runs any more."""
    ctypes.PyDLL(None).pause()


def _crash_beside_others() -> NoReturn:
    """Die in the main thread, while a thread that is no daemon keeps the process alive."""
    threading.Thread(target=_for_ever).start()
    raise RuntimeError("the keeper broke")


def _crash_in_a_thread(bolts: Bolts) -> None:
    def keep() -> None:
        bolts.open("left")
        raise RuntimeError("the keeper broke")

    threading.Thread(target=keep, name="keeper").start()
    _for_ever()


def _crash() -> NoReturn:
    raise RuntimeError("the keeper broke")


def _pulses_hang() -> None:
    """Let the next edge never end, while it holds every lock that it holds then."""
    lgpio_recorder.stall(ARMING, threading.Event())


def _main(sink_fd: int, scenario: str) -> None:
    lgpio_recorder.sink_fd = sink_fd
    lgpio_recorder.install()
    from gpiozero.pins.lgpio import LGPIOFactory  # noqa: PLC0415 - it looks for lgpio at once

    # Nobody's handler stands between a signal and the end: not even that of who measures coverage.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    told = told_to_end() if scenario.startswith("ended") else None
    bound_s = SHORT_S if scenario in {"keeper hangs", "pulses hang"} else MAX_ON_S
    with tempfile.TemporaryDirectory() as folder:
        lgpio_recorder.pretend_to_be_a_pi(LGPIOFactory, Path(folder))
        factory = lgpio_factory()
    arming = GpioOutput("arming", ARMING, max_on_s=None, factory=factory)
    lines = {
        name: GpioOutput(name, pin, max_on_s=bound_s, factory=factory)
        for name, pin in (("left", LEFT), ("right", RIGHT))
    }
    bolts = Bolts(lines, arming, max_on_s=bound_s)
    if scenario == "crash in a thread":
        _crash_in_a_thread(bolts)
    bolts.open("right")
    bolts.open("left")
    then: dict[str, Callable[[], object]] = {
        "hold": _hold_the_interpreter,
        "crash": _crash,
        "crash beside others": _crash_beside_others,
        "leave": lambda: os._exit(3),
    }
    if "pulses hang" in scenario:
        _pulses_hang()
    if told is not None:
        told.wait()
        bolts.close()
        return
    then.get(scenario, _for_ever)()


if __name__ == "__main__":
    _main(int(sys.argv[1]), sys.argv[2])
