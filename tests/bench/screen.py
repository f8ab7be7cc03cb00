"""A browser's part over HTTP without a browser: it fetches pages, and sends the forms on them."""

import http.client
import re
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit


class Screen:
    """One touch screen: one connection that stays open, one cookie."""

    def __init__(self, address: str) -> None:
        """Fetch the first page of the touch page at this address."""
        self._host = urlsplit(address).netloc
        self._line = http.client.HTTPConnection(self._host, timeout=15)
        self._cookie = ""
        self._hidden: dict[str, str] = {}
        self.fetch()

    def fetch(self) -> str:
        """Fetch the page of wherever the person stands, and return it."""
        page = self._ask("GET", "/", "", 200)
        for name in ("token", "standing"):
            found = re.search(rf'name="{name}" value="([^"]*)"', page)
            self._hidden[name] = found.group(1) if found else ""
        return page

    def form(self, fields: Mapping[str, str]) -> str:
        """Return the fields of a form of the last page fetched, ready to be sent."""
        return urlencode({**self._hidden, **fields})

    def tap(self, name: str, form: str) -> None:
        """Send a form, and take the answer that says where to go on."""
        self._ask("POST", f"/tap/{name}", form, 303)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _ask(self, method: str, path: str, body: str, expected: int) -> str:
        headers = {"Cookie": self._cookie}
        if body:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://{self._host}",
            }
        self._line.request(method, path, body or None, headers)
        answer = self._line.getresponse()
        content = answer.read().decode()
        cookie = answer.getheader("Set-Cookie")
        if cookie:
            self._cookie = cookie.partition(";")[0]
        if answer.status != expected:
            raise RuntimeError(f"{method} {path} was answered with {answer.status}: {content}")
        return content
