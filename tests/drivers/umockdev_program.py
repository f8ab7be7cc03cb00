"""A keyboard scanner without hardware or kernel support, for a program that knows nothing of it.

Debian's umockdev puts /dev/input/event3 in front of an unmodified child: the real python-evdev
opens it, asks its ioctls, takes it with EVIOCGRAB and reads from it. It is a program for Debian's
own Python, which has python3-gi:

    /usr/bin/python3 tests/drivers/umockdev_program.py CONTROL.sock COMMAND [ARGUMENT...]

starts COMMAND with the scanner plugged in, listens on the Unix socket CONTROL.sock, hands SIGTERM
and SIGINT on to COMMAND, and ends with its status. The child inherits stdin, stdout and stderr.
One line on the socket is one order, and is answered by "ok" or "error: WHY":

    type TEXT          type the text as a scanner does (US layout), and Enter
    ev T,C,V;T,C,V...  write raw input records: type, code, value, in decimal
    unplug             pull the scanner out: the node goes, and reads fail with ENODEV once all
                       that was typed before is read
    plug               plug it in again, nobody having grabbed it

Wait for the child's own word that it has the scanner before typing: this bed keeps what nobody
reads yet, where a kernel drops it.

A test starts that program, and speaks to the socket, with `tests.drivers.umockdev_bed`.

Debian packages: umockdev gir1.2-umockdev-1.0 python3-gi (0.17.16 in Debian 12).
"""

import errno
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import termios
import threading
from collections import deque
from pathlib import Path
from typing import Any, Final

DEVICE: Final = "/dev/input/event3"
PACKAGES: Final = ("umockdev", "gir1.2-umockdev-1.0", "python3-gi")
SYSTEM_PYTHON: Final = "/usr/bin/python3"

_SYSFS: Final = "/sys/devices/platform/usb1/1-1/1-1.3/1-1.3:1.0/input/input3/event3"
_DESCRIPTION: Final = f"""\
P: {_SYSFS.removeprefix("/sys")}
N: input/event3
E: DEVNAME={DEVICE}
E: SUBSYSTEM=input
E: MAJOR=13
E: MINOR=67
A: dev=13:67

"""

# include/uapi/linux/input-event-codes.h, row by row as on the key tops. Not the driver's own map:
# a wrong key there must not be hidden by the same wrong key here.
_KEY_TOPS: Final = {
    2: "1!", 3: "2@", 4: "3#", 5: "4$", 6: "5%", 7: "6^", 8: "7&", 9: "8*", 10: "9(", 11: "0)",
    12: "-_", 13: "=+", 16: "qQ", 17: "wW", 18: "eE", 19: "rR", 20: "tT", 21: "yY", 22: "uU",
    23: "iI", 24: "oO", 25: "pP", 26: "[{", 27: "]}", 30: "aA", 31: "sS", 32: "dD", 33: "fF",
    34: "gG", 35: "hH", 36: "jJ", 37: "kK", 38: "lL", 39: ";:", 40: "'\"", 41: "`~", 43: "\\|",
    44: "zZ", 45: "xX", 46: "cC", 47: "vV", 48: "bB", 49: "nN", 50: "mM", 51: ",<", 52: ".>",
    53: "/?", 57: "  ",
}  # fmt: skip
_ENTER: Final = 28
_LEFT_SHIFT: Final = 42

# Ioctl numbers from include/uapi/linux/input.h.
_EVIOCGRAB: Final = 0x90
_EVIOCGBIT: Final = range(0x20, 0x40)
_ANSWERS: Final = {
    0x01: struct.pack("<i", 0x010001),  # EVIOCGVERSION
    0x02: struct.pack("<4H", 3, 0x0C2E, 0x0B61, 0x0110),  # EVIOCGID: USB, vendor, product, version
    0x03: struct.pack("<2I", 250, 33),  # EVIOCGREP
    0x06: b"Simulated scanner\0",  # EVIOCGNAME
    0x07: b"usb-0000:01:00.0-1.3/input0\0",  # EVIOCGPHYS
    0x08: b"\0",  # EVIOCGUNIQ
    0x84: struct.pack("<i", 0),  # EVIOCGEFFECTS
}
_ZEROS: Final = {0x09, 0x18, 0x19, 0x1A, 0x1B}  # properties; keys, lights, sounds, switches now
_ABILITIES: Final = {0: (0, 1, 4, 17, 20), 1: range(1, 128), 4: (4,), 17: range(3), 20: range(2)}

_RECORD_SIZE: Final = struct.calcsize("<qqHHi")

Gi = Any
"""What comes from gi, which has no types."""

Client = Any
"""umockdev's word for somebody who has the device open."""

Record = tuple[int, int, int]
"""Type, code and value of one input record."""


def presses(text: str) -> list[Record]:
    """Return what a scanner sends for a text and Enter: every key down and up, in reports."""
    keys = {
        top: (code, place) for code, tops in _KEY_TOPS.items() for place, top in enumerate(tops)
    }
    records: list[Record] = []

    def stroke(code: int, value: int) -> None:
        records.extend([(4, 4, 0x70000 + code), (1, code, value), (0, 0, 0)])

    for character in text:
        code, shifted = keys[character]
        shifted = shifted and character != " "
        if shifted:
            stroke(_LEFT_SHIFT, 1)
        stroke(code, 1)
        stroke(code, 0)
        if shifted:
            stroke(_LEFT_SHIFT, 0)
    stroke(_ENTER, 1)
    stroke(_ENTER, 0)
    return records


class _Control:
    """Answers the orders that come over the socket, one after the other."""

    def __init__(self, path: Path, bed: "_Bed") -> None:
        path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(path))
        self._listener.listen()
        self._bed = bed
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            with connection, connection.makefile("rw", encoding="utf-8") as lines:
                for line in lines:
                    lines.write(self._obey(line.rstrip("\n")) + "\n")
                    lines.flush()

    def _obey(self, line: str) -> str:
        order, _, argument = line.partition(" ")
        try:
            match order:
                case "type":
                    self._bed.send(presses(argument))
                case "ev":
                    self._bed.send([_record(numbers) for numbers in argument.split(";")])
                case "unplug":
                    self._bed.unplug()
                case "plug":
                    self._bed.plug()
                case _:
                    return "error: orders are type, ev, unplug and plug"
        except Exception as error:  # noqa: BLE001 - the test at the other end shall read it
            return f"error: {error!r}"
        return "ok"


def _record(numbers: str) -> Record:
    kind, code, value = map(int, numbers.split(","))
    return kind, code, value


class _InputDevice:
    """What the kernel says in the scanner's place, as drivers/input/evdev.c does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._records: deque[bytes] = deque()
        self._holder: Client = None
        self._open: list[Client] = []
        self._dead: list[Client] = []  # whoever had the device open when it was pulled out

    def write(self, records: list[Record]) -> None:
        with self._lock:
            self._records.extend(struct.pack("<qqHHi", 0, 0, *record) for record in records)

    def plug(self) -> None:
        with self._lock:
            self._records.clear()

    def unplug(self) -> None:
        with self._lock:
            self._dead = _still_there(self._dead + self._open)
            self._open = []
            self._holder = None

    def opened(self, client: Client) -> None:
        with self._lock:
            self._open = [*_still_there(self._open), client]

    def read(self, client: Client) -> bool:
        """Answer a read; return whether anything is left to read."""
        with self._lock:
            room = len(bytes(client.get_arg().retrieve())) // _RECORD_SIZE
            batch = [self._records.popleft() for _ in range(min(room, len(self._records)))]
            if batch:
                client.get_arg().update(0, b"".join(batch))
                client.complete(len(batch) * _RECORD_SIZE, 0)
            else:
                client.complete(-1, errno.ENODEV if client in self._dead else errno.EAGAIN)
            return bool(self._records) or client in self._dead

    def ioctl(self, client: Client) -> bool:
        request = client.get_request() & 0xFFFFFFFF
        number, letter, size = request & 0xFF, request >> 8 & 0xFF, request >> 16 & 0x3FFF
        if letter != ord("E"):
            return False
        if client in self._dead:
            client.complete(-1, errno.ENODEV)
        elif number == _EVIOCGRAB:
            client.complete(*self._grab(client))
        elif (answer := _answer(number, size)) is None:
            client.complete(-1, errno.EINVAL)
        else:
            if answer:
                client.get_arg().resolve(0, size).update(0, answer)
            client.complete(len(answer), 0)
        return True

    def _grab(self, client: Client) -> tuple[int, int]:
        """Return the ioctl's result and errno."""
        (wanted,) = struct.unpack("<Q", bytes(client.get_arg().retrieve()))
        if not _still_there([self._holder]):
            self._holder = None  # closing a device lets its grab go
        if wanted and self._holder is not None:
            return -1, errno.EBUSY
        if not wanted and self._holder is not client:
            return -1, errno.EINVAL
        self._holder = client if wanted else None
        return 0, 0


def _still_there(clients: list[Client]) -> list[Client]:
    """Leave out who has closed; umockdev 0.17 never calls `client_vanished`."""
    return [client for client in clients if client is not None and client.get_connected()]


class _Bed:
    """The made-up /dev with the scanner plugged in.

    Under the node is a terminal. It carries no records, for it would cut them in pieces: a byte in
    it only says that there is something to read.
    """

    def __init__(self, umockdev: Gi) -> None:
        self._kernel = _InputDevice()
        self._testbed = umockdev.Testbed.new()
        self.root = Path(self._testbed.get_root_dir())
        self._testbed.add_from_string(_DESCRIPTION)
        self._testbed.attach_ioctl(DEVICE, _adapter(umockdev, self))
        self._ready_fd = self._testbed.get_dev_fd(DEVICE)
        self._node = self.root / DEVICE.removeprefix("/")
        self._terminal = self._node.readlink()
        self._far_fd = os.open(self._terminal, os.O_RDWR | os.O_NOCTTY)
        self.opened = self._kernel.opened
        self.ioctl = self._kernel.ioctl

    # umockdev 0.17 can not remove a device and add it again: it keeps the old terminal in its
    # books, and stops. So only the node comes and goes, over the same terminal.

    def unplug(self) -> None:
        if self._node.is_symlink():
            self._node.unlink()
            self._kernel.unplug()
            self._wake()

    def plug(self) -> None:
        if not self._node.is_symlink():
            self._kernel.plug()
            self._node.symlink_to(self._terminal)

    def send(self, records: list[Record]) -> None:
        if not self._node.is_symlink():
            raise RuntimeError("the scanner is unplugged")
        self._kernel.write(records)
        self._wake()

    def read(self, client: Client) -> bool:
        termios.tcflush(self._far_fd, termios.TCIFLUSH)
        if self._kernel.read(client):
            self._wake()
        return True

    def _wake(self) -> None:
        os.write(self._ready_fd, b"!")


def _adapter(umockdev: Gi, bed: _Bed) -> Gi:
    """Give the bed the shape that umockdev calls."""

    class Adapter(umockdev.IoctlBase):  # type: ignore[misc] # gi has no types
        def do_client_connected(self, client: Client) -> None:
            bed.opened(client)

        def do_handle_read(self, client: Client) -> bool:
            return bed.read(client)

        def do_handle_ioctl(self, client: Client) -> bool:
            return bed.ioctl(client)

    return Adapter()


def _answer(number: int, size: int) -> bytes | None:
    if number in _EVIOCGBIT:
        bits = bytearray(size)
        for code in _ABILITIES.get(number - _EVIOCGBIT.start, ()):
            if code // 8 < size:
                bits[code // 8] |= 1 << code % 8
        return bytes(bits)
    if number in _ZEROS:
        return bytes(size)
    answer = _ANSWERS.get(number)
    return None if answer is None else answer[:size]


def _serve(control: Path, command: list[str], ready_fd: int | None) -> int:
    """Be the bed: needs python3-gi, and therefore Debian's own Python."""
    import gi  # noqa: PLC0415 - only the program has it

    gi.require_version("UMockdev", "1.0")
    from gi.repository import GLib, UMockdev  # noqa: PLC0415 - the same

    bed = _Bed(UMockdev)
    _Control(control, bed)
    # Testbed.new() calls setenv(), which os.environ does not see: the child needs it by hand.
    fresh = {"LD_PRELOAD": "libumockdev-preload.so.0", "UMOCKDEV_DIR": str(bed.root)}
    child = subprocess.Popen(command, env=os.environ | fresh)

    def hand_on(number: int) -> bool:
        child.send_signal(number)
        return True  # and go on listening

    for number in (signal.SIGTERM, signal.SIGINT):
        GLib.unix_signal_add(GLib.PRIORITY_HIGH, number, hand_on, number)
    if ready_fd is not None:
        os.write(ready_fd, b"!")
        os.close(ready_fd)
    loop = GLib.MainLoop()

    def end_with_it() -> None:
        child.wait()
        GLib.idle_add(loop.quit)  # told to quit before it runs, a loop would run for ever

    threading.Thread(target=end_with_it, daemon=True).start()
    loop.run()
    control.unlink(missing_ok=True)
    shutil.rmtree(bed.root, ignore_errors=True)
    return child.wait()


def _main(arguments: list[str]) -> int:
    ready_fd = None
    if arguments[:1] and arguments[0].startswith("--ready-fd="):
        ready_fd = int(arguments.pop(0).partition("=")[2])
    if len(arguments) < 2:
        sys.stderr.write(f"usage: {SYSTEM_PYTHON} {__file__} CONTROL.sock COMMAND...\n")
        return 2
    return _serve(Path(arguments[0]), arguments[1:], ready_fd)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
