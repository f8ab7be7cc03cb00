"""A demonstration before a test: its terminal, its pages, its programs."""

import http.client
import os
import re
import select
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.assembly.program import KIOSK


class Shown:
    """A demonstration as a program, and what its terminal said so far."""

    def __init__(self, child: "subprocess.Popen[str]") -> None:
        """Listen to it."""
        self.child, self.said = child, ""
        self._news = threading.Condition()
        self._listener = threading.Thread(target=self._listen, name="terminal")
        self._listener.start()

    def until(self, pattern: str) -> re.Match[str]:
        """Return what a pattern found once the terminal has said it."""
        with self._news:
            self._news.wait_for(lambda: re.search(pattern, self.said) is not None, 60)
            found = re.search(pattern, self.said)
        assert found is not None, self.said
        return found

    def children(self) -> list[int]:
        """Return the processes it started."""
        path = Path(f"/proc/{self.child.pid}/task/{self.child.pid}/children")
        return [int(pid) for pid in path.read_text(encoding="ascii").split()]

    def ended(self) -> int:
        """Return the exit code."""
        code = self.child.wait(30)
        self._listener.join(30)
        return code

    def _listen(self) -> None:
        assert self.child.stdout is not None
        for line in self.child.stdout:
            with self._news:
                self.said += line
                self._news.notify_all()


@contextmanager
def shown(folder: Path, *also: str, play: str = "demo") -> Iterator[Shown]:
    """Start a demonstration, or another play; whatever a test leaves of it is ended."""
    child = subprocess.Popen(
        [*KIOSK, play, "--folder", str(folder), "--no-browser", *also],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    show = Shown(child)
    try:
        yield show
    finally:
        child.terminate()
        show.ended()
        if child.stdout is not None:
            child.stdout.close()


def fetched(port: int, path: str) -> tuple[int, str]:
    """Return the status and text of a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def gone(pid: int) -> bool:
    """Return whether a process is no more."""
    return not Path(f"/proc/{pid}").exists()


def wait_for_the_end_of(pid: int) -> None:
    """Return once a process that is not our child is no more."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        ready, _, _ = select.select([handle], [], [], 30)
        assert ready, f"{pid} is still there"
    finally:
        os.close(handle)
