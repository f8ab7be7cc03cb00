"""What the kernel says in a keyboard scanner's place, as drivers/input/evdev.c does.

For Debian's own Python: stands on the standard library alone.
"""

import errno
import os
import struct
import termios
import threading
from collections import deque
from typing import Final

from drivers.emulators.bed.keys import Record, presses
from drivers.emulators.bed.node import Client, Gi, Node

NAME: Final = "input/event3"

_DESCRIPTION: Final = """\
P: /devices/platform/usb1/1-1/1-1.3/1-1.3:1.0/input/input3/event3
N: input/event3
E: DEVNAME=/dev/input/event3
E: SUBSYSTEM=input
E: MAJOR=13
E: MINOR=67
A: dev=13:67

"""

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


class InputNode(Node):
    """/dev/input/event3: a keyboard scanner, plugged in at first.

    Under the node is a terminal. It carries no records, for it would cut them in pieces: a byte in
    it only says that there is something to read.
    """

    name = NAME
    description = _DESCRIPTION
    orders = "type, ev, unplug and plug"

    def attach(self, testbed: Gi, adapter: Gi) -> None:
        """Put it into the made-up /dev."""
        super().attach(testbed, adapter)
        self._kernel = _InputDevice()
        self._ready_fd = testbed.get_dev_fd(f"/dev/{NAME}")
        self._far_fd = os.open(self._target, os.O_RDWR | os.O_NOCTTY)

    def unplug(self) -> None:
        """Take the node away; reads fail with ENODEV once all that was typed before is read."""
        if self._place.is_symlink():
            super().unplug()
            self._kernel.unplug()
            self._wake()

    def plug(self) -> None:
        """Put it back, nobody having grabbed it."""
        if not self._place.is_symlink():
            self._kernel.plug()
            super().plug()

    def obey(self, order: str, argument: str) -> None:
        """Type a text and Enter, or write raw records (`1,30,1;0,0,0`), or what every node does."""
        match order:
            case "type":
                self._send(presses(argument))
            case "ev":
                self._send([_record(numbers) for numbers in argument.split(";")])
            case _:
                super().obey(order, argument)

    def opened(self, client: Client) -> None:
        """Take note of somebody who opened it."""
        self._kernel.opened(client)

    def read(self, client: Client) -> bool:
        """Answer a read."""
        termios.tcflush(self._far_fd, termios.TCIFLUSH)
        if self._kernel.read(client):
            self._wake()
        return True

    def ioctl(self, client: Client) -> bool:
        """Answer an ioctl; return whether it was answered."""
        return self._kernel.ioctl(client)

    def _send(self, records: list[Record]) -> None:
        if not self._place.is_symlink():
            raise ValueError("the scanner is unplugged")
        self._kernel.write(records)
        self._wake()

    def _wake(self) -> None:
        os.write(self._ready_fd, b"!")


def _record(numbers: str) -> Record:
    kind, code, value = map(int, numbers.split(","))
    return kind, code, value


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
