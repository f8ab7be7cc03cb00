"""Several lists come out as one, each cell below its own heading."""

import json
from pathlib import Path

from tests.cards import desk
from tests.cards.desk import imported, listed, typed
from tests.cards.sheets import text, write_sheet
from tests.commands.typed import fresh

ONE = [("card", "serial", "note", "note"), ("C1", "01", "a", "b"), ("C2", "02", "", "c")]
TWO = [("serial", "colour", "card", "note"), ("03", "red", "C3", "d")]


def test_lists_with_other_columns_come_out_below_one_heading(tmp_path: Path) -> None:
    """A heading that stands twice in one list stands twice there, and the order is the first's."""
    config, _ = fresh(tmp_path)
    imported(config, listed(tmp_path / "1.csv", ONE))
    second = imported(config, listed(tmp_path / "2.csv", TWO))["stack"]
    assert desk.exported(config).decode().splitlines() == [
        "card,serial,note,note,colour",
        "C1,01,a,b,",
        "C2,02,,c,",
        "C3,03,d,,red",
    ]
    assert desk.exported(config, "--stack", second) == (tmp_path / "2.csv").read_bytes()


def test_an_export_goes_to_stdout_as_the_same_bytes(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    path = listed(tmp_path / "1.csv", ONE)
    imported(config, path)
    assert typed("cards", "export", "--config", config).stdout_bytes == path.read_bytes()


def test_a_stack_that_is_not_there_and_a_register_without_cards_are_said_so(
    tmp_path: Path,
) -> None:
    config, _ = fresh(tmp_path)
    assert "The register has no cards yet." in typed("cards", "export", "--config", config).stderr
    gone = typed("cards", "export", "--config", config, "--stack", "0f0f")
    assert (gone.exit_code, "has no stack 0f0f" in gone.stderr) == (1, True)
    nothing = typed("cards", "commit", "--config", config)
    assert (nothing.exit_code, "No stack waits in" in nothing.stderr) == (1, True)


def test_stacks_are_listed_with_what_became_of_them(tmp_path: Path) -> None:
    config, settings = fresh(tmp_path)
    first = imported(config, listed(tmp_path / "1.csv", ONE))["stack"]
    desk.founded(settings)
    second = imported(config, listed(tmp_path / "2.csv", TWO))["stack"]
    found = json.loads(typed("cards", "list", "--config", config, "--json").stdout)["stacks"]
    assert [(one["stack"], one["file"], one["cards"], one["state"]) for one in found] == [
        (first, "1.csv", 2, "in the register"), (second, "2.csv", 1, "waits"),
    ]  # fmt: skip
    assert f"<td class=mono>{second}" in typed("cards", "report", "--config", config).stdout
    third = imported(config, listed(tmp_path / "3.csv", [TWO[0], ("04", "", "C4", "")]))["stack"]
    which = typed("cards", "report", "--config", config)
    assert which.exit_code == 1
    assert "There are 2 stacks; say which" in which.stderr
    assert third in which.stderr
    gone = typed("cards", "report", "0f0f", "--config", config)
    assert (gone.exit_code, "No stack 0f0f waits" in gone.stderr) == (1, True)


def test_a_tab_in_a_cell_stays_there_when_the_row_is_short(tmp_path: Path) -> None:
    """Byte for byte: a serial is cut in two where a TAB is taken for the end of its cell."""
    config, _ = fresh(tmp_path)
    path = tmp_path / "1.csv"
    path.write_bytes(b'card,serial,model,calibre\r\nC1,"00\t12",AKM\r\nC2,"\t","\t"\r\n')
    imported(config, path)
    assert desk.exported(config) == (
        b"card,serial,model,calibre\r\nC1,00\t12,AKM,\r\nC2,\t,\t,\r\n"
    )


def test_a_tab_in_a_sheet_stays_there_when_its_last_cells_are_empty(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    head = [text(one) for one in ("card", "serial", "model", "calibre")]
    rows = [head, [text("C1"), text("00\t12"), text("AKM")]]
    imported(config, write_sheet(tmp_path / "1.xlsx", rows))
    assert b"C1,00\t12,AKM,\r\n" in desk.exported(config)


def test_cells_beyond_the_headings_come_out_behind_all_columns(tmp_path: Path) -> None:
    """Their card is unreadable, and nobody knows what they are: that is no reason to lose them."""
    config, _ = fresh(tmp_path)
    path = tmp_path / "1.csv"
    path.write_bytes(b"card,serial\r\nC1,01,beyond,,more\r\nC2,02,\r\nC3,03\r\n")
    stack = imported(config, path)["stack"]
    assert desk.exported(config) == path.read_bytes()
    imported(config, listed(tmp_path / "2.csv", TWO))
    assert desk.exported(config).splitlines()[:2] == [
        b"card,serial,colour,note", b"C1,01,,,beyond,,more",
    ]  # fmt: skip
    assert desk.exported(config, "--stack", stack) == path.read_bytes()
