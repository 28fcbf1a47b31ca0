"""set_start_method() works once, get_context() as often as you like"""

import multiprocessing


def work() -> None:
    print("in the child:", multiprocessing.get_start_method(), flush=True)


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    try:
        multiprocessing.set_start_method("forkserver")
    except RuntimeError as error:
        print("second set_start_method(): RuntimeError:", error, flush=True)

    context = multiprocessing.get_context("spawn")  # for a library: changes nothing for others
    process = context.Process(target=work)
    process.start()
    process.join()
    print("exit code:", process.exitcode)
