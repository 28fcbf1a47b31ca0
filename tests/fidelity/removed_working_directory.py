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

# What can be done in a directory without a name
os.chdir(directory := tempfile.mkdtemp())
there = os.open(".", os.O_RDONLY)
os.rmdir(directory)
for path in (".", "./.", "/proc/self/cwd", there):
    print(os.listdir(path), [entry.name for entry in os.scandir(path)], os.stat(path).st_nlink)
print(os.listdir(), list(os.walk(".")), os.path.isdir("."), os.access(".", os.W_OK))
print(os.path.samefile("..", tempfile.gettempdir()), os.path.basename(directory) in os.listdir(".."))
print(os.readlink("/proc/self/cwd") == os.readlink(f"/proc/self/fd/{there}") == f"{directory} (deleted)")
for name in ("file", "../missing", "x/y"):
    attempt(os.stat, name)
attempt(open, "file", "w")
attempt(os.mkdir, "x")
attempt(os.symlink, "target", "x")
attempt(os.rename, "x", "y")
attempt(os.rmdir, ".")
attempt(os.chdir, ".")
attempt(os.path.abspath, "x")
attempt(os.path.abspath, "/x")

CHILD = """
import os, sys
for call in (os.getcwd, os.listdir, lambda: os.stat(".").st_nlink, lambda: os.mkdir("x"), lambda: sys.path[0]):
    try:
        print(repr(call()))
    except OSError as error:
        print(error)
os.chdir("..")
print(os.getcwd() == %r)
"""
for options in ({}, {"cwd": "."}):
    command = [sys.executable, "-c", CHILD % tempfile.gettempdir()]
    print(subprocess.run(command, capture_output=True, text=True, **options).stdout, end="")
command = [sys.executable, "-m", "timeit", "-n1", "-r1", "pass"]
print(subprocess.run(command, capture_output=True, text=True).stdout[:14])
print(subprocess.run(["ls"], capture_output=True, text=True))
os.close(there)
os.chdir("..")
print(os.path.samefile(".", tempfile.gettempdir()))

# An open directory, and one that is removed by a child or renamed
directory = tempfile.mkdtemp()
there = os.open(directory, os.O_RDONLY)
os.rmdir(directory)
print(os.listdir(there), os.fstat(there).st_nlink)
attempt(os.stat, directory)
os.mkdir(directory)
with open(os.path.join(directory, "new"), "w"):
    print(os.listdir(there), os.listdir(directory))
os.close(there)
os.chdir(directory)
os.remove("new")
subprocess.run([sys.executable, "-c", f"import os; os.rmdir({directory!r})"], check=True)
print(os.listdir("."), os.path.exists(directory))
os.chdir("/")
directory = tempfile.mkdtemp()
os.mkdir(os.path.join(directory, "before"))
os.chdir(os.path.join(directory, "before"))
os.rename(os.path.join(directory, "before"), os.path.join(directory, "after"))
print(os.path.basename(os.getcwd()))
with open("file", "w"):
    print(os.listdir(os.path.join(directory, "after")))
os.chdir("/")
shutil.rmtree(directory)
