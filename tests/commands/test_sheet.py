"""kiosk sheet: what is out with whom and where each weapon is, on paper and kept for the dark."""

import os
from pathlib import Path

import pytest

from kiosk.assembly.machine import WISH
from tests.commands.typed import fresh, typed
from tests.papers import certified as c
from tests.papers.test_signed_papers import told


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path, settings = fresh(tmp_path)
    c.write(settings.folder, *c.founded(), *c.carried(c.SOK.number, c.BOREY.number), *c.missed())
    return path


def test_the_sheet_names_what_stands_where_what_is_missing_and_has_lines_to_write_on(
    config: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.html"
    done = typed("sheet", "--config", config, "-o", out)
    assert done.exit_code == 0, done.stderr
    text = told(out.read_text("utf-8"))
    for part in (c.GONE.serial, c.HOME, c.NEXT.number, c.BESIDE, "Missing", "By hand", "Head of"):
        assert part in text, part


@pytest.mark.parametrize("words", [(), ("--last", "-o", "x.html")])
def test_somebody_has_to_say_where_to(config: Path, words: tuple[str, ...]) -> None:
    done = typed("sheet", "--config", config, *words)
    assert (done.exit_code, "Say where to" in done.stderr) == (2, True)


COPIES = """#!/bin/sh
for word; do
    case $word in
    --print-to-pdf=*) to=${word#*=} ;;
    file:*) from=${word#file://} ;;
    esac
done
/bin/cp "$from" "$to"
"""


def programs(folder: Path, monkeypatch: pytest.MonkeyPatch, *, lp: str = "") -> Path:
    """Let there be no Chromium but one that copies the page, and an `lp` that says what it got."""
    folder.mkdir()
    (folder / "chromium").write_text(COPIES)
    if lp:
        (folder / "lp").write_text(f"#!/bin/sh\n{lp}\n")
    for each in folder.iterdir():
        each.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_the_last_sheet_is_kept_also_where_nothing_can_print_it(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    wish = Path(config).parent / WISH
    done = typed("sheet", "--config", config, "--last")
    assert done.exit_code == 0, done.stderr
    kept = sorted(path.name for path in tmp_path.rglob("papers/*"))
    assert kept == ["last-sheet.html"]
    assert "no Chromium" in done.stderr
    assert not wish.exists()


@pytest.mark.parametrize(
    ("lp", "said"),
    [
        ('echo "$@" >"${0%/*}/got"', "office takes it."),
        ("echo no such printer >&2; exit 1", "office does not take it: no such printer"),
        ("", "There is no lp here"),
    ],
)
def test_the_last_sheet_goes_to_the_printer_that_the_configuration_names(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lp: str, said: str
) -> None:
    config.write_text(f'{config.read_text("utf-8")}\n[printer]\nname = "office"\n', "utf-8")
    folder = programs(tmp_path / "bin", monkeypatch, lp=lp)
    done = typed("sheet", "--config", config, "--last")
    assert done.exit_code == 0, done.stderr
    assert said in done.stderr
    (made,) = tmp_path.rglob("papers/last-sheet.pdf")
    if "takes" in said and "not" not in said:
        assert (folder / "got").read_text("utf-8").split() == ["-d", "office", str(made)]


def test_a_printer_is_no_option_of_lp(config: Path) -> None:
    config.write_text(f'{config.read_text("utf-8")}\n[printer]\nname = "-oraw"\n', "utf-8")
    done = typed("sheet", "--config", config, "--last")
    assert (done.exit_code, "[printer]" in done.stderr) == (78, True)
