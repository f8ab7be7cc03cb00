"""A long list, killed in the middle; with a million cards: python -m tests.cards."""

from pathlib import Path

import pytest

from tests.cards.long_list import brought_in


@pytest.mark.promise("P12")
def test_a_long_list_is_killed_and_goes_on_and_comes_out_byte_for_byte(tmp_path: Path) -> None:
    assert brought_in(tmp_path, 15_000).wrong == []
