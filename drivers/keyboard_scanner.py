"""A barcode or badge reader that types like a keyboard (Linux evdev).

The device is taken for this program alone (EVIOCGRAB), so that no label can type into a browser
or a console. What the keys mean stands in `drivers.protocols.key_presses`.
"""

import select
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import TYPE_CHECKING, Final

from drivers.parts.hot_plug import RETRY_S, TICK_S, DeviceGone, why_gone
from drivers.parts.supervision import SupervisedReader
from drivers.parts.usb import NoUsbName, path_of
from drivers.protocols.key_presses import LED_CAPSL, KeyDecoder
from drivers.readings import Put

if TYPE_CHECKING:
    from evdev import InputDevice

_EMPTY_READS: Final = 5
"""So many times "there is something" with nothing behind it, and the device is gone.

Once is normal: the node vanishes a moment before reads say ENODEV (measured with USB gadgets).
"""


class KeyboardScanner(SupervisedReader):
    """A scanner on an input device, read by one thread that does nothing else.

    That thread must not wait: the kernel keeps 64 records for it, some ten characters.
    """

    def __init__(  # noqa: PLR0913 - one keyword per setting of the reader
        self,
        reader: str,
        path: str,
        *,
        layout: str = "us",
        suffixes: Iterable[str] = ("enter", "tab", "kpenter"),
        max_length: int = 64,
        gap_ms: int = 500,
    ) -> None:
        """Do nothing yet.

        Args:
            reader: the name that readings carry, in Lost and Found too.
            path: the input device, or `usb:` (drivers.parts.usb); by-path names stay.
            layout: the keyboard layout the scanner is programmed for.
            suffixes: the keys that end a scan: any of "enter", "tab", "kpenter".
            max_length: the longest text that is still a scan, in characters.
            gap_ms: a longer silence inside a scan makes it a half scan. Scanners type a character
                in 2 to 10 ms; 500 also covers a slow wireless one.

        Raises:
            ValueError: an unknown layout or suffix.
        """
        super().__init__(reader, back_off_s=(RETRY_S,))
        self._path = path
        self._gap_ms = gap_ms

        def decoder(*, caps: bool) -> KeyDecoder:
            return KeyDecoder(
                reader,
                layout=layout,
                suffixes=suffixes,
                max_length=max_length,
                gap_ms=gap_ms,
                caps=caps,
            )

        suffixes = tuple(suffixes)
        decoder(caps=False)  # a wrong setting is told here, not by the thread
        self._decoder = decoder

    def _serve(self, put: Put, ready: Callable[[], None]) -> None:
        from evdev import InputDevice

        try:
            device = InputDevice(path_of(self._path, "input"))
        except (OSError, NoUsbName) as error:
            raise DeviceGone(why_gone(error, self._path)) from error
        with closing(device):
            try:
                device.grab()
                decoder = self._decoder(caps=LED_CAPSL in device.leds())
            except OSError as error:
                raise DeviceGone(why_gone(error, self._path)) from error
            ready()
            try:
                self._read_keys(device, decoder, put)
            except OSError as error:
                for reading in decoder.pause():
                    put(reading)
                raise DeviceGone(f"unplugged: {why_gone(error, self._path)}") from error

    def _read_keys(self, device: "InputDevice[str]", decoder: KeyDecoder, put: Put) -> None:
        poller = select.poll()
        poller.register(device.fd, select.POLLIN)
        gap_s = self._gap_ms / 1000
        wait_ms = 1000 * min(gap_s, TICK_S)
        last = time.monotonic()
        empty = 0
        while not self._stopping.is_set():
            if not poller.poll(wait_ms):
                if decoder.busy and time.monotonic() - last >= gap_s:
                    for reading in decoder.pause():
                        put(reading)
                continue
            try:
                records = list(device.read())
            except BlockingIOError:
                records = []
            if not records:
                empty += 1
                if empty == _EMPTY_READS:
                    raise OSError("it says that it has something, and has nothing")
                self._stopping.wait(TICK_S / _EMPTY_READS)
                continue
            empty = 0
            last = time.monotonic()
            for record in records:
                at_ms = record.sec * 1000 + record.usec // 1000
                for reading in decoder.feed(record.type, record.code, record.value, at_ms):
                    put(reading)
