"""What is tapped while a weapon is racked. Values only; its number is chosen by `Choose`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WantRacking:
    """The "Rack a weapon" button."""


@dataclass(frozen=True, slots=True)
class ReadSteel:
    """All the digits that are engraved; none: there are none, or they cannot be read."""

    digits: str


@dataclass(frozen=True, slots=True)
class SayAgreement:
    """The weapon was held against what is shown. `differing`: serial, type, calibre, or nothing."""

    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SayCleaned:
    """Whoever stands there cleaned the weapon."""


@dataclass(frozen=True, slots=True)
class TellPhoto:
    """On from the pictures. `why` there is none: no_camera, nothing_to_see or later."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class ChoosePlace:
    """The position the weapon goes to; the proposed one when it is empty."""

    position: str = ""


RackTap = WantRacking | ReadSteel | SayAgreement | SayCleaned | TellPhoto | ChoosePlace
