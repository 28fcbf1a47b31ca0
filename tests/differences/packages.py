"""packages"""

import subprocess
import sys

done = subprocess.run([sys.executable, "-c", "import requests_of_nobody"], capture_output=True, text=True, check=False)
print(done.stderr)
if "This page has the standard library, aiofiles, aiohttp, " in done.stderr:
    print("as the table says")
