"""Papers that are signed: A4, each page numbered, nothing cut off, in both languages.

Leaves build/evidence/papers/count-certificate, search-list and sticking-list as PDF and PNG.
"""

import html as markup
import re

import pytest
from playwright.sync_api import Browser

from kiosk.papers import frame
from kiosk.papers.certificate import KINDS, CertifiedCount, certificate
from kiosk.papers.faces import groups
from kiosk.papers.frame import Printed, Title, framed, in_words
from kiosk.papers.search_list import Hand, MissingWeapon, Place, search_list
from kiosk.papers.sticking_list import Stuck, sticking_list
from kiosk.rules.counts import searches
from kiosk.rules.entries import CountKind, Difference, PlaceDifference
from kiosk.rules.labels import Kind, number
from tests.cards.test_paper import PIXELS_OF_174_MM
from tests.papers import certified as c
from tests.papers.pictures import pictures, printed
from tests.registry.samples import POLICY

HERE = Printed("battambang-1", c.NOON_MS, 420, "1042:" + "ab" * 32)
NAMES = {one.number: one.name for one in (c.SOK, c.CHAN, c.BOREY, c.CHIEF)}
WEAPONS = {one.number: one for one in (c.GONE, c.NEXT)}


def told(html: str) -> str:
    """Return the text of a paper."""
    body = html.partition("<h1>")[2]
    return markup.unescape(re.sub(r"<[^>]+>", "\n", body))


def certificate_of(*differences: PlaceDifference, adjusted: frozenset[str] = frozenset()) -> str:
    entry = c.certified(differences, adjusted=len(adjusted))
    count = CertifiedCount(1042, "cd" * 32, entry, c.ORDER, adjusted, NAMES, WEAPONS)
    return certificate(count, HERE)


def missing(places: int = 7) -> MissingWeapon:
    return MissingWeapon(
        c.GONE.number, c.GONE.serial, "AKM, rifle, 7.62x39", "R1-03", c.NOON_MS,
        c.NOON_MS - c.HOUR_MS, "R1-03, Sok Dara (12-0041), entry 977",
        searches.steps(POLICY, c.NOON_MS),
        (Hand("សុខ ដារ៉ា (12-0041)", c.NOON_MS - 9 * c.HOUR_MS, c.NOON_MS - c.HOUR_MS),
         Hand("Borey <b> (12-0007)", c.NOON_MS - 90 * c.HOUR_MS, 0)),
        tuple(Place(f"R1-{n:02}", "R1-C1", c.NEXT.number if n == 4 else "") for n in range(places)),
    )  # fmt: skip


def printed_whole(browser: Browser, html: str, name: str) -> int:
    """Print a paper, look whether anything runs off, and return how many pages it has."""
    page = browser.new_page(viewport={"width": PIXELS_OF_174_MM, "height": 900})
    try:
        page.set_content(html)
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= PIXELS_OF_174_MM
    finally:
        page.close()
    pages = pictures(printed(browser, html, name), dpi=50)
    for sheet in pages:
        bottom = sheet.part(0, sheet.height * 93 // 100, sheet.width, sheet.height * 6 // 100)
        assert min(bottom.pixels) < 128, "a page without its number"
    return len(pages)


@pytest.mark.browser
def test_the_certificate_of_a_count_prints_on_one_page(browser: Browser) -> None:
    html = certificate_of(c.MISSING, c.MOVED, adjusted=frozenset({c.BESIDE}))
    assert printed_whole(browser, html, "count-certificate") == 1


@pytest.mark.browser
def test_a_certificate_with_every_difference_names_each_and_numbers_its_pages(
    browser: Browser,
) -> None:
    every = [PlaceDifference(f"R1-{n:02}", one, c.GONE.number)
             for n, one in enumerate(Difference) if one]  # fmt: skip
    html = certificate_of(*every, *every, *every)
    assert printed_whole(browser, html, "count-certificate-long") > 1
    text = told(html)
    assert "_" not in text.replace("wrong_", ""), "a wire name"
    assert text.count("one label, two weapons") == 3


def test_a_certificate_says_who_drew_counted_and_signed_and_where_the_chain_stood() -> None:
    text = told(certificate_of(c.MISSING, c.MOVED, adjusted=frozenset({c.BESIDE})))
    for part in (
        "Sok Dara (12-0041); Borey <b> (12-0007)", "Keo Borin (12-0001)",
        "Chan Rith (12-0002), ថ្ងៃទី18 ខែវិច្ឆិកា ឆ្នាំ2026 ម៉ោង 18:06 · 18 November 2026, 18:06",
        "Sok Dara (12-0041): រាប់ · counts", "Borey <b> (12-0007): រាប់ម្តងទៀត · sees again",
        "ក្នុងចំណោមមនុស្ស 9 នាក់ ឆ្នោតលេខ 17 · from 9 people, lot 17", "1042:" + "cd" * 32, "77/abcd",
        "1042:" + "ab" * 32, c.GONE.serial, "missing", "wrong position", "ខុសទីតាំង", "yes / បាទ",
    ):  # fmt: skip
        assert part in text, part


def test_every_fact_of_a_certificate_has_its_name_in_both_languages() -> None:
    """Who signs it reads what they sign, also who reads no English."""
    facts = certificate_of(c.MISSING).partition("class='facts'>")[2].partition("</table>")[0]
    names = re.findall(r"<th>([^<]+)</th>", facts)
    assert len(names) == 11
    for name in names:
        assert re.search("[\u1780-\u17ff]", name), name
        assert re.search("[A-Za-z]", name), name


def test_a_count_that_agreed_says_so() -> None:
    assert "None." in told(certificate_of())


def test_what_is_not_known_of_a_count_is_left_out_and_never_made_up() -> None:
    bare = CertifiedCount(1042, "cd", c.certified((c.MISSING,)))
    text = told(certificate(bare, Printed("k", c.NOON_MS, 420)))
    assert "12-0041" in text
    assert "Drawn by lot" not in text
    assert "Head of the chain" not in text


@pytest.mark.parametrize("what", CountKind)
def test_every_kind_of_count_has_words_for_its_paper(what: CountKind) -> None:
    assert all(KINDS[what])


@pytest.mark.browser
def test_the_search_list_prints_on_sheets_of_its_own_for_each_weapon(browser: Browser) -> None:
    """Two people search for two weapons, each with their own sheets in the hand."""
    one = printed_whole(browser, search_list([missing()], HERE), "search-list")
    two = printed_whole(browser, search_list([missing(), missing()], HERE), "search-list-of-two")
    assert one <= 2
    assert 2 <= two <= 4


def test_a_search_list_says_what_to_look_for_where_and_by_when() -> None:
    text = told(search_list([missing()], HERE))
    for part in (
        "1010 0001 82", "1974 KM 0042", "AKM, rifle, 7.62x39", "R1-03", "entry 977",
        "18 November 2026, 18:36", "18 November 2026, 20:06", "19 November 2026, 18:06",
        "សុខ ដារ៉ា (12-0041)", "Borey <b> (12-0007)", c.NEXT.number, "Workshop", "Posts",
    ):  # fmt: skip
        assert part in text, part


def test_a_weapon_of_which_little_is_known_is_searched_for_all_the_same() -> None:
    bare = MissingWeapon("1010000182", "", "", "", 0, 0, "", (), (), ())
    text = told(search_list([bare], HERE))
    assert "none known" in text
    assert "not known: nowhere" in text


@pytest.mark.browser
def test_the_sticking_list_says_which_label_goes_on_which_weapon(browser: Browser) -> None:
    stuck = [
        Stuck(f"1-{n:02}", number(Kind.WEAPON, 1, n), f"SERIAL-{n}", "AKM", f"R1-{n:02}")
        for n in range(1, 66)
    ]
    html = sticking_list(stuck, HERE)
    assert printed_whole(browser, html, "sticking-list") > 1
    assert " ".join(groups(stuck[41].number)) in told(html)
    assert "SERIAL-42" in told(html)


def test_no_text_leaves_its_cell_or_its_margin() -> None:
    """A kiosk or officer whose name is markup or CSS stays a name."""
    name = '"}</style><script>alert(1)</script>\\'
    html = framed(
        Title("ក", name), Printed(name, c.NOON_MS, 420, name), [(name, name)],
        (frame.heading(name, name), frame.table([(name, name)])), (name,),
    )  # fmt: skip
    assert "<script" not in html
    assert html.count("</style>") == 1
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert style.count('"') % 2 == 0
    assert "alert(" not in style


@pytest.mark.parametrize(
    ("wall_ms", "khmer", "english"),
    [
        (0, "ថ្ងៃទី1 ខែមករា ឆ្នាំ1970 ម៉ោង 07:00", "1 January 1970, 07:00"),
        (c.NOON_MS, "ថ្ងៃទី18 ខែវិច្ឆិកា ឆ្នាំ2026 ម៉ោង 18:06", "18 November 2026, 18:06"),
    ],
)
def test_a_day_is_written_in_words(wall_ms: int, khmer: str, english: str) -> None:
    """3/4 is two days; April the third is one."""
    assert in_words(wall_ms, 420) == (khmer, english)


def test_a_serial_in_khmer_is_drawn_in_the_font_that_has_it() -> None:
    """In letters of one width it came out as boxes; a Latin serial needs them, O beside 0."""
    html = frame.table([("a", frame.Identifier("56-1 ២៣៧")), ("b", frame.Identifier("1O 0I"))])
    assert "<td>56-1 ២៣៧</td>" in html
    assert "<td class=mono>1O 0I</td>" in html
