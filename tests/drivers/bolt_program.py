"""Starts a program that opens a bolt, kills it, and keeps what its lines did until the end."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tests.drivers.bolt_child import ARMING
from tests.drivers.inbox import PATIENCE_S

ROOT: Final = Path(__file__).parents[2]


class BoltProgram:
    """`tests.drivers.bolt_child` in a process of its own."""

    def __init__(self, scenario: str) -> None:
        """Start it."""
        self._source, sink = os.pipe()
        self._rest = b""
        self.lines: list[str] = []
        """All that the chip was told until now."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.drivers.bolt_child", str(sink), scenario],
            cwd=ROOT,
            pass_fds=[sink],
            stderr=subprocess.PIPE,
        )
        os.close(sink)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.communicate()
        os.close(self._source)

    @property
    def pulses(self) -> int:
        """How many arming pulses were seen until now."""
        return sum(f"GPIO{ARMING} write 1" in line for line in self.lines)

    def until(self, pattern: str, times: int = 1) -> None:
        """Read on until so many lines match."""
        give_up_s = time.monotonic() + PATIENCE_S
        while sum(re.search(pattern, line) is not None for line in self.lines) < times:
            if not self._more(give_up_s - time.monotonic()):
                raise AssertionError(f"no {times} times {pattern!r}: {self.lines[-9:]}")

    def kill(self, number: signal.Signals) -> float:
        """End or stop it with a signal, and return the moment at which that was done.

        A busy machine lets a thread on another processor go on for a while after the signal.
        """
        self.process.send_signal(number)
        os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WSTOPPED | os.WNOWAIT)
        return time.monotonic()

    def signal(self, number: signal.Signals) -> float:
        """Send a signal, and return the moment after."""
        self.process.send_signal(number)
        return time.monotonic()

    def silent_for(self, seconds: float) -> bool:
        """Read what was still under way, and return whether then nothing came for so long."""
        give_up_s = time.monotonic() + PATIENCE_S
        while self._more(seconds):
            if time.monotonic() > give_up_s:
                return False
        return True

    def ended(self) -> tuple[int, str]:
        """Wait for its end; return its status, and what it said to stderr."""
        while self._more(PATIENCE_S):
            pass
        _, said = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, said.decode()

    def _more(self, wait_s: float) -> bool:
        """Read one piece; return False at the end, and when nothing comes."""
        ready, _, _ = select.select([self._source], [], [], max(wait_s, 0))
        piece = os.read(self._source, 65536) if ready else b""
        *whole, self._rest = (self._rest + piece).split(b"\n")
        self.lines += [line.decode() for line in whole]
        return bool(piece)
