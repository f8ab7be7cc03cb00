"""What systemd hears, on real sockets as it makes them; and that nothing there can hurt us."""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from drivers.notify import Notifier, watchdog_interval_s


@pytest.fixture(params=["path", "abstract"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "path":
        return str(tmp_path / "notify")
    return f"@armoury-kiosk-test-{os.getpid()}"


@pytest.fixture
def systemd(address: str) -> Iterator[socket.socket]:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(address.replace("@", "\0", 1))
    listener.settimeout(10)
    yield listener
    listener.close()


def test_systemd_hears_each_word(systemd: socket.socket, address: str) -> None:
    notifier = Notifier(address)
    notifier.ready()
    notifier.status("12 weapons out,\nបើក 1 cable")
    notifier.watchdog()
    notifier.stopping()
    assert [systemd.recv(4096).decode() for _ in range(4)] == [
        "READY=1",
        "STATUS=12 weapons out, បើក 1 cable",  # one line, or it would be two assignments
        "WATCHDOG=1",
        "STOPPING=1",
    ]


def test_the_address_comes_from_systemd_itself(
    systemd: socket.socket, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    Notifier().ready()
    assert systemd.recv(4096) == b"READY=1"


@pytest.mark.parametrize("nowhere", ["", "@nobody-listens-here", "/nowhere/notify", "vsock:2:1"])
def test_without_systemd_every_word_is_harmless(nowhere: str) -> None:
    """Nothing is raised, and no socket stays open: the watchdog speaks every second for weeks."""
    before = sockets()
    notifier = Notifier(nowhere)
    notifier.ready()
    notifier.status("all well")
    notifier.watchdog()
    notifier.stopping()
    assert sockets() == before


def sockets() -> list[str]:
    """Return the sockets that this process holds open (proc(5))."""
    held = []
    for handle in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # the folder that is being read was one of them
            held.append(str(handle.readlink()))
    return sorted(name for name in held if name.startswith("socket:"))


def test_a_systemd_that_does_not_listen_does_not_stop_us(
    systemd: socket.socket, address: str
) -> None:
    """Its queue holds a few words; the next one must not wait, for a lock might be open."""
    notifier = Notifier(address)
    for _ in range(5000):
        notifier.watchdog()
    assert systemd.recv(4096) == b"WATCHDOG=1"


@pytest.mark.parametrize(
    ("environ", "interval_s"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "5000000"}, 2.5),
        ({"WATCHDOG_USEC": "5000000", "WATCHDOG_PID": str(os.getpid())}, 2.5),
        ({"WATCHDOG_USEC": "5000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "-1"}, None),
        ({"WATCHDOG_USEC": "five"}, None),
        ({"WATCHDOG_USEC": "\u0665"}, None),
        ({"WATCHDOG_USEC": "5000000", "WATCHDOG_PID": ""}, None),
    ],
)
def test_the_watchdog_is_told_twice_in_its_patience_or_not_at_all(
    environ: dict[str, str], interval_s: float | None
) -> None:
    assert watchdog_interval_s(environ) == interval_s
