"""Lines about the people of the register, beyond their facts: somebody serves here no longer."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.rules.things import BadgeText, Moment, OfficerNumber


@dataclass(frozen=True, slots=True)
class OfficerLeft:
    """A person serves here no longer. Their badges are nobody's, their orders and PIN are over.

    `badges`: all that were theirs. `by`: the two people.
    """

    KIND: ClassVar[str] = "officer.left"
    at: Moment
    officer: OfficerNumber
    badges: tuple[BadgeText, ...]
    why: str
    by: tuple[OfficerNumber, ...]
