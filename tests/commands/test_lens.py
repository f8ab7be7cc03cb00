"""kiosk lens: numbers for whoever types it, names only in the signed report."""

import json
from pathlib import Path

import pytest

from kiosk.registry.keys import key_from_text
from tests.commands.typed import fresh, typed, written

PEOPLE = "number,name,name_km,role\n0041207,Sok Dara,សុខ ដារ៉ា,officer\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path, _ = fresh(tmp_path)
    typed("officers", "load", "--config", path, written(tmp_path / "p.csv", PEOPLE))
    return path


def test_what_is_shown_names_nobody(config: Path) -> None:
    answer = typed("lens", "--config", config)
    assert answer.exit_code == 0, answer.stderr
    assert answer.stdout.split()[:2] == ["same_pair", "0"]
    assert len(answer.stdout.splitlines()) == 9


def test_the_report_is_signed_and_written_once(config: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    answer = typed("lens", "--config", config, "--export", path)
    assert answer.exit_code == 0, answer.stderr
    note = path.read_text("utf-8")
    assert json.loads(note.partition("\n\n")[0])["report"] == "lens/1"
    key = key_from_text((tmp_path / "book" / "kiosk.pub").read_text("utf-8"))
    assert key.vouches_for(note)
    assert path.stat().st_mode & 0o777 == 0o600
    again = typed("lens", "--config", config, "--export", path)
    assert again.exit_code == 1
    assert "already" in again.stderr
    assert path.read_text("utf-8") == note


def test_without_a_book_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    path, _ = fresh(tmp_path)
    assert typed("lens", "--config", path).exit_code == 1


def test_another_kiosks_key_signs_nothing(config: Path, tmp_path: Path) -> None:
    (tmp_path / "book" / "kiosk.key").write_bytes(bytes(32))
    answer = typed("lens", "--config", config, "--export", tmp_path / "report.txt")
    assert answer.exit_code == 3
    assert not (tmp_path / "report.txt").exists()
