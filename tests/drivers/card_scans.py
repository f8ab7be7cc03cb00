"""What a reader of type A cards tells of a card: the words most of its tests end with."""

from drivers.readings import CardScan


def uid_scan(uid: str, reader: str = "badge", *, proved: bool = False) -> CardScan:
    """Return what is told of a card by its whole UID."""
    return CardScan(reader, uid, "iso14443a", 4 * len(uid), proved)
