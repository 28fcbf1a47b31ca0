"""TLS between the programs of a tab, and towards the gateway: the module `_ssl`, over a null cipher.

The unmodified `ssl` uses it. Handshakes (of TLS 1.3), alerts, records and the verification of certificates are real;
keys are not exchanged and nothing is encrypted, since nothing leaves the tab. It has what servers and clients need;
what belongs to the administration of keys on a real network is missing, and raises an error that says so: see the end
of context. The package imports from sockets and below; the gateway imports from it.

    module       the module `_ssl`; its classes are in context, socket and buffers
    constants, errors  what these need
    engine       one side of a session: handshake, records
    verify       whether to trust a certificate: certificate, store, signature, der
    loading      what a context reads from files
    authority    certificates for hosts outside
    gateway_session  the gateway's side of a session
"""
