"""The source obeys the house: every rule of `tests.house.source`, over every file that is ours."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house import source, tree

Rule = Callable[[str], Iterator[source.Fault]]

PYTHON_RULES: tuple[Rule, ...] = (
    source.banned_names,
    source.leftovers,
    source.long_functions,
    source.no_docstring,
    source.unreasoned,
)
SHELL = {".sh", ".cfg", ".service", ".timer", ".rules", ".conf"}


def faults(rule: Rule, paths: list[Path]) -> list[str]:
    """Return one line per fault, as an editor can jump to it."""
    assert paths, "the rule was given no file; it would pass for ever"
    return [
        f"{path}:{fault.line}: {fault.says}"
        for path in paths
        if (text := tree.text_of(path)) is not None
        for fault in rule(text)
    ]


def test_no_file_is_longer_than_a_room_should_be() -> None:
    assert faults(source.too_long, tree.ours(*tree.WRITTEN)) == []


@pytest.mark.parametrize("rule", PYTHON_RULES, ids=lambda rule: str(rule.__name__))
def test_every_python_module_obeys(rule: Rule) -> None:
    assert faults(rule, tree.ours(".py")) == []


def test_no_folder_and_no_module_has_a_name_that_is_not_ours() -> None:
    wrong = {
        str(path): words
        for path in tree.ours(".py")
        if (words := [word for part in path.parts for word in source.banned_words_in(part)])
    }
    assert wrong == {}


def test_only_commands_print() -> None:
    paths = [path for path in tree.ours(".py") if path.parts[0] in tree.PACKAGES]
    assert faults(source.prints, [path for path in paths if not tree.is_command(path)]) == []


def test_nothing_unfinished_is_left_in_the_other_languages() -> None:
    endings = (tree.WRITTEN | SHELL) - {".py"}
    assert faults(source.leftovers_anywhere, tree.ours(*endings)) == []


def test_no_file_tells_where_or_how_it_was_written() -> None:
    assert (
        faults(source.traces, [path for path in tree.tracked() if "vendor" not in path.parts]) == []
    )


def test_every_driver_has_its_page_in_hardware_docs() -> None:
    pages = [path for path in tree.ours(".md") if path.parts[0] == "hardware_docs"]
    said = "\n".join(tree.text_of(page) or "" for page in pages)
    assert {name for name in tree.driver_names(tree.tracked()) if name not in said} == set()


def test_every_make_command_in_the_pages_exists() -> None:
    targets = tree.make_targets(tree.text_of(Path("Makefile")) or "")
    pages = {path: tree.make_calls(tree.text_of(path) or "") for path in tree.ours(".md")}
    assert any(pages.values()), "no page shows a command; the pattern must be wrong"
    assert {str(path): calls - targets for path, calls in pages.items() if calls - targets} == {}


def test_every_unit_starts_a_module_that_exists() -> None:
    units = tree.ours(".service")
    started = {name for unit in units for name in tree.started_modules(tree.text_of(unit) or "")}
    assert {name for name in started if not tree.module_exists(name)} == set()


def test_folders_that_hold_no_python_stay_out_of_the_import_system() -> None:
    """`import systemd` must find Debian's module or none: never our unit files."""
    modules = [path for path in tree.ours(".py") if path.parts[0] in {"systemd", "hardware_docs"}]
    assert modules == []


def test_decisions_are_numbered_without_a_gap_and_fit_on_a_page() -> None:
    pages = [path for path in tree.ours(".md") if path.parts[:2] == ("docs", "decisions")]
    numbers = [int(path.name[:4]) for path in pages]
    assert numbers == list(range(1, len(pages) + 1))
    assert numbers, "there are no decisions"
    for page in pages:
        text = tree.text_of(page) or ""
        assert len(text.splitlines()) <= 60, f"{page} is longer than a page"
        headings = re.findall(r"^## (\w+)", text, flags=re.MULTILINE)
        assert headings == ["Status", "Context", "Decision", "Consequences"], page
