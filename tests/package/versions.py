"""Other versions of a package: newer ones, bad ones, each made of the one that was built."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from kiosk.registry.releases import NOTE_SUFFIX, Release, digest_of, key_of, new_key, sign

Change = Callable[[Path], None]


class Releaser:
    """Somebody who may release, with a key of their own."""

    def __init__(self, name: str) -> None:
        """Make a key."""
        self.key = key_of(new_key(name))

    def signs(self, package: Path, version: str) -> None:
        """Lay a note beside a package."""
        architecture = package.stem.rpartition("_")[2]
        note = sign(self.key, Release(version, architecture, digest_of(package)))
        package.with_name(package.name + NOTE_SUFFIX).write_text(note, encoding="utf-8")


def another(deb: Path, version: str, into: Path, change: Change = lambda _: None) -> Path:
    """Return a package of another version; `change` may do something to its files."""
    tree = into / f"tree-{version}"
    subprocess.run(["dpkg-deb", "--raw-extract", deb, tree], check=True)
    change(tree)
    control = tree / "DEBIAN/control"
    text = control.read_text(encoding="utf-8")
    lines = [f"Version: {version}" if x.startswith("Version:") else x for x in text.splitlines()]
    control.write_text("\n".join(lines) + "\n", encoding="utf-8")
    made = into / f"armoury-kiosk_{version}_{deb.stem.rpartition('_')[2]}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(tree), str(made)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(tree)
    return made


def dies_when_run(tree: Path) -> None:
    """Let everything of a version be there and load, but its kiosk end as soon as it is run."""
    _put(tree, "run.py", "import sys\n\nimport click\n\n\n@click.command()\n"
         "@click.option('--config')\ndef command(config: str) -> None:\n"
         '    """Guard nothing."""\n    sys.exit(70)\n')  # fmt: skip


def does_not_load(tree: Path) -> None:
    """Let a part of a version not even load."""
    _put(tree, "status.py", "raise ImportError('half a version')\n")


def _put(tree: Path, name: str, text: str) -> None:
    (place,) = tree.glob("usr/lib/armoury-kiosk/lib/python3*/site-packages/kiosk/commands")
    for compiled in (place / "__pycache__").glob(f"{name.removesuffix('.py')}.*"):
        compiled.unlink()  # or the old one would be run: it is never looked at again
    (place / name).write_text(text, encoding="utf-8")
