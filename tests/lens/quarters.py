"""Quarters of a warehouse that never was: honest people with their habits, and planted patterns.

The honest are no dice: each custodian signs more or less than the others, teams work nights
together, units come at their hours, some officers are careless. What a lens takes for a pattern in
such a quarter is its own error. Writes entries as the kiosk would, as far as a lens reads them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from kiosk.rules import entries as e
from kiosk.rules.lens.lenses import Lens
from kiosk.rules.things import (
    BadgeText,
    CableId,
    Moment,
    OfficerNumber,
    PositionId,
    Role,
    Rounds,
    WeaponNumber,
)

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
MIDNIGHT_MS = 1_767_200_400_000
"""1 January 2026, 00:00 in Phnom Penh."""

DAYS = 90
CABLE = CableId("A1")


@dataclass
class Staff:
    """Who works there. `zeal`: how readily each signs; `careless`: how often each errs."""

    custodians: list[OfficerNumber]
    officers: list[OfficerNumber]
    chief: OfficerNumber
    registrars: list[OfficerNumber]
    zeal: dict[OfficerNumber, float] = field(default_factory=dict)
    careless: dict[OfficerNumber, float] = field(default_factory=dict)
    team: dict[OfficerNumber, int] = field(default_factory=dict)

    @property
    def roles(self) -> dict[OfficerNumber, Role]:
        """What everybody is."""
        return {
            **dict.fromkeys(self.officers, Role.OFFICER),
            **dict.fromkeys(self.custodians, Role.CUSTODIAN),
            **dict.fromkeys(self.registrars, Role.REGISTRAR),
            self.chief: Role.CHIEF,
        }


class Quarter:
    """Ninety days of one warehouse. `planted`: the pattern in it, and `whose` it is."""

    def __init__(self, seed: int, planted: Lens | None = None) -> None:
        """Hire everybody, and choose who is up to something."""
        self.random = Random(seed)
        self.staff = _hired(self.random)
        self.planted = planted
        self.subject = self.random.choice(self.staff.officers)
        # Whoever hides something signs readily.
        self.chosen = max(self.staff.custodians, key=lambda who: self.staff.zeal[who])
        self.other = self.random.choice([c for c in self.staff.custodians if c != self.chosen])
        self._issues = self.random.choice([18, 30, 45])
        self._wanting = self.random.uniform(0.2, 0.35)
        self._out: list[tuple[OfficerNumber, WeaponNumber]] = []
        self._weapon = 0
        self._astray: list[WeaponNumber] = []
        self._entries: list[e.Entry] = []

    @property
    def whose(self) -> set[OfficerNumber]:
        """Whom the planted pattern is about."""
        match self.planted:
            case None:
                return set()
            case Lens.SAME_PAIR | Lens.AFTER_HOURS | Lens.SAME_SETTLER:
                return {self.subject, self.chosen}
            case Lens.SAME_VOUCHERS:
                return {self.other, self.chosen}
            case Lens.MISPLACED:
                return {self.subject}
            case _:
                return {self.chosen}

    def entries(self) -> list[e.Entry]:
        """Live through the quarter, and return the book of it."""
        for day in range(DAYS):
            began = MIDNIGHT_MS + day * DAY_MS
            alone = self._is(Lens.AFTER_HOURS) and day % 5 == 0
            for hour, moment in self._moments(began):
                if not (alone and hour < 6):
                    self._visit(day, hour, moment)
            self._count(day, began + 32 * HOUR_MS)
            self._office(day, began + 10 * HOUR_MS)
            self._doubts(day, began + 14 * HOUR_MS)
            if alone:  # in the small hours of a night in which nobody else comes
                self._draw(began + 3 * HOUR_MS, self.subject, self.chosen)
        return sorted(self._entries, key=lambda entry: entry.at.wall_ms)

    # ------------------------------------------------------------ a day
    def _moments(self, began: int) -> Iterator[tuple[int, int]]:
        for _ in range(self._issues):
            hour = self.random.choices(range(24), [1] * 6 + [9] * 12 + [2] * 6)[0]
            yield hour, began + hour * HOUR_MS + self.random.randrange(HOUR_MS)

    def _on_shift(self, day: int, hour: int) -> list[OfficerNumber]:
        """Return the custodians on shift: two teams that change each week, one of each alone."""
        night = not 6 <= hour < 18
        team = (day // 7 + night) % 2
        there = [c for c in self.staff.custodians if self.staff.team[c] == team]
        return [c for at, c in enumerate(there) if (day + at) % 4] or there

    def _signer(self, day: int, hour: int, *without: OfficerNumber) -> OfficerNumber:
        there = [c for c in self._on_shift(day, hour) if c not in without]
        if 8 <= hour < 17 and self.random.random() < 0.05:
            return self.staff.chief
        there = there or [c for c in self.staff.custodians if c not in without]
        return self.random.choices(there, [self.staff.zeal[c] for c in there])[0]

    def _visit(self, day: int, hour: int, moment: int) -> None:
        """Let an officer draw, or bring a weapon back."""
        if self._out and self.random.random() < 0.5:
            self._bring(day, hour, moment)
            return
        night = not 6 <= hour < 18
        team = (day // 7 + night) % 2
        about = [o for o in self.staff.officers if self.staff.team[o] == team]
        officer = self.random.choice(about if self.random.random() < 0.8 else self.staff.officers)
        often = self.planted in {Lens.SAME_PAIR, Lens.MISPLACED}
        if often and self.random.random() < 0.05:
            officer = self.subject
        signer = self._signer(day, hour)
        waits = self._is(Lens.SAME_PAIR) and officer == self.subject
        if waits and self.random.random() < 0.9:
            there = self._on_shift(day, hour)
            signer = self.chosen
            self._write(e.SecondSeen(_at(moment - 9_000), self.random.choice(there)))
        self._draw(moment, officer, signer)

    def _draw(self, moment: int, officer: OfficerNumber, signer: OfficerNumber) -> None:
        self._weapon += 1
        weapon = WeaponNumber(f"{self._weapon:010}")
        self._stand_up(moment, officer)
        self._release(moment, e.Purpose.ISSUE, weapon, officer, signer)
        rate = 0.08 if self._is(Lens.OVERRIDES) and signer == self.chosen else 0.008
        if self.random.random() < rate:
            self._write(e.WrongWeaponCleared(_at(moment + 20_000), CABLE, signer))
        if self.random.random() < 0.003:
            self._write(e.CountSkipped(_at(moment + 60_000), CABLE))
        self._out.append((officer, weapon))

    def _bring(self, day: int, hour: int, moment: int) -> None:
        holder, weapon = self._out.pop(self.random.randrange(len(self._out)))
        witness = self._signer(day, hour)
        self._stand_up(moment, holder)
        quiet = self._is(Lens.ROUNDS_AGREE) and witness == self.chosen
        differs = 0.05 * self.staff.careless[holder]
        if not quiet and self.random.random() < differs:
            none = Rounds()
            self._write(e.RoundsDiffered(_at(moment), weapon, holder, none, none, 0, 0))
        self._release(moment + 1, e.Purpose.RETURN, weapon, holder, witness)
        place = PositionId(weapon)
        self._write(e.WeaponReturned(_at(moment + 30_000), weapon, holder, holder, place))
        errs = 0.004 * self.staff.careless[holder]
        if self._is(Lens.MISPLACED) and holder == self.subject:
            errs = 0.25
        if self.random.random() < errs:
            self._astray.append(weapon)

    def _count(self, day: int, moment: int) -> None:
        """Count, as every day; what was put in a wrong place is found."""
        signer = self._signer(day, 8)
        found, self._astray = self._astray, []
        differs = e.Difference.WRONG_POSITION
        listed = [e.PlaceDifference(weapon, differs, weapon) for weapon in found]
        if self.random.random() < self._wanting:
            listed.append(e.PlaceDifference("A1", e.Difference.QUANTITY, None))
        if self._is(Lens.ALWAYS_AGREES):
            signer = self.chosen if day % 2 else signer
            listed = [] if signer == self.chosen else listed
        self._write(
            e.CountCertified(
                _at(moment), day + 1, e.CountKind.DAILY, "", (CABLE,),
                (self.random.choice(self.staff.officers),), signer, 1, 0, tuple(listed),
                0, 0, 0, 0, "",
            )
        )  # fmt: skip

    def _office(self, day: int, moment: int) -> None:
        """Correct the register: two people each time."""
        for _ in range(self.random.choice([0, 1, 1, 2])):
            moment += self.random.randrange(1, 2 * HOUR_MS)
            may = [*self._on_shift(day, 10), *self.staff.registrars]
            first, second = self.random.sample(may, 2)
            for who in may:
                self._write(e.OfficeEntered(_at(moment - 60_000), who))
            if self._is(Lens.SAME_VOUCHERS) and self.random.random() < 0.6:
                first, second = self.other, self.chosen
            weapon = WeaponNumber(f"{day:010}")
            place = PositionId("A1-1")
            self._write(
                e.CountAdjusted(
                    _at(moment), 1, weapon, place, e.Difference.CARD_ONLY, first, second
                )
            )

    def _doubts(self, day: int, moment: int) -> None:
        """Leave a place in doubt now and then; who is there looks."""
        if self.random.random() < 0.7:
            self._doubt(moment, self.random.choice(self.staff.officers), self._signer(day, 14))
        if self._is(Lens.SAME_SETTLER) and day % 4 == 0:
            for who in self._on_shift(day, 14):
                self._write(e.SecondSeen(_at(moment), who))
            self._doubt(moment + 9_000, self.subject, self.chosen)

    def _doubt(self, moment: int, officer: OfficerNumber, settler: OfficerNumber) -> None:
        place = PositionId("A1-2")
        cause = e.DoubtCause.COUNT_SKIPPED
        self._write(e.DoubtRaised(_at(moment), place, cause, officer))
        self._write(e.DoubtSettled(_at(moment + 1_000), place, None, present=True, by=settler))

    # ------------------------------------------------------------ the book
    def _is(self, lens: Lens) -> bool:
        return self.planted is lens

    def _stand_up(self, moment: int, officer: OfficerNumber) -> None:
        self._write(e.SessionOpened(_at(moment - 30_000), officer, BadgeText("b")))

    def _release(
        self,
        moment: int,
        purpose: e.Purpose,
        weapon: WeaponNumber,
        officer: OfficerNumber,
        by: OfficerNumber,
    ) -> None:
        place = PositionId("A1-1")
        self._write(
            e.ReleaseGranted(_at(moment), purpose, CABLE, place, weapon, officer, (weapon,), by=by)
        )

    def _write(self, entry: e.Entry) -> None:
        self._entries.append(entry)


def _at(wall_ms: int) -> Moment:
    return Moment(wall_ms, wall_ms)


def _hired(random: Random) -> Staff:
    many = random.choice([40, 80, 140])
    staff = Staff(
        custodians=[OfficerNumber(f"C{n}") for n in range(random.choice([4, 6, 8]))],
        officers=[OfficerNumber(f"O{n:03}") for n in range(many)],
        chief=OfficerNumber("CHIEF"),
        registrars=[OfficerNumber("R0"), OfficerNumber("R1")],
    )
    for place, who in enumerate([*staff.custodians, *staff.officers]):
        staff.team[who] = place % 2
        staff.zeal[who] = random.choice([0.4, 1.0, 1.0, 2.5])
        staff.careless[who] = random.choice([0.3, 1.0, 1.0, 2.0])
    return staff
