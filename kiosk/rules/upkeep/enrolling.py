"""The kiosk's own key is vouched for by two people: which, and when it cannot be."""

from kiosk.rules import entries as e
from kiosk.rules.own_key import KeyEnrolment
from kiosk.rules.pending import Known
from kiosk.rules.things import Changed, Moment, OfficerNumber


def problem(matter: KeyEnrolment, known: Known) -> tuple[str, str]:
    """Return why a key cannot be vouched for, and which; or two empty texts.

    Asked again with the second word: a book that was put back meanwhile has another key.
    """
    if matter.fingerprint != known.own_key.fingerprint or not matter.fingerprint:
        return "key_not_in_use", matter.fingerprint
    return ("key_vouched_already", matter.fingerprint) if known.own_key.vouched else ("", "")


def lines(
    at: Moment, matter: KeyEnrolment, by: tuple[OfficerNumber, ...]
) -> tuple[e.KioskEnrolled]:
    """Return what is written of a key that two people stood by."""
    return (e.KioskEnrolled(at, matter.fingerprint, by),)


def shown(matter: KeyEnrolment) -> tuple[Changed, ...]:
    """Return what the two hold against the printed paper."""
    return (Changed("fingerprint", "", matter.fingerprint),)
