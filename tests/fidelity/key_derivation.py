"""`hashlib` and `hmac`: names, key derivation, files, in threads too"""

import hashlib
import hmac
import io
import secrets
from concurrent.futures import ThreadPoolExecutor

print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 1000).hex())
print(hashlib.pbkdf2_hmac("sha1", b"password" * 20, b"salt", 3, dklen=50).hex())
print(hashlib.pbkdf2_hmac(hash_name="SHA-512", password=bytearray(b"p"), salt=memoryview(b"s"), iterations=2).hex())
print(
    hashlib.pbkdf2_hmac("blake2b", b"p", b"s", 2).hex()[:20], hashlib.pbkdf2_hmac("sha3_256", b"p", b"s", 2).hex()[:20]
)

# The first three vectors of RFC 7914, the last with fewer rounds.
print(hashlib.scrypt(b"", salt=b"", n=16, r=1, p=1).hex())
print(hashlib.scrypt(b"password", salt=b"NaCl", n=64, r=8, p=2, dklen=70).hex())
print(hashlib.scrypt(b"pleaseletmein", salt=b"SodiumChloride", n=32, r=3, p=1, maxmem=1 << 20).hex())

with ThreadPoolExecutor(3) as pool:
    keys = pool.map(lambda word: hashlib.pbkdf2_hmac("sha256", word, b"salt", 500, 4).hex(), [b"a", b"b", b"c"])
    print(*keys)


def attempt(call, *args, **options):
    try:
        print(call(*args, **options))
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)


attempt(hashlib.pbkdf2_hmac, "sha256", b"p", b"s", 0)
attempt(hashlib.pbkdf2_hmac, "sha256", "p", b"s", 1)
attempt(hashlib.pbkdf2_hmac, "sha256", b"p", b"s", 1, 0)
attempt(hashlib.pbkdf2_hmac, "sha256", b"p", b"s", 2**40)
attempt(hashlib.pbkdf2_hmac, "nothing", b"p", b"s", 1)
attempt(hashlib.pbkdf2_hmac, "shake_128", b"p", b"s", 1)
attempt(hashlib.scrypt, b"p", salt=b"s", n=3, r=1, p=1)
attempt(hashlib.scrypt, b"p", salt=b"s", n=2, r=0, p=1)
attempt(hashlib.scrypt, b"p", salt=b"s", n=2**15, r=8, p=1)
attempt(hashlib.scrypt, b"p", salt=b"s", n=2**14, r=8, p=1, maxmem=100)
attempt(hashlib.scrypt, b"p", salt="s", n=2, r=1, p=1)
attempt(hashlib.scrypt, b"p", salt=b"s", n=2, r=1, p=1, dklen=0)
attempt(hashlib.scrypt, b"p", salt=b"s", n=2, r=1, p=1, maxmem=-1)

for name in sorted(hashlib.algorithms_guaranteed):
    made = hashlib.new(name, b"data")
    size = (8,) if name.startswith("shake") else ()
    print(name, made.name, made.digest_size, made.block_size, made.hexdigest(*size)[:16])
    assert getattr(hashlib, name)(b"data", usedforsecurity=False).digest(*size) == made.digest(*size)
print(hashlib.algorithms_available >= hashlib.algorithms_guaranteed)
for name in ("SHA256", "sha-256", "sha2-512", "SHA3-256", "blake2b512", "MD5"):
    print(name, hashlib.new(name).name)
attempt(hashlib.new, "nothing")
attempt(hashlib.sha256, "text")

print(hashlib.file_digest(io.BytesIO(b"x" * 300_000), "sha256").hexdigest()[:16])
with open(__file__, "rb") as file:
    print(hashlib.file_digest(file, hashlib.sha1).digest() == hashlib.sha1(open(__file__, "rb").read()).digest())

key = hmac.new(b"key", b"text", "sha256")
print(key.hexdigest(), key.name, hmac.digest(b"key", b"text", hashlib.sha256).hex() == key.hexdigest())
print(
    hmac.new(b"key", b"text", hashlib.md5).hexdigest(),
    hmac.new(b"k" * 200, digestmod=lambda data=b"": hashlib.sha1(data)).hexdigest(),
)
print(
    hmac.compare_digest("a", "a"),
    secrets.compare_digest(b"a", b"b"),
    len(secrets.token_bytes()),
    len(secrets.token_hex(8)),
)
attempt(hmac.compare_digest, "ä", "a")
attempt(hmac.new, b"key", b"text", "nothing")
attempt(hmac.new, b"key", b"text")
