"""An exception ends its thread, not the program"""

import threading


def report(args: threading.ExceptHookArgs) -> None:
    name = args.thread.name if args.thread else "a thread"
    print(f"excepthook: {name} died of {args.exc_type.__name__}: {args.exc_value}")


def parse(text: str) -> None:
    print("parsed:", int(text))


threading.excepthook = report  # by default: the traceback, on standard error
thread = threading.Thread(target=parse, args=("forty-two",), name="parser")
thread.start()
thread.join()  # raises nothing
print("main: the parser is alive:", thread.is_alive())
