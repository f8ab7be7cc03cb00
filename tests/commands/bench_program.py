"""`kiosk bench` as a program of its own, and the hand that gives it orders."""

import json
import queue
import signal
import subprocess
import sys
import threading
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
        self._answers: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()
        self.tables: list[dict[str, dict[str, Any]]] = self._answers.get(timeout=PATIENCE_S)[
            "tables"
        ]

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("{"):
                self._answers.put(json.loads(line))
            else:
                self._lines.put(line)

    def until(self, text: str) -> None:
        """Wait until the program in the bench says something."""
        while text not in self._lines.get(timeout=PATIENCE_S):
            """It says other things too."""

    def order(self, line: str) -> tuple[bool, str]:
        """Give an order, and return whether it was done, and what was said."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self._answers.get(timeout=PATIENCE_S)
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

    def end(self, number: signal.Signals | None = None) -> tuple[int, str]:
        """End it, by the end of its orders or by a signal; return its status, and what it said."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        if number is None:
            self.process.stdin.close()
        else:
            self.process.send_signal(number)
        with self.process.stderr as stderr:
            wrong = stderr.read()
        status = self.process.wait(PATIENCE_S)
        self.process.stdin.close()
        self._listener.join(PATIENCE_S)
        self.process.stdout.close()
        assert "Traceback" not in wrong, wrong
        return status, wrong
