"""The register is corrected over the socket: begun by one, seen on the screen, done by two."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.keeper.keeper import Item
from kiosk.service import protocol as p
from kiosk.service.views import Stage
from tests.service.small_bay import BADGES, CHIEF, OFFICER, PINS, REGISTRAR, RIFLE, SmallBay


@pytest.fixture
def bay(tmp_path: Path) -> Iterator[SmallBay]:
    with SmallBay(tmp_path).turning(over_socket=True) as bay:
        yield bay


def test_two_people_correct_an_officer_and_a_weapon(bay: SmallBay) -> None:
    assert bay.office is not None
    person, rifle = bay.book.person(OFFICER), bay.book.weapon(RIFLE)
    assert person is not None
    assert rifle is not None
    moved = replace(person.officer, unit="Depot 2")
    restamped = replace(rifle, serial="1O1")
    for wanted, before, field in ((moved, person.officer, "unit"), (restamped, rifle, "serial")):
        assert bay.office.correct("moved", wanted, before).reason == ""
        for vouchers, who in enumerate((CHIEF, REGISTRAR)):
            visit = bay.until(Stage.VOUCH).visit
            assert visit.vouchers == vouchers
            assert [change.field for change in visit.changes] == [field]
            bay.shows(BADGES[who])
            bay.until(Stage.VOUCH_PIN)
            bay.face.tap(p.Pin(PINS[who]))
        assert bay.face.view().stage is Stage.IDLE
        line = next(line for line in bay.face.lines(0, 9) if line.kind.endswith(".corrected"))
        assert line.facts["why"] == "moved"
        assert line.facts["by"] == "Tep Borey, Chea Sreymom"
        assert line.facts["changes"].endswith(("→ Depot 2", "S-1 → 1O1"))
    assert bay.office.correct("again", moved, person.officer).reason == "changed_meanwhile"


def test_a_hold_that_came_meanwhile_is_not_lifted_by_a_correction_that_did_not_see_it(
    bay: SmallBay,
) -> None:
    """How a person stands is asked in the keeper's turn, and not when somebody typed."""
    person = bay.book.person(OFFICER)
    assert person is not None
    moved = replace(person.officer, unit="Depot 2")
    put = bay.inbox.put

    def after_a_hold(item: Item) -> None:
        bay.inbox.put = put  # type: ignore[method-assign]  # for the hold, and from then on
        assert bay.local.hold("somebody", "suspended", OFFICER).reason == ""
        put(item)

    bay.inbox.put = after_a_hold  # type: ignore[method-assign]  # somebody is quicker by a moment
    asked = bay.local.correct("somebody", "moved", moved, person.officer)
    assert asked.reason == "changed_meanwhile"


def test_what_is_refused_at_the_office_is_not_shown_at_the_bay(bay: SmallBay) -> None:
    before = bay.face.view().outcome
    assert bay.face.enter_office("nobody", "000000").reason == "unknown_officer"
    assert bay.face.view().outcome == before


def test_a_hold_and_a_lost_badge_count_at_once(bay: SmallBay) -> None:
    assert bay.office is not None
    assert bay.office.hold(OFFICER, "suspended").reason == ""
    assert bay.office.hold(OFFICER, "suspended").reason == "nothing_changed"
    assert bay.office.withdraw(BADGES[OFFICER], "lost").reason == ""
    assert bay.office.withdraw(BADGES[OFFICER], "lost").reason == "unknown_badge"
