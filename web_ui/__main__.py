"""The face as a program of its own: `python -m web_ui --socket PATH --data DIR`.

No device and no database: a socket to the kiosk, a folder for its certificate, two ports.
"""

import argparse
import gc
import logging
import signal
from pathlib import Path

from kiosk.service.cards.remote import RemoteCards
from kiosk.service.client import RemoteBench, RemoteRegister, RemoteService
from kiosk.service.losses.national_remote import RemoteLists
from kiosk.service.losses.remote import RemoteLosses
from kiosk.service.musters.remote import RemoteMusters
from kiosk.service.papers.remote import RemotePapers
from kiosk.service.people.remote import RemotePeople
from kiosk.service.protocol import Service
from kiosk.service.racking.remote import RemoteIncoming
from kiosk.service.training.remote import RemoteTraining
from kiosk.service.transfers.remote import RemoteTransfers
from kiosk.service.watch.remote import RemoteWatch
from web_ui import office, touch
from web_ui.cards import CardsDesk
from web_ui.cast import read_cast
from web_ui.certificate import ensure_certificate
from web_ui.languages import Calendar
from web_ui.lookout import Lookout
from web_ui.losses import LossesDesk
from web_ui.musters import MustersDesk
from web_ui.papers import PaperPages
from web_ui.people import PeopleDesk
from web_ui.racking import RackingDesk
from web_ui.register import RegisterDesk
from web_ui.servers import OfficeServer, TouchServer, names_of_this_machine
from web_ui.shell import UTC_OFFSET_MIN, Look
from web_ui.shift_desk import ShiftDesk
from web_ui.touch import OfficeAddress, create_touch
from web_ui.training import TrainingDesk
from web_ui.transfers import TransfersDesk
from web_ui.watch import WatchDesk

_log = logging.getLogger("web_ui")

LOOK_S = 3.0
"""How long a page waits for the bay: longer than the slowest commit that holds the keeper up. Who
waits for one that hangs is told so after seconds, not after the socket's own patience."""

_LAST_PORT = 65_535
_ENDING = frozenset({signal.SIGTERM, signal.SIGINT})
_ANYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not bound to


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """Return what the program was told on its command line."""
    parser = argparse.ArgumentParser(prog="python -m web_ui", description=__doc__)
    listens = "HOST:PORT of the {}, %(default)s if not given"
    offset = "minutes east of Greenwich, as in the policy (%(default)s)"
    add = parser.add_argument
    add("--socket", type=Path, required=True, help="the kiosk's socket")
    add("--data", type=Path, required=True, dest="folder", help="where the certificate is kept")
    add("--touch", type=address, default="127.0.0.1:8080", help=listens.format("touch page"))
    add("--office", type=address, default="0.0.0.0:8443", help=listens.format("office pages"))
    add("--no-office", action="store_true", help="serve no office pages")
    add("--kiosk-name", default="R-01", help="what the screens call this kiosk")
    add("--cast", type=Path, help="who plays in a demonstration, with PINs; for a simulated bay")
    add("--training", action="store_true", help="everything is invented: every page says so")
    add("--utc-offset-min", type=int, default=UTC_OFFSET_MIN, help=offset)
    return parser.parse_args(argv)


def address(text: str) -> tuple[str, int]:
    """Return the host and port of HOST:PORT.

    Raises:
        ArgumentTypeError: it is not of that form.
    """
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"expected HOST:PORT, not {text!r}")
    return host, int(port)


def main() -> int:
    """Be the program; returns the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
    # Before the first thread, which inherits it: a signal that another thread takes wakes nobody.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    return serve(arguments())


def serve(told: argparse.Namespace) -> int:
    """Serve until a signal comes, which must be blocked in every thread; returns the status."""
    service = RemoteService(told.socket, LOOK_S)
    lookout = Lookout(service)
    look = Look(told.kiosk_name, Calendar(told.utc_offset_min), training=told.training)
    servers: list[TouchServer | OfficeServer] = []
    shown = OfficeAddress()
    try:
        if not told.no_office:
            shown = _open_office(told, service, lookout, look, servers)
        app = create_touch(
            service,
            bench=RemoteBench(told.socket, LOOK_S),
            lookout=lookout,
            look=look,
            office=shown,
            hosts=(*touch.HOSTS, told.touch[0]),
            cast=read_cast(told.cast) if told.cast else None,
        )
        screen = TouchServer(app, told.touch, touch.STREAMS)
        screen.start()
        servers.append(screen)
    except OSError as wrong:
        _log.error("cannot serve: %s", wrong)
        _stop(lookout, servers)
        return 1
    _log.info("touch page   http://%s:%d/", told.touch[0], screen.port)
    gc.freeze()  # what stays for good is looked through no more
    signal.sigwait(_ENDING)
    _stop(lookout, servers)
    return 0


def _open_office(
    told: argparse.Namespace,
    service: Service,
    lookout: Lookout,
    look: Look,
    servers: list[TouchServer | OfficeServer],
) -> OfficeAddress:
    """Start the office pages and return where a chief finds them."""
    names = names_of_this_machine()
    certificate = ensure_certificate(told.folder, names)
    desks = (
        RegisterDesk(RemoteRegister(told.socket)),
        CardsDesk(RemoteCards(told.socket)),
        PeopleDesk(RemotePeople(told.socket)),
        ShiftDesk(),
        WatchDesk(RemoteWatch(told.socket)),
        TransfersDesk(RemoteTransfers(told.socket)),
        LossesDesk(RemoteLosses(told.socket), RemoteLists(told.socket)),
        MustersDesk(RemoteMusters(told.socket)),
        TrainingDesk(RemoteTraining(told.socket)),
        RackingDesk(RemoteIncoming(told.socket)),
        PaperPages(RemotePapers(told.socket)),
    )
    app = office.create_office(service, desks=desks, lookout=lookout, look=look, hosts=names)
    server = OfficeServer(app, told.office, office.STREAMS, certificate)
    server.start()
    servers.append(server)
    reached = names[-1] if told.office[0] in _ANYWHERE else told.office[0]
    shown = f"https://{reached}:{server.port}/"
    _log.info("office pages %s", shown)
    _log.info("fingerprint  SHA-256 %s", certificate.fingerprint)
    return OfficeAddress((shown,), certificate.fingerprint)


def _stop(lookout: Lookout, servers: list[TouchServer | OfficeServer]) -> None:
    """End every stream first: a server that waits for one waits for ever."""
    lookout.stop()
    for server in servers:
        server.stop()


if __name__ == "__main__":
    raise SystemExit(main())
