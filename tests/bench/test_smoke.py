"""Every kind of row can be measured; whether the bars are met is for `make bench` to say."""

import json
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from drivers.protocols.formats import FORMATS
from kiosk.assembly.kiosk import CHECKED
from tests.bench import (
    book,
    cards_page,
    decode,
    memory,
    paint,
    people,
    reader_poll,
    rows,
    search,
    start,
    unlock,
    visits,
    watch,
)
from tests.bench.__main__ import CAMPAIGNS, methods
from tests.bench.rows import Row
from tests.end_to_end.programs import Program, TooLate


def kept(found: list[Row], folder: Path) -> dict[str, Row]:
    """Keep rows as `make bench` does, and return by name what stands in the file afterwards."""
    rows.keep(found, 1, folder / "bench.json")
    evidence = json.loads((folder / "bench.json").read_text(encoding="utf-8"))
    return {row["name"]: Row(**row) for row in evidence["rows"]}


def test_scan_to_unlock_is_measured_beside_the_bare_cost(tmp_path: Path) -> None:
    found = kept(list(unlock.scan_to_unlock(tmp_path, 3)), tmp_path)
    assert set(found) == {"scan_to_unlock", "second_pin_to_unlock"}
    for row in found.values():
        assert row.bare is not None
        assert 0 < row.bare < 1_000
        assert row.ratio == pytest.approx(row.value / row.bare)


def test_verification_and_chain_are_measured(tmp_path: Path) -> None:
    found = kept(list(book.verify_rows(tmp_path, 300)), tmp_path)
    assert set(found) == {"verify", "verify_database", "chain_rate"}
    assert found["verify_database"].value > 0
    assert 0 < found["verify"].value < 60, "seconds for both copies of some 350 entries"
    rate = found["chain_rate"]
    assert rate.bare is not None
    assert rate.ratio is not None
    assert rate.ratio == pytest.approx(rate.value / rate.bare)
    assert rate.met is (rate.ratio >= 0.5)


def test_visits_are_measured_through_both_programs(tmp_path: Path) -> None:
    found = kept(list(visits.visit_rows(tmp_path, 1, 30)), tmp_path)
    taps = {f"http_{name}" for name in visits.DECIDING}
    whole = {"visit_whole", "visit_whole_cpu"}
    assert set(found) == {"issue_return_http", "issue_return_cpu", "pin_http", *taps, *whole}
    assert all(row.value > 0 for row in found.values())
    assert found["visit_whole"].value > sum(found[tap].value for tap in taps)
    assert found["pin_http"].value > 10, "milliseconds: scrypt is slow on purpose"
    assert visits.METHOD in found["issue_return_cpu"].note


def test_taps_are_measured_while_a_list_is_judged_and_let_in(tmp_path: Path) -> None:
    """However busy the machine: who taps is answered, and every card is in at the end."""
    found = kept(list(cards_page.page_rows(tmp_path, 3_000)), tmp_path)
    assert set(found) == set(cards_page.ROWS)
    for row in found.values():
        assert row.bare is not None
        assert row.bare > 0
        assert 0 < row.value < 10_000
        assert "3,000 cards" in row.note


def test_no_visit_is_measured_before_the_kiosk_has_checked_its_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check takes a whole core for as long as it lasts: its cost is not a visit's."""
    waited: list[str] = []

    def never(kiosk: Program) -> None:
        waited.append(kiosk.said)
        raise TooLate("the check goes on")

    monkeypatch.setattr(visits, "checked", never)
    with pytest.raises(TooLate, match="the check goes on"):
        list(visits.visit_rows(tmp_path, 1, 30))
    assert len(waited) == 1


def test_a_check_has_ended_when_the_kiosk_says_that_the_book_is_good(tmp_path: Path) -> None:
    script = f"read go; echo '{CHECKED} 93 entries'; read end; exit 3"
    program = Program(["sh", "-c", script], tmp_path / "log", stdin=subprocess.PIPE)
    assert program.child.stdin is not None
    with pytest.raises(TooLate, match="the check of the book to end well"):
        visits.checked(program, 0.1)
    program.child.stdin.write(b"go\n")
    program.child.stdin.flush()
    visits.checked(program)
    assert CHECKED in program.said
    program.child.stdin.write(b"end\n")
    program.child.stdin.close()
    program.child.wait(10)
    with pytest.raises(TooLate, match="ended with 3"):
        visits.checked(program)


def test_what_must_be_known_of_the_measuring_is_printed() -> None:
    told = methods(CAMPAIGNS)
    assert f"issue_return_http, issue_return_cpu: {visits.METHOD}" in told
    assert f"start, start_growth: {start.METHOD}" in told
    assert methods(()) == ""


def test_memory_is_measured_after_visits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # what counts lines is not ours
    found = kept(list(memory.memory_rows(tmp_path, 2, weapons=150)), tmp_path)
    assert set(found) == {"rss_kiosk", "rss_web_ui"}
    kiosk = found["rss_kiosk"]
    assert kiosk.met, f"scrypt's memory is given back, or this is 100 MB and more: {kiosk}"
    assert found["rss_web_ui"].value > 5, "megabytes: a Python with Flask"


def test_start_is_measured_on_two_books(tmp_path: Path) -> None:
    found = kept(list(start.start_rows(tmp_path, 1, 2_100)), tmp_path)
    assert set(found) == {"start", "start_growth"}
    long, growth = found["start"], found["start_growth"]
    assert growth.bare is not None
    assert 0 < growth.bare < 30
    assert growth.value == long.value
    assert growth.ratio == pytest.approx(long.value / growth.bare)


def test_searches_are_measured(tmp_path: Path) -> None:
    found = kept(list(search.search_rows(tmp_path, 300)), tmp_path)
    assert tuple(found) == search.ROWS
    for row in found.values():
        assert 0 < row.value < 10_000, "milliseconds"
    assert found["page_200k"].met is (found["page_200k"].value <= search.PAGE_MS)
    assert found["search"].met is (found["search"].value <= search.SEARCH_MS)


def test_the_desk_of_people_is_measured(tmp_path: Path) -> None:
    found = kept(list(people.people_rows(tmp_path, 300)), tmp_path)
    assert tuple(found) == people.ROWS
    for row in found.values():
        assert 0 < row.value < 10_000, "milliseconds"
    page = found["people_page_200k"]
    assert page.met is (page.value <= people.PAGE_MS)


def test_the_watch_is_measured(tmp_path: Path) -> None:
    found = kept(list(watch.watch_rows(tmp_path, 1_200)), tmp_path)
    assert tuple(found) == watch.ROWS
    assert 0 < found["page_days"].value < 10_000, "milliseconds"
    assert found["page_days"].met is (found["page_days"].value <= watch.PAGE_MS)


def test_decoding_is_measured(tmp_path: Path) -> None:
    found = kept(list(decode.decode_rows(50)), tmp_path)
    assert tuple(found) == decode.ROWS
    assert {f"decode_{name.replace('-', '_')}" for name in FORMATS} == set(found)
    for row in found.values():
        assert row.bare is not None
        assert row.ratio == pytest.approx(row.value / row.bare)
        assert 0.0001 < row.value / row.bare < 100, "the bare loop takes the same bytes"


def test_an_idle_mfrc522_is_measured_without_its_emulator(tmp_path: Path) -> None:
    found = kept(list(reader_poll.poll_rows(5)), tmp_path)
    assert tuple(found) == reader_poll.ROWS
    poll, transfers = found["mfrc522_poll"], found["mfrc522_poll_transfers"]
    assert 5 < transfers.value < 50
    assert transfers.met
    assert poll.bare is not None
    assert 0 < poll.bare < poll.value < 50
    assert poll.met is (poll.value <= 2), "the transfers are well under their bar"


def test_a_driver_that_does_otherwise_than_recorded_is_no_measurement() -> None:
    tape, polls = reader_poll.recorded(3)
    assert polls == 3 * polls[: len(polls) // 3], "an idle look is always the same"
    with pytest.raises(AssertionError, match="does as it did"):
        reader_poll.Replayed(tape).xfer2([0] * 99)


def test_the_table_has_a_line_a_row_and_marks_what_was_missed() -> None:
    missed = Row("slow", 2_000, "s", 1, 2_000, "<= 1 s", met=False)
    lines = rows.table([missed, Row("free", 0.25, "ms")]).splitlines()
    assert [line.split()[0] for line in lines] == ["what", "NO", "free"]
    assert lines[1].split()[1:4] == ["slow", "2,000", "s"]


@pytest.mark.browser
def test_paint_is_measured_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    found = kept(list(paint.paint_rows(browser, tmp_path, 2, 30)), tmp_path)
    assert set(found) == {"scan_to_paint"}
    assert 1 < found["scan_to_paint"].value < 30_000, "milliseconds, two frames at least"
