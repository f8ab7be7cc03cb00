"""The touch screen: a compositor with one browser in it, and whether its page still lives.

A page holds a line open to the pages' program for as long as its script runs, and takes it up again
by itself. Where there is none for a minute, the page has died or was never there: systemd, told no
more, ends this program and starts it again. No port for debugging is open for that.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from drivers.notify import Notifier

CONNECTIONS: Final = Path("/proc/net/tcp")
LABWC: Final = Path("/usr/lib/armoury-kiosk/labwc")
"""Its rc.xml: no key does anything, and every window fills the screen."""

LOOK_S: Final = 5.0
"""Between two looks. Ours: systemd waits for twelve of them (systemd/browser.service)."""

PATIENCE_S: Final = 5.0
"""How long the compositor may take to end before it is killed."""

BROWSERS: Final = ("chromium", "chromium-browser")
"""Its name in Debian, and in Raspberry Pi OS until 2024."""

_ESTABLISHED: Final = "01"
_LOOPBACK: Final = "0100007F"

FLAGS: Final = (
    "--kiosk",
    "--ozone-platform=wayland",
    "--no-first-run",
    "--noerrdialogs",
    "--incognito",
    "--password-store=basic",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--disable-features=Translate,TouchpadOverscrollHistoryNavigation",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-dev-tools",
    "--deny-permission-prompts",
)


class NoScreen(Exception):
    """There is no browser or no compositor to show a page with; the text says what to install."""


def shown(table: str, uid: int, port: int) -> bool:
    """Return whether an account holds a line to a port of this machine.

    Args:
        table: what the kernel says in /proc/net/tcp (proc(5)): hexadecimal, one line a connection.
        uid: whose line.
        port: of which port.
    """
    wanted = f"{_LOOPBACK}:{port:04X}"
    for row in table.splitlines()[1:]:
        _, _, far_end, state, _, _, _, owner, *_ = row.split()
        if far_end == wanted and state == _ESTABLISHED and owner == str(uid):
            return True
    return False


def command_line(url: str, environ: Mapping[str, str] = os.environ) -> Sequence[str]:
    """Return how the compositor is started with the browser in it.

    Raises:
        NoScreen: one of them is not installed.
    """
    path = environ.get("PATH", os.defpath)
    labwc = shutil.which("labwc", path=path)
    browser = next((found for name in BROWSERS if (found := shutil.which(name, path=path))), None)
    if labwc is None or browser is None:
        missing = "labwc" if labwc is None else "chromium"
        raise NoScreen(f"{missing} is not installed: install the packages labwc and chromium")
    profile = Path(environ.get("XDG_RUNTIME_DIR", "/tmp")) / "chromium"  # noqa: S108 - by hand, on a desk
    page = " ".join((browser, *FLAGS, f"--user-data-dir={profile}", url))
    return (labwc, "-C", str(LABWC), "-s", page)


class Screen:
    """The compositor as our child, and systemd told for as long as its page lives."""

    def __init__(
        self,
        argv: Sequence[str],
        port: int,
        *,
        notifier: Notifier | None = None,
        connections: Path = CONNECTIONS,
        look_s: float = LOOK_S,
    ) -> None:
        """Start nothing yet.

        Args:
            argv: the compositor.
            port: where the pages are.
            notifier: tells systemd; the one of this process if not given.
            connections: the kernel's table.
            look_s: seconds between two looks.
        """
        self._argv, self._port = argv, port
        self._notifier = notifier or Notifier()
        self._connections, self._look_s = connections, look_s

    def show(self, stop: threading.Event) -> int:
        """Show the page until `stop` is set or the compositor ends; return the exit code.

        Raises:
            OSError: the compositor cannot be started.
        """
        ready = False
        child = subprocess.Popen(self._argv, stdin=subprocess.DEVNULL)  # noqa: S603 - our own words
        try:
            while not stop.wait(self._look_s):
                if child.poll() is not None:
                    return 1
                table = self._connections.read_text(encoding="ascii")
                if shown(table, os.getuid(), self._port):
                    if not ready:
                        self._notifier.ready()
                        ready = True
                    self._notifier.watchdog()
            return 0
        finally:
            self._notifier.stopping()
            child.terminate()
            try:
                child.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
