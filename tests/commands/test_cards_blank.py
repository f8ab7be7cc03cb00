"""kiosk cards blank: cards to write on, numbered on, and none that the register has already."""

from pathlib import Path

import pytest

from kiosk.rules import entries as e
from tests.commands.typed import fresh, typed
from tests.papers import certified as c
from tests.papers.test_signed_papers import told


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path, settings = fresh(tmp_path)
    card = e.CardImported(c.at(1), "s", 2, "C000205", "7", e.Fate.CARD_ONLY, "", "")
    c.write(settings.folder, *c.founded(), card)
    return path


def test_cards_are_numbered_on_and_of_the_kiosk(config: Path, tmp_path: Path) -> None:
    out = tmp_path / "cards.html"
    words = ("cards", "blank", "--config", config, "--from", "C000201", "--many", "4")
    done = typed(*words, "-o", out)
    assert done.exit_code == 0, done.stderr
    text = told(out.read_text("utf-8"))
    signs = "".join(text.split())
    assert "small" in text
    assert all(f"C00020{one}" in signs for one in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("first", "said"),
    [("C000203", "C000205 already"), ("C", "numbered on"), ("C98", "numbered on")],
)
def test_a_number_that_is_taken_or_is_none_writes_nothing(
    config: Path, tmp_path: Path, first: str, said: str
) -> None:
    out = tmp_path / "cards.html"
    words = ("cards", "blank", "--config", config, "--from", first, "--many", "4")
    done = typed(*words, "-o", out)
    assert (done.exit_code, out.exists()) == (1, False)
    assert said in done.stderr


def test_without_a_number_cards_are_blank_also_before_there_is_a_book(tmp_path: Path) -> None:
    """Cards are written before anything is registered (S01)."""
    path, _ = fresh(tmp_path)
    out = tmp_path / "cards.html"
    assert typed("cards", "blank", "--config", path, "-o", out).exit_code == 0
    assert "លេខស៊េរី" in out.read_text("utf-8")
