"""The rig that is quick from nothing: QEMU, Debian's own kernel, and gpio-sim built beside it.

Nothing is emulated by the processor's help, so it runs wherever QEMU does, a good deal slower than
user-mode Linux. Its clock cannot be skipped.
"""

import gzip
import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.hil import debian

NAME: Final = "qemu"
STAGES: Final = (("devices", "reset"),)
"""The folders of tests that are run in one boot each."""

NOT_HERE: Final = {
    "kiosk_runs": "each kiosk takes half a minute on an emulated processor: --rig uml",
    "time_travel": "the clock of this machine cannot be skipped: --rig uml",
}
"""The folders that are not, and why."""

MODULES: Final = (
    "virtio_pci", "9pnet_virtio", "9p",                     # this computer's files
    "configfs", "gpio-sim", "evdev", "uinput", "cuse",      # lines, keyboards, SPI and I2C
    "usbhid", "hid_generic", "cdc_acm",                     # one end of a USB plug
    "dummy_hcd", "usb_f_hid", "usb_f_acm",                  # and the other
    "i6300esb",                                             # a watchdog
)  # fmt: skip

FASTER: Final = "mitigations=off tsc=reliable lsm= audit=0"
"""Against attacks that no emulated processor knows, two page tables are changed at every call of
the kernel, and that is what such a processor does slowest."""

_SOURCES: Final = ("drivers/gpio/gpio-sim.c", "drivers/gpio/gpiolib.h", "kernel/irq/irq_sim.c")
_KBUILD: Final = "obj-m := gpio-sim.o\ngpio-sim-y := gpio_sim.o irq_sim.o\n"
_FIRST: Final = """\
#!/bin/sh
# From the memory disk to this computer's own files, with the modules that they need.
mount -t proc proc /proc
mount -t devtmpfs dev /dev
for module in /modules/*; do insmod "$module"; done
mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=512000,cache=loose host /host
mount --move /dev /host/dev
exec switch_root /host /bin/sh "$hil_shared/guest.sh"
"""


def build(cache: Path) -> tuple[Path, Path]:
    """Return kernel and memory disk; make them unless they are cached for Debian's kernel of today.

    Raises:
        RigMissing: they cannot be made here.
    """
    debian.tools("hil")
    version = debian.kernel_version()
    recipe = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    kernel, disk = (cache / f"qemu-{version}-{recipe}.{part}" for part in ("kernel", "disk"))
    if kernel.exists() and disk.exists():
        return kernel, disk
    for old in cache.glob("qemu-*.*"):
        old.unlink()  # of another day's kernel, or another recipe
    tree = cache / "qemu-parts"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    common = re.sub(r"-\w+$", "-common", version)
    packages = [f"linux-image-{version}", f"linux-headers-{version}", f"linux-headers-{common}"]
    debian.unpacked([*packages, "linux-kbuild-6.1", "busybox-static"], tree)
    _gpio_sim(tree, version, cache / "qemu-build.log")
    _memory_disk(tree, version, disk)
    (tree / f"boot/vmlinuz-{version}").rename(kernel)
    shutil.rmtree(tree)
    return kernel, disk


def command(cache: Path, shared: Path, stages: Sequence[str]) -> list[str]:
    """Return how the machine is switched on; as `uml.command`."""
    assert "time_travel" not in stages, "this machine has no clock that can be skipped"
    kernel, disk = build(cache)
    return [
        "qemu-system-x86_64",
        "-M", "q35", "-accel", "tcg", "-cpu", "max", "-smp", "2", "-m", "1024",
        "-nodefaults", "-display", "none", "-serial", "stdio",
        "-kernel", str(kernel), "-initrd", str(disk),
        "-append", f"console=ttyS0 quiet {FASTER} hil_shared={shared} hil_rig={NAME}",
        "-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap",
        "-virtfs", f"local,path={shared},mount_tag=shared,security_model=none",
        "-device", "i6300esb", "-action", "watchdog=reset",
    ]  # fmt: skip


def _gpio_sim(tree: Path, version: str, log: Path) -> None:
    """Build gpio-sim against Debian's kernel, and put it among the modules."""
    headers, work = tree / "usr/src" / f"linux-headers-{version}", tree / "gpio-sim"
    makefile = headers / "Makefile"
    makefile.write_text(makefile.read_text().replace("include /usr", f"include {tree}/usr"))
    debian.source(work, *_SOURCES)
    for name in _SOURCES:
        (work / name).rename(work / Path(name).name)
    (work / "gpio-sim.c").rename(work / "gpio_sim.c")  # the module has the other name
    simulated = work / "irq_sim.c"
    # Debian ships no irq_sim either; what it asks is not exported to modules, the way round is.
    simulated.write_text(
        simulated.read_text()
        .replace("irq_to_desc(irqnum)", "irq_data_to_desc(irq_get_irq_data(irqnum))")
        .replace("#include <linux/irq.h>", "#include <linux/irq.h>\n#include <linux/irqdesc.h>")
    )
    (work / "Kbuild").write_text(_KBUILD)
    log.unlink(missing_ok=True)
    debian.built(["make", "-s", "-C", headers, f"M={work}", "modules"], work, log)
    extra = tree / "lib/modules" / version / "extra"
    extra.mkdir()
    subprocess.run(["strip", "-g", "-o", extra / "gpio-sim.ko", work / "gpio-sim.ko"], check=True)
    subprocess.run(["/sbin/depmod", "-b", tree, version], check=True)


def _memory_disk(tree: Path, version: str, disk: Path) -> None:
    """Pack a shell and the modules, each after those that it needs."""
    root = tree / "disk"
    for folder in ("bin", "dev", "host", "modules", "proc"):
        (root / folder).mkdir(parents=True)
    shutil.copy(tree / "bin/busybox", root / "bin")
    for name in ("sh", "cat", "insmod", "mount", "switch_root"):
        (root / "bin" / name).symlink_to("busybox")
    for number, module in enumerate(dict.fromkeys(_needed(tree, version))):
        target = root / "modules" / f"{number:02}-{module.name}"
        subprocess.run(["strip", "-g", "-o", target, module], check=True)
    (root / "init").write_text(_FIRST)
    (root / "init").chmod(0o755)
    listed = "\n".join(str(path.relative_to(root)) for path in sorted(root.rglob("*")))
    packed = subprocess.run(
        ["cpio", "-o", "-H", "newc", "--quiet"],
        cwd=root,
        input=listed.encode(),
        check=True,
        capture_output=True,
    ).stdout
    disk.write_bytes(gzip.compress(packed, 1))


def _needed(tree: Path, version: str) -> Iterator[Path]:
    for name in MODULES:
        command = ["/sbin/modprobe", "-d", str(tree), "-S", version, "--show-depends", name]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for line in said.splitlines():
            order, _, path = line.strip().partition(" ")
            if order == "insmod":  # the others are built in
                yield Path(path)
