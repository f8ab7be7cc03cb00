"""What is signed for about weapons that come in. Values only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TakeIn:
    """A collected weapon is taken in under a number that was free when the form was drawn.

    `another`: whoever signs has seen the weapons with the same serial; it is none of them.
    """

    number: str
    name: str
    type: str
    serial: str
    serial_status: str
    calibre: str
    condition: str
    source: str
    collected: str
    place: str
    document: str
    another: bool = False


@dataclass(frozen=True, slots=True)
class MarkWeapon:
    """A mark of a weapon is written down. `seen`: how many it had on the page that was signed."""

    number: str
    kind: str
    text: str
    status: str
    where: str
    photo: str
    seen: int


@dataclass(frozen=True, slots=True)
class TagWeapon:
    """A weapon is given one more UHF tag. `seen`: how many it had on the page that was signed."""

    number: str
    tag: str
    seen: int


@dataclass(frozen=True, slots=True)
class Described:
    """What is corrected of a weapon at a desk. `tags`: all of them, with spaces between."""

    name: str
    type: str
    serial: str
    serial_status: str
    calibre: str
    tags: str = ""


@dataclass(frozen=True, slots=True)
class CorrectWeapon:
    """A correction is asked for; two people go on at the kiosk's own reader.

    `before`: as the page that was signed showed it.
    """

    number: str
    why: str
    before: Described
    wanted: Described


@dataclass(frozen=True, slots=True)
class ReverseWeapon:
    """A correction of a weapon is to be taken back, by its line in the book; two people go on."""

    number: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class SetFit:
    """A weapon that was seen to is to be fit again; two people go on at the kiosk's own reader.

    `stands`: its condition on the page that was signed. `why`: what was done to it, for the book.
    """

    number: str
    stands: str
    why: str


RackWork = TakeIn | MarkWeapon | TagWeapon | CorrectWeapon | ReverseWeapon | SetFit
