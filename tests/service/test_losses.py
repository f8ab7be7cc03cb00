"""A loss in a real book: on the hot list after a start, on the desk, out as CSV and JSON."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.papers.frame import Printed
from kiosk.papers.loss_report import loss_report
from kiosk.registry.opening import DATABASE
from kiosk.registry.tables_check import differing_tables
from kiosk.rules import entries as e
from kiosk.rules.reports import ReportTo
from kiosk.service import works as w
from kiosk.service.losses.desk import PAGE, LossDesk
from kiosk.service.losses.remote import RemoteLosses, loss_answers
from kiosk.service.losses.views import LossFace
from kiosk.service.protocol import KioskSilent
from kiosk.service.server import SocketServer
from tests.commands.test_losses import report
from tests.service.small_bay import CHIEF, CUSTODIAN, OFFICER, REGISTRAR, RIFLE
from tests.service.two_stores import Store, open_store

HOUR_MS = 3_600_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with ExitStack() as opened:
        yield open_store(tmp_path, "btb-1", opened)


def lose(store: Store, case: str = "2016/7") -> str:
    when_ms = store.wall_ms() - 60_000
    work = w.ReportLoss(RIFLE, "stolen", when_ms, "ផ្សារ", "in the crowd", "BTB-02", case)
    return store.work(work, CUSTODIAN)


def desk_of(store: Store) -> LossDesk:
    """Return the desk of losses of a store."""

    def draw(loss: LossFace, to: ReportTo) -> str:
        return loss_report(loss, to, Printed("btb-1", store.wall_ms(), 420, "7:ab"))

    return LossDesk(
        "btb-1",
        store.book.facts,
        store.book.losses,
        policy=store.bay().policy,
        wall_ms=store.wall_ms,
        draw=draw,
    )


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
    desk = desk_of(store)
    (one,) = desk.page(REGISTRAR).losses
    assert (one.number, one.serial, one.kind, one.place) == (RIFLE, "S-1", "stolen", "ផ្សារ")
    assert (one.bearer, one.bearer_name, one.by) == (OFFICER, "Sok Dara", CUSTODIAN)
    assert not one.complete, "the register has no calibre of it"
    assert desk.page(OFFICER).reason == "wrong_role"
    assert desk.page("nobody").reason == "unknown_officer"
    with SocketServer(tmp_path / "hatch", loss_answers(desk)) as server:
        server.open()
        away = RemoteLosses(tmp_path / "hatch")
        assert away.page(CHIEF) == desk.page(CHIEF)
        for asked in (
            (CHIEF, one.entry, "nation"),
            (OFFICER, one.entry, "nation"),
            (CHIEF, 1, "x"),
        ):
            assert away.paper(*asked) == desk.paper(*asked)
        server.shutdown()


def test_the_desk_says_by_when_each_report_is_due_and_that_it_was_given(store: Store) -> None:
    lose(store)
    since_ms, desk = store.wall_ms(), desk_of(store)
    province, nation = desk.page(CHIEF).losses[0].reports
    assert (province.to, nation.to) == ("province", "nation")
    assert abs(province.due_ms - since_ms - 2 * HOUR_MS) < 5_000
    assert not province.late
    store.clock.pass_s(3 * 3600)
    province, nation = desk.page(CHIEF).losses[0].reports
    assert (province.late, nation.late) == (True, False)
    assert store.work(w.GiveReport(RIFLE, "province", "Major Keo"), CHIEF) == ""
    province, _ = desk.page(CHIEF).losses[0].reports
    assert (province.late, province.receiver, province.by) == (False, "Major Keo", CHIEF)
    assert province.given_ms > province.due_ms
    assert store.work(w.GiveReport(RIFLE, "province", "Keo"), CHIEF) == "report_given"
    assert store.work(w.GiveReport(RIFLE, "europe", "Keo"), CHIEF) == "receiver_missing"
    assert store.book.bay().losses == store.bay().losses
    assert differing_tables(store.book.folder / DATABASE) == ()


def test_every_loss_is_on_one_page_and_the_oldest_can_still_be_completed(
    store: Store, tmp_path: Path
) -> None:
    assert lose(store) == ""
    store.book.journal.append([report(place, f"00{place}") for place in range(1, 99)])
    store.book.journal.append([report(1, "001")])
    with ExitStack() as opened:
        path = tmp_path / "hatch"
        server = opened.enter_context(SocketServer(path, loss_answers(desk_of(store))))
        server.open()
        opened.callback(server.shutdown)
        desk = RemoteLosses(path)
        pages = [desk.page(CHIEF)]
        while pages[-1].before:
            pages.append(desk.page(CHIEF, pages[-1].before))
        assert [len(page.losses) for page in pages] == [PAGE, PAGE]
        seen = [one.entry for page in pages for one in page.losses]
        assert seen == sorted(set(seen), reverse=True)
        assert pages[-1].losses[-1].number == RIFLE
        (oldest,) = desk.still_lost(CHIEF, RIFLE).losses
        assert oldest == pages[-1].losses[-1]
        (newest,) = desk.still_lost(CHIEF, report(1, "").weapon).losses
        assert newest == pages[0].losses[0], "of one that was lost twice, the loss that stands open"
        assert desk.still_lost(CHIEF, "1010000279").losses == ()
        assert desk.still_lost(OFFICER, RIFLE).reason == desk.page(OFFICER, 9).reason
        assert desk.page(OFFICER, 9).reason == "wrong_role"
        with pytest.raises(KioskSilent):
            desk.page(CHIEF, 2**62)


def test_the_paper_is_drawn_of_the_very_loss_that_is_asked_for(store: Store) -> None:
    lose(store)
    desk = desk_of(store)
    (one,) = desk.page(CHIEF).losses
    assert RIFLE in desk.paper(CHIEF, one.entry, "province").html
    assert "Heng Kosal" in desk.paper(CHIEF, one.entry, "province").html, "who reported it"
    assert desk.paper(CHIEF, one.entry + 1, "province").reason == "not_reported_lost"
    assert desk.paper(CHIEF, one.entry, "europe").reason == "not_reported_lost"
    assert desk.paper(OFFICER, one.entry, "province").reason == "wrong_role"
    assert desk.paper("nobody", one.entry, "province").reason == "unknown_officer"
    find = w.ReportFind(RIFLE, store.wall_ms(), "Samlot", "handed in", "BTB-02", "2016/7")
    assert store.work(find) == ""
    store.vouch()
    assert desk.still_lost(CHIEF, RIFLE).losses == (), "it was found"
    lose(store, "2016/8")
    newest, first = desk.page(CHIEF).losses
    assert "2016/8" in desk.paper(CHIEF, newest.entry, "nation").html
    assert "2016/7" in desk.paper(CHIEF, first.entry, "nation").html, "of one that was closed too"
    assert not any(report.late for report in first.reports), "what is found is late no more"


def test_a_lost_weapon_that_is_scanned_calls_somebody(store: Store) -> None:
    store.draw(RIFLE, 1)
    lose(store)
    store.scan(RIFLE)
    assert (e.AlarmCause.HOT_LIST, RIFLE) in store.bay().alarms
