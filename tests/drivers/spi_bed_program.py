"""An SPI bus without hardware or kernel support, for a program that knows nothing of it.

Debian's umockdev puts /dev/spidev0.0 and /dev/spidev0.1 in front of an unmodified child; what the
child says to them by ioctl is handed on over a Unix socket, to a test that has the chips. It is a
program for Debian's own Python, which has python3-gi:

    /usr/bin/python3 tests/drivers/spi_bed_program.py CHIPS.sock COMMAND [ARGUMENT...]

starts COMMAND and ends with its status. Each ioctl is one packet on the socket: select, kind, and
bytes. Kind is the ioctl's number (include/uapi/linux/spi/spidev.h): 0 a message, else a setting.
The answer is one packet: errno, and for a message the bytes that came back. A packet of a select
and "-" or "+" from the other side takes the node away or puts it back, and is answered alike.
"""

import os
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Final

SELECTS: Final = (0, 1)
PACKET: Final = 8192
SPIDEV: Final = ord("k")
MESSAGE: Final = 0

_TRANSFER: Final = struct.Struct("=QQIIHBBBBBB")
_DESCRIPTION: Final = """\
P: /devices/platform/soc/spi0/spi0.{0}/spidev/spidev0.{0}
N: spidev0.{0}
E: DEVNAME=/dev/spidev0.{0}
E: SUBSYSTEM=spidev
E: MAJOR=153
E: MINOR={0}
A: dev=153:{0}

"""

Gi = Any
"""What comes from gi, which has no types."""


class _Select:
    """One chip select: what the kernel does with an ioctl, done by whoever has the chip."""

    def __init__(self, select: int, chips: socket.socket) -> None:
        self._select = select
        self._chips = chips
        self._lock = threading.Lock()

    def ioctl(self, client: Gi) -> bool:
        request = client.get_request() & 0xFFFFFFFF
        number, letter, size = request & 0xFF, request >> 8 & 0xFF, request >> 16 & 0x3FFF
        if letter != SPIDEV:
            return False
        told = client.get_arg().resolve(0, size)
        if number != MESSAGE:
            error, _ = self._asked(number, bytes(told.retrieve()))
            client.complete(-1 if error else 0, error)
            return True
        length = 0
        for at in range(0, size, _TRANSFER.size):
            _, _, count, *_ = _TRANSFER.unpack_from(bytes(told.retrieve()), at)
            sent, received = told.resolve(at, count), told.resolve(at + 8, count)
            error, answer = self._asked(MESSAGE, bytes(sent.retrieve()))
            if error:
                client.complete(-1, error)
                return True
            received.update(0, answer)
            length += count
        client.complete(length, 0)
        return True

    def _asked(self, kind: int, sent: bytes) -> tuple[int, bytes]:
        with self._lock:
            self._chips.send(bytes([self._select, kind]) + sent)
            answer = self._chips.recv(PACKET)
        return answer[0], answer[1:]


class _Nodes:
    """The device nodes, which a hand takes away and puts back."""

    def __init__(self, root: Path, hand: socket.socket) -> None:
        self._nodes = [root / "dev" / f"spidev0.{select}" for select in SELECTS]
        self._targets = [node.readlink() for node in self._nodes]
        self._hand = hand
        threading.Thread(target=self._obey, daemon=True).start()

    def _obey(self) -> None:
        while order := self._hand.recv(2):
            node, target = self._nodes[order[0]], self._targets[order[0]]
            if order[1:] == b"-":
                node.unlink()
            else:
                node.symlink_to(target)
            self._hand.send(order)


def _connected(path: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    connection.connect(path)
    return connection


def _adapter(umockdev: Gi, select: _Select) -> Gi:
    """Give a chip select the shape that umockdev calls."""

    class Adapter(umockdev.IoctlBase):  # type: ignore[misc] # gi has no types
        def do_handle_ioctl(self, client: Gi) -> bool:
            return select.ioctl(client)

    return Adapter()


def _serve(path: str, command: list[str]) -> int:
    import gi  # noqa: PLC0415 - only Debian's own Python has it

    gi.require_version("UMockdev", "1.0")
    from gi.repository import GLib, UMockdev  # noqa: PLC0415 - the same

    bed = UMockdev.Testbed.new()
    root = Path(bed.get_root_dir())
    adapters = []
    for number in SELECTS:
        bed.add_from_string(_DESCRIPTION.format(number))
        adapters.append(_adapter(UMockdev, _Select(number, _connected(path))))
        bed.attach_ioctl(f"/dev/spidev0.{number}", adapters[-1])
    _Nodes(root, _connected(path))
    # Testbed.new() calls setenv(), which os.environ does not see: the child needs it by hand.
    fresh = {"LD_PRELOAD": "libumockdev-preload.so.0", "UMOCKDEV_DIR": str(root)}
    child = subprocess.Popen(command, env=os.environ | fresh)
    loop = GLib.MainLoop()

    def end_with_it() -> None:
        child.wait()
        GLib.idle_add(loop.quit)  # told to quit before it runs, a loop would run for ever

    threading.Thread(target=end_with_it, daemon=True).start()
    loop.run()
    return child.wait()


if __name__ == "__main__":
    sys.exit(_serve(sys.argv[1], sys.argv[2:]))
