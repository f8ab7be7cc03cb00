"""Ports that systemd opened before this program was started, and keeps open while it is not.

sd_listen_fds(3), without its library. cheroot has its own idea of it, and takes the first port for
its own whatever it is; so the variables are taken out of the environment once they are read.
"""

import os
import socket
from collections.abc import MutableMapping
from functools import cache

FIRST = 3
"""The number of the first file that is handed on (sd_listen_fds(3), SD_LISTEN_FDS_START)."""

_VARIABLES = ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES")


def handed(address: tuple[str, int]) -> socket.socket | None:
    """Return the socket that listens on an address, if it was handed to this process."""
    return _ours().pop(address, None)


@cache
def _ours() -> dict[tuple[str, int], socket.socket]:
    """Return what was handed to this process, by address; asked once, for its files are ours."""
    return taken(os.environ)


def taken(environ: MutableMapping[str, str]) -> dict[tuple[str, int], socket.socket]:
    """Take the sockets that the environment speaks of, and the words with them."""
    told = [environ.pop(name, "") for name in _VARIABLES]
    if told[0] != str(os.getpid()) or not told[1].isdigit():
        return {}
    sockets: dict[tuple[str, int], socket.socket] = {}
    for number in range(FIRST, FIRST + int(told[1])):
        opened = socket.socket(fileno=number)
        opened.set_inheritable(False)
        host, port = opened.getsockname()[:2]
        sockets[host, port] = opened
    return sockets
