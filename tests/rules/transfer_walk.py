"""What a random walk may do about transfers, whatever else goes on meanwhile."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from kiosk.rules.reports import LossWhen, ReportTo
from tests.rules.count_scenes import CountScene
from tests.rules.loss_scenes import LossScene
from tests.rules.scenes import PEOPLE

NAMES = st.sampled_from([*PEOPLE, "nobody", "sok", "sok", "dara", "vanna", "vanna", "rith"])
WEAPONS = st.sampled_from(["W1", "W2", "W3", "W4", "W5", "W9", "X"])


class WalkScene(CountScene, LossScene):
    """A scene in which everything may happen."""


class TransferWalk(RuleBasedStateMachine):
    """The rules of a walk that are about transfers. `scene` is made by the walk itself."""

    scene: WalkScene

    def tidy_up(self) -> None:
        """Shut, count, settle and mend everything: the walk knows how."""
        raise NotImplementedError

    @rule(weapons=st.lists(WEAPONS, max_size=2), name=NAMES, carrier=NAMES, right=st.booleans())
    def send(self, weapons: list[str], name: str, carrier: str, right: bool) -> None:  # noqa: FBT001 - hypothesis passes by name
        self.scene.request(self.scene.sending(*weapons, carrier=carrier), name, right=right)

    @rule()
    def send_and_vouch(self) -> None:
        """Tidy up, and send what stands somewhere: chance alone seldom gets so far."""
        self.tidy_up()
        inside = sorted(self.scene.bay.inside.values())[:2]
        self.scene.request(self.scene.sending(*inside)).vouch("chan", "nary")

    @precondition(lambda self: self.scene.bay.transfers.sent)
    @rule(lost=st.booleans(), draws=st.booleans())
    def go_on_with_it(self, lost: bool, draws: bool) -> None:  # noqa: FBT001 - hypothesis passes by name
        """Let the carrier draw what is left of it, or call it back, and read a receipt."""
        scene = self.scene
        sent = next(iter(scene.bay.transfers.sent.values()))
        if draws:
            self.tidy_up()
            inside = [one.number for one in sent.weapons if scene.bay.place_of(one.number)]
            for weapon in inside:
                scene.badge(sent.carrier).pin().scan(weapon).badge("rith").pin().open()
                scene.scan(weapon).shut()
                self.tidy_up()
        else:
            scene.recall(sent.number).vouch("chan", "nary")
        gone = [one.number for one in sent.weapons][: int(lost)]
        if sent.number in scene.bay.transfers.sent:
            scene.hand_back(scene.receipt(sent, *gone))

    @rule(hours=st.integers(0, 80))
    def deadline(self, hours: int) -> None:
        self.scene.pass_hours(hours)

    @rule(weapon=WEAPONS, when=st.sampled_from(LossWhen))
    def tell_lost(self, weapon: str, when: LossWhen) -> None:
        self.scene.tell_lost(weapon, when)

    @rule(name=NAMES, weapon=WEAPONS)
    def come_without_it(self, name: str, weapon: str) -> None:
        self.scene.badge(name).pin().tell_lost(weapon)

    @rule(weapon=WEAPONS, name=NAMES, to=st.sampled_from(ReportTo))
    def hand_over(self, weapon: str, name: str, to: ReportTo) -> None:
        self.scene.hand_over(weapon, to, name)

    @rule(weapon=WEAPONS, name=NAMES, right=st.booleans(), place=st.sampled_from(["", "Samlot"]))
    def fill_in(self, weapon: str, name: str, right: bool, place: str) -> None:  # noqa: FBT001 - hypothesis passes by name
        self.scene.fill_in(weapon, name, right=right, place=place)
