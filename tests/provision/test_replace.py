"""A Pi takes the place of one that died: its book from a copy, new PINs, all else as at first."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result

from kiosk.commands import FOUND
from kiosk.config import read_settings
from kiosk.provision.laying import Target
from kiosk.provision.plan import read_replacement
from kiosk.provision.replacing import replace_dead
from kiosk.registry.book import open_book
from kiosk.registry.copying import Copied, copy_book
from kiosk.registry.files import write_whole
from kiosk.registry.keys import PUBLIC_KEY
from kiosk.registry.opening import DATABASE, LINES
from kiosk.registry.queries import Office
from kiosk.registry.verify import whole
from kiosk.rules import entries as e
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import OfficerNumber, PinFit
from tests.assembly.program import CHIEF, CUSTODIAN, OFFICER, member
from tests.commands.typed import typed
from tests.provision.stick import prepared, stick


@dataclass(frozen=True)
class Dead:
    """A kiosk that died: the newest copy of its book, and the file of a first install."""

    copied: Copied
    file: Path


@pytest.fixture
def dead(tmp_path: Path) -> Dead:
    """Return what is left of a kiosk."""
    file = stick(tmp_path / "stick")
    assert typed("provision", file, "--root", prepared(tmp_path / "dead")).exit_code == 0
    (tmp_path / "copies").mkdir()
    book = tmp_path / "dead" / "var/lib/kiosk"
    return Dead(copy_book(book, tmp_path / "copies", same_disk=True), file)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the file system of a new Pi."""
    return prepared(tmp_path / "root")


def replaced(dead: Dead, root: Path, *more: str) -> Result:
    return typed("replace", dead.file, dead.copied.path.parent, "--root", root, *more)


def newest(book: Path, count: int) -> list[str]:
    """Return the kinds of the newest entries of a book, oldest first."""
    with closing(Office.at(book / DATABASE)) as office:
        lines = [line.entry for line in reversed(office.lines(limit=count))]
    return [line.KIND for line in lines if line is not None]


def test_a_kiosk_is_there_afterwards_and_names_the_gap(dead: Dead, root: Path) -> None:
    last = dead.copied.entries
    said = replaced(dead, root, "--head", f"{last + 12}:{'ab' * 32}")
    assert said.exit_code == 0, said.output
    assert f"Entries {last + 1} to {last + 12} are lost, 12 of them" in said.stdout
    book = root / "var/lib/kiosk"
    assert whole(book, heads=[(last, dead.copied.head)]).good
    assert newest(book, 7) == [
        "book.put_back", "pin.set", "pin.set", "pin.set", "alarm.raised", "count.dropped",
        "count.ordered",
    ]  # fmt: skip
    assert (root / "etc/kiosk/kiosk.toml").exists()
    assert "KIOSK_NAME=Angkor-1" in (root / "etc/kiosk/web_ui.conf").read_text(encoding="utf-8")
    assert "# kiosk: begin" in (root / "boot/firmware/config.txt").read_text(encoding="utf-8")


def test_the_new_kiosk_can_never_sign_as_the_dead_one(dead: Dead, root: Path) -> None:
    replaced(dead, root)
    old = (dead.copied.path / PUBLIC_KEY).read_text("utf-8").strip()
    first, before = (root / "var/lib/kiosk" / PUBLIC_KEY).read_text("utf-8").splitlines()
    assert first != old
    assert before == f"{dead.copied.entries} {old}"


def test_whoever_begins_again_types_the_new_pin_and_no_old_one(dead: Dead, root: Path) -> None:
    text = dead.file.read_text("utf-8").replace(member(OFFICER).pin, "918273")
    dead.file.write_text(text, encoding="utf-8")
    assert replaced(dead, root).exit_code == 0
    settings = read_settings(root / "etc/kiosk/kiosk.toml")
    with closing(open_book(root / "var/lib/kiosk", "Angkor-1", settings.policy)) as book:
        number = OfficerNumber(OFFICER)
        assert book.pins.fit(number, "918273") is PinFit.RIGHT
        assert book.pins.fit(number, member(OFFICER).pin) is PinFit.WRONG


@pytest.mark.promise("P10")
@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        (CHIEF, "0099999", "0099999: unknown officer"),
        (member(CUSTODIAN).badge_text, number(Kind.BADGE, 1, 999), "unknown badge"),
    ],
)
def test_a_badge_that_the_book_does_not_know_begins_nothing(
    dead: Dead, root: Path, was: str, becomes: str, complaint: str
) -> None:
    text = dead.file.read_text("utf-8").replace(f'"{was}"', f'"{becomes}"')
    dead.file.write_text(text, encoding="utf-8")
    before = sorted(root.rglob("*"))
    said = replaced(dead, root)
    assert said.exit_code == 78
    assert complaint in said.stderr
    assert sorted(root.rglob("*")) == before


def test_one_voucher_alone_begins_nothing(dead: Dead, root: Path) -> None:
    parts = dead.file.read_text("utf-8").split("[[badge]]")
    dead.file.write_text("[[badge]]".join(parts[:2]), encoding="utf-8")
    said = replaced(dead, root)
    assert said.exit_code == 78
    assert "PINs are needed for two people" in said.stderr


def test_a_book_that_is_there_stays(dead: Dead, root: Path) -> None:
    assert replaced(dead, root).exit_code == 0
    lines = (root / "var/lib/kiosk" / LINES).read_bytes()
    said = replaced(dead, root)
    assert said.exit_code == 78
    assert "There is a book in" in said.stderr
    assert (root / "var/lib/kiosk" / LINES).read_bytes() == lines


def test_a_changed_copy_begins_nothing(dead: Dead, root: Path) -> None:
    lines = dead.copied.path / LINES
    lines.write_bytes(lines.read_bytes().replace(b"0041207", b"0041208", 1))
    said = replaced(dead, root)
    assert said.exit_code == FOUND
    assert not (root / "etc/kiosk/kiosk.toml").exists()


def test_another_kiosk_toml_is_not_put_over(dead: Dead, root: Path) -> None:
    (root / "etc/kiosk").mkdir()
    (root / "etc/kiosk/kiosk.toml").write_text("[kiosk]\n", encoding="utf-8")
    said = replaced(dead, root)
    assert said.exit_code == 78
    assert "differs from" in said.stderr
    assert not (root / "var/lib/kiosk").exists()
    assert replaced(dead, root, "--replace").exit_code == 0


class Hub:
    """A source that has lines and no tables, as a hub will."""

    name = "the hub of the province"

    def __init__(self, lines: bytes, public: bytes) -> None:
        """Have so many bytes of each."""
        self._lines, self._public = lines, public

    def lay(self, folder: Path) -> None:
        """Lay them down."""
        write_whole(folder / LINES, self._lines)
        write_whole(folder / PUBLIC_KEY, self._public)


def test_a_hub_can_be_the_source(dead: Dead, root: Path) -> None:
    hub = Hub(*((dead.copied.path / name).read_bytes() for name in (LINES, PUBLIC_KEY)))
    plan = read_replacement(dead.file, lambda _: "")
    done, steps = replace_dead(plan, hub, (), Target(root), by="root", tell=lambda _: None)
    assert done.last_seq == done.known_seq == dead.copied.entries
    assert done.gap.startswith("No head says")
    assert [step.name for step in steps] == ["config.txt", "web_ui.conf", "kiosk.toml"]
    assert whole(root / "var/lib/kiosk").good
    with closing(Office.at(root / "var/lib/kiosk" / DATABASE)) as office:
        told = [line.entry for line in office.lines(limit=8)]
    assert "the hub of the province" in [
        one.source for one in told if isinstance(one, e.BookPutBack)
    ]
