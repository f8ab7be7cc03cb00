"""People made of plain values, for tests of their desk and for a look at its pages.

`FakePeople` answers at once, pages by `at_once`, remembers what was asked, and lets in whom it is
told to. It decides nothing.
"""

from dataclasses import dataclass, field

from kiosk.service.found import StoryLine
from kiosk.service.people.views import (
    BadgeLine,
    CertificatesPage,
    HeldLine,
    OrderLine,
    PeopleAsked,
    PeoplePage,
    PersonPage,
    PersonRow,
)
from kiosk.service.people_works import CertificateFacts, OfficerFacts
from kiosk.service.protocol import KioskSilent
from tests.web_ui.fakes import CHAN, NOON_MS, SOK
from tests.web_ui.register_fakes import AKM, line

DAY_MS = 86_400_000
ACTS = ("hold", "withdraw", "lend", "enrol", "correct", "register")

RIFLE_PAPER = CertificateFacts(
    "rifle", NOON_MS + 30 * DAY_MS, "វគ្គ 11 ថ្ងៃ", NOON_MS - 700 * DAY_MS, "JSAC", "0454-ក"
)
OLD_PAPER = CertificateFacts("pistol", NOON_MS - DAY_MS)

SOK_FACTS = OfficerFacts(
    SOK.number, SOK.name, SOK.name_km, SOK.rank, "ស្នងការនគរបាលខេត្តបាត់ដំបង",
    certificates=(RIFLE_PAPER, OLD_PAPER), post="ប៉ុស្តិ៍ សំឡូត",
)  # fmt: skip
LY_FACTS = OfficerFacts("12-0301", '=HYPERLINK("http://x")', "លី សុភា", hold=True)
GONE_FACTS = OfficerFacts("12-0099", "Old <b>Hand</b>", role="custodian", active=False)

ROWS = (
    PersonRow(GONE_FACTS),
    PersonRow(LY_FACTS, badges=0, held=1, untrained=("pistol", "")),
    PersonRow(SOK_FACTS, badges=1, held=1),
)
BADGES = (
    BadgeLine(
        70, "…0077", "em4100", "card", "lent", NOON_MS, NOON_MS + 8 * 3_600_000, by=(CHAN, SOK)
    ),
    BadgeLine(
        41, "…0186", "", "printed", "lost", NOON_MS - 9 * DAY_MS, 0, NOON_MS - DAY_MS, "fell"
    ),
    BadgeLine(12, "…0089", "", "printed", "given", NOON_MS - 90 * DAY_MS, by=(CHAN,)),
)
STORY: tuple[StoryLine, ...] = (
    line(3, "officer.registered", officer__name="Sok Vanna", by="founding"),
    line(12, "badge.enrolled", ("officer", SOK), ("by.0", CHAN), badge="…0089", by="12-0088"),
    line(45, "weapon.issued", ("officer", SOK), weapon=AKM.number, position="R1-04", due_ms="0"),
    line(70, "officer.held", ("officer", SOK), why="ill", by="12-0001"),
    line(71, "a.later_kind", text="<b>"),
)


CORRECTED = line(71, "officer.corrected", changed="unit: Depot 1 → Depot 2", reverses="0")
"""A correction that nobody took back."""


@dataclass
class FakePeople:
    """The people of a register that answers every question at once. Any thread may ask."""

    asked: list[tuple[str, PeopleAsked, str]] = field(default_factory=list)
    seen: list[tuple[str, str, int, int]] = field(default_factory=list)
    reported: list[tuple[str, str]] = field(default_factory=list)
    silent: bool = False
    reason: str = ""
    at_once: int = 50
    rows: tuple[PersonRow, ...] = ROWS
    acts: tuple[str, ...] = ACTS

    def people(self, by: str, asked: PeopleAsked, after: str = "") -> PeoplePage:
        self._answer()
        self.asked.append((by, asked, after))
        if self.reason:
            return PeoplePage(reason=self.reason)
        found = [row for row in self.rows if row.facts.number > after and asked.text in repr(row)]
        page, rest = found[: self.at_once], found[self.at_once :]
        return PeoplePage(
            tuple(page), page[-1].facts.number if rest else "", ("U1", "អង្គភាព ២"), ("P1",),
            self.acts, NOON_MS,
        )  # fmt: skip

    def person(self, by: str, number: str, before: int = 0, after: int = 0) -> PersonPage:
        self._answer()
        self.seen.append((by, number, before, after))
        if self.reason:
            return PersonPage(reason=self.reason)
        row = next((row for row in self.rows if row.facts.number == number), None)
        if row is None:
            return PersonPage(now_ms=NOON_MS)
        known = row.facts.number == SOK.number
        return PersonPage(
            row,
            known,
            (OrderLine("M-7", NOON_MS - DAY_MS, NOON_MS + DAY_MS),) if known else (),
            BADGES if known else (),
            (HeldLine(AKM, NOON_MS - 3_600_000, NOON_MS - 60_000, "M-7"),) if row.held else (),
            ("C1", "C2") if known else (),
            tuple(one for one in STORY if after < one.seq < (before or 2**62)),
            len(STORY),
            before == 0,
            before > 0,
            self.acts,
            12,
            NOON_MS,
            corrections=(CORRECTED,) if known else (),
        )

    def certificates(self, by: str, after: str = "") -> CertificatesPage:
        self._answer()
        self.reported.append((by, after))
        if self.reason:
            return CertificatesPage(reason=self.reason)
        found = [row for row in self.rows if row.facts.number > after]
        page, rest = found[: self.at_once], found[self.at_once :]
        return CertificatesPage(tuple(page), page[-1].facts.number if rest else "", NOON_MS)

    def _answer(self) -> None:
        if self.silent:
            raise KioskSilent
