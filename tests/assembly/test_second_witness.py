"""A count with a UHF module beside it: real frames on a pseudo-terminal, the whole kiosk behind it.

The module is played as a technician plays it at the bench; driver, keeper and book are the kiosk's.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.simulated import SimulatedReader
from drivers.uhf_module import UhfModule
from kiosk.assembly.antennas import Antenna, Antennas, antennas_of
from kiosk.assembly.playing.bench import Bench
from kiosk.config.readers import UhfSettings
from kiosk.keeper.ports import Heard
from kiosk.rules.counts.differences import last_digits
from kiosk.rules.things import RackId, WeaponNumber
from kiosk.service import protocol as p
from kiosk.service import rack_works as rw
from kiosk.service.views import BayView, Stage
from kiosk.service.witness_view import WitnessView
from tests.assembly.program import CHIEF, CUSTODIAN, OTHER, RIFLE, member, warehouse
from tests.assembly.test_kiosk_inside import Run

ANTENNA, CABLE = "antenna of rack 1", "R1-A"
TAG, SECOND, NOBODYS = "30751FEB705C5904E3D50D70", "E28068900000500E88C6A4A7", "E200471BB0006013"


@pytest.fixture(params=["r200", "chafon288"])
def bench(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bench]:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with closing(Bench([request.param])) as bench:
        yield bench


def module_of(bench: Bench, **more: object) -> UhfSettings:
    """Return the table that the bench prints for kiosk.toml, with a name and racks."""
    told = dict(bench.tables[0].settings) | {"name": ANTENNA} | more
    antennas = told.pop("antennas")
    assert isinstance(antennas, list)
    return UhfSettings(**told, antennas=tuple(antennas))  # type: ignore[arg-type]  # as in kiosk.toml


class Counting(Run):
    """A kiosk of the simulated warehouse with a module, and somebody who counts cable R1-A."""

    def __init__(self, folder: Path, bench: Bench, **more: object) -> None:
        _, settings = warehouse(folder)
        super().__init__(replace(settings, uhfs=(module_of(bench, **more),)))
        self.bench = bench
        self.at(Stage.IDLE)

    @property
    def service(self) -> p.Service:
        return self.open.service

    @property
    def antenna(self) -> UhfModule:
        """The driver that reads the module."""
        driver = self.open.parts.readers[ANTENNA]
        assert isinstance(driver, UhfModule)
        return driver

    def play(self, order: str) -> None:
        """Give the bench an order."""
        answer = self.bench.obey(order)
        assert answer.done, answer.said

    def tag(self, weapon: str, tag: str) -> p.WorkDone:
        """Let the chief give a weapon a tag at the desk."""
        return self.service.sign(CHIEF, member(CHIEF).pin, rw.TagWeapon(weapon, tag, 0))

    def enters(self, officer: str) -> BayView:
        """Show a badge and type its PIN."""
        self.scan(member(officer).badge_text)
        self.at(Stage.PIN)
        return self.service.tap(p.Pin(member(officer).pin))

    def orders(self) -> None:
        """Order a count of the cable, and let whoever was drawn begin."""
        self.enters(CUSTODIAN)
        self.service.tap(p.OrderCount("monthly", CABLE))
        self.service.tap(p.Cancel())
        self.begins()

    def begins(self) -> None:
        """Let whoever's turn it is begin."""
        view = self.service.view()
        assert view.count is not None
        assert view.count.counter is not None
        self.enters(view.count.counter.number)
        self.service.tap(p.StartCount())

    def looks(self) -> None:
        """Wait until the module has looked some times since the count began."""
        self.until(lambda: self.antenna.count().looks > 3)

    def lies_there_no_more(self, tag: str) -> None:
        """Let a tag be heard, and taken away before anybody counts."""
        self.play(f"tag {tag}")
        self.until(lambda: tag in {seen.tag for seen in self.antenna.count().tags})
        self.play(f"away {tag}")

    def sees(self, weapon: str) -> None:
        """Scan a weapon where it hangs, and read its engraving if that is asked for."""
        view = self.service.view()
        assert view.count is not None
        done = view.count.done
        reader = self.open.parts.readers["weapon"]
        assert isinstance(reader, SimulatedReader)
        reader.scan(weapon)
        self.until(lambda: self._said(done))
        if self.service.view().stage is Stage.COUNT_STEEL:
            assert self.open.book is not None
            known = self.open.book.facts.weapon(WeaponNumber(weapon))
            assert known is not None
            self.service.tap(p.Engraving(last_digits(known.serial)))

    def goes_round(self, missing: str = "") -> None:
        """Say place by place what hangs there; one weapon is not there."""
        while (view := self.service.view()).stage is Stage.COUNT_SCAN:
            places = {one.id: one for one in view.positions}
            weapon = places[view.visit.position].weapon
            assert weapon is not None
            if weapon.number == missing:
                self.service.tap(p.SayEmpty())
            else:
                self.sees(weapon.number)

    def signs(self) -> BayView:
        """Let the custodian sign."""
        self.enters(CUSTODIAN)
        return self.service.tap(p.SignCount())

    def witness(self) -> WitnessView | None:
        """Return what is told beside the count."""
        count = self.service.view().count
        assert count is not None
        return count.witness

    def told(self) -> WitnessView:
        """Return what is told once two people have looked: the line behind theirs."""
        self.until(lambda: self.witness() is not None)
        witness = self.witness()
        assert witness is not None
        return witness

    def _said(self, done: int) -> bool:
        view = self.service.view()
        moved = view.count is not None and view.count.done != done
        return moved or view.stage is not Stage.COUNT_SCAN


@pytest.fixture
def counting(tmp_path: Path, bench: Bench) -> Iterator[Counting]:
    run = Counting(tmp_path, bench)
    yield run
    run.stop.set()
    run.ended()


def numbers(witness: WitnessView | None) -> tuple[list[str], list[str]]:
    """Return what was heard and not counted, and counted and not heard."""
    assert witness is not None
    return [one.number for one in witness.uncounted], [one.number for one in witness.unheard]


def test_real_frames_of_a_module_stand_beside_a_count_and_fill_nothing_in(
    counting: Counting,
) -> None:
    """One weapon is gone and its tag is heard; another is there and its tag is not."""
    assert counting.tag(RIFLE, TAG.lower()).reason == ""
    assert counting.tag(OTHER, SECOND).reason == ""
    assert counting.tag(OTHER, TAG).reason == "changed_meanwhile"
    counting.play(f"tag {TAG}")
    counting.play(f"tag {NOBODYS}")
    counting.orders()
    counting.looks()
    counting.goes_round(missing=RIFLE)
    assert counting.witness() is None, "the second person counts as blind as the first"
    counting.begins()
    counting.goes_round(missing=RIFLE)
    assert numbers(counting.told()) == ([RIFLE], [OTHER])
    view = counting.service.view()
    assert view.count is not None
    assert [(one.place, one.difference) for one in view.count.differences] == [("R1-01", "missing")]
    signed = counting.signs()
    assert signed.last_count is not None
    witness = signed.last_count.witness
    assert numbers(witness) == ([RIFLE], [OTHER])
    assert witness is not None
    assert (witness.listened, witness.silent, witness.unknown) == ((ANTENNA,), (), 1)


def test_what_was_heard_before_somebody_counted_is_no_witness(counting: Counting) -> None:
    assert counting.tag(OTHER, SECOND).reason == ""
    counting.lies_there_no_more(SECOND)
    counting.orders()
    counting.looks()
    counting.goes_round()
    assert numbers(counting.told()) == ([], [OTHER])


@pytest.mark.promise("P7")
def test_a_module_that_was_pulled_out_did_not_listen_and_nothing_is_unheard(
    counting: Counting,
) -> None:
    assert counting.tag(OTHER, SECOND).reason == ""
    counting.orders()
    counting.looks()
    counting.play("unplug")
    counting.until(lambda: bool(counting.service.view().faults))
    counting.goes_round()
    witness = counting.told()
    assert (witness.silent, witness.listened) == ((ANTENNA,), ())
    assert numbers(witness) == ([], [])


def test_a_module_of_another_rack_is_no_witness_of_this_one(tmp_path: Path, bench: Bench) -> None:
    run = Counting(tmp_path, bench, racks=("R2",))
    try:
        run.orders()
        run.goes_round()
        run.until(lambda: "count.heard" in [line.kind for line in run.service.lines(0, 9)])
        assert run.witness() is None
    finally:
        run.stop.set()
        run.ended()


def test_ears_begin_anew_and_say_since_when(tmp_path: Path, bench: Bench) -> None:
    """Of a module that was never started there is nothing but its silence."""
    _, settings = warehouse(tmp_path)
    told = module_of(bench, racks=("R1",))
    clock = iter((5, 8))
    made: Callable[[], int] = lambda: next(clock)  # noqa: E731 - a clock of two ticks
    driver = UhfModule(
        ANTENNA, told.device, language=told.language, region=told.region, power_dbm=20
    )
    ears = antennas_of(replace(settings, uhfs=(told,)), {ANTENNA: driver}, made)
    assert ears.since_ms == 5
    ears.begin()
    assert ears.since_ms == 8
    assert ears.heard() == (Heard(ANTENNA, (RackId("R1"),), 0, whole=False, tags=()),)
    assert Antennas([Antenna(ANTENNA, (), driver)], lambda: 1).heard()[0].racks == ()
