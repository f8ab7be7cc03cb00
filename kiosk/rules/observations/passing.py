"""What is seen of a weapon that goes from officer to officer; scans, badges and PINs beside it."""

from dataclasses import dataclass

from kiosk.rules.things import Moment, Person


@dataclass(frozen=True, slots=True)
class PassingAsked:
    """Whoever stands at the bay wants to hand a weapon to another officer."""

    at: Moment
    asker: Person | None
