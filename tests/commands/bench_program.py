"""`kiosk bench` as a program of its own, and the hand that gives it orders."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

PATIENCE_S: Final = 20.0


class BenchProgram:
    """The command with `--json`: each order gets one answer."""

    def __init__(self, *words: str | Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "bench", "--json", *map(str, words)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.readers: list[dict[str, Any]] = self.answer()["readers"]

    def answer(self) -> dict[str, Any]:
        """Return what it says next; whatever the program in the bench says is passed over."""
        assert self.process.stdout is not None
        while line := self.process.stdout.readline():
            if line.startswith("{"):
                said: dict[str, Any] = json.loads(line)
                return said
        assert self.process.stderr is not None
        raise AssertionError(self.process.stderr.read())

    def order(self, line: str) -> tuple[bool, str]:
        """Give an order, and return whether it was done, and what was said."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.answer()
        assert answer["order"] == line.strip()
        return answer["done"], answer["said"]

    def do(self, *lines: str) -> str:
        """Give orders that are all done, and return what was said to the last."""
        said = ""
        for line in lines:
            done, said = self.order(line)
            assert done, said
        return said

    def refused(self, line: str) -> str:
        """Give an order that is refused, and return the sentence."""
        done, said = self.order(line)
        assert not done, said
        return said

    def end(self, number: signal.Signals | None = None) -> int:
        """End it, by the end of its orders or by a signal, and return its status."""
        if number is not None:
            self.process.send_signal(number)
            self.process.wait(PATIENCE_S)
        _, wrong = self.process.communicate(timeout=PATIENCE_S)
        assert "Traceback" not in wrong, wrong
        return self.process.returncode
