"""A list of cards comes in, every card with one fate, and comes out again byte for byte."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from kiosk.registry.verify import whole
from kiosk.rules.card_text import cells_of, joined
from tests.cards import desk
from tests.cards.desk import GOOD, HEAD, PIN, imported, listed, typed
from tests.cards.sheets import number, text, write_sheet
from tests.commands.typed import fresh

DOUBTFUL = [
    HEAD,
    GOOD,
    ("C2", "1O12345", *GOOD[2:]),
    ("C3", "1.2E+07", *GOOD[2:]),
    ("C4", "Mar-54", *GOOD[2:]),
    ("C5", "0012345", *GOOD[2:]),
    ("C6", "0012346", "AKM", "7.62x39", "1066", "Atlantis", "31/02/2006"),
    ("C7", "", "", "", "", "", ""),
    ("C8", "12347", *GOOD[2:]),
    ("C1", "0012348", *GOOD[2:]),
    ("", "", "AKM", "", "", "", ""),
]


def pairs(report: dict[str, object]) -> set[tuple[str, str, str]]:
    """Return card, field and kind of every doubt."""
    doubts = report["doubts"]
    assert isinstance(doubts, list)
    return {(one["card"], one["field"], one["kind"]) for one in doubts}


def test_every_card_has_one_fate_and_every_doubtful_field_is_marked(tmp_path: Path) -> None:
    config, settings = fresh(tmp_path)
    report = imported(config, listed(tmp_path / "list.csv", DOUBTFUL))
    assert report["cards"] == 10
    assert report["fates"] == {
        "matched": 0, "card_only": 8, "weapon_only": 0, "duplicate": 1, "unreadable": 1,
    }  # fmt: skip
    assert {"card", "field", "kind", "value"} == set(report["doubts"][0])
    assert pairs(report) >= {
        ("C1", "serial", "repeated_serial"), ("C5", "serial", "repeated_serial"),
        ("C2", "serial", "look_alike"), ("C3", "serial", "spreadsheet_float"),
        ("C4", "serial", "spreadsheet_date"), ("C6", "year", "impossible_year"),
        ("C6", "province", "unknown_place"), ("C6", "day", "bad_date"),
        ("C7", "serial", "missing"), ("C7", "model", "missing"), ("C7", "calibre", "missing"),
        ("C8", "serial", "lost_zeros"), ("", "card", "missing"),
    }  # fmt: skip
    assert not {one for one in pairs(report) if one[0] == "C1" and one[2] != "repeated_serial"}
    assert desk.count_in(settings) == 10
    assert whole(settings.folder).good


def test_what_comes_out_is_what_went_in_byte_for_byte(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    path = listed(tmp_path / "list.csv", DOUBTFUL)
    imported(config, path)
    assert desk.exported(config) == path.read_bytes()


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=8)


@given(st.lists(CELL, min_size=1, max_size=6))
def test_cells_are_joined_and_parted_again(cells: list[str]) -> None:
    assert cells_of(joined(cells)) == cells


@how(max_examples=15, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12))
@pytest.mark.promise("P12")
def test_any_cells_come_out_as_they_went_in(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    config, _ = fresh(folder)
    full = [row for row in rows if any(row)] or [("C1", "1", "x")]
    path = listed(folder / "list.csv", [("card", "serial", "note"), *full])
    imported(config, path)
    assert desk.exported(config) == path.read_bytes()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_list_in_another_encoding_is_the_same_list(tmp_path: Path, encoding: str) -> None:
    config, _ = fresh(tmp_path)
    rows = [*desk.cards(3), ("ប័ណ្ណ៤", "ក0012349", *GOOD[2:])]
    plain = listed(tmp_path / "plain.csv", rows).read_bytes()
    imported(config, listed(tmp_path / "list.csv", rows, encoding))
    assert desk.exported(config) == plain


def test_limon_is_read_as_unicode_and_the_cells_stay_as_they_are(tmp_path: Path) -> None:
    """A list of 2006: eight bits a letter, headings and names in the glyphs of a Limon font."""
    config, _ = fresh(tmp_path)
    rows = [
        ("card", "elxesrI", "extþ", "note"),
        ("C1", "0012345", ")at;dMbg", "bNþaj"),
        ("C2", "0012346", "kMBg;FM", "Rsúk)arayN_"),
    ]
    path = listed(tmp_path / "list.csv", rows, "cp1252")
    report = imported(config, path)
    assert report["fates"]["card_only"] == 2
    assert report["doubts"] == []
    assert desk.exported(config).decode() == path.read_bytes().decode("cp1252")
    assert "C2,0012346,កំពង់ធំ,ស្រុកបារាយណ៍" in desk.exported(config, "--as-read").decode()


def test_an_xlsx_is_imported_with_its_lost_zeros_marked(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    rows = [
        [text(one) for one in ("card", "serial", "model", "calibre", "date")],
        [text("C1"), text("0012345"), text("AKM"), text("7.62x39"), number("38841", 1)],
        [text("C2"), text("0012346"), text("AKM"), text("7.62x39"), number("38841", 1)],
        [text("C3"), number("12347"), text("AKM"), text("7.62x39"), number("38841", 1)],
        [text("C4"), number("1.2E+7"), text("AKM"), text("7.62x39"), number("38841", 1)],
        [text("C5"), number("1012348"), text("AKM"), text("7.62x39"), number("38841", 1)],
        [text("C6"), number("19784", 2), text("AKM"), text("7.62x39"), number("38841", 1)],
    ]
    report = imported(config, write_sheet(tmp_path / "list.xlsx", rows))
    assert pairs(report) == {
        ("C3", "serial", "lost_zeros"), ("C4", "serial", "spreadsheet_float"),
        ("C6", "serial", "spreadsheet_date"),
    }  # fmt: skip
    assert b"C4,1.2E+7,AKM" in desk.exported(config)
    assert b"C1,0012345,AKM,7.62x39,2006-05-04" in desk.exported(config, "--as-read")


def test_a_card_matches_a_weapon_by_its_serial_and_a_weapon_without_card_is_counted(
    tmp_path: Path,
) -> None:
    config, settings = fresh(tmp_path)
    desk.armed(settings, ("1070000168", "0000001"), ("1070000265", "x"), ("1070000362", "0000003"),
               ("1070000459", "0000003"))  # fmt: skip
    report = imported(config, listed(tmp_path / "list.csv", desk.cards(3)))
    assert report["fates"] == {
        "matched": 1, "card_only": 2, "weapon_only": 3, "duplicate": 0, "unreadable": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    "mark", ["none", " None ", "illegible", "filed off", "គ្មាន", "-", "?", "N/A"]
)
def test_a_weapon_without_a_serial_is_not_that_of_a_card_without_one(
    tmp_path: Path, mark: str
) -> None:
    """The only weapon without a readable serial is not any card's that has none either."""
    config, settings = fresh(tmp_path)
    desk.armed(settings, ("1070000168", mark))
    rows = [HEAD, ("C1", mark, *GOOD[2:]), ("C2", "0000002", *GOOD[2:])]
    report = imported(config, listed(tmp_path / "list.csv", rows))
    assert (report["fates"]["matched"], report["fates"]["weapon_only"]) == (0, 1)


def test_a_card_number_of_an_earlier_list_is_a_duplicate(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    imported(config, listed(tmp_path / "one.csv", desk.cards(3)))
    rows = [HEAD, ("C3", "0009999", *GOOD[2:]), ("C4", "0000002", *GOOD[2:])]
    report = imported(config, listed(tmp_path / "two.csv", rows))
    assert (report["fates"]["duplicate"], report["fates"]["card_only"]) == (1, 1)
    assert pairs(report) == {("C4", "serial", "repeated_serial")}
    assert desk.exported(config).count(b"\r\n") == 1 + 3 + 2


def test_the_same_list_twice_changes_nothing(tmp_path: Path) -> None:
    config, settings = fresh(tmp_path)
    path = listed(tmp_path / "list.csv", desk.cards(5))
    imported(config, path)
    before = (settings.folder / "journal.lines").read_bytes()
    again = typed("cards", "import", "--config", config, path)
    assert "are in the register already. Nothing was recorded." in again.stderr
    assert (settings.folder / "journal.lines").read_bytes() == before


def test_a_trial_keeps_nothing(tmp_path: Path) -> None:
    config, settings = fresh(tmp_path)
    report = imported(config, listed(tmp_path / "list.csv", DOUBTFUL), "--dry-run")
    assert report["cards"] == 10
    assert not settings.folder.exists()


def test_a_map_says_which_column_is_what_and_is_remembered(tmp_path: Path) -> None:
    config, settings = fresh(tmp_path)
    path = listed(tmp_path / "list.csv", [("No", "Gravure"), ("C1", "0012345")])
    refused = typed("cards", "import", "--config", config, path)
    assert refused.exit_code == 1
    assert "no column names a card or a serial" in refused.stderr
    told = tmp_path / "map.toml"
    told.write_text('[columns]\nNo = "card"\nGravure = "serial"\n', encoding="utf-8")
    assert imported(config, path, "--map", told)["fates"]["card_only"] == 1
    kept = list((settings.folder / "cards" / "maps").glob("*.toml"))
    assert len(kept) == 1
    assert '"Gravure" = "serial"' in kept[0].read_text(encoding="utf-8")
    next_list = listed(tmp_path / "next.csv", [("No", "Gravure"), ("C2", "0012346")])
    assert imported(config, next_list)["fates"]["card_only"] == 1


def test_two_people_let_a_stack_in_and_nobody_does_alone(tmp_path: Path) -> None:
    config, settings = fresh(tmp_path)
    desk.founded(settings)
    stack = imported(config, listed(tmp_path / "list.csv", desk.cards(4)))["stack"]
    assert desk.count_in(settings) == 0

    def let_in(first: str, second: str, *pins: str) -> str:
        words = ("cards", "commit", stack, "--config", config, "--first", first)
        said = "".join(f"{pin}\n" for pin in pins)
        result = typed(*words, "--second", second, said=said)
        assert (result.exit_code == 0) is ("are in the register" in result.stderr)
        return result.stderr

    assert "may not counter-sign (R1)" in let_in("R1", "R1", PIN, PIN)
    assert "Wrong PIN" in let_in("R1", "C1", PIN, "000000")
    assert "No card was recorded" in let_in("R1", "O1", PIN, PIN)
    assert "No card was recorded" in let_in("R1", "nobody", PIN, PIN)
    assert desk.count_in(settings) == 0
    assert "4 cards are in the register" in let_in("R1", "C1", PIN, PIN)
    assert desk.count_in(settings) == 4
    assert whole(settings.folder).good
    said = typed("cards", "report", "--config", config).stdout
    assert "R1, C1" in said
    assert PIN not in (settings.folder / "journal.lines").read_text(encoding="utf-8")


def test_a_difference_between_two_keyings_keeps_the_stack_out(tmp_path: Path) -> None:
    config, settings = fresh(tmp_path)
    path = listed(tmp_path / "list.csv", desk.cards(3))
    other = listed(
        tmp_path / "second.csv",
        [HEAD, *desk.cards(2)[1:], ("C3", "0000008", *GOOD[2:])],
    )
    report = imported(config, path, "--second", other)
    assert [(d["card"], d["field"], d["first"], d["second"]) for d in report["differences"]] == [
        ("C3", "serial", "0000003", "0000008")
    ]
    assert typed("cards", "commit", "--config", config).exit_code == 1
    assert desk.count_in(settings) == 0


def test_a_card_that_only_the_second_keying_has_is_a_difference(tmp_path: Path) -> None:
    """The first person overlooked a card: that is what the second one is for."""
    config, settings = fresh(tmp_path)
    path = listed(tmp_path / "list.csv", desk.cards(2))
    other = listed(tmp_path / "second.csv", desk.cards(4))
    report = imported(config, path, "--second", other)
    assert report["differences"] == [
        {"card": name, "field": "card", "first": "", "second": name, "row": 0}
        for name in ("C3", "C4")
    ]
    assert report["cards"] == 2
    assert typed("cards", "commit", "--config", config).exit_code == 1
    assert desk.count_in(settings) == 0


def test_a_column_keyed_twice_is_compared(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    rows = [("card", "serial", "serial again"), ("C1", "11", "11"), ("C2", "12", "13")]
    report = imported(config, listed(tmp_path / "list.csv", rows))
    assert [d["card"] for d in report["differences"]] == ["C2"]


def test_the_paper_has_the_totals_and_the_head_and_escapes_every_cell(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    rows = [HEAD, ("<b>C1</b>", "", *GOOD[2:])]
    imported(config, listed(tmp_path / "list.csv", rows))
    page = typed("cards", "report", "--config", config).stdout
    assert "<b>C1</b>" not in page
    assert "&lt;b&gt;C1" in page
    head = typed("verify", "--config", config, "--json")
    assert json.loads(head.stdout)["head"]["hash"] in page


_DIES = """
import os, signal, sys
from kiosk.cards import commit
from kiosk.commands import commands
commit.BATCH = 100
seen = 0
def tell(now):
    global seen
    seen += 1
    if seen == 3:
        os.kill(os.getpid(), signal.SIGKILL)
real = commit.Progress
commit.Progress = lambda task, done, total: (tell(done), real(task, done, total))[1]
commands(sys.argv[1:])
"""


def test_a_killed_import_goes_on_where_it_was_and_ends_as_if_nothing_had_been(
    tmp_path: Path,
) -> None:
    """The program dies by SIGKILL between two batches; the second run asks nobody again."""
    config, settings = fresh(tmp_path)
    path = listed(tmp_path / "list.csv", desk.cards(1000))
    words = ["cards", "import", "--config", str(config), str(path)]
    root = Path(__file__).parents[2]
    died = subprocess.run(
        [sys.executable, "-c", _DIES, *words],
        env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert 0 < desk.count_in(settings) < 1000
    assert "begun; commit it to go on" in typed("cards", "list", "--config", config).stdout
    again = typed("cards", "import", "--config", config, path)
    assert (again.exit_code, "goes on with it" in again.stderr) == (1, True), "judged once only"
    assert typed("cards", "commit", "--config", config).exit_code == 0
    assert desk.exported(config) == path.read_bytes()
    assert whole(settings.folder).good
    kinds = Counter(
        json.loads(line.split("\t")[0])["kind"]
        for line in (settings.folder / "journal.lines").read_text(encoding="utf-8").splitlines()
    )
    assert kinds == {
        "cards.begun": 1, "card.imported": 1000, "cards.closed": 1, **{
            kind: count for kind, count in kinds.items() if not kind.startswith("card")
        },
    }  # fmt: skip
