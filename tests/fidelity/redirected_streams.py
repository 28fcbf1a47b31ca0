"""What refers to the descriptors 0, 1 and 2 is changed while a program runs: print, os.write and children follow."""

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile

PYTHON = sys.executable
os.environ.pop("PYTHONUNBUFFERED", None)


def run(source: str, **options) -> None:
    """A program of its own, whose output goes into pipes."""
    child = subprocess.run([PYTHON, "-c", source], capture_output=True, text=True, check=False, **options)
    print(child.returncode, [child.stdout, re.sub(r"\[Errno \d+\]", "[Errno]", child.stderr)], flush=True)


@contextlib.contextmanager
def redirected(fd: int, to: int):
    saved = os.dup(fd)
    os.dup2(to, fd)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(saved, fd)
        os.close(saved)


def write_everything(children: bool = True) -> None:
    print("print", flush=True)
    sys.stdout.buffer.write(b"buffer\n")
    sys.stdout.flush()
    os.write(1, b"os.write\n")
    if not children:
        return
    os.system("echo shell")
    subprocess.run([PYTHON, "-c", "print('child')"], check=True)


# A pipe.
reader, writer = os.pipe()
with redirected(1, writer):
    write_everything()
os.close(writer)
with open(reader) as file:
    print(file.read().split("\n"), flush=True)

# A file.
with tempfile.TemporaryFile() as file:
    with redirected(1, file.fileno()):
        write_everything()
    file.seek(0)
    print(file.read().decode().split("\n"), flush=True)

# The other stream, and back.
with redirected(1, 2):
    write_everything()
with redirected(2, 1):
    print("to stderr", file=sys.stderr, flush=True)
    os.write(2, b"os.write to 2\n")
    subprocess.run([PYTHON, "-c", "import sys; print('error', file=sys.stderr)"], check=True)

# Nothing at all.
null = os.open(os.devnull, os.O_WRONLY)
with redirected(1, null):
    write_everything(children=False)
os.close(null)
print("again", flush=True)

# Objects that stand for a stream.
with contextlib.redirect_stdout(io.StringIO()) as text:
    print("redirected")
    print(sys.__stdout__ is sys.stdout)
print([text.getvalue()])
with contextlib.redirect_stderr(sys.stdout):
    print("error", file=sys.stderr)
sys.stdout.reconfigure(encoding="latin-1", errors="replace", newline="\r\n")
print(sys.stdout.encoding, sys.stdout.errors)
sys.stdout.buffer.flush()
sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="\n", line_buffering=False, write_through=True)
print(sys.stdout.write_through, sys.stdout.fileno(), sys.stdout.name, sys.stdout.mode, flush=True)
with open(1, "w", closefd=False) as other, os.fdopen(os.dup(1), "w", buffering=1) as third:
    print("other", file=other, flush=True)
    print("third", file=third)

# Closed ones.
run("import os\nos.close(1)\nprint('lost')")
run("import os, sys\nos.close(2)\nprint('lost', file=sys.stderr)\nprint('kept')")
run("import os\nos.close(2)\n1 / 0")
run("import sys\nsys.stdout.close()\nprint('closed', file=sys.stderr)")
run("import sys\nsys.stdout.close()\nprint('x')")
run("import sys\nsys.stderr.close()\nprint('x')")
run("import sys\nsys.stdout.detach()\nprint('x')")
run("import os\nos.close(0)\ninput()")
run("import os\nos.close(0)\nprint(os.open('/dev/null', os.O_RDONLY))")
run("import os\nos.close(0)\nprint(os.pipe(), flush=True)\nos.close(1)\nprint(os.dup(2), flush=True)")
run(
    "import os, tempfile\nos.close(1)\nf = tempfile.TemporaryFile()\nprint('in the file', flush=True)\nos.lseek(1, 0, 0)\nos.write(2, os.read(1, 99))"
)
run("import os\nos.closerange(0, 3)\nprint('x')")
for fd in (0, 1, 2):
    source = "import os, sys\nshown = [s and s.fileno() for s in (sys.stdin, sys.stdout, sys.stderr)]\nopen('shown.txt', 'w').write(repr(shown))"
    actions = [(os.POSIX_SPAWN_CLOSE, fd)]
    os.waitpid(os.posix_spawn(PYTHON, [PYTHON, "-c", source], os.environ, file_actions=actions), 0)
    with open("shown.txt") as file:
        print(fd, file.read())
    os.remove("shown.txt")

# At the end of a program.
run("import os\nr, w = os.pipe()\nos.close(r)\nos.dup2(w, 1)\nprint('x')\nraise SystemExit(3)")
run("import os\nos.close(2)\nimport sys\nsys.stderr.write('x')\nprint('y')")
run(
    """
import sys
class Stream:
    closed = False
    def flush(self): raise ValueError("no")
sys.stdout = Stream()
"""
)
