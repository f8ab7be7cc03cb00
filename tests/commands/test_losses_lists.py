"""kiosk losses import: a list of the capital in, by two people, and out again byte for byte."""

import csv
import json
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.config import Settings, read_settings
from kiosk.lists.letting_in import PORTION, Rows
from kiosk.registry.book import open_book
from kiosk.registry.opening import DATABASE
from kiosk.registry.tables_check import differing_tables
from kiosk.registry.verify import whole
from kiosk.rules import entries as e
from kiosk.rules.national import COLUMNS, NationalList
from kiosk.rules.things import Moment
from tests.assembly.program import CHIEF, CUSTODIAN, OFFICER, member, running, warehouse
from tests.cards import desk
from tests.cards.desk import GOOD, HEAD, armed, founded, listed, typed
from tests.commands.typed import fresh

AT = Moment(1_457_920_800_000, 1)
RIFLE, PISTOL = "1010000182", "1010000279"
ROWS = (
    (
        "destroyed", "0012", "7.62x39", "Type 56", "BTB-08", "ពិធី, 23 August", "A; B",
        "2006-08-23", "",
    ),
    ("lost", "=1+1", "", "AKM", "", "", "", "2016-03-01", "PP\t2016"),
    ("lost", " O0 I1 ", "", "", "", "", "", "2016-03-01", "88"),
    ("destroyed", 'ក"7', "", "", "BTB-08", "", "", "2006-08-23", ""),
)  # fmt: skip
GOOD_ROWS = (ROWS[0], (*ROWS[1][:8], "PP 2016"), *ROWS[2:])


def a_list(folder: Path, *rows: tuple[str, ...], name: str = "march.csv") -> Path:
    return listed(folder / name, [COLUMNS, *rows])


def let_in(config: Path, path: Path, *more: str, pin: str = desk.PIN) -> tuple[int, str]:
    """Type the command as two people of the desk."""
    words = ("losses", "import", "--config", config, "--first", "R1", "--second", "C1")
    result = typed(*words, path, *more, said=f"{pin}\n{pin}\n")
    return result.exit_code, result.stdout + result.stderr


@pytest.fixture
def kiosk(tmp_path: Path) -> tuple[Path, Settings]:
    config, _ = fresh(tmp_path)
    settings = read_settings(config)
    founded(settings)
    return config, settings


def kinds(settings: Settings) -> list[str]:
    lines = (settings.folder / "journal.lines").read_text(encoding="utf-8").splitlines()
    return [json.loads(line.split("\t")[0])["kind"] for line in lines]


@pytest.mark.promise("P10", "P12")
def test_a_list_is_let_in_by_two_people_and_comes_out_byte_for_byte(
    kiosk: tuple[Path, Settings], tmp_path: Path
) -> None:
    config, settings = kiosk
    path = a_list(tmp_path, *GOOD_ROWS)
    assert let_in(config, path, pin="000000")[0] == 1
    assert "national.begun" not in kinds(settings)
    code, said = let_in(config, path)
    assert (code, "4 weapons of the list are in the book" in said) == (0, True), said
    told = json.loads(typed("losses", "lists", "--config", config, "--json").stdout)
    (one,) = told["lists"]
    assert (one["lost"], one["destroyed"], one["by"]) == (2, 2, ["R1", "C1"])
    out = tmp_path / "out.csv"
    words = ("losses", "listed", one["list"], "--config", config, "--csv", out)
    assert typed(*words).exit_code == 0
    with out.open(encoding="utf-8", newline="") as opened:
        assert [tuple(row) for row in csv.reader(opened)] == [COLUMNS, *GOOD_ROWS]
    assert typed(*words).exit_code == 1, "an export never writes over a file"
    assert "is in the book already" in let_in(config, path)[1]
    assert kinds(settings).count("national.begun") == 1
    assert whole(settings.folder).good
    assert differing_tables(settings.folder / DATABASE) == ()


def test_a_bad_row_keeps_all_out_and_is_said_with_its_number(
    kiosk: tuple[Path, Settings], tmp_path: Path
) -> None:
    config, settings = kiosk
    before = kinds(settings)
    code, said = let_in(config, a_list(tmp_path, *ROWS))
    assert code == 1
    assert "Row 3: case has a sign that no page shows" in said
    assert "Nothing was recorded" in said
    assert kinds(settings) == before
    assert not (settings.folder / "lists").exists()


def test_a_trial_says_what_is_in_a_list_and_keeps_nothing(
    kiosk: tuple[Path, Settings], tmp_path: Path
) -> None:
    config, settings = kiosk
    words = ("losses", "import", "--config", config, "--dry-run", "--json")
    told = json.loads(typed(*words, a_list(tmp_path, *GOOD_ROWS)).stdout)
    assert (told["lost"], told["destroyed"], told["bad"], told["known"]) == (2, 2, [], False)
    result = typed(*words, a_list(tmp_path, *ROWS))
    assert json.loads(result.stdout)["bad"][0]["row"] == 3
    assert not (settings.folder / "lists").exists()


def test_what_cannot_be_read_says_so(kiosk: tuple[Path, Settings], tmp_path: Path) -> None:
    config, _ = kiosk
    assert "There is no file" in let_in(config, tmp_path / "gone.csv")[1]
    assert "has other columns" in let_in(config, listed(tmp_path / "x.csv", [HEAD, GOOD]))[1]
    result = typed("losses", "listed", "x", "--config", config, "--csv", tmp_path / "o.csv")
    assert (result.exit_code, "has no list x" in result.stderr) == (1, True)


def test_what_is_here_already_is_found_when_the_list_comes(
    kiosk: tuple[Path, Settings], tmp_path: Path
) -> None:
    config, settings = kiosk
    armed(settings, (RIFLE, "00-12"), (PISTOL, "4711"))
    assert let_in(config, a_list(tmp_path, *GOOD_ROWS))[0] == 0
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        assert set(book.bay().listed) == {RIFLE}
        assert (e.AlarmCause.DESTROYED, RIFLE) in book.bay().alarms
        assert book.national.lists()[0].here == 1


def test_a_list_that_was_cut_off_goes_on_where_it_stopped(
    kiosk: tuple[Path, Settings], tmp_path: Path
) -> None:
    config, settings = kiosk
    rows = [("lost", f"{n:07}", "", "", "", "", "", "2016-03-01", "1") for n in range(1_200)]
    path = a_list(tmp_path, *rows)
    words = ("losses", "import", "--config", config, "--dry-run", "--json")
    told = json.loads(typed(*words, path).stdout)
    listing = NationalList(told["list"], "march.csv", told["sha256"], 1_200, 0, "x")
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        first = Rows(path, told["sha256"]).after(0)
        book.journal.append([
            e.NationalListBegun(AT, listing, ("R1", "C1")),
            e.NationalListRead(AT, listing.name, 0, first),
        ])  # fmt: skip
    assert len(first) == PORTION
    code, said = let_in(config, path)
    assert code == 0, said
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        serials = [one.serial for one in book.national.rows_of(listing.name)]
    assert serials == [row[1] for row in rows]
    assert kinds(settings).count("national.begun") == 1


def test_cards_are_held_against_lists_and_our_own_losses_before_they_come_in(
    kiosk: tuple[Path, Settings], tmp_path: Path
) -> None:
    config, settings = kiosk
    assert let_in(config, a_list(tmp_path, *GOOD_ROWS))[0] == 0
    cards = listed(tmp_path / "cards.csv", [HEAD, ("C1", "OO12", *GOOD[2:]), GOOD])
    told = desk.imported(config, cards)
    assert [(x["row"], x["kind"], x["exact"], x["found"]) for x in told["sought"]] == [
        (2, "destroyed", False, "BTB-08"),
    ]  # fmt: skip
    words = ("cards", "commit", told["stack"], "--config", config, "--first", "R1")
    result = typed(*words, "--second", "C1", said=f"{desk.PIN}\n{desk.PIN}\n")
    assert result.exit_code == 0, result.stderr
    assert kinds(settings).count("listed.met") == 1
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        assert (e.AlarmCause.LISTED, told["stack"]) in book.bay().alarms
    assert differing_tables(settings.folder / DATABASE) == ()


@pytest.mark.promise("P10", "P12")
def test_a_running_kiosk_lets_a_list_in_between_two_scans(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    rows = [("lost", f"{n:07}", "", "", "", "", "", "2016-03-01", "1") for n in range(1_100)]
    path = a_list(tmp_path, *rows)

    def by(first: str, second: str) -> tuple[int, str]:
        words = ("losses", "import", "--config", config, "--first", first, "--second", second)
        said = f"{member(first).pin}\n{member(second).pin}\n"
        result = typed(*words, path, said=said)
        return result.exit_code, result.stderr

    with running(config, settings) as kiosk:
        kiosk.answered()
        assert by(CUSTODIAN, OFFICER)[0] == 1
        assert by(CHIEF, CHIEF)[0] == 1
        code, said = by(CUSTODIAN, CHIEF)
        assert (code, "1100 weapons of the list are in the book" in said) == (0, True), said
        assert kiosk.ends() == 0
    written = kinds(settings)
    assert [written.count(f"national.{one}") for one in ("begun", "read", "closed")] == [1, 3, 1]
    assert whole(settings.folder).good
