"""Papers made of one sentence, for tests of their pages; what was asked is remembered."""

from dataclasses import dataclass, field

from kiosk.service.papers.views import LabelsWanted, PaperPage
from kiosk.service.protocol import KioskSilent


@dataclass
class FakePapers:
    """Answers every question with `page`. Any thread."""

    page: PaperPage = field(default_factory=lambda: PaperPage("<!doctype html><p>ក្រដាស</p>"))
    asked: list[tuple[object, ...]] = field(default_factory=list)
    silent: bool = False

    def certificate(self, by: str, count: int) -> PaperPage:
        return self._told("certificate", by, count)

    def search_list(self, by: str) -> PaperPage:
        return self._told("search_list", by)

    def labels(self, by: str, wanted: LabelsWanted) -> PaperPage:
        return self._told("labels", by, wanted)

    def cards(self, by: str, first: str, many: int) -> PaperPage:
        return self._told("cards", by, first, many)

    def losses(self, by: str, form: str) -> PaperPage:
        return self._told("losses", by, form)

    def _told(self, *asked: object) -> PaperPage:
        if self.silent:
            raise KioskSilent
        self.asked.append(asked)
        return self.page
