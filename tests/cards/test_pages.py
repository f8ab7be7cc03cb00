"""A list from a page: brought, mapped, judged apart, keyed once more, signed, handed out."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from kiosk.cards.running import Went
from kiosk.cards.waiting import Waiting
from kiosk.service.cards import views as v
from kiosk.service.protocol import KioskSilent
from tests.cards import desk
from tests.cards.desk import HEAD, listed
from tests.cards.page_desk import FIRST, NOBODY, SECOND, PageDesk, sitting


@pytest.fixture
def at(tmp_path: Path) -> Iterator[PageDesk]:
    with sitting(tmp_path) as sat:
        yield sat


@pytest.fixture
def three(tmp_path: Path) -> bytes:
    """A list of three cards without a doubt."""
    return listed(tmp_path / "three.csv", desk.cards(3)).read_bytes()


def keyed(at: PageDesk, name: str, row: int, serial: str, **more: str | bool) -> v.KeyedOne:
    """Let the second registrar key a card."""
    again, by = bool(more.get("again")), str(more.get("by", SECOND))
    return at.pages.key(by, name, v.Typed(row, serial, "7.62x39", again))


def test_a_list_is_brought_mapped_and_judged_and_its_map_is_remembered(
    at: PageDesk, tmp_path: Path
) -> None:
    rows = [("No", "Gravure"), ("C1", "0012345"), ("C2", "1O12346")]
    first = listed(tmp_path / "1.csv", rows).read_bytes()
    stack = at.looked_at(first)
    assert stack.columns is not None
    assert (stack.columns.headings, stack.columns.fields) == (("No", "Gravure"), ("", ""))
    assert stack.columns.samples == (("C1", "0012345"), ("C2", "1O12346"))
    assert not stack.columns.remembered
    assert at.pages.judge(FIRST, stack.name, stack.mark, ("card", "serial"), ()).well
    judged = at.until(stack.name, v.State.JUDGED)
    assert judged.found is not None
    assert (judged.cards, judged.by, judged.found.fates["card_only"]) == (2, FIRST, 2)
    page = at.pages.doubts(FIRST, stack.name, "look_alike")
    assert page.lines == (v.DoubtLine(3, "C2", "serial", "look_alike", "1O12346"),)
    again = at.looked_at(listed(tmp_path / "2.csv", [*rows, ("C3", "1")]).read_bytes())
    assert again.columns is not None
    assert (again.columns.fields, again.columns.remembered) == (("card", "serial"), True)


def test_the_columns_that_somebody_calls_limon_are_read_as_it(at: PageDesk) -> None:
    stack = at.looked_at(b'card,note\nC1,"Rs\xfak)arayN_"\n')
    assert stack.columns is not None
    assert at.pages.judge(FIRST, stack.name, stack.mark, ("card", "note"), (1,)).well
    at.until(stack.name, v.State.JUDGED)
    text = Waiting(at.pages.place / stack.name).folder.joinpath("map.toml").read_text("utf-8")
    assert 'limon = ["note"]' in text
    assert at.pages.judge(FIRST, stack.name, stack.mark, ("card", "note"), (7,)).why == "went_on"


def test_every_doubt_is_paged_in_the_order_of_the_list(at: PageDesk, tmp_path: Path) -> None:
    rows = [HEAD, *((f"C{n}", "", "", "", "1066", "Atlantis", "x") for n in range(1, 41))]
    stack = at.judged(listed(tmp_path / "d.csv", rows).read_bytes())
    assert stack.found is not None
    seen: list[v.DoubtLine] = []
    page = at.pages.doubts(FIRST, stack.name)
    while page.after:
        assert len(page.lines) == v.PAGE
        seen += page.lines
        page = at.pages.doubts(FIRST, stack.name, after=page.after)
    seen += page.lines
    assert len(seen) == sum(stack.found.doubts.values()) == len(set(seen)) == 240
    assert [one.row for one in seen] == sorted(one.row for one in seen)
    assert len(at.pages.doubts(FIRST, stack.name, "bad_date").lines) == 40
    assert at.pages.doubts(FIRST, stack.name, after="nonsense|x").lines == tuple(seen[: v.PAGE])


def test_whoever_may_not_sit_there_is_told_so_and_nothing_else(at: PageDesk, three: bytes) -> None:
    stack = at.judged(three)
    digest = sha256(three).hexdigest()
    for by, reason in ((NOBODY, "wrong_role"), ("nobody", "unknown_officer")):
        told = (
            at.pages.stacks(by), at.pages.stack(by, stack.name), at.pages.arrived(by, digest),
            at.pages.piece(by, v.Piece(digest, "x", 3, 0, b"abc")),
            at.pages.judge(by, stack.name, stack.mark, (), ()),
            at.pages.doubts(by, stack.name), at.pages.differences(by, stack.name),
            at.pages.sought(by, stack.name), at.pages.unmatched(by, "card_only"),
            at.pages.next_card(by, stack.name, 0), at.pages.drop(by, stack.name, stack.mark),
            at.pages.key(by, stack.name, v.Typed(2, "1", "2")), at.pages.export(by),
            at.pages.sign(by, stack.name, stack.mark, "1"), at.pages.paper(by, stack.name),
        )  # fmt: skip
        assert [one for one in told if one != type(one)(reason=reason)] == []
    assert at.bay.signed == []
    assert at.pages.stack(FIRST, stack.name).stack is not None


# ---------------------------------------------------------------------------- keyed once more
def test_a_second_registrar_keys_card_by_card_and_never_sees_the_list(
    at: PageDesk, three: bytes
) -> None:
    name = at.judged(three).name
    card = at.pages.next_card(SECOND, name, 0)
    assert (card.row, card.card, card.fields) == (2, "C1", ("serial", "calibre"))
    assert "0000001" not in repr(card)
    assert keyed(at, name, 2, " 0000001 ") == v.KeyedOne(agrees=True), "nobody types spaces"
    assert at.pages.next_card(SECOND, name, 2).card == "C2"
    assert keyed(at, name, 3, "0000002").agrees
    assert keyed(at, name, 4, "0000003").agrees
    done = at.pages.next_card(SECOND, name, 4)
    assert (done.row, done.keyed, done.cards) == (0, 3, 3)
    stack = at.pages.stack(FIRST, name).stack
    assert stack is not None
    assert stack.found is not None
    assert (stack.found.keyed, stack.found.keyers, stack.found.differing) == (3, (SECOND,), 0)


def test_what_differs_keeps_the_stack_out_until_a_third_look_settles_it(
    at: PageDesk, three: bytes
) -> None:
    stack = at.judged(three)
    assert not keyed(at, stack.name, 3, "0000008").agrees
    differences = at.pages.differences(FIRST, stack.name).lines
    assert differences == (
        v.DifferenceLine(3, "C2", "serial", "0000002", "0000008", SECOND),
    )  # fmt: skip
    assert not keyed(at, stack.name, 3, "0000009", again=True).agrees
    assert at.pages.next_card(SECOND, stack.name, 0, 3).card == "C2", "looked at a third time"
    assert keyed(at, stack.name, 3, "0000002", again=True).agrees
    assert at.pages.differences(FIRST, stack.name).lines == ()


def test_who_brought_a_list_does_not_key_it_a_second_time(at: PageDesk, three: bytes) -> None:
    name = at.judged(three).name
    assert at.pages.next_card(FIRST, name, 0).why == "same_person"
    assert keyed(at, name, 2, "0000001", by=FIRST).why == "same_person"


def test_two_who_key_one_stack_are_given_other_cards_and_the_first_one_counts(
    at: PageDesk, three: bytes
) -> None:
    name = at.judged(three).name
    assert at.pages.next_card("H1", name, 0).reason == "unknown_officer"
    first, second = at.pages.next_card(SECOND, name, 0), at.pages.keying
    other = second.next_card(Waiting(at.pages.place / name), "R2", 0, 0)
    assert (first.row, other.row) == (2, 3)
    assert keyed(at, name, 2, "0000001").agrees
    late = second.key(Waiting(at.pages.place / name), "R2", v.Typed(2, "0000009", "9"))
    assert late == v.KeyedOne(agrees=True, why="keyed_meanwhile")
    assert at.pages.differences(FIRST, name).lines == (), "what the first one keyed stays"
    assert keyed(at, name, 99, "1").why == "went_on"


def test_what_was_keyed_is_known_when_the_list_is_mended_and_brought_again(
    at: PageDesk, tmp_path: Path
) -> None:
    rows = desk.cards(3)
    name = at.judged(listed(tmp_path / "1.csv", rows).read_bytes()).name
    assert keyed(at, name, 2, "0000001").agrees
    assert not keyed(at, name, 3, "0000008").agrees
    rows[2] = ("C2", "0000008", *rows[2][2:])
    mended = at.judged(listed(tmp_path / "2.csv", rows).read_bytes())
    assert mended.found is not None
    assert (mended.found.keyed, mended.found.differing) == (2, 0)
    assert at.pages.next_card(SECOND, mended.name, 0).card == "C3"


def test_a_list_without_serial_and_calibre_has_nothing_to_key(at: PageDesk) -> None:
    name = at.judged(b"card,model\nC1,AKM\n").name
    assert at.pages.next_card(SECOND, name, 0) == v.KeyingPage(keyed=0, cards=1)


# ---------------------------------------------------------------------------- let in
def test_who_signs_is_handed_to_the_rules_and_what_they_say_comes_back(
    at: PageDesk, three: bytes
) -> None:
    stack = at.judged(three)
    at.bay.went = Went(reason="pin_wrong", about=FIRST)
    assert at.pages.sign(FIRST, stack.name, stack.mark, "1") == v.Done("pin_wrong", FIRST)
    at.bay.went = Went()
    assert at.pages.sign(FIRST, stack.name, stack.mark, "2").well
    assert at.bay.signed == [(stack.name, FIRST, "1"), (stack.name, FIRST, "2")]
    at.bay.waits_for = stack.name
    awaited = at.pages.stack(FIRST, stack.name).stack
    assert awaited is not None
    assert awaited.state == v.State.AWAITED
    assert at.pages.drop(FIRST, stack.name, awaited.mark).why == "coming_in"
    assert at.pages.judge(FIRST, stack.name, awaited.mark, (), ()).why == "went_on"


def test_a_weapon_registered_since_is_said_and_the_cards_are_judged_once_more(
    at: PageDesk, three: bytes
) -> None:
    """The open remark: a card that was said to have no weapon may be that weapon's."""
    stack = at.judged(three)
    desk.armed(at.settings, ("1070000168", "0000002"))
    told = at.pages.stack(FIRST, stack.name).stack
    assert told is not None
    assert told.found is not None
    assert (told.found.weapons, told.found.fates["card_only"]) == (1, 3)
    assert at.pages.judge(SECOND, stack.name, stack.mark, (), ()).well
    again = at.until(stack.name, v.State.JUDGED)
    while again.mark == stack.mark:
        again = at.until(stack.name, v.State.JUDGED)
    assert again.found is not None
    assert (again.found.weapons, again.found.fates["matched"]) == (0, 1)
    assert (again.by, again.file) == (FIRST, "list.csv"), "it is still the list that was brought"


def test_papers_and_exports_come_in_pieces_that_make_the_whole(
    at: PageDesk, tmp_path: Path
) -> None:
    rows = [HEAD, *((f"C{n}", "", "<b>", "", "1066", "Atlantis", "x") for n in range(1, 301))]
    content = listed(tmp_path / "l.csv", rows).read_bytes()
    stack = at.judged(content)
    html = at.forms(lambda after: at.pages.paper(FIRST, stack.name, after)).decode()
    assert html.count("<tr><td class=mono>") == sum(stack.found.doubts.values())  # type: ignore[union-attr]  # it was judged
    assert (html.count("<!doctype"), html.count("</html>")) == (1, 1)
    assert "<b>" not in html
    assert at.pages.export(FIRST).why == "gone", "nothing is in the register yet"
    done = desk.typed(
        "cards", "commit", stack.name, "--config", at.config, "--first", FIRST, "--second", SECOND,
        said=f"{desk.PIN}\n{desk.PIN}\n",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert at.forms(lambda after: at.pages.export(FIRST, "", after)) == content
    assert at.forms(lambda after: at.pages.export(FIRST, stack.name, after)) == content
    told = at.pages.stack(FIRST, stack.name).stack
    assert told is not None
    assert (told.state, told.let_in_by) == (v.State.IN, (FIRST, SECOND))
    assert told.head
    assert at.brings(content) == v.Arrived(name=stack.name), "it is there; nothing is sent"
    assert at.pages.drop(FIRST, stack.name, told.mark).why == "coming_in"


def test_a_register_that_does_not_answer_is_a_silent_kiosk(at: PageDesk, three: bytes) -> None:
    name = at.judged(three).name
    Waiting(at.pages.place / name).staging.write_bytes(b"no database at all")
    with pytest.raises(KioskSilent):
        at.pages.doubts(FIRST, name)


def test_a_dropped_list_is_forgotten_with_what_was_keyed(at: PageDesk, three: bytes) -> None:
    stack = at.judged(three)
    assert keyed(at, stack.name, 2, "0000001").agrees
    assert at.pages.drop(SECOND, stack.name, "judged 1").why == "went_on"
    assert at.pages.drop(SECOND, stack.name, stack.mark).well
    assert at.left() == ["keyings.db"]
    assert at.pages.stack(FIRST, stack.name) == v.StackPage(why="gone")
    assert at.pages.stacks(FIRST).stacks == ()
    found = at.judged(three).found
    assert found is not None
    assert found.keyed == 0
    assert replace(found, fates={}, doubts={}) == v.Found(3)
