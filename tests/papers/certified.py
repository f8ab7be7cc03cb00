"""A count, its certificate and a missing weapon, as entries and as the register knows them."""

from collections.abc import Sequence
from pathlib import Path

from kiosk.registry.book import open_book
from kiosk.rules import entries as e
from kiosk.rules.things import (
    CableId,
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
from tests.registry.samples import POLICY

NOON_MS = 1_795_000_000_000
"""18 November 2026, 11:06 in UTC, and 18:06 in Cambodia."""
HOUR_MS = 3_600_000

SOK = Officer(OfficerNumber("12-0041"), "Sok Dara", "សុខ ដារ៉ា")
CHAN = Officer(OfficerNumber("12-0002"), "Chan Rith", "ចាន់ រិទ្ធ", role=Role.CUSTODIAN)
BOREY = Officer(OfficerNumber("12-0007"), "Borey <b>", role=Role.REGISTRAR)
CHIEF = Officer(OfficerNumber("12-0001"), "Keo Borin", role=Role.CHIEF)

GONE = Weapon(WeaponNumber("1010000182"), "AKM", WeaponType("rifle"), "1974 KM 0042", "7.62x39")
NEXT = Weapon(WeaponNumber("1010000279"), "SKS", WeaponType("rifle"), "56-1 ២៣៧", "7.62x39")
PLACES = tuple(
    Position(PositionId(f"R1-{n:02}"), RackId("R1"), CableId(f"R1-C{1 + n // 4}"))
    for n in range(1, 9)
)
HOME, BESIDE = PLACES[2].id, PLACES[3].id
CABLES = (CableId("R1-C1"), CableId("R1-C2"))

ORDER = e.CountOrdered(
    Moment(NOON_MS - HOUR_MS, 1, "b"), 4, e.CountKind.MONTHLY, "R1",
    tuple(place.id for place in PLACES), CABLES, SOK.number, BOREY.number, CHIEF.number, 17, 9,
)  # fmt: skip


def at(hours: float) -> Moment:
    """Return a moment so many hours after noon."""
    return Moment(NOON_MS + round(hours * HOUR_MS), 1, "b")


def certified(differences: Sequence[e.PlaceDifference], *, adjusted: int = 0) -> e.CountCertified:
    """Return a certificate with these differences."""
    return e.CountCertified(
        at(0), 4, e.CountKind.MONTHLY, "R1", CABLES, (SOK.number, BOREY.number), CHAN.number,
        8, 1, tuple(differences), adjusted, 1, 0, 0, "77/abcd",
    )  # fmt: skip


MISSING = e.PlaceDifference(HOME, e.Difference.MISSING, GONE.number)
MOVED = e.PlaceDifference(BESIDE, e.Difference.WRONG_POSITION, NEXT.number)


def founded() -> tuple[e.Entry, ...]:
    """Return people, a rack of eight places, and two weapons in it."""
    return (
        e.Started(at(-200)),
        e.BayLaid(at(-200), PLACES),
        *(e.OfficerRegistered(at(-200), one, "f") for one in (SOK, CHAN, BOREY, CHIEF)),
        *(e.WeaponRegistered(at(-200), one, "f") for one in (GONE, NEXT)),
        e.WeaponRacked(at(-200), GONE.number, HOME, "f"),
        e.WeaponRacked(at(-200), NEXT.number, BESIDE, "f"),
    )


def carried(*officers: OfficerNumber) -> tuple[e.Entry, ...]:
    """Return issues and returns of the weapon that will be missing, one after another."""
    found: list[e.Entry] = []
    for place, officer in enumerate(officers):
        out = e.WeaponIssued(
            at(-100 + 5 * place), GONE.number, officer, HOME, "M-1", 0, Rounds(1, 30)
        )
        back = e.WeaponReturned(at(-98 + 5 * place), GONE.number, officer, officer, HOME)
        found += (out, back)
    return tuple(found)


def counted(*differences: e.PlaceDifference, adjusted: bool = False) -> tuple[e.Entry, ...]:
    """Return a count from its order to its certificate."""
    booked = e.CountAdjusted(
        at(-0.2), 4, NEXT.number, BESIDE, e.Difference.WRONG_POSITION, SOK.number, BOREY.number
    )
    return (
        ORDER,
        e.CountBegun(at(-0.8), 4, SOK.number),
        *((booked,) if adjusted else ()),
        certified(differences, adjusted=int(adjusted)),
    )


def missed() -> tuple[e.Entry, ...]:
    """Return the alarm about the weapon that is gone, and that somebody looked."""
    return (
        e.AlarmRaised(at(0), e.AlarmCause.MISSING, GONE.number),
        e.DoubtRaised(at(0), HOME, e.DoubtCause.COUNT_DIFFERS, SOK.number),
        e.DoubtSettled(at(0.1), HOME, GONE.number, present=False, by=CHAN.number),
    )


def write(folder: Path, *entries: e.Entry, kiosk: str = "small") -> None:
    """Write entries into a book."""
    book = open_book(folder, kiosk, POLICY)
    book.journal.append(entries)
    book.close()
