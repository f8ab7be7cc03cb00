"""`kiosk run`, with somebody else's mistake on the same pin header: a callback that raises.

python -m tests.hil.programs.mistaken_kiosk KIOSK_TOML PIN
"""

import sys
from functools import partial
from pathlib import Path

from gpiozero import Button

from drivers.lines.gpio_output import lgpio_factory
from kiosk.assembly.kiosk import Kiosk
from kiosk.assembly.parts import build_parts
from kiosk.assembly.witness import Log
from kiosk.commands.ending import told_to_end
from kiosk.config import read_settings


def _mistaken() -> None:
    raise ZeroDivisionError("somebody else's callback")


def main(config: Path, pin: int) -> int:
    """Run the kiosk until told to stop."""
    stop = told_to_end()
    button = Button(pin, pull_up=False, pin_factory=lgpio_factory())
    button.when_pressed = _mistaken
    settings = read_settings(config)
    return Kiosk(settings, Log(sys.stderr), build=partial(build_parts, pins=lgpio_factory)).run(
        stop
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
