"""Which USB devices are plugged in, and at which path: found by vendor and product, from sysfs.

A setting may name a device as `usb:1a86:7523`, or `usb:1a86:7523:SERIAL` where two of a kind are
plugged in. Most cheap adapters have no serial number: give those a by-path name instead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from drivers.parts.hot_plug import DeviceGone

SYS: Final = Path("/sys")
DEV: Final = Path("/dev")

_NAMED: Final = re.compile(r"usb:([0-9a-fA-F]{4}):([0-9a-fA-F]{4})(?::(.+))?")
_CLASSES: Final = (("tty", "tty*", "."), ("input", "event*", "input"))
"""Class in sysfs, its devices, and where under /dev their nodes are."""


class NoUsbName(ValueError):
    """It begins with usb: and names no device so; the text is a sentence for a technician."""


@dataclass(frozen=True, slots=True)
class UsbDevice:
    """A device on USB that has a node."""

    path: str
    """Its node, as /dev/ttyUSB0."""
    kind: str
    """`tty` or `input`."""
    vendor: str
    product: str
    """Four lower-case hexadecimal digits each."""
    serial: str
    """Its serial number, or empty: most have none."""
    name: str
    """What it calls itself."""

    @property
    def usb_name(self) -> str:
        """The name that finds it again."""
        serial = f":{self.serial}" if self.serial else ""
        return f"usb:{self.vendor}:{self.product}{serial}"


def plugged_in(sys: Path = SYS, dev: Path = DEV) -> tuple[UsbDevice, ...]:
    """Return every serial port and every keyboard on USB that has a node, by path."""
    return tuple(sorted(_devices(sys, dev), key=lambda device: device.path))


def path_of(device: str, kind: str, sys: Path = SYS, dev: Path = DEV) -> str:
    """Return the node of a device; a path is returned as it is.

    Args:
        device: a path, or `usb:` with vendor and product.
        kind: `tty` or `input`.
        sys: where sysfs is.
        dev: where nodes are.

    Raises:
        DeviceGone: none is plugged in, or more than one.
        NoUsbName: it begins with `usb:` and goes on otherwise.
    """
    if not device.startswith("usb:"):
        return device
    named = _NAMED.fullmatch(device)
    if named is None:
        raise NoUsbName(f"{device}: expected usb:VENDOR:PRODUCT, four hexadecimal digits each")
    vendor, product, serial = named[1].lower(), named[2].lower(), named[3]
    found = [
        one.path
        for one in plugged_in(sys, dev)
        if (one.kind, one.vendor, one.product) == (kind, vendor, product)
        and serial in {None, one.serial}
    ]
    if not found:
        raise DeviceGone(f"nothing is plugged in that is {device}")
    if len(found) > 1:
        raise DeviceGone(f"{' and '.join(found)} are both {device}: name one by its by-path name")
    return found[0]


def _devices(sys: Path, dev: Path) -> Iterator[UsbDevice]:
    for kind, pattern, folder in _CLASSES:
        for entry in (sys / "class" / kind).glob(pattern):
            node = dev / folder / entry.name
            usb = _usb_parent(entry)
            if usb is not None and node.exists():
                yield UsbDevice(
                    str(node),
                    kind,
                    _said(usb, "idVendor"),
                    _said(usb, "idProduct"),
                    _said(usb, "serial"),
                    " ".join(filter(None, (_said(usb, "manufacturer"), _said(usb, "product")))),
                )


def _usb_parent(entry: Path) -> Path | None:
    """Return the USB device that a class entry belongs to, or None."""
    try:
        place = entry.resolve(strict=True)
    except OSError:
        return None  # it went while we looked
    return next((parent for parent in place.parents if (parent / "idVendor").is_file()), None)


def _said(usb: Path, attribute: str) -> str:
    try:
        return (usb / attribute).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
