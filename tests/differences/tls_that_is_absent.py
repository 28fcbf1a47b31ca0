"""TLS, what it has"""

import ssl

context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
raised = []
settings = {
    "maximum_version": ssl.TLSVersion.TLSv1_2,
    "keylog_filename": "keys",
    "verify_flags": ssl.VERIFY_CRL_CHECK_LEAF,
}
for name, value in settings.items():
    try:
        setattr(context, name, value)
    except (ValueError, OSError, NotImplementedError) as error:
        raised.append(f"{name}: {error}")
print(*raised, sep="\n")
if len(raised) == 3:
    print("as the table says")
