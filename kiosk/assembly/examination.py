"""What is wrong with a kiosk's devices, pins and buses, and what to do about it: for the doctor."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from drivers.parts.hot_plug import DeviceGone
from drivers.parts.usb import UsbDevice, path_of, plugged_in
from kiosk import config as c
from kiosk.assembly.header_check import faults_of
from kiosk.assembly.roll_call import declared
from kiosk.service.devices import DeviceView

CONFIG_TXT = (Path("/boot/firmware/config.txt"), Path("/boot/config.txt"))
"""Where Raspberry Pi OS has it, since 2023 and before."""

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


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: a code for scripts, what was found, and what to do."""

    code: str
    what: str
    do: str


def examined(
    settings: c.Settings, devices: Sequence[DeviceView] | None, config_txt: Path | None
) -> tuple[Finding, ...]:
    """Return everything that is wrong.

    Args:
        settings: what kiosk.toml says.
        devices: how they stand; None when no kiosk runs that could say so.
        config_txt: the Pi's; None when this is no Pi.
    """
    return (
        *_header(settings, config_txt),
        *(_silent(settings) if devices is None else map(_lost, _those_lost(devices))),
    )


def config_txt_here() -> Path | None:
    """Return this machine's config.txt, or None: it is no Raspberry Pi."""
    return next((path for path in CONFIG_TXT if path.is_file()), None)


def unnamed(settings: c.Settings) -> tuple[UsbDevice, ...]:
    """Return what is plugged in on USB and named by nobody in kiosk.toml."""
    named = set()
    for _, kind, where in declared(settings):
        with suppress(DeviceGone, ValueError):
            named.add(os.path.realpath(path_of(where, _subsystem(kind))))
    return tuple(device for device in plugged_in() if device.path not in named)


def _header(settings: c.Settings, config_txt: Path | None) -> Iterator[Finding]:
    text = None if config_txt is None else config_txt.read_text(encoding="utf-8", errors="replace")
    for fault in faults_of(settings, text):
        cure = "see hardware_docs/wiring.md"
        if fault.startswith("config.txt"):
            cure = f"change {config_txt}, and start the Pi again"
        yield Finding("pin", fault, cure)


def _those_lost(devices: Sequence[DeviceView]) -> Iterator[DeviceView]:
    return (device for device in devices if device.state == "lost")


def _lost(device: DeviceView) -> Finding:
    where = f" at {device.where}" if device.where else ""
    page = PAGES.get(device.kind.partition(" ")[0], "README.md")
    return Finding(
        "device_lost", f"{device.name}{where}: {device.why}", f"see hardware_docs/{page}"
    )


def _silent(settings: c.Settings) -> Iterator[Finding]:
    """Without a kiosk that knows better: no kiosk, and paths that lead nowhere."""
    yield Finding("kiosk_silent", "no kiosk runs on this configuration", "systemctl start kiosk")
    for name, kind, where in declared(settings):
        why = _missing(kind, where)
        if why:
            yield Finding("device_missing", f"{name}: {why}", "plug it in, or mend device")


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
