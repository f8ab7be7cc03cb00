"""Random walks: whoever does whatever in whichever order, the promises hold at every step."""

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.policy import CounterSign
from kiosk.rules.things import (
    BadgeText,
    CableId,
    Grade,
    OfficerNumber,
    Position,
    PositionId,
    Signal,
    WeaponNumber,
)
from tests.rules.scenes import LAYOUT, PEOPLE, place, policy, rifle
from tests.rules.service_walk import ServiceWalk
from tests.rules.transfer_walk import NAMES, WEAPONS, WalkScene

CABLES = st.sampled_from(["", "", "A", "B", "C"])
PLACES = st.sampled_from([*(position.id for position in LAYOUT), "Z1"])
SMALL = st.integers(-1, 40)
POLICIES = [
    policy(),
    policy(counter_sign_pin=False),
    policy("self_service"),
    policy("self_service", allowance=3, counter_sign="never", mission_required=True),
    policy(counter_sign="out_of_hours", counter_sign_return=False, pin_tries=2),
    policy(grade_to_witness=Grade.CARD),
    policy("self_service", grade_to_issue=Grade.PROVED, grade_to_witness=Grade.PROVED),
    policy(passing_on=True),
    policy("self_service", passing_on=True, counter_sign=CounterSign.NEVER),
]
LAYOUTS = [
    LAYOUT,
    LAYOUT[2:],
    (*LAYOUT[:3], place("A4"), place("C1")),
    tuple(reversed(LAYOUT)),
]


class Walk(ServiceWalk):
    @initialize(rules=st.sampled_from(POLICIES))
    def found(self, rules: object) -> None:
        self.scene = WalkScene(rules)  # type: ignore[arg-type]  # one of the policies above

    @rule(name=NAMES)
    def badge(self, name: str) -> None:
        self.scene.badge(name)

    @rule(name=NAMES, grade=st.sampled_from(Grade))
    def card(self, name: str, grade: Grade) -> None:
        self.scene.badge(name, grade, "iso14443a")

    @rule(right=st.sampled_from([True, True, True, False]), duress=st.booleans())
    def pin(self, right: bool, duress: bool) -> None:  # noqa: FBT001 - hypothesis passes by name
        self.scene.pin(right=right, duress=right and duress)

    @rule(name=NAMES)
    def pin_of_anybody(self, name: str) -> None:
        self.scene.pin(of=name)

    @rule(name=NAMES)
    def arrive(self, name: str) -> None:
        self.scene.badge(name).pin()

    @rule(
        name=st.sampled_from(["sok", "dara"]),
        second=st.sampled_from(["vanna", "rith"]),
        act=st.sampled_from(["ask", "sign", "grant", "open"]),
        which=st.integers(0, 4),
    )
    def get_as_far_as(self, name: str, second: str, act: str, which: int) -> None:
        """Most chance alone leads nowhere: tidy up, and begin an issue that can succeed."""
        self.tidy_up()
        inside = sorted(self.scene.bay.inside.values())
        if not inside:
            return
        scene = self.scene.badge(name).pin().scan(inside[which % len(inside)])
        if act != "ask" and not scene.released():
            scene.badge(second)
            if act != "sign":
                scene.pin()
        if act == "open" and scene.released():
            scene.open()

    @rule()
    def tidy_up(self) -> None:
        """Shut, count, settle and mend everything, as the end of a shift would."""
        scene = self.scene
        for cable in sorted(scene.bay.open_cables):
            scene.shut(cable)
        release = scene.bay.release
        if release is not None and release.shut_ms is not None:
            scene.count(len(scene.bay.on_cable(release.cable)))
        scene.cancel()
        for kind, device in sorted(scene.bay.faults):
            scene.mend(kind, device)
        for line, signal in sorted(scene.bay.signals.items()):
            scene.rest(signal, line)
        for name in ("chan", "rith", "vanna"):
            scene.wait(1800).badge(name).pin()
            for position in scene.doubts():
                scene.look(position, present=position in scene.bay.inside)
            scene.cancel()

    @rule(seconds=st.integers(1, 3))
    def leave_open(self, seconds: int) -> None:
        for _ in range(seconds):
            self.scene.wait(90)

    @rule(weapon=WEAPONS, name=NAMES)
    def err_twice(self, weapon: str, name: str) -> None:
        self.scene.scan(weapon).scan(weapon).badge(name).pin()

    @rule()
    def shut_with_sensors(self) -> None:
        self.scene.shut(present=tuple(self.scene.bay.inside))

    @rule(weapon=WEAPONS)
    def take_out(self, weapon: str) -> None:
        self.scene.open().scan(weapon).shut()

    @rule(weapon=WEAPONS, witness=NAMES)
    def hand_in(self, weapon: str, witness: str) -> None:
        self.scene.press_return().scan(weapon).show_clear().badge(witness).pin().report()

    @rule(weapon=WEAPONS, tapped=st.booleans())
    def scan(self, weapon: str, tapped: bool) -> None:  # noqa: FBT001 - hypothesis passes by name
        self.scene.scan(weapon, tapped=tapped)

    @precondition(lambda self: self.scene.bay.release is None)
    @rule(text=st.one_of(WEAPONS, st.text()))
    def bring_in_anything(self, text: str) -> None:
        """P6: without a running release, Return and any scan begin a return, never a refusal."""
        scene = self.scene.press_return()
        assert scene.refused == ""
        scene.scan(text)
        assert scene.refused == ""
        assert scene.one(e.ReturnBegun).text == text

    @rule(magazines=SMALL, rounds=SMALL)
    def say_rounds(self, magazines: int, rounds: int) -> None:
        self.scene.say_rounds(magazines, rounds)

    @rule()
    def show_clear(self) -> None:
        self.scene.show_clear()

    @rule(
        magazines=SMALL,
        rounds=SMALL,
        fired=SMALL,
        ticks=st.sets(st.sampled_from(["wet", "dropped", "x"])),
    )
    def report(self, magazines: int, rounds: int, fired: int, ticks: set[str]) -> None:
        self.scene.report(magazines, rounds, fired=fired, ticks=tuple(ticks))

    @rule(counted=st.integers(-1, 4))
    def count(self, counted: int) -> None:
        self.scene.count(counted)

    @rule()
    def count_right(self) -> None:
        release = self.scene.bay.release
        left = self.scene.bay.on_cable(release.cable) if release is not None else ()
        self.scene.count(len(left))

    @rule(position=PLACES, present=st.booleans())
    def look(self, position: str, present: bool) -> None:  # noqa: FBT001 - hypothesis passes by name
        self.scene.look(position, present=present)

    @rule(name=st.sampled_from(["vanna", "rith", "chan"]), present=st.booleans())
    def settle_everything(self, name: str, present: bool) -> None:  # noqa: FBT001 - as above
        self.scene.badge(name).pin()
        for position in self.scene.doubts():
            self.scene.look(position, present=present)

    @rule(
        name=st.sampled_from(["chan", "chan", "vanna", "sok"]),
        what=st.sampled_from(e.CountKind),
        scope=st.sampled_from(["", "A", "A", "B", "Z"]),
        lot=st.integers(0, 9_999),
    )
    def order_a_count(self, name: str, what: str, scope: str, lot: int) -> None:
        self.scene.badge(name).pin().ask(what, scope, lot=lot)

    @rule(name=st.sampled_from(["", "", "", "sok", "vanna"]))
    def step_up_to_count(self, name: str) -> None:
        count = self.scene.bay.count
        self.scene.step_up(name or (count.whose if count is not None else None) or "sok")

    @rule(found=st.lists(st.sampled_from(["", "?", "W1", "W2", "W3", "W4", "X"]), max_size=4))
    def go_round(self, found: list[str]) -> None:
        """Count some places; on average every other is as the book has it."""
        if self.scene.bay.count is not None and self.scene.whose:
            self.scene.go_round(*found)

    @rule(right=st.booleans())
    def count_all_of_it(self, right: bool) -> None:  # noqa: FBT001 - as above
        """Count to the end, as the book has it or with everything gone."""
        scene = self.scene
        for _ in range(12):
            count = scene.bay.count
            if count is None or not count.whose or not count.left:
                return
            place, cable = PositionId(count.left[0]), CableId(count.left[0])
            if count.by_quantity:
                left = scene.bay.on_cable(cable) if cable in scene.bay.cables else ()
                scene.step_up().number(len(left) if right else 0)
            else:
                scene.go_round(scene.bay.inside.get(place, "") if right else "")

    @rule(digits=st.sampled_from(["", "1", "2", "99"]))
    def engrave(self, digits: str) -> None:
        self.scene.engrave(digits)

    @rule(empty=st.booleans())
    def say_what_stands_there(self, empty: bool) -> None:  # noqa: FBT001 - as above
        (self.scene.say_empty if empty else self.scene.say_unmarked)()

    @rule(name=st.sampled_from(["rith", "vanna", "chan", "sok"]))
    def sign_for_the_count(self, name: str) -> None:
        self.scene.sign(name)

    @rule(
        name=st.sampled_from(["rith", "vanna", "chan"]),
        two=st.sampled_from(["rith", "vanna", "chan"]),
        position=st.sampled_from(["B3", "B3", "A1", "B9"]),
    )
    def adjust(self, name: str, two: str, position: str) -> None:
        self.scene.adjust(position, name).badge(two).pin()

    @rule(weapon=st.sampled_from(["W8", "W4", "W1"]))
    def find_a_weapon_at_nobodys_place(self, weapon: str) -> None:
        """Two people find the whole of rack B as it is, and one weapon more."""
        self.tidy_up()
        scene = self.scene.order("ordered", "B")
        for _ in range(2):
            if scene.bay.count is not None and scene.whose:
                places = scene.running.places
                inside = scene.bay.inside
                scene.go_round(
                    *(weapon if p == "B3" else inside.get(PositionId(p), "") for p in places)
                )

    @rule(name=NAMES, what=st.sampled_from(e.CountKind), right=st.booleans())
    def order_afar(self, name: str, what: str, right: bool) -> None:  # noqa: FBT001 - as above
        self.scene.ask_afar(name, what, right=right)

    @rule()
    def cancel(self) -> None:
        self.scene.cancel()

    @rule()
    def call_chief(self) -> None:
        self.scene.call_chief()

    @rule()
    def spoil(self) -> None:
        self.scene.spoil()

    @rule(cable=CABLES)
    def open(self, cable: str) -> None:
        self.scene.open(cable)

    @rule(cable=CABLES, present=st.one_of(st.none(), st.lists(PLACES, max_size=3)))
    def shut(self, cable: str, present: list[str] | None) -> None:
        self.scene.shut(cable, present)

    @rule(seconds=st.sampled_from([0, 4, 29, 60, 125, 4000]))
    def wait(self, seconds: int) -> None:
        self.scene.wait(seconds)

    @rule()
    def wait_for_the_deadline(self) -> None:
        """A deadline that came does something: the keeper does not spin."""
        due = self.scene.bay.next_deadline()
        if due is not None:
            self.scene.wait(max(due - self.scene.mono_ms, 0) / 1000)
            assert self.scene.entries

    @rule(
        kind=st.sampled_from(e.Fault),
        device=st.sampled_from(["reader", "disk"]),
        good=st.booleans(),
    )
    def health(self, kind: e.Fault, device: str, good: bool) -> None:  # noqa: FBT001 - as above
        (self.scene.mend if good else self.scene.fault)(kind, device)

    @rule(kind=st.sampled_from(Signal), active=st.booleans())
    def signal(self, kind: Signal, active: bool) -> None:  # noqa: FBT001 - as above
        self.scene.signal(kind, active=active)

    @rule(cable=st.sampled_from(["A", "A", "B"]), found=st.booleans())
    def lose(self, cable: str, found: bool) -> None:  # noqa: FBT001 - as above
        line = f"contact {cable}"
        _ = self.scene.find(line) if found else self.scene.lose(line, cable=cable)

    @rule(kind=st.sampled_from(Signal), found=st.booleans())
    def lose_signal(self, kind: Signal, found: bool) -> None:  # noqa: FBT001 - as above
        line = f"{kind} line"
        _ = self.scene.find(line) if found else self.scene.lose(line, kind=kind)

    @rule(name=NAMES, cause=st.sampled_from(["duress", "duress", "forced"]), right=st.booleans())
    def answer(self, name: str, cause: str, right: bool) -> None:  # noqa: FBT001 - as above
        self.scene.answer(name, cause, "duress line", right=right)

    @rule(name=st.sampled_from([*PEOPLE]))
    def enrol(self, name: str) -> None:
        self.scene.enrol(name)

    @rule(one=NAMES, two=NAMES, name=st.sampled_from([*PEOPLE]))
    def correct_officer(self, one: str, two: str, name: str) -> None:
        wanted = replace(self.scene.people[name].officer, unit="elsewhere")
        self.scene.correct(wanted).badge(one).pin().badge(two).pin()

    @rule(name=st.sampled_from([*PEOPLE]))
    def ask_hold(self, name: str) -> None:
        self.scene.hold(name)

    @rule()
    def want_to_pass(self) -> None:
        self.scene.see(o.PassingAsked(self.scene.now(), self.scene.asker()))

    @rule(giver=NAMES, taker=NAMES, second=NAMES, weapon=WEAPONS)
    def pass_on(self, giver: str, taker: str, second: str, weapon: str) -> None:
        self.scene.badge(giver).pin()
        self.want_to_pass()
        self.scene.scan(weapon).badge(taker).pin().badge(second).pin()

    @rule(one=NAMES, two=NAMES, name=st.sampled_from([*PEOPLE]))
    def enrol_whole(self, one: str, two: str, name: str) -> None:
        self.scene.enrol(name).badge(one).pin().badge(two).pin().badge("a new badge").choose_pin()

    @rule(problem=st.sampled_from(["", "pins_differ"]))
    def choose_pin(self, problem: str) -> None:
        self.scene.choose_pin("sealed", problem)

    @rule(name=NAMES, right=st.booleans())
    def office(self, name: str, right: bool) -> None:  # noqa: FBT001 - as above
        self.scene.office(name, right=right)

    @rule(weapon=WEAPONS, position=PLACES)
    def rack(self, weapon: str, position: str) -> None:
        self.scene.register(o.Racking(WeaponNumber(weapon), PositionId(position)))

    @rule(name=NAMES, number=st.sampled_from(["W1", "W20"]))
    def register(self, name: str, number: str) -> None:
        gift = o.BadgeGift(OfficerNumber(name), BadgeText("b"), "sealed")
        self.scene.register(rifle(number), gift)

    @rule(
        name=st.sampled_from([*PEOPLE]),
        hold=st.booleans(),
        active=st.sampled_from([True, True, False]),
    )
    def hold(self, name: str, hold: bool, active: bool) -> None:  # noqa: FBT001 - as above
        self.scene.know(name, hold=hold, active=active)

    @rule(cables=st.sets(st.sampled_from(["A", "B", "C"])), layout=st.sampled_from(LAYOUTS))
    def restart(self, cables: set[str], layout: tuple[Position, ...]) -> None:
        self.scene.restart(*sorted(cables), layout=layout)

    def teardown(self) -> None:
        """P3: the bay is the fold of the book."""
        if hasattr(self, "scene"):
            assert self.scene.replayed() == self.scene.bay


Walk.TestCase.settings = settings(
    max_examples=100,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestWhateverHappensAtTheBay = Walk.TestCase
