"""Directories that processes have in common: moved with all they hold, removed, replaced, and reached by several names"""

import os
import shutil
import subprocess
import sys
import tempfile

LISTING = """
def show(top="."):
    for directory, directories, files in sorted(os.walk(top)):
        names = [name + "/" for name in directories] + [
            f"{name}: {open(os.path.join(directory, name)).read()}" for name in files if os.path.exists(os.path.join(directory, name))
        ]
        print(f"  {directory} {os.stat(directory).st_mode & 0o777:o}", *sorted(names))
"""
CHILD = """
import os, sys
exec(sys.argv[1])
opened = []
for line in sys.stdin:
    if line == "list\\n":
        show()
        print([(file.seek(0), file.read())[1] for file in opened])
    else:
        opened.append(open(line.strip(), "r+"))
    print("ready", flush=True)
"""
exec(LISTING)


def start():
    command = [sys.executable, "-c", CHILD, LISTING]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(process, text):
    process.stdin.write(text + "\n")
    process.stdin.flush()
    return "".join(iter(process.stdout.readline, "ready\n"))


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def compare(what):
    """Print what is there; say where a child that runs all the time, or a new one, sees something else."""
    print(what)
    show()
    there = ask(child, "list").splitlines()
    print("  open there:", there.pop())
    with start() as new:
        seen = ask(new, "list").splitlines()[:-1]
        new.stdin.close()
    print("  as here:", there == seen, *([] if there == seen else [there, seen]))
    here = subprocess.run([sys.executable, "-c", "import os\n" + LISTING + "show()"], capture_output=True, text=True)
    print("  as there:", here.stdout.splitlines() == there, here.stderr)


os.chdir(tempfile.mkdtemp())
child = start()
os.makedirs("one/inner")
write("one/x", "x")
write("one/inner/y", "y")
compare("made")
ask(child, "one/x")
os.rename("one", "two")
compare("moved")
write("two/x", "written after the move")
compare("written")
os.mkdir("empty")
os.rename("two", "empty")
compare("moved onto an empty one")
shutil.move("empty", "one")
compare("moved back")
os.chmod("one", 0o700)
os.remove("one/x")
os.remove("one/inner/y")
os.rmdir("one/inner")
os.rmdir("one")
compare("changed, then removed")
os.makedirs("one/inner")
write("one/inner/z", "z")
compare("made again")
os.chmod("one", 0o750)
shutil.rmtree("one")
write("one", "a file")
compare("replaced by a file")
os.remove("one")
os.mkdir("one")
write("one/x", "in a directory")
compare("replaced by a directory")
os.rename("one", "former")
write("one", "a file again")
compare("moved, and a file has its name")
os.rename("former", "dir")
os.mkdir("former")
write("former/x", "another")
compare("moved, and a directory has its name")
for name in "abc":
    write(name, name)
    ask(child, name)
os.rename("a", "t")
os.rename("b", "a")
os.rename("t", "b")
compare("two files that swap their names")
os.rename("b", "c")
compare("moved onto a file")
write("a", "a, written")
write("c", "c, written")
compare("written, by their new names")
os.rename("dir", "t")
os.rename("former", "dir")
os.rename("t", "former")
compare("two directories that swap their names")

os.symlink("dir", "link")
os.mkdir("link/deep")
write("link/deep/w", "w")
os.mkdir("dir/../beside")
os.symlink("../one", "link/up")
compare("made by other names")
os.rename("link/deep/w", "link/deep/v")
os.chmod("link/deep", 0o711)
os.remove("link/up")
os.rmdir("dir/../beside")
compare("changed by other names")
os.remove("link")
os.mkdir("link")
compare("a link replaced by a directory")
shutil.rmtree("link")
os.rename("dir/deep", "dir/../dir/low")
os.symlink("dir/low", "link")
os.remove("link/v")
os.rmdir("dir/low")
compare("removed by other names")

# A process that lives in a directory goes along with it.
DWELLER = """
import os, sys
top = os.getcwd()
os.chdir(sys.argv[1])
for line in sys.stdin:
    try:
        print(os.path.relpath(os.getcwd(), top), sorted(os.listdir()))
    except FileNotFoundError:
        print("nowhere", os.listdir())
    print("ready", flush=True)
"""
command = [sys.executable, "-c", DWELLER, "dir"]
with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as dweller:
    print(ask(dweller, ""), end="")
    os.rename("dir", "t")
    os.rename("former", "dir")
    print(ask(dweller, ""), end="")
    os.rename("t", "dir/within")
    write("dir/within/more", "more")
    print(ask(dweller, ""), end="")
    shutil.rmtree("dir/within")
    print(ask(dweller, ""), end="")
    os.mkdir("dir/within")
    print(ask(dweller, ""), end="")
    dweller.stdin.close()
MAKER = "import os, sys; os.makedirs('both/deep', exist_ok=True); open(f'both/deep/{sys.argv[1]}', 'w').write('made')"
makers = [subprocess.Popen([sys.executable, "-c", MAKER, name]) for name in "abcd"]
print([maker.wait() for maker in makers])
compare("made by several at the same time")
for name in os.listdir():
    (shutil.rmtree if os.path.isdir(name) else os.remove)(name)
compare("empty")
child.stdin.close()
print("ended:", child.wait())
