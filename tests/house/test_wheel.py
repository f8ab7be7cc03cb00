"""What a kiosk installs: three packages whole, nothing beside them, nobody's name taken."""

import importlib.util
import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house import tree

DISTRIBUTION = "armoury-kiosk"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.Path:
    """Build the wheel as `make wheel` does, with no network."""
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(command, cwd=tree.ROOT, check=True, capture_output=True)
    (built,) = place.glob("*.whl")
    return zipfile.Path(built)


def names_in(wheel: zipfile.Path) -> set[str]:
    """Return the files of a wheel, without the record of the distribution itself."""
    names = wheel.root.namelist()
    return {name for name in names if ".dist-info/" not in name and not name.endswith("/")}


def test_the_wheel_holds_every_file_of_the_three_packages_and_no_other(wheel: zipfile.Path) -> None:
    """Templates, translations and fonts are packed too; tests and units stay at home."""
    packed = {path.as_posix() for path in tree.tracked() if path.parts[0] in tree.PACKAGES}
    assert names_in(wheel) == packed


def test_the_wheel_tells_type_checkers_that_it_is_typed(wheel: zipfile.Path) -> None:
    assert {f"{package}/py.typed" for package in tree.PACKAGES} <= names_in(wheel)


def test_the_wheel_carries_the_licence_and_the_command(wheel: zipfile.Path) -> None:
    (record,) = (path for path in wheel.iterdir() if path.name.endswith(".dist-info"))
    assert "Apache License" in (record / "licenses" / "LICENSE").read_text(encoding="utf-8")
    assert "kiosk = kiosk.__main__:main" in (record / "entry_points.txt").read_text(
        encoding="utf-8"
    )
    assert "Private :: Do Not Upload" in (record / "METADATA").read_text(encoding="utf-8")


@pytest.mark.parametrize("package", tree.PACKAGES)
def test_no_other_distribution_has_taken_the_name_of_a_package(package: str) -> None:
    """PyPI knows a `kiosk` and a `drivers`; one of them in our venv would hide ours, or we it."""
    assert set(packages_distributions().get(package, [DISTRIBUTION])) == {DISTRIBUTION}
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin == str(tree.ROOT / package / "__init__.py")


def test_the_distribution_is_named_for_what_it_is_and_never_uploaded() -> None:
    project = tree.project()
    assert project["name"] == DISTRIBUTION
    assert project["classifiers"] == ["Private :: Do Not Upload"]


@pytest.mark.parametrize("lock", ["run", "test"])
def test_a_lock_names_no_place_and_has_a_hash_for_every_package(lock: str) -> None:
    """A lock that names an index or a folder installs on one machine only."""
    text = (tree.ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if "://" in line or line.startswith("--")] == []
    blocks = "\n".join(lines).replace("\\\n", "").splitlines()
    assert blocks
    assert [block for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []


def test_what_runs_in_the_tests_is_what_runs_at_the_racks() -> None:
    """The lock of the tests holds the lock of the kiosk, version for version."""
    pins = {
        lock: {line for line in _lines(lock) if "==" in line and not line.startswith("#")}
        for lock in ("run", "test")
    }
    assert pins["run"] <= pins["test"]


def _lines(lock: str) -> list[str]:
    path = Path(tree.ROOT, "requirements", f"{lock}.lock")
    return path.read_text(encoding="utf-8").splitlines()
