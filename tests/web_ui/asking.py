"""Asking the touch page as a browser asks, without one."""

import re

from flask.testing import FlaskClient

from tests.web_ui.fakes import (
    FakeBench,
    FakeClock,
    FakeService,
)
from web_ui.touch import create_touch


def client_of(service: FakeService, clock: FakeClock | None = None) -> FlaskClient:
    app = create_touch(service, clock=clock or FakeClock(), bench=FakeBench())
    return app.test_client()


def token_in(html: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found is not None, "there is no form on this page"
    return found[1]


def page_in(html: str) -> str:
    found = re.search(r'data-page="([a-z_]+)"', html)
    assert found is not None, html[:500]
    return found[1]
