"""The machine as numbers: versions, disk, memory, heat, and how the units stand."""

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from importlib.metadata import distributions, version
from pathlib import Path
from typing import Final

from kiosk.assembly.examination.box import Box
from kiosk.assembly.examination.programs import PACKAGE, UNITS
from kiosk.registry.opening import DATABASE, LINES

ALL_UNITS: Final = (
    *UNITS,
    "failsafe.service",
    "backup.service",
    "kiosk-again.timer",
    "media-kiosk\\x2dbackup.mount",
)
"""Those that must be on, and those that they start (systemd/README.md)."""

_SHOWN: Final = (
    "Id", "ActiveState", "SubState", "UnitFileState", "Result", "NRestarts", "ExecMainStatus",
)  # fmt: skip
"""Properties whose values are systemd's own words and numbers: systemctl(1), show."""

_BOOK: Final = (
    DATABASE, f"{DATABASE}-wal", LINES, "checkpoint.mark", "alarms.ring", "ballast", "kiosk.key",
    "kiosk.pub", "pepper",
)  # fmt: skip
"""Files of a book. Other names in its folder are counted and never told."""


def versions(box: Box) -> Mapping[str, object]:
    """Return which version of what is installed, and on what it stands."""
    release = dict(line.partition("=")[::2] for line in box.text("etc/os-release").splitlines())
    return {
        "kiosk": version(PACKAGE),
        "python": platform.python_version(),
        "kernel": platform.release(),
        "processor": platform.machine(),
        "system": release.get("PRETTY_NAME", "").strip('"'),
        "model": box.text("proc/device-tree/model").strip("\0"),
        "libraries": {one.name: one.version for one in sorted(distributions(), key=_name)},
    }


def _name(one: object) -> str:
    return str(getattr(one, "name", "")).casefold()


def disks(folder: Path, box: Box) -> Mapping[str, object]:
    """Return how full the disks are, and how large the files of the book.

    Raises:
        OSError: this account may not look into the folder of the book.
    """
    told: dict[str, object] = {"root": _full(box.root)}
    if folder.is_dir():
        others = [path for path in folder.iterdir() if path.name not in _BOOK]
        told["book"] = {
            **_full(folder),
            "files": {
                name: (folder / name).stat().st_size for name in _BOOK if (folder / name).exists()
            },
            "others": len(others),
        }
    return told


def _full(place: Path) -> dict[str, int]:
    found = os.statvfs(place)
    return {
        "bytes": found.f_blocks * found.f_frsize,
        "free": found.f_bavail * found.f_frsize,
        "files_free": found.f_favail,
    }


def condition(box: Box) -> Mapping[str, object]:
    """Return how warm, how full of memory and how long awake the machine is."""
    awake = box.text("proc/uptime").partition(".")[0]
    memory = dict(line.partition(":")[::2] for line in box.text("proc/meminfo").splitlines())
    return {
        "awake_s": int(awake) if awake.isdigit() else None,
        "memory_kb": {
            name: int(memory[name].split()[0]) for name in _MEMORY if memory.get(name, "").strip()
        },
        "hottest_mc": max(
            (box.number(zone) or 0 for zone in box.found("sys/class/thermal/thermal_zone*/temp")),
            default=None,
        ),
        "supply_low": [
            box.number(name.with_name("in0_lcrit_alarm"))
            for name in box.found("sys/class/hwmon/hwmon*/name")
            if box.text(name) == "rpi_volt"
        ],
        "card_errors": [box.number(one) for one in box.found("sys/fs/ext4/*/errors_count")],
    }


_MEMORY: Final = ("MemTotal", "MemAvailable", "SwapTotal", "SwapFree")


def units(box: Box) -> list[dict[str, str]]:
    """Return how each of our units stands; none where no systemd runs the machine."""
    if not box.is_run_by_systemd or shutil.which("systemctl") is None:
        return []
    asked = ["systemctl", "show", f"--property={','.join(_SHOWN)}", *ALL_UNITS]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - of constants
    return list(_units(told.stdout))


def _units(text: str) -> Iterator[dict[str, str]]:
    for part in text.split("\n\n"):
        unit = dict(line.partition("=")[::2] for line in part.splitlines())
        if unit.get("Id") in ALL_UNITS:
            yield {name: unit[name] for name in _SHOWN if name in unit}
