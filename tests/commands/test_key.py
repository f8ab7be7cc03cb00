"""`kiosk key`: which key seals the book, who stood by it, and the paper that two people hold."""

import json
from pathlib import Path

import pytest

from kiosk.config import Settings
from kiosk.registry.keys import PUBLIC_KEY, key_from_text
from tests.assembly.program import CHIEF, CUSTODIAN, warehouse
from tests.commands.patient import enrolled
from tests.commands.typed import fresh, typed
from tests.papers.test_signed_papers import told


@pytest.fixture
def kiosk(tmp_path: Path) -> tuple[Path, Settings]:
    return warehouse(tmp_path)


def fingerprint(settings: Settings) -> str:
    return key_from_text((settings.folder / PUBLIC_KEY).read_text("utf-8")).fingerprint


def test_a_new_key_is_vouched_for_by_nobody_and_its_paper_says_what_to_do(
    kiosk: tuple[Path, Settings], tmp_path: Path
) -> None:
    config, settings = kiosk
    out = tmp_path / "key.html"
    said = typed("key", "--config", config, "--out", out)
    assert said.exit_code == 0, said.output
    assert fingerprint(settings) in said.stdout
    assert "by nobody yet" in said.stdout
    paper = told(out.read_text("utf-8"))
    assert fingerprint(settings) in paper
    assert "Both hold this fingerprint against the kiosk's screen" in paper


def test_the_two_who_stood_by_it_are_named_with_their_entry(
    kiosk: tuple[Path, Settings], tmp_path: Path
) -> None:
    config, settings = kiosk
    enrolled(settings, fingerprint(settings))
    out = tmp_path / "key.html"
    said = typed("key", "--config", config, "--out", out)
    for number in (CHIEF, CUSTODIAN):
        assert f"({number})" in said.stdout
        assert f"({number})" in told(out.read_text("utf-8"))
    known = json.loads(typed("key", "--config", config, "--json").stdout)
    assert known["fingerprint"] == fingerprint(settings)
    assert len(known["vouched_by"]) == 2
    assert known["entry"] > 1


def test_where_there_is_no_book_there_is_no_key(tmp_path: Path) -> None:
    config, settings = fresh(tmp_path)
    (settings.folder / PUBLIC_KEY).unlink(missing_ok=True)
    said = typed("key", "--config", config)
    assert said.exit_code == 1
    assert "There is no book" in said.stderr


@pytest.mark.parametrize("vouched", [False, True])
def test_a_paper_with_a_head_says_when_nobody_stood_by_the_key(
    kiosk: tuple[Path, Settings], tmp_path: Path, *, vouched: bool
) -> None:
    config, settings = kiosk
    if vouched:
        enrolled(settings, fingerprint(settings))
    out = tmp_path / "sheet.html"
    said = typed("sheet", "--config", config, "--out", out)
    assert said.exit_code == 0, said.output
    assert ("not vouched for by two people" in told(out.read_text("utf-8"))) is not vouched
