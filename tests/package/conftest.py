"""The package, built once a run, and a machine it is installed on.

The long form (`make package`) makes the clean Debian if there is none, and is asked for by
PACKAGE=long; without it, what takes minutes is not collected.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.package.roots import Machine, NoRoot, clean_root, machine, package, ready

LONG = os.environ.get("PACKAGE") == "long"

PATIENCE_S = 1800
"""A build on a busy machine takes minutes, and it is part of the first test that asks for it."""

collect_ignore = [] if LONG else ["long"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of this room the time that a machine takes."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(PATIENCE_S))


@pytest.fixture(scope="session")
def debian() -> Path:
    """Return a clean Debian."""
    try:
        return clean_root(make=LONG)
    except NoRoot as none:
        if LONG:
            raise
        pytest.skip(str(none))


@pytest.fixture(scope="session")
def deb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the package, built now."""
    if not LONG and not ready():
        pytest.skip("the wheels of the lock are not kept here yet: `make deb` fetches them")
    return package(tmp_path_factory.mktemp("package"), quick=not LONG)


@pytest.fixture(scope="session")
def installed(debian: Path, deb: Path) -> Iterator[Machine]:
    """Return a machine on which the package was installed without a network."""
    with machine(debian) as made:
        made.copy(deb, "/tmp/armoury-kiosk.deb")  # noqa: S108 - inside the machine
        made.does("dpkg", "--install", "/tmp/armoury-kiosk.deb")  # noqa: S108 - the same
        yield made
