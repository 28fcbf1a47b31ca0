"""`python` and its command line: what it prints, what it refuses, where the program comes from; interactive mode."""

import os
import py_compile
import re
import subprocess
import sys
import tempfile

for name in [name for name in os.environ if name.startswith("PYTHON")]:
    del os.environ[name]


def run(*options, text=None, **variables):
    return subprocess.run(
        [sys.executable, *options], input=text, capture_output=True, text=True, env={**os.environ, **variables}
    )


def show(*options, text=None, **variables):
    done = run(*options, text=text, **variables)
    for output in (done.stdout, done.stderr):
        if output:
            print(re.sub(r"Errno \d+", "Errno", output.replace(sys.executable, "PYTHON").rstrip()))
    print(done.returncode)


for option in ("-V", "--version", "-VV"):
    done = run(option)
    expected = sys.version if option == "-VV" else sys.version.split()[0]
    print(option, done.returncode, done.stdout == f"Python {expected}\n", done.stderr)
show("--help-all")
for options in (["--bad"], ["-VZ"], ["-c"], ["-X"], ["--check-hash-based-pycs"], ["--check-hash-based-pycs", "bad"]):
    show(*options)
show("/nosuch.py")
show("-m", "nosuch")
for option, variables in (
    ("-Xcpu_count=0", {}),
    ("-Xint_max_str_digits=5", {}),
    ("-Xtracemalloc=x", {}),
    ("-Xutf8=3", {}),
    ("-q", {"PYTHONTRACEMALLOC": "x"}),
    ("-q", {"PYTHONHASHSEED": "x"}),
    ("-q", {"PYTHON_GIL": "0"}),
):
    show(option, "-c", "", **variables)

show("-", "an argument", text="import sys; print(sys.argv, __name__)\n1/0\n")
show(text="print('no argument')")
# What a program's module says of itself, where it was read, typed and compiled.
OF_ITSELF = """
names = {name: globals().get(name, "none") for name in ("__file__", "__cached__", "__spec__", "__package__")}
print(getattr(__loader__, "__name__", type(__loader__).__name__), getattr(__loader__, "path", ""), names)
"""
show("-c", OF_ITSELF)
show("-c", "import sys; del sys.modules['__main__']; print('without a main module')")
show(text=OF_ITSELF)
TYPED = "1/0\nx = 2\nif x:\n    x\n\nimport sys; sys.ps1\ndef f(:\n"
print(run("-i", text=TYPED).stdout)
show("-iqc", "x = 1; raise SystemExit(4)", text="print(x)\n")
show("-iqc", "pass", text="exit(5)\n")
with tempfile.TemporaryDirectory() as directory:
    path = os.path.join(directory, "program.py")
    with open(path, "w") as file:
        file.write("this is not Python\nimport sys; print(__file__ == sys.argv[0], sys.argv[1:])\n")
    show("-x", path, "an argument")
    with open(os.path.join(directory, "itself.py"), "w") as file:
        file.write(OF_ITSELF + "import inspect, sys; print(len(inspect.getsource(sys.modules['__main__'])))")
    compiled = py_compile.compile(file.name, os.path.join(directory, "compiled.pyc"))
    for name in (file.name, compiled):
        print(run(name).stdout.replace(directory, "DIRECTORY"))
    os.rename(path, os.path.join(directory, "__main__.py"))
    print("__main__.py" in run(directory).stderr)
# Lines of -c may be indented as a whole.
show(
    "-c",
    """
    import sys
    if True:
        print("dedented")
    1/0
""",
)
show("-c", "\tprint('a tab')")
show("-c", "print(1)\n  print(2)")
