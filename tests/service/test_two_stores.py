"""A transfer from one real book to another: signed papers between them, and nothing else."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.registry.opening import DATABASE
from kiosk.registry.tables_check import differing_tables
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.fold import fold
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import Weapon, WeaponNumber
from kiosk.service import works as w
from kiosk.service.shift_works import EnrolKey
from kiosk.service.transfers.views import TransferFace
from tests.service.small_bay import (
    CHIEF,
    CUSTODIAN,
    OFFICER,
    OTHER,
    REGISTRAR,
    RIFLE,
    register_facts,
)
from tests.service.two_stores import Store, acquaint, open_store

NUMBER = "T0001-btb-1"


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """One store with four weapons, one with none."""
    none = [fact for fact in register_facts() if not isinstance(fact, Weapon | o.Racking)]
    with ExitStack() as opened:
        here = open_store(tmp_path / "here", "btb-1", opened)
        there = open_store(tmp_path / "there", "pnh-01", opened, none)
        acquaint(here, there)
        yield here, there


def send(here: Store, *weapons: str) -> str:
    work = w.SendTransfer("pnh-01", weapons, OFFICER, 48, "to be mended", vehicle="2A-1234")
    reason = here.work(work)
    if not reason:
        here.vouch()
    return reason


def enrol(store: Store) -> None:
    """Let the chief ask, and two people stand by the key of a store."""
    assert store.work(EnrolKey(store.book.key.fingerprint), CHIEF) == ""
    store.vouch()


def face(store: Store) -> TransferFace:
    (one,) = store.desk.page(REGISTRAR).transfers
    return one


@pytest.mark.promise("P3", "P5", "P12")
def test_weapons_go_from_one_book_to_the_other_and_each_is_somebodys_all_the_way(
    stores: tuple[Store, Store],
) -> None:
    here, there = stores
    assert send(here, RIFLE, OTHER) == ""
    assert (face(here).state, face(here).loaded) == ("loading", 0)
    assert here.paper(NUMBER, "sent").note == "", "no file before it is true"
    here.draw(RIFLE, 1)
    here.draw(OTHER, 0)
    assert (face(here).state, face(here).loaded) == ("transit", 2)
    manifest = here.paper(NUMBER, "sent").note

    assert there.work(w.ReadManifest(manifest)) == ""
    assert face(there).state == "announced"
    found = (w.Unloaded(RIFLE, "S-1"), w.Unloaded(f"{OTHER[:5]} {OTHER[5:]}", "s2"))
    assert there.work(w.ReceiveTransfer(NUMBER, found), CUSTODIAN) == ""
    there.vouch()
    assert face(there).state == "received"
    for weapon in (RIFLE, OTHER):
        assert there.book.facts.weapon(weapon) == here.book.facts.weapon(weapon)
        assert there.bay().out[weapon].holder == CUSTODIAN
    (granted,) = (x for x in there.hand_in(RIFLE) if isinstance(x, e.ReleaseGranted))
    assert granted.position == "A1"

    receipt = there.paper(NUMBER, "announced").note
    assert here.work(w.ReadReceipt(receipt)) == ""
    assert face(here).state == "closed"
    assert not {RIFLE, OTHER} & {*here.bay().out, *here.bay().homes, *here.bay().missing}
    for store in stores:
        entries = [x.entry for x in store.book.office.lines(limit=500) if x.entry is not None]
        again = fold(Bay(store.bay().policy), reversed(entries))
        assert again == store.bay()
        kept = store.book.bay()
        assert (kept.transfers, kept.out, kept.homes) == (
            store.bay().transfers, store.bay().out, store.bay().homes,
        )  # fmt: skip
        assert differing_tables(store.book.folder / DATABASE) == ()


def test_what_differs_is_on_the_paper_of_both(stores: tuple[Store, Store]) -> None:
    here, there = stores
    send(here, RIFLE, OTHER)
    here.draw(RIFLE, 1)
    here.draw(OTHER, 0)
    there.work(w.ReadManifest(here.paper(NUMBER, "sent").note))
    found = (w.Unloaded(RIFLE, "S-7"), w.Unloaded("1010099999", ""))
    assert there.work(w.ReceiveTransfer(NUMBER, found)) == "no_reason_given"
    assert there.work(w.ReceiveTransfer(NUMBER, found, "one crate is gone")) == ""
    there.vouch()
    here.work(w.ReadReceipt(there.paper(NUMBER, "announced").note))
    for store, side in ((here, "sent"), (there, "announced")):
        odd = [(x.text, x.discrepancy) for x in store.paper(NUMBER, side).differences]
        assert odd == [
            (RIFLE, "serial_differs"), (OTHER, "missing"), ("1010099999", "extra"),
        ]  # fmt: skip
        assert face(store).differences == 3
        assert (e.AlarmCause.TRANSFER_DIFFERS, NUMBER) in store.bay().alarms
    assert here.bay().missing == {OTHER}
    there_now = there.book.facts.weapon(RIFLE)
    assert there_now is not None
    assert there_now.condition == "quarantined"


def test_bad_papers_are_refused_by_the_real_desk(stores: tuple[Store, Store]) -> None:
    here, there = stores
    send(here, RIFLE)
    here.draw(RIFLE, 1)
    manifest = here.paper(NUMBER, "sent").note
    wrong = {
        "note_edited": manifest.replace("S-1", "S-9"),
        "note_cut": manifest[:-20],
        "note_of_another_kind": "good morning",
    }
    for reason, note in wrong.items():
        assert there.work(w.ReadManifest(note)) == reason
    assert here.work(w.ReadManifest(manifest)) == "note_unknown_store", "at the sender itself"
    assert here.work(w.ReadReceipt(manifest)) == "note_unknown_store"
    assert there.work(w.ReadReceipt(manifest)) == "note_of_another_kind"
    assert there.work(w.ReadManifest(manifest), OFFICER) == "wrong_role"
    assert there.work(w.ReadManifest(manifest), CHIEF) == ""
    assert there.work(w.ReadManifest(manifest)) == "note_twice"
    assert there.work(w.ReceiveTransfer("T9", ())) == "unknown_transfer"


def test_the_desk_says_which_weapons_can_go_and_who_may_look(stores: tuple[Store, Store]) -> None:
    here, there = stores
    strange = number(Kind.WEAPON, 1, 77)
    send(here, RIFLE)
    load = here.desk.load(REGISTRAR, (OTHER, RIFLE, strange, "?", OTHER)).load
    assert [(one.number, one.reason) for one in load] == [
        (OTHER, ""), (RIFLE, "in_transfer"), (strange, "unknown_weapon"), ("?", "unknown_weapon"),
    ]  # fmt: skip
    assert (load[0].serial, load[0].position) == ("S-2", "A2")
    assert here.desk.page(REGISTRAR).stores == ("pnh-01",)
    assert here.desk.page(REGISTRAR).hours == 72
    for by, reason in ((OFFICER, "wrong_role"), ("nobody", "unknown_officer"), (CUSTODIAN, "")):
        assert here.desk.page(by).reason == reason
        assert here.desk.load(by, ()).reason == reason
        assert here.desk.paper(by, NUMBER, "sent").reason == reason
    assert here.paper("T9", "sent").reason == "unknown_transfer"
    assert here.paper(NUMBER, "announced").reason == "unknown_transfer"
    assert there.work(w.SendTransfer("nowhere", (), "x", 1, "y")) == "unknown_store"


def test_a_transfer_that_is_late_is_said_by_the_keeper_itself(stores: tuple[Store, Store]) -> None:
    here, _ = stores
    send(here, RIFLE)
    here.clock.pass_s(48 * 3600 - 60)
    here.keeper.look_around(here.clock.now())
    assert (e.AlarmCause.TRANSFER_LATE, NUMBER) not in here.bay().alarms
    assert not face(here).late
    here.clock.pass_s(120)
    here.keeper.look_around(here.clock.now())
    here.keeper.look_around(here.clock.now())
    assert (e.AlarmCause.TRANSFER_LATE, NUMBER) in here.bay().alarms
    assert face(here).late
    told = [x.entry for x in here.book.office.lines(limit=5)]
    assert sum(isinstance(entry, e.AlarmRaised) for entry in told) == 1


def test_a_recall_stands_in_the_list(stores: tuple[Store, Store]) -> None:
    here, _ = stores
    send(here, RIFLE)
    assert here.work(w.RecallTransfer(NUMBER, "flood")) == ""
    here.vouch()
    assert face(here).state == "recalled"
    assert send(here, RIFLE) == ""
    assert {one.number for one in here.desk.page(REGISTRAR).transfers} == {NUMBER, "T0002-btb-1"}


@pytest.mark.promise("P5")
def test_one_weapon_brought_back_leaves_the_others_to_the_receipt(
    stores: tuple[Store, Store],
) -> None:
    here, there = stores
    send(here, RIFLE, OTHER)
    here.draw(RIFLE, 1)
    here.draw(OTHER, 0)
    there.work(w.ReadManifest(here.paper(NUMBER, "sent").note))
    here.bring_home(RIFLE, 1)
    assert (face(here).state, face(here).loaded) == ("came_back", 1)
    assert here.paper(NUMBER, "sent").note == "", "it is nearly true, and that is not enough"
    assert here.work(w.RecallTransfer(NUMBER, "flood")) == "transfer_left"
    assert there.work(w.ReceiveTransfer(NUMBER, (w.Unloaded(OTHER, "S2"),), "one is back")) == ""
    there.vouch()
    assert here.work(w.ReadReceipt(there.paper(NUMBER, "announced").note)) == ""
    assert (face(here).state, face(here).differences) == ("closed", 1)
    assert here.bay().place_of(WeaponNumber(RIFLE)) == "A1"
    assert {cause for cause, _ in here.bay().alarms} == {"rounds"}, "the hand-in of this scene"
    assert differing_tables(here.book.folder / DATABASE) == ()


def test_a_manifest_that_was_called_back_too_late_is_said_until_it_is_gone(
    stores: tuple[Store, Store],
) -> None:
    """Nobody can stop the other store; so the sender is told, and its receipt is an alarm."""
    here, there = stores
    send(here, RIFLE)
    here.draw(RIFLE, 1)
    manifest = here.paper(NUMBER, "sent").note
    here.bring_home(RIFLE, 2)
    assert here.work(w.RecallTransfer(NUMBER, "flood")) == ""
    here.vouch()
    assert (face(here).state, here.paper(NUMBER, "sent").note) == ("loose", "")
    assert there.work(w.ReadManifest(manifest)) == "", "it knows nothing of it"
    assert there.work(w.ReceiveTransfer(NUMBER, (w.Unloaded(RIFLE, "S-1"),))) == ""
    there.vouch()
    assert here.work(w.ReadReceipt(there.paper(NUMBER, "announced").note)) == ""
    assert face(here).state == "contested"
    assert (e.AlarmCause.TRANSFER_CONTESTED, NUMBER) in here.bay().alarms
    assert here.bay().place_of(WeaponNumber(RIFLE)) == "A1"
    assert "transfer.contested" in [
        told.fields["kind"] for told in here.book.stories.of_weapon(RIFLE).told
    ]
    assert differing_tables(here.book.folder / DATABASE) == ()


def test_two_people_end_a_manifest_that_was_called_back(stores: tuple[Store, Store]) -> None:
    here, _ = stores
    send(here, RIFLE)
    here.draw(RIFLE, 1)
    here.bring_home(RIFLE, 2)
    here.work(w.RecallTransfer(NUMBER, "flood"))
    here.vouch()
    assert here.work(w.VoidManifest(NUMBER, "torn up")) == ""
    assert any(isinstance(one, e.TransferVoided) for one in here.vouch())
    assert face(here).state == "recalled"
    assert here.work(w.VoidManifest(NUMBER, "torn up")) == "unknown_transfer"


def test_nothing_is_said_to_have_arrived_when_nothing_did(stores: tuple[Store, Store]) -> None:
    here, there = stores
    send(here, RIFLE)
    here.draw(RIFLE, 1)
    there.work(w.ReadManifest(here.paper(NUMBER, "sent").note))
    there.work(w.ReceiveTransfer(NUMBER, (), "the lorry came empty"))
    there.vouch()
    assert here.work(w.ReadReceipt(there.paper(NUMBER, "announced").note)) == ""
    assert face(here).state == "closed_empty"
    assert here.bay().missing == {RIFLE}


def test_the_transfer_stands_in_the_story_of_its_weapon(stores: tuple[Store, Store]) -> None:
    here, _ = stores
    send(here, RIFLE)
    kinds = [told.fields["kind"] for told in here.book.stories.of_weapon(RIFLE).told]
    assert "transfer.sent" in kinds
    sent = here.bay().transfers.of(WeaponNumber(RIFLE))
    assert sent is not None
    assert sent.carrier == OFFICER


@pytest.mark.promise("P10")
@pytest.mark.parametrize("vouched", [False, True])
def test_a_manifest_says_at_the_other_store_whether_two_people_stood_by_its_key(
    stores: tuple[Store, Store], *, vouched: bool
) -> None:
    """Who takes the load over compares the fingerprint with the paper that came with the key."""
    here, there = stores
    if vouched:
        enrol(here)
    assert send(here, RIFLE) == ""
    here.draw(RIFLE, 1)
    sent = here.paper(NUMBER, "sent")
    assert there.work(w.ReadManifest(sent.note)) == ""
    for paper in (sent, there.paper(NUMBER, "announced")):
        assert (paper.key, paper.key_vouched) == (here.book.key.fingerprint, vouched)


@pytest.mark.promise("P10")
def test_a_key_is_vouched_for_once_and_only_the_one_in_use(stores: tuple[Store, Store]) -> None:
    here, there = stores
    foreign = EnrolKey(there.book.key.fingerprint)
    assert here.work(foreign, CHIEF) == "key_not_in_use"
    assert here.work(EnrolKey(here.book.key.fingerprint), REGISTRAR) == "wrong_role"
    enrol(here)
    assert here.work(EnrolKey(here.book.key.fingerprint), CHIEF) == "key_vouched_already"
