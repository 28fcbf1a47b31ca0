"""Which code a child process runs before yours"""

import multiprocessing
import sys

print(f"top level of the file, as {__name__}", flush=True)


def work() -> None:
    print("work() in the child", flush=True)


if __name__ == "__main__":
    if sys.platform in ("win32", "darwin"):
        documented = "spawn"
    else:
        documented = "forkserver" if sys.version_info >= (3, 14) else "fork"
    default = multiprocessing.get_start_method()
    print("default is the documented one:", default == documented, flush=True)

    spawn = multiprocessing.get_context("spawn")  # exists on every platform
    child = spawn.Process(target=work)
    child.start()
    child.join()
    print("exit code of the child:", child.exitcode)
