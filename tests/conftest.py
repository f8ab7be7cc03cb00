"""What every room's tests share: the same examples in each run, no stop-watch on a busy machine.

Fakes may not live here: each stands in its own module, where a reader can find it by its import.
"""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from tests.chromium import chromium

pytest_plugins = ["tests.promises"]

settings.register_profile("house", derandomize=True, deadline=None, database=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the one browser of a run."""
    with chromium() as started:
        yield started
