"""kiosk losses export: every report as CSV and JSON, identifiers byte for byte."""

import csv
import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.config import read_settings
from kiosk.registry.book import open_book
from kiosk.rules import entries as e
from kiosk.rules.reports import Bearer, Circumstances, Loss, LossKind
from kiosk.rules.things import Changed, Moment, OfficerNumber, Weapon, WeaponNumber, WeaponType
from tests.commands.typed import fresh, typed
from tests.papers.test_signed_papers import told

SERIALS = ("0012", "1E5", "=1+1", "ក 7\t1", "O0 I1", "")


def report(place: int, serial: str) -> e.LossReported:
    """Return a report of a weapon with this serial."""
    number = WeaponNumber(f"10000000{place:02}")
    weapon = Weapon(number, "AKM", WeaponType("rifle"), serial, "7.62x39")
    told = Circumstances(1_457_900_000_000, "Samlot", "in\nthe crowd", "BTB-02", f"00{place}")
    loss = Loss(weapon, LossKind.STOLEN, told, Bearer(OfficerNumber("0042"), "Sok"))
    return e.LossReported(Moment(1_457_903_600_000, place), number, loss, OfficerNumber("7"))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path, _ = fresh(tmp_path)
    settings = read_settings(path)
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        book.journal.append([report(place, serial) for place, serial in enumerate(SERIALS, 1)])
        found = report(1, SERIALS[0])
        told = found.loss.circumstances
        book.journal.append([e.LossClosed(found.at, found.weapon, told, (OfficerNumber("7"),))])
    return path


def exported(
    config: Path, folder: Path, *more: str
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return what an export wrote: its CSV and its JSON."""
    table, document = folder / "l.csv", folder / "l.json"
    files = ("--csv", str(table), "--json", str(document))
    answer = typed("losses", "export", "--config", config, *files, *more)
    assert answer.exit_code == 0, answer.stderr
    with table.open(encoding="utf-8", newline="") as opened:
        rows = [*csv.DictReader(opened)]
    told = json.loads(document.read_text("utf-8"))
    assert told["schema"] == 1
    return rows, told["losses"]


@pytest.mark.promise("P12")
def test_both_files_say_the_same_and_every_identifier_byte_for_byte(
    config: Path, tmp_path: Path
) -> None:
    rows, losses = exported(config, tmp_path)
    assert rows == losses
    assert [row["serial"] for row in rows] == [*reversed(SERIALS[1:])]
    one = rows[-1]
    assert (one["case"], one["bearer_number"], one["date"]) == ("002", "0042", "2016-03-13T20:13Z")
    assert (one["status"], one["circumstances"]) == ("stolen", "in\nthe crowd")
    assert [row["complete"] for row in rows] == ["no", "yes", "yes", "yes", "yes"]


def test_what_was_found_is_told_when_it_is_asked_for(config: Path, tmp_path: Path) -> None:
    rows, _ = exported(config, tmp_path, "--all")
    assert [row["status"] for row in rows].count("found") == 1


def test_an_export_never_writes_over_a_file(config: Path, tmp_path: Path) -> None:
    exported(config, tmp_path)
    files = ("--csv", str(tmp_path / "l.csv"), "--json", str(tmp_path / "m.json"))
    answer = typed("losses", "export", "--config", config, *files)
    assert answer.exit_code == 1
    assert "never writes over" in answer.stderr


def told_at_the_bay(place: int, when_ms: int, *, whole_day: bool) -> e.LossReported:
    """Return a report of which nothing is known but, perhaps, its day."""
    whole = report(place, "56-1")
    told = Circumstances(when_ms, "", "", "", "", whole_day)
    loss = replace(whole.loss, circumstances=told)
    return replace(whole, loss=loss, at_bay=True)


def test_what_was_told_at_the_bay_is_a_day_or_nothing_until_a_desk_says_more(
    tmp_path: Path,
) -> None:
    config, _ = fresh(tmp_path)
    settings = read_settings(config)
    midnight_ms = 1_457_974_800_000  # 15 March 2016, 00:00 in Phnom Penh; still the 14th in UTC
    day, unknown = (
        told_at_the_bay(1, midnight_ms, whole_day=True),
        told_at_the_bay(2, 0, whole_day=False),
    )
    third = report(3, "56-1")
    begun = replace(third, loss=replace(third.loss, circumstances=unknown.loss.circumstances))
    whole = e.LossCompleted(third.at, third.weapon, third.loss, OfficerNumber("7"))
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        book.journal.append([day, unknown, begun, whole])
    rows, _ = exported(config, tmp_path)
    assert [row["date"] for row in rows] == ["2016-03-13T20:13Z", "", "2016-03-15"]
    assert [row["complete"] for row in rows] == ["yes", "no", "no"]
    assert rows[0]["reported_by"] == "7"
    assert rows[0]["head"].startswith("4/"), "the newest line of it proves it"


def paper(config: Path, folder: Path, *words: str) -> str:
    """Return the text of a report, as the command printed it."""
    out = folder / "report.html"
    done = typed("losses", "report", "--config", config, *words, "-o", out)
    assert done.exit_code == 0, done.stderr
    return told(out.read_text("utf-8"))


def test_the_report_comes_out_of_the_book_for_the_province_and_for_the_nation(
    config: Path, tmp_path: Path
) -> None:
    number = "1000000004"
    province = paper(config, tmp_path, number)
    for part in ("Provincial Commissioner", SERIALS[3], "in\nthe crowd", "Sok (0042)", "BTB-02"):
        assert part in province, part
    assert "1000 0000 04" in province
    assert "7:" in province, "the head of the chain"
    nation = paper(config, tmp_path, number, "--for", "nation")
    assert "National Commission" in nation
    assert "in\nthe crowd" not in nation, "only what files ask for"
    assert "not known" in paper(config, tmp_path, "1000000006", "--for", "nation")


def test_a_weapon_that_was_never_lost_has_no_report(config: Path, tmp_path: Path) -> None:
    out = tmp_path / "x"
    done = typed("losses", "report", "--config", config, "1000000099", "-o", out)
    assert (done.exit_code, out.exists()) == (1, False)
    assert "no loss of a weapon 1000000099" in done.stderr
    assert typed("losses", "report", "--config", config, "1000000004", "--for", "europe").exit_code


@pytest.mark.promise("P12")
def test_a_serial_that_was_corrected_is_exported_with_the_one_that_was_reported(
    config: Path, tmp_path: Path
) -> None:
    settings = read_settings(config)
    weapon = report(2, "0047").loss.weapon
    line = e.WeaponCorrected(
        Moment(1_457_903_700_000, 9), weapon, (Changed("serial", "1E5", "0047"),), "read again",
        (OfficerNumber("7"), OfficerNumber("8")),
    )  # fmt: skip
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        book.journal.append([line])
    rows, same = exported(config, tmp_path)
    found = {row["registration_number"]: (row["serial"], row["serial_reported"]) for row in rows}
    assert found[weapon.number] == ("0047", "1E5")
    assert {shown for number, (_, shown) in found.items() if number != weapon.number} == {""}
    assert rows == same
    text = paper(config, tmp_path, weapon.number)
    assert "0047" in text
    assert "1E5" in text
