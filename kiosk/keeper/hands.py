"""The hands: the one place where an effect becomes a line that moves."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from kiosk.keeper.ears import NoEars
from kiosk.keeper.ports import Buzzer, Ears, Machine, Output
from kiosk.rules.effects import (
    Beep,
    Effect,
    Light,
    Listen,
    Lock,
    PowerOff,
    SetClock,
    Siren,
    Tone,
    Unlock,
)
from kiosk.rules.things import CableId, PositionId

Pattern = Sequence[tuple[int, int]]

PATTERNS: Mapping[Tone, Pattern] = {
    Tone.ACCEPTED: ((120, 0),),
    Tone.REFUSED: ((90, 70), (90, 70), (300, 0)),
    Tone.ATTENTION: ((400, 200), (400, 200), (400, 0)),
}
"""Each tone by its rhythm, in ms of sound and silence: never by pitch alone. Ours."""

HEARD: Pattern = ((15, 0),)
"""The tick that says a scan was heard, before anything is decided: audio within 20-70 ms is felt
as the answer to the touch (Kaaresoja and others, ACM TAP 2014)."""


class Hands:
    """Everything the bay can move. One thread: the keeper's."""

    def __init__(  # noqa: PLR0913, PLR0917 - every part that moves, plugged in by the assembly
        self,
        bolts: Mapping[CableId, Output],
        lights: Mapping[PositionId, Output],
        siren: Output,
        buzzer: Buzzer,
        ears: Ears | None = None,
        machine: Machine | None = None,
    ) -> None:
        """Take hold of the outputs; all of them are off already.

        `ears`: what is told to listen. `machine`: what all of this runs on.
        """
        self._bolts, self._lights, self._siren, self._buzzer = bolts, lights, siren, buzzer
        self._ears, self._machine = ears or NoEars(), machine

    def perform(self, effect: Effect) -> None:  # noqa: C901 - an index
        """Do one thing. Never more than one bolt is up."""
        match effect:
            case Unlock(cable):
                for other in self._bolts:
                    if other != cable:
                        self._bolts[other].off()
                self._bolts[cable].on()
            case Lock(cable):
                if cable in self._bolts:
                    self._bolts[cable].off()
            case Light(position, on):
                self._switch(self._lights.get(position), on=on)
            case Siren(on):
                self._switch(self._siren, on=on)
            case Beep(tone):
                self._buzzer.play(PATTERNS[tone])
            case Listen():
                self._ears.begin()
            case PowerOff():
                self._switch_off()
            case SetClock(wall_ms):
                self._set_clock(wall_ms)
            case _:
                assert_never(effect)

    def _switch_off(self) -> None:
        if self._machine is not None:
            self._machine.switch_off()

    def _set_clock(self, wall_ms: int) -> None:
        if self._machine is not None:
            self._machine.set_clock(wall_ms)

    def heard(self) -> None:
        """Tick: a scan arrived."""
        self._buzzer.play(HEARD)

    def let_go(self) -> None:
        """Drop every bolt and darken every light, whatever was going on."""
        for bolt in self._bolts.values():
            bolt.off()
        for light in self._lights.values():
            light.off()

    @staticmethod
    def _switch(output: Output | None, *, on: bool) -> None:
        if output is None:
            return
        if on:
            output.on()
        else:
            output.off()
