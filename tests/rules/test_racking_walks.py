"""Random walks in which weapons come in as well: the promises hold at every step of those too."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from kiosk.rules.entries import CardSays
from kiosk.rules.observations.racking import NO_RACK_FACTS, RackFacts
from kiosk.rules.things import RackId
from kiosk.rules.to_rack import Step
from tests.rules.racking_scenes import RackScene
from tests.rules.test_random_walks import PLACES, POLICIES, Walk
from tests.rules.transfer_walk import NAMES, WalkScene

NEW = st.sampled_from(["W8", "W9", "W1", "X"])
FACTS = st.sampled_from(
    [NO_RACK_FACTS, RackFacts((CardSays("C", "77"),), 1, (RackId("B"), RackId("A")))]
)
STEPS = st.sampled_from([step for step in Step if step is not Step.CABLE])


class Scene(WalkScene, RackScene):
    """A scene in which everything may happen, and weapons are racked."""


class RackWalk(Walk):
    @initialize(rules=st.sampled_from(POLICIES))
    def found(self, rules: object) -> None:
        self.scene: Scene = Scene(rules)  # type: ignore[arg-type]  # one of the policies

    @rule(name=st.sampled_from(["vanna", "vanna", "pich", "sok", "chan"]), facts=FACTS)
    def want_to_rack(self, name: str, facts: RackFacts) -> None:
        self.scene.facts = facts
        self.scene.badge(name).pin()
        self.scene.ask_to_rack()

    @rule(digits=st.sampled_from(["8", "9", "1", ""]))
    def read_steel(self, digits: str) -> None:
        self.scene.engraved(digits)

    @rule(differing=st.sets(st.sampled_from(["type", "calibre", "x"]), max_size=1))
    def compare(self, differing: set[str]) -> None:
        self.scene.agree(*differing)

    @rule()
    def clean(self) -> None:
        self.scene.clean()

    @rule(photos=st.integers(0, 1), why=st.sampled_from(["later", "x"]))
    def tell_photo(self, photos: int, why: str) -> None:
        self.scene.photo(photos, why)

    @rule(position=PLACES | st.just(""))
    def choose_place(self, position: str) -> None:
        self.scene.place(position)

    @rule(step=STEPS, weapon=NEW, name=st.sampled_from(["vanna", "pich"]))
    def rack_up_to(self, step: Step, weapon: str, name: str) -> None:
        if weapon in self.scene.weapons:
            self.scene.up_to(step, weapon, name)

    @rule(second=NAMES)
    def be_the_second(self, second: str) -> None:
        self.scene.badge(second).pin()

    @rule(name=NAMES, seen=st.integers(0, 1))
    def mark(self, name: str, seen: int) -> None:
        self.scene.mark(by=name, seen=seen)

    @rule(name=NAMES, number=st.sampled_from(["W7", "W8"]))
    def take_in(self, name: str, number: str) -> None:
        self.scene.take_in(number, by=name)


RackWalk.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestWhateverHappensWhileWeaponsComeIn = RackWalk.TestCase
