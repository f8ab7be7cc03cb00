"""How much of the machine each unit can reach, as systemd counts it, and that it reads them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.systemd.units import FOLDER, settings_of, unit_files

BARS = {
    "kiosk": 1.0,
    "web_ui": 1.0,
    "failsafe": 1.0,
    "backup": 1.0,
    "browser": 2.5,
    "power_off": 2.5,
    "update_mend": 1.7,
    "update_finish": 1.7,
}
"""The most a unit may be exposed: 0 is nothing, 10 an ordinary program (systemd-analyze(1)).

The two of an update that was cut off run dpkg: root, files of any account, a root that is written.
What is left beside that is nothing: no network, no device, no module, no clock, no other right.
"""

DPKG_ALONE = {"update_mend.service": "/usr/lib/armoury-kiosk/mend-update"}
"""What runs while our own program may be half there: none of it, but a script that calls dpkg."""


def exposure(path: Path) -> float:
    """Return what systemd-analyze says of a unit file."""
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(path)]
    said = subprocess.run(command, check=False, capture_output=True, text=True)
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", said.stdout)
    assert found, said.stderr
    return float(found[1])


def tree_of(folder: Path) -> Path:
    """Lay the units out as the package does, with a program that is not ours in place of ours."""
    units = folder / "usr/lib/systemd/system"
    units.mkdir(parents=True)
    (folder / "lib").symlink_to("usr/lib")
    for path in unit_files():
        shutil.copy(path, units)
    for kind in ("*.target", "*.slice"):
        for path in Path("/lib/systemd/system").glob(kind):
            shutil.copy(path, units)
    program = folder / "usr/lib/armoury-kiosk/bin/python"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    shutil.copy(FOLDER / "package/mend-update", program.parents[1])
    return folder


def test_every_service_has_a_bar() -> None:
    assert {path.stem for path in FOLDER.glob("*.service")} == BARS.keys()


@pytest.mark.parametrize(("unit", "bar"), BARS.items())
def test_no_unit_is_exposed_more_than_its_bar(unit: str, bar: float) -> None:
    assert exposure(FOLDER / f"{unit}.service") <= bar


@pytest.mark.parametrize("path", unit_files(), ids=lambda path: str(path.name))
def test_systemd_understands_every_line(path: Path, tmp_path: Path) -> None:
    """It ignores what it does not know, and says so: the setting would protect nothing."""
    root = tree_of(tmp_path)
    command = ["systemd-analyze", "verify", f"--root={root}", "--man=no", path.name]
    said = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.service")), ids=lambda path: str(path.name))
def test_no_unit_runs_python_without_its_asserts_or_with_the_folder_it_stands_in(
    path: Path,
) -> None:
    unit = settings_of(path.name)
    programs = unit["ExecStart"] + unit.get("ExecStopPost", [])
    if path.name in DPKG_ALONE:
        assert programs == [DPKG_ALONE[path.name]]
        assert "python" not in (FOLDER / "package/mend-update").read_text(encoding="utf-8")
        return
    assert all(line.startswith("/usr/lib/armoury-kiosk/bin/python -I -m ") for line in programs)
