"""What was mended in the book and no entry says yet, kept in a small file (P2, P4).

An entry is written by a keeper, at a moment; the book is mended before there is either, and also
when a technician's command opens it. So the next keeper writes what stands here with the line of
its start, and then takes the file away. A power cut between these two has it written twice. One
between the mending and this file, some milliseconds, has it lost: then the log alone tells.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from kiosk.registry.files import read_whole, sync_folder, write_whole
from kiosk.rules.observations import Mended
from kiosk.spelling import plain, thing

FILE = "untold.json"


class Untold:
    """The file of one book. Used by its one writer."""

    def __init__(self, folder: Path) -> None:
        """Read what is there; a file that a cut destroyed says nothing.

        Raises:
            OSError: the disk does not give it.
        """
        self._path = folder / FILE
        self.mended = _read(read_whole(self._path))

    def add(self, mended: Iterable[Mended]) -> None:
        """Keep what was mended, durably, until an entry says it.

        Raises:
            OSError: the disk does not take it.
        """
        known = self.mended
        self.mended = tuple(dict.fromkeys((*known, *mended)))
        if self.mended != known:
            write_whole(self._path, json.dumps(plain(self.mended)).encode())

    def forget(self) -> None:
        """Take the file away: entries say all of it.

        Raises:
            OSError: it may still be there.
        """
        if self.mended:
            self._path.unlink(missing_ok=True)
            sync_folder(self._path.parent)
            self.mended = ()


def _read(content: bytes | None) -> tuple[Mended, ...]:
    try:
        return tuple(thing(Mended, record) for record in json.loads(content or b"[]"))
    except (ValueError, TypeError, RecursionError):
        return ()
