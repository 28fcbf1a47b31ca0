"""tkinter: a progress bar, a Cancel button and a worker thread"""

import queue
import threading
import time
import tkinter
from tkinter import ttk


def download() -> None:
    """Runs in the worker, which touches no widget."""
    for percent in range(1, 101):
        if cancelled.is_set():
            break
        time.sleep(0.01)  # a part of the work
        messages.put(percent)
        messages.join()
    messages.put(None)


def start() -> None:
    start_button["state"] = "disabled"
    worker.start()
    poll()


def poll() -> None:
    """Show what the worker has sent, and look again in 20 ms."""
    while not messages.empty():
        percent = messages.get()
        if percent is None:
            worker.join()  # it has nothing left to do
            root.destroy()
            return
        bar["value"] = percent
        if percent == 10:
            print(f"{percent} %: Cancel")
            cancel_button.invoke()  # leave this out, and press Cancel yourself
        messages.task_done()
    root.after(20, poll)


def close() -> None:
    """To close the window is to cancel; `poll` destroys it when the worker has ended."""
    if worker.is_alive():
        cancelled.set()
    else:
        root.destroy()


cancelled = threading.Event()
messages: queue.Queue[int | None] = queue.Queue()
worker = threading.Thread(target=download)

root = tkinter.Tk()
root.title("Download")
root.protocol("WM_DELETE_WINDOW", close)
bar = ttk.Progressbar(root, length=300)
start_button = ttk.Button(root, text="Start", command=start)
cancel_button = ttk.Button(root, text="Cancel", command=close)
for widget in (bar, start_button, cancel_button):
    widget.pack(padx=20, pady=5)
root.after(50, start_button.invoke)  # leave this out, and press Start yourself
root.mainloop()
print("window: closed, the worker has ended:", not worker.is_alive())
