"""A working directory that the program, or a child, removes"""

import os
import shutil
import subprocess
import sys
import tempfile


def attempt(function, *arguments):
    try:
        print(function.__name__, function(*arguments))
    except OSError as error:
        print(function.__name__, type(error).__name__, error.strerror)


with tempfile.TemporaryDirectory() as directory:
    os.chdir(directory)
    with open("file", "w") as file:
        file.write("text")
print(os.path.exists(directory))
attempt(os.getcwd)
attempt(open, "file", "w")
attempt(os.mkdir, "x")
attempt(os.unlink, "x")
print(subprocess.run([sys.executable, "-c", "print('child')"], cwd="/", capture_output=True, text=True).stdout.strip())
os.chdir("/")
print(os.getcwd())

os.chdir(directory := tempfile.mkdtemp())
os.makedirs("a/b")
attempt(os.rmdir, directory)
os.chdir("a/b")
attempt(os.rmdir, os.getcwd())
attempt(os.getcwd)
os.chdir("/")
shutil.rmtree(directory)

os.chdir(directory := tempfile.mkdtemp())
subprocess.run([sys.executable, "-c", f"import os; os.rmdir({directory!r})"], check=True)
attempt(os.getcwd)
os.chdir("/")
attempt(os.rmdir, "/")
