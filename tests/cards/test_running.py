"""While the kiosk works it is the one that writes the cards, and officers are served meanwhile."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.cards.commit import Voucher
from kiosk.cards.running import let_in
from kiosk.cards.stage import stage
from kiosk.cards.waiting import waiting_in
from kiosk.config import Settings
from kiosk.registry.progress import Progress, silent
from kiosk.registry.verify import whole
from kiosk.service.client import Conversation, HatchRefused
from tests.assembly.program import CHIEF, CUSTODIAN, OFFICER, member, running, warehouse
from tests.cards import desk
from tests.cards.desk import GOOD, HEAD, imported, listed, typed


def let_in_by(config: Path, stack: str, *officers: str, pin: str = "") -> tuple[int, str]:
    """Type `kiosk cards commit`, as two of the cast."""
    first, second = officers
    said = "".join(f"{pin or member(who).pin}\n" for who in officers)
    result = typed(
        "cards", "commit", stack, "--config", config, "--first", first, "--second", second,
        said=said,
    )  # fmt: skip
    return result.exit_code, result.stderr


def kinds(settings: Settings) -> list[str]:
    """Return the kinds of all lines of the book."""
    lines = (settings.folder / "journal.lines").read_text(encoding="utf-8").splitlines()
    return [json.loads(line.split("\t")[0])["kind"] for line in lines]


@pytest.mark.promise("P10", "P12")
def test_a_running_kiosk_lets_a_stack_in_when_two_people_stand_by_it(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    path = listed(tmp_path / "list.csv", desk.cards(450))
    with running(config, settings) as kiosk:
        kiosk.answered()
        stack = imported(config, path)["stack"]
        assert let_in_by(config, stack, CHIEF, CHIEF)[0] == 1
        assert "Wrong PIN" in let_in_by(config, stack, CHIEF, CUSTODIAN, pin="000000")[1]
        assert let_in_by(config, stack, CUSTODIAN, OFFICER)[0] == 1
        assert desk.count_in(settings) == 0
        code, said = let_in_by(config, stack, CUSTODIAN, CHIEF)
        assert (code, "450 cards are in the register" in said) == (0, True), said
        assert f":{kiosk.face.view().head}" in said
        assert kiosk.ends() == 0
    assert desk.exported(config) == path.read_bytes()
    assert whole(settings.folder).good
    written = kinds(settings)
    assert [written.count(f"card{kind}") for kind in ("s.begun", ".imported", "s.closed")] == [
        1, 450, 1,
    ]  # fmt: skip


def test_an_officer_is_served_between_two_portions(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        stack = imported(config, listed(tmp_path / "list.csv", desk.cards(700)))["stack"]
        told: list[Progress] = []

        def tell(now: Progress) -> None:
            if not told:
                kiosk.opens()
            told.append(now)

        people = [Voucher(who, member(who).pin) for who in (CUSTODIAN, CHIEF)]
        went = let_in(Path(settings.kiosk.socket), stack, 700, people, tell)
        assert went.closed
    assert [now.done for now in told] == [201, 401, 601, 700]
    found = [one for one in kinds(settings) if one in {"card.imported", "cable.opened"}]
    assert (found.index("cable.opened"), len(found)) == (200, 701)


def test_two_terminals_at_once_write_each_card_once(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    path = listed(tmp_path / "list.csv", desk.cards(1_000))
    with running(config, settings) as kiosk:
        kiosk.answered()
        stack = imported(config, path)["stack"]
        people = [Voucher(who, member(who).pin) for who in (CUSTODIAN, CHIEF)]

        def one(_: int) -> bool:
            return let_in(Path(settings.kiosk.socket), stack, 1_000, people, silent).closed

        with ThreadPoolExecutor(4) as terminals:
            assert all(terminals.map(one, range(4)))
        assert kiosk.ends() == 0
    written = kinds(settings)
    assert [written.count(f"card{kind}") for kind in ("s.begun", ".imported", "s.closed")] == [
        1, 1_000, 1,
    ]  # fmt: skip
    assert desk.exported(config) == path.read_bytes()


def test_a_commit_that_was_cut_off_goes_on_and_asks_nobody_again(tmp_path: Path) -> None:
    """The terminal is gone after one portion; the kiosk is started again; so is the command."""
    config, settings = warehouse(tmp_path)
    path = listed(tmp_path / "list.csv", desk.cards(500))
    with running(config, settings) as kiosk:
        kiosk.answered()
        stack = imported(config, path)["stack"]
        people = [Voucher(who, member(who).pin) for who in (CUSTODIAN, CHIEF)]

        def leave(_: Progress) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            let_in(Path(settings.kiosk.socket), stack, 500, people, leave)
    assert desk.count_in(settings) == 200
    with running(config, settings) as kiosk:
        kiosk.answered()
        assert typed("cards", "commit", stack, "--config", config).exit_code == 0
        assert typed("cards", "commit", stack, "--config", config).exit_code == 0
    assert desk.exported(config) == path.read_bytes()
    assert kinds(settings).count("card.imported") == 500


def test_a_face_that_was_taken_over_lets_no_card_in(tmp_path: Path) -> None:
    """It can name a stack and no path, go on with none that nobody stands by, and bring no card."""
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        stack = imported(config, listed(tmp_path / "list.csv", desk.cards(3)))["stack"]
        socket = Path(settings.kiosk.socket)
        assert "No stack ../.. waits" in let_in(socket, "../..", 1, (), silent).wrong
        assert let_in(socket, stack, 1, (), silent).reason == "not_a_second"
        hatch = Conversation(socket)
        with closing(hatch):
            went = hatch.ask({"ask": "cards.go_on", "stack": stack})["went"]
            assert went["wrong"] == f"Nobody stands by stack {stack} yet."
            for wrong in ({"stack": 7}, {"stack": stack, "vouchers": "me"}, {}):
                with pytest.raises(HatchRefused):
                    hatch.ask({"ask": "cards.begin", **wrong})
    assert desk.count_in(settings) == 0


def test_what_is_no_longer_what_two_people_stood_by_is_not_gone_on_with(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        stack = imported(config, listed(tmp_path / "list.csv", desk.cards(400)))["stack"]
        people = [Voucher(who, member(who).pin) for who in (CUSTODIAN, CHIEF)]
        other = listed(tmp_path / "other.csv", [HEAD, GOOD])
        staged = stage(other, tmp_path / "x", register=None, by="x", today=desk.TODAY)

        def swap(_: Progress) -> None:
            (waiting,) = waiting_in(settings.folder)
            (staged.folder / "staging.db").replace(waiting.staging)

        went = let_in(Path(settings.kiosk.socket), stack, 400, people, swap)
        assert "was begun with other columns or another number of cards" in went.wrong
    assert desk.count_in(settings) == 200


def test_cells_that_were_keyed_in_two_ways_keep_a_stack_out_there_too(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        path = listed(tmp_path / "list.csv", desk.cards(3))
        other = listed(tmp_path / "2.csv", [*desk.cards(2), ("C3", "0000008", *GOOD[2:])])
        stack = imported(config, path, "--second", other)["stack"]
        people = [Voucher(who, member(who).pin) for who in (CUSTODIAN, CHIEF)]
        went = let_in(Path(settings.kiosk.socket), stack, 3, people, silent)
        assert went.wrong == "1 cells were keyed in two ways."
    assert desk.count_in(settings) == 0


def test_a_stack_that_was_judged_before_another_came_in_is_not_let_in(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        one = imported(config, listed(tmp_path / "1.csv", desk.cards(1)))["stack"]
        two = imported(config, listed(tmp_path / "2.csv", desk.cards(2)))["stack"]
        people = [Voucher(who, member(who).pin) for who in (CUSTODIAN, CHIEF)]
        assert let_in(Path(settings.kiosk.socket), one, 1, people, silent).closed
        went = let_in(Path(settings.kiosk.socket), two, 2, people, silent)
        assert f"came into the register after stack {two} was judged" in went.wrong
        assert imported(config, tmp_path / "2.csv")["fates"]["duplicate"] == 1
        assert let_in(Path(settings.kiosk.socket), two, 2, people, silent).closed
    assert desk.count_in(settings) == 3
