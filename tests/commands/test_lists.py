"""Lists of people and weapons: strictly text, all of a portion or nothing, every fault named."""

import json
from pathlib import Path

import pytest

from kiosk.assembly.register_files import (
    CELL_MAX,
    FileWrong,
    last_ms,
    local_day,
    local_ms,
    officers_in,
    weapons_in,
)
from kiosk.registry.verify import whole
from kiosk.rules.labels import Kind, number
from tests.assembly.program import running, warehouse
from tests.commands.typed import fresh, typed, written

PEOPLE = """number,name,name_km,role,certificates
0041207,Sok Dara,សុខ ដារ៉ា,officer,rifle 2030-12-31; pistol 2029-06-30
1E5,Heng Kosal,,custodian,
"""
WEAPONS = """name,type,serial,rounds,position
AK-47,rifle,007,90,A1
AK-47,rifle,1.0,90,
K-54,pistol,,16,B1
SKS,rifle,  5E3,40,
"""


@pytest.mark.promise("P12")
def test_identifiers_come_out_as_they_went_in(tmp_path: Path) -> None:
    """P12: 007 is not 7, 1.0 is not 1, 1E5 is not 100000, and a space belongs to a serial."""
    config, _ = fresh(tmp_path)
    typed("officers", "load", "--config", config, written(tmp_path / "p.csv", PEOPLE))
    loaded = typed("weapons", "load", "--config", config, written(tmp_path / "w.csv", WEAPONS))
    assert (loaded.exit_code, loaded.stdout) == (0, "4 weapons written.\n")
    people = json.loads(typed("officers", "list", "--json", "--config", config).stdout)
    assert [officer["number"] for officer in people["officers"]] == ["0041207", "1E5"]
    assert people["officers"][0]["name_km"] == "សុខ ដារ៉ា"
    assert people["officers"][0]["certificates"] == ["rifle 2030-12-31", "pistol 2029-06-30"]
    weapons = json.loads(typed("weapons", "list", "--json", "--config", config).stdout)
    assert [weapon["serial"] for weapon in weapons["weapons"]] == ["007", "1.0", "", "  5E3"]
    assert people["schema"] == weapons["schema"] == 1


def test_a_weapon_without_a_number_gets_our_next_one(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    typed("weapons", "load", "--config", config, written(tmp_path / "w.csv", WEAPONS))
    assert typed("weapons", "add", "AK-47", "rifle", "9", "--config", config).stdout.split() == [
        number(Kind.WEAPON, 7, 5)
    ]
    far = number(Kind.WEAPON, 7, 40_000)
    typed("weapons", "add", "AK-47", "rifle", "9", "--number", far, "--config", config)
    again = typed("weapons", "load", "--config", config, written(tmp_path / "w2.csv", WEAPONS))
    assert again.exit_code == 1, "the positions are taken"
    shown = typed("weapons", "add", "AK-47", "rifle", "10", "--config", config)
    assert shown.stdout.split() == [number(Kind.WEAPON, 7, 40_001)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_list_from_any_spreadsheet_is_read(tmp_path: Path, encoding: str, ending: str) -> None:
    path = written(tmp_path / "p.csv", PEOPLE.replace("\n", ending), encoding)
    rows = list(officers_in(path, 420))
    assert [(row.number, row.about) for row in rows] == [(2, "0041207"), (3, "1E5")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "row 1: column number is missing"),
        ("name\nSok\n", "row 1: column number is missing; expected number, name"),
        ("number,name,age\n1,Sok,40\n", "row 1: there is no column 'age'; expected number"),
        ("number;name\n1;Sok\n", "row 1: there is no column 'number;name'"),
        ("number,name,name\n1,Sok,Sok\n", "row 1: column name stands there twice"),
        ("number,name\n1,Sok\n,Keo\n", "row 3, column number: must not be empty"),
        ("number,name\n1,\n", "row 2, column name: must not be empty"),
        ("number,name\n 1,Sok\n", "row 2, column number: begins or ends with a space"),
        ("number,name\n1,Sok,x\n", "row 2: has 3 cells; the header has 2"),
        ('number,name\n1,"Sok\nDara"\n', "row 2, column name: holds a control character"),
        ("number,name\n1,S\x00k\n", "row 2, column name: holds a control character"),
        (f"number,name\n1,{'x' * (CELL_MAX + 1)}\n", "row 2, column name: is longer than 200"),
        ('number,name\n1,"Sok\n', "is no CSV: unexpected end"),
        ("number,name,role\n1,Sok,king\n", "row 2, column role: expected one of officer, custod"),
        ("number,name,hold\n1,Sok,true\n", "row 2, column hold: expected yes or no, not 'true'"),
        (
            "number,name,certificates\n1,Sok,rifle 31.12.2030\n",
            "COURSE | YYYY-MM-DD | ISSUER; not 'rifle 31.12.2030'",
        ),
        ("number,name\n1,Sok\n1,Keo\n", "row 3, column number: 1 stands in row 2 too"),
    ],
)
def test_what_is_wrong_with_a_list_of_people_is_said_with_row_and_column(
    tmp_path: Path, text: str, expected: str
) -> None:
    config, settings = fresh(tmp_path)
    result = typed("officers", "load", "--config", config, written(tmp_path / "p.csv", text))
    assert result.exit_code == 1
    assert expected in result.stderr
    assert result.stderr.endswith("Nothing was written.\n")
    assert not settings.folder.exists()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name,type\nAK,rifle\n", "row 1: column serial is missing"),
        ("name,type,serial\nAK,,1\n", "row 2, column type: must not be empty"),
        ("name,type,serial,rounds\nAK,rifle,1,many\n", "row 2, column rounds: expected a whole"),
        ("name,type,serial,rounds\nAK,rifle,1,1000\n", "row 2, column rounds: expected a whole"),
        ("name,type,serial,rounds\nAK,rifle,1,٣\n", "row 2, column rounds: expected a whole"),
        ("name,type,serial,condition\nAK,rifle,1,new\n", "column condition: expected one of fit"),
        ("number,name,type,serial\n123,AK,rifle,1\n", "number: '123' is no registration number"),
        (
            f"number,name,type,serial\n{int(number(Kind.WEAPON, 7, 1)) + 1},AK,rifle,1\n",
            "is no registration number of ours: ten digits, check digits too",
        ),
        (f"number,name,type,serial\n{number(Kind.BADGE, 7, 1)},AK,rifle,1\n", "is no registration"),
    ],
)
def test_what_is_wrong_with_a_list_of_weapons_is_said_with_row_and_column(
    tmp_path: Path, text: str, expected: str
) -> None:
    config, _ = fresh(tmp_path)
    result = typed("weapons", "load", "--config", config, written(tmp_path / "w.csv", text))
    assert (result.exit_code, expected in result.stderr) == (1, True), result.stderr


def test_a_list_that_is_not_utf8_says_at_which_byte(tmp_path: Path) -> None:
    path = written(tmp_path / "p.csv", "number,name\n1,\xe9\n", "latin-1")
    with pytest.raises(FileWrong, match="is not UTF-8 at byte 14"):
        list(officers_in(path, 420))


def test_a_list_that_went_away_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(FileWrong, match="cannot be read"):
        list(weapons_in(tmp_path / "gone.csv", lambda: ""))


def test_empty_rows_are_passed_over_and_keep_their_number(tmp_path: Path) -> None:
    path = written(tmp_path / "p.csv", "number,name\n,\n2,Keo\n\n4,Sok\n")
    assert [row.number for row in officers_in(path, 420)] == [3, 5]


def test_a_refused_portion_says_what_was_written_and_what_was_not(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    typed("officers", "add", "7", "Sok Dara", "--config", config)
    rows = "\n".join(f"{place},Officer {place}" for place in range(5, 10))
    path = written(tmp_path / "p.csv", f"number,name\n{rows}\n")
    result = typed("officers", "load", "--config", config, path)
    assert result.exit_code == 1
    assert result.stderr.startswith("Row 4: ")
    assert result.stderr.endswith("Nothing was written.\n")
    people = json.loads(typed("officers", "list", "--json", "--config", config).stdout)
    assert [officer["number"] for officer in people["officers"]] == ["7"]


def test_a_running_kiosk_writes_a_list_itself_in_portions(tmp_path: Path) -> None:
    """More than one question can carry; the second portion is refused, the first one stands."""
    config, settings = warehouse(tmp_path)
    people = [f"N{place},Officer {place},{'ក' * 150}" for place in range(300)]
    path = written(tmp_path / "p.csv", "number,name,unit\n" + "\n".join(people) + "\n")
    with running(config, settings) as kiosk:
        before = kiosk.answered().seq
        assert typed("officers", "add", "N250", "Somebody", "--config", config).exit_code == 0
        result = typed("officers", "load", "--config", config, path)
        assert result.exit_code == 1
        assert "Row 252: " in result.stderr
        done = int(result.stderr.split(" officers were written, up to row ")[1].split(";")[0])
        assert 2 < done < 252
        assert f"from row {done + 1} on, nothing was" in result.stderr
        assert kiosk.face.view().seq == before + 1 + (done - 1) + 1
        assert typed("weapons", "add", "AK", "rifle", "S", "--config", config).exit_code == 0
        assert kiosk.ends() == 0
    assert whole(settings.folder).good


def test_local_days_and_times_are_the_warehouses_own() -> None:
    assert last_ms("2026-11-22", 420) == local_ms("2026-11-23T00:00", 420)
    assert local_ms("1970-01-01T07:00", 420) == 0
    assert local_day(last_ms("2026-11-22", 420) - 1, 420) == "2026-11-22"
    with pytest.raises(ValueError, match="zone"):
        local_ms("2026-11-22T06:00+07:00", 420)
