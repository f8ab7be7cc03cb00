"""What a screen is told of a weapon that is racked. Values only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CardView:
    """What a paper card says of the weapon."""

    card: str
    serial: str
    calibre: str


@dataclass(frozen=True, slots=True)
class RackView:
    """How far a racking is, and what is shown for its next step.

    `type`, `calibre` and `cards` are empty until the engraving was read: it is read blind.
    `places`: the free positions, the proposed one first. `photos`: pictures of its marks;
    `disputed`: a card says otherwise than the steel; `letters`: its serial has no digits to type.
    """

    type: str = ""
    calibre: str = ""
    cards: tuple[CardView, ...] = ()
    places: tuple[str, ...] = ()
    photos: int = 0
    disputed: bool = False
    letters: bool = False
