"""The machine's own watchdog: fed while this is entered, and never left armed behind it."""

import fcntl
import os
import struct
from pathlib import Path
from types import TracebackType
from typing import Final, Self

NODE: Final = Path("/dev/watchdog0")
STATE: Final = Path("/sys/class/watchdog/watchdog0")

_SET_TIMEOUT: Final = 0xC0045706  # WDIOC_SETTIMEOUT, include/uapi/linux/watchdog.h
_DISARM: Final = b"V"


class Watchdog:
    """Armed from the moment it is made, disarmed by whatever ends its block."""

    def __init__(self, timeout_s: int) -> None:
        """Open it, which arms it.

        Raises:
            OSError: EBUSY: somebody has it. It has one owner.
        """
        self._node = os.open(NODE, os.O_WRONLY)
        try:
            asked = struct.pack("i", timeout_s)
            (self.timeout_s,) = struct.unpack("i", fcntl.ioctl(self._node, _SET_TIMEOUT, asked))
        except OSError:
            self.__exit__(None, None, None)
            raise

    def feed(self) -> None:
        """Tell it that all is well."""
        os.write(self._node, b".")

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Disarm it."""
        os.write(self._node, _DISARM)
        os.close(self._node)


def state(name: str) -> str:
    """Return what the kernel says of it: "state", "timeout"."""
    return (STATE / name).read_text().strip()
