"""The desk of losses, answered from inside the kiosk's own process; and what an export tells."""

from kiosk.keeper.ports import Facts
from kiosk.registry.losses_table import KeptLoss, LossBook
from kiosk.rules.broken import KioskError
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.reports import FOR_OTHERS, unknown_in
from kiosk.rules.things import OfficerNumber
from kiosk.service.losses import views as v
from kiosk.service.protocol import KioskSilent

SHOWN = 200
"""Reports on the desk's page; an export has all of them."""


class LossDesk:
    """Answers who sits at the desk of losses. Any thread."""

    def __init__(self, kiosk: str, facts: Facts, book: LossBook) -> None:
        """Take the kiosk's name, what knows people, and the losses of all times."""
        self._kiosk, self._facts, self._book = kiosk, facts, book

    def page(self, by: str) -> v.LossesPage:
        """Return every report."""
        try:
            person = self._facts.person(OfficerNumber(by))
            if person is None:
                return v.LossesPage(reason="unknown_officer")
            if Desk.LOSSES not in desks_of(person):
                return v.LossesPage(reason="wrong_role")
            return v.LossesPage(tuple(map(face, self._book.newest(SHOWN))), self._kiosk)
        except KioskError as wrong:
            raise KioskSilent(str(wrong)) from wrong


def face(kept: KeptLoss) -> v.LossFace:
    """Return a report with all its fields."""
    entry, loss = kept.reported, kept.stands.loss
    weapon, told, bearer = loss.weapon, loss.circumstances, loss.bearer
    unknown = unknown_in(loss)
    return v.LossFace(
        number=weapon.number,
        name=weapon.name,
        type=weapon.type,
        serial=weapon.serial,
        calibre=weapon.calibre,
        kind=loss.kind,
        when_ms=told.when_ms,
        place=told.place,
        how=told.how,
        agency=told.agency,
        case=told.case,
        bearer=bearer.number,
        bearer_name=bearer.name,
        rank=bearer.rank,
        unit=bearer.unit,
        reported_ms=entry.at.wall_ms,
        by=entry.by,
        head=kept.head,
        found_ms=0 if kept.end is None else kept.end.circumstances.when_ms,
        found_place="" if kept.end is None else kept.end.circumstances.place,
        complete=not set(FOR_OTHERS) & set(unknown),
        whole_day=told.whole_day,
        at_bay=entry.at_bay,
        unknown=unknown,
    )
