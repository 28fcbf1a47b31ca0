"""Programs whose reader has gone, and which signal ends which program."""

import os
import signal
import subprocess
import sys

os.environ.pop("PYTHONUNBUFFERED", None)


def run(command, **options):
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    process.stdout.read(1)
    process.stdout.close()
    errors = process.stderr.read()
    print(process.wait(), b"Broken pipe" in errors)


run(["yes"])
run(["seq", "1000000"])
run(["yes"], restore_signals=False)
run("yes", shell=True)
run("yes; echo $? >&2", shell=True)
run([sys.executable, "-c", "import sys\nwhile True: print('line')"])
run([sys.executable, "-c", "import signal\nsignal.signal(signal.SIGPIPE, signal.SIG_DFL)\nwhile True: print('line')"])
print(subprocess.run("yes | head -n 1", shell=True, capture_output=True))

for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGHUP, signal.SIGUSR1, signal.SIGINT):
    sleeper = subprocess.Popen(["sleep", "60"])
    sleeper.send_signal(number)
    print(sleeper.wait())
shell = subprocess.Popen("sleep 60", shell=True)
shell.terminate()
print(shell.wait())
print(subprocess.run("kill -9 $$", shell=True).returncode)
print(subprocess.run("sh -c 'kill -9 $$'; exit $?", shell=True, stderr=subprocess.DEVNULL).returncode)

# What a child ignores it was told to ignore.
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGINT, signal.SIG_IGN)
SHOW = "import signal; print([signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGPIPE)])"
print(subprocess.run([sys.executable, "-c", SHOW], capture_output=True, text=True).stdout)
reader, writer = os.pipe()
actions = [(os.POSIX_SPAWN_DUP2, writer, 1)]
command = [sys.executable, "-c", SHOW]
options = {"setsigdef": [signal.SIGTERM], "setsigmask": [signal.SIGHUP], "file_actions": actions}
os.waitpid(os.posix_spawn(sys.executable, command, os.environ, **options), 0)
print(os.read(reader, 1000))
