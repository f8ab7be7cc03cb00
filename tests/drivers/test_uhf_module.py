"""UHF modules on pseudo-terminals: what they see is evidence, and never opens anything."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import get_args

import pytest

from drivers.emulators.far_end import FarEnd
from drivers.emulators.uhf import EmulatedChafon, EmulatedMagicRf
from drivers.parts.hot_plug import DeviceGone
from drivers.parts.noise import NOISE_S
from drivers.parts.supervision import State
from drivers.readings import Found, Lost, Reading, ScanRejected, Seen
from drivers.uhf_module import UhfModule
from drivers.uhf_module.reader import AWAY_S, CHECK_S, LOOK_S
from drivers.uhf_module.table import TAGS_MAX, TagTable
from tests.drivers.inbox import Inbox
from tests.drivers.rc522 import Step, rest

RIFLE, OTHER, SHORT = "30751FEB705C5904E3D50D70", "E28068900000500E88C6A4A7", "E200471BB0006013"


class Script(threading.Event):
    """The module's own waiting: between two looks a step is played; after the last it stops."""

    def __init__(self, steps: Iterable[Step]) -> None:
        super().__init__()
        self._steps = iter(steps)

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout == LOOK_S
        next(self._steps, self.set)()
        return self.is_set()


class Bench:
    """One kind of module at its cable; the tests do not know which."""

    def __init__(self, link: Path, language: str) -> None:
        self.language = language
        self.chafon = language.startswith("chafon")
        self.module: EmulatedMagicRf | EmulatedChafon
        if self.chafon:
            self.module = EmulatedChafon(antennas=language == "chafon288")
        else:
            self.module = EmulatedMagicRf(*((0xAA, 0xDD) if language == "r200" else (0xBB, 0x7E)))
        self.wire = FarEnd(link, self.module.hear)
        self.seen: list[Seen] = []
        self.ahead_s = 0.0

    def driver(self, **settings: object) -> UhfModule:
        wanted = {"language": self.language, "region": "eu", "power_dbm": 20} | settings
        return UhfModule(
            "gate",
            self.wire.url,
            see=self.seen.append,
            clock=lambda: time.monotonic() + self.ahead_s,
            **wanted,  # type: ignore[arg-type] # a test may ask for what there is not
        )

    def lay(self, *tags: str) -> Step:
        def tell() -> None:
            if isinstance(self.module, EmulatedChafon):
                self.module.tags[1] = list(tags)
            else:
                self.module.tags = list(tags)

        return tell

    def told(self, tag: str) -> Seen:
        if not self.chafon:
            return Seen("gate", tag, 0, -55)
        return (
            Seen("gate", tag, 1, 64) if self.language == "chafon288" else Seen("gate", tag, 0, None)
        )

    def leap(self, seconds: float) -> Step:
        def ahead() -> None:
            self.ahead_s += seconds

        return ahead


@pytest.fixture(params=["r200", "yrm100", "chafon18", "chafon288"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "gate", request.param)
    yield made
    made.wire.unplug()


def played(bench: Bench, *steps: Step, driver: UhfModule | None = None) -> list[Reading]:
    """Play a scene with one look after each step, and return what was put in the inbox."""
    inbox = Inbox()
    reader = driver or bench.driver()
    reader._stopping = Script(steps)
    reader._read(inbox, lambda: inbox(Found("gate")))
    return inbox.all()


# ---------------------------------------------------------------- what is seen
def test_a_seen_tag_is_no_reading_of_any_kind() -> None:
    """The inbox from which things open takes readings; this is why no tag can get there."""
    assert not any(issubclass(Seen, kind) or issubclass(kind, Seen) for kind in get_args(Reading))


def test_every_tag_in_the_field_is_seen_once_and_nothing_is_put_in_the_inbox(bench: Bench) -> None:
    told = played(bench, bench.lay(RIFLE, OTHER, SHORT), *[rest] * 5, bench.lay(), rest)
    assert bench.seen == [bench.told(RIFLE), bench.told(OTHER), bench.told(SHORT)]
    assert told == [Found("gate")]


def test_a_tag_that_is_carried_past_again_later_is_seen_again(bench: Bench) -> None:
    played(bench, bench.lay(RIFLE), bench.lay(), bench.leap(AWAY_S), bench.lay(RIFLE), rest)
    assert bench.seen == [bench.told(RIFLE)] * 2


def test_a_count_holds_each_tag_once_and_begins_empty(bench: Bench) -> None:
    driver = bench.driver()
    counts = []

    def begin() -> None:
        counts.append(driver.count())
        driver.begin_count()

    played(bench, bench.lay(RIFLE, OTHER), rest, bench.lay(OTHER), begin, rest, rest, driver=driver)
    assert [seen.tag for seen in counts[0].tags] == [RIFLE, OTHER]
    assert [seen.tag for seen in driver.count().tags] == [OTHER]
    assert (driver.count().looks, driver.count().whole) == (3, True)


def test_a_reader_that_was_never_ready_has_counted_nothing(bench: Bench) -> None:
    assert bench.driver().count().looks == 0


def test_a_tag_that_lies_there_for_an_hour_is_told_once_and_the_table_stays_small() -> None:
    table = TagTable(AWAY_S)
    tag = Seen("gate", RIFLE, 0, -50)
    told = [news for look in range(18_000) for news in table.look(look * LOOK_S, [tag])]
    assert told == [tag]
    assert len(table._last) == len(table._counted) == 1


def test_more_tags_than_the_table_holds_are_told_as_a_count_that_is_not_whole() -> None:
    table = TagTable(AWAY_S)
    seen = [Seen("gate", f"{number:024X}", 0, -50) for number in range(TAGS_MAX)]
    table.look(0.0, seen)
    assert table.count().whole
    table.look(0.1, [Seen("gate", "F" * 24, 0, -50)])
    assert not table.count().whole
    assert len(table._last) == len(table._counted) == TAGS_MAX
    table.begin_count()
    assert table.count().whole


def test_each_antenna_of_a_288_is_asked_in_turn_and_named(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "gate", "chafon288")
    assert isinstance(bench.module, EmulatedChafon)
    bench.module.tags = {1: [], 2: [RIFLE], 3: [], 4: [OTHER]}
    played(bench, *[rest] * 4, driver=bench.driver(antennas=(2, 4)))
    assert bench.seen == [Seen("gate", RIFLE, 2, 64), Seen("gate", OTHER, 4, 64)]
    bench.wire.unplug()


@pytest.mark.promise("P9")
def test_a_tag_whose_own_crc_disagrees_is_not_seen(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "gate", "r200")
    assert isinstance(bench.module, EmulatedMagicRf)
    module = bench.module
    bench.wire.noise = lambda said: said.replace(
        module.notice(RIFLE), module.notice(RIFLE, spoilt=True)
    )
    played(bench, bench.lay(RIFLE, OTHER), rest)
    assert bench.seen == [bench.told(OTHER)]
    bench.wire.unplug()


def test_what_a_module_says_unasked_between_two_looks_is_not_seen(tmp_path: Path) -> None:
    """It may be the end of an inventory from before the count began."""
    bench = Bench(tmp_path / "gate", "r200")
    assert isinstance(bench.module, EmulatedMagicRf)
    late = bench.module.notice(OTHER)
    played(bench, bench.lay(RIFLE), lambda: bench.wire.send(late), rest)
    assert bench.seen == [bench.told(RIFLE)]
    bench.wire.unplug()


# ---------------------------------------------------------------- power and region
def settings_of(bench: Bench) -> tuple[object, float]:
    if isinstance(bench.module, EmulatedChafon):
        return bench.module.band.hex(), bench.module.power
    return bench.module.region, bench.module.power / 100


@pytest.mark.parametrize(
    ("region", "number", "band"),
    [
        ("china900", 1, "1340"), ("us", 2, "3180"), ("eu", 3, "4e00"), ("china800", 4, "9300"),
        ("korea", 6, "1fc0"),
    ],
)  # fmt: skip
def test_region_and_power_are_set_at_the_start(
    bench: Bench, region: str, number: int, band: str
) -> None:
    played(bench, rest, driver=bench.driver(region=region, power_dbm=15))
    assert settings_of(bench) == (band if bench.chafon else number, 15)


def test_a_module_that_takes_its_settings_and_keeps_its_own_is_a_fault(bench: Bench) -> None:
    bench.module.deaf = True
    driver = bench.driver()
    with pytest.raises(DeviceGone, match=r"is set to .*, not to eu"):
        played(bench, rest, driver=driver)
    assert driver.state is State.FAULT


def test_a_power_that_the_module_can_not_give_is_a_fault(bench: Bench) -> None:
    bench.module.power_max = 10
    with pytest.raises(DeviceGone, match="does not take a power of 20 dBm"):
        played(bench, rest)


def test_a_module_that_was_reset_while_it_looked_is_noticed(bench: Bench) -> None:
    """Its factory's power and region may be against the law here."""

    def reset() -> None:
        if isinstance(bench.module, EmulatedChafon):
            bench.module.power = 30
        else:
            bench.module.power = 2600
        bench.ahead_s += CHECK_S

    with pytest.raises(DeviceGone, match=r"dBm, not to 20"):
        played(bench, rest, reset, rest)


@pytest.mark.parametrize(
    "settings",
    [
        {"language": "mercury"},
        {"region": "moon"},
        {"power_dbm": 31},
        {"antennas": ()},
        {"antennas": (5,)},
    ],
)
def test_a_wrong_setting_is_told_when_the_module_is_built(
    bench: Bench, settings: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match="gate: "):
        bench.driver(**settings)


# ---------------------------------------------------------------- the wire
@pytest.mark.promise("P9")
def test_noise_half_a_frame_and_an_old_answer_hide_no_tag_and_are_told_once(bench: Bench) -> None:
    old: list[bytes] = []

    def spoil(said: bytes) -> bytes:
        if not said:
            return said
        old.append(said)
        return b"\x00\x13\xbb\x01" + old[max(0, len(old) - 2)][:5] + said

    bench.wire.noise = spoil
    told = played(bench, bench.lay(RIFLE), *[rest] * 3)
    assert bench.seen == [bench.told(RIFLE)]
    assert told == [Found("gate"), JAMMED]


JAMMED = ScanRejected("gate", "noise")


@pytest.mark.promise("P9")
def test_bytes_that_answer_nothing_are_rejected_and_the_module_goes_on(bench: Bench) -> None:
    def jam() -> None:
        bench.wire.send(b"\x13\x37" * 32)

    driver = bench.driver()
    told = played(
        bench, *[jam] * 5, bench.leap(NOISE_S), jam, jam, bench.lay(RIFLE), rest, driver=driver
    )
    assert told == [Found("gate"), JAMMED, JAMMED]
    assert (bench.seen, driver.faults) == ([bench.told(RIFLE)], 0)


def test_what_a_module_says_while_it_starts_is_no_noise(bench: Bench) -> None:
    bench.wire.spoil_next(lambda said: b"\x13\x37" * 32 + said)
    assert played(bench, *[rest] * 3) == [Found("gate")]


def test_a_look_whose_answer_was_lost_is_looked_again(bench: Bench) -> None:
    def lose_one() -> None:
        def once(_: bytes) -> bytes:
            bench.wire.noise = bytes
            return b""

        bench.lay(RIFLE)()
        bench.wire.noise = once

    assert played(bench, rest, lose_one, rest, rest) == [Found("gate")]
    assert bench.seen == [bench.told(RIFLE)]


def deaf(bench: Bench) -> None:
    bench.wire.answer = lambda _: b""


def pulled(bench: Bench) -> None:
    bench.wire.unplug()


def broken(bench: Bench) -> None:
    bench.module.error = 0xF8 if bench.chafon else 0x20


@pytest.mark.parametrize(
    ("befalls", "state", "why"),
    [
        (deaf, State.GONE, "no UHF module answers"),
        (pulled, State.GONE, "unplugged"),
        (broken, State.FAULT, "can not look for tags: (antenna not connected|frequency hopping)"),
    ],
)
def test_a_module_that_fails_sees_nothing_more_and_says_why(
    bench: Bench, befalls: Callable[[Bench], None], state: State, why: str
) -> None:
    driver = bench.driver()

    def fail() -> None:
        bench.lay(RIFLE)()
        befalls(bench)

    with pytest.raises(DeviceGone, match=why):
        played(bench, rest, fail, driver=driver)
    assert (driver.state, driver.faults, bench.seen) == (state, 1, [])


def test_the_thread_finds_loses_and_finds_again_and_ends_at_once(bench: Bench) -> None:
    driver, inbox = bench.driver(), Inbox()
    driver._back_off_s = (0.02,)
    driver.start(inbox)
    assert inbox.next() == Found("gate")
    assert driver.module
    bench.wire.unplug()
    lost = inbox.next()
    assert isinstance(lost, Lost)
    assert lost.why.startswith("unplugged: ")
    assert inbox.next() == Lost("gate", f"nothing is plugged in at {bench.wire.link}")
    bench.wire.plug()
    assert inbox.next() == Found("gate")
    began = time.monotonic()
    driver.stop()
    assert time.monotonic() - began < 0.9
    assert inbox.all() == []
