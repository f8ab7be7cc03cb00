"""What the rigs need from Debian: tools that are installed, kernels that are only unpacked.

A kernel is never installed: that takes 400 MB and makes an initramfs for this computer.
"""

import os
import platform
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
RELEASE: Final = "bookworm"
"""Debian 12: its kernel sources are the ones whose configuration and modules stand here."""

SOURCE: Final = "linux-source-6.1"
"""gpio-sim is in Linux since 5.17; Debian compiles it nowhere, so both rigs build it."""


class RigMissing(Exception):
    """No machine can be had here; the text is a sentence that says why, and what to do."""


def tools(wanted: str) -> None:
    """Install the packages of a list in .ci/debian, those that are missing.

    Raises:
        RigMissing: this is not Debian 12 on x86, or the packages cannot be had.
    """
    if platform.machine() != "x86_64":
        raise RigMissing(f"both rigs are x86 machines, and this is {platform.machine()}")
    release = platform.freedesktop_os_release() if Path("/etc/os-release").exists() else {}
    if release.get("VERSION_CODENAME") != RELEASE:
        raise RigMissing(
            f"the kernels are made from Debian 12's packages, and this is "
            f"{release.get('PRETTY_NAME', 'unknown')}"
        )
    done = subprocess.run([ROOT / ".ci/debian", wanted], check=False)
    if done.returncode:
        raise RigMissing(f"the Debian packages of `.ci/debian {wanted}` cannot be installed")


def unpacked(packages: Sequence[str], into: Path) -> None:
    """Download packages, and unpack them into a folder; nothing is installed.

    Raises:
        RigMissing: the archive does not have them or cannot be reached.
    """
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # apt's own account looks into it
        command = ["apt-get", "-qq", "download", *packages]
        said = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
        if said.returncode:
            _update()  # the lists are older than the archive
            said = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
        if said.returncode:
            raise RigMissing(f"Debian does not give {' '.join(packages)}: {said.stderr.strip()}")
        for package in Path(folder).glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, into], check=True)


def source(into: Path, *members: str) -> None:
    """Unpack the kernel's source, or only these of its files.

    Raises:
        RigMissing: the archive does not have it.
    """
    with tempfile.TemporaryDirectory(dir=into.parent) as folder:
        unpacked([SOURCE], Path(folder))
        into.mkdir(parents=True, exist_ok=True)
        archive = Path(folder) / "usr/src" / f"{SOURCE}.tar.xz"
        subprocess.run(
            [
                "tar", "-C", into, "--strip-components=1", "-xf", archive,
                *(["--occurrence"] if members else []),  # it stops reading after the last of them
                *(f"{SOURCE}/{member}" for member in members),
            ],
            check=True,
        )  # fmt: skip


def kernel_version() -> str:
    """Return the version of the kernel that Debian ships today, as in `uname -r`.

    Raises:
        RigMissing: apt does not know it.
    """
    command = ["apt-cache", "depends", "linux-image-amd64"]
    for again in (False, True):
        said = subprocess.run(command, check=False, capture_output=True, text=True).stdout
        for line in said.splitlines():
            _, _, name = line.partition("Depends: linux-image-")
            if name:
                return name
        if not again:
            _update()
    raise RigMissing("apt knows no linux-image-amd64: are Debian's own sources configured?")


def _update() -> None:
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    subprocess.run([*as_root, "apt-get", "-qq", "update"], check=False)


def built(command: Sequence[str | Path], folder: Path, log: Path) -> None:
    """Run a step of a build, niced, its words in a log.

    Raises:
        RigMissing: it failed; the sentence has the log's last lines.
    """
    with log.open("ab") as words:
        done = subprocess.run(
            ["nice", *command], cwd=folder, check=False, stdout=words, stderr=subprocess.STDOUT
        )
    if done.returncode:
        last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise RigMissing(f"a kernel does not build ({log}):\n{last}")
