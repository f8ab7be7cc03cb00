"""Forty paper cards as somebody typed them, and what must become of each. All of it is invented."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.rules.labels import Kind, number
from kiosk.rules.things import Weapon, WeaponNumber, WeaponType

HEADINGS = ("No.", "Gravure", "calibre", "model", "year", "province", "date", "remarks")
"""The first two are nobody's headings: a registrar says what they are, once."""

FATES = ("matched", "card_only", "weapon_only", "duplicate", "unreadable")


@dataclass(frozen=True, slots=True)
class Paper:
    """One card as it was typed. `fate`, `doubts`: what is planted on it; `steel`: a weapon lies by.

    A card with `steel` has its weapon in the crate, and that is what is engraved on it.
    """

    number: str
    serial: str
    calibre: str
    model: str
    year: str
    province: str
    date: str
    remarks: str = ""
    fate: str = "card_only"
    doubts: tuple[str, ...] = ()
    steel: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in the row of the list."""
        return (
            self.number, self.serial, self.calibre, self.model, self.year, self.province,
            self.date, self.remarks,
        )  # fmt: skip

    @property
    def is_keyed(self) -> bool:
        """Whether the list is held against a second keying of it."""
        return self.fate not in {"duplicate", "unreadable"}


CYRILLIC = "\N{CYRILLIC CAPITAL LETTER VE}\N{CYRILLIC CAPITAL LETTER KA}12356"
RIFLE, PISTOL = "7.62x39", "7.62x25"

CARDS = (
    Paper("C-001", "0012345", RIFLE, "AKM", "1974", "Battambang", "04/05/2006", steel="0012345"),
    Paper("C-002", "០០១២៣៤៦", RIFLE, "Type 56", "១៩៧៣", "Kompong Thom", "០៤/០៥/២០០៦",
          "ខ្មែរ", steel="0012346"),
    Paper("C-003", "1O12347", RIFLE, "AKM", "1974", "Battambang", "5 May 2006",
          doubts=("look_alike",)),
    Paper("C-001", "0012399", RIFLE, "AKM", "1974", "Battambang", "04/05/2006", "twice",
          fate="duplicate"),
    Paper("", "", RIFLE, "AKM", "", "Battambang", "", "wet, nobody can read it",
          fate="unreadable", doubts=("missing", "missing")),
    Paper("C-004", "1.2E+07", RIFLE, "SKS", "2094", "Atlantis", "31/02/2006",
          doubts=("spreadsheet_float", "impossible_year", "unknown_place", "bad_date")),
    Paper("C-005", "4011726", RIFLE, "Type 56", "1971", "Kampong Thom", "06.05.2006",
          "=1+1", fate="matched"),
    Paper("C-006", "0012350", PISTOL, "Type 54", "1966", "Battambang", "07-05-2006",
          steel="0012350"),
    Paper("C-007", "0012351", RIFLE, "AKM", "1974", "Battambang", "07/05/2006", steel="0012351"),
    Paper("C-008", "0012352", RIFLE, "AKM", "1975", "Kampong Thom", "7 ឧសភា 2549",
          doubts=("bad_date",), steel="0012352"),
    Paper("C-009", "12353", RIFLE, "AKM", "1975", "Battambang", "08/05/2006",
          doubts=("lost_zeros",)),
    Paper("C-010", "Mar-54", PISTOL, "Type 54", "1954", "Battambang", "08/05/2006",
          doubts=("spreadsheet_date",)),
    Paper("C-011", "0012355", RIFLE, "SKS", "1956", "Kompong Thom", "08/05/2006",
          doubts=("repeated_serial",)),
    Paper("C-012", "0012355", RIFLE, "SKS", "1956", "Kompong Thom", "09/05/2006",
          doubts=("repeated_serial",)),
    Paper("C-013", CYRILLIC, RIFLE, "AKM", "1969", "Battambang", "09/05/2006",
          doubts=("look_alike",)),
    Paper("C-014", "0012357", RIFLE, "", "1969", "Battambang", "09/05/2006",
          doubts=("missing",)),
    Paper("C-015", "4011727", RIFLE, "Type 56", "1971", "Kampong Thom", "09/05/2006",
          fate="matched"),
    Paper("C-016", "0012359", RIFLE, "AKM", "1974", "Battambang", "10/05/2006", steel="0012359"),
    Paper("C-017", "0012360", RIFLE, "Type 56", "1972", "Battambang", "10/05/2006",
          steel="0012360"),
    Paper("C-018", "0012361", RIFLE, "Type 56", "1972", "Battambang", "05/13/2006",
          doubts=("bad_date",), steel="0012361"),
    Paper("C-019", "0012362", PISTOL, "Type 54", "1967", "Battambang", "11/05/2006",
          steel="0012362"),
    Paper("C-020", "0012363", RIFLE, "AKM", "1974", "Kompong Thom", "11/05/2006",
          steel="0012363"),
    Paper("C-021", "0012364", RIFLE, "AKM", "1974", "បាត់ដំបង", "11/05/2006", steel="0012364"),
    Paper("C-022", "0012365", RIFLE, "AKM", "1976", "Battambang", "12/05/2006", steel="0012365"),
    Paper("C-023", "0012366", RIFLE, "AKM", "1976", "Battambang", "12/05/2006"),
    Paper("C-024", "", RIFLE, "AK-47", "1958", "Battambang", "12/05/2006",
          doubts=("missing",)),
    Paper("C-025", "0012368", RIFLE, "SKS", "1850", "Battambang", "12/05/2006"),
    Paper("C-026", "0012369", RIFLE, "SKS", "1849", "Battambang", "12/05/2006",
          doubts=("impossible_year",)),
    Paper("C-027", "0012370", RIFLE, "AKM", "1974", "Kampong Thom", "13/05/2006"),
    Paper("C-028", "0012371", RIFLE, "AKM", "1974", "Kg. Thom", "13/05/2006"),
    Paper("C-029", "0012372", PISTOL, "Type 54", "1968", "Battambang", "13/05/2006"),
    Paper("C-030", "0012373", RIFLE, "AKM", "1974", "Battambang", "30/02/2006",
          doubts=("bad_date",)),
    Paper("C-031", "0012374", RIFLE, "AKM", "1974", "Battambang", "14/05/2006"),
    Paper("C-032", "00l2375", RIFLE, "AKM", "1974", "Battambang", "14/05/2006",
          doubts=("look_alike",)),
    Paper("C-033", "0012376", RIFLE, "AKM", "1974", "Battambang", "14/05/2006"),
    Paper("C-012", "0012377", RIFLE, "AKM", "1974", "Battambang", "14/05/2006",
          fate="duplicate"),
    Paper("C-034", "0012378", RIFLE, "AKM", "1974", "Battambang", "15/05/2006"),
    Paper("C-035", "1.5E+06", RIFLE, "AKM", "1974", "Battambang", "15/05/2006",
          doubts=("spreadsheet_float",)),
    Paper("C-036", "0012380", RIFLE, "AKM", "1974", "Battambang", "15/05/2006"),
    Paper("C-037", "0012381", RIFLE, "Type 56", "1974", "Battambang", "15/05/2006"),
)  # fmt: skip

REGISTERED = tuple(
    Weapon(
        WeaponNumber(number(Kind.WEAPON, 1, place)),
        "Type 56",
        WeaponType("rifle"),
        serial,
        calibre=RIFLE,
    )
    for place, serial in enumerate(("4011726", "4011727", "4011728"), start=1)
)
"""Weapons that stood in the register before the cards came; the last one has no card."""


def listed(cards: Sequence[Paper]) -> bytes:
    """Return cards as the CSV file that a registrar brings."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(HEADINGS)
    rows.writerows(card.cells for card in cards)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def fates(cards: Sequence[Paper]) -> dict[str, int]:
    """Return how many cards were planted with each fate."""
    count = Counter(card.fate for card in cards)
    count["weapon_only"] = len(REGISTERED) - count["matched"]
    return {fate: count[fate] for fate in FATES}


def doubts(cards: Sequence[Paper]) -> dict[str, int]:
    """Return how many doubts of each kind were planted."""
    return dict(Counter(kind for card in cards for kind in card.doubts))
