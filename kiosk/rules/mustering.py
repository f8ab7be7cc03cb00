"""What is kept at posts without a kiosk, and the sheets that are out: how their lines move them.

Values only, and no decision. Whether an assignment is in force is asked of `rules.posts`, which
knows who has the weapon now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.change import replace
from kiosk.rules.things import OfficerNumber, WeaponNumber

MusterLine = (
    e.StandingAssigned | e.MusterDrawn | e.MusterAnswered | e.MusterClosed | e.MusterLate
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """A weapon left with its holder for long; all moments are wall.

    `since_ms`: when the custody began that this is about. With that custody it ends: a weapon that
    comes back and goes out again is a duty issue until somebody signs anew.
    """

    holder: OfficerNumber
    post: str
    until_ms: int
    every_d: int
    since_ms: int
    seen_ms: int


@dataclass(frozen=True)
class Muster:
    """A sheet that is out, and what came back of it so far."""

    drawn: e.MusterDrawn
    answers: Mapping[WeaponNumber, e.MusterAnswered] = field(default_factory=dict)


@dataclass(frozen=True)
class Musters:
    """Everything about posts. `open`: the sheet that is out, by post; `newest`: the last number.

    `unseen`: weapons that a sheet says are not there, or differ, and since when their custody was:
    no later sheet takes that back, only the weapon itself, handed in. `told`: the deadline
    that was told of last, by post.
    """

    standing: Mapping[WeaponNumber, Standing] = field(default_factory=dict)
    open: Mapping[str, Muster] = field(default_factory=dict)
    newest: int = 0
    unseen: Mapping[WeaponNumber, int] = field(default_factory=dict)
    told: Mapping[str, int] = field(default_factory=dict)

    def numbered(self, number: int) -> Muster | None:
        """Return the sheet with this number, if it is the one that is out."""
        return next((one for one in self.open.values() if one.drawn.muster == number), None)


NO_MUSTERS = Musters()


def mustering(musters: Musters, entry: MusterLine, since_ms: int) -> Musters:
    """Return what is known of posts after one line.

    Args:
        musters: what was known before.
        entry: the line.
        since_ms: when the custody began of the weapon that the line is about; 0 if of none.
    """
    match entry:
        case e.StandingAssigned(at, weapon, officer, post, _, until_ms, every_d):
            standing = Standing(officer, post, until_ms, every_d, since_ms, at.wall_ms)
            return replace(musters, standing={**musters.standing, weapon: standing})
        case e.MusterDrawn(_, number, post):
            assert number > musters.newest, "sheets are numbered one after the other"
            return replace(musters, newest=number, open={**musters.open, post: Muster(entry)})
        case e.MusterAnswered():
            return _answered(musters, entry, since_ms)
        case e.MusterClosed(_, number, post):
            assert musters.numbered(number) is musters.open[post], "the sheet that is out is closed"
            left = {name: one for name, one in musters.open.items() if name != post}
            return replace(musters, open=left)
        case e.MusterLate(_, post, _, due_ms):
            return replace(musters, told={**musters.told, post: due_ms})
        case _:
            assert_never(entry)


def _answered(musters: Musters, entry: e.MusterAnswered, since_ms: int) -> Musters:
    sheet = musters.numbered(entry.muster)
    assert sheet is not None, "only the sheet that is out is answered"
    weapon, post = entry.weapon, sheet.drawn.post
    assert weapon in musters.standing, "and only what is kept at a post"
    answered = replace(sheet, answers={**sheet.answers, weapon: entry})
    musters = replace(musters, open={**musters.open, post: answered})
    if entry.answer is not e.MusterAnswer.SEEN:
        return replace(musters, unseen={**musters.unseen, weapon: since_ms})
    seen = replace(musters.standing[weapon], seen_ms=entry.at.wall_ms)
    return replace(musters, standing={**musters.standing, weapon: seen})
