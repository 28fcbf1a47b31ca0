import json
import urllib.error
import urllib.request

with urllib.request.urlopen("ORIGIN/json", timeout=10) as response:
    print(response.status, response.headers["Content-Type"], response.headers["Content-Length"], json.load(response))
with urllib.request.urlopen("ORIGIN/echo", data=b"form=1") as response:
    print("echo:", response.read())
with urllib.request.urlopen("ORIGIN/large") as response:
    print("large:", sum(len(piece) for piece in iter(lambda: response.read(100_000), b"")))
try:
    urllib.request.urlopen("ORIGIN/absent")
except urllib.error.HTTPError as error:
    print(error, error.read())
try:
    urllib.request.urlopen("ORIGIN/late", timeout=0.3)
except TimeoutError:
    print("timed out")
for url in ("REFUSING/json", "CLOSED/json"):
    try:
        urllib.request.urlopen(url)
    except OSError as error:
        print(type(error).__name__, error)
