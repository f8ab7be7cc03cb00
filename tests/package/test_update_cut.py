"""An update whose power goes in the middle of dpkg: the next start of the machine ends it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.package.bay import KIOSK_TOML
from tests.package.pages import doctored
from tests.package.roots import Machine, Powered, powered
from tests.package.test_update import FOLDER, OURS, PATIENCE_S, RELEASERS, brought, kinds, version
from tests.package.versions import Change, Releaser, another, dies_when_run

NEXT = "2026.2"
ONCE = "/var/lib/hangs-once"
"""While it is there, a script of the package hangs where it stands, and takes it away first."""

HANGS = f"if [ -e {ONCE} ]; then rm {ONCE}; sync; while :; do sleep 1; done; fi\n"
LINK = "/var/lib/armoury-kiosk/putting-in"
UNITS = ("update_mend.service", "update_finish.service")


@pytest.fixture(scope="module")
def sok() -> Releaser:
    """Return somebody whose key is on the kiosk."""
    return Releaser("sok")


@pytest.fixture
def power(debian: Path, deb: Path, sok: Releaser) -> Iterator[Powered]:
    """Return a kiosk that was installed and knows one releaser, off."""
    with powered(debian) as power:
        made = power.on()
        made.does("mkdir", "-p", FOLDER, RELEASERS)
        made.copy(deb, f"{FOLDER}/first.deb")
        made.does("dpkg", "--install", f"{FOLDER}/first.deb")
        made.write("/etc/kiosk/kiosk.toml", KIOSK_TOML)
        made.write(f"{RELEASERS}/sok.pub", f"{sok.key.text}\n")
        made.does("sync")
        power.cut()
        yield power


def answered(made: Machine) -> None:
    """Wait for the kiosk."""
    made.until(lambda: made.ran("kiosk", "status").code == 0, "the kiosk", PATIENCE_S)


def hangs_in(script: str, change: Change = lambda _: None) -> Change:
    """Return what lets a script of a package hang at its begin, once; `change`: and what else."""

    def changed(tree: Path) -> None:
        change(tree)
        path = tree / "DEBIAN" / script
        head, _, rest = path.read_text(encoding="utf-8").partition("set -e\n")
        path.write_text(f"{head}set -e\n{HANGS}{rest}", encoding="utf-8")

    return changed


def cut_in_the_middle(power: Powered, package: Path) -> None:
    """Update, and let the power go where dpkg stands in the script that hangs."""
    made = power.on()
    answered(made)
    made.write(ONCE, "")
    words = ("kiosk", "update", brought(made, package))
    updating = threading.Thread(target=lambda: made.ran(*words, patience_s=PATIENCE_S), daemon=True)
    updating.start()
    made.until(lambda: made.ran("test", "-e", ONCE).code == 1, "dpkg in its script", PATIENCE_S)
    assert made.ran("test", "-L", LINK).code == 0
    power.cut()
    updating.join()


@pytest.mark.parametrize(
    ("script", "change", "ends_as", "told"),
    [
        ("preinst", lambda _: None, NEXT, "update.done"),
        ("postinst", lambda _: None, NEXT, "update.done"),
        ("postinst", dies_when_run, OURS, "update.rolled_back"),
    ],
    ids=["half unpacked", "half configured", "a bad one"],
)
def test_a_start_ends_what_the_power_cut_off(  # noqa: PLR0913 - of one kiosk and its package
    power: Powered,
    deb: Path,
    tmp_path: Path,
    sok: Releaser,
    *,
    script: str,
    change: Callable[[Path], None],
    ends_as: str,
    told: str,
) -> None:
    package = another(deb, NEXT, tmp_path, hangs_in(script, change))
    sok.signs(package, NEXT)
    cut_in_the_middle(power, package)

    made = power.on()
    answered(made)
    made.until(lambda: kinds(made)[0] == told, "the end in the book", PATIENCE_S)
    made.until(lambda: made.ran("test", "-L", LINK).code == 1, "nothing left", PATIENCE_S)
    assert version(made) == ends_as
    said = made.ran("dpkg", "--verify", "armoury-kiosk")
    assert (said.code, said.out, said.err) == (0, "", "")
    assert made.ran("kiosk", "verify").code == 0
    assert "update_open" not in doctored(made)
    assert [made.shown(unit, "Result") for unit in UNITS] == ["success", "success"]
    power.cut()

    made = power.on()
    answered(made)
    assert [made.shown(unit, "ConditionResult") for unit in UNITS] == ["no", "no"], "once"


def test_an_update_that_nobody_cuts_off_starts_nothing_of_it(
    power: Powered, deb: Path, tmp_path: Path, sok: Releaser
) -> None:
    """In the middle of dpkg each would wait for the other."""
    package = another(deb, NEXT, tmp_path)
    sok.signs(package, NEXT)
    made = power.on()
    answered(made)
    said = made.ran("kiosk", "update", brought(made, package), patience_s=PATIENCE_S)
    assert said.code == 0, said
    assert made.ran("test", "-L", LINK).code == 1
    assert [made.shown(unit, "ExecMainStartTimestampMonotonic") for unit in UNITS] == ["0", "0"]
    assert made.does("systemctl", "is-enabled", *UNITS).split() == ["enabled", "enabled"]
