"""What one room says another has words for; both would be right alone."""

import pytest

from drivers.protocols.rejections import REJECTIONS
from kiosk.service.sentences import names


@pytest.mark.promise("P11")
def test_every_rejection_of_a_reader_has_a_sentence_of_its_own() -> None:
    assert set(REJECTIONS) <= names("refused")
