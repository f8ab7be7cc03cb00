"""Musters made of plain values, for tests of the desk's pages and for a look at them."""

from dataclasses import dataclass, field

from kiosk.rules.labels import Kind, number
from kiosk.rules.musters.codes import code_of
from kiosk.rules.things import WeaponNumber
from kiosk.service.muster_works import SaidRow
from kiosk.service.musters import views as v
from kiosk.service.protocol import KioskSilent
from tests.web_ui.fakes import NOON_MS

DAY_MS = 86_400_000
POST = "ប៉ុស្តិ៍រដ្ឋបាលកំពង់ធំ Kampong Thom"
ONE, TWO, THREE = (number(Kind.WEAPON, 1, place) for place in (1, 2, 3))
CODES = {one: code_of(41, WeaponNumber(one)) for one in (ONE, TWO, THREE)}


def kept(weapon: str, **changes: object) -> v.KeptFace:
    """Return a weapon at a post."""
    facts = {
        "name": "Norinco Type 56", "serial": "56-1 ២៣៧៤០៥១", "holder": "12-0417",
        "holder_name": "Sok Vanna", "holder_km": "សុខ វណ្ណា", "since_ms": NOON_MS, "post": POST,
        "by_ms": NOON_MS + 30 * DAY_MS, "until_ms": NOON_MS + 366 * DAY_MS,
    }  # fmt: skip
    return v.KeptFace(weapon, **{**facts, **changes})  # type: ignore[arg-type]  # its own fields


def row(weapon: str, **changes: object) -> v.RowFace:
    """Return a row of a sheet."""
    facts = {
        "name": "Norinco Type 56", "serial": "56-1 ២៣៧៤០៥១", "holder": "12-0417",
        "holder_name": "Sok Vanna", "holder_km": "សុខ វណ្ណា",
    }  # fmt: skip
    return v.RowFace(weapon, **{**facts, **changes})  # type: ignore[arg-type]  # its own fields


POSTS = v.MustersPage(
    (
        v.PostFace(POST, 3, NOON_MS + 7 * DAY_MS, muster=41, answered=1, rows=3),
        v.PostFace("Kdol <b>", 1, NOON_MS - DAY_MS, late=True),
    ),
    (kept(ONE), kept(TWO, late=True), kept(THREE, unseen=True)),
    (kept(number(Kind.WEAPON, 1, 9), post="", by_ms=0, until_ms=0),),
    may_leave=True,
)
SHEET = v.MusterPage(
    41, POST, NOON_MS, NOON_MS + 7 * DAY_MS,
    rows=(row(ONE, answer="differs", engraved="9999"), row(TWO), row(THREE, came_back=True)),
)  # fmt: skip


@dataclass
class FakeMusters:
    """Answers what it is given, and remembers what was asked."""

    posts: v.MustersPage = POSTS
    sheet: v.MusterPage = SHEET
    reason: str = ""
    silent: bool = False
    wrong: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[object, ...]] = field(default_factory=list)

    def page(self, by: str) -> v.MustersPage:
        """Return the posts."""
        self._asked("page", by)
        return v.MustersPage(reason=self.reason) if self.reason else self.posts

    def muster(self, by: str, number: int) -> v.MusterPage:
        """Return the sheet."""
        self._asked("muster", by, number)
        return v.MusterPage(reason=self.reason) if self.reason else self.sheet

    def read(self, by: str, rows: tuple[SaidRow, ...], seen_by: str) -> v.ReadPage:
        """Return each row as one that can be entered, but for those that are `wrong`."""
        self._asked("read", by, rows, seen_by)
        return v.ReadPage(
            tuple(
                v.ReadFace(
                    one, 41, one.code[5:15], "Norinco Type 56", "56-1 ២៣៧៤០៥១", "Sok Vanna",
                    "សុខ វណ្ណា", self.wrong.get(one.code, ""),
                )
                for one in rows
            ),
            self.reason,
        )  # fmt: skip

    def paper(self, by: str, number: int) -> v.PaperPage:
        """Return a paper."""
        self._asked("paper", by, number)
        return v.PaperPage("<!doctype html><style>p{}</style><p>paper", self.reason)

    def _asked(self, *what: object) -> None:
        if self.silent:
            raise KioskSilent("silent")
        self.asked.append(what)
