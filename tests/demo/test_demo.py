"""`make run`: the simulated warehouse, from nothing to two pages, and back to nothing."""

import re
import signal
import socket
import tomllib
from pathlib import Path

import pytest

from kiosk.config import GpioOutput, read_settings, settings_from
from kiosk.demo.bill import own_address, playbill
from kiosk.demo.cast import cards, read_cast
from kiosk.demo.folder import home, laid_out, spelled
from kiosk.demo.programs import answers_at, free_port
from kiosk.demo.seed import sow
from kiosk.registry.book import open_book
from kiosk.rules.broken import ConfigWrong
from kiosk.rules.gates import Wish, closed_gate
from kiosk.rules.labels import Kind, Label, read_label
from kiosk.rules.pin_form import pin_problem
from kiosk.rules.things import Moment, PinFit, Role, WeaponNumber
from tests.assembly.program import OTHER, RIFLE, warehouse
from tests.demo.terminal import fetched, gone, shown

PISTOL = "1010001928"


def test_one_command_shows_both_pages_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with shown(tmp_path) as show:
        port = int(show.until(r"both pages +http://127\.0\.0\.1:(\d+)/demo\n")[1])
        show.until(r"chief's page +https://[\d.]+:\d+/ +0018023, PIN 863025\n")
        show.until(r"certificate: SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}\n")
        show.until(r"2010000148 +493817 +0041207 +Sok Dara +officer +draws any weapon\n")
        show.until(r"confirm 9010001074 ")
        show.until(r"told +idle; 24 in the racks\n")
        for path in ("/", "/bench", "/demo"):
            assert fetched(port, path)[0] == 200
        bench = fetched(port, "/bench")[1]
        assert [member.pin for member in read_cast().members if member.pin not in bench] == []
        children = show.children()
        assert len(children) == 2
        show.child.send_signal(signal.SIGINT)
        assert show.ended() == 0
        assert all(map(gone, children))
        assert "Traceback" not in show.said
    assert "its book stays" in show.said


def test_a_demonstration_that_is_shown_already_is_not_shown_twice(tmp_path: Path) -> None:
    with shown(tmp_path) as show:
        show.until(r"told +idle")
        with shown(tmp_path) as second:
            assert second.ended() == 75
            assert "Another program has the book" in second.said
        assert len(show.children()) == 2


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert answers_at(port)
        assert free_port("127.0.0.1", port) > port
    assert not answers_at(port)


def test_everybody_of_the_cast_does_what_the_bill_says(tmp_path: Path) -> None:
    """The bill tells a visitor what will happen; the gates of the rules must agree."""
    _, settings = warehouse(tmp_path)
    book = open_book(settings.folder, settings.kiosk.name, settings.policy)
    found: dict[tuple[str, str], str | None] = {}
    try:
        now = book.bay().latest_wall_ms
        for member in read_cast().members:
            assert book.pins.fit(member.officer, member.pin) is PinFit.RIGHT
            assert pin_problem(member.pin, member.pin) == ""
            for weapon in map(WeaponNumber, (RIFLE, PISTOL)):
                person, held = book.facts.person(member.officer), book.facts.weapon(weapon)
                assert person is not None
                assert held is not None
                place = book.bay().homes[weapon]
                wish = Wish(Moment(now, 0), book.bay(), person, held, place)
                found[member.officer, weapon] = closed_gate(wish)
    finally:
        book.close()
    shows: dict[str, str] = {member.officer: member.shows for member in read_cast().members}
    reasons = {
        "0041207": (None, None),
        "0041355": (None, "no_certificate"),
        "0038816": ("no_certificate", None),
        "0045102": ("certificate_expired", "no_certificate"),
        "0047730": ("no_certificate", "no_certificate"),
        "0040019": ("on_hold", "on_hold"),
        "0043561": ("mission_expired", "no_certificate"),
        "0039948": ("no_mission", "no_mission"),
    }
    for officer, expected in reasons.items():
        assert (found[officer, RIFLE], found[officer, PISTOL]) == expected, shows[officer]


def test_what_everybody_shows_is_said_in_khmer_too() -> None:
    members = read_cast().members
    said = {(member.shows, member.shows_km) for member in members}
    assert len({english for english, _ in said}) == len({khmer for _, khmer in said}) == len(said)
    assert not any(re.search("[A-Za-z]", khmer) for _, khmer in said)


def test_the_register_holds_what_a_real_one_does(tmp_path: Path) -> None:
    """Missing and repeated serials are 10 to 20 in a hundred; a demonstration without would lie."""
    _, settings = warehouse(tmp_path)
    book = open_book(settings.folder, settings.kiosk.name, settings.policy)
    try:
        weapons = book.office.weapons(limit=100)
        roles = [officer.role for officer in book.office.officers()]
        quarantine = [place for place in book.bay().positions.values() if place.quarantine]
    finally:
        book.close()
    serials = [weapon.serial for weapon in weapons]
    assert len(weapons) == 24
    assert "" in serials
    assert len(set(serials)) < len(serials)
    assert (roles.count(Role.OFFICER), roles.count(Role.CUSTODIAN)) == (8, 2)
    assert (roles.count(Role.CHIEF), roles.count(Role.REGISTRAR)) == (1, 1)
    assert len(quarantine) == 1


def test_the_next_day_everybody_has_todays_mission_orders(tmp_path: Path) -> None:
    _, settings = warehouse(tmp_path)
    sow(settings)
    sow(settings)
    book = open_book(settings.folder, settings.kiosk.name, settings.policy)
    try:
        people = [book.facts.person(order.officer) for order in read_cast().orders]
    finally:
        book.close()
    assert [len(person.missions) for person in people if person is not None] == [1] * 7


def test_a_reader_of_ones_own_takes_the_place_of_the_simulated_one(tmp_path: Path) -> None:
    mine = tmp_path / "my.toml"
    mine.write_text(
        """
        [[reader]]
        name = "scanner"
        kind = "keyboard"
        reads = "weapon"
        device = "/dev/input/by-id/usb-Honeywell_1900-event-kbd"
        [buzzer]
        kind = "gpio"
        pin = 23
        [[cable]]
        id = "R1-A"
        rack = "R1"
        positions = ["R1-01"]
        lock = { kind = "simulated", max_on_s = 9 }
        contact = { kind = "simulated" }
        """,
        encoding="utf-8",
    )
    path, settings = laid_out(tmp_path / "demo", mine, fresh=False)
    assert [(reader.name, reader.KIND) for reader in settings.readers] == [
        ("scanner", "keyboard"),
        ("badge", "simulated"),
    ]
    assert [cable.id for cable in settings.cables] == ["R1-A", "R1-B", "R2-A", "R2-B"]
    assert settings.cables[0].lock.max_on_s == 9
    assert settings.buzzer == GpioOutput(pin=23)
    assert read_settings(path) == settings
    mine.write_text('[[reader]]\nname = "all"\nkind = "serial"\nreads = "any"\ndevice = "/dev/x"\n')
    _, settings = laid_out(tmp_path / "demo", mine, fresh=False)
    assert [reader.name for reader in settings.readers] == ["all"]


@pytest.mark.parametrize(
    "text", ["[[reader]]\nname = 1\n", "[reader]\nname = 'x'\n", "kiosk = 1\n"]
)
def test_a_wrong_file_of_ones_own_is_named(tmp_path: Path, text: str) -> None:
    mine = tmp_path / "my.toml"
    mine.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigWrong, match=r"my\.toml, with the demonstration's own: "):
        laid_out(tmp_path / "demo", mine, fresh=False)


def test_a_fresh_demonstration_throws_away_its_book_and_nothing_else(tmp_path: Path) -> None:
    _, settings = warehouse(tmp_path)
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    laid_out(tmp_path, None, fresh=True)
    assert not settings.folder.exists()
    assert (tmp_path / "letter.txt").exists()


def test_its_kiosk_has_a_name_for_a_chief_and_a_book_keeps_the_one_it_was_begun_with(
    tmp_path: Path,
) -> None:
    """The name stands on every page and is signed into every line; another would be refused."""
    path, settings = laid_out(tmp_path, None, fresh=False)
    assert settings.kiosk.name == "Angkor-1"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"Angkor-1"', '"demo"'), encoding="utf-8")
    assert laid_out(tmp_path, None, fresh=False)[1].kiosk.name == "demo"
    mine = tmp_path / "my.toml"
    mine.write_text("[kiosk]\nname = 'R-07'\n", encoding="utf-8")
    assert laid_out(tmp_path, mine, fresh=False)[1].kiosk.name == "R-07"
    assert laid_out(tmp_path, None, fresh=True)[1].kiosk.name == "Angkor-1"


def test_a_folder_of_a_real_kiosk_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text("[kiosk]\n", encoding="utf-8")
    with pytest.raises(ConfigWrong, match="is not the file of a demonstration"):
        laid_out(tmp_path, None, fresh=True)
    assert (tmp_path / "kiosk.toml").read_text(encoding="utf-8") == "[kiosk]\n"


def test_a_folder_too_deep_for_a_socket_has_it_elsewhere(tmp_path: Path) -> None:
    _, settings = laid_out(tmp_path / ("d" * 120), None, fresh=False)
    assert len(settings.kiosk.socket) < 108


def test_it_lives_where_programs_keep_their_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
    assert home() == Path("/somewhere/armoury-kiosk/demo")
    monkeypatch.setenv("XDG_DATA_HOME", "relative")  # to be passed over, says the standard
    monkeypatch.setenv("HOME", "/home/sok")
    assert home() == Path("/home/sok/.local/share/armoury-kiosk/demo")


def test_what_is_spelled_as_toml_is_read_back() -> None:
    raw = {
        "kiosk": {"name": 'a "b" \\ ខ', "folder": "/x", "socket": "/y", "site": 7},
        "policy": {"profile": "cambodia", "changes": {"allowance": {"value": 2, "source": "é\n"}}},
        "reader": [{"name": "r", "kind": "simulated", "reads": "any"}],
        "cable": [
            {
                "id": "A", "rack": "R", "positions": ["A1"],
                "lock": {"kind": "simulated", "max_on_s": 3},
                "contact": {"kind": "simulated"},
            }
        ],
    }  # fmt: skip
    assert tomllib.loads(spelled(raw)) == raw
    assert settings_from(raw, "x").policy.allowance == 2


def test_every_label_of_the_bill_is_one_of_ours() -> None:
    for _, number in cards():
        assert read_label(number) == Label(Kind.COMMAND, number)
    for member in read_cast().members:
        assert read_label(member.badge_text) == Label(Kind.BADGE, member.badge_text)
    assert read_label(OTHER) == Label(Kind.WEAPON, OTHER)


def test_the_bill_fits_a_terminal_of_a_hundred_columns(tmp_path: Path) -> None:
    _, settings = warehouse(tmp_path)
    book = open_book(settings.folder, settings.kiosk.name, settings.policy)
    try:
        people = {officer.number: officer for officer in book.office.officers()}
    finally:
        book.close()
    lines = playbill(8080, 8443, "", read_cast().members, people)
    assert max(map(len, lines)) <= 100
    assert own_address().count(".") == 3
