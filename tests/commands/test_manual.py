"""Man pages and completion are made from the commands; one that says nothing is found."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from kiosk.commands import COMMANDS, commands, manual


def made() -> dict[str, str]:
    """Return every page by its file."""
    return dict(manual.pages("armoury-kiosk 1"))


def test_every_command_has_its_page() -> None:
    pages = made()
    assert {f"kiosk-{name}.1" for name in COMMANDS} | {"kiosk.1"} <= pages.keys()
    assert "kiosk-correct-weapon.1" in pages


def test_every_page_says_what_the_command_does_in_one_line() -> None:
    for name, text in made().items():
        lines = text.splitlines()
        said = lines[lines.index(".SH NAME") + 1]
        assert said.startswith(name.removesuffix(".1").replace("-", "\\-") + " \\- "), name
        assert said.endswith("."), name


def test_no_line_of_a_page_is_taken_for_an_order_by_mistake() -> None:
    orders = (".TH", ".SH", ".PP", ".TP", ".B ", ".BR", ".I ")
    for name, text in made().items():
        points = [line for line in text.splitlines() if line.startswith((".", "'"))]
        assert [line for line in points if not line.startswith(orders)] == [], name


def test_the_page_of_all_tells_the_exit_codes_and_every_command() -> None:
    page = made()["kiosk.1"]
    assert all(f".B {code}\n" in page for code, _ in manual.CODES)
    assert all(f"kiosk\\-{name} (1)" in page for name in COMMANDS)


def test_a_command_that_says_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """With this the package is not built."""
    silent = click.Command("find")
    monkeypatch.setattr("kiosk.commands.find.command", silent)
    assert commands.get_command(click.Context(commands), "find") is silent
    with pytest.raises(manual.Undocumented, match="kiosk find says nothing"):
        made()


@pytest.mark.parametrize("shell", manual.SHELLS)
def test_each_shell_learns_our_words(shell: str) -> None:
    assert "_KIOSK_COMPLETE" in manual.completion(shell)


def test_bash_completes_a_command(tmp_path: Path) -> None:
    """By the file that is installed, and the program that it asks."""
    program = tmp_path / "kiosk"
    program.write_text(f"#!/bin/sh\nexec {sys.executable} -m kiosk\n", encoding="utf-8")
    program.chmod(0o755)
    script = manual.completion("bash") + (
        "\nCOMP_WORDS=(kiosk ver); COMP_CWORD=1; _kiosk_completion kiosk; echo ${COMPREPLY[@]}\n"
    )
    said = subprocess.run(
        ["bash", "-c", script],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
    )
    assert said.stdout == "verify\n"


def test_everything_is_written_where_debian_looks_for_it(tmp_path: Path) -> None:
    manual.write(tmp_path)
    assert (tmp_path / "man/man1/kiosk-run.1").is_file()
    assert all((tmp_path / place).is_file() for place in manual.SHELLS.values())
