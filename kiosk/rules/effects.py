"""Every order the hands accept. Imperative; all but `Unlock` are safe to repeat."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.rules.things import CableId, PositionId


class Tone(StrEnum):
    """What the buzzer says: each has its own rhythm, not only its own pitch."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True)
class Unlock:
    """Energise the bolt of one cable. Follows a durable `ReleaseGranted`, once (P1)."""

    cable: CableId


@dataclass(frozen=True, slots=True)
class Lock:
    """Let the bolt of one cable fall."""

    cable: CableId


@dataclass(frozen=True, slots=True)
class Light:
    """Show, or stop showing, which position is meant."""

    position: PositionId
    on: bool


@dataclass(frozen=True, slots=True)
class Siren:
    """Start or stop the siren."""

    on: bool


@dataclass(frozen=True, slots=True)
class Beep:
    """Say yes, no or look here to the person at the racks."""

    tone: Tone


@dataclass(frozen=True, slots=True)
class Listen:
    """Let what hears tags from afar forget what it heard, and begin anew: somebody counts."""


@dataclass(frozen=True, slots=True)
class PowerOff:
    """Let the machine print its sheet and be switched off."""


@dataclass(frozen=True, slots=True)
class SetClock:
    """Set the wall clock of the machine, and of the chip on its board, to this moment (wall)."""

    wall_ms: int


Effect = Unlock | Lock | Light | Siren | Beep | Listen | PowerOff | SetClock
