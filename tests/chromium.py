"""Finds a Chromium to test with. `python tests/chromium.py` says how to get one where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
# Chromium heeds only the last list of features to disable, so this one starts with Playwright's own
# (tests/browser/test_chromium.py compares them). The rest belongs to the address bar, whose suggestions are a page in
# each new window: loading it took a second of processor time.
DISABLED = [
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(DISABLED)}",
    # Assume a connection of average speed, although the server is local. Otherwise each page would start Python as
    # soon as one of its programs is in view; test_interest.py asks for that.
    "--force-effective-connection-type=4G",
]
# Most tests start Python, run a few lines and end: optimising code for them takes longer than it saves. Long-running
# code is still optimised, only later than by default.
TEST_FLAGS = [*FLAGS, "--js-flags=--wasm-tiering-budget=100000000"]


def find() -> Path | None:
    """Find a Chromium on PATH, or one that Playwright has installed."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    for pattern in ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*"):
        for path in sorted(cache.glob(pattern), reverse=True):
            return path
    return None


def main() -> None:
    """Make sure that there is one: as root on Debian it is installed, elsewhere one line says what to do."""
    if find():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium with apt-get (the tests run the site in it)", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=True, stdout=subprocess.DEVNULL)
        return
    sys.exit("The tests need Chromium: install it (apt install chromium), or run .venv/bin/playwright install chromium")


if __name__ == "__main__":
    main()
