"""A Debian on which a kiosk is installed: dpkg, systemd, and the kiosk behind its socket."""

import json
import os
import shutil
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Final

from kiosk.assembly.founding import account
from kiosk.config import Settings
from kiosk.provision.packages import (
    PACKAGE,
    Package,
    Said,
    architecture,
    installed,
    newer,
    ran,
    read_package,
    repacked,
    sealed,
)
from kiosk.provision.updating import Unfit
from kiosk.registry.files import sync_folder
from kiosk.registry.releases import Release, Unsigned, digest_of
from kiosk.service.client import RemoteService
from kiosk.service.protocol import KioskSilent, WorkDone
from kiosk.service.upkeep import EndTold, UpdateTold, tell_kiosk
from kiosk.service.views import Stage

PLACE: Final = Path("/var/lib/armoury-kiosk")
"""Versions that were in force, and the copies of the book from before each update."""

AIM: Final = "putting-in"
"""In that folder: a link to the package that is being put in, while it is (update_mend.service)."""

VERSIONS_KEPT: Final = 3
COPIES_KEPT: Final = 3
ANSWER_S: Final = 120.0
"""How long a new version may take until its kiosk answers: the unit's own start may take longer
only when it mends a long book, and then the update is taken back. Ours."""

STEADY_S: Final = 10.0
"""How long it must go on without being started again."""

LOOK_S: Final = 1.0
GIVEN_UP: Final = "is failed"
"""What is said of a kiosk that systemd has started for the last time."""

PYTHON: Final = "usr/lib/armoury-kiosk/bin/python"


class DebianBox:
    """This machine. Used by one thread, as root."""

    def __init__(self, settings: Settings, config: Path, place: Path = PLACE) -> None:
        """Make the folders. `config`: kiosk.toml, for the programs that are run.

        Raises:
            OSError: they cannot be made.
        """
        self._settings, self._config = settings, config
        self._socket = Path(settings.kiosk.socket)
        self._packages, self._copies = place / "packages", place / "copies"
        self._tried, self._aim = place / "tried", place / AIM
        self._rest = threading.Event()
        owner = settings.folder.stat()
        self._account = account(owner.st_uid)
        place.mkdir(mode=0o755, parents=True, exist_ok=True)
        self._packages.mkdir(mode=0o700, exist_ok=True)
        self._copies.mkdir(mode=0o700, exist_ok=True)
        os.chown(self._copies, owner.st_uid, owner.st_gid)

    def installed(self) -> str:
        """Return the version in force."""
        return installed()

    def architecture(self) -> str:
        """Return the architecture of this machine."""
        return architecture()

    def newer(self, one: str, other: str) -> bool:
        """Return whether the first version is newer."""
        return newer(one, other)

    def free_bytes(self) -> int:
        """Return how much room there is."""
        return shutil.disk_usage(self._packages).free

    def sealed(self) -> bool:
        """Return whether the program's own file system is read-only."""
        return sealed()

    def hindrance(self) -> str:
        """Return what happens at the bay; the kiosk is asked once more when it begins."""
        view = RemoteService(self._socket).view()
        opened = [cable.id for cable in view.cables if cable.open]
        if opened:
            return f"Cable {opened[0]} is open: shut it first."
        if view.stand_to is not None and view.stand_to.running:
            return "A stand-to runs: end it first."
        if view.visit.person is not None:
            return "Somebody is at the bay: wait until they have gone."
        return ""

    def copy_book(self) -> Path:
        """Copy the book, as its own account."""
        said = self._as_owner(
            sys.executable, "-I", "-m", "kiosk", "backup", "--same-disk", "--json",
            "--config", str(self._config), str(self._copies),
        )  # fmt: skip
        if said.code:
            raise Unfit(f"The book cannot be copied: {said.last}")
        for old in sorted(self._copies.iterdir())[:-COPIES_KEPT]:
            shutil.rmtree(old)
        return Path(json.loads(said.text)["path"])

    def keep(self) -> Package:
        """Keep the version in force: as the file it came in, or else packed again."""
        now = installed()
        known = next((one for one in self.kept() if one.version == now), None)
        return known or read_package(repacked(self._packages))

    def kept(self) -> tuple[Package, ...]:
        """Return the versions that are kept, newest first."""
        found = [read_package(path) for path in self._packages.glob("*.deb")]
        ordered: list[Package] = []
        for one in found:
            place = sum(newer(other.version, one.version) for other in ordered)
            ordered.insert(place, one)
        return tuple(ordered)

    def before(self) -> Package:
        """Return the newest version that is kept and older than the one in force.

        Raises:
            Unfit: there is none.
        """
        now = installed()
        found = next((one for one in self.kept() if newer(now, one.version)), None)
        if found is None:
            raise Unfit(f"No version before {now} is kept in {self._packages}.")
        return found

    def try_out(self, package: Package, copy: Path) -> str:
        """Unpack a version beside, and let it say whether it can work with this book."""
        shutil.rmtree(self._tried, ignore_errors=True)
        try:
            said = ran("dpkg-deb", "--extract", str(package.path), str(self._tried))
            if said.code:
                return said.last
            self._tried.chmod(0o755)
            said = self._as_owner(
                str(self._tried / PYTHON), "-I", "-m", "kiosk", "doctor",
                "--self-test", str(copy), "--config", str(self._config),
            )  # fmt: skip
            return said.last if said.code else ""
        finally:
            shutil.rmtree(self._tried, ignore_errors=True)

    def intend(self, package: Package) -> None:
        """Lay a link to a package that is whole on the disk: the power may go from here on.

        Raises:
            OSError: it cannot be laid.
        """
        with package.path.open("rb") as opened:
            os.fsync(opened.fileno())
        sync_folder(package.path.parent)
        fresh = self._aim.with_name(f".{AIM}.new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(package.path)
        fresh.replace(self._aim)
        sync_folder(self._aim.parent)

    def settled(self) -> None:
        """Take the link away."""
        self._aim.unlink(missing_ok=True)
        sync_folder(self._aim.parent)

    @property
    def intends(self) -> bool:
        """Whether there is a link still: a version was being put in when the power went."""
        return self._aim.is_symlink()

    def begin(self, told: UpdateTold) -> WorkDone:
        """Have the running kiosk say that it begins."""
        return tell_kiosk(self._socket, told)

    def install(self, package: Package) -> str:
        """Let dpkg put it in; a configuration file that somebody changed stays.

        What a version before has failed is forgotten: systemd starts nothing that failed too often.
        """
        ran("systemctl", "reset-failed", "kiosk.service")
        said = ran("dpkg", "--force-confold", "--install", str(package.path))
        return said.last if said.code else ""

    def answers(self) -> str:
        """Wait until the kiosk answers, and goes on doing so."""
        why = "the kiosk does not answer."
        for _ in range(int(ANSWER_S / LOOK_S)):
            why = self._silent()
            if not why:
                before = self._starts()
                self._rest.wait(STEADY_S)
                if not self._silent() and self._starts() == before:
                    return ""
                why = "the kiosk starts again and again."
            if GIVEN_UP in why:
                return why
            self._rest.wait(LOOK_S)
        return why

    def _silent(self) -> str:
        state = ran("systemctl", "is-active", "kiosk").text.strip()
        if state != "active":
            return f"the kiosk is {state}."
        try:
            view = RemoteService(self._socket).view()
        except KioskSilent as silent:
            return str(silent)
        return "the kiosk has stopped and opens nothing." if view.stage is Stage.HALTED else ""

    def _starts(self) -> str:
        names = "--property=NRestarts,MainPID"
        return ran("systemctl", "show", "--value", names, "kiosk").text

    def end(self, told: EndTold) -> None:
        """Have the running kiosk say how it ended."""
        tell_kiosk(self._socket, told)

    def brought(self, file: Path, release: Release) -> Package:
        """Take a package off a stick, to where root alone may write; return it if it is the one.

        Nothing reads it but the sum over its bytes before it is known to be what was signed.

        Raises:
            Unsigned: it is another one.
            ConfigWrong: it is no package.
            OSError: it cannot be read, or not be kept.
        """
        name = f"{PACKAGE}_{release.version}_{release.architecture}.deb"
        if Path(name).name != name:
            raise Unsigned("The note names no version.")
        fresh = self._packages / f"{name}.new"
        shutil.copyfile(file, fresh)
        if digest_of(fresh) != release.digest:
            fresh.unlink()
            raise Unsigned("The package is not the one that was signed: it was changed.")
        package = read_package(fresh)
        if (release.version, release.architecture) != (package.version, package.architecture):
            fresh.unlink()
            raise Unsigned("The note is about another version.")
        return replace(package, path=fresh.replace(self._packages / name))

    def tidy(self) -> None:
        """Drop the oldest versions that are kept."""
        now = installed()
        for old in self.kept()[VERSIONS_KEPT:]:
            if old.version != now:
                old.path.unlink()

    def _as_owner(self, *words: str) -> Said:
        return ran("runuser", "-u", self._account, "--", *words)
