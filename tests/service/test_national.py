"""Lists of the capital in a real book: looked up at the reader, kept over a start, folded again."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.simulated import SimulatedOutput
from kiosk.keeper.hands import Hands
from kiosk.keeper.keeper import Keeper
from kiosk.keeper.listing import Listing
from kiosk.registry.opening import DATABASE
from kiosk.registry.tables_check import differing_tables
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.national import Listed, NationalList
from kiosk.rules.things import CableId
from kiosk.service import works as w
from tests.rules.listed_scenes import destroyed, lost
from tests.service.small_bay import CHIEF, CUSTODIAN, OTHER, REGISTRAR, RIFLE, WIRING, Silence
from tests.service.two_stores import Fit, Store, open_store

LISTING = NationalList("9f86d081884c7d65", "march.csv", "9f86", 1, 1, "reg")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with ExitStack() as opened:
        yield with_lists(open_store(tmp_path, "btb-1", opened))


def with_lists(store: Store) -> Store:
    """Give the keeper of a store the lists of its own book."""
    store.keeper.listing = Listing(store.book.national, store.book.facts)
    return store


def bring(store: Store, *rows: Listed, name: str = LISTING.name) -> None:
    """Let a list in, as the founding would."""
    at, listing = store.clock.now(), replace(LISTING, name=name, lost=len(rows), destroyed=0)
    store.book.journal.append([
        e.NationalListBegun(at, listing, (REGISTRAR, CHIEF)),
        e.NationalListRead(at, name, 0, tuple(row.row for row in rows)),
        e.NationalListClosed(at, name, len(rows), 0),
    ])  # fmt: skip


@pytest.mark.promise("P3", "P12")
def test_a_list_is_in_the_tables_and_comes_out_byte_for_byte(store: Store) -> None:
    rows = (lost("0012"), destroyed("=1+1 \\t"), lost("ក 7"), lost("O0I1", "a\tb"))
    bring(store, *rows)
    bring(store, lost("99"), name="60303ae22b998861")
    assert tuple(store.book.national.rows_of(LISTING.name)) == rows
    assert [one.listing.name for one in store.book.national.lists()] == [
        "60303ae22b998861", LISTING.name,
    ]  # fmt: skip
    assert differing_tables(store.book.folder / DATABASE) == ()


def test_a_listed_weapon_calls_at_the_reader_and_is_known_after_a_start(store: Store) -> None:
    bring(store, destroyed("s1"))
    store.scan(RIFLE)
    assert (e.AlarmCause.DESTROYED, RIFLE) in store.bay().alarms
    assert store.bay().sounding
    assert store.book.bay().listed == store.bay().listed
    assert store.bay().listed[RIFLE].where == "scan"
    weapon = store.book.facts.weapon(RIFLE)
    assert weapon is not None
    assert weapon.condition == "quarantined"
    again = Keeper(
        store.book.bay(), wiring=WIRING, clock=store.clock, journal=store.book.journal,
        facts=store.book.facts, pins=store.book.pins,
        hands=Hands({CableId(c): SimulatedOutput(c) for c in "AB"}, {}, SimulatedOutput("siren"),
                    Silence()),
        health=Fit(), tell=lambda *_: None, lists=store.book.national,
    )  # fmt: skip
    assert again.bay.listed == store.bay().listed
    assert differing_tables(store.book.folder / DATABASE) == ()


def test_what_was_settled_is_another_weapon_for_good(store: Store) -> None:
    bring(store, lost("S-1"))
    store.scan(RIFLE)
    assert RIFLE in store.bay().listed
    store.see(_cancelled(store))
    assert store.work(w.SettleListed(RIFLE, "another maker"), CUSTODIAN) == ""
    store.vouch()
    assert store.bay().listed == store.book.bay().listed == {}
    bring(store, lost("S-1"), name="60303ae22b998861")
    assert not any(isinstance(one, e.ListedMet) for one in store.scan(RIFLE))
    store.see(_cancelled(store))
    assert differing_tables(store.book.folder / DATABASE) == ()


def _cancelled(store: Store) -> o.CancelAsked:
    return o.CancelAsked(store.clock.now())


def test_what_the_register_does_not_have_goes_with_its_alarm(store: Store) -> None:
    bring(store, lost("56-1 0417"))
    store.see(o.ReturnAsked(store.clock.now()))
    store.scan("5610417")
    assert "5610417" in store.book.bay().listed
    assert store.work(w.AnswerAlarm("listed", "5610417"), CHIEF) == ""
    assert store.bay().listed == store.book.bay().listed == {}
    assert differing_tables(store.book.folder / DATABASE) == ()


def test_a_lookup_reads_only_what_it_finds(store: Store) -> None:
    bring(store, *(lost(f"{number:06}") for number in range(2_000)))
    book = store.book.national
    assert book.some()
    assert book.named(["nothing"]) == {}
    (found,) = book.named(["001999"])["001999"]
    assert found.serial == "001999"
    assert OTHER not in dict(book.here())
