"""An I2C bus without hardware or kernel support, for a program that knows nothing of it.

Debian's umockdev puts /dev/i2c-1 in front of an unmodified child; what the child says to it by
ioctl is handed on over a Unix socket, to a test that has the chips. It is a program for Debian's
own Python, which has python3-gi:

    /usr/bin/python3 tests/drivers/i2c_bed_program.py CHIPS.sock COMMAND [ARGUMENT...]

starts COMMAND and ends with its status. Each ioctl is one packet of JSON on the socket: a list of
messages, each with address, whether it reads, and bytes or a length; or a setting's number and
value. The answer is one packet: errno, and the bytes of each message that read.
"""

import json
import os
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Final

PACKET: Final = 65536

# include/uapi/linux/i2c-dev.h: all of these ioctls are 0x07NN, without a size.
_LETTER: Final = 0x07
_TRANSFER: Final = 0x07
_MESSAGE: Final = struct.Struct("@HHHP")
_READS: Final = 0x0001
_DESCRIPTION: Final = """\
P: /devices/platform/soc/i2c-1/i2c-dev/i2c-1
N: i2c-1
E: DEVNAME=/dev/i2c-1
E: SUBSYSTEM=i2c-dev
E: MAJOR=89
E: MINOR=1
A: dev=89:1

"""

Gi = Any
"""What comes from gi, which has no types."""


class _Bus:
    """What the kernel does with an ioctl, done by whoever has the chips."""

    def __init__(self, chips: socket.socket) -> None:
        self._chips = chips

    def ioctl(self, client: Gi) -> bool:
        request = client.get_request() & 0xFFFFFFFF
        if request >> 8 != _LETTER:
            return False
        if request & 0xFF != _TRANSFER:
            # The value is in the argument itself, which umockdev shows as the address it is not.
            error, _ = self._asked({"setting": request & 0xFF})
            client.complete(-1 if error else 0, error)
            return True
        both = client.get_arg().resolve(0, 16)
        (count,) = struct.unpack_from("@I", bytes(both.retrieve()), 8)
        messages = both.resolve(0, count * _MESSAGE.size)
        asked, buffers = [], []
        for number in range(count):
            at = number * _MESSAGE.size
            address, flags, length, _ = _MESSAGE.unpack_from(bytes(messages.retrieve()), at)
            buffer = messages.resolve(at + 8, length) if length else None
            sent = bytes(buffer.retrieve()) if buffer is not None else b""
            reads = bool(flags & _READS)
            asked.append([address, reads, length if reads else sent.hex()])
            if reads and buffer is not None:
                buffers.append(buffer)
        error, heard = self._asked({"messages": asked})
        if not error:
            for buffer, told in zip(buffers, heard, strict=True):
                buffer.update(0, bytes.fromhex(told))
        client.complete(-1 if error else count, error)
        return True

    def _asked(self, what: dict[str, object]) -> tuple[int, list[str]]:
        self._chips.send(json.dumps(what).encode())
        error, heard = json.loads(self._chips.recv(PACKET))
        return int(error), list(heard)


def _adapter(umockdev: Gi, bus: _Bus) -> Gi:
    """Give the bus the shape that umockdev calls."""

    class Adapter(umockdev.IoctlBase):  # type: ignore[misc] # gi has no types
        def do_handle_ioctl(self, client: Gi) -> bool:
            return bus.ioctl(client)

    return Adapter()


def _serve(path: str, command: list[str]) -> int:
    import gi  # noqa: PLC0415 - only Debian's own Python has it

    gi.require_version("UMockdev", "1.0")
    from gi.repository import GLib, UMockdev  # noqa: PLC0415 - the same

    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    connection.connect(path)
    bed = UMockdev.Testbed.new()
    root = Path(bed.get_root_dir())
    bed.add_from_string(_DESCRIPTION)
    adapter = _adapter(UMockdev, _Bus(connection))
    bed.attach_ioctl("/dev/i2c-1", adapter)
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
