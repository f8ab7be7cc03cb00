"""The certificate of the office pages: made once, private, and known by its fingerprint."""

import re
import ssl
import stat
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from web_ui.certificate import ensure_certificate, fingerprint_of

NAMES = ("kiosk-1", "kiosk-1.local", "192.168.1.20", "127.0.0.1")


def test_it_is_made_once_and_stays(tmp_path: Path) -> None:
    first = ensure_certificate(tmp_path / "web_ui", NAMES)
    again = ensure_certificate(tmp_path / "web_ui", ("another-name",))
    assert again == first
    assert re.fullmatch(r"([0-9A-F]{2}:){31}[0-9A-F]{2}", first.fingerprint)


def test_every_kiosk_has_its_own(tmp_path: Path) -> None:
    prints = {ensure_certificate(tmp_path / name, NAMES).fingerprint for name in "ab"}
    assert len(prints) == 2


def test_the_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    made = ensure_certificate(tmp_path, NAMES)
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600
    made.key.chmod(0o644)
    ensure_certificate(tmp_path, NAMES)
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600


def test_it_is_made_for_every_name_and_address(tmp_path: Path) -> None:
    made = ensure_certificate(tmp_path, NAMES)
    certificate = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["kiosk-1", "kiosk-1.local"]
    addresses = [str(address) for address in names.get_values_for_type(x509.IPAddress)]
    assert addresses == ["192.168.1.20", "127.0.0.1"]
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"


def test_it_is_valid_for_a_pi_that_does_not_know_what_year_it_is(tmp_path: Path) -> None:
    made = ensure_certificate(tmp_path, NAMES)
    certificate = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    assert certificate.not_valid_before_utc.year == 2020
    assert certificate.not_valid_after_utc.year == 2050


def test_half_a_pair_is_made_anew(tmp_path: Path) -> None:
    """The power went between the two files."""
    first = ensure_certificate(tmp_path, NAMES)
    first.certificate.unlink()
    (tmp_path / "office.key.new").write_text("half a file")
    second = ensure_certificate(tmp_path, NAMES)
    assert second.fingerprint != first.fingerprint
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(second.certificate, second.key)  # raises if they are no pair


def test_the_fingerprint_is_the_one_that_browsers_show(tmp_path: Path) -> None:
    made = ensure_certificate(tmp_path, NAMES)
    pem = made.certificate.read_bytes()
    der = ssl.PEM_cert_to_DER_cert(pem.decode())
    certificate = x509.load_der_x509_certificate(der)
    shown = fingerprint_of(pem).replace(":", "").lower()
    assert shown == made.fingerprint.replace(":", "").lower()
    assert len(certificate.tbs_certificate_bytes) > 100
