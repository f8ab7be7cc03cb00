"""What is started once for all end-to-end tests: the browser, and the rack on mock pins."""

from collections.abc import Iterator

import pytest

from tests.end_to_end.rack import Rack, open_rack


@pytest.fixture(scope="session")
def shared_rack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rack]:
    with open_rack(tmp_path_factory.mktemp("rack"), weapons=40) as opened:
        yield opened


@pytest.fixture
def rack(shared_rack: Rack) -> Iterator[Rack]:
    """The rack, with nobody before it and nothing open."""
    shared_rack.rest()
    yield shared_rack
    shared_rack.rest()
