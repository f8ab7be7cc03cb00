"""The chief's watch behind a Unix socket. Loads no rules and no book: the face uses it."""

from pathlib import Path

from kiosk.service.client import Conversation
from kiosk.service.watch.views import DaysPage, LensPage
from kiosk.spelling import thing


class RemoteWatch:
    """A `Watch` in another program."""

    def __init__(self, path: Path) -> None:
        """Speak to the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def close(self) -> None:
        """Hang up."""
        self._kiosk.close()

    def days(self, by: str, limit: int = 90) -> DaysPage:
        """Return the newest days on which anything was written."""
        asked = {"ask": "watch.days", "officer": by, "limit": limit}
        page: DaysPage = thing(DaysPage, self._kiosk.ask(asked)["page"])
        return page

    def lens(self, by: str) -> LensPage:
        """Return what the lenses see of all but the chief."""
        asked = {"ask": "watch.lens", "officer": by}
        page: LensPage = thing(LensPage, self._kiosk.ask(asked)["page"])
        return page
