"""The two servers as they serve: TLS with silent strangers about, streams, and an orderly end."""

import http.client
import logging
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.service.views import Stage
from tests.web_ui.fakes import FakeService, view_of
from web_ui.certificate import Certificate, ensure_certificate
from web_ui.lookout import Lookout
from web_ui.office import create_office
from web_ui.servers import (
    OFFICE_TIMEOUT_S,
    THREADS,
    OfficeServer,
    TouchServer,
    names_of_this_machine,
)
from web_ui.touch import STREAMS, create_touch

PATIENCE_S = 20


@dataclass
class Served:
    """What is being served, and where."""

    service: FakeService
    port: int
    certificate: Certificate | None = None


@pytest.fixture
def touch() -> Iterator[Served]:
    service = FakeService(view_of())
    lookout = Lookout(service)
    server = TouchServer(create_touch(service, lookout=lookout), ("127.0.0.1", 0), STREAMS)
    server.start()
    yield Served(service, server.port)
    service.fall_silent()
    lookout.stop()
    server.stop()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Served]:
    service = FakeService(view_of())
    certificate = ensure_certificate(tmp_path, ("127.0.0.1", "localhost"))
    lookout = Lookout(service)
    app = create_office(service, lookout=lookout)
    server = OfficeServer(app, ("127.0.0.1", 0), 2, certificate)
    server.start()
    yield Served(service, server.port, certificate)
    service.fall_silent()
    lookout.stop()
    server.stop()


def trusting(served: Served) -> ssl.SSLContext:
    """Return a client that trusts this kiosk's certificate and no other."""
    assert served.certificate is not None
    context = ssl.create_default_context(cafile=str(served.certificate.certificate))
    context.verify_flags &= ~getattr(ssl, "VERIFY_X509_STRICT", 0)  # it signs itself, as no CA may
    return context


def page_over_tls(served: Served, context: ssl.SSLContext) -> tuple[int, str]:
    with closing(
        http.client.HTTPSConnection("127.0.0.1", served.port, timeout=PATIENCE_S, context=context)
    ) as connection:
        connection.request("GET", "/")
        with closing(connection.getresponse()) as answer:
            return answer.status, answer.read().decode()


def test_the_office_is_served_over_tls(office: Served) -> None:
    status, text = page_over_tls(office, trusting(office))
    assert status == 200
    assert 'name="pin"' in text


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # that it is old is what we test
def test_old_tls_is_refused(office: Served) -> None:
    old = trusting(office)
    old.set_ciphers("DEFAULT:@SECLEVEL=0")
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises((ssl.SSLError, OSError)):
        page_over_tls(office, old)


def test_strangers_who_say_nothing_keep_nobody_waiting(office: Served) -> None:
    """Cheroot's own adapter stops at the first of them for its time-out of ten seconds each."""
    with ExitStack() as strangers:
        for _ in range(THREADS // 2):
            strangers.enter_context(socket.create_connection(("127.0.0.1", office.port)))
        began = time.monotonic()
        assert page_over_tls(office, trusting(office))[0] == 200
        assert time.monotonic() - began < OFFICE_TIMEOUT_S


def test_plain_http_is_not_answered_by_the_office(office: Served) -> None:
    with pytest.raises((http.client.HTTPException, OSError)), asked(office, "/"):
        pass


def test_a_screen_hears_of_a_change_over_the_wire(touch: Served) -> None:
    with asked(touch, "/live") as answer:
        assert answer.getheader("Content-Type", "").startswith("text/event-stream")
        seen = b""
        while b"event: tick" not in seen:
            seen += answer.read1()
        touch.service.show(view_of(Stage.PIN))
        while b'data-page="pin"' not in seen:
            seen += answer.read1()


def test_every_stream_taken_leaves_the_pages_their_threads(touch: Served) -> None:
    """Measured before: with fewer threads than streams nothing answered at all."""
    with ExitStack() as screens:
        streams = [screens.enter_context(asked(touch, "/live")) for _ in range(STREAMS)]
        assert [answer.status for answer in streams] == [200] * STREAMS
        with asked(touch, "/live") as more, asked(touch, "/") as page:
            assert (more.status, page.status) == (503, 200)


def test_a_screen_that_leaves_gives_its_seat_back(touch: Served) -> None:
    for _ in range(STREAMS + 4):
        assert any(stream_once(touch) for _ in range(40))  # found out at the next tick


def stream_once(served: Served) -> bool:
    """Open a stream and leave it; tells whether there was a seat."""
    with asked(served, "/live") as answer:
        seated = answer.status == 200
    served.service.show(view_of())
    return seated


@contextmanager
def asked(served: Served, path: str) -> Iterator[http.client.HTTPResponse]:
    """Ask for a page over plain HTTP, and hang up afterwards."""
    with closing(
        http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE_S)
    ) as connection:
        connection.request("GET", path)
        with closing(connection.getresponse()) as answer:
            yield answer


def test_this_machine_knows_names_it_can_be_reached_by() -> None:
    names = names_of_this_machine()
    assert {"localhost", "127.0.0.1"} <= set(names)
    assert len(names) == len(set(names))


def test_an_end_amid_streams_leaves_the_files_of_others_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A worker that wakes a loop which has closed its pipe writes into whatever took its number."""
    for _ in range(40):
        service = FakeService(view_of())
        lookout = Lookout(service)
        server = TouchServer(create_touch(service, lookout=lookout), ("127.0.0.1", 0), STREAMS)
        server.start()
        with ExitStack() as screens:
            for _ in range(6):
                line = socket.create_connection(("127.0.0.1", server.port), PATIENCE_S)
                screens.enter_context(closing(line))
                line.sendall(b"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                if not service.waiting.is_set():
                    line.recv(1)  # the first is being served; the others come as the end comes
            service.fall_silent()
            lookout.stop()
            server.stop()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
