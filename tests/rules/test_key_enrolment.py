"""The key of the book is two people's word: who alone names it could name their own (P10)."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules.own_key import KeyEnrolment, OwnKey
from kiosk.rules.pending import Known, Matter
from tests.rules.transfer_scenes import TransferScene

pytestmark = pytest.mark.promise("P10")

KEY, OTHER = "673A 66D4", "0000 1111"


class KeyScene(TransferScene):
    """A bay whose book is sealed by a key. `own`: as the registry has it at this moment."""

    own = OwnKey(KEY)

    def known(self, matter: Matter) -> Known:  # type: ignore[override]  # a scene knows more
        """Return what is known of a matter, and of the key."""
        return replace(super().known(matter), own_key=self.own)

    def enrol(self, by: str = "chan", key: str = KEY) -> "KeyScene":
        """Ask at the chief's desk that two people stand by the key."""
        return self.request(KeyEnrolment(key), by)


def test_two_people_stand_by_the_key_and_the_book_names_it_and_both() -> None:
    scene = KeyScene().enrol()
    assert scene.kinds == ["pin.accepted", "matter.begun"]
    scene.badge("chan").pin().badge("chan")
    assert scene.refused == "not_a_second"
    scene.badge("vanna").pin()
    line = scene.one(e.KioskEnrolled)
    assert (line.fingerprint, line.by) == (KEY, ("chan", "vanna"))
    assert scene.bay.session is None
    assert scene.replayed() == scene.bay


@pytest.mark.parametrize("name", ["vanna", "rith", "nary", "sok"])
def test_the_chief_asks_and_nobody_else(name: str) -> None:
    scene = KeyScene().enrol(name)
    assert scene.refused == "wrong_role"
    assert "matter.begun" not in scene.kinds


@pytest.mark.parametrize("name", ["sok", "tech"])
def test_whose_word_counts_for_nothing_stands_by_no_key(name: str) -> None:
    assert KeyScene().enrol().badge(name).refused in {"wrong_role", "unknown_badge"}


def test_a_page_that_shows_another_key_is_refused() -> None:
    """It was opened before the book was put back, or somebody wrote what it sends."""
    assert KeyScene().enrol(key=OTHER).refused == "key_not_in_use"
    assert KeyScene().enrol(key="").refused == "key_not_in_use"


def test_a_key_that_was_exchanged_between_two_people_is_not_enrolled() -> None:
    scene = KeyScene().enrol().badge("chan").pin()
    scene.own = OwnKey(OTHER)
    assert scene.badge("vanna").pin().refused == "key_not_in_use"
    assert not [entry for entry in scene.entries if isinstance(entry, e.KioskEnrolled)]


def test_a_key_is_vouched_for_once() -> None:
    scene = KeyScene()
    scene.own = OwnKey(KEY, vouched=True)
    assert scene.enrol().refused == "key_vouched_already"


def test_issues_wait_for_nobody_s_word_about_the_key() -> None:
    """A kiosk that stood idle until a printer came would be used with its racks open."""
    scene = KeyScene()
    assert not scene.own.vouched
    scene.draw("sok", "W1")
    assert "W1" in scene.bay.out


def test_nobody_is_asked_while_somebody_stands_at_the_bay() -> None:
    scene = KeyScene()
    scene.badge("sok").pin()
    assert scene.enrol().refused == "not_now"
    assert "matter.begun" not in scene.kinds
