"""Stacks that wait beside each other: what was judged of one holds until another comes in."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.assembly.clock import SystemClock
from kiosk.cards.commit import StagingChanged, Voucher, commit, outdated
from kiosk.cards.waiting import waiting_in
from kiosk.config import Settings
from kiosk.registry.book import open_book
from kiosk.registry.card_queries import Cards
from kiosk.registry.opening import DATABASE
from kiosk.registry.progress import silent
from kiosk.registry.staged_cards import Judged
from tests.cards import desk
from tests.cards.desk import GOOD, HEAD, PIN, imported, listed, typed
from tests.commands.typed import fresh

WEAPON = "1070000168"


def waiting(tmp_path: Path) -> tuple[Path, Settings, Path, Path]:
    """Return a kiosk with people and one weapon, and two lists of the same card."""
    config, settings = fresh(tmp_path)
    desk.founded(settings)
    desk.armed(settings, (WEAPON, GOOD[1]))
    one = listed(tmp_path / "one.csv", [HEAD, GOOD])
    two = listed(tmp_path / "two.csv", [HEAD, GOOD, ("C2", "0000002", *GOOD[2:])])
    return config, settings, one, two


def let_in(config: Path, stack: str) -> tuple[int, str]:
    """Have two people let a stack in."""
    words = ("cards", "commit", stack, "--config", config, "--first", "R1", "--second", "C1")
    result = typed(*words, said=f"{PIN}\n{PIN}\n")
    return result.exit_code, result.stderr


def fates(settings: Settings) -> list[tuple[str, str, str]]:
    """Return card, fate and weapon of every card in the book."""
    lines = (settings.folder / "journal.lines").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line.split("\t")[0]) for line in lines]
    return [
        (one["card"], one["fate"], one["weapon"]) for one in found if one["kind"] == "card.imported"
    ]


def test_a_stack_that_was_judged_before_another_came_in_is_judged_again(tmp_path: Path) -> None:
    """Each was judged alone; both would say that the card is the first, and the weapon's."""
    config, settings, one, two = waiting(tmp_path)
    first, second = imported(config, one)["stack"], imported(config, two)["stack"]
    assert let_in(config, first)[0] == 0
    code, said = let_in(config, second)
    assert code == 1
    assert "kiosk cards import" in said
    assert desk.count_in(settings) == 1
    assert imported(config, two)["fates"]["duplicate"] == 1
    assert let_in(config, second)[0] == 0
    assert fates(settings) == [
        ("C1", "matched", WEAPON), ("C1", "duplicate", ""), ("C2", "card_only", ""),
    ]  # fmt: skip


def test_no_stack_is_let_in_while_half_of_another_is(tmp_path: Path) -> None:
    """The other was judged without this one, and its remaining cards may be the same."""
    config, settings, one, two = waiting(tmp_path)
    first, second = imported(config, one)["stack"], imported(config, two)["stack"]
    with closing(Cards.at(settings.folder / DATABASE)) as cards:
        assert outdated(second, Judged(0, 0), cards.stacks(), 0) == ""
        assert let_in(config, first)[0] == 0
        (closed,) = cards.stacks()
        assert "after stack" in outdated(second, Judged(0, 0), [closed], 0)
        assert outdated(second, Judged(1, 0), [closed], 0) == ""
        assert outdated(first, Judged(0, 0), [closed], 0) == ""
        half = replace(closed, closed=None)
        assert f"kiosk cards commit {first} goes on" in outdated(second, Judged(0, 0), [half], 0)


def test_what_was_outdated_after_the_command_looked_is_not_let_in_either(tmp_path: Path) -> None:
    config, settings, one, two = waiting(tmp_path)
    first, second = imported(config, one)["stack"], imported(config, two)["stack"]
    assert let_in(config, first)[0] == 0
    waits = next(found for found in waiting_in(settings.folder) if found.name == second)
    people = [Voucher("R1", PIN), Voucher("C1", PIN)]
    with (
        closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book,
        pytest.raises(StagingChanged, match="came into the register after"),
    ):
        commit(book, waits, people, SystemClock().now, silent)
    assert desk.count_in(settings) == 1


def test_a_weapon_registered_since_a_stack_was_judged_outdates_it(tmp_path: Path) -> None:
    """A card that was said to have no weapon may be that weapon's: it is judged once more."""
    config, settings, one, _ = waiting(tmp_path)
    first = imported(config, one)["stack"]
    desk.armed(settings, ("1070000265", "0000001"))
    code, said = let_in(config, first)
    assert (code, f"1 weapons were registered or corrected after stack {first}" in said) == (
        1,
        True,
    )
    waits = next(found for found in waiting_in(settings.folder) if found.name == first)
    with (
        closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book,
        pytest.raises(StagingChanged, match="weapons were registered"),
    ):
        commit(book, waits, [Voucher("R1", PIN)], SystemClock().now, silent)
    assert desk.count_in(settings) == 0
    assert imported(config, one)["fates"]["matched"] == 1
    assert let_in(config, first)[0] == 0


def test_importing_a_closed_stack_again_leaves_what_was_judged_of_it(tmp_path: Path) -> None:
    """A weapon was registered since; the paper goes on saying what stands in the book."""
    config, settings, one, _ = waiting(tmp_path)
    two = listed(tmp_path / "2.csv", [HEAD, ("C2", "0000002", *GOOD[2:])])
    stack = imported(config, two)["stack"]
    assert let_in(config, stack)[0] == 0
    before = typed("cards", "report", stack, "--config", config).stdout
    desk.armed(settings, ("1070000265", "0000002"))
    again = imported(config, two)
    assert (again["fates"]["matched"], again["fates"]["card_only"]) == (0, 1)
    assert typed("cards", "report", stack, "--config", config).stdout == before
    assert imported(config, one)["fates"]["matched"] == 1


def test_a_paper_whose_staging_was_lost_has_the_totals_of_the_book(tmp_path: Path) -> None:
    config, settings, _, _ = waiting(tmp_path)
    path = listed(tmp_path / "2.csv", [HEAD, ("C2", "0000002", *GOOD[2:])])
    stack = imported(config, path)["stack"]
    assert let_in(config, stack)[0] == 0
    (settings.folder / "cards" / stack / "staging.db").unlink()
    desk.armed(settings, ("1070000265", "0000002"))
    assert imported(config, path)["fates"]["matched"] == 1
    page = typed("cards", "report", stack, "--config", config).stdout
    assert "card only: no weapon yet</th><td class=mono>1</td>" in page
    assert "matched: card and weapon</th><td class=mono>0</td>" in page
