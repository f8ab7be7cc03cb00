"""kiosk counts: the certificate of a count and the search list, out of the book."""

from pathlib import Path

import pytest

from tests.commands.typed import fresh, typed
from tests.papers import certified as c
from tests.papers.test_signed_papers import told


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path, settings = fresh(tmp_path)
    c.write(
        settings.folder,
        *c.founded(),
        *c.carried(c.SOK.number, c.BOREY.number),
        *c.counted(c.MISSING, c.MOVED, adjusted=True),
        *c.missed(),
    )
    return path


def test_a_certificate_comes_out_of_the_book_with_names_and_serials(
    config: Path, tmp_path: Path
) -> None:
    out = tmp_path / "certificate.html"
    for words in ((), ("4",)):
        done = typed("counts", "certificate", "--config", config, *words, "-o", out)
        assert done.exit_code == 0, done.stderr
        text = told(out.read_text("utf-8"))
        for part in ("សុខ ដារ៉ា (12-0041)", "Borey <b> (12-0007)", c.GONE.serial, "77/abcd",
                     "wrong position", "yes / បាទ", "small"):  # fmt: skip
            assert part in text, part


def test_a_count_without_certificate_writes_nothing(config: Path, tmp_path: Path) -> None:
    out = tmp_path / "x"
    done = typed("counts", "certificate", "--config", config, "5", "-o", out)
    assert (done.exit_code, out.exists()) == (1, False)
    assert "no certificate of 5" in done.stderr


def test_a_search_list_names_serial_place_neighbours_people_and_the_clocks(
    config: Path, tmp_path: Path
) -> None:
    out = tmp_path / "list.html"
    done = typed("counts", "search-list", "--config", config, "-o", out)
    assert done.exit_code == 0, done.stderr
    text = told(out.read_text("utf-8"))
    for part in (c.GONE.serial, "AKM, rifle, 7.62x39", c.HOME, c.BESIDE, c.NEXT.number,
                 "Borey <b> (12-0007)", "18 November 2026, 18:36"):  # fmt: skip
        assert part in text, part


def test_when_nothing_is_missing_there_is_no_list(tmp_path: Path) -> None:
    path, settings = fresh(tmp_path)
    c.write(settings.folder, *c.founded())
    out = tmp_path / "x"
    done = typed("counts", "search-list", "--config", path, "-o", out)
    assert (done.exit_code, out.exists()) == (0, False)
    assert "No weapon is missing" in done.stderr
    none = typed("counts", "certificate", "--config", path, "-o", out)
    assert "no certificate of any count" in none.stderr
