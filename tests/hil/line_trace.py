"""What every line did, at every instant: the kernel's own record of each level that was driven.

The tracepoints of gpiolib are hit by whoever drives a line, just before it changes, so nothing is
missed between two looks. What happens to a line without anybody driving it is not in here.
"""

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tests.hil.gpio_sim import GpioSim

_TRACING: Final = Path("/sys/kernel/tracing")
_RECORD: Final = re.compile(
    r" (?P<at>\d+\.\d+): gpio_(?:value: (?P<driven>\d+) set (?P<level>\d)"
    r"|direction: (?P<turned>\d+)  in )"
)


class Deed(Enum):
    """What somebody did to a line."""

    LOW = "low"
    HIGH = "high"
    INPUT = "input"


@dataclass(frozen=True, slots=True)
class Moment:
    """Somebody did something to a line; `at_s` is on the clock of `time.monotonic`."""

    line: int
    deed: Deed
    at_s: float


class LineTrace:
    """Everything that is done to the lines of a chip while this is entered."""

    def __init__(self, chip: GpioSim) -> None:
        """Record nothing yet."""
        self._base = chip.base

    def __enter__(self) -> Self:
        """Begin with an empty record."""
        (_TRACING / "trace_clock").write_text("mono")
        (_TRACING / "trace").write_text("")
        (_TRACING / "events/gpio/gpio_value/filter").write_text("get == 0")  # looks are no deeds
        (_TRACING / "events/gpio/enable").write_text("1")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Record no more."""
        (_TRACING / "events/gpio/enable").write_text("0")

    def of(self, line: int) -> list[Moment]:
        """Return what was done to a line so far, oldest first."""
        moments = []
        for record in (_TRACING / "trace").read_text().splitlines():
            found = _RECORD.search(record)
            if found is None:
                continue
            if int(found["driven"] or found["turned"]) - self._base != line:
                continue
            deed = {"0": Deed.LOW, "1": Deed.HIGH, None: Deed.INPUT}[found["level"]]
            moments.append(Moment(line, deed, float(found["at"])))
        return moments
