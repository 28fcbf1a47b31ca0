"""hashlib"""

import hashlib

refused = 0
for name in ("sha512_224", "sha512_256", "ripemd160", "sm3", "md5-sha1"):
    try:
        hashlib.new(name)
    except ValueError as error:
        print(error)
        refused += 1
print(hashlib.scrypt(b"password", salt=b"salt", n=4, r=8, p=1, dklen=4).hex())
if refused == 5:
    print("as the table says")
