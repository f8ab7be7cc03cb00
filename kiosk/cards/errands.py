"""Lists that are looked at and judged apart: the programs that do it, one after the other.

A kiosk waits for none of them; whoever looks is told how far each is.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from kiosk.cards.apart import LOOK, Order
from kiosk.registry.plainly import plainly
from kiosk.service.cards.views import Columns
from kiosk.spelling import plain, thing

_ENDS_S = 5.0
"""How long a program that was told to end may take."""


@dataclass(frozen=True, slots=True)
class Errand:
    """How far a program is with a list.

    `over`: it has ended, well unless `why` says so in a word, and `detail` in a sentence.
    """

    order: Order
    done: int = 0
    total: int = 0
    task: str = ""
    over: bool = False
    why: str = ""
    detail: str = ""
    columns: Columns | None = None

    @property
    def looks(self) -> bool:
        """Whether it only reads the heading."""
        return self.order.what == LOOK


Ended = Callable[[str, Errand], None]
"""Told once an errand is over, before anybody else sees that: the name of its stack, and how."""


@dataclass(slots=True)
class _Running:
    errand: Errand
    child: "subprocess.Popen[bytes] | None" = None
    stopped: bool = False


@dataclass(slots=True)
class Errands:
    """The errands of one kiosk, by the name of their stack. Any thread."""

    ended: Ended
    _running: dict[str, _Running] = field(default_factory=dict)
    _state: threading.Lock = field(default_factory=threading.Lock)
    _turn: threading.Lock = field(default_factory=threading.Lock)
    """Held by whose program runs: two at once take the memory of two."""

    def start(self, name: str, order: Order) -> bool:
        """Begin an errand, unless one of this stack goes on; tells whether it was begun."""
        with self._state:
            before = self._running.get(name)
            if before is not None and not before.errand.over:
                return False
            running = self._running[name] = _Running(Errand(order))
        threading.Thread(
            target=self._run, args=(name, running), name=f"cards {name}", daemon=True
        ).start()
        return True

    def of(self, name: str) -> Errand | None:
        """Return how far the errand of a stack is, or how it ended."""
        with self._state:
            running = self._running.get(name)
            return None if running is None else running.errand

    def names(self) -> tuple[str, ...]:
        """Return the stacks that have one."""
        with self._state:
            return tuple(self._running)

    def forget(self, name: str) -> None:
        """End the errand of a stack, if one goes on, and tell nobody about it any more."""
        with self._state:
            running = self._running.pop(name, None)
        if running is not None:
            self._stop(running)

    def close(self) -> None:
        """End every program."""
        for name in self.names():
            self.forget(name)

    def _stop(self, running: _Running) -> None:
        with self._state:
            running.stopped = True
            child = running.child
        if child is not None:
            child.kill()
            with suppress(subprocess.TimeoutExpired):
                child.wait(_ENDS_S)

    def _run(self, name: str, running: _Running) -> None:
        with self._turn:
            errand = self._done(running)
        try:
            self.ended(name, errand)
        except OSError as wrong:  # what it found cannot be kept
            errand = replace(errand, why="unread", detail=plainly(wrong))
        with self._state:
            running.errand = replace(errand, over=True)

    def _done(self, running: _Running) -> Errand:
        """Run the program to its end; return what it said."""
        isolated = ("-I",) if sys.flags.isolated else ()
        command = [sys.executable, *isolated, "-m", "kiosk.cards.apart"]
        pipe = subprocess.PIPE
        try:
            child = subprocess.Popen(command, stdin=pipe, stdout=pipe)  # noqa: S603 - our own program
        except OSError as wrong:
            return replace(running.errand, why="stopped", detail=plainly(wrong))
        with self._state:
            running.child = child
            if running.stopped:
                child.kill()
        with child:
            errand = self._listened(running, child)
        if errand.why or errand.over:
            return replace(errand, over=False)
        return replace(errand, why="stopped", detail=f"The program ended with {child.returncode}.")

    def _listened(self, running: _Running, child: "subprocess.Popen[bytes]") -> Errand:
        """Tell a program what to do, and follow it; it is over where it said so."""
        assert child.stdin is not None, "it was opened with a pipe"
        assert child.stdout is not None, "the same"
        errand = running.errand
        with suppress(BrokenPipeError):
            child.stdin.write(json.dumps(plain(errand.order)).encode())
            child.stdin.close()
        for line in child.stdout:
            if not line.endswith(b"\n"):
                break  # it was killed while it spoke
            errand = _told(errand, json.loads(line))
            with self._state:
                running.errand = replace(errand, over=False)
        return errand


def _told(errand: Errand, said: dict[str, Any]) -> Errand:
    """Return how far an errand is after one more line."""
    if "well" in said:
        return replace(errand, over=True)
    if "columns" in said:
        return replace(errand, columns=thing(Columns, said["columns"]))
    if "wrong" in said:
        return replace(errand, why=said["why"], detail=said["wrong"])
    return replace(errand, done=said["done"], total=said["total"], task=said["task"])
