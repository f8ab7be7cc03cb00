"""A register made of plain values, for tests of its pages and for a look at them.

`FakeRegister` finds by plain `in`, pages by two, remembers what was asked, and lets in whom it is
told to. `THINGS` and `LIFE` hold what a page must be able to show.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.service.found import CardFace, Found, FoundPage, StoryLine, StoryPage
from kiosk.service.protocol import KioskSilent
from kiosk.service.views import PersonFace, WeaponFace
from tests.web_ui.fakes import CHAN, NOON_MS, SOK

AKM = WeaponFace("1010000182", "Norinco Type 56", "56-1 ២៣៧៤០៥១", "rifle")
LIKE = WeaponFace("1010000279", "AKM", "2374O51", "rifle")
LOST = WeaponFace("1010000376", "CZ 75", "", "pistol")

THINGS = (
    Found("weapon", "part", weapon=AKM, state="out", position="R1-04", calibre="7.62x39",
          holder=SOK, since_ms=NOON_MS - 3_600_000, due_ms=NOON_MS + 3_600_000),
    Found("weapon", "alike", weapon=LIKE, state="in", position="R1-05", calibre="7.62x39"),
    Found("weapon", "part", weapon=LOST, state="missing", position="R1-06"),
    Found("card", "part", card=CardFace(77, "C000182", "2374051", "matched", AKM.number, 12,
                                        "ប័ណ្ណ <2006>.csv")),
    Found("officer", "part", officer=SOK, held=(AKM.number,)),
)  # fmt: skip


def line(seq: int, kind: str, *people: tuple[str, PersonFace], **facts: str) -> StoryLine:
    """Return one line of a story; `_` in a name of a fact stands for a dot where that is meant."""
    named = {name.replace("__", "."): value for name, value in facts.items()}
    clock = "unknown" if seq == 3 else "rtc"
    return StoryLine(seq, NOON_MS + 60_000 * seq, clock, "btb-1", kind, named, dict(people))


LIFE = (
    line(3, "weapon.registered", weapon__name="Norinco Type 56", weapon__serial="56-1 2374O51",
         by="founding"),
    line(4, "card.imported", card="C000182", row="12", fate="matched", serial="2374051"),
    line(7, "weapon.corrected", ("by.0", SOK), ("by.1", CHAN), why="read again",
         changed="serial: 56-1 2374O51 → 56-1 ២៣៧៤០៥១", by="12-0417, 12-0088"),
    line(9, "weapon.racked", position="R1-04", by="founding"),
    line(41, "issue.asked", ("officer", SOK), mission="M-7", due_ms=str(NOON_MS),
         needs_second="true"),
    line(42, "counter.signed", ("by", CHAN), purpose="issue"),
    line(43, "release.granted", ("officer", SOK), ("by", CHAN), cable="C1", position="R1-04",
         purpose="issue"),
    line(44, "cable.opened", cable="C1"),
    line(45, "weapon.issued", ("officer", SOK), position="R1-04", mission="M-7",
         due_ms=str(NOON_MS), rounds__magazines="2", rounds__rounds="60"),
    line(46, "cable.shut", cable="C1", open_ms="14200"),
    line(47, "count.agreed", cable="C1", counted="5", how="said"),
    line(60, "refused", ("officer", SOK), reason="wrong_role", text=AKM.number),
    line(61, "a.later_kind", text="<b>"),
)  # fmt: skip


@dataclass
class FakeRegister:
    """A register that answers every question at once. Any thread may ask."""

    asked: list[tuple[str, str, str, str]] = field(default_factory=list)
    told: list[tuple[str, str, int, int]] = field(default_factory=list)
    silent: bool = False
    reason: str = ""
    at_once: int = 50
    things: tuple[Found, ...] = THINGS
    life: Mapping[str, tuple[StoryLine, ...]] = field(default_factory=lambda: {AKM.number: LIFE})

    def find(self, by: str, text: str, after: str = "", kind: str = "") -> FoundPage:
        self._answer()
        self.asked.append((by, text, after, kind))
        if self.reason:
            return FoundPage(reason=self.reason)
        found = [one for one in self.things if text in repr(one) and kind in ("", one.of)]
        begins = int(after) if after.isdecimal() else 0
        ends = begins + self.at_once
        return FoundPage(tuple(found[begins:ends]), str(ends) if found[ends:] else "")

    def story(self, by: str, weapon: str, before: int = 0, after: int = 0) -> StoryPage:
        self._answer()
        self.told.append((by, weapon, before, after))
        if self.reason:
            return StoryPage(reason=self.reason)
        every = self.life.get(weapon, ())
        lines = [one for one in every if after < one.seq < (before or 2**62)]
        shown = lines[: self.at_once] if after else lines[-self.at_once :]
        one = next((x for x in self.things if x.weapon and x.weapon.number == weapon), None)
        return StoryPage(
            one,
            tuple(shown),
            len(every),
            bool(shown) and shown[0] != every[0],
            bool(shown) and shown[-1] != every[-1],
        )

    def _answer(self) -> None:
        if self.silent:
            raise KioskSilent
