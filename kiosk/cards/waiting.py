"""The stacks that wait beside a book: where they lie, and which are there.

A kiosk that lets one in loads this, and nothing that reads or judges a list.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = "cards"
STAGING, ORIGINAL = "staging.db", "original"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One stack that lies beside a book."""

    folder: Path

    @property
    def name(self) -> str:
        """What the stack is called: the beginning of its file's SHA-256."""
        return self.folder.name

    @property
    def staging(self) -> Path:
        """Its cards, judged."""
        return self.folder / STAGING

    @property
    def original(self) -> Path:
        """The list, byte for byte."""
        return self.folder / ORIGINAL


def waiting_in(book: Path) -> Iterator[Waiting]:
    """Return every stack that was staged beside a book, by name."""
    for staging in sorted((book / FOLDER).glob(f"*/{STAGING}")):
        yield Waiting(staging.parent)
