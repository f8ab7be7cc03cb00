"""Packages as dpkg knows them: what a file is, what is installed, and that made into a file again.

Only questions, and a file that is written; nothing is installed in here.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.rules.broken import ConfigWrong

PACKAGE = "armoury-kiosk"
_CONTROL = Path("/var/lib/dpkg/info")
_OURS = ("preinst", "postinst", "prerm", "postrm", "conffiles", "md5sums")


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and what it said, both streams."""

    code: int
    text: str

    @property
    def last(self) -> str:
        """The last line that says anything."""
        return next((line for line in reversed(self.text.splitlines()) if line.strip()), "")


@dataclass(frozen=True, slots=True)
class Package:
    """A package file. `bytes_installed`: what it takes when it is unpacked."""

    path: Path
    version: str
    architecture: str
    bytes_installed: int


def ran(*words: str, patience_s: float = 600.0) -> Said:
    """Run a command of the machine, and wait for it; a hung one has code 124."""
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            words,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=patience_s,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as late:
        return Said(124, (late.stdout or b"").decode(errors="replace") + "\nit hung")
    except FileNotFoundError as gone:
        return Said(127, f"there is no {gone.filename} here: this is no Debian")
    return Said(done.returncode, done.stdout.decode(errors="replace"))


def read_package(path: Path) -> Package:
    """Return what a package file is.

    Raises:
        ConfigWrong: it is none of ours.
    """
    names = ("Package", "Version", "Architecture", "Installed-Size")
    said = ran("dpkg-deb", "--field", str(path), *names)
    if said.code:
        raise ConfigWrong(f"{path}: is no package: {said.last}. Nothing was changed.")
    found = dict(line.partition(": ")[::2] for line in said.text.splitlines())
    if found.get("Package") != PACKAGE:
        raise ConfigWrong(f"{path}: is {found.get('Package')!r}, not {PACKAGE!r}.")
    kilobytes = int(found.get("Installed-Size") or 0)
    return Package(path, found["Version"], found["Architecture"], kilobytes << 10)


def sealed() -> bool:
    """Return whether the program's own file system is read-only, so that nothing can be put in."""
    return bool(os.statvfs(__file__).f_flag & os.ST_RDONLY)


def installed() -> str:
    """Return the version that is installed.

    Raises:
        ConfigWrong: none is, whole.
    """
    said = ran("dpkg-query", "--show", "--showformat=${db:Status-Status} ${Version}", PACKAGE)
    status, _, version = said.text.partition(" ")
    if said.code or status != "installed":
        raise ConfigWrong(
            f"{PACKAGE} is not installed as a whole: dpkg --configure -a, or dpkg --install FILE."
            " Nothing was changed."
        )
    return version


def architecture() -> str:
    """Return the architecture of this machine, as dpkg calls it."""
    return ran("dpkg", "--print-architecture").text.strip()


def newer(one: str, other: str) -> bool:
    """Return whether the first version is newer than the second."""
    return ran("dpkg", "--compare-versions", one, "gt", other).code == 0


def repacked(into: Path) -> Path:
    """Make a package again of what is installed, file for file; return it.

    Raises:
        ConfigWrong: a file of it was changed since, or it cannot be made.
    """
    changed = ran("dpkg", "--verify", PACKAGE)
    if changed.code or changed.text.strip():
        raise ConfigWrong(
            f"Files of {PACKAGE} were changed since they were installed: {changed.last}. There"
            " would be no way back. Install the same version again, then update."
        )
    version = installed()
    tree = into / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    control = tree / "DEBIAN"
    control.mkdir(parents=True)
    control.chmod(0o755)
    for line in ran("dpkg-query", "--listfiles", PACKAGE).text.splitlines():
        _take(Path(line), tree)
    for name in _OURS:
        found = _CONTROL / f"{PACKAGE}.{name}"
        if found.exists():
            shutil.copy2(found, control / name)
    (control / "control").write_text(_control(), encoding="utf-8")
    made = into / f"{PACKAGE}_{version}_{architecture()}.deb"
    fresh = made.with_suffix(".new")
    said = ran("dpkg-deb", "--root-owner-group", "-Znone", "--build", str(tree), str(fresh))
    shutil.rmtree(tree)
    if said.code:
        raise ConfigWrong(f"The package in force cannot be kept: {said.last}. Nothing was changed.")
    fresh.replace(made)
    return made


def _take(path: Path, tree: Path) -> None:
    to = tree / path.relative_to("/")
    if path.is_symlink():
        to.symlink_to(path.readlink())
    elif path.is_dir():
        to.mkdir(exist_ok=True)
        shutil.copystat(path, to)
    elif path.is_file():
        shutil.copy2(path, to)


def _control() -> str:
    """Return the control file of what is installed, without what dpkg wrote into it."""
    kept: Sequence[str] = []
    dropped = False
    for line in ran("dpkg-query", "--status", PACKAGE).text.splitlines():
        if not line.startswith(" "):
            dropped = line.startswith(("Status:", "Conffiles:"))
        if not dropped:
            kept = [*kept, line]
    return "\n".join(kept).strip() + "\n"
