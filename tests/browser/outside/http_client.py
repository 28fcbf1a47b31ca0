import http.client
import subprocess
import sys
import time

connection = http.client.HTTPConnection("ADDRESS")
for method, path in (("GET", "/json"), ("HEAD", "/json"), ("GET", "/empty"), ("GET", "/steps")):
    connection.request(method, path)
    response = connection.getresponse()
    print(method, path, response.status, response.getheader("Content-Length"), response.read())
connection.request("POST", "/echo", body=iter([b"in ", b"pieces"]), encode_chunked=True)
print("echo:", connection.getresponse().read())
connection.close()

# The server notices that nobody waits any more.
connection = http.client.HTTPConnection("ADDRESS")
connection.request("GET", "/endless")
response = connection.getresponse()
print("endless:", response.read(5))
response.close()
connection.close()
deadline = time.monotonic() + 10
noticed = b""
while noticed != b"gone" and time.monotonic() < deadline:
    time.sleep(0.1)
    connection = http.client.HTTPConnection("ADDRESS")
    connection.request("GET", "/noticed")
    noticed = connection.getresponse().read()
    connection.close()
print("noticed:", noticed)

connection = http.client.HTTPConnection("REFUSING_ADDRESS")
connection.request("GET", "/json")
try:
    connection.getresponse()
except PermissionError as error:
    print(error.strerror)

child = "import urllib.request; print(urllib.request.urlopen('ORIGIN/json').read())"
print("child:", subprocess.run([sys.executable, "-c", child], capture_output=True, text=True).stdout, end="")
