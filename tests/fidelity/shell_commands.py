"""What subprocess does with shell=True, as /bin/sh does it."""

import os
import subprocess
import sys
import time

python = sys.executable
os.environ["FRUIT"] = "orange"


def sh(line, **options):
    done = subprocess.run(line, shell=True, capture_output=True, text=True, **options)
    print(repr(line.replace(python, "python")), done.returncode, repr(done.stdout), repr(done.stderr))


sh("echo $FRUIT 'single $FRUIT' \"double $FRUIT\" ${MISSING:-default} \\$FRUIT")
sh(
    "P=a/b.tar.gz; echo ${P#*/} ${P##*.} ${P%.*} ${P%%.*} ${#P} ${P+set} ${N+set} ${N-unset} ${N:=given} $N; E=; echo '['${E-x}] '['${E:-x}]"
)
sh("echo ${N?}; echo never")
sh("echo ${N:?no such $FRUIT}")
sh("echo ${N@Q}")
sh(
    "X=7; echo $((1 + 2 * (X - 3) % 5)) $((X / 2)) $((-X / 2)) $((-X % 3)) $((X << 3 | 1)) $((0x1f + 010)) $((X > 3 && !0 ? 10 : 20))"
)
sh(
    'I=0; echo $((I += 5)) $((I = I * 2)) $I $((~I)) $((N)) $((1 == 1 || 1 / 0)) "$(( $I+1 ))" $((9223372036854775807 + 1))'
)
sh("echo $((1 / 0)); echo never")
sh("echo $((1 + ))")
sh("Y=abc; echo $((Y))")
sh("exit 7")
sh("false || echo other; true && echo and; false && echo never; echo $?")
sh("echo out; echo err >&2")
sh(f"echo hello | {python} -c 'print(input().upper())'")
sh(f"{python} -c 'print(1); print(2)' | cat | cat")
sh("printf '%s-%d\\n' a 1 b 2")
sh("echo text > file.txt; cat < file.txt; echo more >> file.txt; cat file.txt; echo *.txt")
sh(f"{python} -c 'import sys; sys.exit(\"to stderr\")' 2>&1")
sh(f"{python} -c 'print(1)' > file.txt 2>&1; cat file.txt")
sh("X=1; echo $X; export X; X=2 " + f"{python} -c 'import os; print(os.environ[\"X\"])'")
sh(f"echo \"$({python} -c 'print(6 * 7)') and $(echo nested)\"")
sh("cat", input="from the parent")
sh("cd / && pwd; test -d /tmp && echo directory; [ 1 -lt 2 ] && echo less")
sh(f"{python} -c 'import os; os.kill(os.getpid(), 15)'; echo $?")
sh(f"{python} -c 'raise SystemExit(3)'; echo $?")
sh("echo $0 $# $1 ")
print(subprocess.run(["echo $0 $1 $#", "name", "first"], shell=True, capture_output=True).stdout)
print(os.system("exit 3"), os.waitstatus_to_exitcode(os.system("exit 3")))
print(os.popen("exit 1").close(), os.popen("echo popen").read())
print(subprocess.getstatusoutput("echo both; exit 2"))
print(subprocess.check_output("echo checked", shell=True))
started = time.monotonic()
process = subprocess.Popen("sleep 30", shell=True)
try:
    process.wait(timeout=0.2)
except subprocess.TimeoutExpired as error:
    print(error)
process.kill()
print(process.wait(), time.monotonic() - started < 15)
os.unlink("file.txt")


def run(*words, **options):
    done = subprocess.run(words, capture_output=True, text=True, **options)
    print(words, done.returncode, repr(done.stdout), repr(done.stderr))


run("echo", "without a", "shell")
run("cat", input="given\n")
run("cat", "missing.txt")
run("ls", "missing")
run("false")
run("sort", "-n", "-r", input="2\n10\n1\n")
run("grep", "-c", "o", input="one\ntwo\nthree\n")
run("grep", "four", input="one\n")
run("wc", "-l", input="one\ntwo\n")
run("seq", "2", "4")
run("head", "-n", "1", input="one\ntwo\n")
sh("yes | head -2; seq 3 | wc -l; cat missing.txt")
with subprocess.Popen(["sleep", "30"]) as process:
    process.terminate()
print(process.returncode)
subprocess.run(
    "read first rest; echo $rest $first; read missing; echo $?", shell=True, input="one two  three\n", text=True
)
