"""The capital's lists made of plain values."""

from dataclasses import dataclass, field, replace

from kiosk.service.cards.views import Arrived, Done, Piece
from kiosk.service.listed_view import ListedFace
from kiosk.service.losses.national_views import (
    BadRowFace,
    HereFace,
    ListFace,
    ListsPage,
    ListState,
)
from kiosk.service.protocol import KioskSilent
from tests.web_ui.fakes import NOON_MS

GONE = ListedFace(
    "destroyed", "near", "56-1 <O417>", "7.62x39", "Norinco Type 56", "BTB-2006-08",
    "ពិធីកម្ទេចអាវុធ បាត់ដំបង", "H.E. Em Sam An; Mr. D. de Beer", "2006-08-23", "",
)  # fmt: skip
LOST = replace(
    GONE, kind="lost", likeness="exact", batch="", ceremony="", signatories="", case="PP 2016/88"
)
HERE = HereFace("1010000182", "1010000182", "scan", NOON_MS - 600_000, (GONE, LOST))
UNKNOWN = HereFace("56-1 0999", "", "scan", NOON_MS - 900_000, (LOST,))
READY = ListFace("9f86d081884c7d65", ListState.READY, "losses-2016-03.csv", 412, 206_122, "12-0088")
BAD = ListFace(
    "1b4f0e9851971998", ListState.BAD, "old.csv", 3, 0, "12-0088",
    bad=(BadRowFace(7, "date", "23/8/06"), BadRowFace(9, "serial", ""), BadRowFace(11, "case", "")),
)  # fmt: skip
COMING = replace(
    READY, name="60303ae22b998861", state=ListState.COMING_IN, let_in_by=("12-0088", "12-0001"),
    at_ms=NOON_MS, done=103_000, total=206_534,
)  # fmt: skip
IN = replace(COMING, name="fd61a03af4f77d87", state=ListState.IN, done=206_534, here=2)


@dataclass
class FakeLists:
    """Lists that are told at once; `asked`: what was wanted of them."""

    lists: tuple[ListFace, ...] = (READY, BAD, IN)
    here: tuple[HereFace, ...] = (HERE, UNKNOWN)
    reason: str = ""
    silent: bool = False
    done: Done = field(default_factory=Done)
    asked: list[tuple[str, ...]] = field(default_factory=list)
    content: bytes = b""

    def page(self, by: str) -> ListsPage:
        self._speak(by)
        return ListsPage(reason=self.reason) if self.reason else ListsPage(self.lists, self.here)

    def arrived(self, by: str, sha256: str) -> Arrived:
        assert len(sha256) <= 64
        self._speak(by)
        return Arrived(len(self.content))

    def piece(self, by: str, piece: Piece) -> Arrived:
        self._speak(by)
        self.content += piece.content
        here = len(self.content)
        return Arrived(here, piece.sha256[:16] if here == piece.size else "")

    def sign(self, by: str, name: str, pin: str) -> Done:
        self._speak(by)
        self.asked.append(("sign", by, name, pin))
        return self.done

    def drop(self, by: str, name: str) -> Done:
        self._speak(by)
        self.asked.append(("drop", by, name))
        return self.done

    def _speak(self, by: str) -> None:
        if self.silent:
            raise KioskSilent(by)
