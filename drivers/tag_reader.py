"""A badge reader for 125 kHz tags on a serial port: RDM630, RDM6300, ID-12LA, ID-20LA.

They repeat a tag for as long as it is held, and for ever when they are stuck: a tag is told
once. What the bytes mean stands in `drivers.protocols.lines` and `tags`.
"""

import time
from typing import Final

from drivers.parts.repeats import Clock, Repeats
from drivers.parts.serial_reader import SerialReader
from drivers.protocols.aliases import EM4100
from drivers.protocols.lines import LineDecoder
from drivers.readings import CardScan, Reading, Scan

BAUD: Final = 9600
"""RDM6300 data sheet and ID-12LA data sheet; neither can be set."""

AWAY_S: Final = 0.5
"""So long without a tag, and the same tag is told again. Ours: a reader repeats it every 65 ms, and
the tag of a moving hand is missed a few times."""

BITS: Final = 40
"""Of an EM4100: a version byte and 32 bits of number. Anybody can write it onto another tag."""

_GAP_S: Final = 0.1
"""A frame takes 15 ms at 9600 baud; a USB adapter may cut it in two, 16 ms apart."""


class TagReader(SerialReader):
    """A 125 kHz badge reader. A CardScan is a tag's ten digits, once however long it is held."""

    def __init__(self, reader: str, url: str, *, clock: Clock = time.monotonic) -> None:
        """Do nothing yet.

        Args:
            reader: the name that readings carry, in Lost and Found too.
            url: the device, or a pyserial URL; /dev/serial/by-id and by-path stay the same.
            clock: what tells a tag that is held from one that came back.
        """
        super().__init__(
            reader,
            url,
            baud=BAUD,
            gap_s=_GAP_S,
            make_decoder=lambda: ToldOnce(LineDecoder(reader, framing="rdm6300"), clock),
        )


class ToldOnce:
    """Passes on what a decoder tells, but not the same again while it goes on."""

    def __init__(self, tags: LineDecoder, clock: Clock) -> None:
        """Begin with no tag at the reader."""
        self._tags = tags
        self._repeats = Repeats(AWAY_S, clock)

    @property
    def busy(self) -> bool:
        """Whether a tag has begun and not ended."""
        return self._tags.busy

    def feed(self, received: bytes) -> list[Reading]:
        """Take some bytes, and return what they complete and was not told yet."""
        return self._news(self._tags.feed(received))

    def pause(self) -> list[Reading]:
        """Say that nothing came for the gap, or that the port went: what has begun is over."""
        return self._news(self._tags.pause())

    def _news(self, told: list[Reading]) -> list[Reading]:
        return [_named(each) for each in told if self._repeats.is_news(each)]


def _named(reading: Reading) -> Reading:
    """Say of a tag what kind of number it has."""
    if not isinstance(reading, Scan):
        return reading
    return CardScan(reading.reader, reading.text, EM4100, BITS)
