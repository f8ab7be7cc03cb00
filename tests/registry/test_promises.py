"""Promises that concern the registry as a whole, each by its number: P2, P12, P15."""

import json
import tracemalloc
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.registry.opening import DATABASE, LINES
from kiosk.registry.remaking import remake
from kiosk.registry.verify import whole
from kiosk.rules import entries as e
from kiosk.rules.entries import BookPart
from kiosk.rules.things import (
    Badge,
    BadgeText,
    CableId,
    Mission,
    Officer,
    OfficerNumber,
    Position,
    PositionId,
    RackId,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from tests.registry.samples import AT, KIOSK, a_visit, open_here, registered

# ---------------------------------------------------------------- P2

BLOCK = 128 << 10
"""The largest erase block that a cut or a worn card may take with it."""


@pytest.fixture(scope="module")
def long_book(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a closed book of 1,500 entries: its copies are some blocks long."""
    folder = tmp_path_factory.mktemp("long")
    book = open_here(folder)
    for first in range(1, 1501, 50):
        book.journal.append([registered(number) for number in range(first, first + 50)])
    book.close()
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("name", [LINES, DATABASE])
@pytest.mark.parametrize("place", range(6))
@pytest.mark.promise("P2")
def test_a_destroyed_block_anywhere_in_either_copy_costs_no_entry(
    tmp_path: Path, long_book: dict[str, bytes], name: str, place: int
) -> None:
    """At the end it is mended at the start; elsewhere it is found, and made good by a command."""
    for file, content in long_book.items():
        (tmp_path / file).write_bytes(content)
    content = long_book[name]
    first = (len(content) - BLOCK) * place // 5
    assert len(content) > 2 * BLOCK
    (tmp_path / name).write_bytes(content[:first] + bytes(BLOCK) + content[first + BLOCK :])
    if not whole(tmp_path).good:
        remake(tmp_path, KIOSK, BookPart.LINES if name == LINES else BookPart.DATABASE)
    book = open_here(tmp_path)
    assert book.head.seq == 1500
    assert len(book.office.weapons(limit=2000)) == 1500
    book.close()
    assert whole(tmp_path).good
    assert (tmp_path / LINES).read_bytes() == long_book[LINES]


# ---------------------------------------------------------------- P12

SPELLINGS = (
    "007", "7", "7.0", "1E5", "0x1F", "-0", "1_000", "NaN", "TRUE", "NULL", " 12 ", "12\u00a0",
    "a\tb\nc\r", "\x00", "'; DROP TABLE weapon; --", '"quoted"', "ក 7\t1234567", "មន្ត្រី", "មន្ដ្រី",
    "é", "e\u0301", "٣٤", "Ⅷ", "\ufeff12", "\u200b1", "𐎀", "1" * 400, "9" * 19, "2026-01-02",
)  # fmt: skip
"""What is engraved, printed or typed somewhere, and what well-meaning programs make less of."""


@dataclass(frozen=True)
class Named:
    """Things that bear one identifier each."""

    weapon: Weapon
    officer: Officer
    mission: Mission
    badge: BadgeText
    position: Position


def named(text: str) -> Named:
    return Named(
        Weapon(WeaponNumber(text), text, WeaponType(text), text, calibre=text),
        Officer(OfficerNumber(text), text, name_km=text, rank=text, unit=text),
        Mission(text, 1, 2),
        BadgeText(text),
        Position(PositionId(text), RackId(text), CableId(text)),
    )


def entries_of(thing: Named) -> tuple[e.Entry, ...]:
    return (
        e.BayLaid(AT, (thing.position,)),
        e.OfficerRegistered(AT, thing.officer, thing.officer.number),
        e.WeaponRegistered(AT, thing.weapon, thing.officer.number),
        e.WeaponRacked(AT, thing.weapon.number, thing.position.id, thing.officer.number),
        e.MissionOrdered(AT, thing.officer.number, thing.mission, thing.officer.number),
        e.BadgeEnrolled(AT, thing.badge, thing.officer.number, (thing.officer.number,)),
    )


def comes_out(folder: Path, thing: Named) -> None:
    """Ask everything that hands identifiers out."""
    book = open_here(folder)
    assert book.facts.weapon(thing.weapon.number) == thing.weapon
    (badge,) = book.facts.badges_with(thing.badge)
    assert badge == Badge(thing.badge, thing.officer.number)
    person = book.facts.person(badge.officer)
    assert person is not None
    assert (person.officer, person.missions) == (thing.officer, (thing.mission,))
    assert book.office.weapons() == (thing.weapon,)
    assert book.office.officers() == (thing.officer,)
    assert book.office.badges() == {thing.badge: thing.officer.number}
    bay = book.bay()
    assert bay.positions == {thing.position.id: thing.position}
    assert bay.inside == {thing.position.id: thing.weapon.number}
    assert bay.cables == {thing.position.cable: (thing.position.id,)}
    written = [line.entry for line in reversed(book.office.lines())]
    assert tuple(written) == entries_of(thing)
    book.close()
    raws = [raw.split(b"\t")[0] for raw in (folder / LINES).read_bytes().splitlines()]
    registered = next(json.loads(raw) for raw in raws if b'"weapon.registered"' in raw)
    assert registered["weapon"]["serial"] == thing.weapon.serial


@pytest.mark.parametrize("text", SPELLINGS)
@pytest.mark.promise("P12")
def test_an_identifier_comes_out_of_the_book_and_all_it_is_made_from_as_it_went_in(
    tmp_path: Path, text: str
) -> None:
    thing = named(text)
    book = open_here(tmp_path)
    book.journal.append(entries_of(thing))
    book.close()
    comes_out(tmp_path, thing)
    for part in BookPart:
        remake(tmp_path, KIOSK, part)
        comes_out(tmp_path, thing)
    assert whole(tmp_path).good


@pytest.mark.promise("P12")
def test_identifiers_that_look_alike_are_not_the_same(tmp_path: Path) -> None:
    """Two spellings of one Khmer word, 7 and 007: somebody engraved them apart."""
    book = open_here(tmp_path)
    book.journal.append([e.WeaponRegistered(AT, named(text).weapon, "x") for text in SPELLINGS])
    assert book.office.count_weapons() == len(SPELLINGS)
    assert all(book.facts.weapon(WeaponNumber(text)) == named(text).weapon for text in SPELLINGS)
    book.close()


@pytest.mark.promise("P12")
def test_any_text_at_all_is_kept(tmp_path: Path) -> None:
    book = open_here(tmp_path)

    @given(st.text(max_size=40))
    @example("\x00\x00")
    def kept(text: str) -> None:
        weapon = named(text).weapon
        book.journal.append((e.WeaponRegistered(AT, weapon, "x"),))
        assert book.facts.weapon(weapon.number) == weapon

    kept()
    book.close()


# ---------------------------------------------------------------- P15


def read_bytes() -> int:
    """Return how many bytes this process has read so far, from the disk or its cache (proc(5))."""
    found = Path("/proc/self/io").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in found.splitlines() if line.startswith("rchar"))


@dataclass(frozen=True)
class Start:
    """What one start took: bytes read, and the most memory that Python held at once."""

    read: int
    held: int


def a_start(folder: Path) -> Start:
    tracemalloc.start()
    before = read_bytes()
    book = open_here(folder)
    bay = book.bay()
    read = read_bytes() - before
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert bay.founded
    book.close()
    return Start(read, held)


@pytest.mark.parametrize("cut", [False, True], ids=["closed", "cut"])
@pytest.mark.promise("P15")
def test_a_start_reads_and_holds_no_more_of_a_book_ten_times_as_long(
    tmp_path: Path, *, cut: bool
) -> None:
    """Bytes are counted, not seconds. Visits that end leave the bay as it was."""
    starts = []
    sizes = []
    for entries in (2_000, 20_000):
        folder = tmp_path / f"{entries}"
        _years(folder, entries)
        a_start(folder)  # the first one imports what it needs
        sizes.append((folder / LINES).stat().st_size)
        if cut:
            with (folder / LINES).open("ab") as lines:
                lines.write(b'{"v":1,')
        starts.append(a_start(folder))
    assert sizes[1] > 9 * sizes[0]
    short, long = starts
    assert long.read < 1.2 * short.read, starts
    assert long.held < 1.2 * short.held, starts
    assert long.read < sizes[1] / 4, "it reads a part, not the book"


def _years(folder: Path, entries: int) -> None:
    """Write a book of so many entries, of visits in which somebody came and went."""
    book = open_here(folder)
    begun = a_visit()
    book.journal.append((*begun, e.CountSkipped(AT, CableId("1"))))
    officer = OfficerNumber("1042")
    visit = (
        e.SessionOpened(AT, officer, BadgeText("9000000001")),
        e.PinAccepted(AT, officer),
        e.Refused(AT, "no_mission", "", officer),
        e.SessionClosed(AT, officer, e.Farewell.GOODBYE),
    )
    while book.head.seq < entries:
        book.journal.append(visit * 50)
    book.close()
