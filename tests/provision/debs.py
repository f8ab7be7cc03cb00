"""Small packages, made in a moment: a name, a version, one file."""

import subprocess
from pathlib import Path


def small(folder: Path, version: str, name: str = "armoury-kiosk", kilobytes: int = 4) -> Path:
    """Return a package with next to nothing in it."""
    tree = folder / f"tree-{name}-{version}"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN").chmod(0o755)
    (tree / "DEBIAN/control").write_text(
        f"Package: {name}\nVersion: {version}\nArchitecture: all\nInstalled-Size: {kilobytes}\n"
        "Maintainer: nobody <nobody@localhost>\nDescription: nothing\n",
        encoding="ascii",
    )
    (tree / "README").write_text(version, encoding="ascii")
    made = folder / f"{name}_{version}_all.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(tree), str(made)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return made
