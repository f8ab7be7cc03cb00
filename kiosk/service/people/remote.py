"""The desk of people, asked from another program and answered to it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.service.client import Conversation
from kiosk.service.people.views import (
    CertificatesPage,
    PeopleAsked,
    PeoplePage,
    PersonPage,
)
from kiosk.spelling import plain, thing


class RemotePeople:
    """A `PeopleRegister` behind a Unix socket."""

    def __init__(self, path: Path) -> None:
        """Speak to the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def close(self) -> None:
        """Hang up."""
        self._kiosk.close()

    def people(self, by: str, asked: PeopleAsked, after: str = "") -> PeoplePage:
        """Return a page of people."""
        question = {"ask": "people", "officer": by, "asked": plain(asked), "after": after}
        page: PeoplePage = thing(PeoplePage, self._page(question))
        return page

    def person(self, by: str, number: str, before: int = 0, after: int = 0) -> PersonPage:
        """Return all about one person."""
        question = {
            "ask": "person", "officer": by, "number": number, "before": before, "after": after,
        }  # fmt: skip
        page: PersonPage = thing(PersonPage, self._page(question))
        return page

    def certificates(self, by: str, after: str = "") -> CertificatesPage:
        """Return a part of the report of certificates."""
        question = {"ask": "certificates", "officer": by, "after": after}
        page: CertificatesPage = thing(CertificatesPage, self._page(question))
        return page

    def _page(self, question: Mapping[str, object]) -> dict[str, Any]:
        page: dict[str, Any] = self._kiosk.ask(question)["page"]
        return page
