"""The machine itself: disk and card, heat and supply, memory, clock, watchdog."""

import os
from collections.abc import Iterator
from pathlib import Path

from kiosk.assembly.examination.box import Box
from kiosk.assembly.examination.findings import Finding, Say
from kiosk.assembly.header_check import kernel_faults
from kiosk.assembly.health import DISK_LOW_BYTES
from kiosk.config import Settings

FILLING_BYTES = 512 << 20
"""Below this somebody should look before issuing stops. Ours: a year of entries on two copies."""

HOT_MC = 80_000
"""Thousandths of a degree: a Pi slows itself down from 80 C on (Raspberry Pi documentation,
frequency management and thermal control)."""

MEMORY_LOW_KB = 64 << 10
"""The kernel begins to end programs soon after. Ours: the kiosk itself takes some 60 MB."""

WORN = {1: "", 2: "80", 3: "90"}
"""PRE_EOL_INFO of an eMMC (JEDEC JESD84-B51): how many hundredths of its spare blocks are gone."""

_MIB = 1 << 20


def machine(settings: Settings, box: Box, say: Say) -> Iterator[Finding]:
    """Yield what is wrong with the machine."""
    yield from _disk(settings.folder, box, say)
    yield from _card(box, say)
    yield from _supply(box, say)
    yield from _memory(box, say)
    for fault in kernel_faults(settings, box.root / "sys/module"):
        yield say("kernel_keeps", fault=fault)
    if box.config_txt() is not None and not any(box.found("sys/class/watchdog/watchdog*")):
        yield say("watchdog_missing", config=box.config_txt())


def _disk(folder: Path, box: Box, say: Say) -> Iterator[Finding]:
    if not folder.exists():
        return  # the book's own room says so
    if "ro" in _mounted(folder, box):
        yield say("disk_read_only", folder=folder)
    found = os.statvfs(folder)
    free = found.f_bavail * found.f_frsize
    if free < DISK_LOW_BYTES:
        yield say("disk_low", folder=folder, free=free // _MIB, least=DISK_LOW_BYTES // _MIB)
    elif free < FILLING_BYTES:
        yield say("disk_filling", folder=folder, free=free // _MIB, least=DISK_LOW_BYTES // _MIB)


def _mounted(folder: Path, box: Box) -> frozenset[str]:
    """Return how the disk under a folder is mounted: the words of proc(5), mounts."""
    place = str(folder.resolve())
    best, words = -1, ""
    for line in box.text("proc/self/mounts").splitlines():
        _, where, _, options, *_ = line.split(" ")
        where = where.replace("\\040", " ")
        inside = where in {"/", place} or place.startswith(f"{where}/")
        if inside and len(where) >= best:  # the newest mount of a place covers those before
            best, words = len(where), options
    return frozenset(words.split(","))


def _card(box: Box, say: Say) -> Iterator[Finding]:
    for counted in box.found("sys/fs/ext4/*/errors_count"):
        if errors := box.number(counted):
            yield say("card_errors", disk=counted.parent.name, errors=errors)
    for told in box.found("sys/block/mmcblk*/device/pre_eol_info"):
        if percent := WORN.get(box.number(told) or 0):
            yield say("card_worn", disk=told.parents[1].name, percent=percent)


def _supply(box: Box, say: Say) -> Iterator[Finding]:
    hottest = max(
        (box.number(zone) or 0 for zone in box.found("sys/class/thermal/thermal_zone*/temp")),
        default=0,
    )
    if hottest >= HOT_MC:
        yield say("too_hot", degrees=hottest // 1000, limit=HOT_MC // 1000)
    for name in box.found("sys/class/hwmon/hwmon*/name"):
        if box.text(name) == "rpi_volt" and box.number(name.with_name("in0_lcrit_alarm")):
            yield say("supply_low")


def _memory(box: Box, say: Say) -> Iterator[Finding]:
    for line in box.text("proc/meminfo").splitlines():
        name, _, rest = line.partition(":")
        if name == "MemAvailable" and int(rest.split()[0]) < MEMORY_LOW_KB:
            yield say("memory_low", free=int(rest.split()[0]) >> 10)
