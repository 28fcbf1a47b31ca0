"""Names of object identifiers, as OpenSSL has them: those of a certificate's names, and what a key may be used for.

Source: crypto/objects/objects.txt of OpenSSL 3.
"""

# Number, short name, long name ("" where it is the short one), identifier.
_TABLE = """\
13 CN|commonName|2.5.4.3
14 C|countryName|2.5.4.6
15 L|localityName|2.5.4.7
16 ST|stateOrProvinceName|2.5.4.8
17 O|organizationName|2.5.4.10
18 OU|organizationalUnitName|2.5.4.11
48 emailAddress||1.2.840.113549.1.9.1
99 GN|givenName|2.5.4.42
100 SN|surname|2.5.4.4
105 serialNumber||2.5.4.5
106 title||2.5.4.12
129 serverAuth|TLS Web Server Authentication|1.3.6.1.5.5.7.3.1
130 clientAuth|TLS Web Client Authentication|1.3.6.1.5.5.7.3.2
391 DC|domainComponent|0.9.2342.19200300.100.1.25
458 UID|userId|0.9.2342.19200300.100.1.1
660 street|streetAddress|2.5.4.9
661 postalCode||2.5.4.17
860 businessCategory||2.5.4.15
955 jurisdictionL|jurisdictionLocalityName|1.3.6.1.4.1.311.60.2.1.1
956 jurisdictionST|jurisdictionStateOrProvinceName|1.3.6.1.4.1.311.60.2.1.2
957 jurisdictionC|jurisdictionCountryName|1.3.6.1.4.1.311.60.2.1.3
1089 organizationIdentifier||2.5.4.97
"""
Object = tuple[int, str, str, str]


def _entries() -> list[Object]:
    found = []
    for line in _TABLE.splitlines():
        number, _, names = line.partition(" ")
        short, long, identifier = names.split("|")
        found.append((int(number), short, long or short, identifier))
    return found


def long_names() -> dict[str, str]:
    """The long names by identifier."""
    return {identifier: long for _, _, long, identifier in _entries()}


def txt2obj(txt: str, name: bool = False) -> Object:
    """Look up an object by its identifier, or by any of its names. Raises ValueError."""
    for entry in _entries():
        if txt == entry[3] or (name and txt in entry[1:3]):
            return entry
    raise ValueError(
        f"unknown object '{txt[:100]}': the tab knows the names in certificates, serverAuth and clientAuth"
    )


def nid2obj(nid: int, /) -> Object:
    """Look up an object by OpenSSL's number for it. Raises ValueError."""
    if nid < 1:
        raise ValueError("NID must be positive.")
    for entry in _entries():
        if entry[0] == nid:
            return entry
    raise ValueError(f"unknown NID {nid}: the tab knows the names in certificates, serverAuth and clientAuth")
