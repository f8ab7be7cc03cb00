"""What a random walk may do about service mode, whatever else goes on meanwhile."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from kiosk.rules import entries as e
from kiosk.rules.observations import service_mode as s
from tests.rules.transfer_walk import NAMES, TransferWalk


class ServiceWalk(TransferWalk):
    """The rules of a walk that are about service mode and what is tried in it."""

    def count_right(self) -> None:
        """Say of what was open what is there: the walk knows."""
        raise NotImplementedError

    @rule(account=st.sampled_from(["pi", "root"]), why=st.sampled_from(["a reader", ""]))
    def ask_for_service(self, account: str, why: str) -> None:
        self.scene.see(s.ServiceWanted(self.scene.now(), account, why))

    @rule(one=st.sampled_from(["tech", "tech", "sok"]), two=st.sampled_from(["chan", "rith"]))
    def open_service_mode(self, one: str, two: str) -> None:
        self.tidy_up()
        self.ask_for_service("pi", "a reader")
        self.scene.badge(one).pin().badge(two).pin()

    @rule(at_the_screen=st.booleans(), name=NAMES)
    def end_service_mode(self, at_the_screen: bool, name: str) -> None:  # noqa: FBT001 - hypothesis passes by name
        if at_the_screen:
            self.scene.badge(name).pin()
            self.scene.see(s.ServiceEnding(self.scene.now(), self.scene.asker()))
        else:
            self.scene.see(s.ServiceLeft(self.scene.now(), "pi"))

    @rule(
        of=st.sampled_from(e.TrialOf),
        about=st.sampled_from(["A", "B", "C", "reader"]),
        known=st.booleans(),
    )
    def try_something(self, of: e.TrialOf, about: str, known: bool) -> None:  # noqa: FBT001 - hypothesis passes by name
        self.scene.see(s.TrialWanted(self.scene.now(), of, about, "pi", known, ("A1",), ("A2",)))

    @rule(cable=st.sampled_from(["A", "B", "C"]), act=st.sampled_from(["grant", "open", "count"]))
    def try_a_lock(self, cable: str, act: str) -> None:
        """Open service mode if need be, and stand before a cable that is tried."""
        if self.scene.bay.service is None:
            self.open_service_mode("tech", "chan")
        self.try_something(e.TrialOf.LOCK, cable, known=True)
        self.scene.badge("tech").pin().badge("chan").pin()
        if act != "grant" and self.scene.bay.testing:
            self.scene.open()
        if act == "count" and self.scene.bay.testing:
            self.scene.shut()
            self.count_right()

    @rule(reader=st.sampled_from(["reader", "A"]))
    def hear(self, reader: str) -> None:
        self.scene.see(s.TrialHeard(self.scene.now(), reader, ("text", "10", "0148")))
