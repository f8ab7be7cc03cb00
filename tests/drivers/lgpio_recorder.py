"""Stands in for lgpio, and tells which levels a pin really had: gpiozero's own mock can not.

Run as a program, it takes one output through its life and prints what the chip was told, as a
JSON list. It needs a process of its own: gpiozero keeps its pins in a class.

    python -m tests.drivers.lgpio_recorder ACTIVE_HIGH CURE
"""

import json
import os
import sys
import tempfile
import threading
import time
import types
from pathlib import Path
from typing import Any

from drivers.lines import gpio_output
from drivers.lines.gpio_output import GpioOutput, lgpio_factory

CHIPS = ["raspberrypi-exp-gpio", "pinctrl-rp1"]
"""What the chips are called whose numbers are their places in this list."""

told: list[str] = []
sink_fd: int | None = None
"""Where else everything is told, at once, with the nanosecond: whoever kills this program reads it.
"""
_levels: dict[int, int] = {}
_outputs: set[int] = set()
_stalled: dict[int, threading.Event] = {}


def _tell(line: str) -> None:
    told.append(line)
    if sink_fd is not None:
        os.write(sink_fd, f"{time.monotonic_ns()} {line}\n".encode())  # one write: lines stay whole


def _claim_input(_handle: int, pin: int, _flags: int = 0) -> int:
    _outputs.discard(pin)
    _tell(f"GPIO{pin} input")
    return 0


def _claim_output(_handle: int, pin: int, level: int = 0, _flags: int = 0) -> int:
    _outputs.add(pin)
    _levels[pin] = level
    _tell(f"GPIO{pin} output {level}")
    return 0


def stall(pin: int, until: threading.Event) -> None:
    """Let the next write to this pin wait for a flag, as a kernel does whose driver hangs."""
    _stalled[pin] = until


def _write(_handle: int, pin: int, level: int) -> int:
    if pin in _stalled:
        _stalled[pin].wait()
    _levels[pin] = int(level)
    _tell(f"GPIO{pin} write {int(level)}")
    return 0


def _open(number: int) -> int:
    if number >= len(CHIPS):
        raise RuntimeError("can not open gpiochip")
    _tell(f"open {number}")
    return number


def install() -> None:
    """Put the recorder where `import lgpio` finds it."""
    lgpio: Any = types.ModuleType("lgpio")
    lgpio.SET_PULL_NONE, lgpio.SET_PULL_UP, lgpio.SET_PULL_DOWN = 128, 32, 64
    lgpio.BOTH_EDGES, lgpio.RISING_EDGE, lgpio.FALLING_EDGE = 3, 1, 2
    lgpio.error = RuntimeError
    lgpio.gpiochip_open = _open
    lgpio.gpiochip_close = lambda handle: told.append(f"close {handle}")
    lgpio.gpio_get_chip_info = lambda handle: [0, 54, f"gpiochip{handle}", CHIPS[handle]]
    lgpio.gpio_claim_input = _claim_input
    lgpio.gpio_claim_output = _claim_output
    lgpio.gpio_write = _write
    lgpio.gpio_read = lambda _handle, pin: _levels.get(pin, 0)
    lgpio.gpio_get_mode = lambda _handle, pin: 2 if pin in _outputs else 0
    sys.modules["lgpio"] = lgpio


def pretend_to_be_a_pi(lgpio_factory_class: type[Any], folder: Path) -> None:
    """Let gpiozero and our driver find a Pi 5 with its chips, in this folder."""
    for number in range(len(CHIPS)):
        (folder / f"gpiochip{number}").touch()
    gpio_output._DEV = folder  # type: ignore[misc] # final for everybody else
    lgpio_factory_class._get_revision = lambda _self: 0xC04170  # Raspberry Pi 5


def _main(active_high: str, cure: str) -> None:
    install()
    from gpiozero.pins.lgpio import LGPIOFactory  # noqa: PLC0415 - it looks for lgpio at once

    with tempfile.TemporaryDirectory() as folder:
        pretend_to_be_a_pi(LGPIOFactory, Path(folder))
        factory = lgpio_factory() if cure == "cured" else LGPIOFactory(chip=1)
        assert cure != "cured" or factory is lgpio_factory()
    coil = GpioOutput("coil", 27, active_high=active_high == "high", max_on_s=5.0, factory=factory)
    told.append("built")
    coil.on()
    coil.off()
    coil.close()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    _main(*sys.argv[1:])
