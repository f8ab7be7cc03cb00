"""A loss that is told at the bay: what the screen offers, what it says, and what the desk adds."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.registry.migrations import migrate
from kiosk.registry.opening import DATABASE
from kiosk.registry.tables_check import differing_tables
from kiosk.rules import observations as o
from kiosk.service import protocol as p
from kiosk.service import works as w
from kiosk.service.loss_taps import TellLoss
from kiosk.service.sentences import sentence
from kiosk.service.views import Stage
from tests.service.small_bay import (
    BADGES,
    CHIEF,
    CUSTODIAN,
    OFFICER,
    PINS,
    REGISTRAR,
    RIFLE,
    SmallBay,
)
from tests.service.test_losses import desk_of
from tests.service.two_stores import Store, open_store


@pytest.fixture(params=["local", "remote"])
def bay(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallBay]:
    bay = SmallBay(tmp_path)
    with bay.turning(over_socket=request.param == "remote"):
        yield bay


def out(bay: SmallBay) -> SmallBay:
    """Let the officer be out with the rifle."""
    bay.takes_out()
    bay.face.tap(p.Cancel())
    return bay


def test_who_has_a_weapon_out_is_offered_to_say_that_it_is_lost(bay: SmallBay) -> None:
    (one,) = out(bay).enters().visit.losable
    assert (one.number, one.serial, one.holder) == (RIFLE, "S-1", None)
    view = bay.face.tap(TellLoss(RIFLE, "lost", "now"))
    assert view.visit.losable == (), "it is told once"
    assert view.stage is Stage.CHOOSE, "and whoever told it may go on"
    assert view.outcome is not None
    assert (view.outcome.kind, view.outcome.facts["weapon"]) == ("loss.reported", "AK-47")
    said = sentence("outcome", view.outcome.kind, "en", view.outcome.facts)
    assert "reported" in said.happened
    assert "chief" in said.do
    assert "desk" in said.do
    assert [alarm.about for alarm in view.alarms if alarm.cause == "missing"] == [RIFLE]


def test_a_custodian_is_offered_what_others_have_and_by_whom(bay: SmallBay) -> None:
    (one,) = out(bay).enters(CUSTODIAN).visit.losable
    assert one.holder is not None
    assert (one.number, one.holder.name_km) == (RIFLE, "សុខ ដារ៉ា")
    bay.face.tap(p.Cancel())
    assert bay.enters(REGISTRAR).visit.losable == ()


def test_nothing_is_offered_before_the_pin_nor_at_a_cable(bay: SmallBay) -> None:
    bay.opens()
    bay.until(Stage.CABLE_OPEN)
    bay.shows(RIFLE)
    assert bay.until(Stage.SHUT_NOW).visit.losable == (), "it is out, and hangs on no cable yet"
    view = bay.face.tap(TellLoss(RIFLE, "lost", "now"))
    assert (view.outcome and view.outcome.reason) == "not_now"
    bay.pulls("A", opened=False)
    bay.until(Stage.COUNT)
    assert bay.face.tap(p.Count(1)).visit.losable != ()
    bay.face.tap(p.Cancel())
    bay.shows(BADGES[OFFICER])
    assert bay.until(Stage.PIN).visit.losable == ()


def test_a_loss_told_at_a_desk_is_not_said_at_the_racks(bay: SmallBay) -> None:
    told = w.ReportLoss(RIFLE, "lost", 1, "Samlot", "in a boat", "BTB-02", "7")
    assert out(bay).face.sign(CHIEF, PINS[CHIEF], told).reason == ""
    outcome = bay.face.view().outcome
    assert outcome is None or outcome.kind != "loss.reported"


def test_nobody_is_kept_at_the_racks_for_a_weapon_that_was_lost_elsewhere(bay: SmallBay) -> None:
    """It is where it was lost: who stands at the racks can have it no more than anybody."""
    told = w.ReportLoss(RIFLE, "lost", 1, "Samlot", "in a boat", "BTB-02", "7")
    assert out(bay).face.sign(CHIEF, "863025", told).reason == ""
    (alarm,) = [one for one in bay.face.view().alarms if one.cause == "missing"]
    assert (alarm.about, alarm.sentence) == (RIFLE, "missing_elsewhere")


# ---------------------------------------------------------------- in a real book
@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with ExitStack() as opened:
        yield open_store(tmp_path, "btb-1", opened)


def tell(store: Store, when: str = "unknown") -> None:
    """Let the officer draw the rifle, come without it, and say so."""
    store.draw(RIFLE, 1)
    store.scan(BADGES[OFFICER])
    store.pin()
    eyes = store.keeper.eyes
    store.see(eyes.reporting.tapped(store.clock.now(), eyes.asker(), RIFLE, "stolen", when))
    store.see(o.CancelAsked(store.clock.now()))


@pytest.mark.promise("P3")
def test_what_the_desk_adds_stands_in_the_tables_as_in_the_bay(store: Store) -> None:
    tell(store)
    assert store.book.bay().losses == store.bay().losses
    more = w.CompleteLoss(RIFLE, store.wall_ms() - 60_000, "Samlot", "", "BTB-02", "")
    assert store.work(more) == ""
    assert store.work(w.CompleteLoss(RIFLE, 0, "", "in a boat", "", "2016/7"), CHIEF) == ""
    assert store.book.bay().losses == store.bay().losses
    assert differing_tables(store.book.folder / DATABASE) == ()
    (kept,) = store.book.losses.newest()
    told = kept.stands.loss.circumstances
    assert (told.place, told.how, told.case) == ("Samlot", "in a boat", "2016/7")
    assert kept.reported.loss.circumstances.place == "", "the first word is kept as it was said"
    assert kept.head.split("/")[0] == str(store.book.head.seq), "the newest line proves it"
    found = w.ReportFind(RIFLE, store.wall_ms(), "Samlot", "handed in", "BTB-02", "2016/7")
    assert store.work(found) == ""
    store.vouch()
    assert store.book.bay().losses == store.bay().losses == {}
    (kept,) = store.book.losses.newest()
    assert (kept.end is not None, kept.stands.loss.circumstances.place) == (True, "Samlot")


def test_the_desk_says_which_fields_are_still_missing(store: Store) -> None:
    tell(store)
    desk = desk_of(store)
    (one,) = desk.page(REGISTRAR).losses
    assert (one.at_bay, one.when_ms, one.complete) == (True, 0, False)
    assert one.unknown == ("agency", "calibre", "when", "case", "place", "how")
    assert store.work(w.CompleteLoss(RIFLE, 1, "Samlot", "in a boat", "BTB-02", "7")) == ""
    (one,) = desk.page(REGISTRAR).losses
    assert one.unknown == ("calibre",), "the register has no calibre of it"
    assert not one.complete


def test_only_the_day_is_known(store: Store) -> None:
    tell(store, "yesterday")
    (one,) = desk_of(store).page(REGISTRAR).losses
    assert one.whole_day
    assert "when" not in one.unknown


def test_a_book_begun_before_reports_were_completed_gets_the_table(store: Store) -> None:
    tell(store)
    before = store.book.bay().losses
    tables = sqlite3.connect(store.book.folder / DATABASE, isolation_level=None)
    tables.execute("DROP TABLE loss_line")
    tables.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0010%'")
    migrate(tables)
    tables.close()
    assert store.book.bay().losses == before
    assert differing_tables(store.book.folder / DATABASE) == ()


# ---------------------------------------------------------------- by when it is reported
def test_the_chief_sees_the_clocks_of_every_open_loss(bay: SmallBay) -> None:
    out(bay).enters()
    told_ms = bay.clock.now().wall_ms
    bay.face.tap(TellLoss(RIFLE, "lost", "now"))
    view = bay.face.tap(p.Cancel())
    (one,) = view.loss_clocks
    assert (one.number, one.serial) == (RIFLE, "S-1")
    assert [(clock.to, clock.due_ms - told_ms, clock.late) for clock in one.reports] == [
        ("province", 7_200_000, False), ("nation", 86_400_000, False),
    ]  # fmt: skip
    (alarm,) = (alarm for alarm in view.alarms if alarm.cause == "missing")
    assert [step.name for step in alarm.steps] == ["list", "report", "nation"]
    given = w.GiveReport(RIFLE, "province", "Major Keo")
    assert bay.face.sign(CHIEF, PINS[CHIEF], given).reason == ""
    view = bay.face.view()
    assert [clock.given for clock in view.loss_clocks[0].reports] == [True, False]
    (alarm,) = (alarm for alarm in view.alarms if alarm.cause == "missing")
    assert [step.name for step in alarm.steps] == ["list", "nation"], "what is done is not due"
    assert bay.face.sign(CHIEF, PINS[CHIEF], w.GiveReport(RIFLE, "nation", "x")).reason == ""
    assert bay.face.view().loss_clocks == ()
