"""Makes the certificates that tests ask trustme for, as JSON, on a machine: trustme needs cryptography."""

import json

import trustme  # type: ignore[import-not-found]

AUTHORITIES = 2
NAMES = ("localhost", "xn--fa-hia.de", "dummy-client", "trio-test-1.example.org", "example.com")


def made() -> list[dict[str, object]]:
    """Some authorities, each with a certificate for each name."""
    found: list[dict[str, object]] = []
    for _ in range(AUTHORITIES):
        authority = trustme.CA()
        certificates = {}
        for name in NAMES:
            certificate = authority.issue_cert(name)
            chain = [each.bytes().decode() for each in certificate.cert_chain_pems]
            certificates[name] = {"key": certificate.private_key_pem.bytes().decode(), "chain": chain}
        found.append({"authority": authority.cert_pem.bytes().decode(), "certificates": certificates})
    return found


if __name__ == "__main__":
    print(json.dumps(made()))
