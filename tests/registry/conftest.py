"""A closed book to damage, a fresh copy for each test."""

import shutil
from pathlib import Path

import pytest

from tests.registry.samples import fill, open_here


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed book of 40 commits."""
    folder = tmp_path_factory.mktemp("pattern") / "book"
    book = open_here(folder)
    fill(book, 40)
    book.close()
    return folder


@pytest.fixture
def folder(pattern: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(pattern, tmp_path / "book"))
