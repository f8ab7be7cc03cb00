"""A racking as a screen is told of it, and the desk of weapons that come in, over its socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest

from kiosk.registry.book import Book
from kiosk.registry.photos import ORPHAN_MS
from kiosk.rules import entries as e
from kiosk.rules.labels import Kind, number
from kiosk.rules.observations import racking as r
from kiosk.rules.observations.racking import RackFacts
from kiosk.rules.things import (
    Condition,
    Mark,
    MarkKind,
    Officer,
    OfficerNumber,
    PinFit,
    Role,
    SerialStatus,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from kiosk.rules.to_rack import Step
from kiosk.service import rack_works as w
from kiosk.service.in_hand import InHand
from kiosk.service.lookup import LocalRegister
from kiosk.service.marked import Marked
from kiosk.service.meanings import of_work
from kiosk.service.picture import draw
from kiosk.service.picture_names import Names
from kiosk.service.racking.desk import PAGE, LocalIncoming, incoming_answers
from kiosk.service.racking.remote import RemoteIncoming
from kiosk.service.server import SocketServer
from kiosk.service.stages import page_of, stage_of
from kiosk.service.views import BayView, Stage
from tests.keeper.rack_rig import RackRig
from tests.registry.pictures import JPEG, PICTURES, PNG
from tests.registry.samples import AT, open_here
from tests.rules.racking_scenes import RackScene

NARY, SOK, PICH = OfficerNumber("G-1"), OfficerNumber("O-1"), OfficerNumber("P-1")
SITE = 7


class Known:
    """The people and weapons of a scene, as a register."""

    def __init__(self, scene: RackScene) -> None:
        self.person, self.weapon = scene.people.get, scene.weapons.get


def seen(scene: RackScene) -> BayView:
    """Return what a screen is told of a scene."""
    return draw(scene.bay, Names(Known(scene)), scene.now(), InHand())


STAGES = {
    Step.LABEL: Stage.RACK_LABEL, Step.STEEL: Stage.RACK_STEEL, Step.CHECK: Stage.RACK_CHECK,
    Step.CLEAN: Stage.RACK_CLEAN, Step.PHOTO: Stage.RACK_PHOTO, Step.PLACE: Stage.RACK_PLACE,
    Step.SECOND: Stage.RACK_SECOND,
}  # fmt: skip


@pytest.mark.parametrize("step", STAGES)
def test_every_step_of_a_racking_has_its_stage_and_its_page(step: Step) -> None:
    scene = RackScene().up_to(step)
    assert stage_of(scene.bay) is STAGES[step]
    assert page_of(scene.bay, 3).startswith(STAGES[step])


def test_at_the_cable_a_racking_is_like_a_return() -> None:
    scene = RackScene().up_to(Step.SECOND).badge("rith")
    assert stage_of(scene.bay) is Stage.COUNTER_SIGN_PIN
    scene.pin()
    assert stage_of(scene.bay) is Stage.OPEN_NOW
    view = seen(scene.open())
    assert (view.stage, view.visit.purpose) == (Stage.CABLE_OPEN, "racking")
    assert (view.visit.position, view.visit.cable) == ("B3", "B")
    assert stage_of(scene.shut().bay) is Stage.COUNT
    assert stage_of(scene.count(3).bay) is Stage.CHOOSE


@pytest.mark.parametrize("step", [Step.LABEL, Step.STEEL])
def test_nothing_a_screen_is_told_says_what_should_be_engraved(step: Step) -> None:
    """It is read blind: not even a face that was taken over has it."""
    scene = RackScene()
    scene.weapons["W8"] = replace(scene.weapons["W8"], serial="XY 56781234", calibre="9 x 18")
    scene.facts = RackFacts((e.CardSays("C-1", "56781234", "9 x 18"),))
    view = seen(scene.up_to(step))
    for secret in ("56781234", "XY", "9 x 18"):
        assert secret not in repr(view)


def test_once_it_was_read_the_screen_shows_what_to_compare() -> None:
    scene = RackScene()
    scene.facts = RackFacts((e.CardSays("C-1", "9", "7,62"),), photos=2)
    racking = seen(scene.up_to(Step.CHECK)).visit.racking
    assert racking is not None
    assert (racking.type, racking.calibre, racking.photos) == ("rifle", "7.62", 2)
    assert [card.serial for card in racking.cards] == ["9"]
    assert racking.disputed
    assert racking.places == ()
    racking = seen(RackScene().up_to(Step.PLACE)).visit.racking
    assert racking is not None
    assert racking.places == ("B3",)


# ---------------------------------------------------------------- the desk
@dataclass
class Office:
    """A book, its desk behind a socket, and a clock."""

    book: Book
    desk: RemoteIncoming
    register: LocalRegister
    now_ms: list[int]

    def registered(self, sequence: int, **more: object) -> WeaponNumber:
        one = WeaponNumber(number(Kind.WEAPON, SITE, sequence))
        plain = Weapon(one, "AK", WeaponType("rifle"), f"S{sequence}")
        weapon = replace(plain, **more)  # type: ignore[arg-type]  # replace checks the names
        self.book.journal.append((e.WeaponRegistered(AT, weapon, NARY),))
        return one


@contextmanager
def opened(folder: Path) -> Iterator[Office]:
    book, now = open_here(folder / "book"), [AT.wall_ms]
    people = (
        Officer(NARY, "Nary", role=Role.REGISTRAR),
        Officer(SOK, "Sok"),
        Officer(PICH, "Pich", role=Role.ARMOURER),
    )
    book.journal.append([e.OfficerRegistered(AT, who, "x") for who in people])
    photos = book.photos(lambda: now[0])
    desk = LocalIncoming(
        facts=book.facts, search=book.search, incoming=book.incoming, photos=photos, site=SITE,
        stories=book.stories,
    )  # fmt: skip
    register = LocalRegister(
        book.facts, book.search, book.stories, Marked(book.facts, book.incoming, photos.has)
    )
    path = folder / "s"
    with SocketServer(path, incoming_answers(desk)) as server:
        server.open()
        try:
            yield Office(book, RemoteIncoming(path), register, now)
        finally:
            server.shutdown()
            book.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as one:
        yield one


def test_who_may_not_sit_there_is_told_nothing(office: Office) -> None:
    one = office.registered(1)
    for by, reason in ((SOK, "wrong_role"), ("x", "unknown_officer")):
        assert office.desk.waiting(by, "unplaced").reason == reason
        assert office.desk.sheet(by, one).reason == reason
        assert office.desk.next_number(by).reason == reason
        assert office.desk.send_photo(by, JPEG).reason == reason
    photo = office.desk.send_photo(NARY, JPEG).photo
    assert office.desk.photo(SOK, photo) is None
    assert office.desk.waiting(PICH, "unplaced").reason == ""


def test_the_next_number_is_the_one_behind_the_last_of_this_site(office: Office) -> None:
    assert office.desk.next_number(NARY).number == number(Kind.WEAPON, SITE, 1)
    office.registered(41)
    assert office.desk.next_number(NARY).number == number(Kind.WEAPON, SITE, 42)
    office.registered(99_999)
    assert office.desk.next_number(NARY).number == ""


def test_what_waits_is_told_page_by_page_with_how_far_it_is(office: Office) -> None:
    numbers = [office.registered(one) for one in range(1, PAGE + 3)]
    office.book.journal.append((e.RackingDiffered(AT, numbers[1], ("serial",), "7", NARY),))
    page = office.desk.waiting(NARY, "unplaced")
    assert [one.weapon.number for one in page.weapons] == numbers[:PAGE]
    assert page.weapons[1].differing == ("serial",)
    page = office.desk.waiting(NARY, "unready", page.after)
    assert [one.weapon.number for one in page.weapons] == numbers[PAGE:]
    assert page.after == ""


def test_a_sheet_has_all_that_is_known_of_a_weapon_that_came_in(office: Office) -> None:
    one = office.registered(1, serial="", serial_status=SerialStatus.NONE, calibre="9 x 18")
    mark = Mark(MarkKind.PROOF, "ត្រា 66", SerialStatus.PARTIAL, "receiver")
    office.book.journal.append(
        (
            e.WeaponTakenIn(AT, one, e.Source.CACHE, "2016-03-10", "សំឡូត", "r 7", NARY),
            e.WeaponMarked(AT, one, mark, NARY),
            e.WeaponCleaned(AT, one, PICH, NARY),
        )
    )
    sheet = office.desk.sheet(NARY, one)
    assert sheet.weapon is not None
    assert (sheet.calibre, sheet.serial_status, sheet.state) == ("9 x 18", "none", "empty")
    assert sheet.intake is not None
    assert (sheet.intake.source, sheet.intake.place) == ("cache", "សំឡូត")
    (face,) = sheet.marks
    assert (face.kind, face.text, face.status, face.where) == (
        "proof", "ត្រា 66", "partial", "receiver",
    )  # fmt: skip
    assert face.by is not None
    assert face.by.name == "Nary"
    assert sheet.cleaner is not None
    assert sheet.cleaner.name == "Pich"
    assert office.desk.sheet(NARY, "1000000000").weapon is None


@pytest.mark.promise("P12")
@pytest.mark.parametrize("kind", PICTURES)
def test_a_photo_goes_through_the_socket_in_pieces_and_comes_back_the_same(
    kind: str, office: Office
) -> None:
    taken = office.desk.send_photo(NARY, PICTURES[kind])
    assert taken.photo == sha256(PICTURES[kind]).hexdigest()
    photo = office.desk.photo(PICH, taken.photo)
    assert photo is not None
    assert (photo.kind, photo.content) == (kind, PICTURES[kind])


def test_a_photo_of_many_pieces_comes_whole(office: Office) -> None:
    """Three megabytes of comment make a picture that needs seventy pieces there and six back."""
    comment = b"\xff\xfe\xff\xff" + bytes(65_533)
    large = JPEG[:2] + comment * 48 + JPEG[2:]
    taken = office.desk.send_photo(NARY, large)
    photo = office.desk.photo(NARY, taken.photo)
    assert photo is not None
    assert photo.content == large


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_a_picture"), (b"<html>", "not_a_picture"), (JPEG[:-7], "picture_cut_short"),
        (JPEG + bytes(9 << 20), "picture_too_large"),
    ],
)  # fmt: skip
def test_what_is_no_photo_is_said_and_nothing_of_it_stays(
    content: bytes, reason: str, office: Office
) -> None:
    assert office.desk.send_photo(NARY, content).reason == reason
    assert [*(office.book.folder / "photos").glob("??/*")] == []


def test_a_photo_that_is_gone_is_told_as_gone_and_its_mark_stays(office: Office) -> None:
    """The card was swapped, and the book came back without its photos."""
    one = office.registered(1, serial="", serial_status=SerialStatus.NONE)
    photo = office.desk.send_photo(NARY, PNG).photo
    mark = Mark(MarkKind.SERIAL, "", SerialStatus.ILLEGIBLE, photo=photo)
    office.book.journal.append((e.WeaponMarked(AT, one, mark, NARY),))
    story = office.register.story(NARY, one)
    assert story.weapon is not None
    assert [face.photo_there for face in story.weapon.marks] == [True]
    office.now_ms[0] += 30 * ORPHAN_MS
    office.desk.send_photo(NARY, JPEG)
    assert office.desk.photo(NARY, photo) is not None, "an entry names it: it is kept for ever"
    (office.book.folder / "photos" / photo[:2] / photo).unlink()
    story = office.register.story(NARY, one)
    assert story.weapon is not None
    (face,) = story.weapon.marks
    assert (face.photo, face.photo_there) == (photo, False)
    assert office.desk.photo(NARY, photo) is None


def test_a_search_finds_a_weapon_by_its_mark_and_shows_it(office: Office) -> None:
    one = office.registered(1, serial="", serial_status=SerialStatus.NONE)
    office.book.journal.append((e.WeaponMarked(AT, one, Mark(MarkKind.MAKER, "KBI 1951"), NARY),))
    (found,) = office.register.find(NARY, "kbi 19").found
    assert found.weapon is not None
    assert found.weapon.number == one
    assert (found.serial_status, [mark.text for mark in found.marks]) == ("none", ["KBI 1951"])


# ---------------------------------------------------------------- signed work
def test_words_nobody_knows_become_the_most_careful_ones() -> None:
    """Only a forged form sends them; what is written is what a person must look at."""
    rig = RackRig()
    eyes, at = rig.keeper.eyes, rig.clock.now()
    signature = eyes.signature(OfficerNumber("1"), PinFit.RIGHT)
    work = w.TakeIn("1", "AK", "rifle", "7", "x", "", "x", "x", "", "", "")
    asked = of_work(work)(eyes, at, signature)
    assert isinstance(asked, r.IntakeAsked)
    assert asked.weapon.serial_status is SerialStatus.PARTIAL
    assert asked.weapon.condition is Condition.QUARANTINED
    assert asked.source is e.Source.OTHER
    marked = of_work(w.MarkWeapon("1", "x", "", "x", "", "", 0))(eyes, at, signature)
    assert isinstance(marked, r.MarkAsked)
    assert (marked.mark.kind, marked.mark.status) == (MarkKind.OTHER, SerialStatus.PARTIAL)
    one = w.Described("AK", "rifle", "7", "x", "")
    disputed = of_work(w.CorrectWeapon("1", "why", one, one))(eyes, at, signature)
    assert isinstance(disputed, r.SerialDisputed)
    assert disputed.wanted.serial_status is SerialStatus.PARTIAL
