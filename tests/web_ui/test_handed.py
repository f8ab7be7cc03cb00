"""Ports that systemd opened: taken by their address, and by nobody else in the process."""

import os
import socket
import subprocess
import sys
from contextlib import closing

from web_ui.handed import FIRST, taken


def test_without_systemd_nothing_is_taken() -> None:
    assert taken({}) == {}


def test_what_was_handed_to_another_process_is_not_ours() -> None:
    """The variables are inherited; only the process they were made for may take the files."""
    environ = {"LISTEN_PID": "1", "LISTEN_FDS": "2"}
    assert taken(environ) == {}


def test_the_words_are_gone_once_they_are_read() -> None:
    """The office's server would take the first port for its own, whatever it is."""
    environ = {"LISTEN_PID": "1", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "a:b", "HOME": "/"}
    taken(environ)
    assert environ == {"HOME": "/"}


CHILD = """
import os, sys
os.environ["LISTEN_PID"] = str(os.getpid())
from web_ui.handed import handed
ports = [int(word) for word in sys.argv[1:]]
found = [handed(("127.0.0.1", port)) for port in reversed(ports)]
print([one.getsockname()[1] for one in found], handed(("127.0.0.1", ports[0])))
print([os.get_inheritable(one.fileno()) for one in found], os.environ.get("LISTEN_FDS"))
"""


def test_each_port_is_found_by_its_address_and_once() -> None:
    with (
        closing(socket.create_server(("127.0.0.1", 0))) as one,
        closing(socket.create_server(("127.0.0.1", 0))) as other,
    ):
        ports = [each.getsockname()[1] for each in (one, other)]
        files = [each.fileno() for each in (one, other)]

        def hand_on() -> None:
            spare = [os.dup(file) for file in files]
            for number, file in enumerate(spare, FIRST):
                os.dup2(file, number)

        said = subprocess.run(
            [sys.executable, "-c", CHILD, *map(str, ports)],
            check=True,
            capture_output=True,
            text=True,
            close_fds=False,
            preexec_fn=hand_on,
            env={**os.environ, "LISTEN_FDS": "2"},
        )
    assert said.stdout == f"{ports[::-1]} None\n[False, False] None\n"
