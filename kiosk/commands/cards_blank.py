"""`kiosk cards blank`: registration cards to be filled in by hand."""

from pathlib import Path

import click

from kiosk.assembly.card_numbers import CardNumberWrong, card_numbers
from kiosk.commands import FAILED, ends
from kiosk.commands.options import config_option, say
from kiosk.commands.printing import out_option, pdf_option, printed_here, put
from kiosk.commands.register import database_of
from kiosk.config import read_settings
from kiosk.papers.blank_card import blank_cards
from kiosk.service.papers.views import CARDS_MAX

_WRONG = {
    "card_number": "No cards are numbered on from {about!r}: letters, then digits enough.",
    "card_known": "A card of the register has the number {about} already.",
}


@click.command("blank")
@config_option
@click.option(
    "--from", "first", default="", help="The first number, say C000201. Without it: none."
)
@click.option("--many", type=click.IntRange(1, CARDS_MAX), default=1, show_default=True)
@out_option
@pdf_option
def blank(config: Path, first: str, many: int, out: Path, pdf: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Print blank registration cards, one a page, in Khmer and English.

    Their fields have the words that `kiosk cards import` recognises. A number that a card of the
    register has is not printed again; of cards that were printed and not filled in nobody keeps a
    list.
    """
    settings = read_settings(config)
    try:
        numbers = card_numbers(first, many, database_of(settings)) if first else [""] * many
    except CardNumberWrong as wrong:
        ends(f"{_WRONG[wrong.reason].format(about=wrong.about)} Nothing was written.", FAILED)
    put(out, blank_cards(numbers, printed_here(settings)), pdf=pdf)
    say(f"{many} cards.")
