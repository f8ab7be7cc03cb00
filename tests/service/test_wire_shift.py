"""What a screen is told of a stand-to, through the socket's own spelling and back."""

import json

import pytest

from kiosk.service.views import BayView
from kiosk.spelling import plain, thing
from tests.web_ui.shift_pages import SHIFT_PAGES


@pytest.mark.parametrize("name", SHIFT_PAGES)
def test_every_view_of_a_shift_comes_through_the_socket_as_it_was(name: str) -> None:
    """The pages were drawn from views that had never been spelled; behind a kiosk one broke."""
    view = SHIFT_PAGES[name][0]
    assert thing(BayView, json.loads(json.dumps(plain(view)))) == view
