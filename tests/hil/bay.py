"""The simulated warehouse with one cable and both voices on the pin header, as a real kiosk.toml.

Readers stay simulated, so that the bench's socket shows badges and weapons; cable R1-A, siren and
buzzer are lines of the kernel. `kiosk run` is what systemd starts. The book is founded by the host,
since an emulated processor needs half a minute to seal a dozen PINs.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from kiosk.demo.folder import laid_out
from kiosk.demo.seed import sow
from kiosk.service.protocol import KioskSilent
from kiosk.service.views import BayView
from tests.assembly.program import Program, running
from tests.hil.gpio_sim import GpioSim, Wires
from tests.hil.waiting import until

FOUNDED: Final = Path("/run/shared/founded")

LOCK, ARMING, CONTACT, SIREN, BUZZER, SPARE = 17, 24, 4, 22, 23, 6
_MINE: Final = """
[[cable]]
id = "R1-A"
rack = "R1"
positions = ["R1-01", "R1-02", "R1-03", "R1-04", "R1-05", "R1-06"]
lock = { kind = "gpio", pin = 17, max_on_s = 5 }
contact = { kind = "gpio", pin = 4 }

[siren]
kind = "gpio"
pin = 22

[buzzer]
kind = "gpio"
pin = 23

[arming]
kind = "pulses"
pin = 24
"""

START_S: Final = 120.0
"""A start takes a second, and thirty on an emulated processor of a busy machine."""

TRUE_DURATIONS: Final = "[policy]\nchanges = {}\n"
"""With the profile's own durations: the demonstration's are longer, for a mouse. No line of it is
real: lgpio wakes 50 times a second, and 1,800 times while it watches a line for edges."""

TRUE_DURATIONS_ON_LINES: Final = TRUE_DURATIONS + _MINE.replace(
    'contact = { kind = "gpio", pin = 4 }', 'contact = { kind = "simulated" }'
)
"""The same with real outputs: hours would take minutes."""


def found(folder: Path) -> None:
    """Found the book that every bay begins with."""
    _, settings = laid_out(folder, None, fresh=True)
    sow(settings)


class Bay:
    """A founded bay, and the wire of its one real contact."""

    def __init__(self, folder: Path, chip: GpioSim, mine: str = _MINE) -> None:
        """Lay out its book, and shut its cable."""
        shutil.copytree(FOUNDED / "book", folder / "book")
        own = folder / "mine.toml"
        own.write_text(mine, encoding="utf-8")
        self.config, self.settings = laid_out(folder, own, fresh=False)
        self.chip = chip
        chip.pull(CONTACT, up=False)

    @contextmanager
    def kiosk(self, *instead: str, env: Mapping[str, str] | None = None) -> Iterator[Program]:
        """Run the kiosk; it finds the cable shut."""
        wires = Wires(self.chip, {CONTACT: False})
        with running(self.config, self.settings, instead=instead, env=env) as program:
            with wires:
                until(lambda: speaks(program), "the kiosk to begin", patience_s=START_S)
                view = program.answered()
            assert view.stage.value == "idle", view
            assert not view.faults, view.faults
            yield program

    def pull_out(self) -> None:
        """Open the cable: its contact no longer connects the pin to ground."""
        self.chip.pull(CONTACT, up=True)

    def push_in(self) -> None:
        """Shut the cable."""
        self.chip.pull(CONTACT, up=False)


def speaks(program: Program) -> bool:
    """Return whether a kiosk answers; one that was killed leaves a socket behind."""
    with suppress(KioskSilent):
        program.face.view()
        return True
    return False


def doubts(view: BayView) -> dict[str, str]:
    """Return the positions in doubt, each with its cause."""
    return {place.id: str(place.cause) for place in view.positions if place.state == "doubt"}
