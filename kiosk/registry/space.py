"""The room on the disk: how much there is, and a ballast to throw out when there is none.

4 MiB carry about 300 more entries: enough to take back what is out. 256 KiB carried 28 (measured).
"""

import os
from pathlib import Path

from kiosk.registry.files import sync_folder

BALLAST_BYTES = 4 << 20
ROOMY_BYTES = 64 << 20
"""With less than this free, issuing stops (the rules ask), and no ballast is taken on again."""

_BALLAST = "ballast"


def has_ballast(folder: Path) -> bool:
    """Return whether the ballast lies beside the book in this folder."""
    return (folder / _BALLAST).exists()


class Space:
    """The disk under one book."""

    def __init__(self, folder: Path) -> None:
        """Look after the disk that holds `folder`."""
        self._folder = folder
        self._ballast = folder / _BALLAST

    def free_bytes(self) -> int:
        """Return what may still be written.

        Raises:
            OSError: the disk does not answer.
        """
        found = os.statvfs(self._folder)
        return found.f_bavail * found.f_frsize

    def take_on_ballast(self) -> None:
        """Lay the ballast down if there is none and the disk is roomy.

        Raises:
            OSError: the disk does not take it.
        """
        if self._ballast.exists() or self.free_bytes() < ROOMY_BYTES:
            return
        handle = os.open(self._ballast, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(handle, 0, BALLAST_BYTES)
            os.fsync(handle)
        finally:
            os.close(handle)
        sync_folder(self._folder)

    def release_ballast(self) -> int:
        """Throw the ballast out and return how many bytes that gave.

        Raises:
            OSError: the disk does not answer.
        """
        try:
            given = self._ballast.stat().st_size
            self._ballast.unlink()
        except FileNotFoundError:
            return 0
        return given
