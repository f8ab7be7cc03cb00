"""The two servers: plain HTTP on loopback for the touch page, TLS on the network for the office.

Why two: docs/decisions/0008-two-web-servers.md.
"""

import logging
import socket
import ssl
from threading import Thread
from typing import Any

import cheroot.ssl.builtin
import cheroot.wsgi
import waitress.server
from flask import Flask
from waitress import wasyncore

from web_ui.certificate import Certificate
from web_ui.handed import handed

THREADS = 16
"""Threads for pages and taps, beside one for each stream: with fewer threads than streams every
request waits for a screen to be switched off (measured)."""

OFFICE_TIMEOUT_S = 10
"""How long a browser may take over its handshake or its request."""

_STOP_S = 5.0

_log = logging.getLogger(__name__)


class LateHandshake(cheroot.ssl.builtin.BuiltinSSLAdapter):
    """TLS whose handshake happens in a worker, at the first byte that is read.

    cheroot's own adapter shakes hands in the thread that accepts: one silent stranger on the
    network would keep the chief waiting ten seconds, and a second one for ever.
    """

    def __init__(self, certificate: Certificate) -> None:
        super().__init__(str(certificate.certificate), str(certificate.key))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.context.load_cert_chain(certificate.certificate, certificate.key)

    def wrap(self, sock: socket.socket) -> tuple[ssl.SSLSocket, dict[str, str]]:
        """Return the socket to be shaken hands over, and what the app is told about it."""
        secured = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return secured, {"wsgi.url_scheme": "https", "HTTPS": "on"}


class _Cheroot(cheroot.wsgi.Server):
    """cheroot, speaking to our log, and taking the port that was handed to it, if one was.

    Strangers who speak no TLS are no news.
    """

    handed: socket.socket | None = None

    def bind(self, family: int, type: int, proto: int = 0) -> socket.socket:  # noqa: A002 - cheroot calls it so
        """Have a port: the one that systemd keeps open for us, or one of our own."""
        if self.handed is None:
            return super().bind(family, type, proto)  # type: ignore[no-any-return] # cheroot has no types here
        self.socket = self.handed
        self.bind_addr = self.handed.getsockname()
        return self.handed

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:  # noqa: FBT001, FBT002 - cheroot calls it so
        _log.log(min(level, logging.INFO), "office server: %s", msg, exc_info=traceback)


class TouchServer:
    """waitress: small, pure, in Debian, and without TLS, which loopback does not need."""

    def __init__(self, app: Flask, address: tuple[str, int], streams: int) -> None:
        """Open the port.

        Raises:
            OSError: the port cannot be opened.
        """
        self._server: Any = waitress.server.create_server(
            app,
            sockets=[handed(address) or _listening(address)],
            threads=THREADS + streams,
            ident="",
            channel_timeout=30,
        )
        self._thread = Thread(target=self._server.run, name="touch", daemon=True)

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return int(self._server.effective_port)

    def start(self) -> None:
        """Serve from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Listen no longer, and drop what is open. The loop closes its own sockets and ends.

        The trigger goes last, when neither worker nor loop is left: whoever pulls a closed one
        writes into whatever has its number by then (measured: 3 times in 150 stops with streams).
        """
        trigger = self._server.trigger
        trigger.pull_trigger(self._drop)
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=_STOP_S)
        trigger.pull_trigger(trigger.del_channel)  # the loop has nothing left to wait for
        self._thread.join(_STOP_S)
        trigger.close()

    def _drop(self) -> None:
        """Close everything but the trigger; in the loop's own thread."""
        for opened in list(self._server._map.values()):  # noqa: SLF001 - waitress has no other way out of its loop
            if opened is self._server:
                wasyncore.dispatcher.close(opened)  # its own close takes the trigger with it
            elif opened is not self._server.trigger:
                opened.close()


class OfficeServer:
    """cheroot: what waitress is, with TLS."""

    def __init__(
        self, app: Flask, address: tuple[str, int], streams: int, certificate: Certificate
    ) -> None:
        self._server = _Cheroot(
            address,
            app,
            numthreads=THREADS + streams,
            server_name="",
            timeout=OFFICE_TIMEOUT_S,
            shutdown_timeout=1,
        )
        self._server.handed = handed(address)
        self._server.ssl_adapter = LateHandshake(certificate)
        self._thread: Thread | None = None

    @property
    def port(self) -> int:
        """The port that is listened on, once started."""
        return int(self._server.bind_addr[1])

    def start(self) -> None:
        """Serve from now on; the port is open when this returns.

        Raises:
            OSError: the port cannot be opened.
        """
        self._server.prepare()
        self._thread = Thread(target=self._server.serve, name="office", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listen no longer, and drop what is open."""
        self._server.stop()
        if self._thread is not None:
            self._thread.join(_STOP_S)


def _listening(address: tuple[str, int]) -> socket.socket:
    """Return a socket bound to an address; one that cannot be bound is closed again."""
    opened = socket.socket()
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)
    except OSError:
        opened.close()
        raise
    return opened


def names_of_this_machine() -> tuple[str, ...]:
    """Return the names and addresses a browser on the network may reach us by; asks nobody."""
    host = socket.gethostname()
    names = [host, host if "." in host else f"{host}.local", "localhost", "127.0.0.1"]
    return tuple(dict.fromkeys([*names, *_addresses()]))


def _addresses() -> list[str]:
    """Return our address towards the network: which one a packet would leave by; none is sent."""
    probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        probe.connect(("192.0.2.1", 9))  # TEST-NET-1: belongs to nobody
        return [str(probe.getsockname()[0])]
    except OSError:
        return []
    finally:
        probe.close()
