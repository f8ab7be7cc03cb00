"""The life story of a weapon: every entry that tells of it, once, in the order of the book."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.book import Book
from kiosk.registry.opening import DATABASE
from kiosk.registry.story import Stories, Story
from kiosk.rules import entries as e
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import CableId, Condition, PositionId, Rounds, WeaponNumber
from tests.registry.samples import AKM, AT, PLACE, SOK, a_visit, open_here

W = WeaponNumber(number(Kind.WEAPON, 1, 1))
OTHER = WeaponNumber(number(Kind.WEAPON, 1, 2))
CABLE, POSITION = PLACE.cable, PLACE.id


def lives(weapon: WeaponNumber) -> list[e.Entry]:
    """Return a life: registered, racked, issued, returned dirty, in doubt and out of it."""
    akm = replace(AKM, number=weapon)
    granted = e.ReleaseGranted(
        AT, e.Purpose.ISSUE, CABLE, POSITION, weapon, SOK.number, (weapon, OTHER)
    )
    back = replace(granted, purpose=e.Purpose.RETURN, officer=None)
    return [
        e.Started(AT),
        e.BayLaid(AT, (PLACE,)),
        e.OfficerRegistered(AT, SOK, "founding"),
        e.WeaponRegistered(AT, akm, "founding"),
        e.WeaponRacked(AT, weapon, POSITION, "founding"),
        e.SessionOpened(AT, SOK.number, "9"),  # type: ignore[arg-type]  # any badge
        e.Refused(AT, "no_mission", weapon, SOK.number),
        e.IssueAsked(AT, SOK.number, weapon, Rounds(), "M", 9, needs_second=True),
        e.CounterSigned(AT, e.Purpose.ISSUE, weapon, SOK.number),
        granted,
        e.CableSeenOpen(AT, CABLE, released=True),
        e.WeaponIssued(AT, weapon, SOK.number, POSITION, "M", 9, Rounds()),
        e.CableSeenShut(AT, CABLE, 900),
        e.CountAgreed(AT, CABLE, 0, "said"),
        e.CableSeenOpen(AT, CABLE, released=False),
        e.DoubtRaised(AT, POSITION, e.DoubtCause.FORCED),
        e.CableSeenShut(AT, CABLE, 0),
        e.ReturnBegun(AT, weapon, weapon, None, SOK.number, POSITION, needs_witness=False),
        e.ReturnTold(AT, weapon, Rounds(), 0, 0, ("wet",), ""),
        e.WorkOrdered(AT, weapon, ("wet",), Condition.INSPECT),
        back,
        e.CableSeenOpen(AT, CABLE, released=True),
        e.WeaponReturned(AT, weapon, None, SOK.number, POSITION),
        e.CableSeenShut(AT, CABLE, 700),
        e.CountAgreed(AT, CABLE, 1, "said"),
        e.DoubtSettled(AT, POSITION, None, present=True, by=SOK.number),
        e.CountAgreed(AT, CableId("other"), 1, "said"),
        e.CardImported(AT, "s", 2, "C1", AKM.serial, e.Fate.MATCHED, weapon, ""),
        e.CardImported(AT, "s", 3, "C2", "", e.Fate.CARD_ONLY, "", ""),
        e.SessionClosed(AT, SOK.number, e.Farewell.GOODBYE),
    ]


TOLD = {4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 19, 20, 21, 22, 23, 24, 25, 26, 28}
"""Which of them tell of it. 15 and 17 are a cable that nobody released; the doubt tells of that."""


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with closing(open_here(tmp_path)) as book:
        yield book


@pytest.fixture
def stories(book: Book) -> Iterator[Stories]:
    with closing(Stories.at(book.folder / DATABASE)) as stories:
        yield stories


def seqs(story: Story) -> list[int]:
    return [told.seq for told in story.told]


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_a_story_has_every_entry_that_tells_of_the_weapon_in_the_order_of_the_book(
    book: Book, stories: Stories, at_once: int
) -> None:
    """Also those of its cable while that is released for it, and a doubt about its place."""
    entries = lives(W)
    for begin in range(0, len(entries), at_once):
        book.journal.append(entries[begin : begin + at_once])
    story = stories.of_weapon(W)
    assert seqs(story) == sorted(TOLD)
    assert [told.entry for told in story.told] == [entries[seq - 1] for seq in sorted(TOLD)]
    assert (story.entries, story.earlier, story.later) == (len(TOLD), False, False)


def test_the_story_of_another_weapon_is_another_one(book: Book, stories: Stories) -> None:
    book.journal.append(lives(W))
    assert stories.of_weapon(OTHER) == Story()
    book.journal.append([e.WrongWeapon(AT, CABLE, OTHER, W)])
    assert seqs(stories.of_weapon(OTHER)) == [31]
    assert seqs(stories.of_weapon(W))[-1] == 31


@pytest.mark.parametrize("limit", [1, 4, 20, 21])
def test_a_long_story_is_read_from_its_end_back_and_from_its_beginning_on(
    book: Book, stories: Stories, limit: int
) -> None:
    book.journal.append(lives(W))
    back: list[int] = []
    story = stories.of_weapon(W, limit=limit)
    assert not story.later
    back = seqs(story)
    while story.earlier:
        story = stories.of_weapon(W, before=back[0], limit=limit)
        assert story.later
        back = seqs(story) + back
    assert back == sorted(TOLD)
    on, after = list[int](), 1
    while True:
        story = stories.of_weapon(W, after=after, limit=limit)
        on += seqs(story)
        if not story.later:
            break
        after = on[-1]
    assert on == sorted(TOLD)


def test_another_cable_tells_nothing_while_one_is_released(book: Book, stories: Stories) -> None:
    book.journal.append(lives(W)[:10])
    before = seqs(stories.of_weapon(W))
    other = CableId("other")
    book.journal.append([e.CableSeenOpen(AT, other, released=False), e.CableSeenShut(AT, other, 0)])
    assert seqs(stories.of_weapon(W)) == before


def test_a_cut_in_the_middle_of_an_issue_leaves_the_story_whole(tmp_path: Path) -> None:
    """The next start looks the release up in the book; nobody remembers it."""
    with closing(open_here(tmp_path)) as book:
        book.journal.append(a_visit())
    with closing(open_here(tmp_path)) as book:
        book.journal.append([e.CableSeenShut(AT, CABLE, 5)])
        book.journal.append(
            [e.ReleaseLapsed(AT, CABLE), e.CableSeenOpen(AT, CABLE, released=False)]
        )
    with closing(Stories.at(tmp_path / DATABASE)) as stories:
        assert seqs(stories.of_weapon(AKM.number)) == [4, 5, 11, 12, 13, 14]


def test_an_entry_is_told_with_everything_that_was_written(book: Book, stories: Stories) -> None:
    book.journal.append(lives(W))
    told = stories.of_weapon(W, limit=1).told[0]
    assert (told.fields["kind"], told.fields["card"]) == ("card.imported", "C1")
    assert told.envelope is not None
    assert told.envelope.kiosk == "btb-1"


def test_nobody_has_a_story_without_a_number(book: Book, stories: Stories) -> None:
    """Cards that match nothing must not come together as the story of no weapon."""
    book.journal.append(lives(W))
    assert stories.of_weapon("") == Story()
    assert stories.of_weapon(PositionId("1-1")) == Story()
