"""Lines about a matter that two people stand by; what they stood by is written by lines of its own.

A correction has lines of its own, which are older: `entries.corrections`.
"""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.rules.pending import OtherMatter
from kiosk.rules.things import Moment, OfficerNumber


@dataclass(frozen=True, slots=True)
class MatterBegun:
    """Somebody at a desk asked for something that two people must now vouch for. `by`: who."""

    KIND: ClassVar[str] = "matter.begun"
    at: Moment
    matter: OtherMatter
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class MatterVouched:
    """One of the two people stood by it with badge and PIN."""

    KIND: ClassVar[str] = "matter.vouched"
    at: Moment
    by: OfficerNumber
