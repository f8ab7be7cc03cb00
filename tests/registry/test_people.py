"""What the desk of people asks: who is shown where, what became of a badge, a person's story."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.book import Book
from kiosk.registry.opening import DATABASE
from kiosk.registry.people import Listed, Narrowed, Show
from kiosk.registry.tables_check import differing_tables
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.concerns import people_of
from kiosk.rules.things import (
    BadgeText,
    Certificate,
    Grade,
    Mission,
    Moment,
    Officer,
    OfficerNumber,
    Role,
    Rounds,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from tests.registry.samples import AKM, AT, PLACE, POLICY, SOK, a_visit, made_up, open_here

NOW = AT.wall_ms
DAY = 86_400_000
RIFLE, PISTOL = WeaponType("rifle"), WeaponType("pistol")
SPARE = BadgeText("9000000077")
BY = (OfficerNumber("7"), OfficerNumber("8"))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with closing(open_here(tmp_path)) as book:
        yield book


def later(ms: int) -> Moment:
    return replace(AT, wall_ms=NOW + ms)


def crowd(chance: random.Random, size: int) -> list[e.Entry]:
    """Return so many people, each with papers, orders, badges and weapons as chance has it."""
    lines: list[e.Entry] = []
    for place in range(size):
        number = OfficerNumber(f"{place:04}")
        papers = tuple(
            Certificate(chance.choice((RIFLE, PISTOL)), NOW + chance.randint(-3, 90) * DAY)
            for _ in range(chance.randrange(3))
        )
        lines.append(e.OfficerRegistered(AT, Officer(
            number, f"n{place}", unit=chance.choice(("", "U1", "U2")), role=chance.choice([*Role]),
            active=chance.random() < 0.8, hold=chance.random() < 0.3, certificates=papers,
            post=chance.choice(("P1", "P2")),
        ), "x"))  # fmt: skip
        if chance.random() < 0.6:
            until = chance.choice((0, NOW - 1, NOW + DAY))
            badge = BadgeText(f"b{place}")
            lines.append(e.BadgeEnrolled(AT, badge, number, BY, "", Grade.PRINTED, until))
        if chance.random() < 0.4:
            order = Mission(f"M{place}", 1, NOW + chance.choice((-DAY, DAY)))
            lines.append(e.MissionOrdered(AT, number, order, "x"))
        if chance.random() < 0.4:
            weapon = Weapon(WeaponNumber(f"W{place}"), "w", chance.choice((RIFLE, PISTOL)), "s")
            lines += [
                e.WeaponRegistered(AT, weapon, "x"),
                e.WeaponIssued(AT, weapon.number, number, PLACE.id, "", 0, Rounds()),
            ]
    return lines


class Known:
    """The same crowd, as plain Python knows it: the specification of every list."""

    def __init__(self, lines: list[e.Entry]) -> None:
        self.people = {
            x.officer.number: x.officer for x in lines if isinstance(x, e.OfficerRegistered)
        }
        badges = [x for x in lines if isinstance(x, e.BadgeEnrolled)]
        self.badged = {x.officer for x in badges if not x.until_ms or x.until_ms > NOW}
        orders = [x for x in lines if isinstance(x, e.MissionOrdered)]
        self.sent = {x.officer for x in orders if x.mission.valid_until_ms > NOW}
        kinds = {x.weapon.number: x.weapon.type for x in lines if isinstance(x, e.WeaponRegistered)}
        issued = [x for x in lines if isinstance(x, e.WeaponIssued)]
        self.out = {x.officer: kinds[x.weapon] for x in issued}

    def untrained(self, one: Officer) -> set[str]:
        counts = {paper.type for paper in one.certificates if paper.expires_ms > NOW}
        out = self.out.get(one.number)
        lacks = {str(out)} if out is not None and out not in counts else set[str]()
        return lacks | ({""} if one.number in self.sent and not counts else set())

    def shown(self, show: Show, one: Officer, days: int) -> bool:
        soon = any(NOW < x.expires_ms <= NOW + days * DAY for x in one.certificates)
        return {
            Show.SERVING: one.active,
            Show.HELD: one.active and one.hold,
            Show.RECALLED: (one.hold or not one.active) and one.number in self.out,
            Show.BADGELESS: one.active and one.number not in self.badged,
            Show.UNTRAINED: bool(self.untrained(one)),
            Show.EXPIRING: one.active and soon,
            Show.LEFT: not one.active,
        }[show]


@pytest.mark.parametrize("show", Show)
def test_every_list_shows_whom_it_says_page_by_page_and_nobody_else(book: Book, show: Show) -> None:
    lines = crowd(random.Random(show), 150)
    book.journal.append(lines)
    known = Known(lines)
    for unit, post, role in (("", "", ""), ("U1", "", ""), ("U2", "P1", ""), ("", "", "officer")):
        asked = Narrowed(show, unit, post, role, days=30)
        found, after = list[Listed](), ""
        while page := book.people.after(after, asked, NOW, 7):
            found += page
            after = page[-1].officer.number
        expected = [
            one for one in known.people.values()
            if known.shown(show, one, 30) and unit in ("", one.unit) and post in ("", one.post)
            and role in ("", one.role)
        ]  # fmt: skip
        assert [listed.officer for listed in found] == expected
        for listed in found:
            assert set(listed.untrained) == known.untrained(listed.officer)
            assert listed.held == (listed.officer.number in known.out)
            assert listed.badges == (listed.officer.number in known.badged)
        assert expected or unit, "the crowd has somebody for every list"


def test_the_units_and_posts_there_are_can_be_chosen_from(book: Book) -> None:
    book.journal.append(crowd(random.Random(3), 40))
    assert book.people.choices("unit") == ("U1", "U2")
    assert book.people.choices("post") == ("P1", "P2")


@pytest.mark.promise("P12")
def test_posts_and_papers_come_back_as_they_were_written(book: Book) -> None:
    paper = Certificate(RIFLE, NOW + DAY, "វគ្គ\t11 ថ្ងៃ", 5, "JSAC ", "=0454-ក")
    whole = replace(SOK, post="ប៉ុស្តិ៍ Samlot ", certificates=(paper, Certificate(PISTOL, 7)))
    book.journal.append([e.OfficerRegistered(AT, whole, "x")])
    (listed,) = book.people.these((SOK.number,), NOW)
    assert listed.officer == whole
    assert book.office.officers() == (whole,)
    person = book.facts.person(SOK.number)
    assert person is not None
    assert person.officer == whole


def test_what_became_of_each_badge_is_kept(book: Book) -> None:
    """A spare card goes from hand to hand; each life of it stands by itself."""
    other = OfficerNumber("1043")
    lent: list[e.Entry] = [
        e.BadgeEnrolled(AT, SPARE, SOK.number, BY, "", Grade.PRINTED, NOW + DAY),
        e.BadgeEnrolled(later(2 * DAY), SPARE, other, BY, "", Grade.PRINTED, NOW + 3 * DAY),
        e.BadgeWithdrawn(later(2 * DAY + 1), SPARE, other, "gone", "x", lost=True),
    ]
    book.journal.append(lent)
    (first,) = book.people.badges(SOK.number)
    (second,) = book.people.badges(other)
    assert (first.entry, first.until_ms, second.entry) == (1, NOW + DAY, 2)
    assert first.taken is not None
    assert b'"kind":"badge.enrolled"' in first.taken
    assert second.taken is not None
    assert b'"lost":true' in second.taken
    assert book.facts.badge_given_by(2) is None
    assert book.facts.badges_of(other) == ()


def test_a_badge_is_found_by_the_entry_that_gave_it_while_it_is_somebodys(book: Book) -> None:
    book.journal.append([e.BadgeEnrolled(AT, SPARE, SOK.number, BY, "em4100", Grade.CARD, 9)])
    badge = book.facts.badge_given_by(1)
    assert badge is not None
    assert (badge.text, badge.officer, badge.kind, badge.until_ms) == (
        SPARE,
        SOK.number,
        "em4100",
        9,
    )
    assert book.facts.badges_of(SOK.number) == (badge,) == book.facts.badges_with(SPARE)
    assert book.facts.badge_given_by(2) is None


def test_who_leaves_has_no_badge_no_pin_and_no_order_that_counts(book: Book) -> None:
    book.journal.append(a_visit())
    until = Mission("M-8", NOW - 5, NOW + DAY)
    book.journal.append([e.MissionOrdered(AT, SOK.number, until, "x")])
    gone = replace(SOK, active=False)
    book.journal.append([
        e.OfficerCorrected(later(1), gone, (), "retired", BY),
        e.OfficerLeft(later(1), SOK.number, (BadgeText("9000000001"),), "retired", BY),
    ])  # fmt: skip
    person = book.facts.person(SOK.number)
    assert person is not None
    assert not person.has_pin
    assert Mission("M-8", NOW - 5, NOW + 1) in person.missions
    assert all(order.valid_until_ms <= NOW + 1 for order in person.missions)
    assert book.facts.badges_with(BadgeText("9000000001")) == ()
    assert book.bay().founded


def test_a_badge_reaches_the_cables_of_weapons_its_holder_is_trained_for(book: Book) -> None:
    book.journal.append(a_visit())
    trained = replace(SOK, certificates=(Certificate(AKM.type, NOW + 1),))
    for officer, now_ms, cables in ((SOK, NOW, ()), (trained, NOW, ("1",)), (trained, NOW + 1, ())):
        book.journal.append([e.OfficerRegistered(AT, officer, "x")])
        assert book.people.reached(SOK.number, now_ms, whatever=False) == cables
        assert book.people.reached(SOK.number, now_ms, whatever=True) == ("1",)


def test_a_story_has_every_entry_that_tells_of_a_person_once_in_order(book: Book) -> None:
    lines = list(made_up(random.Random(5), 600, Bay(POLICY)))
    book.journal.append(lines)
    told = 0
    for number in ("1042", "1043", "1044"):
        expected = [seq for seq, line in enumerate(lines, 1) if number in people_of(line)]
        page = book.stories.of_officer(number, limit=40)
        found = [one.seq for one in page.told]
        while page.earlier:
            page = book.stories.of_officer(number, before=page.told[0].seq, limit=40)
            found = [one.seq for one in page.told] + found
        assert found == expected
        assert page.entries == len(expected)
        assert book.stories.of_officer(number, after=found[0], limit=2).told[0].seq == found[1]
        told += len(found)
    assert told > 300


def test_an_alarm_about_a_person_tells_of_them_and_one_about_a_cable_does_not() -> None:
    recall = e.AlarmRaised(AT, e.AlarmCause.RECALL, SOK.number)
    assert people_of(recall) == (SOK.number,)
    assert people_of(e.AlarmRaised(AT, e.AlarmCause.FORCED, SOK.number)) == ()
    signed = e.OfficerHeld(AT, SOK.number, "why", "1050")
    assert people_of(signed) == (SOK.number, "1050")
    assert people_of(e.WeaponRegistered(AT, AKM, "1050")) == ()


@pytest.mark.promise("P3")
def test_a_book_from_before_the_desk_gets_its_tables_at_the_next_start(tmp_path: Path) -> None:
    with closing(open_here(tmp_path)) as book:
        book.journal.append(a_visit())
    with closing(sqlite3.connect(tmp_path / DATABASE)) as tables:
        tables.execute("DROP TABLE badge_life")
        tables.execute("DROP TABLE officer_concern")
        tables.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0005%'")
        tables.commit()
    with closing(open_here(tmp_path)) as book:
        assert len(book.people.badges(SOK.number)) == 1
        assert book.stories.of_officer(SOK.number).entries > 4
        assert differing_tables(tmp_path / DATABASE) == ()
