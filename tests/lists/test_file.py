"""A list as a file: read strictly, every bad row said, nothing changed."""

from datetime import date
from pathlib import Path

import pytest

from kiosk.cards.table_file import TableWrong
from kiosk.lists.file import SHOWN_MAX, judged, rows_of
from kiosk.rules.national import COLUMNS, Listed, listed_of

TODAY = date(2016, 3, 14)
HEADING = ",".join(COLUMNS)
GONE = "destroyed,56-1 0417,7.62x39,Type 56,BTB-08,23 August 2006,Em Sam An,2006-08-23,"
LOST = "lost,KV 88,,AKM,,,,2016-03-01,PP 2016/88"


def a_list(folder: Path, *rows: str, heading: str = HEADING, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes("\n".join((heading, *rows, "")).encode(encoding))
    return path


def test_what_is_in_a_list_is_counted_by_kind(tmp_path: Path) -> None:
    found = judged(a_list(tmp_path, GONE, LOST, GONE), TODAY)
    assert (found.lost, found.destroyed, found.bad) == (1, 2, ())
    assert found.sha256.startswith(found.name)


@pytest.mark.promise("P12")
@pytest.mark.parametrize("serial", ["0012", "1E5", "=1+1", "O0 I1", " 7 ", '"', "ក៧", "\\t", "1.0"])
def test_every_cell_is_read_back_byte_for_byte(tmp_path: Path, serial: str) -> None:
    quoted = '"' + serial.replace('"', '""') + 'x"'
    path = a_list(tmp_path, GONE.replace("56-1 0417", quoted), LOST)
    first, second = map(listed_of, rows_of(path))
    assert first.serial == serial + "x"
    assert second == Listed(*LOST.split(","))  # type: ignore[arg-type]  # a kind is its text


def test_columns_may_stand_in_any_order_and_be_written_as_people_do(tmp_path: Path) -> None:
    heading = "Serial;Make/Model;KIND;Calibre;Batch;Ceremony;Signatories;Date;Case"
    row = "56-1;Type 56;lost;;;;;2016-03-01;88"
    (one,) = map(listed_of, rows_of(a_list(tmp_path, row, heading=heading, encoding="utf-8-sig")))
    assert (one.kind, one.serial, one.make_model, one.case) == ("lost", "56-1", "Type 56", "88")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (LOST.replace("lost", "stolen"), "kind"),
        (LOST.replace("lost", "Lost"), "kind"),
        (LOST.replace("KV 88", ""), "serial"),
        (LOST.replace("KV 88", " -/- "), "serial"),
        (LOST.replace("PP 2016/88", " "), "case"),
        (GONE.replace("BTB-08", ""), "batch"),
        (LOST.replace("2016-03-01", ""), "date"),
        (LOST.replace("2016-03-01", "1/3/2016"), "date"),
        (LOST.replace("2016-03-01", "2016-02-30"), "date"),
        (LOST.replace("2016-03-01", "2016-03-15"), "date"),
        (LOST.replace("2016-03-01", "20160301"), "date"),
        (LOST + ",more", "cells"),
        ("lost,KV 88", "cells"),
        (LOST.replace("AKM", "A\x07KM"), "text"),
        (LOST.replace("AKM", "A" * 401), "text"),
        (LOST.replace("AKM", '"A\nKM"'), "text"),
    ],
)
def test_a_bad_row_is_said_with_its_number(tmp_path: Path, row: str, why: str) -> None:
    found = judged(a_list(tmp_path, GONE, row, LOST), TODAY)
    (bad,) = found.bad
    assert (bad.row, bad.why) == (3, why)
    assert bad.sentence.startswith("Row 3: ")
    assert "{" not in bad.sentence


def test_after_so_many_bad_rows_nobody_reads_on(tmp_path: Path) -> None:
    found = judged(a_list(tmp_path, *["x,1,,,,,,,"] * 2 * SHOWN_MAX), TODAY)
    assert len(found.bad) == SHOWN_MAX


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (HEADING.encode(), "no_rows"),
        (b"kind,serial\nlost,1\n", "columns"),
        ((HEADING + ",kind").encode() + b"\n", "columns"),
        ((HEADING + ",note").encode() + b"\n", "columns"),
        (HEADING.encode() + b'\nlost,"1,,,,,,,\n', "broken_row"),
        (HEADING.encode() + b"\nlost,\xff\xfe,,,,,,,\n", "cut_off"),
        (HEADING.encode("utf-16"), "cut_off"),
    ],
)
def test_what_is_no_list_is_refused_whole(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(TableWrong) as wrong:
        judged(path, TODAY)
    assert wrong.value.why == why
