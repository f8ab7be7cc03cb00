"""What can be seen of a stand-to beside badges, weapons and cables: who wants it."""

from dataclasses import dataclass

from kiosk.rules.entries import StandToReason
from kiosk.rules.things import CableId, Moment, Person


@dataclass(frozen=True, slots=True)
class StandToWanted:
    """The person of the running session wants a stand-to to begin; a second one must too."""

    at: Moment
    reason: StandToReason
    asker: Person | None


@dataclass(frozen=True, slots=True)
class StandToManning:
    """The person of the running session wants to go on with the stand-to that runs."""

    at: Moment
    asker: Person | None


@dataclass(frozen=True, slots=True)
class StandToEnding:
    """The person of the running session wants it to end; a second one must too."""

    at: Moment
    asker: Person | None


@dataclass(frozen=True, slots=True)
class CableWanted:
    """The person who stands at the stand-to wants a cable released."""

    at: Moment
    cable: CableId
    asker: Person | None


StandToObservation = StandToWanted | StandToManning | StandToEnding | CableWanted
