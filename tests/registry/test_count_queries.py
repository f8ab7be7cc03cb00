"""What a paper about a count asks of the book: the certificate, and what is known of a weapon."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.count_queries import AROUND, HOLDERS, Certified, CountPapers, Missed
from kiosk.registry.opening import DATABASE
from kiosk.rules import entries as e
from kiosk.rules.things import BadgeText, OfficerNumber
from tests.papers import certified as c


def of_count(folder: Path, count: int | None = None) -> Certified | None:
    with closing(CountPapers.at(folder / DATABASE)) as papers:
        return papers.certificate(count)


def only_missed(folder: Path) -> Missed:
    with closing(CountPapers.at(folder / DATABASE)) as papers:
        (found,) = papers.missed()
        return found


def test_a_certificate_is_found_with_its_order_and_what_was_booked_anew(tmp_path: Path) -> None:
    c.write(tmp_path, *c.founded(), *c.counted(c.MISSING, c.MOVED, adjusted=True))
    found = of_count(tmp_path)
    assert found is not None
    assert found.order == c.ORDER
    assert found.adjusted == {c.BESIDE}
    assert found.entry == c.certified((c.MISSING, c.MOVED), adjusted=1)
    with closing(CountPapers.at(tmp_path / DATABASE)) as papers:
        assert papers.head() == f"{found.seq}:{found.hash}"


def test_an_older_certificate_is_found_by_its_number(tmp_path: Path) -> None:
    later = replace(c.certified(()), count=5)
    c.write(tmp_path, *c.founded(), *c.counted(c.MISSING), replace(c.ORDER, count=5), later)
    newest, older = of_count(tmp_path), of_count(tmp_path, 4)
    assert newest is not None
    assert older is not None
    assert (newest.entry.count, older.entry.count) == (5, 4)
    assert older.order == c.ORDER
    assert of_count(tmp_path, 6) is None


def test_without_a_count_there_is_no_certificate_and_nothing_is_missing(tmp_path: Path) -> None:
    c.write(tmp_path, *c.founded())
    assert of_count(tmp_path) is None
    with closing(CountPapers.at(tmp_path / DATABASE)) as papers:
        assert papers.missed() == ()


def test_the_last_five_who_had_a_missing_weapon_stand_newest_first(tmp_path: Path) -> None:
    who = [OfficerNumber(f"12-10{n:02}") for n in range(60)]
    c.write(tmp_path, *c.founded(), *c.carried(*who), *c.missed())
    found = only_missed(tmp_path)
    assert [one.officer for one in found.held] == who[: -HOLDERS - 1 : -1]
    assert all(one.back_ms - one.taken_ms == 2 * c.HOUR_MS for one in found.held)
    assert (found.weapon, found.home, found.since_ms) == (c.GONE.number, c.HOME, c.NOON_MS)
    assert found.seen is not None
    assert (found.seen.place, found.seen.officer) == (c.HOME, who[-1])


def test_the_neighbours_of_its_place_stand_in_rack_order(tmp_path: Path) -> None:
    c.write(tmp_path, *c.founded(), *c.missed())
    around = only_missed(tmp_path).around
    names = [place.id for place in c.PLACES]
    middle = names.index(c.HOME)
    assert [one.position for one in around] == names[max(0, middle - AROUND) : middle + AROUND + 1]
    assert {one.position: one.weapon for one in around}[c.BESIDE] == c.NEXT.number


def test_a_weapon_stays_on_the_list_when_its_alarm_was_answered(tmp_path: Path) -> None:
    """The clocks run from the alarm, also when the alarm is over and the weapon still gone."""
    answered = (
        e.AlarmAnswered(c.at(1), e.AlarmCause.MISSING, c.GONE.number, c.CHIEF.number),
        e.AlarmCleared(c.at(1), e.AlarmCause.MISSING, c.GONE.number),
    )
    c.write(tmp_path, *c.founded(), *c.missed(), *answered)
    assert only_missed(tmp_path).since_ms == c.NOON_MS


def test_somebody_who_never_gave_it_back_has_no_hour_of_return(tmp_path: Path) -> None:
    out = c.carried(c.SOK.number)[0]
    alarm = e.AlarmRaised(c.at(0), e.AlarmCause.MISSING, c.GONE.number)
    c.write(tmp_path, *c.founded(), out, alarm)
    (one,) = only_missed(tmp_path).held
    assert (one.officer, one.back_ms) == (c.SOK.number, 0)


@pytest.mark.parametrize(
    ("entry", "place", "who"),
    [
        (e.PlaceCounted(c.at(-1), 4, c.BESIDE, e.Finding.WEAPON, c.SOK.number, c.GONE.number,
                        c.GONE.number), c.BESIDE, c.SOK.number),
        (e.PlaceCounted(c.at(-1), 4, c.HOME, e.Finding.EMPTY, c.SOK.number,
                        expected=c.GONE.number), c.HOME, None),
        (e.DoubtSettled(c.at(-1), c.BESIDE, c.GONE.number, present=True, by=c.CHAN.number),
         c.BESIDE, c.CHAN.number),
    ],
)  # fmt: skip
def test_the_newest_line_that_says_where_it_was_is_named(
    entry: e.Entry, place: str, who: str | None, tmp_path: Path
) -> None:
    c.write(tmp_path, *c.founded(), c.ORDER, entry, *c.missed())
    seen = only_missed(tmp_path).seen
    assert seen is not None
    assert (seen.place, seen.officer) == (place, who)


def test_the_bay_names_its_weapons_in_rack_order_each_once(tmp_path: Path) -> None:
    c.write(tmp_path, *c.founded(), c.carried(c.SOK.number)[0])
    with closing(CountPapers.at(tmp_path / DATABASE)) as papers:
        assert papers.in_bay() == (c.GONE.number, c.NEXT.number)


def test_a_badge_that_was_withdrawn_was_given_all_the_same(tmp_path: Path) -> None:
    badge = BadgeText("2010000155")
    given = e.BadgeEnrolled(c.at(-9), badge, c.SOK.number, ("f",))
    c.write(
        tmp_path, *c.founded(), given, e.BadgeWithdrawn(c.at(-8), badge, c.SOK.number, "f", "lost")
    )
    with closing(CountPapers.at(tmp_path / DATABASE)) as papers:
        assert papers.was_given(badge)
        assert not papers.was_given("2010000252")
