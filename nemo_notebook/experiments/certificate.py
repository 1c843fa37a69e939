"""Certificates: one made for trying, and what a key can sign with. Needs `nemo-notebook[c2pa]`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from nemo_notebook.protocol.errors import InputError

if TYPE_CHECKING:  # with the extra alone
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_DAYS = 30
_ROOT, _LEAF = "nemo-notebook test root", "nemo-notebook test"


def made_for_trying() -> tuple[str, str]:
    """A certificate with the one that it rests on, and its key, all in PEM.

    They are made anew each time and kept nowhere: nobody vouches for them.
    """
    from cryptography.hazmat.primitives import serialization as pem  # noqa: PLC0415 (extra)
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 (the same)

    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate(_ROOT, root_key, root_key)
    leaf = _certificate(_LEAF, key, root_key)
    chain = b"".join(each.public_bytes(pem.Encoding.PEM) for each in (leaf, root))
    private = key.private_bytes(pem.Encoding.PEM, pem.PrivateFormat.PKCS8, pem.NoEncryption())
    return chain.decode(), private.decode()


def _certificate(
    name: str, key: EllipticCurvePrivateKey, issuer_key: EllipticCurvePrivateKey
) -> x509.Certificate:
    """A certificate of the shape that C2PA asks of a signer, or of the root below it."""
    from cryptography import x509  # noqa: PLC0415 (extra)
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 (the same)

    is_root = key is issuer_key
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(_ROOT))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=_DAYS))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(_usage(is_root=is_root), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )
    if not is_root:
        purpose = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(purpose, critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _named(name: str) -> x509.Name:
    from cryptography import x509  # noqa: PLC0415 (extra)

    return x509.Name(
        [
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "nemo-notebook"),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, name),
        ]
    )


def _usage(*, is_root: bool) -> x509.KeyUsage:
    from cryptography import x509  # noqa: PLC0415 (extra)

    return x509.KeyUsage(
        digital_signature=not is_root,
        key_cert_sign=is_root,
        crl_sign=is_root,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def signature_of(private: str) -> str:
    """The signature that goes with a private key in PEM, as C2PA calls it.

    Raises:
        InputError: It is no such key, has a password, or is of a kind that C2PA does not know.
    """
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa  # noqa: PLC0415 (extra)
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    try:
        key = load_pem_private_key(private.encode(), None)
    except (ValueError, TypeError):
        raise InputError(
            "The key cannot be used", hint="It is a private key in PEM without a password."
        ) from None
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return {256: "es256", 384: "es384", 521: "es512"}[key.curve.key_size]
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPrivateKey):
        return "ps256"
    raise InputError("The key is of a kind that C2PA does not know", hint="Use ES256 or Ed25519.")
