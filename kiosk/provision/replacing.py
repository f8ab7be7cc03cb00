"""A Pi in the place of one that died: what a first install lays down, around a book put back.

A thin wrapper: the book is put back by `putting_back`, all else is laid down as for a new kiosk,
kiosk.toml last, so that whatever is cut off half-way starts nothing.
"""

from collections.abc import Sequence

from kiosk.provision.laying import Step, Target, around_the_book, refuse_other_config
from kiosk.provision.plan import Replacement
from kiosk.provision.putting_back import PutBack, Wanted, put_back
from kiosk.registry.progress import Tell
from kiosk.registry.restoring import ChainSource


def replace_dead(  # noqa: PLR0913 - what stands in the file, and what was typed beside it
    plan: Replacement,
    source: ChainSource,
    heads: Sequence[tuple[int, str]],
    target: Target,
    *,
    by: str,
    tell: Tell,
    replaced: bool = False,
) -> tuple[PutBack, tuple[Step, ...]]:
    """Put a dead kiosk's book back on this Pi, and make a working kiosk around it.

    Args:
        plan: kiosk.toml, and the PINs of those who begin again.
        source: where the chain of the dead kiosk is.
        heads: those that left it; they say how much is lost.
        target: the file system of the new Pi.
        by: the account that does it.
        tell: told how far it is.
        replaced: put another kiosk.toml in the place of the one that is there.

    Raises:
        ConfigWrong, BookBroken, BookUnwritable: as `put_back`. Nothing was changed.
    """
    refuse_other_config(plan.settings, plan.config, target, replaced=replaced)
    wanted = Wanted(source=source, heads=heads, pepper=None, gifts=plan.gifts, by=by)
    done = put_back(plan.settings, wanted, target, tell)
    return done, tuple(around_the_book(plan.settings, plan.config, target))
