"""The key that seals a book, as it lies in the book's folder: which it is, and who stood by it."""

from contextlib import closing
from dataclasses import dataclass

from kiosk.config import Settings
from kiosk.registry.files import read_whole
from kiosk.registry.keys import PUBLIC_KEY, key_from_text
from kiosk.registry.opening import DATABASE
from kiosk.registry.queries import Office
from kiosk.rules.entries import KioskEnrolled


@dataclass(frozen=True, slots=True)
class KeyInUse:
    """The key of a book. `line`, `enrolled`: how two people stood by it; 0 and None: nobody."""

    fingerprint: str
    line: int = 0
    enrolled: KioskEnrolled | None = None


def key_in_use(settings: Settings) -> KeyInUse | None:
    """Return the key of the book, or None: there is no book.

    Raises:
        BookBroken, BookUnwritable: the book does not answer.
        OSError: its folder does not.
    """
    text = read_whole(settings.folder / PUBLIC_KEY)
    if text is None:
        return None
    key = key_from_text(text.decode(errors="replace"))
    with closing(Office.at(settings.folder / DATABASE)) as office:
        line, enrolled = office.key_enrolled() or (0, None)
    if enrolled is None or enrolled.fingerprint != key.fingerprint:
        return KeyInUse(key.fingerprint)
    return KeyInUse(key.fingerprint, line, enrolled)
