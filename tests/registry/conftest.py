"""A closed book of 40 commits, made once and copied for each test."""

import shutil
from pathlib import Path

import pytest

from tests.registry.samples import fill, open_here


@pytest.fixture(scope="session")
def closed_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed book of 40 commits."""
    folder = tmp_path_factory.mktemp("pattern") / "book"
    book = open_here(folder)
    fill(book, 40)
    book.close()
    return folder


@pytest.fixture
def folder(closed_book: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(closed_book, tmp_path / "book"))
