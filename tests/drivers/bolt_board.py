"""Bolts on lines that can be made to lie or fail, with time moved by hand."""

import threading
from typing import Final

from drivers.lines.bolts import Bolts
from drivers.parts.bounded_output import BoundedOutput
from tests.drivers.countdowns import Countdowns
from tests.drivers.inbox import PATIENCE_S

MAX_ON_S: Final = 5.0


class Line(BoundedOutput):
    """A line whose level is what was driven, until somebody forces it or lets it fail."""

    def __init__(self, name: str, board: "Board", max_on_s: float | None) -> None:
        super().__init__(name, max_on_s=max_on_s, countdown=board.countdowns)
        self.forced: bool | None = None
        self.fails: set[bool] = set()
        self.held = True
        self._board = board
        self._level = False

    @property
    def level(self) -> bool | None:
        return self._level if self.forced is None else self.forced

    def _drive(self, *, on: bool) -> None:
        if on in self.fails:
            raise OSError(f"{self.name} does not obey")
        if on != self._level:
            self._board.told.append(f"{self.name} {'on' if on else 'off'}")
        self._level = on

    def _let_go(self) -> None:
        """Be an input, which a resistor pulls low."""
        self.held = False
        if self._level:
            self._board.told.append(f"{self.name} off")
        self._level = False


class Board:
    """Two bolts and an arming line. Edges come only when the test calls `bolts.turn()`."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.now_s = 100.0
        self.countdowns = Countdowns()
        self.left = Line("left", self, MAX_ON_S)
        self.right = Line("right", self, MAX_ON_S)
        self.arming = Line("arming", self, None)
        self._parked = threading.Event()
        self.bolts = Bolts(
            {"left": self.left, "right": self.right},
            self.arming,
            max_on_s=MAX_ON_S,
            now_s=lambda: self.now_s,
            wait=self._park,
        )

    def open(self, name: str) -> None:
        """Open a bolt, and wait until the thread has made the first edge; the rest are yours."""
        self.bolts.open(name)
        assert self._parked.wait(PATIENCE_S)

    def _park(self, closed: threading.Event, seconds: float) -> bool:
        """Keep the thread of the pulses here until the bolts are closed."""
        assert seconds == 0.01
        self._parked.set()
        return closed.wait(PATIENCE_S)
