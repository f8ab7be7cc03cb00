"""Papers for the office: drawn from a real book, asked over the socket, by who sits at the desk."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.assembly.paper_desk import PaperDrawing
from kiosk.config import Settings
from kiosk.registry.book import Book, open_book
from kiosk.registry.opening import DATABASE
from kiosk.rules import entries as e
from kiosk.rules.desks import desks_of
from kiosk.rules.labels import Kind, command_cards, number
from kiosk.rules.things import (
    BadgeText,
    Officer,
    OfficerNumber,
    Person,
    Role,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from kiosk.service.papers.desk import MAY_PRINT, PaperDesk
from kiosk.service.papers.remote import RemotePapers, paper_answers
from kiosk.service.papers.views import (
    CARDS_MAX,
    LABELS_MAX,
    PRINTERS_DPI,
    ROLLS,
    SHEETS,
    LabelsWanted,
    PaperPage,
)
from kiosk.service.protocol import KioskSilent
from kiosk.service.server import SocketServer
from tests.commands.test_losses import SERIALS, report
from tests.commands.typed import fresh
from tests.papers import certified as c
from tests.papers.pictures import read
from tests.papers.test_signed_papers import HERE, told
from tests.papers.zpl_reader import labels_of
from tests.registry.samples import POLICY

PEOPLE = {role: OfficerNumber(f"X-{role}") for role in Role}
CHIEF, REGISTRAR = PEOPLE[Role.CHIEF], PEOPLE[Role.REGISTRAR]
FRESH = WeaponNumber(number(Kind.WEAPON, 1, 700))
"""A weapon that came in and has no place yet."""
CARD = e.CardImported(c.at(1), "s", 2, "C000202", "7", e.Fate.CARD_ONLY, "", "")
GONE = LabelsWanted((c.GONE.number,))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    _, settings = fresh(tmp_path)
    return settings


@pytest.fixture
def book(settings: Settings) -> Iterator[Book]:
    book = open_book(settings.folder, "small", POLICY)
    people = [Officer(who, f"Some {role}", role=role) for role, who in PEOPLE.items()]
    book.journal.append((
        *c.founded(),
        *(e.OfficerRegistered(c.at(-200), one, "f") for one in people),
        *c.carried(c.SOK.number),
        *c.counted(c.MISSING, c.MOVED, adjusted=True),
    ))  # fmt: skip
    yield book
    book.close()


@pytest.fixture
def papers(settings: Settings, book: Book, tmp_path: Path) -> Iterator[RemotePapers]:
    drawing = PaperDrawing(settings, settings.folder / DATABASE, lambda: HERE)
    desk = PaperDesk(book.facts, drawing.draws())
    with ExitStack() as opened:
        path = tmp_path / "hatch"
        server = opened.enter_context(SocketServer(path, paper_answers(desk)))
        server.open()
        opened.callback(server.shutdown)
        yield RemotePapers(path)


def asked(papers: RemotePapers, paper: str, by: str) -> PaperPage:
    """Ask for any paper."""
    match paper:
        case "certificate":
            return papers.certificate(by, 0)
        case "search_list":
            return papers.search_list(by)
        case "labels":
            return papers.labels(by, GONE)
        case "cards":
            return papers.cards(by, "", 1)
        case "badges" | "commands" | "positions":
            return papers.labels(by, LabelsWanted(every=paper, begins=41, ends=42))
        case _:
            return papers.losses(by, "csv")


@pytest.mark.promise("P10")
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("paper", MAY_PRINT)
def test_each_paper_is_for_who_sits_at_its_desk(
    papers: RemotePapers, paper: str, role: Role
) -> None:
    sits = set(desks_of(Person(Officer(PEOPLE[role], "", role=role))))
    reason = asked(papers, paper, PEOPLE[role]).reason
    assert (reason == "wrong_role") is not bool(MAY_PRINT[paper] & sits)
    assert asked(papers, paper, "nobody").reason == "unknown_officer"


def test_a_certificate_is_that_of_the_command(papers: RemotePapers) -> None:
    for count in (0, 4):
        text = told(papers.certificate(CHIEF, count).text)
        for part in ("សុខ ដារ៉ា (12-0041)", c.GONE.serial, "77/abcd", "yes / បាទ", HERE.head):
            assert part in text, part
    assert papers.certificate(CHIEF, 5) == PaperPage(reason="no_certificate", about="5")


def test_a_search_list_is_there_while_something_is_missing(
    papers: RemotePapers, book: Book
) -> None:
    assert papers.search_list(CHIEF) == PaperPage(reason="nothing_missing")
    book.journal.append(c.missed())
    assert c.GONE.serial in told(papers.search_list(CHIEF).text)


def test_labels_have_the_number_and_never_the_serial(papers: RemotePapers) -> None:
    """Whoever counts reads the serial from the steel; it stands on the sticking list alone."""
    spaced = f"{c.GONE.number[:4]} {c.GONE.number[4:]}".translate(str.maketrans("0", "០"))
    page = papers.labels(REGISTRAR, LabelsWanted((spaced.replace(" ", ""), c.NEXT.number)))
    assert page.text.count("<g transform") == 2
    assert c.GONE.serial not in page.text
    stuck = papers.labels(REGISTRAR, LabelsWanted((c.GONE.number,), first=24, stuck=True))
    assert c.GONE.serial in stuck.text
    assert "1-24" in told(stuck.text)


def test_a_whole_list_is_printed_in_parts(papers: RemotePapers, book: Book) -> None:
    rifle = WeaponType("rifle")
    several = [Weapon(WeaponNumber(number(Kind.WEAPON, 1, 700 + n)), "AK", rifle, f"S{n}")
               for n in range(LABELS_MAX + 1)]  # fmt: skip
    book.journal.append([e.WeaponRegistered(c.at(2), one, "f") for one in several])
    begins = papers.labels(REGISTRAR, LabelsWanted(every="unplaced", sheet="L7651"))
    assert begins.text.count("<g transform") == LABELS_MAX
    rest = papers.labels(REGISTRAR, LabelsWanted(every="unplaced", part=2))
    assert rest.text.count("<g transform") == 1
    behind = papers.labels(REGISTRAR, LabelsWanted(every="unplaced", part=3))
    assert behind.reason == "no_labels"
    bay = told(papers.labels(REGISTRAR, LabelsWanted(every="bay", stuck=True)).text)
    assert bay.index(c.GONE.serial) < bay.index(c.NEXT.serial), "in the order of the racks"
    assert "S240" not in bay


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (LabelsWanted(), "no_labels"),
        (LabelsWanted(("1010000183",)), "no_weapon_number"),
        (LabelsWanted((number(Kind.BADGE, 1, 1),)), "no_weapon_number"),
        (LabelsWanted(("<b>",)), "no_weapon_number"),
        (LabelsWanted((FRESH,)), "unknown_weapon"),
        (LabelsWanted((c.GONE.number,), sheet="A4"), "sheet_unknown"),
        (LabelsWanted((c.GONE.number,), first=25), "label_first"),
        (LabelsWanted((c.GONE.number,), first=-1), "label_first"),
        (LabelsWanted(tuple(number(Kind.WEAPON, 1, n) for n in range(300))), "too_many_labels"),
        (LabelsWanted((c.GONE.number,), roll="9x9", dpi=203), "sheet_unknown"),
        (LabelsWanted((c.GONE.number,), roll="50x25", dpi=0), "sheet_unknown"),
        (LabelsWanted(every="badges", begins=9, ends=8), "badge_numbers"),
        (LabelsWanted(every="badges", begins=-1, ends=8), "badge_numbers"),
        (LabelsWanted(every="badges", begins=1, ends=100_000), "badge_numbers"),
        (LabelsWanted(every="badges", begins=1, ends=LABELS_MAX + 1), "too_many_labels"),
    ],
)
def test_what_no_label_is_printed_for_is_said(
    papers: RemotePapers, wanted: LabelsWanted, reason: str
) -> None:
    page = papers.labels(REGISTRAR, wanted)
    assert (page.reason, page.text) == (reason, "")


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_sheet_that_a_page_offers_is_known(papers: RemotePapers, sheet: str) -> None:
    assert papers.labels(REGISTRAR, LabelsWanted((c.GONE.number,), sheet=sheet)).reason == ""


@pytest.mark.parametrize("roll", ROLLS)
@pytest.mark.parametrize("dpi", PRINTERS_DPI)
def test_every_roll_and_printer_that_a_page_offers_is_known(
    papers: RemotePapers, roll: str, dpi: int
) -> None:
    wanted = LabelsWanted((c.GONE.number, c.NEXT.number), roll=roll, dpi=dpi)
    (one, other) = labels_of(papers.labels(REGISTRAR, wanted).text)
    assert read(one.picture)[0][1] == c.GONE.number.encode()
    assert read(other.picture)[0][1] == c.NEXT.number.encode()
    stuck = told(papers.labels(REGISTRAR, replace(wanted, stuck=True)).text)
    assert c.GONE.serial in stuck
    assert "1-01" not in stuck, "on a roll labels are counted through"


@pytest.mark.promise("P10")
def test_badges_are_printed_once_given_never(
    papers: RemotePapers, book: Book, settings: Settings
) -> None:
    """The number is half of what opens a cable: a copy of it must not lie in an office."""
    site = settings.kiosk.site
    numbers = [number(Kind.BADGE, site, sequence) for sequence in range(41, 44)]
    wanted = LabelsWanted(every="badges", begins=41, ends=43)
    made = labels_of(papers.labels(CHIEF, replace(wanted, roll="57x32", dpi=300)).text)
    assert [read(one.picture)[0][1].decode() for one in made] == numbers
    sheet = told(papers.labels(CHIEF, replace(wanted, stuck=True)).text)
    assert "new badge" in sheet
    someone = PEOPLE[Role.OFFICER]
    book.journal.append([e.BadgeEnrolled(c.at(3), BadgeText(numbers[1]), someone, ("f",))])
    assert papers.labels(CHIEF, wanted) == PaperPage(reason="badge_given", about=numbers[1])
    assert papers.labels(CHIEF, replace(wanted, stuck=True)).text == "", "nor is it listed"
    assert papers.labels(CHIEF, replace(wanted, ends=41)).reason == ""


def test_command_cards_and_positions_are_those_of_the_command(
    papers: RemotePapers, settings: Settings
) -> None:
    cards = papers.labels(REGISTRAR, LabelsWanted(every="commands")).text
    assert ">CANCEL</text>" in cards
    assert cards.count("<g transform") == len(command_cards(settings.kiosk.site))
    racks = papers.labels(REGISTRAR, LabelsWanted(every="positions", sheet="L7160")).text
    assert all(f">{position.id}</text>" in racks for position in settings.positions())
    assert "<path" not in racks, "a position has nothing to scan"


def test_cards_are_numbered_on_and_no_number_of_the_register_is_printed_again(
    papers: RemotePapers, book: Book
) -> None:
    signs = "".join(told(papers.cards(REGISTRAR, "C000201", 3).text).split())
    assert all(one in signs for one in ("C000201", "C000202", "C000203"))
    book.journal.append([CARD])
    known = papers.cards(REGISTRAR, "C000201", 3)
    assert known == PaperPage(reason="card_known", about="C000202")
    assert papers.cards(REGISTRAR, "C000203", 3).reason == ""
    assert papers.cards(REGISTRAR, "", 2).reason == ""


@pytest.mark.parametrize("first", ["C", "C99", "C-", "C1x", "<b>1", "ABCDEFG1", "C" + "1" * 11])
def test_what_no_number_follows_is_said(papers: RemotePapers, first: str) -> None:
    assert papers.cards(REGISTRAR, first, 2) == PaperPage(reason="card_number", about=first)


@pytest.mark.parametrize("many", [0, CARDS_MAX + 1])
def test_so_many_cards_are_none(papers: RemotePapers, many: int) -> None:
    assert papers.cards(REGISTRAR, "", many).reason == "cards_many"


@pytest.mark.promise("P12")
def test_reports_of_losses_come_as_a_file_byte_for_byte(papers: RemotePapers, book: Book) -> None:
    book.journal.append([report(place, serial) for place, serial in enumerate(SERIALS, 1)])
    rows = [*csv.DictReader(io.StringIO(papers.losses(CHIEF, "csv").text, newline=""))]
    assert sorted(row["serial"] for row in rows) == sorted(SERIALS)
    assert json.loads(papers.losses(CHIEF, "json").text)["losses"] == rows


def test_a_register_that_does_not_answer_is_a_silent_kiosk(
    papers: RemotePapers, settings: Settings, book: Book
) -> None:
    book.close()
    (settings.folder / DATABASE).write_bytes(b"no database at all" * 100)
    with pytest.raises(KioskSilent):
        papers.certificate(CHIEF, 0)
