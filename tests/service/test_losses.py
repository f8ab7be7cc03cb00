"""A loss in a real book: on the hot list after a start, on the desk, out as CSV and JSON."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.registry.opening import DATABASE
from kiosk.registry.tables_check import differing_tables
from kiosk.rules import entries as e
from kiosk.service import works as w
from kiosk.service.losses.desk import LossDesk
from kiosk.service.losses.remote import RemoteLosses, loss_answers
from kiosk.service.server import SocketServer
from tests.service.small_bay import CHIEF, CUSTODIAN, OFFICER, REGISTRAR, RIFLE
from tests.service.two_stores import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with ExitStack() as opened:
        yield open_store(tmp_path, "btb-1", opened)


def lose(store: Store, case: str = "2016/7") -> str:
    when_ms = store.wall_ms() - 60_000
    work = w.ReportLoss(RIFLE, "stolen", when_ms, "ផ្សារ", "in the crowd", "BTB-02", case)
    return store.work(work, CUSTODIAN)


@pytest.mark.promise("P3")
def test_a_loss_stands_in_the_tables_until_it_is_found(store: Store) -> None:
    assert lose(store) == ""
    assert store.book.bay().losses == store.bay().losses
    assert RIFLE in store.bay().losses
    find = w.ReportFind(RIFLE, store.wall_ms(), "Samlot", "handed in", "BTB-02", "2016/7")
    assert store.work(find) == ""
    store.vouch()
    assert store.bay().losses == store.book.bay().losses == {}
    assert lose(store, "2016/8") == "", "and may be lost again"
    assert differing_tables(store.book.folder / DATABASE) == ()
    newest, first = store.book.losses.newest()
    assert (newest.end, first.end is None) == (None, False)


def test_the_desk_shows_the_whole_report_to_who_may_read_it(store: Store, tmp_path: Path) -> None:
    store.draw(RIFLE, 1)
    lose(store)
    desk = LossDesk("btb-1", store.book.facts, store.book.losses)
    (one,) = desk.page(REGISTRAR).losses
    assert (one.number, one.serial, one.kind, one.place) == (RIFLE, "S-1", "stolen", "ផ្សារ")
    assert (one.bearer, one.bearer_name, one.by) == (OFFICER, "Sok Dara", CUSTODIAN)
    assert not one.complete, "the register has no calibre of it"
    assert desk.page(OFFICER).reason == "wrong_role"
    assert desk.page("nobody").reason == "unknown_officer"
    with SocketServer(tmp_path / "hatch", loss_answers(desk)) as server:
        server.open()
        assert RemoteLosses(tmp_path / "hatch").page(CHIEF) == desk.page(CHIEF)
        server.shutdown()


def test_a_lost_weapon_that_is_scanned_calls_somebody(store: Store) -> None:
    store.draw(RIFLE, 1)
    lose(store)
    store.scan(RIFLE)
    assert (e.AlarmCause.HOT_LIST, RIFLE) in store.bay().alarms
