"""Weapons that come in, made of plain values: a racking on the screen, and a desk to work at.

`FakeIncoming` answers at once, remembers what was sent, and takes a photo if it is told to.
"""

from dataclasses import dataclass, field, replace
from hashlib import sha256

from kiosk.service import rack_taps as t
from kiosk.service.found import StoryLine
from kiosk.service.marks import MarkFace
from kiosk.service.protocol import KioskSilent
from kiosk.service.rack_view import CardView, RackView
from kiosk.service.racking.views import (
    IntakeFace,
    NextNumber,
    Photo,
    PieceTaken,
    WaitingPage,
    WaitingWeapon,
    WeaponSheet,
)
from kiosk.service.views import PersonFace, Stage, Visit, WeaponFace

NOON_MS = 1_795_331_100_000
NARY = PersonFace("12-0500", "Ros Maly", "រស់ ម៉ាលី", "", "registrar")
NEW = WeaponFace("1030002547", "Norinco Type 56", "", "rifle", "inspect")
CARDS = (CardView("C000182", "56-1 2374O51", "7.62 x 39"),)
PLACES = ("R2-12", *(f"R1-{place:02}" for place in range(20, 29)))
RACKING = RackView("rifle", "7.62 x 39 mm", CARDS, photos=0)
STAR = sha256(b"star").hexdigest()
GONE = sha256(b"gone").hexdigest()

MARKS = (
    MarkFace(7, "proof", "ត្រា 66 <b>", "partial", "receiver, left", STAR, True, NARY, NOON_MS),
    MarkFace(9, "serial", "", "illegible", "", GONE, False, NARY, NOON_MS),
    MarkFace(12, "maker", "KBI 1951", "clear", "", "", False, None, NOON_MS),
)
CORRECTED = StoryLine(206_122, NOON_MS, "rtc", "btb-1", "weapon.corrected", {
    "changed": "name: Norinco Type 56 carbine → Norinco Type 56-1 rifle; serial: 56-1 2374O51 → ",
})  # fmt: skip
"""A correction that nobody took back: of two fields, which is the most, and long ones."""

SHEET = WeaponSheet(
    NEW, "7.62 x 39", "illegible", "empty", "", IntakeFace("cache", "2016-03-10", "សំឡូត", "r 7"),
    MARKS, ("serial",), 0, NOON_MS, NARY, tags=("30751FEB705C5904E3D50D70", "E200471BB0006013"),
    corrections=(CORRECTED,),
)  # fmt: skip
WAITING = (
    WaitingWeapon(NEW, "illegible", ("serial",), 0, NOON_MS, 2),
    WaitingWeapon(WeaponFace("1030002644", "AKM", "2374051", "rifle"), "clear", (), NOON_MS, 0, 0),
)

TAPS: list[tuple[str, list[tuple[str, str]], t.RackTap]] = [
    ("want_racking", [], t.WantRacking()),
    ("read_steel", [("digits", "០៧11")], t.ReadSteel("0711")),
    ("read_steel", [], t.ReadSteel("")),
    ("say_agreement", [], t.SayAgreement()),
    (
        "say_agreement",
        [("differing", "type"), ("differing", "serial")],
        t.SayAgreement(("type", "serial")),
    ),
    ("say_cleaned", [], t.SayCleaned()),
    ("tell_photo", [("why", "later")], t.TellPhoto("later")),
    ("choose_place", [("position", "R1-07")], t.ChoosePlace("R1-07")),
    ("choose_place", [], t.ChoosePlace("")),
]
"""Each form of a racking, and its tap."""


def rack_visits(here: Visit) -> dict[Stage, Visit]:
    """Return the visits that belong to the stages of a racking."""
    blind = replace(here, weapon=NEW, racking=RackView())
    about = replace(here, weapon=NEW, racking=RACKING)
    placed = replace(about, position="R2-12", cable="R2-C3")
    return {
        Stage.RACK_LABEL: replace(here, racking=RackView()),
        Stage.RACK_STEEL: blind,
        Stage.RACK_CHECK: about,
        Stage.RACK_CLEAN: about,
        Stage.RACK_PHOTO: about,
        Stage.RACK_PLACE: replace(about, racking=replace(RACKING, places=PLACES)),
        Stage.RACK_SECOND: placed,
    }


@dataclass
class FakeIncoming:
    """A desk of weapons that come in. `reason`: why nobody may; `photo_reason`: why no photo."""

    asked: list[tuple[str, ...]] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    reason: str = ""
    photo_reason: str = ""
    silent: bool = False
    following: str = "1030002741"
    at_once: int = 50
    photos: dict[str, Photo] = field(default_factory=dict)
    sheets: dict[str, WeaponSheet] = field(default_factory=lambda: {NEW.number: SHEET})

    def waiting(self, by: str, what: str, after: str = "") -> WaitingPage:
        self._answer("waiting", by, what, after)
        if self.reason:
            return WaitingPage(reason=self.reason)
        begins = next((n for n, one in enumerate(WAITING, 1) if one.weapon.number == after), 0)
        shown = WAITING[begins : begins + self.at_once]
        more = shown[-1].weapon.number if WAITING[begins + self.at_once :] else ""
        return WaitingPage(shown, more)

    def sheet(self, by: str, number: str) -> WeaponSheet:
        self._answer("sheet", by, number)
        if self.reason:
            return WeaponSheet(reason=self.reason)
        return self.sheets.get(number, WeaponSheet())

    def next_number(self, by: str) -> NextNumber:
        self._answer("next", by)
        return NextNumber(reason=self.reason) if self.reason else NextNumber(self.following)

    def send_photo(self, by: str, content: bytes) -> PieceTaken:
        self._answer("photo", by)
        self.sent.append(content)
        if self.photo_reason:
            return PieceTaken(self.photo_reason)
        return PieceTaken(photo=sha256(content).hexdigest())

    def photo(self, by: str, photo: str) -> Photo | None:
        self._answer("see", by, photo)
        return self.photos.get(photo)

    def _answer(self, *asked: str) -> None:
        if self.silent:
            raise KioskSilent
        self.asked.append(asked)
