"""What was heard by radio on the certificate of a count: beside the count, with what it is worth.

Leaves build/evidence/papers/count-certificate-heard as PDF and PNG.
"""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kiosk.papers.certificate import CertifiedCount, certificate
from kiosk.registry.count_queries import CountPapers
from kiosk.registry.opening import DATABASE
from kiosk.rules.hearing import Witness
from kiosk.rules.things import WeaponNumber
from tests.commands.typed import fresh, typed
from tests.papers import certified as c
from tests.papers.test_signed_papers import HERE, NAMES, WEAPONS, printed_whole, told

STRANGE = WeaponNumber("1010009999")
SAID = Witness(
    ("antenna of rack 1",), ("<b>antenna 2",), (c.GONE.number, STRANGE), (c.NEXT.number,), 3
)


def heard(said: Witness | None) -> str:
    """Return a certificate beside which something was heard."""
    entry = replace(c.certified((c.MISSING,)), witness=said)
    count = CertifiedCount(1042, "cd" * 32, entry, c.ORDER, frozenset(), NAMES, WEAPONS)
    return certificate(count, HERE)


@pytest.mark.browser
def test_the_second_witness_prints_on_a_page_of_its_own(browser: Browser) -> None:
    """What people counted and what was heard are not one list; the signatures stand below both."""
    assert printed_whole(browser, heard(SAID), "count-certificate-heard") == 2


def test_each_weapon_stands_there_with_its_serial_under_what_is_said_of_it() -> None:
    text = told(heard(SAID))
    behind = text.partition("Second witness, by radio")[2]
    assert behind, "it stands behind what people counted"
    for part in (
        "A tag that is heard is no weapon that was seen.",
        "A tag that is not heard proves nothing.",
        "អានស្លាកមិនបាន មិនបញ្ជាក់អ្វីទេ។", "heard by radio, not counted", c.GONE.number,
        c.GONE.serial, STRANGE, "counted, not heard by radio", c.NEXT.serial,
        "tags that are nobody's", "did not listen, or not to the end", "<b>antenna 2",
        "antenna of rack 1",
    ):  # fmt: skip
        assert part in behind, part
    assert "សាក្សី" in text


@pytest.mark.promise("P7")
def test_a_silent_module_is_said_and_never_that_all_was_heard() -> None:
    text = told(heard(Witness((), ("antenna of rack 1",), (), (), 0)))
    assert "did not listen, or not to the end" in text
    for never in ("heard by radio, not counted", "counted, not heard", "nobody's", "all was heard"):
        assert never not in text


def test_where_no_module_stands_the_certificate_is_what_it_always_was() -> None:
    assert "witness" not in told(heard(None))


def test_the_certificate_out_of_the_book_names_what_was_heard(tmp_path: Path) -> None:
    path, settings = fresh(tmp_path)
    *before, _ = c.counted(c.MISSING)
    signed = replace(c.certified((c.MISSING,)), witness=SAID)
    c.write(settings.folder, *c.founded(), *before, signed)
    out = tmp_path / "certificate.html"
    done = typed("counts", "certificate", "--config", path, "-o", out)
    assert done.exit_code == 0, done.stderr
    text = told(out.read_text("utf-8")).partition("Second witness")[2]
    assert c.GONE.serial in text
    assert c.NEXT.serial in text
    with closing(CountPapers.at(settings.folder / DATABASE)) as papers:
        found = papers.certificate()
        assert found is not None
        assert found.entry.witness == SAID
