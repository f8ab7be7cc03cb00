"""A USB device at the other end of this machine's own bus (configfs gadget on dummy_hcd).

    scanner = UsbGadget.keyboard()
    scanner.plug()                  # a new node under /dev/input, found by its own number
    scanner.type("KH-0001234")      # and Enter, if the text has it
    scanner.unplug()

The kernel's own drivers are at both ends: what a reader sees is what it sees of a real plug.
"""

import os
import tty
from pathlib import Path
from typing import Final, Self

from tests.hil.waiting import until

_CONFIG: Final = Path("/sys/kernel/config/usb_gadget")
_CONTROLLERS: Final = Path("/sys/class/udc")
_KEYBOARD: Final = bytes.fromhex(
    "05010906a101050719e029e71500250175019508810295017508810395057501"
    "050819012905910295017503910395067508150025650507190029658100c0"
)
"""The boot keyboard of the HID specification (1.11, appendix B.1), lamps included."""

_SHIFT: Final = 0x02
_USAGES: Final = (
    {letter: 4 + at for at, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
    | {digit: 30 + at for at, digit in enumerate("1234567890")}
    | {"\n": 40, "-": 45}
)
"""HID usage tables, keyboard page."""


class UsbGadget:
    """A device with a plug. Unplugged at first."""

    _made = 0

    def __init__(self, function: str, settings: dict[str, bytes], product: str) -> None:
        """Solder it together.

        Args:
            function: the kernel's name of what it does: "hid" or "acm".
            settings: of that function.
            product: what it calls itself.
        """
        UsbGadget._made += 1
        self.serial = f"SN{UsbGadget._made:04}"
        self._gadget = _CONFIG / f"g{UsbGadget._made}"
        self._gadget.mkdir()
        (self._gadget / "idVendor").write_text("0x05e0")  # Symbol, of old scanners
        (self._gadget / "idProduct").write_text("0x1200")
        self._strings = self._gadget / "strings/0x409"
        self._strings.mkdir()
        (self._strings / "product").write_text(product)
        (self._strings / "serialnumber").write_text(self.serial)
        self._function = self._gadget / "functions" / f"{function}.usb0"
        self._function.mkdir()
        for name, value in settings.items():
            (self._function / name).write_bytes(value)
        self._wires = self._gadget / "configs/c.1"
        self._wires.mkdir()
        (self._wires / self._function.name).symlink_to(self._function)
        self._plugged = False

    @classmethod
    def keyboard(cls) -> Self:
        """Make a scanner that types."""
        described = {
            "protocol": b"1", "subclass": b"1", "report_length": b"8", "report_desc": _KEYBOARD,
        }  # fmt: skip
        return cls("hid", described, "Bar Code Scanner")

    @classmethod
    def serial_port(cls) -> Self:
        """Make a reader on a USB serial port (CDC-ACM)."""
        return cls("acm", {}, "RFID Reader")

    def plug(self) -> None:
        """Put it in."""
        (self._gadget / "UDC").write_text(next(_CONTROLLERS.iterdir()).name)
        self._plugged = True

    def unplug(self) -> None:
        """Pull it out."""
        (self._gadget / "UDC").write_text("\n")
        self._plugged = False

    def input_node(self) -> str:
        """Wait for the input device that the kernel makes of it, and return its path."""

        def found() -> str | None:
            for device in Path("/sys/class/input").glob("event*"):
                unique = device / "device/uniq"
                if unique.exists() and unique.read_text().strip() == self.serial:
                    return f"/dev/input/{device.name}"
            return None

        return until(found, "an input device")

    def serial_node(self) -> str:
        """Wait for the serial port that the kernel makes of it, and return its path."""

        def found() -> str | None:
            for device in Path("/sys/class/tty").glob("ttyACM*"):
                unique = (device / "device").resolve().parent / "serial"
                node = Path("/dev") / device.name
                # The node of a plug that was just pulled may stand there for a moment longer.
                if unique.exists() and unique.read_text().strip() == self.serial and node.exists():
                    return str(node)
            return None

        return until(found, "a serial port")

    def type(self, text: str) -> None:
        """Type a text, each key down and up."""
        node = os.open(self._far_node("hidg"), os.O_WRONLY)
        try:
            for letter in text:
                shift = _SHIFT if letter.isupper() else 0
                os.write(node, bytes([shift, 0, _USAGES[letter.lower()], 0, 0, 0, 0, 0]))
                os.write(node, bytes(8))
            os.write(node, bytes(8))  # taken once the one before was fetched
        finally:
            os.close(node)

    def send(self, sent: bytes) -> None:
        """Send bytes out of its serial port."""
        node = os.open(self._far_node("ttyGS"), os.O_RDWR | os.O_NOCTTY)
        try:
            tty.setraw(node)
            os.write(node, sent)
        finally:
            os.close(node)

    def close(self) -> None:
        """Unplug it, and take it apart."""
        if self._plugged:
            self.unplug()
        (self._wires / self._function.name).unlink()
        for part in (self._wires, self._function, self._strings, self._gadget):
            part.rmdir()

    def _far_node(self, name: str) -> Path:
        """Return the device's own end: there is one gadget at a time, and it is the first."""
        node = Path(f"/dev/{name}0")
        return until(lambda: node if node.exists() else None, str(node))
