"""What the explorer cuts: the real keeper on the real registry, through a short working day.

Issues and returns at two cables, a forced opening, a wrong PIN, an import, a clean end and a new
start. Every pulse of a bolt and everything that was shown to somebody is recorded in its place
among the calls to the disk.
"""

import random
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.keeper.eyes import Wiring
from kiosk.keeper.hands import Hands
from kiosk.keeper.keeper import Keeper
from kiosk.registry import checkpoint
from kiosk.registry.book import Book, open_book
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.policy import policy_from
from kiosk.rules.things import (
    BadgeText,
    CableId,
    Certificate,
    Moment,
    Officer,
    OfficerNumber,
    Position,
    PositionId,
    RackId,
    Role,
    Rounds,
    Weapon,
    WeaponNumber,
    WeaponType,
)

KIOSK = "cut-1"
_PROFILE = Path(__file__).parents[2] / "kiosk/rules/profiles/self_service.toml"
POLICY = policy_from(tomllib.loads(_PROFILE.read_text(encoding="utf-8")))

CERTIFICATE = Certificate(WeaponType("rifle"), 2_000_000_000_000)
OFFICER = Officer(OfficerNumber("1042"), "Sok", certificates=(CERTIFICATE,))
CUSTODIAN = Officer(OfficerNumber("1043"), "Dara", role=Role.CUSTODIAN)
BADGES = {OFFICER.number: BadgeText("9000000001"), CUSTODIAN.number: BadgeText("9000000002")}
POSITIONS = tuple(
    Position(PositionId(f"1-{number}"), RackId("1"), CableId(str(1 + number % 2)))
    for number in range(4)
)
WEAPONS = tuple(
    Weapon(WeaponNumber(f"00000{number}"), "AKM", WeaponType("rifle"), f"s{number}")
    for number in range(4)
)
OFFICE_HOUR_MS = 1_750_042_800_000
"""A Monday morning at the warehouse."""

Seen = Callable[[str], None]
"""Told what was seen outside: `begin SEQ`, `pulse SEQ`, `told SEQ HASH`."""


class Ticking:
    """A clock that goes on by a second at each look."""

    def __init__(self) -> None:
        self._ticks = 0

    def now(self) -> Moment:
        self._ticks += 1
        return Moment(OFFICE_HOUR_MS + 1000 * self._ticks, 1000 * self._ticks, boot="b")


class Still:
    """A line nobody looks at."""

    def on(self) -> None:
        pass

    def off(self) -> None:
        pass

    def play(self, pattern: Sequence[tuple[int, int]]) -> None:
        pass

    def faults(self) -> tuple[tuple[e.Fault, str], ...]:
        return ()


class Bolt:
    """A bolt: each pulse is seen outside, with the number of the grant it follows."""

    def __init__(self, work: "Work") -> None:
        self._work = work

    def on(self) -> None:
        self._work.seen(f"pulse {self._work.granted}")

    def off(self) -> None:
        pass


@dataclass
class Journalled:
    """The book's journal, with what it is about to write said before."""

    work: "Work"

    def append(self, entries: Sequence[e.Entry]) -> int:
        self.work.about_to_write(entries)
        return self.work.book.journal.append(entries)


class Work:
    """A keeper at an open book, without threads and without anything that really moves."""

    def __init__(self, book: Book, seen: Seen, keeper: type[Keeper] = Keeper) -> None:
        """Take an open book; `keeper` may be one with a mistake in it."""
        self.book = book
        self.seen = seen
        self.granted = 0
        bolts = {cable: Bolt(self) for cable in (CableId("1"), CableId("2"))}
        self.keeper = keeper(
            book.bay(),
            wiring=Wiring(),
            clock=Ticking(),
            journal=Journalled(self),
            facts=book.facts,
            pins=book.pins,
            hands=Hands(bolts, {}, Still(), Still()),
            health=Still(),
            tell=self._tell,
        )

    def about_to_write(self, entries: Sequence[e.Entry]) -> None:
        """Note the grant among the entries, and where this commit will end."""
        first = self.book.head.seq + 1
        for seq, entry in enumerate(entries, first):
            if isinstance(entry, e.ReleaseGranted):
                self.granted = seq
        if entries:
            self.seen(f"begin {first + len(entries) - 1}")

    def _tell(self, bay: Bay, entries: Sequence[e.Entry], seq: int) -> None:  # noqa: ARG002 - as told to all
        if seq:
            self.seen(f"told {seq} {self.book.head.hex}")

    def start(self) -> None:
        """Do what the program does first: whatever was released is now in doubt."""
        self.keeper.start(POSITIONS, {}, self.book.untold)
        self.book.told()

    def see(self, kind: type[Any], *given: object, **more: object) -> None:
        """Let the keeper see something."""
        self.keeper.step(kind(self.keeper._clock.now(), *given, **more))

    def found(self) -> None:
        """Write the register of this small bay."""
        facts = (
            OFFICER,
            CUSTODIAN,
            *WEAPONS,
            *(o.Racking(w.number, p.id) for w, p in zip(WEAPONS, POSITIONS, strict=True)),
            *(o.BadgeGift(number, badge, "s1$") for number, badge in BADGES.items()),
        )
        self.see(o.RegisterAsked, "founding", facts)

    def come(self, officer: Officer) -> None:
        """Show a badge and give the PIN, at the second try: the policy wants a second person."""
        person = self.book.facts.person(officer.number)
        self.see(o.BadgeSeen, BADGES[officer.number], person)
        self.see(o.PinEntered, person, matches=False)
        self.see(o.PinEntered, person, matches=True)

    def counter_sign(self, **known: object) -> None:
        """Let the custodian stand by; `known`: the asker and the weapon asked for, if any."""
        second = self.book.facts.person(CUSTODIAN.number)
        self.see(o.BadgeSeen, BADGES[CUSTODIAN.number], second, **known)
        self.see(o.PinEntered, second, matches=True, **known)

    def issue(self, number: int) -> None:
        """Draw a weapon: badge, PIN, wish, second person, cable open, scan outside, shut, count."""
        weapon = self.book.facts.weapon(WEAPONS[number].number)
        cable = POSITIONS[number].cable
        self.come(OFFICER)
        person = self.book.facts.person(OFFICER.number)
        self.see(o.WeaponSeen, WEAPONS[number].number, weapon, asker=person, tapped=True)
        self.counter_sign(asker=person, asked=weapon)
        self.see(o.CableOpened, cable)
        self.see(o.WeaponSeen, WEAPONS[number].number, weapon, asker=person)
        self.see(o.CableShut, cable, None)
        self.see(o.RemainingCounted, 1)
        self.see(o.CancelAsked)

    def give_back(self, number: int) -> None:
        """Hand it in again: scan, shown clear, second person, report, cable open, shut, count."""
        weapon = self.book.facts.weapon(WEAPONS[number].number)
        cable = POSITIONS[number].cable
        self.see(o.WeaponSeen, WEAPONS[number].number, weapon)
        self.see(o.ClearShown)
        self.counter_sign()
        self.see(o.ReturnReported, Rounds())
        self.see(o.CableOpened, cable)
        self.see(o.CableShut, cable, None)
        self.see(o.RemainingCounted, 2)

    def force(self) -> None:
        """Open a cable by force, shut it, and let the custodian look at its positions."""
        self.see(o.CableOpened, CableId("1"))
        self.see(o.CableShut, CableId("1"), None)
        self.come(CUSTODIAN)
        person = self.book.facts.person(CUSTODIAN.number)
        for position in tuple(self.keeper.bay.doubts):
            present = position in self.keeper.bay.inside
            self.see(o.PositionLooked, position, present=present, asker=person)
        self.see(o.CancelAsked)

    def import_cards(self, first: int, count: int) -> None:
        """Write many cards in one commit: a line file longer than any block."""
        cards = tuple(
            Weapon(WeaponNumber(f"1{number:09}"), "AKM", WeaponType("rifle"), "7" * 20)
            for number in range(first, first + count)
        )
        self.see(o.RegisterAsked, "import", cards)


def open_here(folder: Path) -> Book:
    """Open the book of the shift."""
    return open_book(folder, KIOSK, POLICY)


def steps(visits: int, seed: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Return what happens on a day of so many visits, in order; another seed, another day."""
    chance = random.Random(seed)
    yield "found", ()
    for visit in range(visits):
        number = chance.randrange(4)
        yield "issue", (number,)
        if visit % 2:
            yield "force", ()
        yield "give_back", (number,)
        if visit % 3 == 1:
            yield "import_cards", (1000 * visit, chance.choice((60, 60, 400)))


def work_a_day(
    folder: Path, seen: Seen, visits: int, seed: int, keeper: type[Keeper] = Keeper
) -> Book:
    """Work through a day and return the open book; half-way the program ends and starts again.

    Checkpoints come many times a day.
    """
    checkpoint.COMMITS_MAX = 6
    work = Work(open_here(folder), seen, keeper)
    work.start()
    day = list(steps(visits, seed))
    for place, (name, given) in enumerate(day):
        getattr(work, name)(*given)
        if place == len(day) // 2:
            work.book.close()
            work = Work(open_here(folder), seen, keeper)
            work.start()
    return work.book
