"""A list of messy cards is brought, judged, keyed once more, printed, and let in by two people."""

from collections.abc import Sequence

from playwright.sync_api import expect

from kiosk.rules.entries import CardImported
from tests.demo_register import sample
from tests.demo_register.desk import Sitting, sits
from tests.demo_register.people import CUSTODIAN, KEYER, REGISTRAR
from tests.demo_register.sample import Paper
from tests.demo_register.story import Story, of_kind
from tests.papers.pictures import LETTERS_LOADED

_JUDGING_MS = 60_000


def cards_come_in(story: Story) -> None:
    """Live through it, and add up what became of the cards."""
    papers = story.plan.papers
    office, album = story.store.office, story.album
    with sits(story.browser, office, REGISTRAR, album) as registrar:
        stack = _brought(registrar, sample.listed(papers))
        said = {fate: registrar.figure(f'[data-fate="{fate}"] td') for fate in sample.fates(papers)}
        doubts = {
            kind: registrar.figure(f'[data-kind="{kind}"] td') for kind in sample.doubts(papers)
        }
        every = registrar.page.locator("tr[data-kind]").count()
        registrar.page.click('a[href$="/doubts"]')
        registrar.shows("cards-doubts")
        with sits(story.browser, office, KEYER, album) as keyer:
            _keyed(keyer, stack, papers)
        _let_in(story, registrar, stack)
    entries = story.news()
    for fate, planted in sample.fates(papers).items():
        story.totals.add(f"cards {fate.replace('_', ' ')}", planted, said[fate])
    for kind, planted in sorted(sample.doubts(papers).items()):
        story.totals.add(f"doubts {kind.replace('_', ' ')}", planted, doubts[kind])
    story.totals.add("kinds of doubt", len(sample.doubts(papers)), every)
    story.totals.add("cards in the book", len(papers), None, of_kind(entries, CardImported))


def _at(sitting: Sitting, state: str) -> None:
    """Wait until the list stands so; its page looks again by itself."""
    place = sitting.page.locator(f'[data-at="{state}"]')
    expect(place).to_be_visible(timeout=_JUDGING_MS)


def _brought(registrar: Sitting, content: bytes) -> str:
    """Bring the list, say what its columns are, and return its name once it is judged."""
    page = registrar.page
    registrar.goes("/cards")
    registrar.shows("cards")
    file = {"name": "registration cards.csv", "mimeType": "text/csv", "buffer": content}
    page.set_input_files("#list", file)  # type: ignore[arg-type]  # a file in memory is one
    page.click(".bring button")
    _at(registrar, "columns")
    page.select_option("#field-0", "card")
    page.select_option("#field-1", "serial")
    registrar.album.shoot(page, "cards-columns-chosen", whole=True)
    page.click(".columns .main-button")
    _at(registrar, "judged")
    registrar.shows("cards-report")
    return page.locator("[data-name]").get_attribute("data-name") or ""


def _keyed(keyer: Sitting, stack: str, papers: Sequence[Paper]) -> None:
    """Key serial and calibre of every card from the paper, with the keyboard alone."""
    page = keyer.page
    by_number = {paper.number: paper for paper in papers if paper.is_keyed}
    keyer.goes(f"/cards/{stack}/keying")
    keyer.shows("cards-keying")
    for done in range(len(by_number)):
        card = page.locator("[data-card]").get_attribute("data-card") or ""
        paper = by_number[card]
        for written in (paper.serial, paper.calibre):
            page.keyboard.type(written)
            page.keyboard.press("Enter")
        expect(page.locator('[data-said="agreed"]')).to_contain_text(card)
        assert done < len(by_number)
    expect(page.locator(".nothing")).to_be_visible()


def _let_in(story: Story, registrar: Sitting, stack: str) -> None:
    """Print the reconciliation, sign on the page, and let another person stand by it at the bay."""
    page = registrar.page
    registrar.goes(f"/cards/{stack}/paper")
    assert page.evaluate(LETTERS_LOADED) > 0, "the paper shows boxes in place of Khmer"
    story.album.shoot(page, "cards-reconciliation", whole=True)
    registrar.goes(f"/cards/{stack}")
    expect(page.locator("[data-differing]")).to_have_count(0)
    page.click("[name=signed]")
    registrar.signs()
    _at(registrar, "awaited")
    story.bay.sees("vouch")
    story.bay.joins(CUSTODIAN)
    story.bay.rests()
    _at(registrar, "in")
    registrar.shows("cards-in")
