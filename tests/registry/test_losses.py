"""Losses in the tables: one whose weapon got another serial is known by both (P3)."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.registry.bay_table import read_bay
from kiosk.registry.database import connect
from kiosk.registry.losses_table import LossBook
from kiosk.registry.migrations import migrate
from kiosk.registry.opening import DATABASE
from kiosk.registry.tables_check import differing_tables
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.fold import fold
from kiosk.rules.reports import Bearer, Circumstances, Loss, LossKind
from kiosk.rules.things import Changed, OfficerNumber, Weapon
from tests.registry.samples import AKM, AT, POLICY, SOK, open_here

pytestmark = pytest.mark.promise("P3")

TOLD = Circumstances(5, "Samlot", "left in a boat", "BTB-02", "7")
BOTH = (SOK.number, OfficerNumber("1044"))
KNOWN = e.WeaponRegistered(AT, AKM, "x")
FOUND = e.LossClosed(AT, AKM.number, TOLD, BOTH)


def reported(weapon: Weapon = AKM) -> e.LossReported:
    loss = Loss(weapon, LossKind.LOST, TOLD, Bearer(OfficerNumber("")))
    return e.LossReported(AT, weapon.number, loss, SOK.number)


def corrected(field: str, **changes: str) -> e.WeaponCorrected:
    """Return the correction of one field; `changes`: the weapon as it stands from then on."""
    wanted = replace(AKM, **changes)  # type: ignore[arg-type]  # fields of a weapon
    changed = (Changed(field, "was", "becomes"),)
    return e.WeaponCorrected(AT, wanted, changed, "read again", BOTH)


NEW = corrected("serial", serial="4711")
OTHER = corrected("calibre", serial="4711", calibre="9 mm")


@pytest.mark.parametrize(
    ("lines", "serials"),
    [
        ((KNOWN, reported(), NEW), (AKM.serial, "4711")),
        ((KNOWN, reported(), NEW, OTHER), (AKM.serial, "4711")),
        ((KNOWN, NEW, reported(NEW.weapon)), ("4711",)),
        ((KNOWN, reported(), FOUND, NEW, reported(NEW.weapon)), ("4711",)),
        (
            (KNOWN, reported(), NEW, corrected("serial", serial=AKM.serial)),
            (AKM.serial, "4711", AKM.serial),
        ),
    ],
)
def test_the_tables_know_the_serials_that_the_fold_knows(
    tmp_path: Path, lines: tuple[e.Entry, ...], serials: tuple[str, ...]
) -> None:
    book = open_here(tmp_path)
    book.journal.append(lines)
    assert book.bay().losses == fold(Bay(POLICY), lines).losses
    assert book.bay().losses[AKM.number].serials == serials
    book.close()
    assert differing_tables(tmp_path / DATABASE) == ()


def test_a_loss_that_ended_keeps_what_it_had(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    book.journal.append((KNOWN, reported(), NEW, FOUND, corrected("serial", serial="4712")))
    book.close()
    losses = LossBook.at(tmp_path / DATABASE)
    (kept,) = losses.newest()
    assert kept.stands.serials == (AKM.serial, "4711")
    assert kept.head.startswith("3/"), "the line that says the other serial is of the loss"
    losses.close()


def test_an_older_book_learns_which_serials_its_losses_got(tmp_path: Path) -> None:
    book = open_here(tmp_path)
    book.journal.append((KNOWN, reported(), NEW, OTHER))
    book.close()
    connection = connect(tmp_path / DATABASE)
    connection.execute("DELETE FROM loss_line")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0017%'")
    migrate(connection)
    assert read_bay(connection, POLICY).losses[AKM.number].serials == (AKM.serial, "4711")
    connection.close()
    assert differing_tables(tmp_path / DATABASE) == ()
