"""What is wrong with a list that a page brings: a word and a sentence, and nothing half done."""

import sys
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from kiosk.registry.space import Space
from kiosk.service.cards import views as v
from tests.cards import desk
from tests.cards.desk import GOOD, HEAD
from tests.cards.page_desk import FIRST, SECOND, PageDesk, sitting
from tests.cards.sheets import text, write_sheet

SOUND = ",".join(HEAD) + "\r\n" + ",".join(GOOD) + "\r\n"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[PageDesk]:
    with sitting(tmp_path) as sat:
        yield sat


def refused(at: PageDesk, content: bytes, file: str = "list.csv") -> v.Stack:
    """Bring a list that cannot be taken; return what is told, when nothing is left of it."""
    stack = at.looked_at(content, file)
    if stack.state == v.State.COLUMNS:
        assert stack.columns is not None
        assert at.pages.judge(FIRST, stack.name, stack.mark, stack.columns.fields, ()).well
        stack = at.until(stack.name, v.State.REFUSED)
    assert at.left() == []
    assert desk.count_in(at.settings) == 0
    assert file in stack.detail
    assert str(at.settings.folder) not in stack.detail, "a page names no place on the kiosk's disk"
    assert stack.why in v.WHYS
    listed_too = at.pages.stacks(FIRST).stacks
    assert [one.state for one in listed_too] == [v.State.REFUSED]
    assert at.pages.drop(SECOND, stack.name, stack.mark).well
    assert at.pages.stacks(FIRST).stacks == ()
    return stack


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\n", "no_table"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no_table"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "no_table"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0", "no_table"),
        (b"<html><table><tr><td>card</td></tr></table>", "no_table"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old_xls"),
        (SOUND.encode("utf-16")[:-1], "cut_off"),
        (SOUND.encode() + b'C2,"0012346,AKM\n', "broken_row"),
        (SOUND.encode() + b"C2," + b"7" * 40_000 + b"\n", "broken_row"),
        (b"card,ser\xffial\n" + "C1,ក\n".encode() * 3, "broken_heading"),
        (b"\n\n\n", "empty"),
        (",".join(HEAD).encode(), "no_cards"),
    ],
    ids=lambda case: case if isinstance(case, str) else "",
)  # fmt: skip
def test_what_is_no_list_is_refused_with_a_word_and_a_sentence(
    at: PageDesk, content: bytes, why: str
) -> None:
    assert refused(at, content).why == why


def test_a_list_that_only_begins_like_a_picture_is_one(at: PageDesk) -> None:
    stack = at.judged(b"BM,card,serial\nx,C1,0012345\n")
    assert stack.cards == 1


def test_half_an_xlsx_is_refused(at: PageDesk, tmp_path: Path) -> None:
    rows = [[text("card"), text("serial")], [text("C1"), text("1")]]
    whole = write_sheet(tmp_path / "l.xlsx", rows).read_bytes()
    assert refused(at, whole[: len(whole) // 2], "l.xlsx").why == "cut_off"
    assert at.judged(whole, "l.xlsx").cards == 1


def test_an_xlsx_that_unpacks_to_more_than_any_list_is_not_unpacked(
    at: PageDesk, tmp_path: Path
) -> None:
    """The file says what it unpacks to, and zipfile reads no more of a part than it says."""
    path = write_sheet(tmp_path / "l.xlsx", [[text("card")], [text("C1")]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/bomb", b"x")
        parts.filelist[-1].file_size = 3 << 30
    assert refused(at, path.read_bytes(), "l.xlsx").why == "too_large"


def test_texts_that_fill_the_memory_end_the_program_apart_and_nothing_else(
    at: PageDesk, tmp_path: Path
) -> None:
    path = write_sheet(tmp_path / "l.xlsx", [['<c t="s"><v>0</v></c>']])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as parts,
        parts.open("xl/sharedStrings.xml", "w") as part,
    ):
        part.write(b"<sst><si><t>")
        for _ in range(300):
            part.write(b"x" * (1 << 20))
        part.write(b"</t></si></sst>")
    assert refused(at, path.read_bytes(), "l.xlsx").why == "too_large"


def test_wrong_columns_are_asked_about_and_a_map_that_cannot_be_is_said(at: PageDesk) -> None:
    stack = at.looked_at(b"colour,weight\nred,2\n")
    assert stack.columns is not None
    assert stack.columns.fields == ("", "")
    for fields, why in (
        (("", ""), "no_columns"),
        (("card", "card"), "wrong_map"),
        (("card", "colour"), "wrong_map"),
    ):
        assert at.pages.judge(FIRST, stack.name, stack.mark, fields, ()).well
        at.until(stack.name, v.State.JUDGING, v.State.COLUMNS)
        told = at.until(stack.name, v.State.COLUMNS)
        assert (told.why, told.mark) == (why, stack.mark), "it can be said once more"
    assert at.pages.judge(FIRST, stack.name, stack.mark, ("card",), ()).why == "wrong_map"
    assert at.pages.judge(FIRST, stack.name, stack.mark, ("card", ""), (9,)).why == "wrong_map"
    assert at.pages.judge(FIRST, stack.name, stack.mark, ("card", "serial"), ()).well
    assert at.until(stack.name, v.State.JUDGED).cards == 1


def test_mixed_encodings_formulas_and_duplicates_are_said_and_nothing_is_changed(
    at: PageDesk,
) -> None:
    rest = "C1,0012399,=1+1,9,1975,,\r\nC3,@SUM(1),AKM,9,1975,កំពត,\r\n".encode()
    content = SOUND.replace("Battambang", "បាត់ដំបង").encode() + rest + b"C2,00\xe91,AKM,9,1975,,\r\n"
    found = at.judged(content).found
    assert found is not None
    assert (found.mixed, found.formulas) == (True, 2)
    assert (found.fates["duplicate"], found.fates["unreadable"]) == (1, 1)


def test_an_empty_file_and_one_that_is_too_large_do_not_begin_to_arrive(at: PageDesk) -> None:
    digest = sha256(b"").hexdigest()
    piece = v.Piece(digest, "l.csv", 0, 0, b"")
    assert at.pages.piece(FIRST, piece).why == "empty"
    for size in (v.LIST_MAX + 1, 2 << 30):
        large = v.Piece("ab" * 32, "l.csv", size, 0, b"card,serial\n")
        assert at.pages.piece(FIRST, large).why == "too_large"
    assert at.left() == []


def test_a_list_that_broke_off_is_gone_on_with_where_it_was(at: PageDesk) -> None:
    content = SOUND.encode() + b"C9,0012349,AKM,9,1975,,\r\n" * 9_000
    half = at.brings(content, ends=100_000)
    assert half == v.Arrived(100_000)
    (waits,) = at.pages.stacks(FIRST).stacks
    assert (waits.state, waits.done, waits.total) == (v.State.ARRIVING, 100_000, len(content))
    digest = sha256(content).hexdigest()
    again = v.Piece(digest, "list.csv", len(content), 0, content[:1000])
    assert at.pages.piece(SECOND, again) == half, "what is there stays as it is"
    told = at.brings(content, by=SECOND)
    stack = at.until(told.name, v.State.COLUMNS)
    assert stack.by == FIRST, "who began it"
    assert stack.columns is not None
    assert at.pages.judge(FIRST, stack.name, stack.mark, stack.columns.fields, ()).well
    assert at.until(stack.name, v.State.JUDGED).cards == 9_001


def test_a_list_that_is_not_what_its_sha256_says_is_not_kept(at: PageDesk) -> None:
    content = SOUND.encode()
    digest = sha256(b"another").hexdigest()
    piece = v.Piece(digest, "list.csv", len(content), 0, content)
    assert at.pages.piece(FIRST, piece).why == "other_file"
    longer = v.Piece(digest, "list.csv", 4, 0, content)
    assert at.pages.piece(FIRST, longer).why == "other_file"
    for no_digest in ("", "..", "../../etc/passwd", "AB" * 32, "ab" * 31):
        assert at.pages.arrived(FIRST, no_digest).why == "other_file"
    at.pages.drop(FIRST, digest[:16], "arriving")
    assert at.left() == []


@pytest.mark.parametrize("name", ["", "..", "../../book", "maps", "a" * 16 + "/", "A" * 16])
def test_no_name_that_comes_over_the_hatch_is_ever_a_path(at: PageDesk, name: str) -> None:
    pages = at.pages
    assert pages.stack(FIRST, name).why == "gone"
    assert pages.judge(FIRST, name, "", (), ()).why == "gone"
    assert pages.drop(FIRST, name, "").why == "gone"
    assert pages.sign(FIRST, name, "", "1").why == "gone"
    assert pages.paper(FIRST, name).why == "gone"
    assert pages.next_card(FIRST, name, 0).why == "went_on"
    assert pages.key(FIRST, name, v.Typed(1, "", "")).why == "went_on"
    assert pages.doubts(FIRST, name).lines == ()
    assert pages.differences(FIRST, name).lines == ()


def test_a_list_has_the_name_it_was_given_without_what_is_no_name(at: PageDesk) -> None:
    stack = at.judged(SOUND.encode(), "C:\\cards\\..\\kaat\u202e\x00 ក.csv")
    assert stack.file == "kaat ក.csv"
    assert at.judged(b"card\nC1\n", "../..").file == ".."


def test_a_full_disk_takes_no_list(at: PageDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Space, "free_bytes", lambda _: 64 << 20)
    assert at.brings(SOUND.encode()).why == "no_room"
    assert at.left() == []


def test_a_form_of_a_page_that_was_overtaken_changes_nothing(at: PageDesk) -> None:
    """The tab was left open; somebody else said the columns, and the cards were judged."""
    stale = at.looked_at(SOUND.encode())
    assert stale.columns is not None
    fields = stale.columns.fields
    assert at.pages.judge(SECOND, stale.name, stale.mark, fields, ()).well
    judged = at.until(stale.name, v.State.JUDGED)
    assert at.pages.judge(FIRST, stale.name, stale.mark, ("", *fields[1:]), ()).why == "went_on"
    assert at.pages.sign(FIRST, stale.name, stale.mark, "1").why == "went_on"
    assert at.pages.drop(FIRST, stale.name, stale.mark).why == "went_on"
    assert at.pages.stack(FIRST, stale.name).stack == judged
    assert at.bay.signed == []


def test_of_two_registrars_who_have_one_list_judged_at_once_one_is_told_that_it_went_on(
    at: PageDesk,
) -> None:
    stack = at.looked_at(SOUND.encode() + b"C9,0012349,AKM,9,1975,,\r\n" * 20_000)
    assert stack.columns is not None
    fields = stack.columns.fields
    told = [at.pages.judge(by, stack.name, stack.mark, fields, ()) for by in (FIRST, SECOND)]
    assert [one.why for one in told] == ["", "went_on"]
    going = at.pages.stack(SECOND, stack.name).stack
    assert going is not None
    assert going.state == v.State.JUDGING
    assert at.until(stack.name, v.State.JUDGED).cards == 20_001


def test_a_program_that_is_killed_leaves_a_list_that_can_be_judged_again(at: PageDesk) -> None:
    stack = at.looked_at(SOUND.encode() + b"C9,0012349,AKM,9,1975,,\r\n" * 40_000)
    assert stack.columns is not None
    assert at.pages.judge(FIRST, stack.name, stack.mark, stack.columns.fields, ()).well
    running = at.pages.errands._running[stack.name]
    while running.errand.done == 0:
        at.until(stack.name, v.State.JUDGING)
    assert running.child is not None
    running.child.kill()
    told = at.until(stack.name, v.State.COLUMNS)
    assert (told.why, told.mark) == ("stopped", stack.mark)
    assert at.pages.judge(FIRST, stack.name, stack.mark, stack.columns.fields, ()).well
    assert at.until(stack.name, v.State.JUDGED).cards == 40_001


def test_a_program_that_cannot_be_started_is_said(
    at: PageDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    told = at.brings(SOUND.encode())
    stack = at.until(told.name, v.State.REFUSED)
    assert (stack.why, "/nowhere/python" in stack.detail) == ("stopped", True)
    assert at.left() == []
