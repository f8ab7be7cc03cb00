"""The UHF modules as the keeper's ears: a witness of counts, asked and never heard unasked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from drivers.parts.supervision import State
from drivers.uhf_module import UhfModule
from kiosk.config import Settings
from kiosk.keeper.ports import Heard
from kiosk.rules.things import RackId


@dataclass(frozen=True, slots=True)
class Antenna:
    """One module, by name, and the racks it stands at; none for the whole bay."""

    name: str
    racks: tuple[RackId, ...]
    module: UhfModule


class Antennas:
    """Every module of a bay. Begun and asked by the keeper; a module fills its count itself."""

    def __init__(self, antennas: Sequence[Antenna], now_ms: Callable[[], int]) -> None:
        """Listen from now on; `now_ms` is the wall clock."""
        self._antennas, self._now_ms = tuple(antennas), now_ms
        self.since_ms = now_ms()

    def begin(self) -> None:
        """Let every module forget what it heard."""
        for one in self._antennas:
            one.module.begin_count()
        self.since_ms = self._now_ms()

    def heard(self) -> tuple[Heard, ...]:
        """Return what each module heard since then. One that is lost by now is not whole (P7)."""
        return tuple(map(_heard, self._antennas))


def antennas_of(
    settings: Settings, senses: Mapping[str, object], now_ms: Callable[[], int]
) -> Antennas:
    """Return the modules of a configuration as ears.

    Args:
        settings: what kiosk.toml says.
        senses: the drivers that were built from it, by name.
        now_ms: the wall clock.
    """
    racks = {one.name: tuple(map(RackId, one.racks)) for one in settings.uhfs}
    modules = ((name, senses[name]) for name in racks)
    return Antennas(
        [
            Antenna(name, racks[name], module)
            for name, module in modules
            if isinstance(module, UhfModule)
        ],
        now_ms,
    )


def _heard(one: Antenna) -> Heard:
    count = one.module.count()
    whole = count.whole and one.module.state is State.READY
    return Heard(one.name, one.racks, count.looks, whole, tuple(seen.tag for seen in count.tags))
