"""What a column was read as is remembered, whatever stands above it."""

from pathlib import Path

import pytest

from kiosk.cards.maps import ColumnMap, map_for, remember, spelled
from kiosk.cards.table_file import TableWrong
from tests.cards.desk import imported, listed
from tests.commands.typed import fresh


def read_again(folder: Path, headings: tuple[str, ...], found: ColumnMap) -> ColumnMap:
    """Remember a map, and return what the next list with these headings gets."""
    remember(headings, found, folder)
    return map_for(folder / "l.csv", headings, None, folder)


@pytest.mark.parametrize("headings", [("card", "", "", "serial"), ("card", "serial", "serial")])
def test_the_next_list_with_a_heading_that_stands_twice_is_read_like_the_first(
    tmp_path: Path, headings: tuple[str, ...]
) -> None:
    config, _ = fresh(tmp_path)
    for name in ("C1", "C2"):
        rows = [headings, (name, *("12" for _ in headings[1:]))]
        report = imported(config, listed(tmp_path / f"{name}.csv", rows))
        assert report["fates"]["card_only"] == 1


def test_each_of_two_columns_with_one_heading_keeps_its_own_field(tmp_path: Path) -> None:
    headings = ("card", "note", "note", "", "")
    found = ColumnMap(("card", "", "note", "", "unit"), (2,))
    assert read_again(tmp_path, headings, found) == found
    none = ColumnMap(("card", "note", "", "", ""), ())
    assert read_again(tmp_path, headings, none) == none


def test_a_heading_that_stands_once_is_written_as_it_was(tmp_path: Path) -> None:
    text = spelled(("card", "note"), ColumnMap(("card", ""), (1,)))
    assert text.endswith('"card" = "card"\n"note" = ""\n\n[read]\nlimon = ["note"]\n')
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ('note = ["note"]', "'note' stands above 2 columns"),
        ('note = ["note", "", ""]', "'note' stands above 2 columns"),
        ('note = ["note", 7]', "there is no field 7"),
        ("note = 7", "there is no field 7"),
        ('note = "note"', "two columns are 'note'"),
        ('card = "card"\n[read]\nlimon = [4]', "must list headings"),
        ('card = "card"\n[read]\nlimon = [{}]', "must list headings"),
        ('card = "card"\n[read]\nlimon = [true]', "must list headings"),
    ],
)
def test_a_map_that_does_not_fit_two_equal_headings_is_refused(
    tmp_path: Path, columns: str, said: str
) -> None:
    told = tmp_path / "map.toml"
    told.write_text(f"[columns]\n{columns}\n", encoding="utf-8")
    with pytest.raises(TableWrong, match=said):
        map_for(tmp_path / "l.csv", ("card", "note", "note"), told, tmp_path)
