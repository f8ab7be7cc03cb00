"""What two people are asked to stand by at the kiosk's own reader, and what is known of it.

Values only. What each kind of matter means stands in `rules.matters`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.rules.clocks import ClockSetting
from kiosk.rules.manifests import Arrival, Recall, Sending, Voiding
from kiosk.rules.national import OtherWeapon, TakingList
from kiosk.rules.own_key import NO_KEY, KeyEnrolment, OwnKey
from kiosk.rules.reports import Find
from kiosk.rules.seals import Sealing
from kiosk.rules.stacks import LettingIn
from kiosk.rules.tags import Claims
from kiosk.rules.things import Correction, Officer, OfficerNumber, Weapon, WeaponNumber

OtherMatter = (
    Sending | Recall | Voiding | Arrival | Find | LettingIn | TakingList | OtherWeapon | Sealing
    | KeyEnrolment | ClockSetting
)  # fmt: skip
"""What is begun and vouched for by the lines of any matter."""

Matter = Correction | OtherMatter
"""Everything that two people can be asked to stand by; a correction has lines of its own."""


@dataclass(frozen=True)
class Pending:
    """A matter that waits for its two people, and who stood by it already."""

    matter: Matter
    vouchers: tuple[OfficerNumber, ...] = ()


def begun(matter: OtherMatter, by: OfficerNumber) -> Pending:
    """Return a matter as it waits once somebody at a desk asked for it.

    Whoever signed for cards or for a list is the first of the two who stand by them.
    """
    return Pending(matter, (by,) if isinstance(matter, LettingIn | TakingList) else ())


@dataclass(frozen=True, slots=True)
class Named:
    """Of whom and of what a matter speaks: what must be looked up to decide on it."""

    officers: tuple[OfficerNumber, ...] = ()
    weapons: tuple[WeaponNumber, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the register has of that at the moment of an observation; what it lacks is not there.

    `stores`: those whose papers this kiosk can check. `claims`: whose the tags are. `own_key`: what
    seals the book now.
    """

    officers: Mapping[OfficerNumber, Officer] = field(default_factory=dict)
    weapons: Mapping[WeaponNumber, Weapon] = field(default_factory=dict)
    stores: frozenset[str] = frozenset()
    claims: Claims = field(default_factory=dict)
    own_key: OwnKey = NO_KEY


NOTHING_KNOWN = Known()
