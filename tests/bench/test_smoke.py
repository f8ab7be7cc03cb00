"""Every kind of row can be measured; whether the bars are met is for `make bench` to say."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.bench import book, decode, memory, paint, rows, start, unlock, visits
from tests.bench.rows import Row


def _kept(found: list[Row], names: set[str], folder: Path) -> None:
    assert names <= {row.name for row in found}
    assert all(row.value > 0 and row.note for row in found), found
    rows.keep(found, 1, folder / "bench.json")
    assert rows.table(found).count("\n") == len(found)


def test_scan_to_unlock_is_measured_beside_the_bare_cost(tmp_path: Path) -> None:
    found = list(unlock.scan_to_unlock(tmp_path, 3))
    _kept(found, {"scan_to_unlock"}, tmp_path)
    assert found[0].bare is not None
    assert found[0].ratio == pytest.approx(found[0].value / found[0].bare)


def test_verification_and_chain_are_measured(tmp_path: Path) -> None:
    _kept(list(book.verify_rows(tmp_path, 300)), {"verify", "chain_rate"}, tmp_path)


def test_visits_are_measured_through_both_programs(tmp_path: Path) -> None:
    found = list(visits.visit_rows(tmp_path, 1, 30))
    _kept(found, {"issue_return_http", "issue_return_cpu", "pin_http"}, tmp_path)


def test_memory_is_measured_after_visits(tmp_path: Path) -> None:
    found = list(memory.memory_rows(tmp_path, 2, weapons=150))
    _kept(found, {"rss_kiosk", "rss_web_ui"}, tmp_path)
    kiosk = next(row for row in found if row.name == "rss_kiosk")
    assert kiosk.met, f"scrypt's memory is given back, or this is 100 MB and more: {kiosk}"


def test_start_is_measured_on_two_books(tmp_path: Path) -> None:
    _kept(list(start.start_rows(tmp_path, 1, 2_100)), {"start", "start_growth"}, tmp_path)


def test_decoding_is_measured(tmp_path: Path) -> None:
    _kept(list(decode.decode_rows(50)), set(decode.ROWS), tmp_path)


@pytest.mark.browser
def test_paint_is_measured_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    _kept(list(paint.paint_rows(browser, tmp_path, 2, 30)), {"scan_to_paint"}, tmp_path)
