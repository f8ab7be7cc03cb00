"""What systemd is told: ready, still alive, stopping (the sd_notify protocol, sd_notify(3)).

Written here because python-systemd is one more thing to install, and our own folder `systemd/`
can be mistaken for it by `import systemd`.
"""

import contextlib
import os
import socket
from collections.abc import Mapping


class Notifier:
    """Tells systemd how this program is. Without systemd, or when telling fails, it does nothing.

    May be called from any thread; never blocks and never raises.
    """

    def __init__(self, address: str | None = None) -> None:
        """Remember where systemd listens.

        Args:
            address: a socket's path, or its abstract name after "@"; None for what systemd left
                in NOTIFY_SOCKET, and "" for nobody.
        """
        self._address = os.environ.get("NOTIFY_SOCKET", "") if address is None else address

    def ready(self) -> None:
        """Start-up is over; units that wait for this one may start."""
        self._tell("READY=1")

    def status(self, text: str) -> None:
        """Say in one line what goes on, for `systemctl status`."""
        self._tell("STATUS=" + " ".join(text.split()))

    def watchdog(self) -> None:
        """Be alive. Only for a loop that has just done its work."""
        self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """Shutting down has begun."""
        self._tell("STOPPING=1")

    def _tell(self, assignment: str) -> None:
        if not self._address.startswith(("/", "@")):
            return
        address = self._address
        if address.startswith("@"):
            address = "\0" + address[1:]
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as speaker,
        ):
            # A full queue must not stop the keeper: better a word lost than a lock held.
            speaker.settimeout(0)
            speaker.sendto(assignment.encode(), address)


def watchdog_interval_s(environ: Mapping[str, str] = os.environ) -> float | None:
    """Return how often to call watchdog(), in seconds; None when systemd does not watch us.

    It is half of systemd's patience, as sd_watchdog_enabled(3) advises.
    """
    patience, pid = environ.get("WATCHDOG_USEC", ""), environ.get("WATCHDOG_PID")
    if not (patience.isascii() and patience.isdigit()) or int(patience) == 0:
        return None
    if pid is not None and pid != str(os.getpid()):
        return None
    return int(patience) / 1_000_000 / 2
