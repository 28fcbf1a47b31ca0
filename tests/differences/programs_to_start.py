"""programs to start"""

import subprocess

print(subprocess.run("seq 3 | sort -r", shell=True, capture_output=True, text=True, check=True).stdout)
try:
    subprocess.run(["awk", "BEGIN {}"], check=True)
except FileNotFoundError as error:
    print(error)
    print("as the table says")
