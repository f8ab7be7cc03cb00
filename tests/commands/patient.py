"""A machine that is a healthy kiosk, as far as a doctor can see: files in a folder, real programs.

The book is a real one, the pages a real server; of systemd stands here what `systemctl show` says.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from click.testing import Result

from kiosk.assembly.clock import SystemClock
from kiosk.assembly.examination.programs import UNITS
from kiosk.config import Settings
from kiosk.registry.book import open_book
from kiosk.registry.copying import copy_book
from kiosk.rules.entries import KioskEnrolled, OfficerRegistered, Started
from kiosk.rules.things import Certificate, ClockQuality, Officer, OfficerNumber, WeaponType
from tests.assembly.program import warehouse
from tests.commands.typed import typed

CONFIG_TXT = "dtparam=strict_gpiod\ndtparam=spi=on\ndtparam=i2c_arm=on\nenable_uart=1\n"

HEALTHY = {
    "boot/firmware/config.txt": CONFIG_TXT,
    "proc/self/mounts": "/dev/mmcblk0p2 / ext4 rw,noatime 0 0\n",
    "proc/meminfo": "MemTotal: 3884352 kB\nMemAvailable: 2884352 kB\n",
    "sys/class/thermal/thermal_zone0/temp": "55017\n",
    "sys/class/hwmon/hwmon1/name": "rpi_volt\n",
    "sys/class/hwmon/hwmon1/in0_lcrit_alarm": "0\n",
    "sys/class/watchdog/watchdog0/state": "active\n",
    "sys/fs/ext4/mmcblk0p2/errors_count": "0\n",
    "sys/block/mmcblk0/device/pre_eol_info": "0x01\n",
    "sys/module/pinctrl_rp1/parameters/persist_gpio_outputs": "N\n",
    "usr/lib/systemd/system/kiosk.service": "",
    "run/systemd/system/.is": "",
    "var/lib/kiosk-web/office.key": "",
    "sys/class/drm/card1-HDMI-A-1/status": "disconnected\n",
    "sys/class/drm/card1-DSI-1/status": "connected\n",
    "usr/bin/labwc": "",
    "usr/bin/chromium": "",
}

_SYSTEMCTL = '#!/bin/sh\ncat "$(dirname "$0")/units"\n'


@dataclass(frozen=True, slots=True)
class Patient:
    """A kiosk to plant a fault in."""

    config: Path
    settings: Settings
    root: Path
    units: Path
    pages: ThreadingHTTPServer

    def put(self, path: str, text: str) -> Path:
        """Let a file of the machine say something."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        return place

    def unit(self, unit: str, was: str, becomes: str) -> None:
        """Let systemd say something else of one unit."""
        parts = self.units.read_text(encoding="utf-8").split("\n\n")
        told = [part.replace(was, becomes) if f"Id={unit}" in part else part for part in parts]
        self.units.write_text("\n\n".join(told), encoding="utf-8")

    def add(self, tables: str) -> None:
        """Hang more on the kiosk."""
        with self.config.open("a", encoding="utf-8") as config:
            config.write(tables)

    def examined(self, *words: str) -> Result:
        """Return what the doctor says."""
        return typed("doctor", "--config", self.config, "--root", self.root, *words)


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer as the touch screen's page does, with something."""
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def patient(folder: Path) -> Iterator[Patient]:
    """Lay a healthy machine out in a folder; its kiosk does not run."""
    config, settings = warehouse(folder)
    settings.folder.chmod(0o750)
    started(settings, 0, ClockQuality.NTP)
    root = folder / "root"
    programs = folder / "bin"
    programs.mkdir()
    (programs / "systemctl").write_text(_SYSTEMCTL, encoding="utf-8")
    (programs / "systemctl").chmod(0o755)
    units = programs / "units"
    told = [
        f"Id={unit}\nActiveState=active\nUnitFileState=enabled\nResult=success" for unit in UNITS
    ]
    units.write_text("\n\n".join(told) + "\n", encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as pages:
        threading.Thread(target=pages.serve_forever, daemon=True).start()
        made = Patient(config, settings, root, units, pages)
        for path, text in HEALTHY.items():
            made.put(path, text).chmod(0o600)
        port = pages.server_address[1]
        made.put("usr/lib/systemd/system/web_ui.socket", f"ListenStream=127.0.0.1:{port}\n")
        stick = root / "media/kiosk-backup"
        stick.mkdir(parents=True)
        copy_book(settings.folder, stick, same_disk=True)
        path = os.environ["PATH"]
        os.environ["PATH"] = f"{programs}{os.pathsep}{path}"
        try:
            yield made
        finally:
            os.environ["PATH"] = path
            pages.shutdown()


def started(settings: Settings, ahead_ms: int, quality: ClockQuality) -> None:
    """Let the book say that its kiosk started so much later than now, by such a clock."""
    now = SystemClock().now()
    at = replace(now, wall_ms=now.wall_ms + ahead_ms, clock=quality)
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        book.journal.append((Started(at, (), settings.policy.digest),))


def enrolled(settings: Settings, fingerprint: str) -> None:
    """Let the book say that two people stood by a key."""
    both = (OfficerNumber("0018023"), OfficerNumber("0029474"))
    line = KioskEnrolled(SystemClock().now(), fingerprint, both)
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        book.journal.append((line,))


def certified(settings: Settings, *days: int, active: bool = True) -> None:
    """Let the register have somebody new, with certificates that end in so many days."""
    now = SystemClock().now()
    ends = (now.wall_ms + day * 86_400_000 for day in days)
    papers = tuple(Certificate(WeaponType("rifle"), end_ms) for end_ms in ends)
    one = Officer(OfficerNumber("N-1"), "Newcomer", active=active, certificates=papers)
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        book.journal.append((OfficerRegistered(now, one, "test"),))
