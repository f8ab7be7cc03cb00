"""Two people at the bench of a simulated bay, at work for as long as somebody answers them.

They do what the screen asks for, whatever it was doing when the power went: draw a rifle, bring it
back, and look at what stands in doubt.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kiosk.service import protocol as p
from kiosk.service.client import RemoteBench, RemoteService
from kiosk.service.views import BayView, PositionView, Stage
from tests.assembly.program import CUSTODIAN, OFFICER, RIFLE, member

LOOK_S: Final = 0.02
AGAIN_S: Final = 0.4
"""When a person does it once more: the same label within 0.3 s is one scan (keeper.eyes)."""


@dataclass
class Seen:
    """What was seen outside the box. `heads`: number and hash; `opened`: cable, after which line.

    `stages`: where the visit stood when the power went.
    """

    heads: dict[int, str] = field(default_factory=dict)
    opened: list[tuple[str, int]] = field(default_factory=list)
    stages: Counter[str] = field(default_factory=Counter)


class Crew:
    """An officer and a custodian. One thread."""

    def __init__(self, socket: Path, seen: Seen) -> None:
        """Stand before the kiosk behind a socket; what they see goes into `seen`."""
        self._face, self._bench = RemoteService(socket), RemoteBench(socket)
        self._seen = seen
        self._here = OFFICER
        """Whose badge was shown last."""

        self._asked, self._again_s = "", 0.0
        self._began = -1
        self._energised: set[str] = set()
        self.stage = Stage.IDLE

    def close(self) -> None:
        """Hang up."""
        self._face.close()
        self._bench.close()

    def works(self, seconds: float) -> None:
        """Do whatever the screen asks for, for so long.

        Raises:
            KioskSilent: the power is gone.
        """
        until_s = time.monotonic() + seconds
        while time.monotonic() < until_s:
            view = self.look()
            self.act(view)
            self.rest(view)

    def look(self) -> BayView:
        """Look at screen and bolts, and remember what is there.

        Raises:
            KioskSilent: the power is gone.
        """
        view = self._face.view()
        self.stage = view.stage
        if view.seq:
            self._began = view.seq if self._began < 0 else self._began
            self._seen.heads[view.seq] = view.head
        bolts = self.energised()
        self._seen.opened += [(cable, self._began) for cable in sorted(bolts - self._energised)]
        self._energised = bolts
        return view

    def energised(self) -> set[str]:
        """Return the cables whose bolts have power.

        Raises:
            KioskSilent: the power is gone.
        """
        outputs = (part for part in self._bench.parts().parts if part.kind == "output" and part.on)
        names = (part.id.partition(" ") for part in outputs)
        return {cable for kind, _, cable in names if kind == "bolt"}

    def act(self, view: BayView) -> None:
        """Do what the screen asks for; once, and again when nothing came of it.

        Raises:
            KioskSilent: the power is gone.
        """
        now_s = time.monotonic()
        if view.page == self._asked and now_s < self._again_s:
            return
        self._asked, self._again_s = view.page, now_s + AGAIN_S
        visit = view.visit
        acts: dict[Stage, Callable[[], object]] = {
            Stage.IDLE: lambda: self._begin(view),
            Stage.CHOOSE: lambda: self._choose(view),
            Stage.COUNTER_SIGN: lambda: self._shows(CUSTODIAN),
            Stage.RETURN_WITNESS: lambda: self._shows(CUSTODIAN),
            Stage.OPEN_NOW: lambda: self._bench.cable(visit.cable, opened=True),
            Stage.CABLE_OPEN: lambda: self._takes_or_shuts(view),
            Stage.SHUT_NOW: lambda: self._bench.cable(visit.cable, opened=False),
            Stage.COUNT: lambda: self._face.tap(p.Count(_left_on(view, visit.cable))),
            Stage.RETURN_CLEAR: lambda: self._face.tap(p.ShowClear()),
            Stage.RETURN_REPORT: lambda: self._face.tap(p.Report(visit.magazines, visit.rounds)),
        }
        for stage in (Stage.PIN, Stage.COUNTER_SIGN_PIN, Stage.RETURN_WITNESS_PIN):
            acts[stage] = lambda: self._face.tap(p.Pin(member(self._here).pin))
        acts.get(view.stage, lambda: self._face.tap(p.Cancel()))()

    def rest(self, view: BayView) -> None:
        """Wait until something changes, or a moment."""
        self._face.wait(view.version, LOOK_S)

    def _begin(self, view: BayView) -> None:
        rifle = next((one for one in view.positions if _hangs(one, RIFLE)), None)
        if any(one.state == "doubt" for one in view.positions):
            self._shows(CUSTODIAN)
        elif rifle is not None and rifle.state == "out":
            self._bench.scan("weapon", RIFLE)
        else:
            self._shows(OFFICER)

    def _choose(self, view: BayView) -> None:
        doubtful = next((one for one in view.positions if one.state == "doubt"), None)
        if self._here == OFFICER:
            self._face.tap(p.Choose(RIFLE))
        elif doubtful is None:
            self._face.tap(p.Cancel())
        else:
            self._face.tap(p.Look(doubtful.id, present=_stands(doubtful)))

    def _takes_or_shuts(self, view: BayView) -> None:
        if view.visit.purpose == "issue":
            self._bench.scan("weapon", RIFLE)
        else:
            self._bench.cable(view.visit.cable, opened=False)

    def _shows(self, officer: str) -> None:
        self._here = officer
        self._bench.scan("badge", member(officer).badge_text)


def _left_on(view: BayView, cable: str) -> int:
    return sum(_stands(one) for one in view.positions if one.cable == cable)


def _hangs(place: PositionView, weapon: str) -> bool:
    return place.weapon is not None and place.weapon.number == weapon


def _stands(place: PositionView) -> bool:
    """Return whether a weapon stands there: it does unless somebody has it, in this bay."""
    return place.weapon is not None and place.holder is None
