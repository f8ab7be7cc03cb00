"""A sense that hangs: the kiosk goes on, says so, and is started anew by systemd."""

import socket
from contextlib import suppress
from pathlib import Path

import pytest

from drivers.lines.polled import PolledSense
from drivers.readings import Put
from kiosk.assembly.parts import Parts, build_parts
from kiosk.config import Settings
from kiosk.service import protocol as p
from kiosk.service.views import Stage
from tests.assembly.program import warehouse
from tests.assembly.test_kiosk_inside import PATIENCE_S, Run


class Deafened(PolledSense):
    """A contact more, whose thread may hang as tests.drivers.test_polled has it hang."""

    hangs = False

    @property
    def alive(self) -> bool:
        """Whether it looks."""
        return not self.hangs and super().alive

    def look(self, put: Put, at_ms: int) -> None:
        """See nothing."""


@pytest.mark.promise("P8")
def test_one_sense_that_hangs_ends_the_feeding_of_the_watchdog_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cable that nobody sees any more must not be one that is shut: systemd starts it anew."""
    sense = Deafened("enclosure", 0.01)

    def built(settings: Settings) -> Parts:
        parts = build_parts(settings)
        parts.contacts["enclosure"] = sense
        parts.closing.callback(sense.stop)
        return parts

    path = tmp_path / "notify"
    monkeypatch.setenv("NOTIFY_SOCKET", str(path))
    _, settings = warehouse(tmp_path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(path))
        systemd.settimeout(PATIENCE_S)
        run = Run(settings, build=built)
        try:
            run.at(Stage.IDLE)
            assert [systemd.recv(100), systemd.recv(100)] == [b"READY=1", b"WATCHDOG=1"]
            sense.hangs = True
            run.until(lambda: "Nobody looks at enclosure any more" in run.log.getvalue())
            assert set(waiting(systemd)) <= {b"WATCHDOG=1"}, "what was told before"
            for _ in range(3):
                run.open.service.tap(p.Cancel())  # a whole turn each, and none is told
            run.at(Stage.IDLE)
            assert waiting(systemd) == []
            sense.hangs = False
            assert systemd.recv(100) == b"WATCHDOG=1"
        finally:
            run.stop.set()
            run.thread.join(PATIENCE_S)
    assert run.log.getvalue().count("Nobody looks at") == 1


def waiting(systemd: socket.socket) -> list[bytes]:
    """Return what systemd was told and has not read yet."""
    told = []
    systemd.setblocking(False)
    with suppress(BlockingIOError):
        while True:
            told.append(systemd.recv(100))
    systemd.settimeout(PATIENCE_S)
    return told
