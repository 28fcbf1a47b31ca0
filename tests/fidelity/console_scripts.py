"""Console scripts of packages, as a shell, children and their children find them"""

# /// script
# dependencies = ["pytest", "uvicorn"]
# ///
import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from importlib import metadata

BIN = os.path.dirname(sys.executable)
os.environ["PATH"] = f"{BIN}:{os.environ['PATH']}"  # as in an activated environment
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
os.chdir(here := tempfile.mkdtemp())
TESTS = "def test_one():\n    pass\n\ndef test_two():\n    assert 1 == 2\n"
APP = """
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": scope["path"].encode()})
"""
for file, text in (("test_x.py", TESTS), ("served.py", APP)):
    with open(file, "w") as target:
        target.write(text)


def run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    words = command.split() if isinstance(command, str) else command
    print(*map(os.path.basename, words[-2:]), done.returncode, (done.stdout or done.stderr).splitlines()[:1])


print([os.path.relpath(shutil.which(name), BIN) for name in ("pytest", "py.test", "uvicorn")])
print(os.access(os.path.join(BIN, "pytest"), os.X_OK), open(os.path.join(BIN, "pytest")).readline().startswith("#!/"))
run(["pytest", "--version"])
run("py.test --version | head -n 1", shell=True)
run(["uvicorn", "--help"])
run(["pytest", "-q", "-p", "no:cacheprovider"])
run(["pytest", "nothing.py"])
run([sys.executable, "-m", "pytest", "--version"])
run([sys.executable, shutil.which("pytest"), "--version"])
run([os.path.join(BIN, "uvicorn"), "nothing:app"])
print(os.waitstatus_to_exitcode(os.system("pytest -q test_x.py > /dev/null 2>&1; exit $?")))
# A child's child, a program that replaces another one, and one that asyncio starts.
CHILD = "import os, subprocess; subprocess.run(['pytest', '--version']); os.execvp('pytest', ['pytest', '--co', '-q'])"
print(subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True).stdout.split()[:4])


async def main():
    process = await asyncio.create_subprocess_exec("pytest", "--co", "-q", stdout=subprocess.PIPE)
    output, _ = await process.communicate()
    print(process.returncode, output.decode().split()[:2])


asyncio.run(main())
with socket.create_server(("127.0.0.1", 0)) as listener:
    host, port = listener.getsockname()
    line = f"exec uvicorn served:app --fd {listener.fileno()} --log-level warning"
    with subprocess.Popen(line, shell=True, pass_fds=[listener.fileno()]) as server:
        print(urllib.request.urlopen(f"http://{host}:{port}/path").read())
        server.send_signal(signal.SIGINT)
        print(server.wait() in (0, -signal.SIGINT))

points = metadata.entry_points(group="console_scripts")
print([(name, points[name].value) for name in ("pytest", "uvicorn")], points["uvicorn"].load().__class__.__name__)
files = metadata.files("pytest")
print(sorted(file.name for file in files if os.path.realpath(file.locate()).startswith(os.path.realpath(BIN))))
os.chdir("/")
shutil.rmtree(here)
