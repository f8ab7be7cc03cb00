"""Everything the keeper needs, made by hand: each port in the simplest way that tells the truth.

Rules of residence: no fake decides anything, none sleeps, none reads a real clock. All of them
write what they did into one `Diary`, so that a test can show the order of things. Other rooms'
tests and the drill use them too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kiosk.keeper.ports import Heard
from kiosk.rules import entries as e
from kiosk.rules.broken import BookUnwritable
from kiosk.rules.observations import Written
from kiosk.rules.things import (
    Badge,
    BadgeText,
    CableId,
    ClockQuality,
    Mission,
    Moment,
    Officer,
    OfficerNumber,
    Person,
    PinFit,
    Weapon,
    WeaponNumber,
)
from tests.pin_seals import fit_of, sealed_as
from tests.rules.claimed import claims_in, tagged_in

Diary = list[str]
"""What happened, in order, one short sentence each."""


@dataclass
class FakeClock:
    """A clock that stands still until a test moves it; its two faces go their own ways."""

    wall_ms: int = 1_767_260_000_000
    """1 January 2026, 16:33 in Phnom Penh."""
    mono_ms: int = 10_000
    boot: str = "boot-1"
    quality: ClockQuality = ClockQuality.RTC

    def now(self) -> Moment:
        """Return this moment."""
        return Moment(self.wall_ms, self.mono_ms, self.boot, self.quality)

    def pass_ms(self, passed_ms: int) -> None:
        """Let time pass on both faces."""
        self.wall_ms += passed_ms
        self.mono_ms += passed_ms


@dataclass
class FakeJournal:
    """A book in memory. `breaks`: `lost` or `kept` makes the next append raise BookUnwritable.

    `kept` writes the lines all the same, as a commit that failed may have done.
    """

    diary: Diary = field(default_factory=list)
    lines: list[e.Entry] = field(default_factory=list)
    breaks: str = ""

    def append(self, entries: Sequence[e.Entry]) -> int:
        """Write all lines and return the number of the last."""
        if self.breaks != "lost":
            self.lines.extend(entries)
            self.diary.extend(f"wrote {entry.KIND}" for entry in entries)
        if self.breaks:
            raise BookUnwritable("the disk is gone")
        return len(self.lines)


@dataclass
class FakeRegister:
    """The register of people and weapons, as facts and as sealed PINs.

    `follow` moves it with the journal's lines, as the tables of the real one do.
    """

    officers: dict[OfficerNumber, Officer] = field(default_factory=dict)
    missions: dict[OfficerNumber, tuple[Mission, ...]] = field(default_factory=dict)
    badges: dict[tuple[BadgeText, str], Badge] = field(default_factory=dict)
    weapons: dict[WeaponNumber, Weapon] = field(default_factory=dict)
    sealed: dict[OfficerNumber, str] = field(default_factory=dict)
    gone: frozenset[WeaponNumber] = frozenset()
    went: dict[WeaponNumber, str] = field(default_factory=dict)
    corrections: dict[int, Written] = field(default_factory=dict)

    def person(self, number: OfficerNumber) -> Person | None:
        """Return a person by officer number."""
        officer = self.officers.get(number)
        if officer is None:
            return None
        return Person(officer, number in self.sealed, self.missions.get(number, ()))

    def badges_with(self, text: BadgeText) -> tuple[Badge, ...]:
        """Return every badge with this text, of whatever kind."""
        return tuple(badge for badge in self.badges.values() if badge.text == text)

    def badges_of(self, officer: OfficerNumber) -> tuple[Badge, ...]:
        """Return every badge of an officer."""
        return tuple(badge for badge in self.badges.values() if badge.officer == officer)

    def badge_given_by(self, _: int) -> Badge | None:
        """Know no entry."""
        return None

    def written(self, line: int) -> Written:
        """Return what was written of a correction."""
        return self.corrections.get(line, Written())

    def people(self) -> tuple[Person, ...]:
        """Return everybody."""
        return tuple(Person(who, who.number in self.sealed) for who in self.officers.values())

    def weapon(self, number: WeaponNumber) -> Weapon | None:
        """Return a weapon by registration number."""
        return self.weapons.get(number)

    def claims(self, tags: Iterable[str]) -> dict[str, WeaponNumber]:
        """Return whose some tags are."""
        return claims_in(self.weapons.values(), tags)

    def tagged(self, weapons: Iterable[WeaponNumber]) -> frozenset[WeaponNumber]:
        """Return those of some weapons that have a tag."""
        return tagged_in(self.weapons.values(), weapons)

    def sent(self, weapons: Iterable[WeaponNumber]) -> frozenset[WeaponNumber]:
        """Return those of some weapons that another store took over."""
        return self.gone & {*weapons}

    def away(self, weapon: WeaponNumber) -> str:
        """Return with which transfer a weapon went away for good."""
        return self.went.get(weapon, "")

    def seal(self, pin: str, duress: str = "") -> str:
        """Return a PIN as it is written down. Anybody can open this seal."""
        return sealed_as(pin, duress)

    def fit(self, number: OfficerNumber, pin: str) -> PinFit:
        """Return which PIN of the officer's this is."""
        return fit_of(self.sealed.get(number, ""), pin)

    def follow(self, entries: Iterable[e.Entry]) -> None:
        """Move with some lines of the journal."""
        for entry in entries:
            match entry:
                case e.OfficerRegistered(_, officer):
                    self.officers[officer.number] = officer
                case e.WeaponRegistered(_, weapon):
                    self.weapons[weapon.number] = weapon
                case e.WeaponTagged(_, number, tag):
                    known = self.weapons[number]
                    self.weapons[number] = replace(known, tags=(*known.tags, tag))
                case e.MissionOrdered(_, number, mission):
                    self.missions[number] = (*self.missions.get(number, ()), mission)
                case e.BadgeEnrolled(_, text, number, _, kind, grade, until_ms):
                    self.badges[text, kind] = Badge(text, number, kind, grade, until_ms)
                case e.PinSet(_, number, sealed):
                    self.sealed[number] = sealed
                case e.WorkOrdered(_, number, _, condition):
                    self.weapons[number] = replace(self.weapons[number], condition=condition)
                case _:
                    pass


@dataclass
class FakeOutput:
    """A line with two states. `on_count`: how often it was driven from off to on."""

    name: str
    diary: Diary = field(default_factory=list)
    is_on: bool = False
    on_count: int = 0

    def on(self) -> None:
        """Drive the line."""
        self.diary.append(f"{self.name} on")
        self.on_count += not self.is_on
        self.is_on = True

    def off(self) -> None:
        """Release the line."""
        self.diary.append(f"{self.name} off")
        self.is_on = False


@dataclass
class FakeBuzzer:
    """A buzzer that remembers every rhythm it was asked for."""

    diary: Diary = field(default_factory=list)
    played: list[tuple[tuple[int, int], ...]] = field(default_factory=list)

    def play(self, pattern: Sequence[tuple[int, int]]) -> None:
        """Remember a rhythm."""
        self.diary.append("buzzer")
        self.played.append(tuple(pattern))


@dataclass
class FakeHealth:
    """What is wrong with the kiosk is what a test puts into `wrong`."""

    wrong: list[tuple[e.Fault, str]] = field(default_factory=list)

    def faults(self) -> Iterable[tuple[e.Fault, str]]:
        """Return what is wrong now."""
        return tuple(self.wrong)


@dataclass
class FakeEars:
    """Modules that heard what a test puts into `told`, since a moment that the test names."""

    diary: Diary = field(default_factory=list)
    told: tuple[Heard, ...] = ()
    since_ms: int = 0

    def begin(self) -> None:
        """Begin anew."""
        self.diary.append("listens anew")

    def heard(self) -> tuple[Heard, ...]:
        """Return what was heard."""
        return self.told


def bolts(diary: Diary, cables: Iterable[CableId]) -> Mapping[CableId, FakeOutput]:
    """Return one bolt for every cable, all of them writing into one diary."""
    return {cable: FakeOutput(f"bolt {cable}", diary) for cable in cables}
