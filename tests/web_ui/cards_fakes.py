"""Lists of cards made of plain values, for tests of their pages and for a look at them.

`FakeCards` answers with what it was given, remembers what was asked, and does what it is told to
say. `STACKS` holds a list in every state that a page must be able to show.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.service.cards import views as v
from kiosk.service.protocol import KioskSilent, OfficePass
from tests.web_ui.client import token_in
from tests.web_ui.fakes import FakeClock, FakeService, view_of
from web_ui.cards import CardsDesk
from web_ui.office import create_office

COLUMNS = v.Columns(
    ("No.", "Gravure <u>", "elx", "remarks"),
    ("card", "serial", "", ""),
    (2,),
    (("C1", "0012345", "kMBg;", "=1+1"), ("C2", "<script>", "", "កាំភ្លើង")),
    ("card", "serial", "calibre", "note"),
    "cp1252",
    mixed=True,
)
FOUND = v.Found(
    206_122,
    {"matched": 12, "card_only": 206_000, "weapon_only": 3, "duplicate": 100, "unreadable": 10},
    {"lost_zeros": 41, "look_alike": 7, "a_later_kind": 1},
    formulas=2,
    mixed=True,
    keyed=50,
    keyers=("12-0500",),
)


def stack(state: v.State, **more: object) -> v.Stack:
    """Return a list as it stands in one state."""
    name = f"{list(v.State).index(state):016x}"
    plain = v.Stack(name, state, f"kaat <{state}> ក.csv", 206_122, "12-0500", mark=f"mark {state}")
    return replace(plain, **more)  # type: ignore[arg-type]  # a test names real fields


STACKS = tuple(
    stack(state, **more)
    for state, more in (
        (v.State.ARRIVING, {"done": 400, "total": 1000, "cards": 0}),
        (v.State.LOOKING, {"cards": 0}),
        (v.State.COLUMNS, {"columns": COLUMNS, "cards": 0}),
        (v.State.JUDGING, {"done": 120_000, "total": 206_122}),
        (v.State.JUDGED, {"found": FOUND}),
        (v.State.AWAITED, {"found": FOUND}),
        (v.State.COMING_IN, {"done": 4_200, "total": 206_122, "let_in_by": ("12-1", "12-2")}),
        (v.State.IN, {"found": FOUND, "head": "9:c0ffee", "let_in_by": ("12-1", "12-2")}),
        (v.State.REFUSED, {"why": "broken_row", "detail": "kaat.csv, row 3: <quotation>."}),
    )
)
DOUBT = v.DoubtLine(3, "C2", "serial", "look_alike", "1O1 <u>")
SOUGHT = (
    v.SoughtLine(4, "C3", "0012345 <u>", "reported_lost", exact=True, found="1010000182"),
    v.SoughtLine(5, "C4", "77<u>", "destroyed", exact=False, found="K-<u>"),
)
LONE_CARD = v.LoneCardLine("C9 <u>", "0077 <u>", 12, "kaat <u>.csv", "1010000182")
LONE_WEAPON = v.LoneWeaponLine("1010000279", "AKM <u>", "00<u>", "R1-07")
DIFFERENCE = v.DifferenceLine(3, "C2", "serial", "0012345", "0012346", "12-0501")


@dataclass
class FakeCards:
    """Lists that answer at once. `asked`: each question with what was given."""

    told: tuple[v.Stack, ...] = STACKS
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    silent: bool = False
    reason: str = ""
    done: v.Done = field(default_factory=v.Done)
    keyed: v.KeyedOne = field(default_factory=lambda: v.KeyedOne(agrees=True))
    card: v.KeyingPage = field(
        default_factory=lambda: v.KeyingPage(7, "C7 <i>", ("serial", "calibre"), 6, 40)
    )
    offset: int = 0
    whole: str = ""
    why: str = ""
    pieces: list[v.Piece] = field(default_factory=list)
    sheets: tuple[bytes, ...] = (b"card,serial\r\n", b"C1,0012345\r\n", b"C2,\xff\r\n")

    def stacks(self, by: str) -> v.StackList:
        self._answer("stacks", by)
        return v.StackList(reason=self.reason) if self.reason else v.StackList(self.told)

    def stack(self, by: str, name: str) -> v.StackPage:
        self._answer("stack", by, name)
        if self.reason:
            return v.StackPage(reason=self.reason)
        found = next((one for one in self.told if one.name == name), None)
        return v.StackPage(found, why="" if found else "gone")

    def arrived(self, by: str, sha256: str) -> v.Arrived:
        self._answer("arrived", by, sha256)
        return v.Arrived(self.offset, self.whole, self.reason, self.why)

    def piece(self, by: str, piece: v.Piece) -> v.Arrived:
        self._answer("piece", by)
        if self.reason or self.why:
            return v.Arrived(self.offset, "", self.reason, self.why)
        if piece.offset == self.offset:
            self.pieces.append(piece)
            self.offset += len(piece.content)
        return v.Arrived(self.offset, STACKS[1].name if self.offset == piece.size else "")

    def judge(
        self, by: str, name: str, mark: str, fields: tuple[str, ...], limon: tuple[int, ...]
    ) -> v.Done:
        self._answer("judge", by, name, mark, fields, limon)
        return self.done

    def doubts(self, by: str, name: str, kind: str = "", after: str = "") -> v.DoubtPage:
        self._answer("doubts", by, name, kind, after)
        return v.DoubtPage((DOUBT,), "" if after else "3|serial|look_alike", self.reason)

    def differences(self, by: str, name: str) -> v.DifferencePage:
        self._answer("differences", by, name)
        return v.DifferencePage((DIFFERENCE, replace(DIFFERENCE, row=0, by="")), self.reason)

    def sought(self, by: str, name: str, after: int = 0) -> v.SoughtPage:
        self._answer("sought", by, name, after)
        return v.SoughtPage(SOUGHT, 0 if after else 10_001, self.reason)

    def unmatched(self, by: str, what: str, text: str = "", after: str = "") -> v.UnmatchedPage:
        self._answer("unmatched", by, what, text, after)
        behind = "" if after else '[1, "card", "9&"]'
        if what == "weapon_only":
            return v.UnmatchedPage(weapons=(LONE_WEAPON,), after=behind, reason=self.reason)
        return v.UnmatchedPage((LONE_CARD,), after=behind, reason=self.reason)

    def next_card(self, by: str, name: str, after: int, row: int = 0) -> v.KeyingPage:
        self._answer("next_card", by, name, after, row)
        return replace(self.card, reason=self.reason)

    def key(self, by: str, name: str, typed: v.Typed) -> v.KeyedOne:
        self._answer("key", by, name, typed)
        return self.keyed

    def sign(self, by: str, name: str, mark: str, pin: str) -> v.Done:
        self._answer("sign", by, name, mark, pin)
        return self.done

    def drop(self, by: str, name: str, mark: str) -> v.Done:
        self._answer("drop", by, name, mark)
        return self.done

    def paper(self, by: str, name: str, after: str = "") -> v.Sheet:
        self._answer("paper", by, name, after)
        return self._sheet(after)

    def export(self, by: str, name: str = "", after: str = "") -> v.Sheet:
        self._answer("export", by, name, after)
        return self._sheet(after)

    def _sheet(self, after: str) -> v.Sheet:
        if self.reason or self.why:
            return v.Sheet(reason=self.reason, why=self.why)
        at = int(after or 0)
        more = str(at + 1) if at + 1 < len(self.sheets) else ""
        return v.Sheet(self.sheets[at], more)

    def _answer(self, *asked: Any) -> None:  # noqa: ANN401 - whatever was asked with
        if self.silent:
            raise KioskSilent
        self.asked.append(asked)


BASE = "https://localhost"
WHO = "12-0500"


class Sitting:
    """An office with one registrar at the desk of cards."""

    def __init__(self, *desks: str) -> None:
        self.service, self.cards, self.clock = FakeService(view_of()), FakeCards(), FakeClock()
        self.service.passes[WHO, "135790"] = OfficePass(
            granted=True, number=WHO, name="Ros Maly", role="registrar", desks=desks or ("cards",)
        )
        self.app = create_office(self.service, desks=(CardsDesk(self.cards),), clock=self.clock)
        self.browser: FlaskClient = self.app.test_client()
        login = self.browser.get("/", base_url=BASE).text
        self.token = token_in(login)
        fields = {"number": WHO, "pin": "135790", "token": self.token}
        self.browser.post("/enter", data=fields, base_url=BASE)
        self.token = token_in(self.browser.get("/cards", base_url=BASE).text) if not desks else ""
        self.cards.asked.clear()

    def last(self) -> tuple[Any, ...]:
        """Return what was asked last, and with what."""
        return self.cards.asked[-1]

    def get(self, path: str = "/cards") -> TestResponse:
        """Ask for a page."""
        return self.browser.get(path, base_url=BASE)

    def post(self, path: str, **fields: object) -> TestResponse:
        """Send a form with its token."""
        return self.browser.post(path, data={"token": self.token, **fields}, base_url=BASE)
