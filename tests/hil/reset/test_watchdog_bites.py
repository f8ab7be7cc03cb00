"""One test that goes on after the machine was reset under it: the watchdog bites who hangs.

pytest is begun twice. What the first run left in the shared folder tells the second one where it
stands; on the disk of a Pi this would be the book.
"""

import os
import signal
import socket
from contextlib import suppress
from pathlib import Path

import pytest

from tests.hil.child import Child
from tests.hil.watchdog import Watchdog

SHARED = Path("/run/shared")
FED, HANGS, BOOTS = SHARED / "fed", SHARED / "hangs", SHARED / "boots"
TIMEOUT_S = 3
FEEDS = 45
"""One each 0.2 s: three times as long as the watchdog waits."""


def test_a_program_that_hangs_is_no_longer_fed_for_and_the_machine_resets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not FED.exists():
        _hang(tmp_path, monkeypatch)
        pytest.fail("the program hung, and the watchdog did not bite")
    assert HANGS.exists(), "it bit while it was fed"
    assert len(BOOTS.read_text().splitlines()) == 2
    # Both times are the host's, which was not reset; between them is also the new boot.
    silent_s = BOOTS.stat().st_mtime - HANGS.stat().st_mtime
    assert TIMEOUT_S - 1 <= silent_s < 20 * TIMEOUT_S


def _hang(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Feed the watchdog for each word of a program, until the program is stopped in its tracks."""
    address = folder / "notify"
    monkeypatch.setenv("NOTIFY_SOCKET", str(address))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind(str(address))
        supervisor.settimeout(10)
        with Child("worker") as worker, Watchdog(TIMEOUT_S) as dog:
            assert supervisor.recv(100) == b"READY=1"
            _left(FED)
            for _ in range(FEEDS):
                assert supervisor.recv(100) == b"WATCHDOG=1"
                dog.feed()
            _left(HANGS)
            os.kill(worker.process.pid, signal.SIGSTOP)
            supervisor.settimeout(5 * TIMEOUT_S)
            with suppress(TimeoutError):
                while supervisor.recv(100):
                    dog.feed()  # what it said before it was stopped
            worker.kill()


def _left(mark: Path) -> None:
    """Leave a mark that a reset of the next moment does not take away."""
    with mark.open("w") as written:
        os.fsync(written)
