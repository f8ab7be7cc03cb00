"""The search list: which weapon is missing, where it was last, who had it, and what is due by when.

Printed within half an hour of the alarm (domain W4), carried around, filled in by hand and signed.
It says what to look for on the steel, so that it never lies open at the racks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kiosk.papers import frame
from kiosk.papers.frame import Column, Printed, Title, in_words
from kiosk.rules.counts.searches import SearchStep

TITLE = Title("បញ្ជីស្វែងរកអាវុធបាត់", "Search list: missing weapons")

_STEPS = {
    SearchStep.LIST: ("សួរ និងស្វែងរកតាមបញ្ជីនេះ", "All of this list was asked and looked through"),
    SearchStep.REPORT: ("របាយការណ៍ជូនខេត្ត", "Written report to the Provincial Commissioner"),
    SearchStep.NATION: ("របាយការណ៍ជូនគណៈកម្មការជាតិ", "Report to the National Commission"),
}
"""Composed from the glossary; no native reader has confirmed the Khmer."""

_CLOCKS = (
    Column(46, "ការងារ", "what"),
    Column(24, "មុនម៉ោង", "due by"),
    Column(30, "ហត្ថលេខា ម៉ោង", "done by, at"),
)
_PLACES = (
    Column(20, "ទីតាំង", "place"),
    Column(14, "ខ្សែកាប", "cable"),
    Column(24, "អាវុធក្នុងបញ្ជី", "booked there"),
    Column(42, "អ្វីបានឃើញ", "seen there, by whom"),
)
_PEOPLE = (
    Column(34, "មន្ត្រី", "officer"),
    Column(20, "យក", "took it"),
    Column(20, "សង", "gave it back"),
    Column(26, "ចម្លើយ", "what they say"),
)
_ELSEWHERE = (
    ("ជាង ជួសជុល", "Workshop, repair, cleaning"),
    ("ប៉ុស្តិ៍", "Posts and guard rooms"),
    ("យានយន្ត", "Vehicles"),
    ("ធ្នើ និងបន្ទប់ផ្សេង", "Other racks, rooms, quarantine"),
    ("អាវុធត្រូវកម្ទេច", "Weapons to be destroyed or transferred"),
)
_REST = (Column(44, "ទីកន្លែងផ្សេង", "elsewhere"), Column(56, "អ្វីបានឃើញ", "seen there, by whom"))

_SIGNERS = (frame.CUSTODIAN, frame.SECOND, frame.CHIEF, frame.DATE)


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who had the weapon: who, from when to when (wall); 0 where nobody wrote it."""

    who: str
    taken_ms: int
    back_ms: int


@dataclass(frozen=True, slots=True)
class Place:
    """A position nearby, and the weapon that the book has there."""

    position: str
    cable: str
    booked: str


@dataclass(frozen=True, slots=True)
class MissingWeapon:
    """What a searcher must know of one weapon. Wall times in milliseconds; 0: not known.

    `what`: name, type and calibre. `home`: its position. `seen`: the newest line that says where it
    was. `due`: the steps of the search, and by when.
    """

    number: str
    serial: str
    what: str
    home: str
    since_ms: int
    seen_ms: int
    seen: str
    due: tuple[tuple[SearchStep, int], ...]
    hands: tuple[Hand, ...]
    places: tuple[Place, ...]


def search_list(missing: Sequence[MissingWeapon], printed: Printed) -> str:
    """Return the list, a page a weapon."""
    body = [
        part
        for place, weapon in enumerate(missing)
        for part in _weapon(weapon, printed, apart=place > 0)
    ]
    facts = [("Missing weapons / អាវុធបាត់", str(len(missing)))]
    return frame.framed(TITLE, printed, facts, body, _SIGNERS)


def _weapon(weapon: MissingWeapon, printed: Printed, *, apart: bool) -> Iterator[str]:
    def when(wall_ms: int) -> str:
        return in_words(wall_ms, printed.utc_offset_min)[1] if wall_ms else "not known"

    number = " ".join((weapon.number[:4], weapon.number[4:8], weapon.number[8:]))
    yield frame.heading("អាវុធបាត់", number, apart=apart)
    yield frame.table(
        (
            ("Serial on the steel / លេខស៊េរី", frame.Identifier(weapon.serial or "none known")),
            ("What / អាវុធ", weapon.what),
            ("Its place / ទីតាំង", weapon.home or "none"),
            ("Last seen / ឃើញចុងក្រោយ", f"{when(weapon.seen_ms)}: {weapon.seen or 'nowhere'}"),
            ("Missed / បាត់", when(weapon.since_ms)),
        )
    )
    due = ((" · ".join(_STEPS[step]), when(due_ms), "") for step, due_ms in weapon.due)
    yield from frame.grid("clocks", number, _CLOCKS, due)
    yield frame.lead("ធ្នើជិតខាង", "Neighbours in the racks")
    places = ((one.position, one.cable, one.booked or "empty", "") for one in weapon.places)
    yield from frame.grid("places", number, _PLACES, places)
    yield frame.lead("អ្នកកាន់ចុងក្រោយ", "The last who had it")
    hands = (
        (hand.who, when(hand.taken_ms), when(hand.back_ms) if hand.back_ms else "", "")
        for hand in weapon.hands
    )
    yield from frame.grid("hands", number, _PEOPLE, hands)
    yield frame.lead("ទីកន្លែងផ្សេង", "Everywhere else")
    yield from frame.grid("elsewhere", number, _REST, ((" · ".join(x), "") for x in _ELSEWHERE))
