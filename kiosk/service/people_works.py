"""What somebody signs for at the desk of people. Values only; see `service.works`.

A person's facts go both ways in full: as they are to stand, and as whoever signs saw them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """One certificate. Days in wall milliseconds: it counts until `expires_ms`; 0: not known."""

    type: str
    expires_ms: int
    course: str = ""
    issued_ms: int = 0
    issuer: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """What the register says of a person. `role`: of `rules.things.Role`."""

    number: str
    name: str
    name_km: str = ""
    rank: str = ""
    unit: str = ""
    role: str = "officer"
    active: bool = True
    hold: bool = False
    certificates: tuple[CertificateFacts, ...] = ()
    post: str = ""


@dataclass(frozen=True, slots=True)
class HoldOfficer:
    """Somebody draws nothing from now on; what they are out with is called in."""

    officer: str
    why: str


@dataclass(frozen=True, slots=True)
class WithdrawBadge:
    """A badge was lost: it is nobody's from now on. `entry`: the one that gave it."""

    entry: int
    why: str


@dataclass(frozen=True, slots=True)
class BeginBadge:
    """Two people are to give somebody a badge, at the kiosk's own reader."""

    officer: str


@dataclass(frozen=True, slots=True)
class LendBadge:
    """Two people are to lend somebody a badge for so many hours, at the kiosk's own reader."""

    officer: str
    hours: int


@dataclass(frozen=True, slots=True)
class LetGo:
    """Somebody serves here no longer; two people are to stand by it."""

    officer: str
    why: str


@dataclass(frozen=True, slots=True)
class CorrectOfficer:
    """A person's facts are to change from `before` to `wanted`; two people stand by it."""

    wanted: OfficerFacts
    before: OfficerFacts
    why: str


@dataclass(frozen=True, slots=True)
class ReverseOfficer:
    """A correction of somebody is to be taken back, by its line in the book; two people go on."""

    officer: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class RegisterOfficer:
    """Somebody new is written into the register."""

    facts: OfficerFacts


@dataclass(frozen=True, slots=True)
class RegisterList:
    """The people of a CSV list are written into the register, all of them or none."""

    text: str


@dataclass(frozen=True, slots=True)
class OrderMission:
    """A mission order lets somebody draw, between two wall moments."""

    officer: str
    number: str
    valid_from_ms: int
    valid_until_ms: int


PeopleWork = (
    HoldOfficer | WithdrawBadge | BeginBadge | LendBadge | LetGo | CorrectOfficer | ReverseOfficer
    | RegisterOfficer | RegisterList | OrderMission
)  # fmt: skip
