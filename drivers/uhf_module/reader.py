"""The thread that looks, antenna after antenna, and its state."""

import time
from collections.abc import Callable, Sequence
from typing import Final

from drivers.parts.noise import Noise
from drivers.parts.repeats import Clock
from drivers.parts.serial_port import SerialPort
from drivers.parts.supervision import SupervisedReader
from drivers.readings import Put, PutSeen, Seen
from drivers.uhf_module import chafon, magicrf
from drivers.uhf_module.exchange import Language
from drivers.uhf_module.table import Count, TagTable

LOOK_S: Final = 0.2
"""Between two looks. Ours: a person walks past a gate's antenna in a second and a half."""

AWAY_S: Final = 5.0
"""So long unseen, and a tag at the gate is told again. Ours: a body hides a tag for seconds."""

CHECK_S: Final = 30.0
"""How often power and region are read back. Ours."""

POWERS: Final = range(31)
"""dBm. What a module's own bound is, it says by not taking more."""

_TICK_S: Final = 0.02
_GOOD_LOOKS: Final = 20


def _nobody(_: Seen) -> None:
    """Take no notice."""


class UhfModule(SupervisedReader):
    """A UHF module. What it sees goes to `see` and into its count.

    It puts Found and Lost, and rejects noise; it never puts a Scan.
    """

    def __init__(  # noqa: PLR0913 - one keyword per setting of the module
        self,
        reader: str,
        url: str,
        *,
        language: str,
        region: str,
        power_dbm: int,
        antennas: Sequence[int] = (1,),
        baud: int | None = None,
        see: PutSeen = _nobody,
        clock: Clock = time.monotonic,
    ) -> None:
        """Do nothing yet.

        Args:
            reader: the name in Seen, Lost and Found, and in rejections for noise.
            url: the device, or a pyserial URL; /dev/serial/by-id and by-path stay the same.
            language: "r200", "yrm100" (also M100), "chafon18" or "chafon288".
            region: "china900", "us", "eu", "korea" or "china800": what the law allows where it
                stands. There is no default.
            power_dbm: of the transmitter, 0 to 30.
            antennas: which are asked, in turn; only a chafon288 has more than one.
            baud: bits a second, or None for the maker's own.
            see: told of each tag that was not there before.
            clock: seconds that only grow.

        Raises:
            ValueError: a language, region, power or antenna that there is not.
        """
        super().__init__(reader)
        if language in magicrf.MARKS:
            self._maker: Callable[..., Language] = magicrf.MagicRf
            self._baud, regions, most = magicrf.BAUD, set(magicrf.REGIONS), 1
        elif language in chafon.LANGUAGES:
            self._maker = chafon.Chafon
            self._baud, regions = chafon.BAUD, set(chafon.REGIONS)
            most = 4 if chafon.LANGUAGES[language] else 1
        else:
            known = ", ".join((*magicrf.MARKS, *chafon.LANGUAGES))
            raise ValueError(f"{reader}: language {language!r}; known are {known}")
        if region not in regions:
            raise ValueError(f"{reader}: region {region!r}; known are {', '.join(sorted(regions))}")
        if power_dbm not in POWERS:
            raise ValueError(f"{reader}: a power of {power_dbm} dBm; it goes from 0 to 30")
        if not antennas or not set(antennas) <= set(range(1, most + 1)):
            raise ValueError(f"{reader}: antennas {list(antennas)}; it has 1 to {most}")
        self._url = url
        self._baud = baud or self._baud
        self._settings = language, region, power_dbm
        self._antennas = tuple(antennas)
        self._see = see
        self._clock = clock
        self._noise = Noise(reader, clock)
        self._table = TagTable(AWAY_S)
        self.module = ""
        """What the module calls itself, once it was opened; for a technician."""

    def begin_count(self) -> None:
        """Begin a count: what was seen before is not in it. Any thread."""
        self._table.begin_count()

    def count(self) -> Count:
        """Return what was seen since the count began. Any thread."""
        return self._table.count()

    def _serve(self, put: Put, ready: Callable[[], None]) -> None:
        with SerialPort(self._url, self._baud, tick_s=_TICK_S) as port:
            module = self._maker(port, self._url, *self._settings, self._clock)
            self.module = module.open()
            module.was_noisy()  # what it says while it starts is nobody's noise
            ready()
            self._watch(module, put)

    def _watch(self, module: Language, put: Put) -> None:
        looks = 0
        checked = self._clock()
        while not self._stopping.is_set():
            antenna = self._antennas[looks % len(self._antennas)]
            found = module.inventory(antenna)
            if self._clock() - checked >= CHECK_S:
                module.check()
                checked = self._clock()
            if module.was_noisy():
                self._noise.tell(put)
            seen = [Seen(self.device, tag.epc, tag.antenna, tag.signal) for tag in found]
            for one in self._table.look(self._clock(), seen):
                self._see(one)
            looks += 1
            if looks == _GOOD_LOOKS:
                self._proved_itself()
            self._stopping.wait(LOOK_S)
