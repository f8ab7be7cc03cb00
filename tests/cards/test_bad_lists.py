"""What is wrong with a list is said in a sentence, and nothing of it is half done."""

import errno
import os
import resource
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kiosk.cards.stage import stage
from kiosk.cards.table_file import TableWrong
from kiosk.registry.progress import Progress
from kiosk.registry.staged_cards import StagedCards
from tests.cards import desk
from tests.cards.desk import GOOD, HEAD, imported, listed, typed
from tests.cards.sheets import text, write_sheet
from tests.commands.typed import fresh

SOUND = ",".join(HEAD) + "\n" + ",".join(GOOD) + "\n"


def refused(tmp_path: Path, path: Path, code: int = 1) -> str:
    """Import a list that cannot be taken; return the sentence, when nothing was left behind."""
    config, settings = fresh(tmp_path)
    result = typed("cards", "import", "--config", config, "--json", path)
    assert result.exit_code == code, result.stderr
    assert result.stdout == ""
    assert result.stderr.startswith("kiosk: ")
    assert "Traceback" not in result.stderr
    assert desk.count_in(settings) == 0
    assert not [*settings.folder.glob("cards/*/staging*")]
    return result.stderr


def test_wrong_columns_are_named_with_what_to_do(tmp_path: Path) -> None:
    said = refused(tmp_path, listed(tmp_path / "l.csv", [("colour", "weight"), ("red", "2")]))
    assert "no column names a card or a serial" in said
    assert "'colour', 'weight'" in said
    assert "--map" in said
    assert "Nothing was recorded" in said


def test_a_map_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    path = listed(tmp_path / "l.csv", desk.cards(1))
    told = tmp_path / "map.toml"
    for text_of_map, said in (
        ("[columns", "is no TOML"),
        ("x = 1", "expected a table [columns]"),
        ('[columns]\ncolour = "card"', "the list has no column 'colour'"),
        ('[columns]\ncard = "weight"', "there is no field 'weight'"),
        ('[columns]\ncard = "card"\nserial = "card"', "two columns are 'card'"),
        ('[columns]\ncard = "card"\n[read]\nlimon = ["colour"]', "must list headings"),
    ):
        told.write_text(text_of_map, encoding="utf-8")
        result = typed("cards", "import", "--config", config, path, "--map", told)
        assert (result.exit_code, said in result.stderr) == (1, True), result.stderr


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.touch()
    assert "is empty" in refused(tmp_path, path)


def test_a_heading_without_a_card_is_said_so(tmp_path: Path) -> None:
    assert "no card below it" in refused(tmp_path, listed(tmp_path / "l.csv", [HEAD]))


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path, tmp_path)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path, tmp_path / "gone.csv")


def test_a_file_that_this_account_may_not_read_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so what the kernel says to others is said here by hand."""
    path = listed(tmp_path / "l.csv", desk.cards(1))
    opened: Any = Path.open

    def open_(file: Path, *how: str, **more: Any) -> Any:  # noqa: ANN401 - as pathlib has it
        if file == path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
        return opened(file, *how, **more)

    monkeypatch.setattr(Path, "open", open_)
    assert "may not" in refused(tmp_path, path, 4)


def test_half_an_xlsx_is_refused(tmp_path: Path) -> None:
    whole = write_sheet(
        tmp_path / "l.xlsx", [[text("card"), text("serial")], [text("C1"), text("1")]]
    )
    half = tmp_path / "half.xlsx"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert "cut off, damaged or no XLSX" in refused(tmp_path, half)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xd0\xcf\x11\xe0" + bytes(600), "old .xls"), (b"<html><table>", "web page or XML")],
)
def test_another_kind_of_file_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "l.xls"
    path.write_bytes(content)
    assert said in refused(tmp_path, path)


@pytest.mark.parametrize("end", ['C2,"0012346,AKM\n', 'C2,"00"12346,AKM\n'])
def test_an_unclosed_quotation_mark_refuses_the_list_and_names_the_row(
    tmp_path: Path, end: str
) -> None:
    path = tmp_path / "l.csv"
    path.write_text(SOUND + end + "C3,1,AKM\n" * 3, encoding="utf-8")
    said = refused(tmp_path, path)
    assert "row 3" in said
    assert "Mend that row" in said


def test_utf16_that_is_cut_in_the_middle_of_a_letter_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_bytes(SOUND.encode("utf-16")[:-1])
    assert "is cut off or damaged" in refused(tmp_path, path)


def test_bytes_of_another_encoding_spoil_their_card_and_no_other(tmp_path: Path) -> None:
    """Two lists were pasted together. The broken bytes are kept, and come out again."""
    config, _ = fresh(tmp_path)
    path = tmp_path / "l.csv"
    khmer = SOUND.replace("Battambang", "បាត់ដំបង") + "C4,0012349,AKM,9,1975,កំពត,1/1/2006\n"
    path.write_bytes(
        khmer.replace("\n", "\r\n").encode()
        + b"C2,00\xe91,AKM,9,1975,Kampot,1/1/2006\r\nC3,0012347,AKM,9,1975,\xe9\xe8,1/1/2006\r\n"
    )
    result = typed("cards", "import", "--config", config, path)
    assert "in another encoding than the rest" in result.stderr
    report = imported(config, path)
    assert report["fates"]["unreadable"] == 1
    assert {(d["card"], d["field"]) for d in report["doubts"] if d["kind"] == "encoding"} == {
        ("C2", "serial"), ("C3", "province"),
    }  # fmt: skip
    assert desk.exported(config) == path.read_bytes()


def test_nul_bytes_make_their_card_unreadable_and_are_kept(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    path = tmp_path / "l.csv"
    path.write_bytes(SOUND.replace("\n", "\r\n").encode() + b"C2,00\x0012346,AKM,9,1975,,\r\n")
    report = imported(config, path)
    assert report["fates"] == {
        "matched": 0, "card_only": 1, "weapon_only": 0, "duplicate": 0, "unreadable": 1,
    }  # fmt: skip
    assert desk.exported(config) == path.read_bytes()


def test_formulas_are_text_and_are_told_and_can_be_made_harmless(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    rows = [HEAD, ("C1", "=cmd|'/C calc'!A0", "@SUM(1)", "9", "1975", "+1", "")]
    path = listed(tmp_path / "l.csv", rows)
    result = typed("cards", "import", "--config", config, path)
    assert "3 cells begin like a formula" in result.stderr
    assert desk.exported(config) == path.read_bytes()
    assert b"C1,'=cmd|'/C calc'!A0,'@SUM(1),9,1975,'+1," in desk.exported(
        config, "--for-spreadsheet"
    )


def test_too_many_cells_make_a_card_unreadable_and_too_few_are_empty(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    path = tmp_path / "l.csv"
    path.write_text(SOUND + "C2,0012346\n" + "C3,0012347,AKM,9,1975,,,beyond\n", encoding="utf-8")
    report = imported(config, path)
    assert (report["fates"]["card_only"], report["fates"]["unreadable"]) == (2, 1)


def test_a_card_number_that_stands_twice_is_a_duplicate_the_second_time(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    rows = [HEAD, GOOD, ("C1", "0012346", *GOOD[2:]), ("C1", "0012347", *GOOD[2:])]
    report = imported(config, listed(tmp_path / "l.csv", rows))
    assert report["fates"]["duplicate"] == 2
    assert sum(report["fates"].values()) == report["cards"] == 3


def test_a_second_list_must_name_each_card_once(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    path = listed(tmp_path / "l.csv", desk.cards(2))
    twice = listed(tmp_path / "2.csv", [HEAD, GOOD, GOOD])
    result = typed("cards", "import", "--config", config, path, "--second", twice)
    assert (result.exit_code, "stands there twice" in result.stderr) == (1, True)
    nameless = listed(tmp_path / "3.csv", [("serial", "calibre"), ("1", "9")])
    result = typed("cards", "import", "--config", config, path, "--second", nameless)
    assert (result.exit_code, "needs the card number" in result.stderr) == (1, True)


def test_a_staging_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    """A list is staged; then the same name is staged again and cannot be read to its end."""
    place = tmp_path / "cards"
    path = listed(tmp_path / "l.csv", desk.cards(3))
    staged = stage(path, place, register=None, by="x", today=desk.TODAY)
    broken = tmp_path / "b.csv"
    broken.write_text(SOUND + '"', encoding="utf-8")
    with pytest.raises(TableWrong, match="never closed"):
        stage(broken, place, register=None, by="x", today=desk.TODAY)
    with closing(StagedCards.at(staged.folder / "staging.db")) as staging:
        assert staging.reconciliation().cards == 3
    assert not [*place.glob("*/*.new")]


def test_a_list_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    """Somebody saves it on the shared disk meanwhile: what was judged would not be what is kept."""
    path = listed(tmp_path / "l.csv", desk.cards(3))
    place = tmp_path / "cards"

    def save(_: Progress) -> None:
        path.write_bytes(path.read_bytes() + b"C9,0000009\r\n")

    with pytest.raises(TableWrong, match="was changed while it was read"):
        stage(path, place, register=None, by="x", today=desk.TODAY, tell=save)
    assert [one for one in place.glob("*/*") if one.is_file()] == []


def test_one_list_is_staged_by_one_person_at_a_time(tmp_path: Path) -> None:
    path = listed(tmp_path / "l.csv", desk.cards(3))
    place = tmp_path / "cards"

    def second(_: Progress) -> None:
        with pytest.raises(TableWrong, match="Somebody else is importing"):
            stage(path, place, register=None, by="y", today=desk.TODAY)

    staged = stage(path, place, register=None, by="x", today=desk.TODAY, tell=second)
    with closing(StagedCards.at(staged.folder / "staging.db")) as staging:
        assert (staging.stack.staged_by, staging.reconciliation().cards) == ("x", 3)


def test_a_long_list_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    """Thirty thousand rows more, some 6 MB of them: the peak may grow by half of that at most."""
    path = tmp_path / "l.csv"
    listed(path, desk.cards(2_000))
    stage(path, tmp_path / "short", register=None, by="x", today=desk.TODAY)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    listed(path, [(*row, "x" * 100) for row in desk.cards(32_000)])
    made_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stage(path, tmp_path / "long", register=None, by="x", today=desk.TODAY)
    grown_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - max(before_kb, made_kb)
    assert grown_kb < 3_000


@pytest.mark.parametrize("row", ["-5", "2", "99999999999999999999"])
def test_a_sheet_with_wrong_row_numbers_is_refused_in_a_sentence(tmp_path: Path, row: str) -> None:
    again = f'{text("C1")}</row><row r="{row}">{text("C2")}'
    path = write_sheet(tmp_path / "l.xlsx", [[text("card"), text("serial")], [again]])
    assert f"row '{row}'" in refused(tmp_path, path)


def test_half_a_letter_in_a_sheet_is_refused_in_a_sentence(tmp_path: Path) -> None:
    rows = [[text("card"), text("serial")], [text("C1"), text("_xD800_")]]
    assert "_xD800_" in refused(tmp_path, write_sheet(tmp_path / "l.xlsx", rows))


def test_a_heading_with_bytes_that_are_no_text_is_refused(tmp_path: Path) -> None:
    """No map can say what such a column is, and no next list is known by it."""
    path = tmp_path / "l.csv"
    khmer = "card,serial,ខេត្ត,".encode()
    path.write_bytes(khmer + b"no\xe9te\r\nC1,1," + "បាត់ដំបង".encode() + b",x\r\n")
    assert r"heading 'no\xe9te' has bytes that are no text" in refused(tmp_path, path)
