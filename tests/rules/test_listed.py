"""What stands on a list of the capital: let in by two people, never issued, always called out."""

from dataclasses import replace

import pytest

from kiosk.keeper.listing import AT_ONCE
from kiosk.rules import entries as e
from kiosk.rules import matters
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.losses import letting as vouching
from kiosk.rules.manifests import Recall, TransferNumber
from kiosk.rules.national import (
    Likeness,
    Listed,
    OtherWeapon,
    TakingList,
    digits_key,
    keys_besides,
    listed_of,
    serial_key,
)
from kiosk.rules.observations import national as n
from kiosk.rules.register import FOUNDING
from kiosk.rules.things import Condition, WeaponNumber
from tests.rules.listed_scenes import LISTING, ListedScene, destroyed, lost

LISTED, DESTROYED = ("listed", "W1"), ("destroyed", "W1")


def matches(scene: ListedScene, about: str) -> list[tuple[str, str]]:
    return [(one.listed.kind, one.likeness) for one in scene.bay.listed[about].matches]


# ---------------------------------------------------------------- serials
@pytest.mark.parametrize(
    ("one", "other"),
    [("56-1 O417", "5610417"), ("kv/1l0", "KV 11O"), ("៥៦-1", "56.1"), ("\u0410\u041212", "AB I2")],
)
def test_what_looks_alike_is_looked_up_alike(one: str, other: str) -> None:
    assert serial_key(one) == serial_key(other) != ""


def test_a_serial_of_signs_alone_is_never_looked_up() -> None:
    assert (serial_key(" - / "), digits_key("12-3")) == ("", "")
    assert keys_besides(serial_key("1234"), "1234") == ("1234",), "the digits are all of it"
    assert keys_besides(serial_key("KV-1234"), "KV-1234") == ("kv1234", "#1234")


@pytest.mark.promise("P12")
@pytest.mark.parametrize("serial", ["0012", "a\tb", "\\t", "ក\n7", "=1+1", " x "])
def test_a_row_is_read_back_byte_for_byte(serial: str) -> None:
    row = replace(destroyed(serial), ceremony="a\tb\\", case=serial)
    assert listed_of(row.row) == row


# ---------------------------------------------------------------- letting a list in
@pytest.mark.promise("P10")
def test_two_people_let_a_list_in_at_a_terminal() -> None:
    scene = ListedScene()

    def vouched(*names: str, right: bool = True) -> ListedScene:
        people = tuple(scene.signature(name, right=right) for name in names)
        return scene.see(n.ListVouched(scene.now(), LISTING, people))

    assert vouched("nary").refused == "not_a_second"
    assert vouched("nary", "nary").refused == "not_a_second"
    assert vouched().refused == "not_a_second"
    assert vouched("nary", "sok").refused == "wrong_role"
    assert vouched("nary", "nobody").refused == "unknown_officer"
    assert vouched("nary", "chan", right=False).kinds == ["pin.refused"]
    begun = vouched("nary", "chan").one(e.NationalListBegun)
    assert (begun.listing, begun.by) == (LISTING, ("nary", "chan"))
    asked = n.ListVouched(scene.now(), LISTING, ())
    (founded,) = vouching.vouched(Bay(scene.bay.policy), asked).entries
    assert isinstance(founded, e.NationalListBegun)
    assert founded.by == (FOUNDING,), "there is nobody yet"


@pytest.mark.promise("P10")
def test_who_signs_at_a_desk_is_the_first_of_the_two_and_cannot_be_the_second() -> None:
    scene = ListedScene().request(TakingList(LISTING), "nary")
    session = scene.bay.session
    assert session is not None
    assert session.pending is not None
    assert session.pending.matter.why == "", "the capital's letter says why"
    assert scene.badge("nary").refused == "not_a_second"
    scene.badge("chan").pin()
    assert scene.one(e.NationalListBegun).by == ("nary", "chan")
    assert ListedScene().request(TakingList(LISTING), "sok").refused == "wrong_role"


# ---------------------------------------------------------------- what is here
def test_a_weapon_that_is_lost_somewhere_calls_the_chief_afar_and_is_not_issued() -> None:
    scene = ListedScene(lost("sn-w1")).badge("sok").pin().choose("W1")
    assert scene.refused == "listed"
    assert scene.written == ["listed.met", "work.ordered", "alarm.raised", "refused"]
    assert LISTED in scene.alarms()
    assert not scene.bay.sounding, "nobody at the bay learns of it"
    assert matches(scene, "W1") == [("lost", "near")]
    scene.choose("W1")
    assert scene.written == ["work.ordered", "refused"], "the register was not followed here"


@pytest.mark.promise("P8")
def test_a_destroyed_weapon_sounds_and_nothing_opens_until_somebody_comes() -> None:
    scene = ListedScene(destroyed("SNW1")).badge("sok").pin().scan("W1")
    assert DESTROYED in scene.alarms()
    assert scene.bay.sounding
    assert scene.refused == "alarm_sounding"
    scene.cancel().badge("vanna").pin()
    assert not any(one.answered is None for one in scene.bay.alarms.values())
    assert DESTROYED in scene.alarms(), "it stands until two people say that it is another one"
    scene.cancel().badge("sok").pin()
    assert scene.choose("W1").refused == "listed"
    assert scene.choose("W2").refused == "", "others are issued"
    found = scene.bay.listed["W1"].matches[0]
    assert (found.listed.batch, found.likeness) == ("BTB-08", Likeness.EXACT)


@pytest.mark.promise("P6")
@pytest.mark.parametrize("row", [lost("SNW1"), destroyed("SNW1")])
def test_a_listed_weapon_that_is_brought_in_is_never_refused(row: Listed) -> None:
    scene = ListedScene()
    scene.draw("sok", "W1")
    scene.capital.rows = (row,)
    scene.scan("W1")
    assert scene.refused == ""
    assert "return.begun" in scene.written
    assert "W1" in scene.bay.listed
    scene.show_clear().badge("vanna").pin().report().open().shut().count(3)
    assert scene.place_of("W1") in {"A1", "B9"}


def test_a_weapon_is_quarantined_and_quarantined_again_when_somebody_calls_it_fit() -> None:
    scene = ListedScene(lost("SNW1")).badge("sok").pin().scan("W1")
    order = next(one for one in scene.book if isinstance(one, e.WorkOrdered))
    assert (order.ticks, order.condition) == (("listed",), Condition.QUARANTINED)
    scene.weapons["W1"] = replace(scene.weapons["W1"], condition=Condition.QUARANTINED)
    assert scene.scan("W1").written == ["refused"], "said once"
    scene.weapons["W1"] = replace(scene.weapons["W1"], condition=Condition.FIT)
    assert "work.ordered" in scene.scan("W1").written


def test_what_the_register_does_not_have_is_called_by_its_text() -> None:
    scene = ListedScene(destroyed("56-1 0417")).scan("561O417")
    assert ("destroyed", "561O417") in scene.alarms()
    assert scene.bay.listed["561O417"].weapon == ""
    scene.badge("vanna").pin()
    assert ("destroyed", "561O417") not in scene.alarms(), "somebody came; there is no weapon"
    assert "561O417" not in scene.bay.listed


def test_a_weapon_that_is_taken_in_is_registered_and_kept_apart() -> None:
    scene = ListedScene(destroyed("KV 77O"))
    scene.take_in("W7", serial="kv-770")
    assert scene.refused == ""
    assert scene.written[:3] == ["pin.accepted", "weapon.registered", "weapon.taken_in"]
    assert ("destroyed", "W7") in scene.alarms()
    scene.take_in("W7", serial="kv-770", right=False)
    assert "listed.met" not in scene.written, "nobody signed for that"


def test_what_is_loaded_corrected_or_marked_is_looked_up_too() -> None:
    scene = ListedScene(lost("SNW9"))
    fresh = replace(scene.weapons["W9"], number=WeaponNumber("W7"))
    scene.register(fresh)
    assert ("listed", "W7") in scene.alarms()
    scene = ListedScene(lost("4711"))
    scene.correct(replace(scene.weapons["W8"], serial="47-11")).vouch()
    assert ("listed", "W8") in scene.alarms()
    scene = ListedScene(lost("star in a circle"))
    assert ("listed", "W8") in scene.mark().alarms()


def test_what_is_read_from_the_steel_is_looked_up_without_its_letters() -> None:
    """A label of another weapon hangs on it: the digits of the steel are not the register's."""
    scene = ListedScene(destroyed("KV-40417"))
    scene.want().scan("W8").engraved("40417")
    assert "racking.differed" in scene.written
    assert matches(scene, "W8") == [("destroyed", "digits")]
    assert ("listed", "W8") in scene.alarms(), "digits alone are many weapons': no siren"
    assert not scene.bay.sounding
    scene = ListedScene(destroyed("40417"))
    scene.want().scan("W8").engraved("40417")
    assert scene.bay.sounding, "it is the very serial"
    scene = ListedScene(destroyed("KV-8888"))
    scene.weapons["W8"] = replace(scene.weapons["W8"], serial="AB-8888")
    scene.want().scan("W8").engraved("8888")
    assert "W8" not in scene.bay.listed, "letters and all, the register's serial is another"


def test_a_listed_weapon_gets_no_place() -> None:
    scene = ListedScene(lost("SNW8"))
    assert scene.want().scan("W8").refused == "listed"


def test_a_manifest_calls_before_its_weapons_are_there_and_again_when_they_are() -> None:
    scene = ListedScene(lost("SNW7"))
    coming = replace(scene.weapons["W9"], serial="SNW7")
    del scene.weapons["W9"]
    manifest = scene.manifest(coming)
    scene.read(manifest)
    assert ("listed", "W9") in scene.alarms()
    assert scene.bay.listed["W9"].weapon == ""
    scene.request(scene.arrival(manifest.number, ("W9", "SNW7")))
    scene.vouch()
    assert scene.bay.listed["W9"].weapon == "W9"
    assert "work.ordered" in scene.written


def test_a_find_is_held_against_the_lists() -> None:
    scene = ListedScene()
    scene.draw("sok", "W1").report_lost("W1")
    scene.capital.rows = (destroyed("SNW1"),)
    scene.find_it("W1")
    assert DESTROYED in scene.alarms()


def card(row: int, serial: str) -> e.CardImported:
    at = ListedScene().now()
    return e.CardImported(at, "9f86", row, f"C{row}", serial, e.Fate.CARD_ONLY, "", "")


def test_a_stack_of_cards_calls_once_and_says_each() -> None:
    scene = ListedScene(destroyed("417"), lost("88"))
    cards = tuple(
        replace(card(row, serial), at=scene.now()) for row, serial in enumerate(("417", "88", "9"))
    )
    scene.see(read_in(scene, cards))
    assert scene.written.count("listed.met") == 2
    assert scene.written.count("alarm.raised") == 1
    assert ("listed", "9f86") in scene.alarms(), "paper is no weapon: no siren"
    assert scene.bay.listed == {}


def read_in(scene: ListedScene, cards: tuple[e.CardImported, ...]) -> o.CardsRead:
    return o.CardsRead(scene.now(), cards)


def test_a_long_stack_is_looked_up_some_at_a_time() -> None:
    scene = ListedScene(destroyed("417"), lost("88"))
    serials = ["417", *(f"A{row}" for row in range(AT_ONCE)), "88"]
    cards = (replace(card(row, serial), at=scene.now()) for row, serial in enumerate(serials))
    scene.see(read_in(scene, tuple(cards)))
    assert scene.written.count("listed.met") == 2
    assert scene.capital.lookups == 2


def test_the_two_people_see_what_they_stand_by() -> None:
    other = matters.shown(OtherWeapon(WeaponNumber("W1"), "another maker"))
    assert [(one.field, one.becomes) for one in other] == [("listed_weapon", "W1")]
    taking = matters.shown(TakingList(LISTING))
    assert [one.field for one in taking] == ["national_list", "national_lost", "national_destroyed"]
    recalled = matters.shown(Recall(TransferNumber("T0001-btb-1"), "the road is flooded"))
    assert [(one.field, one.becomes) for one in recalled] == [("transfer", "T0001-btb-1")]


# ---------------------------------------------------------------- our own losses on papers
def test_our_own_losses_are_looked_for_on_cards_and_manifests() -> None:
    scene = ListedScene()
    scene.draw("sok", "W1").report_lost("W1")
    scene.see(read_in(scene, (replace(card(1, "sn-w1"), at=scene.now()),)))
    assert ("hot_list", "W1") in scene.alarms()
    scene = ListedScene()
    scene.draw("sok", "W1").report_lost("W1")
    coming = replace(scene.weapons["W9"], number=WeaponNumber("W7"), serial="S.NW1")
    scene.read(scene.manifest(coming))
    assert ("hot_list", "W1") in scene.alarms()
    scene = ListedScene()
    scene.draw("sok", "W1").report_lost("W1")
    others = replace(scene.weapons["W9"], number=WeaponNumber("W7"), serial="another")
    ours = replace(scene.weapons["W1"], serial="worn off")
    scene.read(scene.manifest(others, ours))
    assert ("hot_list", "W1") in scene.alarms(), "by its number, whatever stands on the steel"


def test_a_list_of_people_and_weapons_is_looked_through_for_our_own_losses() -> None:
    scene = ListedScene()
    scene.draw("sok", "W1").report_lost("W1")
    scene.register(scene.people["sok"].officer)
    assert ("hot_list", "W1") not in scene.alarms(), "a person is no weapon"
    fresh = replace(scene.weapons["W1"], number=WeaponNumber("W7"))
    scene.register(scene.people["sok"].officer, fresh)
    assert ("hot_list", "W1") in scene.alarms()


# ---------------------------------------------------------------- it is another weapon
@pytest.mark.promise("P10")
def test_two_people_say_that_it_is_another_weapon_and_not_who_has_it() -> None:
    scene = ListedScene()
    scene.draw("vanna", "W1", second="rith")
    scene.capital.rows = (lost("SNW1"),)
    scene.scan("W1").cancel()
    assert scene.other("W2").refused == "not_listed"
    assert scene.other("W1", why=" ").refused == "no_reason_given"
    assert scene.other("W1", by="sok").refused == "wrong_role"
    scene.other("W1")
    assert scene.badge("vanna").refused == "not_a_second"
    scene.badge("rith").pin().badge("chan").pin()
    settled = scene.one(e.ListedSettled)
    assert (settled.weapon, settled.by) == ("W1", ("rith", "chan"))
    assert scene.bay.listed == {}
    scene.capital.settled_rows["W1"] = {one.listed.row for one in settled.matches}
    scene.badge("chan").pin().cancel()
    assert LISTED not in scene.alarms()
    assert "listed.met" not in scene.scan("W1").written, "it is known to be another one"
    scene.capital.rows += (destroyed("SNW1"),)
    assert "listed.met" in scene.cancel().scan("W1").written, "but of what came since nobody knows"


def test_what_is_listed_is_not_sent() -> None:
    scene = ListedScene(lost("SNW1")).badge("sok").pin().scan("W1").cancel()
    assert scene.request(scene.sending("W1")).refused == "listed"


@pytest.mark.promise("P3")
def test_the_bay_is_the_fold_of_its_book() -> None:
    scene = ListedScene(lost("SNW1"), destroyed("561")).badge("sok").pin().scan("W1").cancel()
    scene.scan("5-6-1")
    assert set(scene.bay.listed) == {"W1", "5-6-1"}
    assert scene.replayed() == scene.bay


def test_nothing_is_looked_up_where_there_is_no_list() -> None:
    scene = ListedScene().badge("sok").pin().scan("W1")
    assert scene.capital.lookups == 0
