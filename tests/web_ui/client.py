"""What tests of pages share: a browser without a browser, and the shape of a page."""

import re
from html.parser import HTMLParser

from flask.testing import FlaskClient

from tests.web_ui.fakes import FakeBench, FakeClock, FakeService
from web_ui.touch import create_touch

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}",
    "</script><svg onload=alert(1)>",
    "javascript:alert(1)",
    "&lt;b&gt; &amp;amp;",
    "\u202eevil\u2066",
]


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


class Tags(HTMLParser):
    """The tags of a page in order, each with the names of its attributes: its shape."""

    def __init__(self) -> None:
        super().__init__()
        self.shape: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append((tag, tuple(name for name, _ in attrs)))

    @staticmethod
    def of(html: str) -> list[tuple[str, tuple[str, ...]]]:
        reader = Tags()
        reader.feed(html)
        return reader.shape
