"""One part of the book made again from the rest, by the account whose kiosk must go on writing."""

from kiosk.assembly.founding import refuse_other_owner
from kiosk.config import Settings
from kiosk.registry import remaking
from kiosk.registry.progress import Tell
from kiosk.rules.entries import BookPart


def remake(settings: Settings, part: BookPart, tell: Tell) -> int:
    """Make one part again; return the number of the last entry.

    Raises:
        NotOwner: the book is another account's.
        BookBroken, BookUnwritable, ConfigWrong: as `kiosk.registry.remaking.remake`.
    """
    refuse_other_owner(settings)
    return remaking.remake(settings.folder, settings.kiosk.name, part, tell)
