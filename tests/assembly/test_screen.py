"""The touch screen's program: whom it starts, and when systemd hears that the page lives."""

import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from drivers.notify import Notifier
from kiosk.assembly.screen import NoScreen, Screen, command_line, shown
from tests.commands.typed import typed

TABLE = """sl local_address rem_address st tx:rx_queue tr:when retrnsmt uid timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000   990        0 1 1
   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000   990        0 2 1
   2: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000   991        0 3 1
   3: 0100007F:C351 0100007F:1F90 06 00000000:00000000 03:00000000 00000000   992        0 0 3
"""
"""As the kernel prints it: who listens, both ends of one line, and one that was closed."""

WAITS = (sys.executable, "-c", "import signal; signal.pause()")
ENDS = (sys.executable, "-c", "")
PATIENCE_S = 20


def test_a_line_of_the_browser_s_own_account_counts() -> None:
    assert shown(TABLE, 991, 8080)


@pytest.mark.parametrize(
    ("uid", "port"), [(990, 8080), (992, 8080), (991, 8443)], ids=["server", "closed", "port"]
)
def test_no_other_line_counts(uid: int, port: int) -> None:
    """Neither the far end of it, nor one that is over, nor one to another port."""
    assert not shown(TABLE, uid, port)


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[socket.socket]:
    """Listen where systemd would."""
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as opened:
        opened.bind(str(tmp_path / "notify"))
        opened.settimeout(PATIENCE_S)
        yield opened


def screen(tmp_path: Path, ear: socket.socket, table: str, argv: tuple[str, ...] = WAITS) -> Screen:
    """Return a screen whose kernel says `table`."""
    connections = tmp_path / "tcp"
    connections.write_text(table, encoding="ascii")
    heard = Notifier(ear.getsockname())
    return Screen(argv, 8080, notifier=heard, connections=connections, look_s=0.01)


def test_systemd_hears_that_the_page_lives(tmp_path: Path, ear: socket.socket) -> None:
    mine = TABLE.replace("   991  ", f"{os.getuid():>6}  ")
    stop = threading.Event()
    turned = threading.Thread(target=screen(tmp_path, ear, mine).show, args=(stop,))
    turned.start()
    assert [ear.recv(99) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
    stop.set()
    turned.join(PATIENCE_S)
    assert not turned.is_alive()


def test_systemd_hears_nothing_while_no_page_lives(tmp_path: Path, ear: socket.socket) -> None:
    """Looked at a hundred times, and then told to stop: that is the first word."""
    looks = iter(range(100))
    stop = CountedStop(looks)
    assert screen(tmp_path, ear, TABLE.splitlines()[0]).show(stop) == 0
    assert ear.recv(99) == b"STOPPING=1"


class CountedStop(threading.Event):
    """Is set once it was waited for so often."""

    def __init__(self, looks: Iterator[int]) -> None:
        super().__init__()
        self._looks = looks

    def wait(self, timeout: float | None = None) -> bool:
        del timeout
        return next(self._looks, None) is None


def test_a_compositor_that_ends_ends_the_program(tmp_path: Path, ear: socket.socket) -> None:
    assert screen(tmp_path, ear, TABLE, ENDS).show(threading.Event()) == 1


def program(folder: Path, name: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("#!/bin/sh\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def test_the_browser_stands_full_of_the_page_and_keeps_nothing_on_the_card(tmp_path: Path) -> None:
    for name in ("labwc", "chromium"):
        program(tmp_path, name)
    environ = {"PATH": str(tmp_path), "XDG_RUNTIME_DIR": "/run/kiosk-screen"}
    argv = command_line("http://127.0.0.1:8080/", environ)
    assert argv[:2] == (str(tmp_path / "labwc"), "-C")
    assert argv[-1].startswith(f"{tmp_path / 'chromium'} --kiosk ")
    assert "--user-data-dir=/run/kiosk-screen/chromium" in argv[-1]
    assert argv[-1].endswith(" http://127.0.0.1:8080/")


@pytest.mark.parametrize(("there", "missing"), [("chromium", "labwc"), ("labwc", "chromium")])
def test_what_is_not_installed_is_named(tmp_path: Path, there: str, missing: str) -> None:
    program(tmp_path, there)
    with pytest.raises(NoScreen, match=f"^{missing} is not installed"):
        command_line("http://127.0.0.1/", {"PATH": str(tmp_path)})


def test_no_page_of_another_machine_is_shown() -> None:
    said = typed("screen", "--url", "http://192.0.2.1/")
    assert said.exit_code == 2
    assert "no page of this machine" in said.stderr
