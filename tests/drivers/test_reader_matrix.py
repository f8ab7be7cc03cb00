"""What each reader survives, and which test shows it: no reader is added without all of them."""

from pathlib import Path

import pytest

from tests.drivers.test_driver_pages import DRIVERS

TESTS = Path(__file__).parent
TROUBLES = ("pulled out and put back", "half a frame", "noise", "stuck for an hour", "two on a bus")
NO_READERS = {"emulators", "notify", "simulated"}
NO_BUS = ""
"""It has a port of its own."""

MATRIX = {
    "keyboard_scanner": (
        "test_keyboard_scanner: a_scanner_pulled_out_is_lost_at_once_and_found_again_when_it_is",
        "test_keyboard_scanner: half_a_label_is_rejected_after_a_pause",
        "test_keyboard_scanner: dropped_records_a_control_key_and_a_long_label_are_rejected_and",
        "test_reader_troubles: a_keyboard_scanner_stuck_for_an_hour_holds_nothing_back",
        NO_BUS,
    ),
    "serial_scanner": (
        "test_serial_scanner: a_port_that_hangs_up_is_lost_at_once_and_found_at_its_new_place",
        "test_serial_scanner: half_a_scan_is_rejected_after_a_pause",
        "test_serial_scanner: 4096_bytes_and_garbage_are_rejected_and_the_next_scan_is_read",
        "test_reader_troubles: a_serial_scanner_stuck_for_an_hour_holds_nothing_back",
        NO_BUS,
    ),
    "tag_reader": (
        "test_tag_reader: a_tag_reader_that_is_pulled_out_is_lost_and_found_at_its_new_place",
        "test_tag_reader: half_a_frame_and_noise_are_rejected_and_the_next_tag_is_read",
        "test_tag_reader: half_a_frame_and_noise_are_rejected_and_the_next_tag_is_read",
        "test_tag_reader: a_stuck_reader_that_repeats_a_tag_for_an_hour_tells_it_once",
        NO_BUS,
    ),
    "mfrc522_reader": (
        "test_mfrc522_spidev: a_chip_that_is_unplugged_and_plugged_again_is_lost_and_found",
        "test_reader_troubles: half_an_answer_of_a_card_is_no_card_and_the_next_look_reads_it",
        "test_mfrc522_reader: answers_that_stay_damaged_are_rejected_once",
        "test_reader_troubles: a_card_that_lies_on_a_card_reader_for_an_hour_is_one_reading",
        "test_mfrc522_spidev: readers_on_ce0_and_ce1_read_side_by_side",
    ),
    "pn532_reader": (
        "test_pn532_reader: the_thread_finds_reads_loses_and_finds_again_and_ends_at_once",
        "test_reader_troubles: half_an_answer_of_a_pn532_costs_a_moment_and_the_card_is_read",
        "test_pn532_reader: noise_before_an_answer_and_damaged_answers_are_overcome",
        "test_reader_troubles: a_card_that_lies_on_a_card_reader_for_an_hour_is_one_reading",
        NO_BUS,
    ),
    "osdp_line": (
        "test_osdp_line: a_line_that_is_pulled_out_loses_its_readers_and_all_come_back",
        "test_osdp_line: half_an_answer_three_times_and_the_reader_is_lost",
        "test_osdp_line: noise_around_an_answer_hides_no_card",
        "test_osdp_cards: a_stuck_reader_that_repeats_a_card_for_an_hour_tells_it_once",
        "test_osdp_cards: two_readers_on_one_line_tell_each_its_own_cards",
    ),
    "uhf_module": (
        "test_uhf_module: the_thread_finds_loses_and_finds_again_and_ends_at_once",
        "test_uhf_module: noise_half_a_frame_and_an_old_answer_hide_no_tag",
        "test_uhf_module: noise_half_a_frame_and_an_old_answer_hide_no_tag",
        "test_uhf_module: a_tag_that_lies_there_for_an_hour_is_told_once_and_the_table_stays",
        NO_BUS,
    ),
}
"""Reader -> for each trouble a module and how the name of its test begins."""


def test_every_reader_has_a_row() -> None:
    assert MATRIX.keys() == set(DRIVERS) - NO_READERS


@pytest.mark.parametrize("reader", MATRIX)
@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_reader_has_a_test_for_every_trouble_that_it_can_have(
    reader: str, trouble: str
) -> None:
    named = MATRIX[reader][TROUBLES.index(trouble)]
    if named is NO_BUS:
        assert trouble == "two on a bus"
        return
    module, _, test = named.partition(": ")
    source = (TESTS / f"{module}.py").read_text(encoding="utf-8")
    assert f"\ndef test_{test}" in source
