"""The devices: pins, buses, readers, contacts, outputs, and what is plugged in beside them."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from drivers.parts.hot_plug import DeviceGone
from drivers.parts.usb import UsbDevice, path_of, plugged_in
from kiosk import config as c
from kiosk.assembly.examination.box import Box
from kiosk.assembly.examination.findings import Finding, Say
from kiosk.assembly.header_check import faults_of
from kiosk.assembly.roll_call import declared
from kiosk.service.devices import DeviceView

PAGES = {
    "keyboard": "readers.md",
    "serial": "readers.md",
    "tag": "tag_reader.md",
    "mfrc522": "mfrc522.md",
    "pn532": "pn532.md",
    "osdp": "osdp_line.md",
    "rs-485": "osdp_line.md",
    "gpio": "wiring.md",
    "pulses": "bolts.md",
    "expander": "i2c.md",
    "loop": "i2c.md",
    "pca9685": "i2c.md",
    "ina219": "i2c.md",
    "ds3231": "i2c.md",
    "at24c32": "i2c.md",
    "uhf": "uhf_module.md",
    "": "bolts.md",
}
"""Kind of a device -> its page in hardware_docs/. What kiosk.toml does not name is about bolts."""

PluggedIn = UsbDevice
"""Something at a USB port: its name, where it is, and the name that finds it."""

NOISY = 20
"""Rejections since the start from which on a reader is worth a look. Ours: a label that is held at
an angle is rejected now and then."""


def devices(
    settings: c.Settings, views: Sequence[DeviceView] | None, box: Box, say: Say
) -> Iterator[Finding]:
    """Yield what is wrong with pins, buses and devices.

    Args:
        settings: what kiosk.toml says.
        views: how they stand; None when no kiosk runs that could say so.
        box: the machine.
        say: the words.
    """
    yield from _header(settings, box.config_txt(), say)
    if views is None:
        yield from _silent(settings, say)
        return
    for view in views:
        if view.state == "lost":
            yield _lost(view, say)
        rejected = sum(view.rejected.values())
        if rejected >= NOISY:
            worst = max(view.rejected, key=lambda reason: view.rejected[reason])
            page = _page(view.kind)
            yield say("device_noisy", name=view.name, count=rejected, reason=worst, page=page)


def unnamed(settings: c.Settings) -> tuple[UsbDevice, ...]:
    """Return what is plugged in on USB and named by nobody in kiosk.toml."""
    named = set()
    for _, kind, where in declared(settings):
        with suppress(DeviceGone, ValueError):
            named.add(os.path.realpath(path_of(where, _subsystem(kind))))
    return tuple(device for device in plugged_in() if device.path not in named)


def _header(settings: c.Settings, config_txt: Path | None, say: Say) -> Iterator[Finding]:
    text = None if config_txt is None else config_txt.read_text(encoding="utf-8", errors="replace")
    for fault in faults_of(settings, text):
        if fault.startswith("config.txt"):
            yield say("config_txt", fault=fault, config=config_txt)
        else:
            yield say("pin", fault=fault)


def _lost(view: DeviceView, say: Say) -> Finding:
    name = f"{view.name} ({view.where})" if view.where else view.name
    return say("device_lost", name=name, why=view.why, page=_page(view.kind))


def _page(kind: str) -> str:
    return PAGES.get(kind.partition(" ")[0], "README.md")


def _silent(settings: c.Settings, say: Say) -> Iterator[Finding]:
    """Without a kiosk that knows better: no kiosk, and paths that lead nowhere."""
    yield say("kiosk_silent")
    for name, kind, where in declared(settings):
        why = _missing(kind, where)
        if why:
            yield say("device_missing", name=name, why=why, page=_page(kind))


def _missing(kind: str, where: str) -> str:
    """Return why nothing is to be found at a place, or an empty text."""
    if where.startswith("/dev/"):
        return "" if Path(where).exists() else f"there is no {where}"
    try:
        path_of(where, _subsystem(kind))
    except (DeviceGone, ValueError) as gone:
        return str(gone)
    return ""


def _subsystem(kind: str) -> str:
    return "input" if kind == "keyboard" else "tty"
