"""The rig that is quick once it is built: user-mode Linux, a kernel that is a program.

It needs no root, boots in a second, and its clock can be skipped (time travel). Building it takes
some ten minutes of one processor, once for each configuration.
"""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.hil import debian

CONFIG: Final = Path(__file__).with_name("uml.config")
NAME: Final = "uml"
MEMORY: Final = "768M"

STAGES: Final = (("devices", "kiosk_runs", "reset"), ("time_travel",))
"""The folders of tests that are run in one boot each, in this order."""

NOT_HERE: Final[dict[str, str]] = {}
"""It has everything."""


def kernel(cache: Path) -> Path:
    """Return where the kernel of this configuration is, or will be once it is built."""
    digest = hashlib.sha256(CONFIG.read_bytes()).hexdigest()
    return cache / f"uml-{digest[:12]}"


def build(cache: Path) -> Path:
    """Build the kernel, unless it is cached.

    Raises:
        RigMissing: it cannot be built here.
    """
    made = kernel(cache)
    if made.exists():
        return made
    debian.tools("uml")
    tree, log = cache / "uml-source", cache / "uml-build.log"
    shutil.rmtree(tree, ignore_errors=True)
    log.unlink(missing_ok=True)
    debian.source(tree)
    make = ["make", "-s", "ARCH=um"]
    debian.built([*make, "defconfig"], tree, log)
    with (tree / ".config").open("ab") as config:
        config.write(CONFIG.read_bytes())
    debian.built([*make, "olddefconfig"], tree, log)
    debian.built([*make, f"-j{os.cpu_count()}", "linux"], tree, log)
    partial = made.with_suffix(".partial")
    subprocess.run(["strip", "-o", partial, tree / "linux"], check=True)
    partial.rename(made)
    shutil.rmtree(tree)
    return made


def command(cache: Path, shared: Path, stages: Sequence[str]) -> list[str]:
    """Return how the machine is switched on.

    Args:
        cache: where the kernel is.
        shared: the folder that guest and host have in common, without a blank in its name.
        stages: what it shall do; time_travel runs on a clock that skips what nobody works in.
    """
    return [
        str(build(cache)),
        f"mem={MEMORY}", "rootfstype=hostfs", "rootflags=/", "ro", "quiet",
        "con=null", "con0=null,fd:1",
        *(["time-travel"] if "time_travel" in stages else []),
        f"init={shared}/guest.sh", f"hil_shared={shared}", f"hil_rig={NAME}",
    ]  # fmt: skip
