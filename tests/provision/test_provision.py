"""A Pi becomes a kiosk: whole or not at all, twice like once, a sentence for each fault."""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from drivers.lines.pin_check import check
from drivers.lines.pin_profile import RACK_V1, read_profile
from kiosk.commands import commands
from kiosk.config import read_settings
from kiosk.registry.opening import DATABASE, LINES
from kiosk.registry.queries import Office
from kiosk.registry.verify import whole
from kiosk.rules.entries import CountOrdered
from tests.assembly.program import CHIEF, CUSTODIAN, OFFICER, member
from tests.commands.typed import typed
from tests.provision.stick import prepared, stick


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a prepared file system."""
    return prepared(tmp_path / "root")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the file on the stick."""
    return stick(tmp_path / "stick")


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return every file below a folder, with its mode and content."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def provisioned(file: Path, root: Path, *more: str) -> Result:
    return typed("provision", file, "--root", root, *more)


def test_a_kiosk_is_there_afterwards(file: Path, root: Path) -> None:
    said = provisioned(file, root)
    assert said.exit_code == 0, said.stderr
    assert "founded with" in said.stdout
    book = root / "var/lib/kiosk"
    assert whole(book).good
    with closing(Office.at(book / DATABASE)) as office:
        assert len(office.badges()) == 3
        assert len(office.officers()) > 10
    assert (root / "etc/kiosk/kiosk.toml").read_bytes() == (file.parent / "kiosk.toml").read_bytes()
    assert "KIOSK_NAME=Angkor-1" in (root / "etc/kiosk/web_ui.conf").read_text(encoding="utf-8")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to another account")
def test_the_book_belongs_to_the_kiosk_and_its_file_to_root(file: Path, root: Path) -> None:
    provisioned(file, root)
    book = root / "var/lib/kiosk"
    assert {path.stat().st_uid for path in (book, *book.iterdir())} == {991}
    config = (root / "etc/kiosk/kiosk.toml").stat()
    assert (config.st_uid, config.st_gid, config.st_mode & 0o777) == (0, 990, 0o640)


def test_the_second_time_nothing_is_changed(file: Path, root: Path) -> None:
    provisioned(file, root)
    before = state(root)
    said = provisioned(file, root)
    assert (said.exit_code, state(root) == before) == (0, True)
    assert "nobody was written in" in said.stdout


def test_config_txt_says_what_the_board_needs_and_what_it_said_before(
    file: Path, root: Path
) -> None:
    path = root / "boot/firmware/config.txt"
    provisioned(file, root)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("dtparam=audio=on\n# kiosk: begin\n")
    assert "\n[all]\n" in text
    assert check(read_profile(RACK_V1), text) == ()
    assert path.with_name("config.txt.before-kiosk").read_text(encoding="utf-8") == (
        "dtparam=audio=on\n"
    )


def test_lines_of_an_earlier_version_give_way_and_those_behind_them_stay(
    file: Path, root: Path
) -> None:
    path = root / "boot/firmware/config.txt"
    path.write_text("a=1\n# kiosk: begin\nold=1\n# kiosk: end\nb=2\n", encoding="utf-8")
    provisioned(file, root)
    text = path.read_text(encoding="utf-8")
    assert (text.startswith("a=1\n"), text.endswith("# kiosk: end\nb=2\n")) == (True, True)
    assert "old=1" not in text
    assert text.count("# kiosk: begin") == 1


def test_another_kiosk_toml_is_not_written_over(file: Path, root: Path) -> None:
    provisioned(file, root)
    there = root / "etc/kiosk/kiosk.toml"
    there.write_text(there.read_text(encoding="utf-8") + "\n# mine\n", encoding="utf-8")
    before = state(root)
    said = provisioned(file, root)
    assert (said.exit_code, state(root) == before) == (78, True)
    assert "say --replace" in said.stderr
    assert provisioned(file, root, "--replace").exit_code == 0
    assert b"# mine" not in there.read_bytes()


def test_the_book_of_another_kiosk_is_left_alone(file: Path, root: Path) -> None:
    provisioned(file, root)
    before = state(root)
    config = file.with_name("kiosk.toml")
    config.write_text(
        config.read_text(encoding="utf-8").replace("Angkor-1", "Angkor-2"), encoding="utf-8"
    )
    said = provisioned(file, root, "--replace")
    assert (said.exit_code, state(root) == before) == (78, True)
    assert "is that of 'Angkor-1'" in said.stderr


def test_what_was_cut_off_half_way_is_gone_on_with(file: Path, root: Path) -> None:
    """A power cut left half a book beside its place, and no unit starts without kiosk.toml."""
    half = root / "var/lib/.kiosk.founding"
    half.mkdir()
    (half / LINES).write_bytes(b"half a li")
    assert provisioned(file, root).exit_code == 0
    assert whole(root / "var/lib/kiosk").good
    assert not half.exists()


def changed(name: str, before: str, after: str) -> Callable[[Path], None]:
    """Return what changes one text of one file on the stick."""

    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert before in text, f"{name} has no {before}"
        path.write_text(text.replace(before, after, 1), encoding="utf-8")

    return change


BADGE = member(CUSTODIAN).badge_text
PIN = member(CUSTODIAN).pin
FAULTS = (
    (changed("provision.toml", "[provision]", "[provison]"), "there is no such section"),
    (changed("provision.toml", "officers =", "oficers ="), "there is no such key"),
    (changed("provision.toml", 'config = "kiosk.toml"', 'config = ""'), "must not be empty"),
    (changed("provision.toml", "kiosk.toml", "gone.toml"), "there is no such file"),
    (changed("provision.toml", "officers.csv", "gone.csv"), "gone.csv"),
    (changed("provision.toml", "weapons.csv", "gone.csv"), "gone.csv"),
    (changed("provision.toml", CUSTODIAN, "9999999"), "the list of officers has no '9999999'"),
    (changed("provision.toml", BADGE, f"{BADGE[:-1]}{9 - int(BADGE[-1])}"), "check digits"),
    (changed("provision.toml", BADGE, "1010000182"), "what the reader reads"),
    (changed("provision.toml", BADGE, member("0018023").badge_text), "is given twice"),
    (changed("provision.toml", '"0018023"', f'"{CUSTODIAN}"'), "has a badge already"),
    (changed("provision.toml", '"0018023"', '"0041355"'), "expected badges for two people"),
    (changed("provision.toml", PIN, "123456"), "too easy to guess"),
    (changed("provision.toml", PIN, "12"), "too easy to guess"),
    (changed("kiosk.toml", "profile =", "profil ="), "there is no such key"),
    (changed("officers.csv", CUSTODIAN, ""), "must not be empty"),
    (changed("weapons.csv", "R1-01", "R9-99"), "no [[cable]] has 'R9-99'"),
    (changed("weapons.csv", "1010000279", "1010000182"), "already registered"),
)


@pytest.mark.parametrize(("change", "says"), FAULTS, ids=[says for _, says in FAULTS])
def test_each_fault_has_its_sentence_and_changes_nothing(
    file: Path, root: Path, change: Callable[[Path], None], says: str
) -> None:
    change(file.parent)
    before = state(root)
    said = provisioned(file, root)
    assert says in said.stderr
    assert said.exit_code == 78
    assert state(root) == before


def test_without_the_package_it_says_what_to_install(file: Path, root: Path) -> None:
    (root / "etc/passwd").write_text("root:x:0:0::/root:/bin/sh\n", encoding="utf-8")
    said = provisioned(file, root)
    if os.geteuid() == 0:
        assert (said.exit_code, "install the package" in said.stderr) == (78, True)
    else:
        assert said.exit_code == 0  # whose the files are is not asked


def test_a_machine_that_is_no_pi_has_no_config_txt(file: Path, root: Path) -> None:
    (root / "boot/firmware/config.txt").unlink()
    assert "this is no Raspberry Pi" in provisioned(file, root).stdout


REAL = Path(__file__).parents[2] / "kiosk.example.toml"


def real(file: Path) -> Path:
    """Let the file be that of a kiosk without a simulated part, and of no weapons."""
    file.with_name("kiosk.toml").write_bytes(REAL.read_bytes())
    file.write_text(file.read_text("utf-8").replace('weapons = "weapons.csv"\n', ""), "utf-8")
    return file


@pytest.mark.promise("P10")
def test_no_file_tells_a_real_kiosk_anybody_s_pin(file: Path, root: Path) -> None:
    before = state(root)
    said = provisioned(real(file), root)
    assert (said.exit_code, state(root) == before) == (78, True)
    assert "[[badge]] 1, pin: take it out. On a real kiosk each person types" in said.stderr


def test_at_a_real_kiosk_each_person_types_their_own(file: Path, root: Path) -> None:
    text = real(file).read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in text if not line.startswith("pin =")), "utf-8")
    typed_pins = "918273\n918273\n" * 3
    said = CliRunner().invoke(
        commands, ["provision", str(file), "--root", str(root)], input=typed_pins
    )
    assert said.exit_code == 0, said.output
    assert "count" not in said.output.split("Next:")[0], "no weapon, nothing to count"
    assert "918273" not in said.output


@pytest.mark.promise("P10")
def test_the_first_count_is_ordered_of_every_position_and_drawn(file: Path, root: Path) -> None:
    said = provisioned(file, root)
    assert "The first count is ordered." in said.stdout
    book = root / "var/lib/kiosk"
    with closing(Office.at(book / DATABASE)) as office:
        orders = [x.entry for x in office.lines(None, 9) if isinstance(x.entry, CountOrdered)]
    (order,) = orders
    places = [place.id for place in read_settings(file.with_name("kiosk.toml")).positions()]
    assert [*order.places] == places
    assert (order.what, order.scope, order.by) == ("ordered", "", "provision")
    assert order.counter != order.recounter


def test_where_nobody_can_be_drawn_the_chief_orders_it(file: Path, root: Path) -> None:
    """The custodian counts nothing; the chief alone cannot be both who count."""
    officers = file.with_name("officers.csv")
    kept = officers.read_text("utf-8").splitlines(keepends=True)
    two = (CUSTODIAN, CHIEF)
    officers.write_text("".join([kept[0], *(x for x in kept if any(o in x for o in two))]), "utf-8")
    text = file.read_text("utf-8").partition(f'\n[[badge]]\nofficer = "{OFFICER}"')[0]
    file.write_text(text, "utf-8")
    said = provisioned(file, root)
    assert said.exit_code == 0, said.stderr
    assert "too few people could be drawn; the chief orders it" in said.stdout


def test_the_same_is_asked_where_there_is_no_file(tmp_path: Path, root: Path) -> None:
    folder = stick(tmp_path / "stick").parent
    custodian, chief = (member(one) for one in (CUSTODIAN, "0018023"))
    answers = [
        str(folder / "kiosk.toml"), str(folder / "officers.csv"), "",
        custodian.officer, custodian.badge_text, chief.officer, chief.badge_text, "",
        "123456", "123456", custodian.pin, "000001", custodian.pin, custodian.pin,
        chief.pin, chief.pin,
    ]  # fmt: skip
    said = CliRunner().invoke(
        commands, ["provision", "--root", str(root)], input="\n".join(answers) + "\n"
    )
    assert said.exit_code == 0, said.output
    assert "Too easy to guess." in said.output
    assert "They differ." in said.output
    assert custodian.pin not in said.output
    with closing(Office.at(root / "var/lib/kiosk" / DATABASE)) as office:
        assert set(office.badges().values()) == {custodian.officer, chief.officer}
