"""What a page costs, as Linux counts it: the memory and the workers of its renderer process."""

import os
import time
from pathlib import Path

from playwright.sync_api import Browser, Page

MEASURABLE = Path("/proc/self/smaps_rollup").exists()


class Renderer:
    """The process that shows a page. There must be no other page."""

    def __init__(self, browser: Browser, page: Page) -> None:
        session = browser.new_browser_cdp_session()
        processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
        session.detach()
        # A browser has renderers of its own beside it: the page's is the largest.
        self._proc = max(
            (Path(f"/proc/{process['id']}") for process in processes if process["type"] == "renderer"),
            key=self._proportional,
        )
        self._devtools = page.context.new_cdp_session(page)

    @staticmethod
    def _proportional(proc: Path) -> float:
        lines = (proc / "smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))

    def workers(self) -> int:
        """How many workers live, those that workers started included: each has a thread."""
        names = (path.read_text().strip() for path in (self._proc / "task").glob("*/comm"))
        return sum(name.startswith("DedicatedWorker") for name in names)

    def _processor_time(self) -> float:
        fields = (self._proc / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def settle(self, workers: int, timeout: float = 120) -> None:
        """Wait until so many workers are left and none has anything to do. Raises TimeoutError."""
        deadline = time.monotonic() + timeout
        quiet = 0
        while self.workers() != workers or quiet < 3:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.workers()} workers are left, not {workers}, or they don't come to rest")
            used = self._processor_time()
            time.sleep(1)
            quiet = quiet + 1 if self._processor_time() - used < 0.05 else 0

    def megabytes(self, seconds: float = 6) -> float:
        """What the process holds after collecting its garbage: the least within some seconds."""
        deadline = time.monotonic() + seconds
        least = float("inf")
        while time.monotonic() < deadline:
            self._devtools.send("HeapProfiler.collectGarbage")
            time.sleep(0.5)
            least = min(least, self._proportional(self._proc))
        return least
