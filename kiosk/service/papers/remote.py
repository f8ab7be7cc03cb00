"""Papers for the office, over the kiosk's socket."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kiosk.service.client import Conversation
from kiosk.service.papers import views as v
from kiosk.spelling import Misspelled, plain, thing


class RemotePapers:
    """`Papers` behind a Unix socket."""

    def __init__(self, path: Path) -> None:
        """Speak to the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def certificate(self, by: str, count: int) -> v.PaperPage:
        """Return the certificate of a count."""
        return self._page({"ask": "papers.certificate", "officer": by, "count": count})

    def search_list(self, by: str) -> v.PaperPage:
        """Return what every missing weapon is searched by."""
        return self._page({"ask": "papers.search_list", "officer": by})

    def labels(self, by: str, wanted: v.LabelsWanted) -> v.PaperPage:
        """Return labels, or where each is stuck."""
        return self._page({"ask": "papers.labels", "officer": by, "wanted": plain(wanted)})

    def cards(self, by: str, first: str, many: int) -> v.PaperPage:
        """Return blank registration cards."""
        return self._page({"ask": "papers.cards", "officer": by, "first": first, "many": many})

    def losses(self, by: str, form: str) -> v.PaperPage:
        """Return the reports of losses as a file."""
        return self._page({"ask": "papers.losses", "officer": by, "form": form})

    def _page(self, asked: dict[str, object]) -> v.PaperPage:
        page: v.PaperPage = thing(v.PaperPage, self._kiosk.ask(asked)["page"])
        return page


def paper_answers(
    papers: v.Papers,
) -> dict[str, Callable[[Mapping[str, Any]], Mapping[str, object]]]:
    """Return what the questions for papers are answered with."""

    def labels(ask: Mapping[str, Any]) -> Mapping[str, object]:
        if not isinstance(ask["wanted"], dict):
            raise Misspelled("what is wanted must be an object")
        wanted: v.LabelsWanted = thing(v.LabelsWanted, ask["wanted"])
        return {"page": plain(papers.labels(_text(ask, "officer"), wanted))}

    return {
        "papers.certificate": lambda ask: {
            "page": plain(papers.certificate(_text(ask, "officer"), _number(ask, "count")))
        },
        "papers.search_list": lambda ask: {
            "page": plain(papers.search_list(_text(ask, "officer")))
        },
        "papers.labels": labels,
        "papers.cards": lambda ask: {
            "page": plain(
                papers.cards(_text(ask, "officer"), _text(ask, "first"), _number(ask, "many"))
            )
        },
        "papers.losses": lambda ask: {
            "page": plain(papers.losses(_text(ask, "officer"), _text(ask, "form")))
        },
    }


def _text(ask: Mapping[str, Any], name: str) -> str:
    if not isinstance(ask[name], str):
        raise Misspelled(f"{name} must be text")
    return str(ask[name])


def _number(ask: Mapping[str, Any], name: str) -> int:
    if type(ask[name]) is not int or not 0 <= ask[name] < 2**63:
        raise Misspelled(f"{name} must be a whole number")
    return int(ask[name])
