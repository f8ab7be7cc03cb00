"""A clean Debian in a folder, and a machine of it: systemd as its first program, no network.

The Debian is made once by mmdebstrap and kept; every machine is a layer above it that is thrown
away. Namespaces keep it apart: its processes, its mounts, its network of one loopback. It has no
kernel of its own, no devices and no udev.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final

ROOT: Final = Path(__file__).parents[2]
RELEASE: Final = "bookworm"
PACKAGES: Final = "systemd-sysv,udev,python3,dbus,man-db,procps"
"""What a Raspberry Pi OS Lite has besides; nothing that only building needs."""

PATIENCE_S: Final = 120
LOOK_S: Final = 0.2

BOOT: Final = """
set -e
root=$1
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=$2,upperdir=$3/upper,workdir=$3/work" "$root"
[ ! -d "$3/var" ] || mount --bind "$3/var" "$root/var"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs tmpfs "$root/dev"
for node in null zero full random urandom tty; do
    touch "$root/dev/$node"
    mount --bind "/dev/$node" "$root/dev/$node"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
cd "$root"
pivot_root . mnt
umount -l /mnt
exec env -i container=kiosk-test PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    /lib/systemd/systemd --system --log-target=journal --show-status=no
"""


class NoRoot(Exception):
    """No clean Debian can be had here; the text says why, and what would help."""


def kept() -> Path:
    """Return where clean Debians are kept between runs."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "armoury-kiosk" / "debian"


def clean_root(*, make: bool, more: str = "") -> Path:
    """Return the folder of a clean Debian.

    Args:
        make: it may take a minute and the archive.
        more: packages besides, with commas between them; such a Debian is kept by itself.

    Raises:
        NoRoot: says why there is none.
    """
    if os.geteuid() != 0:
        raise NoRoot("a machine of its own is made by root alone; this is another account")
    name = "-".join([RELEASE, _architecture(), *(more.split(",") if more else ())])
    folder = kept() / name
    if (folder / "usr/bin/dpkg").exists():
        return folder
    if not make:
        raise NoRoot("no clean Debian is kept here yet: `make package` makes one")
    if shutil.which("mmdebstrap") is None:
        raise NoRoot("mmdebstrap is not installed: .ci/debian package")
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = folder.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    wanted = f"{PACKAGES},{more}" if more else PACKAGES
    command = ["mmdebstrap", "--variant=minbase", f"--include={wanted}", RELEASE, str(fresh)]
    said = subprocess.run(command, check=False, capture_output=True, text=True)
    if said.returncode:
        raise NoRoot(f"mmdebstrap makes no Debian: {said.stderr.splitlines()[-1]}")
    fresh.rename(folder)
    return folder


def _architecture() -> str:
    said = subprocess.run(
        ["dpkg", "--print-architecture"], check=True, capture_output=True, text=True
    )
    return said.stdout.strip()


def ready() -> bool:
    """Return whether the package can be built without a network."""
    return subprocess.run([ROOT / ".ci/deb", "--ready"], check=False).returncode == 0


def package(into: Path, *, quick: bool) -> Path:
    """Build the package and return it. `quick`: not compressed."""
    said = subprocess.run(
        ["nice", ROOT / ".ci/deb", into],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "COMPRESSION": "none" if quick else "xz"},
    )
    assert said.returncode == 0, said.stdout + said.stderr
    return Path(said.stdout.splitlines()[-1])


@dataclass
class Machine:
    """A running machine. `root`: its files, as they are seen from outside."""

    first: int
    """Its first program, by the number it has outside."""
    layer: Path

    def ran(self, *words: str, given: str = "", patience_s: float = PATIENCE_S) -> "Said":
        """Run a command inside, and return what became of it."""
        done = subprocess.run(
            ["nsenter", "--all", "--target", str(self.first), "env", "-i", *_ENVIRON, *words],
            check=False,
            capture_output=True,
            text=True,
            input=given,
            timeout=patience_s,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def does(self, *words: str, given: str = "") -> str:
        """Run a command inside that must go well, and return what it said on stdout."""
        said = self.ran(*words, given=given)
        assert said.code == 0, f"{' '.join(words)}: {said}"
        return said.out

    def copy(self, path: Path, to: str) -> None:
        """Put a file into the machine."""
        with path.open("rb") as content:
            subprocess.run(
                ["nsenter", "--all", "--target", str(self.first), "sh", "-c", f"cat >'{to}'"],
                check=True,
                stdin=content,
            )

    def write(self, to: str, text: str) -> None:
        """Put a text into the machine."""
        self.does("sh", "-c", f"mkdir -p \"$(dirname '{to}')\" && cat >'{to}'", given=text)

    def shown(self, unit: str, key: str) -> str:
        """Return a property of a unit, as systemd says it now."""
        return self.does("systemctl", "show", "--value", f"--property={key}", unit).strip()

    def until(self, look: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
        """Look again and again until it is so."""
        pause = Event()
        for _ in range(int(patience_s / LOOK_S)):
            if look():
                return
            pause.wait(LOOK_S)
        raise AssertionError(f"waited {patience_s:.0f} s in vain for {what}")


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


_ENVIRON: Final = (
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG=C.UTF-8",
    "HOME=/root",
    "TERM=dumb",
    "COLUMNS=100",
    "DEBIAN_FRONTEND=noninteractive",
)


class Powered:
    """A machine whose power may be cut: what ran is gone, what stood on its disk stays."""

    def __init__(self, lower: Path, layer: Path) -> None:
        """Take a clean Debian, and a folder for all that is written above it."""
        self._lower, self.layer = lower, layer
        for name in ("root", "upper", "work"):
            (layer / name).mkdir()
        self._group = _control_group(layer.name)
        self._outer: subprocess.Popen[bytes] | None = None

    def on(self) -> Machine:
        """Start it, and return it once systemd has nothing left to start.

        Raises:
            NoRoot: this kernel gives us no such machine.
        """
        spaces = ("--cgroup", "--pid", "--mount", "--uts", "--ipc", "--net")
        words: Sequence[str] = (
            "unshare", *spaces, "--fork", "--kill-child", "sh", "-c", BOOT, "boot",
            str(self.layer / "root"), str(self._lower), str(self.layer),
        )  # fmt: skip
        with (self.layer / "said").open("wb") as said:
            self._outer = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                preexec_fn=lambda: _join(self._group),  # noqa: PLW1509 - no other thread is at work
            )
        return _up(self._outer, self.layer)

    def give_var_a_disk(self, made: Machine) -> None:
        """Copy /var of a machine that is on to a disk of its own, which it has when next on."""
        files = Path(f"/proc/{made.first}/root")
        subprocess.run(["cp", "-a", str(files / "var"), str(self.layer / "var")], check=True)

    def cut(self) -> None:
        """Cut the power: everything that runs dies at once, and nothing is told of it."""
        (self._group / "cgroup.kill").write_text("1", encoding="ascii")
        if self._outer is not None:
            self._outer.wait()
        _emptied(self._group)

    def gone(self) -> None:
        """Cut the power for good."""
        self.cut()
        _removed(self._group)


@contextmanager
def powered(lower: Path) -> Iterator[Powered]:
    """Lay a machine out above a clean Debian, not yet on; all of it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kiosk-machine-") as folder:
        power = Powered(lower, Path(folder))
        try:
            yield power
        finally:
            power.gone()


@contextmanager
def machine(lower: Path) -> Iterator[Machine]:
    """Start a machine above a clean Debian; all of it is gone afterwards.

    Raises:
        NoRoot: this kernel gives us no such machine.
    """
    with powered(lower) as power:
        yield power.on()


def _up(outer: "subprocess.Popen[bytes]", layer: Path) -> Machine:
    """Return the machine once systemd has nothing left to start."""
    first: list[int] = []

    def begun() -> bool:
        assert outer.poll() is None, (layer / "said").read_text(errors="replace")
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(outer.pid)],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
        first[:] = [int(word) for word in listed.stdout.split()]
        return bool(first)

    Machine(0, layer).until(begun, "the machine's first program")
    made = Machine(first[0], layer)

    def up() -> bool:
        assert outer.poll() is None, (layer / "said").read_text(errors="replace")
        return made.ran("systemctl", "is-system-running").out.strip() in {"running", "degraded"}

    made.until(up, "systemd")
    return made


def _control_group(name: str) -> Path:
    """Make a control group of its own: systemd takes all that it sees below for its own."""
    for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
        if re.match(r"\S+ \S+ cgroup2 ", line):
            group = Path(line.split()[1]) / name
            try:
                group.mkdir(exist_ok=True)
            except OSError as refused:
                raise NoRoot(f"no control group can be made here: {refused}") from refused
            return group
    raise NoRoot("this kernel has no unified control groups mounted")


def _join(group: Path) -> None:
    (group / "cgroup.procs").write_text(str(os.getpid()), encoding="ascii")


def _emptied(group: Path) -> None:
    """Wait until all in a control group have died."""
    pause = Event()
    for _ in range(int(PATIENCE_S / LOOK_S)):
        if "populated 0" in (group / "cgroup.events").read_text(encoding="ascii"):
            return
        pause.wait(LOOK_S)


def _removed(group: Path) -> None:
    """Take an empty control group away, with those that systemd made in it."""
    below = [path for path in group.rglob("*") if path.is_dir()]
    for path in (*sorted(below, key=lambda path: len(path.parts), reverse=True), group):
        path.rmdir()
