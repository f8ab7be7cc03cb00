"""kiosk weapons and kiosk correct: tags go in and come out byte for byte (P12)."""

import json
from pathlib import Path

import pytest

from kiosk.commands import correct
from kiosk.service.office import RemoteOffice, Thing
from kiosk.service.protocol import WorkDone
from tests.commands.typed import fresh, typed, written

EPC, OTHER, LOWER = "30751FEB705C5904E3D50D70", "E28068900000500E88C6A4A7", "e200471bb0006013"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path, _ = fresh(tmp_path)
    return path


def listed(config: Path) -> list[tuple[str, list[str]]]:
    """Return serials and tags as they are given to another program."""
    told = json.loads(typed("weapons", "list", "--json", "--config", config).stdout)
    return [(weapon["serial"], weapon["tags"]) for weapon in told["weapons"]]


@pytest.mark.promise("P12")
def test_a_list_is_loaded_with_its_tags_and_given_back_byte_for_byte(
    config: Path, tmp_path: Path
) -> None:
    rows = f"name,type,serial,tags\nAKM,rifle,1,{EPC} {LOWER}\nSKS,rifle,2,\n"
    path = written(tmp_path / "w.csv", rows)
    assert typed("weapons", "load", path, "--config", config).exit_code == 0
    assert listed(config) == [("1", [EPC, LOWER]), ("2", [])]
    shown = typed("weapons", "show", "1", "--config", config).stdout
    assert f"{EPC} {LOWER}" in shown


def test_of_two_rows_with_one_tag_the_row_is_named_and_nothing_is_written(
    config: Path, tmp_path: Path
) -> None:
    rows = f"name,type,serial,tags\nAKM,rifle,1,{EPC}\nSKS,rifle,2,{EPC.lower()}\n"
    done = typed("weapons", "load", written(tmp_path / "w.csv", rows), "--config", config)
    assert done.exit_code == 1
    assert "This tag is another weapon's" in done.stderr
    assert listed(config) == []


def test_one_weapon_is_added_with_its_tags_and_not_with_anothers(config: Path) -> None:
    added = typed("weapons", "add", "AKM", "rifle", "1", "--tags", EPC, "--config", config)
    assert added.exit_code == 0, added.stderr
    again = typed("weapons", "add", "SKS", "rifle", "2", "--tags", EPC, "--config", config)
    assert again.exit_code == 1
    assert "This tag is another weapon's" in again.stderr
    assert added.stdout.strip() in again.stderr, "whose it is"
    wrong = typed("weapons", "add", "SKS", "rifle", "2", "--tags", "E28O", "--config", config)
    assert "This is no number of a tag" in wrong.stderr
    assert "E28O" in wrong.stderr


def test_a_correction_names_all_tags_or_leaves_them_as_they_are(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = typed(
        "weapons", "add", "AKM", "rifle", "1", "--tags", EPC, "--config", config
    ).stdout.strip()
    asked: list[tuple[Thing, Thing]] = []

    def begun(_: RemoteOffice, __: str, wanted: Thing, before: Thing) -> WorkDone:
        asked.append((wanted, before))
        return WorkDone()

    monkeypatch.setattr(RemoteOffice, "correct", begun)
    monkeypatch.setattr(correct, "follow", lambda *_: None)
    for words in (("--tags", f"{OTHER} {LOWER}"), ("--tags", ""), ("--serial", "2")):
        done = typed("correct", "weapon", number, "--why", "seen", *words, "--config", config)
        assert done.exit_code == 0, done.stderr
    tags = [(wanted.tags, before.tags) for wanted, before in asked]  # type: ignore[union-attr]  # both are weapons here
    assert tags == [((OTHER, LOWER), (EPC,)), ((), (EPC,)), ((EPC,), (EPC,))]
