"""What must be true after every step, whatever happened; each named after the promise it guards."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.fold import fold
from kiosk.rules.things import CableId, PositionId, WeaponNumber
from tests.drill.capital import ListWatch
from tests.drill.grammar import Grammar
from tests.drill.parts import Bolt, Book, DrillClock, Lamp, Promises
from tests.drill.silence import Silence
from tests.drill.truth import Truth

CLOCK_SLACK_MS = 2_000
FOLD_EVERY = 400
"""Steps between two replays of the book; every power cut replays it too."""


class Watch:
    """Looks at kiosk and world after every step. Never touches either."""

    def __init__(  # noqa: PLR0913 - all that can be looked at
        self,
        *,
        empty: Bay,
        truth: Truth,
        book: Book,
        clock: DrillClock,
        promises: Promises,
        outputs: tuple[tuple[Bolt, ...], dict[PositionId, Lamp], Lamp],
        unseen: Callable[[], set[CableId]],
        lists: ListWatch,
    ) -> None:
        """Begin with an empty book."""
        self._truth, self._book, self._clock = truth, book, clock
        self._hold = promises.hold
        self._bolts, self._lamps, self._siren = outputs
        self._empty, self._unseen, self._lists = empty, unseen, lists
        rules = empty.policy
        self._longest_ms = 1000 * max(
            rules.session_s,
            rules.return_s,
            rules.left_open_s + rules.stand_to_pair_s * len(truth.cable_of),
            rules.count_s,
            60 * rules.mains_issue_min,
            rules.battery_stop_s,
        )
        self._replayed: tuple[int, Bay] = (0, empty)
        self._known: tuple[int, Bay] = (0, empty)
        self._read = 0
        self._steps = 0
        self.grammar = Grammar(empty.policy, promises)
        self._silence = Silence(promises)

    def recovered(self) -> Bay:
        """Return the bay as the book alone tells it; it must be the bay that was lost (P3)."""
        seen, bay = self._known
        lost = fold(bay, self._book.entries[seen:])
        replayed = self._replay()
        self._hold("P3", replayed == lost, "the book tells another bay than the one that was lost")
        return replayed

    def told(self, bay: Bay, keepers: Bay, seq: int) -> None:
        """Look at what a screen is told: it stands in the book already (P2)."""
        self._hold("P2", bay is keepers, "the screen was told of another bay")
        durable = seq in (0, len(self._book.entries))
        self._hold("P2", durable, "a line was told before it was durable")
        self._silence.told(bay)

    def step(self, bay: Bay) -> None:
        """Look at everything once."""
        self._steps += 1
        while self._read < len(self._book.entries):
            entry = self._book.entries[self._read]
            self._read += 1
            self.grammar.read(entry)
            self._silence.read(entry)
            self._lists.read(entry)
        self._outputs(bay)
        if bay is not self._known[1]:
            self._one_place(bay)
        self._agree(bay)
        self._known = (len(self._book.entries), bay)
        if self._steps % FOLD_EVERY == 0:
            self._hold("P3", self._replay() == bay, "the fold of the book is not the bay")

    def end(self, bay: Bay | None) -> None:
        """Read the whole book back from its bytes, and fold it from nothing."""
        entries = self._book.read()
        self._hold("P3", list(entries) == self._book.entries, "the bytes tell other lines")
        if bay is not None:
            self._hold("P3", fold(self._empty, entries) == bay, "the bytes tell another bay")

    def nothing_but_the_clock(self, before: Bay, after: Bay) -> None:
        """Look at two bays with nothing but a wall clock's jump between them (P13)."""
        if before.release is not None and after.release is None:
            behind = (e.Fault.CLOCK_BEHIND, "clock") in after.faults - before.faults
            self._hold("P13", behind, "a jump of the wall clock ended a release")
            return  # a clock that is behind takes back what nobody opened yet (P8)
        same = _timeless(before) == _timeless(after)
        self._hold("P13", same, "a jump of the wall clock moved the bay")

    def _replay(self) -> Bay:
        done, bay = self._replayed
        bay = fold(bay, self._book.entries[done:])
        self._replayed = (len(self._book.entries), bay)
        return bay

    def _outputs(self, bay: Bay) -> None:
        hold, release = self._hold, bay.release
        due = bay.next_deadline()
        sane = due is None or due <= self._clock.now().mono_ms + self._longest_ms
        hold("P13", sane, f"a deadline at {due} is not of the monotonic clock")
        up = [bolt.cable for bolt in self._bolts if bolt.is_on]
        hold("P1", len(up) <= 1, f"{up} are up at once")
        for cable in up:
            right = release is not None and release.cable == cable and release.opened_ms is None
            hold("P1", right, f"bolt {cable} is up and nothing is released")
            assert release is not None
            hold("P1", self._clock.now().mono_ms <= release.until, f"bolt {cable} is up too long")
        lit = [place for place, lamp in self._lamps.items() if lamp.is_on]
        meant = [release.grant.position] if release is not None else []
        hold("P1", lit in ([], meant), f"{lit} are lit, {meant} is released")
        loud = self._siren.is_on
        hold("P8", loud == bay.sounding, f"siren {loud}, book {bay.sounding}")
        hold("P8", bay.sounding <= self.grammar.stopped, "the siren sounds for nothing")
        behind = self._clock.now().wall_ms < bay.latest_wall_ms - CLOCK_SLACK_MS
        known = (e.Fault.CLOCK_BEHIND, "clock") in bay.faults
        hold("P8", behind == known, f"clock behind: {behind}, book: {known}")

    def _one_place(self, bay: Bay) -> None:
        hold, mine = self._hold, self.grammar
        inside = list(bay.inside.values())
        hold("P5", len(set(inside)) == len(inside), "a weapon stands in two places")
        everywhere = sorted([*inside, *bay.out, *bay.missing])
        hold("P5", len(set(everywhere)) == len(everywhere), "a weapon is in two states")
        hold("P5", set(bay.homes) <= set(everywhere), "a weapon is nowhere")
        hold("P5", mine.inside == bay.inside, "the lines tell another rack than the bay")
        holders = {weapon: custody.holder for weapon, custody in bay.out.items()}
        hold("P5", mine.out == holders, "the lines tell other holders than the bay")
        hold("P5", mine.missing == bay.missing, "the lines miss other weapons than the bay")
        liable = bay.shift.officer if bay.shift is not None else None
        hold("P10", mine.shifts.on_shift == liable, "the lines tell another custodian on shift")
        hold("P5", set(bay.unknown_holders) <= set(bay.out), "an unknown holder has nothing")
        hold("P5", mine.open_cables == bay.open_cables, "the lines tell other open cables")

    def _agree(self, bay: Bay) -> None:
        truth = self._truth
        opened = {cable for cable, is_open in truth.open.items() if is_open}
        dark = self._unseen()
        self._hold("P5", opened - dark == bay.open_cables - dark, f"{sorted(opened)} are open")
        loose = opened | ({bay.release.cable} if bay.release is not None else set())
        for place, cable in truth.cable_of.items():
            if cable in loose or place in bay.doubts:
                continue
            book, real = bay.inside.get(place), truth.stands.get(place)
            known = book == real or book in truth.unseen or real in truth.unseen
            self._hold("P5", known, f"{place} holds {real}, the book says {book}")
        for weapon in sorted(truth.unseen):
            if bay.place_of(weapon) == truth.place_of(weapon):
                truth.unseen.discard(weapon)


def differing(bay: Bay, truth: Truth, cable: str) -> set[WeaponNumber]:
    """Return the weapons of one cable about which book and truth differ."""
    pairs = [
        (bay.inside.get(place), truth.stands.get(place))
        for place, its in truth.cable_of.items()
        if its == cable
    ]
    return {weapon for pair in pairs if pair[0] != pair[1] for weapon in pair if weapon is not None}


def _timeless(bay: Bay) -> Bay:
    """Return a bay without what the wall clock says: itself, and who is late by it (R08)."""
    faults = frozenset(key for key in bay.faults if key[0] is not e.Fault.CLOCK_BEHIND)
    late = e.AlarmCause.TRANSFER_LATE
    alarms = {key: alarm for key, alarm in bay.alarms.items() if key[0] is not late}
    return replace(bay, faults=faults, alarms=alarms, latest_wall_ms=0)
