"""kiosk find and kiosk story: what a technician reads in the register."""

import json
import sqlite3
from pathlib import Path

import pytest

from kiosk.registry.opening import DATABASE
from kiosk.rules.labels import Kind, number
from tests.commands.typed import fresh, typed, written

PEOPLE = """number,name,name_km,role
0041207,Sok Dara,សុខ ដារ៉ា,officer
"""
WEAPONS = """name,type,serial,position
AK-47,rifle,2374051,A1
SKS,rifle,2374O51,
K-54,pistol,56-1 ២៣៧,B1
"""
ONE, TWO, THREE = (number(Kind.WEAPON, 7, place) for place in (1, 2, 3))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path, _ = fresh(tmp_path)
    typed("officers", "load", "--config", path, written(tmp_path / "p.csv", PEOPLE))
    typed("weapons", "load", "--config", path, written(tmp_path / "w.csv", WEAPONS))
    return path


def found(config: Path, *words: str) -> list[tuple[str, str, str]]:
    answer = typed("find", "--json", "--config", config, *words)
    assert answer.exit_code == 0, answer.stderr
    document = json.loads(answer.stdout)
    assert document["schema"] == 1
    return [(row["of"], row["number"], row["sort"]) for row in document["found"]]


@pytest.mark.promise("P12")
def test_anything_is_found_and_its_numbers_are_as_they_are_written(config: Path) -> None:
    assert found(config, "2374051") == [("weapon", ONE, "exact"), ("weapon", TWO, "alike")]
    assert found(config, "56 1 237") == [("weapon", THREE, "exact")]
    assert found(config, "A1") == [("weapon", ONE, "exact")]
    assert found(config, "ដារ៉ា") == [("officer", "0041207", "part")]
    assert found(config, "--kind", "officer", "0") == [("officer", "0041207", "part")]
    row = json.loads(typed("find", "--json", "--config", config, "K54").stdout)["found"][0]
    assert (row["serial"], row["state"], row["position"]) == ("56-1 ២៣៧", "in", "B1")


def test_a_person_reads_a_table_and_is_told_when_there_is_nothing(config: Path) -> None:
    shown = typed("find", "--config", config, "2374051").stdout.splitlines()
    assert [line.split()[0] for line in shown] == ["of", "weapon", "weapon"]
    assert "2374O51" in shown[2]
    nothing = typed("find", "--config", config, "nowhere")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert "'nowhere'" in nothing.stderr
    assert typed("find", "--config", config, "--after", "x", "7").exit_code == 1


def test_what_does_not_fit_on_a_page_is_said_and_gone_on_with(config: Path, tmp_path: Path) -> None:
    many = "name,type,serial\n" + "".join(f"AK,rifle,99{place:03}\n" for place in range(70))
    typed("weapons", "load", "--config", config, written(tmp_path / "many.csv", many))
    told = typed("find", "--config", config, "99")
    assert "more than these 50" in told.stderr
    assert len(told.stdout.splitlines()) == 51
    first = json.loads(typed("find", "--json", "--config", config, "99").stdout)
    second = json.loads(
        typed("find", "--json", "--config", config, "99", "--after", first["after"]).stdout
    )
    serials = [row["serial"] for page in (first, second) for row in page["found"]]
    assert serials == [f"99{place:03}" for place in range(70)]
    assert second["after"] == ""


def test_the_life_of_a_weapon_is_told_in_both_languages(config: Path) -> None:
    told = typed("story", "--config", config, ONE)
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert len(lines) == 3
    assert "Registered: AK-47, serial 2374051" in lines[1]
    assert "Racked at position A1" in lines[2]
    khmer = typed("story", "--config", config, "--language", "km", ONE).stdout
    assert "បានចុះបញ្ជី៖ AK-47" in khmer
    document = json.loads(typed("story", "--json", "--config", config, ONE).stdout)
    assert document["weapon"] == ONE
    assert [line["kind"] for line in document["lines"]] == ["weapon.registered", "weapon.racked"]
    assert document["lines"][0]["facts"]["weapon.serial"] == "2374051"
    assert set(document["lines"][0]["said"]) == {"km", "en"}


def test_a_weapon_that_nobody_registered_has_no_story(config: Path) -> None:
    answer = typed("story", "--config", config, "1234567890")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "no weapon 1234567890" in answer.stderr


def test_a_book_of_an_earlier_version_is_not_read_half(config: Path, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "book" / DATABASE) as tables:
        tables.execute("DROP TABLE catalogue")
    for words in (("find", "7"), ("story", ONE)):
        answer = typed(*words, "--config", config)
        assert answer.exit_code == 75
        assert "earlier version" in answer.stderr
