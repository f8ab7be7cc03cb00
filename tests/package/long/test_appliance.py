"""The life of one kiosk on clean Debians, from the first install to a second machine.

It is installed, at work, its power cut a hundred times, updated, taken back, copied, and put back
elsewhere. Nothing that was seen is lost, and nothing opened without a line.
"""

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.registry.database import connect_reader, rows_after
from kiosk.registry.opening import DATABASE
from kiosk.rules import entries as e
from kiosk.rules.encoding import decode
from kiosk.service.protocol import KioskSilent
from tests.package.crew import Crew, Seen
from tests.package.pages import STICK, plug_in
from tests.package.roots import ROOT, Machine, Powered, powered
from tests.package.versions import Releaser, another
from tests.provision.stick import stick

KILLS = int(os.environ.get("KILLS", "100"))
SEED = 1
LONGEST_S = 3.0
"""A draw and a return take about two seconds here: a cut falls on every step of both."""

HATCH = "run/kiosk/kiosk.sock"
BOOK = "var/lib/kiosk"
EVIDENCE = ROOT / "build/evidence/kills.json"
PATIENCE_S = 600


@dataclass
class Life:
    """One kiosk from its first line on, and what people saw of it."""

    power: Powered
    seen: Seen = field(default_factory=Seen)

    def hatch(self, made: Machine) -> Path:
        """Return the kiosk's socket as it is reached from outside the machine."""
        return Path(f"/proc/{made.first}/root") / HATCH

    def works(self, made: Machine, seconds: float) -> None:
        """Let the crew work so long; then the power goes, whatever they were at."""
        with closing(Crew(self.hatch(made), self.seen)) as crew:
            crew.works(seconds)
            self.power.cut()
            self.seen.stages[crew.stage.value] += 1

    def entries(self) -> Iterator[tuple[int, str, e.Entry]]:
        """Yield the lines of the book as they stand on the disk: number, hash, entry."""
        with closing(connect_reader(self.power.layer / "upper" / BOOK / DATABASE)) as book:
            for row in rows_after(book, 0):
                yield row.seq, row.hash.hex(), decode(row.body)[1]


@pytest.fixture(scope="module")
def sok() -> Releaser:
    """Return somebody whose key is on the kiosk."""
    return Releaser("sok")


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory, deb: Path, sok: Releaser) -> Path:
    """Return the stick: package, lists, provision.toml, and the next version, signed."""
    folder = tmp_path_factory.mktemp("stick")
    stick(folder)
    os.link(deb, folder / deb.name)
    sok.signs(another(deb, "2026.9", folder), "2026.9")
    return folder


@pytest.fixture(scope="module")
def life(debian: Path, brought: Path, sok: Releaser) -> Iterator[Life]:
    """Return a kiosk that was installed from a stick, without a network, and provisioned."""
    with powered(debian) as power:
        made = power.on()
        _install(made, brought)
        made.does("kiosk", "provision", "/media/stick/provision.toml")
        made.does(
            "kiosk", "missions", "add", "BN-114", "0041207",
            "--from", "2026-01-01T00:00", "--until", "2034-12-31T23:59",
        )  # fmt: skip
        made.write("/etc/armoury-kiosk/releasers/sok.pub", f"{sok.key.text}\n")
        made.does("sync")
        power.cut()
        yield Life(power)


def _install(made: Machine, brought: Path) -> None:
    made.does("mkdir", "-p", "/media/stick", "/etc/armoury-kiosk/releasers")
    for path in sorted(brought.glob("*.*")):
        made.copy(path, f"/media/stick/{path.name}")
    made.does("sh", "-c", "dpkg --install /media/stick/armoury-kiosk_2026.1_*.deb")


def _answers(made: Machine, hatch: Path) -> None:
    """Wait until the kiosk has read its book and every line."""

    def begun() -> bool:
        with suppress(KioskSilent), closing(Crew(hatch, Seen())) as crew:
            view = crew.look()
            return bool(view.seq) and not view.faults
        return False

    made.until(begun, "the kiosk")


@pytest.mark.promise("P1", "P2", "P4")
def test_nothing_is_lost_and_nothing_opens_over_a_hundred_power_cuts(life: Life) -> None:
    chance = random.Random(SEED)
    for _ in range(KILLS):
        made = life.power.on()
        _answers(made, life.hatch(made))
        with closing(Crew(life.hatch(made), Seen())) as crew:
            assert crew.energised() == set(), "no start opens anything"
        newest = max(life.seen.heads, default=0)
        head = f"--head={newest}:{life.seen.heads[newest]}" if newest else "--chain-only"
        said = made.ran("kiosk", "verify", "--chain-only", head)
        assert said.code == 0, said
        life.works(made, chance.uniform(0.05, LONGEST_S))
    kinds = Counter(type(entry) for _, _, entry in life.entries())
    _hold_heads(life)
    unexplained = _without_a_line(life)
    told = {
        "kills": KILLS,
        "issued": kinds[e.WeaponIssued],
        "returned": kinds[e.WeaponReturned],
        "starts": kinds[e.Started],
        "openings_seen": len(life.seen.opened),
        "openings_without_a_line": len(unexplained),
        "heads_seen": len(life.seen.heads),
        "heads_lost": 0,
        "killed_at": dict(life.seen.stages.most_common()),
        "seed": SEED,
    }
    sys.stdout.write("".join(f"\n  {name:24} {value}" for name, value in told.items()))
    EVIDENCE.parent.mkdir(parents=True, exist_ok=True)
    EVIDENCE.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    assert unexplained == []
    assert kinds[e.WeaponIssued] > KILLS / 10, "a crew that does nothing shows nothing"
    assert len(life.seen.stages) > min(KILLS / 10, 6)


def _hold_heads(life: Life) -> None:
    """Insist that every head that was on the screen is in the book."""
    book = {seq: digest for seq, digest, _ in life.entries()}
    lost = {seq for seq, digest in life.seen.heads.items() if book.get(seq) != digest}
    assert lost == set()


def _without_a_line(life: Life) -> list[tuple[str, int]]:
    """Return the openings that were seen and that no line of that life of the kiosk grants."""
    grants = [
        (seq, str(entry.cable))
        for seq, _, entry in life.entries()
        if isinstance(entry, e.ReleaseGranted)
    ]
    left = Counter[tuple[str, int]]()
    starts = [seq for seq, _, entry in life.entries() if isinstance(entry, e.Started)]
    for seq, cable in grants:
        left[cable, max(start for start in starts if start < seq)] += 1
    unexplained = []
    for cable, after in life.seen.opened:
        start = max(start for start in starts if start <= after)
        left[cable, start] -= 1
        if left[cable, start] < 0:
            unexplained.append((cable, after))
    return unexplained


def test_an_update_and_its_way_back_keep_every_head(life: Life) -> None:
    made = life.power.on()
    _answers(made, life.hatch(made))
    package = "/media/stick/armoury-kiosk_2026.9_*.deb"
    said = made.ran("sh", "-c", f"kiosk update {package}", patience_s=PATIENCE_S)
    assert (said.code, said.out) == (0, "Version 2026.9 is in force.\n"), said
    said = made.ran("kiosk", "update", "--back", patience_s=PATIENCE_S)
    assert (said.code, said.out) == (0, "Version 2026.1 is in force.\n"), said
    _answers(made, life.hatch(made))
    life.works(made, LONGEST_S)
    _hold_heads(life)


def test_a_copy_put_back_on_a_second_machine_has_every_head_of_the_first(
    life: Life, debian: Path, brought: Path
) -> None:
    made = life.power.on()
    _answers(made, life.hatch(made))
    plug_in(made)
    said = made.does("runuser", "-u", "kiosk", "--", "kiosk", "backup", STICK)
    head = said.rpartition("head down: ")[2].strip()
    packed = made.does("sh", "-c", f"tar -C {STICK} -cf /var/tmp/copies.tar . && echo done")
    assert packed == "done\n"
    copies = life.power.layer / "upper/var/tmp/copies.tar"
    with powered(debian) as second:
        new = second.on()
        _install(new, brought)
        plug_in(new)
        new.copy(copies, "/var/tmp/copies.tar")  # noqa: S108 - inside the machine
        new.does("tar", "-C", STICK, "-xf", "/var/tmp/copies.tar")  # noqa: S108 - the same
        new.does("kiosk", "replace", "/media/stick/provision.toml", STICK, "--head", head)
        heads = [f"--head={seq}:{digest}" for seq, digest in sorted(life.seen.heads.items())]
        found = new.ran("kiosk", "verify", f"--head={head}", *heads)
        assert found.code == 0, found
    life.power.cut()
