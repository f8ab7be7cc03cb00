"""Every promise has its tests, and nothing cites a promise that was not made."""

import re
from pathlib import Path

import pytest

from tests.house import tree
from tests.promises import due, promised

MARK = re.compile(r"mark\.promise\(([^)]*)\)")
CITED = re.compile(r"\bP\d{1,2}\b")
THEMSELVES = {Path("tests/promises.py"), Path("tests/house/test_promises.py")}


def marked() -> set[str]:
    """Return the promises that some test is marked with."""
    texts = (tree.text_of(path) or "" for path in tree.ours(".py"))
    return {name for text in texts for mark in MARK.findall(text) for name in CITED.findall(mark)}


def test_the_promises_are_numbered_without_a_gap() -> None:
    assert promised() == tuple(f"P{number}" for number in range(1, len(promised()) + 1))


@pytest.mark.parametrize("name", due())
def test_a_promise_has_a_test_named_after_it(name: str) -> None:
    assert name in marked()


def test_nothing_cites_a_promise_that_was_not_made() -> None:
    cited = {
        (str(path), name)
        for path in tree.ours(".py", ".md")
        if path not in THEMSELVES
        for name in CITED.findall(tree.text_of(path) or "")
    }
    assert {(path, name) for path, name in cited if name not in promised()} == set()
