"""kiosk labels: numbers in, a sheet, a roll or a PDF out, and nothing at all when one is wrong."""

import shutil
from pathlib import Path

import pytest

from kiosk.papers.sheets import SHEETS
from kiosk.rules import entries as e
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import BadgeText, OfficerNumber
from tests.commands.typed import fresh, typed, written
from tests.papers import certified as c
from tests.papers.pictures import expected, on_label, pictures
from tests.papers.pictures import read as read_symbols
from tests.papers.zpl_reader import labels_of

WEAPONS = """name,type,serial,position
AK-47,rifle,2374051,A1
SKS,rifle,2374O51,
K-54,pistol,56-1 ២៣៧,B1
"""
ONE, TWO, THREE = (number(Kind.WEAPON, 7, place) for place in (1, 2, 3))
UNKNOWN = number(Kind.WEAPON, 7, 99)
WRONG = f"{ONE[:-1]}{(int(ONE[-1]) + 1) % 10}"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path, _ = fresh(tmp_path)
    typed("weapons", "load", "--config", path, written(tmp_path / "w.csv", WEAPONS))
    return path


def symbols(path: Path, sheet: str, *places: int) -> list[str]:
    """Return the numbers that a reader finds on labels of a printed PDF, "" where it finds none."""
    (page, *_) = pictures(path)
    told = []
    for place in places:
        found = read_symbols(on_label(page, SHEETS[sheet], place))
        told.append(found[0][1].decode() if found else "")
        assert found in ([], expected(told[-1]))
    return told


@pytest.mark.browser
def test_a_begun_sheet_comes_out_of_the_machines_own_chromium_as_pdf(
    config: Path, tmp_path: Path
) -> None:
    out = tmp_path / "labels.pdf"
    words = ("labels", "--config", config, f" {ONE[:4]} {ONE[4:]} ", THREE)
    done = typed(*words, "--sheet", "L7651", "--from", "4", "--pdf", "-o", out)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == ""
    assert "2 labels" in done.stderr
    assert symbols(out, "L7651", 2, 3, 4, 5) == ["", ONE, THREE, ""]


def test_without_a_chromium_a_pdf_is_refused_with_what_to_do(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    out = tmp_path / "labels.pdf"
    done = typed("labels", "--config", config, ONE, "--pdf", "-o", out)
    assert (done.exit_code, out.exists()) == (1, False)
    assert "apt install chromium" in done.stderr


def test_a_chromium_that_prints_nothing_leaves_nothing(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = shutil.which("true")
    assert true is not None
    (tmp_path / "chromium").symlink_to(true)
    monkeypatch.setenv("PATH", str(tmp_path))
    out = tmp_path / "labels.pdf"
    done = typed("labels", "--config", config, ONE, "--pdf", "-o", out)
    assert (done.exit_code, out.exists()) == (1, False)
    assert "Nothing was written" in done.stderr


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((UNKNOWN,), f"no weapon {UNKNOWN}"),
        ((WRONG,), "check digits"),
        (("2374051",), "no number of ours"),
        (("1010 0001",), "no number of ours"),
        ((ONE, ONE), "twice"),
        ((number(Kind.POSITION, 7, 1),), "--positions"),
        ((number(Kind.BATCH, 7, 1),), "nothing has a number of that kind"),
        ((number(Kind.COMMAND, 7, 77),), "nothing has a number of that kind"),
    ],
)
def test_a_wrong_number_gets_a_sentence_and_nothing_is_written(
    config: Path, tmp_path: Path, numbers: tuple[str, ...], said: str
) -> None:
    """Half a sheet printed is a sheet nobody can trust."""
    out, listed = tmp_path / "labels.html", tmp_path / "list.html"
    done = typed("labels", "--config", config, TWO, *numbers, "--list", listed, "-o", out)
    assert done.exit_code == 1
    assert said in done.stderr
    assert done.stderr.endswith("kiosk: Nothing was written.\n")
    assert not out.exists()
    assert not listed.exists()


def test_every_wrong_number_is_named_and_of_very_many_how_many(
    config: Path, tmp_path: Path
) -> None:
    file = written(tmp_path / "n.txt", "# all wrong\n\n" + "".join(f"X{n:04}\n" for n in range(50)))
    done = typed("labels", "--config", config, "--numbers", file, "-o", tmp_path / "x")
    assert done.stderr.count("no number of ours") == 20
    assert "and 30 more" in done.stderr


def test_numbers_come_from_a_file_too_in_any_digits(config: Path, tmp_path: Path) -> None:
    khmer = TWO.translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    file = written(tmp_path / "n.txt", f"# which\n{ONE}\n\n{khmer}\r\n", "utf-8-sig")
    out = tmp_path / "labels.zpl"
    done = typed("labels", "--config", config, "--numbers", file, "--zpl", "203", "-o", out)
    assert done.exit_code == 0, done.stderr
    made = labels_of(out.read_text("utf-8"))
    assert [read_symbols(one.picture) for one in made] == [expected(ONE), expected(TWO)]


def test_a_file_that_is_no_text_is_refused(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "n.txt"
    file.write_bytes(b"\xff\xfe1\x00")
    done = typed("labels", "--config", config, "--numbers", file, "-o", tmp_path / "x")
    assert (done.exit_code, "no text" in done.stderr) == (1, True)


def test_the_weapons_of_the_bay_come_in_rack_order_with_the_list_of_where_they_go(
    config: Path, tmp_path: Path
) -> None:
    out, listed = tmp_path / "labels.html", tmp_path / "list.html"
    done = typed("labels", "--config", config, "--bay", "--from", "24", "--list", listed, "-o", out)
    assert done.exit_code == 0, done.stderr
    page, list_page = out.read_text("utf-8"), listed.read_text("utf-8")
    assert page.count("<svg") == 2
    assert page.index(f"{ONE[:4]} ") < page.index(f"{THREE[:4]} {THREE[4:8]}")
    for cell in ("1-24", "2-01", "2374051", "56-1 ២៣៧", "A1", "B1"):
        assert f">{cell}<" in list_page
    assert "2374051" not in page, "a serial on a label tells the counter what to read"
    assert TWO[4:8] not in page


def test_a_label_is_printed_again_as_often_as_one_likes_and_that_is_no_entry(
    config: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "book"
    before = sorted((path.name, path.read_bytes()) for path in folder.iterdir() if path.is_file())
    pages = []
    for name in ("a", "b"):
        assert typed("labels", "--config", config, ONE, "-o", tmp_path / name).exit_code == 0
        pages.append((tmp_path / name).read_bytes())
    after = sorted((path.name, path.read_bytes()) for path in folder.iterdir() if path.is_file())
    assert pages[0] == pages[1]
    lines = [(name, content) for name, content in before if not name.endswith(("-shm", "-wal"))]
    assert [one for one in after if not one[0].endswith(("-shm", "-wal"))] == lines


def test_a_badge_is_printed_until_somebody_has_it_and_never_again(tmp_path: Path) -> None:
    """A second badge of one number opens as the first does, also one that was withdrawn."""
    config, settings = fresh(tmp_path)
    given, withdrawn, free = (number(Kind.BADGE, 7, place) for place in (1, 2, 3))
    c.write(
        settings.folder,
        *c.founded(),
        *(
            e.BadgeEnrolled(c.at(-9), BadgeText(one), c.SOK.number, ("f",))
            for one in (given, withdrawn)
        ),
        e.BadgeWithdrawn(c.at(-8), BadgeText(withdrawn), OfficerNumber(c.SOK.number), "lost", "f"),
    )
    out = tmp_path / "badges.html"
    refused = typed("labels", "--config", config, "--badges", "1-3", "-o", out)
    assert (refused.exit_code, out.exists()) == (1, False)
    assert given in refused.stderr
    assert withdrawn in refused.stderr
    assert free not in refused.stderr
    done = typed("labels", "--config", config, "--badges", "3-5", "-o", out)
    assert done.exit_code == 0, done.stderr
    assert f"{free[:4]} {free[4:8]} {free[8:]}" in out.read_text("utf-8")
    assert "Sok" not in out.read_text("utf-8"), "a badge that is found must not say whose it is"


@pytest.mark.parametrize("range_", ["x", "5", "5-", "-3", "9-1", "1-100000"])
def test_a_range_of_badges_that_is_none_is_typed_wrong(
    range_: str, config: Path, tmp_path: Path
) -> None:
    out = tmp_path / "x"
    done = typed("labels", "--config", config, f"--badges={range_}", "-o", out)
    assert (done.exit_code, out.exists()) == (2, False)


def test_positions_are_printed_by_name_and_command_cards_with_what_they_ask_for(
    config: Path, tmp_path: Path
) -> None:
    out = tmp_path / "x.html"
    assert typed("labels", "--config", config, "--positions", "-o", out).exit_code == 0
    page = out.read_text("utf-8")
    assert all(f">{name}</text>" in page for name in ("A1", "A2", "B1", "B2"))
    assert "<path" not in page
    one_card = number(Kind.COMMAND, 7, 11)
    for words in (("--commands",), (one_card,)):
        assert typed("labels", "--config", config, *words, "-o", out).exit_code == 0
        assert ">CANCEL</text>" in out.read_text("utf-8")


def test_small_labels_say_that_they_have_no_bars(config: Path, tmp_path: Path) -> None:
    for words in (("--sheet", "L4732"), ("--zpl", "203", "--roll", "38x25")):
        done = typed("labels", "--config", config, ONE, *words, "-o", tmp_path / "x")
        assert done.exit_code == 0
        assert "too narrow for bars" in done.stderr
    assert "bars" not in typed("labels", "--config", config, ONE, "-o", tmp_path / "x").stderr


@pytest.mark.parametrize(
    "words",
    [
        (),
        (ONE, "--from", "25"),
        (ONE, "--shift", "6", "0"),
        (ONE, "--zpl", "203", "--pdf"),
        (ONE, "--sheet", "A4"),
    ],
)
def test_what_cannot_be_printed_is_typed_wrong(
    words: tuple[str, ...], config: Path, tmp_path: Path
) -> None:
    out = tmp_path / "x"
    assert typed("labels", "--config", config, *words, "-o", out).exit_code == 2
    assert not out.exists()


def test_where_nothing_can_be_written_nothing_is_left(config: Path, tmp_path: Path) -> None:
    done = typed("labels", "--config", config, ONE, "-o", tmp_path)
    assert (done.exit_code, "folder" in done.stderr) == (1, True)
    gone = typed("labels", "--config", config, ONE, "-o", tmp_path / "no" / "x.html")
    assert gone.exit_code == 1
    done = typed("labels", "--config", config, ONE, "-o", "/dev/null")
    assert done.exit_code == 0


def test_a_bay_without_weapons_says_so(tmp_path: Path) -> None:
    config, settings = fresh(tmp_path)
    c.write(settings.folder, e.Started(c.at(-200)))
    done = typed("labels", "--config", config, "--bay", "-o", tmp_path / "x")
    assert done.exit_code == 1
    assert "No weapon has its place" in done.stderr


def test_without_a_book_there_is_nothing_to_print_a_label_of(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    done = typed("labels", "--config", config, ONE, "-o", tmp_path / "x")
    assert (done.exit_code, "no book" in done.stderr) == (1, True)
