"""Device nodes made in user space (CUSE): whoever opens one talks to a Python program by ioctl.

A node has to be served by a process of its own. Python programs wait in an ioctl with the
interpreter's lock in their hands; in the same process nobody could answer them.
"""

import errno
import os
import struct
from collections.abc import Callable
from enum import IntEnum
from typing import Final

Ioctl = Callable[["Memory", int, int], int]
"""Does one ioctl: the caller's memory, request and argument in, what ioctl() returns out.

It is called again from its beginning until it has all the memory that it asks for, so it asks
before it does anything. A negative number is an errno.
"""

# include/uapi/linux/fuse.h
_UNRESTRICTED: Final = 1  # CUSE_UNRESTRICTED_IOCTL: memory beyond the one argument
_RETRY: Final = 4  # FUSE_IOCTL_RETRY
_IN: Final = struct.Struct("=IIQQIIII")  # length, opcode, unique, node, uid, gid, pid, padding
_OUT: Final = struct.Struct("=IiQ")
_IOCTL_IN: Final = struct.Struct("=QIIQII")  # file, flags, request, argument, sizes in and out
_IOCTL_OUT: Final = struct.Struct("=iIII")
_RANGE: Final = struct.Struct("=QQ")
_INIT_OUT: Final = struct.Struct("=8I40x")
_PIECE: Final = 1 << 17


class _Opcode(IntEnum):
    OPEN = 14
    RELEASE = 18
    FLUSH = 25
    INTERRUPT = 36
    IOCTL = 39
    INIT = 4096


class _More(Exception):
    """The caller's memory is needed that the kernel has not copied yet."""


class Memory:
    """The memory of whoever called ioctl(), as far as the kernel has copied it."""

    def __init__(self, copied: bytes, room: int) -> None:
        """Take what came with the request, and how much may be written back."""
        self._copied, self._room = copied, room
        self._at = 0
        self._granted = 0
        self.read_ranges: list[tuple[int, int]] = []
        self.written_ranges: list[tuple[int, int]] = []
        self._written: list[bytes] = []

    def read(self, address: int, size: int) -> bytes:
        """Return what stands at an address."""
        self.read_ranges.append((address, size))
        begun, self._at = self._at, self._at + size
        if self._at > len(self._copied):
            raise _More
        return self._copied[begun : self._at]

    def will_write(self, *ranges: tuple[int, int]) -> None:
        """Say where something will be written: address and size, all of them at once."""
        self.written_ranges.extend(ranges)
        if sum(size for _, size in self.written_ranges) > self._room:
            raise _More

    def write(self, *values: bytes) -> None:
        """Write what was announced, in the same order."""
        self._written.extend(values)

    def answer(self) -> bytes:
        """Return what goes back to the caller: nothing, after a failure."""
        announced = [size for _, size in self.written_ranges]
        assert not self._written or announced == [len(one) for one in self._written]
        return b"".join(self._written)


def serve(name: str, ioctl: Ioctl, ready: Callable[[], None]) -> None:
    """Make /dev/NAME and answer who opens it, for ever; `ready` is called when it is there.

    Raises:
        OSError: the kernel has no CUSE, or this is not root.
    """
    node = os.open("/dev/cuse", os.O_RDWR)
    request = os.read(node, _PIECE)
    _, opcode, unique, *_ = _IN.unpack_from(request)
    assert opcode == _Opcode.INIT
    major, minor = struct.unpack_from("=II", request, _IN.size)
    answer = _INIT_OUT.pack(major, minor, 0, _UNRESTRICTED, 1 << 16, 1 << 16, 0, 0)
    _reply(node, unique, answer + f"DEVNAME={name}\0".encode())
    ready()
    while True:
        request = os.read(node, _PIECE)
        _, opcode, unique, *_ = _IN.unpack_from(request)
        match opcode:
            case _Opcode.OPEN:
                _reply(node, unique, struct.pack("=QII", 1, 0, 0))
            case _Opcode.IOCTL:
                _reply(node, unique, _performed(ioctl, request[_IN.size :]))
            case _Opcode.RELEASE | _Opcode.FLUSH:
                _reply(node, unique)
            case _Opcode.INTERRUPT:
                pass  # a signal came; the answer is on its way already
            case _:
                _reply(node, unique, error=errno.ENOSYS)


def _performed(ioctl: Ioctl, asked: bytes) -> bytes:
    _, _, request, argument, size, room = _IOCTL_IN.unpack_from(asked)
    memory = Memory(asked[_IOCTL_IN.size : _IOCTL_IN.size + size], room)
    try:
        result = ioctl(memory, request, argument)
    except _More:
        ranges = [*memory.read_ranges, *memory.written_ranges]
        told = _IOCTL_OUT.pack(0, _RETRY, len(memory.read_ranges), len(memory.written_ranges))
        return told + b"".join(_RANGE.pack(*one) for one in ranges)
    return _IOCTL_OUT.pack(result, 0, 0, 0) + memory.answer()


def _reply(node: int, unique: int, body: bytes = b"", error: int = 0) -> None:
    os.write(node, _OUT.pack(_OUT.size + len(body), -error, unique) + body)
