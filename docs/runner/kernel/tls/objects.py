"""Names of object identifiers, as OpenSSL has them.

Source: crypto/objects/objects.txt of OpenSSL 3.
"""

# Number, short name, long name ("" where it is the short one), identifier.
_TABLE = """\
4 MD5|md5|1.2.840.113549.2.5
6 rsaEncryption||1.2.840.113549.1.1.1
8 RSA-MD5|md5WithRSAEncryption|1.2.840.113549.1.1.4
13 CN|commonName|2.5.4.3
14 C|countryName|2.5.4.6
15 L|localityName|2.5.4.7
16 ST|stateOrProvinceName|2.5.4.8
17 O|organizationName|2.5.4.10
18 OU|organizationalUnitName|2.5.4.11
48 emailAddress||1.2.840.113549.1.9.1
49 unstructuredName||1.2.840.113549.1.9.2
54 challengePassword||1.2.840.113549.1.9.7
55 unstructuredAddress||1.2.840.113549.1.9.8
64 SHA1|sha1|1.3.14.3.2.26
65 RSA-SHA1|sha1WithRSAEncryption|1.2.840.113549.1.1.5
82 subjectKeyIdentifier|X509v3 Subject Key Identifier|2.5.29.14
83 keyUsage|X509v3 Key Usage|2.5.29.15
85 subjectAltName|X509v3 Subject Alternative Name|2.5.29.17
86 issuerAltName|X509v3 Issuer Alternative Name|2.5.29.18
87 basicConstraints|X509v3 Basic Constraints|2.5.29.19
89 certificatePolicies|X509v3 Certificate Policies|2.5.29.32
90 authorityKeyIdentifier|X509v3 Authority Key Identifier|2.5.29.35
99 GN|givenName|2.5.4.42
100 SN|surname|2.5.4.4
101 initials||2.5.4.43
103 crlDistributionPoints|X509v3 CRL Distribution Points|2.5.29.31
105 serialNumber||2.5.4.5
106 title||2.5.4.12
107 description||2.5.4.13
126 extendedKeyUsage|X509v3 Extended Key Usage|2.5.29.37
129 serverAuth|TLS Web Server Authentication|1.3.6.1.5.5.7.3.1
130 clientAuth|TLS Web Client Authentication|1.3.6.1.5.5.7.3.2
131 codeSigning|Code Signing|1.3.6.1.5.5.7.3.3
132 emailProtection|E-mail Protection|1.3.6.1.5.5.7.3.4
133 timeStamping|Time Stamping|1.3.6.1.5.5.7.3.8
173 name||2.5.4.41
174 dnQualifier||2.5.4.46
177 authorityInfoAccess|Authority Information Access|1.3.6.1.5.5.7.1.1
178 OCSP||1.3.6.1.5.5.7.48.1
179 caIssuers|CA Issuers|1.3.6.1.5.5.7.48.2
180 OCSPSigning|OCSP Signing|1.3.6.1.5.5.7.3.9
391 DC|domainComponent|0.9.2342.19200300.100.1.25
400 role||2.5.4.72
401 policyConstraints|X509v3 Policy Constraints|2.5.29.36
408 id-ecPublicKey||1.2.840.10045.2.1
415 prime256v1||1.2.840.10045.3.1.7
416 ecdsa-with-SHA1||1.2.840.10045.4.1
458 UID|userId|0.9.2342.19200300.100.1.1
509 generationQualifier||2.5.4.44
510 pseudonym||2.5.4.65
660 street|streetAddress|2.5.4.9
661 postalCode||2.5.4.17
666 nameConstraints|X509v3 Name Constraints|2.5.29.30
668 RSA-SHA256|sha256WithRSAEncryption|1.2.840.113549.1.1.11
669 RSA-SHA384|sha384WithRSAEncryption|1.2.840.113549.1.1.12
670 RSA-SHA512|sha512WithRSAEncryption|1.2.840.113549.1.1.13
671 RSA-SHA224|sha224WithRSAEncryption|1.2.840.113549.1.1.14
672 SHA256|sha256|2.16.840.1.101.3.4.2.1
673 SHA384|sha384|2.16.840.1.101.3.4.2.2
674 SHA512|sha512|2.16.840.1.101.3.4.2.3
715 secp384r1||1.3.132.0.34
716 secp521r1||1.3.132.0.35
794 ecdsa-with-SHA256||1.2.840.10045.4.3.2
795 ecdsa-with-SHA384||1.2.840.10045.4.3.3
796 ecdsa-with-SHA512||1.2.840.10045.4.3.4
860 businessCategory||2.5.4.15
864 telephoneNumber||2.5.4.20
889 houseIdentifier||2.5.4.51
910 anyExtendedKeyUsage|Any Extended Key Usage|2.5.29.37.0
912 RSASSA-PSS|rsassaPss|1.2.840.113549.1.1.10
955 jurisdictionL|jurisdictionLocalityName|1.3.6.1.4.1.311.60.2.1.1
956 jurisdictionST|jurisdictionStateOrProvinceName|1.3.6.1.4.1.311.60.2.1.2
957 jurisdictionC|jurisdictionCountryName|1.3.6.1.4.1.311.60.2.1.3
1087 ED25519||1.3.101.112
1089 organizationIdentifier||2.5.4.97
"""

_by_identifier: dict[str, tuple[int, str, str, str]] = {}


def _entries() -> dict[str, tuple[int, str, str, str]]:
    if not _by_identifier:
        for line in _TABLE.splitlines():
            number, _, names = line.partition(" ")
            short, long, identifier = names.split("|")
            _by_identifier[identifier] = int(number), short, long or short, identifier
    return _by_identifier


def long_name(identifier: str) -> str:
    """The long name of an identifier; itself where it has none."""
    entry = _entries().get(identifier)
    return identifier if entry is None else entry[2]


def short_name(identifier: str) -> str:
    """The short name of an identifier; itself where it has none."""
    entry = _entries().get(identifier)
    return identifier if entry is None else entry[1]


def txt2obj(txt: str, name: bool = False) -> tuple[int, str, str, str]:
    """Look up an object by its identifier, or by any of its names. Raises ValueError."""
    entry = _entries().get(txt)
    if entry is None and name:
        entry = next((found for found in _entries().values() if txt in found[1:3]), None)
    if entry is not None:
        return entry
    from . import der

    try:
        der.object_identifier(txt)
    except ValueError:
        raise ValueError(f"unknown object '{txt[:100]}'") from None
    raise ValueError("Unknown object")


def nid2obj(nid: int, /) -> tuple[int, str, str, str]:
    """Look up an object by OpenSSL's number for it. Raises ValueError."""
    if nid < 1:
        raise ValueError("NID must be positive.")
    for entry in _entries().values():
        if entry[0] == nid:
            return entry
    raise ValueError(f"unknown NID {nid}")
