"""The certificate of the office pages: made at the first start, known by its fingerprint.

A warehouse without a network has no authority that could sign it. The chief compares the print
with the one on the kiosk's own screen, once, and the browser remembers.
"""

import datetime as dt
import hashlib
import ipaddress
import multiprocessing
import os
import signal
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

VALID_FROM = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
VALID_UNTIL = dt.datetime(2050, 1, 1, tzinfo=dt.UTC)
"""Fixed, and long: at its first start a Pi without a battery believes that it is 1970, or the
day its image was made, and a certificate that begins tomorrow locks the chief out today."""

CERTIFICATE_FILE = "office.crt"
KEY_FILE = "office.key"
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where certificate and key lie, and the SHA-256 fingerprint, AB:CD:..., to compare."""

    certificate: Path
    key: Path
    fingerprint: str


def ensure_certificate(folder: Path, names: Iterable[str]) -> Certificate:
    """Return the certificate of this kiosk, making it if it is not there yet.

    Made anew only when it is missing: a changed address must not change the fingerprint that
    people have compared. `names`: host names and addresses it is made for.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / CERTIFICATE_FILE, folder / KEY_FILE
    if not all(path.exists() for path in paths):
        _make_apart(*paths, tuple(dict.fromkeys(names)))
    certificate, key = paths
    key.chmod(_PRIVATE)
    return Certificate(certificate, key, fingerprint_of(certificate.read_bytes()))


def fingerprint_of(pem: bytes) -> str:
    """Return the SHA-256 fingerprint of a certificate as browsers write it."""
    sealed = ssl.PEM_cert_to_DER_cert(pem.decode())
    return hashlib.sha256(sealed).digest().hex(":").upper()


def _make_apart(certificate: Path, key: Path, names: tuple[str, ...]) -> None:
    """Make both in a process of its own: what it loads, 8 MB used once in a life, ends with it.

    multiprocessing unblocks SIGINT and SIGTERM when its tracker has started, whoever blocked them
    (CPython, resource_tracker.py); they are put back as they were.
    """
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    maker = multiprocessing.get_context("spawn").Process(
        target=make, args=(certificate, key, names)
    )
    maker.start()
    signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    maker.join()
    if maker.exitcode != 0:
        raise OSError(f"no certificate could be made in {certificate.parent}")


def make(certificate: Path, key: Path, names: tuple[str, ...]) -> None:
    """Make a certificate that signs itself, and its key."""
    from cryptography import x509  # noqa: PLC0415 - see _make_apart
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - the same
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - the same
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID  # noqa: PLC0415 - the same

    def alternative(name: str) -> x509.GeneralName:
        try:
            return x509.IPAddress(ipaddress.ip_address(name))
        except ValueError:
            return x509.DNSName(name)

    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Armoury kiosk")])
    sealed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
        .add_extension(x509.SubjectAlternativeName(map(alternative, names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(secret, hashes.SHA256())
    )
    secret_text = secret.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    # The key first: without it the certificate is worth nothing, and both are made anew.
    _write(key, secret_text)
    _write(certificate, sealed.public_bytes(serialization.Encoding.PEM))


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner only from its first byte on."""
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
