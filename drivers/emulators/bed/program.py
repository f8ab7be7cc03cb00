"""Device nodes without hardware or kernel support, for a program that knows nothing of it.

Debian's umockdev puts them in front of an unmodified child: real libraries open them, and what they
say by ioctl and read is answered here, or by whoever holds the other end of a Unix socket. It is a
program for Debian's own Python, which has python3-gi:

    /usr/bin/python3 drivers/emulators/bed/program.py SOCKET NODE... -- COMMAND [ARGUMENT...]

A NODE is `spidev0.0`, `spidev0.1`, `i2c-1` or `input/event3`. It connects to SOCKET (packets, in
order) once for each node and once for the hand, and says first for what. The hand's packets are
orders, `NODE ORDER [ARGUMENT]`, each answered by "ok" or by why not:

    NODE unplug           take the node away
    NODE plug             put it back
    input/event3 type TEXT          type the text as a scanner does (US layout), and Enter
    input/event3 ev T,C,V;T,C,V...  write raw input records: type, code, value, in decimal

Wait for the child's own word that it has the scanner before typing: this bed keeps what nobody
reads yet, where a kernel drops it. SIGTERM, SIGINT and SIGHUP go on to COMMAND, the end of whoever
started this program does so as SIGTERM, and it ends with COMMAND's status; with 69 when Debian's
packages are not there, with 127 when COMMAND is not. COMMAND inherits stdin, stdout and stderr.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from drivers.emulators.bed.node import Client, Gi, Node

HAND: Final = "hand"
PACKAGES_MISSING: Final = 69
"""EX_UNAVAILABLE of sysexits.h."""

NO_COMMAND: Final = 127
"""As shells say it."""

_SIGNS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_PR_SET_PDEATHSIG: Final = 1


def _connected(path: str, name: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    connection.connect(path)
    connection.send(name.encode())
    return connection


def _node(name: str, path: str) -> "Node":
    from drivers.emulators.bed import i2c_node, input_node, spi_node

    if name == i2c_node.NAME:
        return i2c_node.I2cNode(_connected(path, name))
    if name == input_node.NAME:
        return input_node.InputNode(_connected(path, name))
    return spi_node.SpiNode(int(name.removeprefix("spidev0.")), _connected(path, name))


def _adapter(umockdev: "Gi", node: "Node") -> "Gi":
    """Give a node the shape that umockdev calls."""

    class Adapter(umockdev.IoctlBase):  # type: ignore[misc] # gi has no types
        def do_client_connected(self, client: "Client") -> None:
            node.opened(client)

        def do_handle_read(self, client: "Client") -> bool:
            return node.read(client)

        def do_handle_ioctl(self, client: "Client") -> bool:
            return node.ioctl(client)

    return Adapter()


def _obey(hand: socket.socket, nodes: dict[str, "Node"], longest: int) -> None:
    """Carry out the orders of the hand until it goes."""
    while packet := hand.recv(longest):
        name, _, rest = packet.decode().partition(" ")
        order, _, argument = rest.partition(" ")
        try:
            nodes[name].obey(order, argument)
        except (OSError, ValueError) as wrong:
            hand.send(str(wrong).encode())
        else:
            hand.send(b"ok")


def _serve(path: str, names: list[str], command: list[str]) -> int:
    try:
        import gi

        gi.require_version("UMockdev", "1.0")
        from gi.repository import GLib, UMockdev
    except (ImportError, ValueError):
        return PACKAGES_MISSING
    from drivers.emulators.bed.node import PACKET

    testbed = UMockdev.Testbed.new()
    root = Path(testbed.get_root_dir())
    nodes = {name: _node(name, path) for name in names}
    adapters = {name: _adapter(UMockdev, node) for name, node in nodes.items()}
    for name, node in nodes.items():
        node.attach(testbed, adapters[name])
    threading.Thread(
        target=_obey, args=(_connected(path, HAND), nodes, PACKET), daemon=True
    ).start()

    def hand_on(number: int) -> bool:
        child.send_signal(number)
        return True  # and go on listening

    for number in _SIGNS:  # each waits until the loop runs, and then there is a child
        GLib.unix_signal_add(GLib.PRIORITY_HIGH, number, hand_on, number)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNS)  # whoever started us may wait for them
    # Testbed.new() calls setenv(), which os.environ does not see: the child needs it by hand.
    fresh = {"LD_PRELOAD": "libumockdev-preload.so.0", "UMOCKDEV_DIR": str(root)}
    try:
        child = subprocess.Popen(command, env=os.environ | fresh)  # noqa: S603 - what a technician named
    except OSError as wrong:
        sys.stderr.write(f"{wrong.filename}: {wrong.strerror}\n")
        return NO_COMMAND
    loop = GLib.MainLoop()

    def end_with_it() -> None:
        child.wait()
        GLib.idle_add(loop.quit)  # told to quit before it runs, a loop would run for ever

    threading.Thread(target=end_with_it, daemon=True).start()
    loop.run()
    status = child.wait()
    return status if status >= 0 else 128 - status  # as shells say it: 143 for SIGTERM


def _main(words: list[str]) -> int:
    """Run from anywhere, in a Python that has none of our packages."""
    sys.path[0] = str(Path(__file__).resolve().parents[3])
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    at = words.index("--")
    return _serve(words[0], words[1:at], words[at + 1 :])


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
