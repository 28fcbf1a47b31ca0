"""TLS between the programs of a tab, and towards the gateway: the module `_ssl`, over a null cipher.

The unmodified `ssl` stands above it. Handshakes, alerts, records and the verification of certificates are real; keys
are not exchanged and nothing is encrypted, since nothing leaves the tab. What only a real network needs has no place
here. It imports from sockets and what lies below them; the gateway imports from it.

    module       the module `_ssl`; its classes are in context, socket and buffers
    callbacks, constants, errors, objects, wire  what these need
    engine       one side of a session: handshake, messages, records, settings, ciphers
    verify       whether a certificate is to be trusted: certificate, store, signature, der
    loading      what a context reads from files: pem, aes
    authority    certificates for hosts outside
    gateway_session  the gateway's side of a session
"""
