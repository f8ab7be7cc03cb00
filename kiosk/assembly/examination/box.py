"""The machine that a kiosk stands on, as its own files tell: one place where a test may stand in.

Nothing in here raises because a file is missing: a laptop has no hwmon of a Pi, and that is no
fault. What may not be read is remembered, and said.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CONFIG_TXT = ("boot/firmware/config.txt", "boot/config.txt")
"""Where Raspberry Pi OS has it, since 2023 and before."""

UNITS = "usr/lib/systemd/system/kiosk.service"
"""Where the package puts the kiosk's unit: with it this machine is a kiosk, and no laptop."""

PORTS = "usr/lib/systemd/system/web_ui.socket"

SYSTEMD = "run/systemd/system"
"""Is there while systemd runs the machine (sd_booted(3))."""


@dataclass
class Box:
    """A machine. `root`: where its files begin. `now_ms`: its wall clock, since 1970 UTC."""

    now_ms: int
    root: Path = Path("/")
    unseen: list[str] = field(default_factory=list)
    """What this account was not let in to look at, as it is called."""

    @property
    def is_kiosk(self) -> bool:
        """Whether the package is installed here."""
        return (self.root / UNITS).exists()

    @property
    def is_run_by_systemd(self) -> bool:
        """Whether there is a systemd that knows how the programs are."""
        return (self.root / SYSTEMD).is_dir()

    def touch(self) -> tuple[str, int]:
        """Return where the pages of the touch screen answer: the first port of their socket."""
        for line in self.text(PORTS).splitlines():
            name, _, place = line.partition("=")
            if name == "ListenStream":
                host, _, port = place.rpartition(":")
                return host, int(port)
        return "127.0.0.1", 8080

    def config_txt(self) -> Path | None:
        """Return the Pi's own settings, or None: this is no Raspberry Pi."""
        return next((self.root / one for one in CONFIG_TXT if (self.root / one).is_file()), None)

    def text(self, path: Path | str) -> str:
        """Return what a file of the kernel or of ours says, or an empty text: there is none."""
        try:
            return (self.root / path).read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            return ""

    def number(self, path: Path | str) -> int | None:
        """Return the number a file holds, decimal or with 0x, or None: it holds none."""
        try:
            return int(self.text(path), 0)
        except ValueError:
            return None

    def found(self, pattern: str) -> Iterator[Path]:
        """Return the files of a pattern below the root, in the order of their names."""
        return iter(sorted(self.root.glob(pattern)))

    def may_enter(self, folder: Path, name: str) -> bool:
        """Return whether this account may look into a folder; remember `name` if not."""
        try:
            if not folder.exists() or os.access(folder, os.R_OK | os.X_OK, effective_ids=True):
                return True
        except PermissionError:  # it lies in a folder that this account may not enter either
            pass
        self.unseen.append(name)
        return False
