"""`kiosk counts`: the papers of a count, its certificate and the list to search by."""

from contextlib import closing
from pathlib import Path

import click

from kiosk.assembly.count_papers import certified, missing
from kiosk.commands import FAILED, ends
from kiosk.commands.options import config_option, say
from kiosk.commands.printing import out_option, pdf_option, printed_here, put
from kiosk.commands.register import database_of
from kiosk.config import read_settings
from kiosk.papers.certificate import certificate
from kiosk.papers.search_list import search_list
from kiosk.registry.count_queries import CountPapers
from kiosk.registry.queries import Facts


@click.group()
def command() -> None:
    """Print what a count found, and what is searched for."""


@command.command("certificate")
@config_option
@click.argument("count", required=False, type=int)
@out_option
@pdf_option
def print_certificate(config: Path, count: int | None, out: Path, pdf: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Print the certificate of COUNT, by its number; of the newest one if none is given.

    HTML, for any browser's printer, with the head of the chain and lines to sign.
    """
    settings = read_settings(config)
    database = database_of(settings)
    with closing(CountPapers.at(database)) as papers, closing(Facts.at(database)) as facts:
        found = papers.certificate(count)
        if found is None:
            which = "no certificate of any count" if count is None else f"no certificate of {count}"
            ends(f"The book has {which}. Nothing was written.", FAILED)
        paper = certificate(certified(found, facts), printed_here(settings, papers.head()))
    put(out, paper, pdf=pdf)


@command.command("search-list")
@config_option
@out_option
@pdf_option
def print_search_list(config: Path, out: Path, pdf: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Print what to search by, for every weapon that is missing: a page each.

    Serial, where it was last, its neighbours in the racks, the last five who had it, and by when
    what is due.
    """
    settings = read_settings(config)
    database = database_of(settings)
    with closing(CountPapers.at(database)) as papers, closing(Facts.at(database)) as facts:
        missed = papers.missed()
        if not missed:
            say("No weapon is missing. Nothing was written.")
            return
        listed = [missing(one, facts, settings.policy) for one in missed]
        paper = search_list(listed, printed_here(settings, papers.head()))
    put(out, paper, pdf=pdf)
