"""What a list of the capital says of something here, as every screen is told. Values only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListedFace:
    """A weapon of a list that may be the one here. `likeness`: exact, near or digits."""

    kind: str
    likeness: str
    serial: str
    calibre: str
    make_model: str
    batch: str
    ceremony: str
    signatories: str
    date: str
    case: str
