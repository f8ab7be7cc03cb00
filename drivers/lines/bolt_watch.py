"""Watches the bolts: whether the lines obey, and whether the coils draw what they should.

What is wrong is said as Lost, under the bolt's own name: a bolt that can not be trusted is as good
as away. It is found again at the next opening that went well.
"""

from typing import Final

from drivers.lines.ammeter import Ammeter
from drivers.lines.bolts import Bolts
from drivers.lines.coil_judgement import Coil, CoilJudge, Limits
from drivers.lines.i2c_bus import why_silent
from drivers.lines.polled import PolledSense
from drivers.readings import Edge, Put

LOOK_S: Final = 0.05
"""Between two looks. Ours: three of them find a short circuit in 0.15 s; the fuse is faster."""

AMMETER: Final = "bolt current"
"""The ammeter's name in Lost and Found."""

POWER: Final = "bolt power"
"""The line that is closed while no current flows but through a bolt that is on."""

ALL: Final = "bolts"
"""The name in Lost and Found of what concerns every bolt."""


class BoltWatch(PolledSense):
    """Tells how the bolts are. Without an ammeter it knows only the lines."""

    def __init__(self, bolts: Bolts, ammeter: Ammeter | None, limits: Limits | None = None) -> None:
        """Do nothing yet.

        Args:
            bolts: the bolts.
            ammeter: in their common supply, behind the arming switch.
            limits: what a good coil draws.
        """
        super().__init__("bolt watch", LOOK_S)
        self._bolts = bolts
        self._ammeter = ammeter
        self._judge = CoilJudge(limits or Limits())
        self._quiet: bool | None = None

    def look(self, put: Put, at_ms: int) -> None:
        """Look at the pulses' thread, at the current, and at what the lines said."""
        opened = self._bolts.opened
        coil = self._coil(put, at_ms, opened)
        if not self._bolts.alive:
            self._told.lost(put, ALL, "the arming pulses have ended: no bolt can be opened")
        elif coil is Coil.STUCK:
            self._told.lost(put, ALL, coil.value)
        elif self._told.nothing_of(ALL) or (coil is Coil.WELL and opened is None):
            self._told.found(put, ALL)
        self._tell_power(put, coil)
        if opened is not None and coil in {Coil.NO_CURRENT, Coil.TOO_MUCH}:
            self._bolts.drop(opened, coil.value)
        well = coil is Coil.WELL or self._ammeter is None
        faults = self._bolts.faults()
        for name in self._bolts.names:
            line = f"bolt {name}"
            if name in faults:
                self._told.lost(put, line, faults[name])
            elif self._told.nothing_of(line) or (name == opened and well):
                self._told.found(put, line)

    def _tell_power(self, put: Put, coil: Coil) -> None:
        """Say whether the bolts have power that nobody ordered, when that is new."""
        if coil in {Coil.STUCK, Coil.WELL} and self._quiet is not (coil is Coil.WELL):
            self._quiet = coil is Coil.WELL
            put(Edge(POWER, self._quiet))

    def _coil(self, put: Put, at_ms: int, opened: str | None) -> Coil:
        if self._ammeter is None:
            return Coil.UNKNOWN
        try:
            current_ma = self._ammeter.current_ma()
        except OSError as error:
            why = why_silent(error, self._ammeter.bus, self._ammeter.address)
            self._told.lost(put, AMMETER, why)
            return Coil.UNKNOWN
        self._told.found(put, AMMETER)
        return self._judge.look(at_ms, opened, current_ma)
