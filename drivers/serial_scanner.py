"""A barcode or badge reader on a serial port: USB-CDC, a USB adapter, or the Pi's own UART.

What the bytes mean stands in `drivers.protocols.lines`.
"""

from functools import partial

from drivers.parts.serial_reader import SerialReader
from drivers.protocols.lines import Framing, LineDecoder


class SerialScanner(SerialReader):
    """A scanner on a serial port. Every text it sends is told, also twice the same."""

    def __init__(  # noqa: PLR0913 - one keyword per setting of the reader
        self,
        reader: str,
        url: str,
        *,
        baud: int = 9600,
        framing: Framing = "line",
        aim: bool = False,
        max_length: int = 64,
        gap_ms: int = 500,
    ) -> None:
        """Do nothing yet.

        Args:
            reader: the name that readings carry, in Lost and Found too.
            url: the device, or a pyserial URL; /dev/serial/by-id and by-path stay the same.
            baud: bits a second; a USB-CDC reader ignores it.
            framing: how scans begin and end.
            aim: whether the reader is set to send the AIM symbology prefix.
            max_length: the longest text that is still a scan, in characters.
            gap_ms: a longer silence inside a scan makes it a half scan. A character takes 1 ms at
                9600 baud; 500 also covers a slow wireless scanner.

        Raises:
            ValueError: an unknown framing, or a length outside 1..4096.
        """
        super().__init__(
            reader,
            url,
            baud=baud,
            gap_s=gap_ms / 1000,
            make_decoder=partial(
                LineDecoder, reader, framing=framing, aim=aim, max_length=max_length
            ),
        )
