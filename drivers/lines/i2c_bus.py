"""An I2C bus through the kernel's own device, without a library, and what goes wrong on it.

No chip lives here: each has a module of its own, and is handed its bus.
"""

import ctypes
import errno
import fcntl
import os
import struct
import threading
from typing import Final, Protocol

TIMEOUT_S: Final = 0.05
"""How long the kernel waits for a bus that does not move. Ours: our longest message takes 4 ms at
100 kHz; the kernel's own second would keep every other chip waiting."""

# include/uapi/linux/i2c-dev.h and i2c.h: ioctl numbers; struct i2c_msg, i2c_rdwr_ioctl_data.
_RETRIES: Final = 0x0701
_TIMEOUT: Final = 0x0702
_RDWR: Final = 0x0707
_MESSAGE: Final = struct.Struct("@HHHP")
_MESSAGES: Final = struct.Struct("@PI")
_READ: Final = 0x0001


class I2c(Protocol):
    """A bus: a real one, or an emulated one. Any thread may call."""

    path: str

    def transfer(self, address: int, written: bytes, read: int = 0) -> bytes:
        """Write bytes to a chip, then read so many, without letting the bus go between.

        Raises:
            OSError: the chip or the bus did not answer.
        """
        ...

    def close(self) -> None:
        """Let the bus go."""
        ...


def why_silent(error: OSError, bus: I2c, address: int) -> str:
    """Say in one sentence why a transfer failed, for a technician."""
    match error.errno:
        # i2c-bcm2835 says EREMOTEIO, i2c-designware (Pi 5) says EREMOTEIO or ENXIO.
        case errno.ENXIO | errno.EREMOTEIO:
            return f"no chip answers at {address:#04x} on {bus.path}"
        case errno.ETIMEDOUT | errno.EBUSY | errno.EAGAIN:
            return f"{bus.path} does not move: a chip or a wire holds it low"
        case errno.ENODEV | errno.ENOENT:
            return f"there is no {bus.path}: dtparam=i2c_arm=on is missing in config.txt"
        case errno.EACCES | errno.EPERM:
            return f"this program may not open {bus.path}: look at its group"
        case _:
            return f"{bus.path} failed at {address:#04x}: {error}"


class I2cBus:
    """One bus, opened when it is first needed, and again after it went away. For any thread.

    The kernel lets the transfers of several threads and programs through one after the other.
    """

    def __init__(self, path: str = "/dev/i2c-1") -> None:
        """Open nothing yet."""
        self.path = path
        self._lock = threading.Lock()
        self._fd: int | None = None

    def transfer(self, address: int, written: bytes, read: int = 0) -> bytes:
        """Write bytes to a chip, then read so many, without letting the bus go between.

        Args:
            address: of the chip, seven bits.
            written: what it is told; empty to read only.
            read: how many bytes it shall say.

        Raises:
            OSError: no such bus or chip, no permission, or the bus does not move.
        """
        told = ctypes.create_string_buffer(written, max(len(written), 1))
        heard = ctypes.create_string_buffer(max(read, 1))
        parts = []
        if written or not read:
            parts.append(_MESSAGE.pack(address, 0, len(written), ctypes.addressof(told)))
        if read:
            parts.append(_MESSAGE.pack(address, _READ, read, ctypes.addressof(heard)))
        messages = ctypes.create_string_buffer(b"".join(parts), len(parts) * _MESSAGE.size)
        both = _MESSAGES.pack(ctypes.addressof(messages), len(parts))
        with self._lock:
            try:
                fcntl.ioctl(self._opened(), _RDWR, both)
            except OSError as error:
                if error.errno == errno.ENODEV:
                    self._shut()  # one that comes back is another one
                raise
        return heard.raw[:read]

    def close(self) -> None:
        """Let the bus go; the next transfer opens it again."""
        with self._lock:
            self._shut()

    def _shut(self) -> None:
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)

    def _opened(self) -> int:
        if self._fd is None:
            fd = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
            try:
                fcntl.ioctl(fd, _TIMEOUT, round(TIMEOUT_S * 100))  # in units of 10 ms
                fcntl.ioctl(fd, _RETRIES, 1)
            except OSError:
                os.close(fd)
                raise
            self._fd = fd
        return self._fd
