"""What the eyes say of transfers where no paper can be checked."""

from kiosk.keeper.keeper import Question
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.own_key import NO_KEY
from tests.keeper.rig import DARA, PINS, RIFLE, SOK, Rig


def signed(rig: Rig) -> o.Signature:
    """Return the chief's number and PIN."""
    fit = rig.register.fit(DARA, PINS[DARA])
    return o.Signature(DARA, rig.register.person(DARA), fit.matches)


def reasons(question: Question) -> list[str]:
    return [entry.reason for entry in question.ticket.entries if isinstance(entry, e.Refused)]


def test_a_kiosk_that_knows_no_other_store_believes_no_paper() -> None:
    """Nobody could have written it whose word would count."""
    rig = Rig()
    signature = signed(rig)
    read = [
        rig.ask(Question(lambda eyes, at: eyes.despatch.manifest_read(at, signature, "a note"))),
        rig.ask(Question(lambda eyes, at: eyes.despatch.receipt_read(at, signature, "a note"))),
    ]
    assert [reasons(one) for one in read] == [["note_unknown_store"]] * 2
    assert not rig.bay.transfers.announced


def test_a_kiosk_that_knows_no_other_store_sends_nothing_to_one() -> None:
    rig = Rig()
    despatch = rig.keeper.eyes.despatch
    asked = despatch.sending(
        rig.clock.now(), signed(rig), to="pnh-01", weapons=(RIFLE,), carrier=SOK, hours=4,
        why="to the central store", route="", vehicle="", seal="",
    )  # fmt: skip
    assert asked.known.stores == frozenset()
    assert reasons(rig.ask(Question(lambda _, __: asked))) == ["unknown_store"]


def test_a_kiosk_that_signs_with_no_key_has_none_vouched_for() -> None:
    rig = Rig()
    asked = rig.keeper.eyes.despatch.enrolment(rig.clock.now(), signed(rig), "SHA256:of-a-key")
    assert asked.known.own_key is NO_KEY
    assert reasons(rig.ask(Question(lambda _, __: asked))) == ["key_not_in_use"]
