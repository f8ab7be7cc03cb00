"""The marks of a weapon, as pages show them. Values only."""

from dataclasses import dataclass

from kiosk.service.views import PersonFace


@dataclass(frozen=True, slots=True)
class MarkFace:
    """A mark: what it says, how far it can be read, where it stands, who read it and when (wall).

    `seq`: its entry. `photo`: the SHA-256 of its picture, empty without one; `photo_there`: whether
    the picture lies beside the book, which it may not do after a card was swapped.
    """

    seq: int
    kind: str
    text: str
    status: str
    where: str
    photo: str
    photo_there: bool
    by: PersonFace | None
    at_ms: int
