"""How the kiosk itself is: the disk, and what was found of the book or done to it."""

from collections.abc import Callable, Iterable

from kiosk.registry.verify import Verdict
from kiosk.rules.entries import Fault

DISK_LOW_BYTES = 64 << 20
"""Below this nothing is issued any more; returns go on until the ballast is used up. An issue and
its return write about 0.2 MB of write-ahead log, so 64 MiB are some 300 of them."""


class SystemHealth:
    """Asked by the keeper every turn; told by the verification when it found something."""

    def __init__(
        self, free_bytes: Callable[[], int], written_by_others: Callable[[], bool]
    ) -> None:
        """Begin sound."""
        self._free_bytes, self._written_by_others = free_bytes, written_by_others
        self._found: tuple[Fault, str] | None = None
        self._objects = ""

    def objected(self, witness: str) -> None:
        """Take note that a witness of this name knows another book. Before the keeper starts."""
        self._objects = witness

    def verified(self, verdict: Verdict) -> None:
        """Take note of what the verification of the whole book found. Any thread."""
        about = ", ".join(verdict.tables or ("journal",))
        self._found = None if verdict.fault is None else (verdict.fault, about)

    def faults(self) -> Iterable[tuple[Fault, str]]:
        """Return what is wrong now."""
        if self._disk_is_low():
            yield Fault.DISK_LOW, "disk"
        if self._objects:
            yield Fault.BOOK_BROKEN, self._objects
        if self._found is not None:
            yield self._found
        elif self._written_by_others():
            yield Fault.TABLES_DIFFER, "register"

    def _disk_is_low(self) -> bool:
        """Return whether to expect that lines will not fit; a disk that does not answer is none."""
        try:
            return self._free_bytes() < DISK_LOW_BYTES
        except OSError:
            return True
