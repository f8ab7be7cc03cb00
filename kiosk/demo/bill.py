"""What the terminal of a demonstration shows before it begins: addresses, badges, PINs, cards."""

import hashlib
import socket
import ssl
from collections.abc import Mapping
from pathlib import Path

from kiosk.demo.cast import Member, cards
from kiosk.demo.plays import DEMONSTRATION
from kiosk.rules.things import Officer, OfficerNumber, Role

_ELSEWHERE = ("192.0.2.1", 9)
"""An address of nobody (RFC 5737): asking the way there names our own, and sends nothing."""


def playbill(  # noqa: PLR0913, PLR0917 - what a bill shows, each by its name
    touch: int,
    office: int,
    fingerprint: str,
    members: tuple[Member, ...],
    people: Mapping[OfficerNumber, Officer],
    opens: str = DEMONSTRATION.opens,
) -> list[str]:
    """Return the lines to show. `opens`: what is said first."""
    chief = next(m for m in members if people[m.officer].role is Role.CHIEF)
    lines = [
        "",
        opens,
        "",
        f"  both pages     http://127.0.0.1:{touch}/demo",
        f"  touch screen   http://127.0.0.1:{touch}/",
        f"  bench          http://127.0.0.1:{touch}/bench    badges, weapons and cables to click",
        f"  chief's page   https://{own_address()}:{office}/    {chief.officer}, PIN {chief.pin}",
    ]
    if fingerprint:
        lines += [f"                 its certificate: SHA-256 {fingerprint}"]
    lines += ["", *_people(members, people), "", *_cards(), ""]
    lines += ["Ctrl-C ends it. What happens, as it happens:", ""]
    return lines


def own_address() -> str:
    """Return this machine's address as others on the network see it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(_ELSEWHERE)
        except OSError:
            return "127.0.0.1"
        return str(asking.getsockname()[0])


def fingerprint_of(folder: Path) -> str:
    """Return the SHA-256 of the face's certificate, or nothing where there is none yet."""
    for path in sorted(folder.rglob("*.pem")) + sorted(folder.rglob("*.crt")):
        text = path.read_text(encoding="ascii", errors="replace")
        begin = text.find("-----BEGIN CERTIFICATE-----")
        if begin >= 0:
            digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(text[begin:])).hexdigest().upper()
            return ":".join(digest[place : place + 2] for place in range(0, len(digest), 2))
    return ""


def _people(members: tuple[Member, ...], people: Mapping[OfficerNumber, Officer]) -> list[str]:
    rows = [("badge", "PIN", "number", "name", "role", "at the racks")]
    for member in members:
        officer = people[member.officer]
        rows.append(
            (
                member.badge_text,
                member.pin,
                officer.number,
                officer.name,
                officer.role,
                member.shows,
            )
        )
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _cards() -> list[str]:
    shown = [f"{asks:>10} {number}" for asks, number in cards()]
    lines = ["  command cards, for a scanner without a touch screen:"]
    return lines + ["  " + "  ".join(shown[place : place + 4]) for place in range(0, len(shown), 4)]
