"""A number and a PIN, typed away from the bay: the facts that come with them."""

from dataclasses import dataclass

from kiosk.rules.things import OfficerNumber, Person


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody's number and PIN. `person`: whose number it is; `matches`: whether the PIN fits.

    `duress`: it is their second one, typed under threat.
    """

    number: OfficerNumber
    person: Person | None
    matches: bool
    duress: bool = False
