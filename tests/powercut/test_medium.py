"""The model of a disk that forgets: strict enough that a missing sync shows."""

from pathlib import Path

import pytest

from tests.powercut.medium import Cut, Medium, lay_out
from tests.powercut.recorder import Call


def wrote(path: str, offset: int, content: bytes) -> Call:
    return Call("W", path, offset, content)


def synced(path: str) -> Call:
    return Call("S", path, 0, b"")


def after(calls: list[Call], cut: Cut, files: dict[str, bytes] | None = None) -> dict[str, bytes]:
    medium = Medium(files)
    for call in calls:
        medium.follow(call)
    return medium.after(cut)


NONE, ALL = Cut("none"), Cut("all")
MADE = Call("C", "a", 0, b"")


def test_what_was_not_synced_may_be_gone_or_there() -> None:
    calls = [wrote("a", 3, b"new")]
    assert after(calls, NONE, {"a": b"old"}) == {"a": b"old"}
    assert after(calls, ALL, {"a": b"old"}) == {"a": b"oldnew"}
    assert after([*calls, synced("a")], NONE, {"a": b"old"}) == {"a": b"oldnew"}


def test_a_name_is_durable_after_its_folder_was_synced_and_not_before() -> None:
    written = [MADE, wrote("a", 0, b"x"), synced("a")]
    assert after(written, NONE) == {}
    assert after(written, ALL) == {"a": b"x"}
    assert after([*written, synced(".")], NONE) == {"a": b"x"}


def test_a_rename_between_folders_wants_both_synced() -> None:
    moved = Call("R", "a", 0, b"aside/a")
    assert after([moved, synced("aside")], NONE, {"a": b"x"}) == {"a": b"x"}
    assert after([moved, synced("aside"), synced(".")], NONE, {"a": b"x"}) == {"aside/a": b"x"}


def test_an_unlinked_name_may_come_back_until_its_folder_is_synced() -> None:
    gone = Call("U", "a", 0, b"")
    assert after([gone], NONE, {"a": b"x"}) == {"a": b"x"}
    assert after([gone], ALL, {"a": b"x"}) == {}
    assert after([gone, synced(".")], NONE, {"a": b"x"}) == {}


def test_a_torn_write_keeps_a_beginning_and_sectors_keep_any_of_them() -> None:
    long = wrote("a", 0, b"n" * 2048)
    torn = {after([long], Cut("torn", seed), {"a": b""})["a"] for seed in range(50)}
    assert all(one == b"n" * len(one) for one in torn)
    assert len(torn) > 10
    some = {after([long], Cut("sectors", seed), {"a": b"o" * 2048})["a"] for seed in range(200)}
    assert len(some) == 16, "four sectors, each there or not"


def test_truncating_and_laying_out_change_the_length() -> None:
    assert after([Call("T", "a", 2, b"")], ALL, {"a": b"abcd"}) == {"a": b"ab"}
    assert after([Call("A", "a", 4, b"")], ALL, {"a": b"ab"}) == {"a": b"ab\0\0"}


@pytest.mark.parametrize("block", [4096, 16384])
def test_a_write_in_flight_may_take_its_whole_block_with_it_and_no_other(block: int) -> None:
    files = {"a": b"k" * 65536, "b": b"k" * 100}
    found = after([wrote("a", 20000, b"x")], Cut("none", 1, block), files)
    start = 20000 // block * block
    assert found["a"][:start] == b"k" * start
    assert b"k" * 16 not in found["a"][start : start + block]
    assert found["a"][start + block :] == b"k" * (65536 - start - block)
    assert found["b"] == files["b"]


def test_nothing_is_destroyed_when_nothing_is_in_flight() -> None:
    calls = [wrote("a", 0, b"x"), synced("a")]
    medium = Medium({"a": b""})
    for call in calls:
        medium.follow(call)
    assert medium.is_quiet
    assert medium.after(Cut("none", 0, 4096)) == {"a": b"x"}


def test_an_image_replaces_all_that_was_in_its_folder(tmp_path: Path) -> None:
    lay_out(tmp_path, {"aside/a": b"1", "b": b"2"})
    lay_out(tmp_path, {"aside/c": b"3"})
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["c"]
