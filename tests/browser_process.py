"""The cost of a page on Linux: the memory and the workers of its renderer processes."""

import os
import time
from pathlib import Path

from playwright.sync_api import Browser, Page

MEASURABLE = Path("/proc/self/smaps_rollup").exists()


def _text(path: Path) -> str:
    """The text of a file in /proc; empty if its process has ended in between."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


class Renderer:
    """The processes that show a page and its frames, of which one runs programs. There must be no other page."""

    def __init__(self, browser: Browser, page: Page) -> None:
        self._browser = browser.new_browser_cdp_session()
        self._devtools = page.context.new_cdp_session(page)

    def _processes(self) -> list[Path]:
        """The renderer processes, including idle ones of the browser itself."""
        processes = self._browser.send("SystemInfo.getProcessInfo")["processInfo"]
        paths = (Path(f"/proc/{process['id']}") for process in processes if process["type"] == "renderer")
        return [path for path in paths if path.exists()]

    @staticmethod
    def _proportional(proc: Path) -> float:
        """What a process takes of memory, without its share of files: other browsers on the machine map them, too."""
        lines = (proc / "smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith(("Pss_Anon:", "Pss_Shmem:")))

    def workers(self) -> int:
        """The number of live workers, including nested ones: each has a thread."""
        paths = (path for proc in self._processes() for path in (proc / "task").glob("*/comm"))
        return sum(_text(path).startswith("DedicatedWorker") for path in paths)

    def _processor_time(self) -> float:
        stats = ((proc / "stat").read_text().rpartition(")")[2].split() for proc in self._processes())
        return sum(int(fields[11]) + int(fields[12]) for fields in stats) / os.sysconf("SC_CLK_TCK")

    def settle(self, workers: int, timeout: float = 120) -> None:
        """Wait until this many workers are left and all are idle. Raises TimeoutError."""
        deadline = time.monotonic() + timeout
        quiet = 0
        while self.workers() != workers or quiet < 3:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.workers()} workers are left, not {workers}, or they don't come to rest")
            used = self._processor_time()
            time.sleep(1)
            quiet = quiet + 1 if self._processor_time() - used < 0.05 else 0

    def megabytes(self, seconds: float = 6) -> float:
        """The memory of the processes after a garbage collection of the page: the minimum within some seconds."""
        deadline = time.monotonic() + seconds
        least = float("inf")
        while time.monotonic() < deadline:
            self._devtools.send("HeapProfiler.collectGarbage")
            time.sleep(0.5)
            least = min(least, sum(map(self._proportional, self._processes())))
        return least
