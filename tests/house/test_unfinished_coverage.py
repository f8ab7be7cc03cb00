"""Half a coverage file is removed and named; a whole one stays, and many halves fail the suite."""

import warnings
from pathlib import Path

import pytest
from coverage import Coverage, CoverageData

from tests.house.unfinished_coverage import UNFINISHED_MAX, main, unfinished


def written(folder: Path, name: str) -> Path:
    """Write down the coverage of one child."""
    folder.mkdir(exist_ok=True)
    path = folder / f".coverage.{name}"
    found = CoverageData(str(path))
    found.add_arcs({f"/room/{number}.py": [(1, 2), (2, 3)] for number in range(200)})
    found.write()
    found.close()
    return path


@pytest.mark.parametrize("kept", [0, 1, 100, 4_096, 5_000, -4_096, -1])
def test_a_file_that_was_cut_short_is_removed_and_named(
    tmp_path: Path, kept: int, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, half = written(tmp_path, "one"), written(tmp_path, "two")
    half.write_bytes(half.read_bytes()[:kept])
    journal = half.with_name(half.name + "-journal")
    journal.write_bytes(b"x")
    assert unfinished(tmp_path) == [half]
    assert main(tmp_path) == 0
    assert sorted(tmp_path.iterdir()) == [whole]
    assert "1 children were killed, or limited, while they wrote: .coverage.two" in (
        capsys.readouterr().out
    )


def test_a_page_that_was_never_written_is_seen_wherever_it_lies(tmp_path: Path) -> None:
    path = written(tmp_path, "one")
    text = path.read_bytes()
    for start in range(0, len(text), 4_096):
        path.write_bytes(text[:start] + bytes(4_096) + text[start + 4_096 :])
        assert unfinished(tmp_path) == [path], start


def test_what_is_whole_is_kept_without_a_word_and_combined_without_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "coverage"
    written(folder, "one")
    written(folder, "two").write_bytes(b"")
    assert main(folder) == 0
    capsys.readouterr()
    assert main(folder) == 0
    assert capsys.readouterr().out == ""
    with warnings.catch_warnings(record=True) as warned:
        Coverage(data_file=str(folder / ".coverage"), config_file=False).combine([str(folder)])
    assert warned == []
    assert list(folder.iterdir()) == [folder / ".coverage"], "all of it was taken in"


def test_many_unfinished_files_are_no_accident_of_a_test(tmp_path: Path) -> None:
    for number in range(UNFINISHED_MAX + 1):
        (tmp_path / f".coverage.{number}").touch()
    assert main(tmp_path) == 1
