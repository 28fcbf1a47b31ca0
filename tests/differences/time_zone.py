"""TZ and time.tzset"""

import os
import time

os.environ["T" + "Z"] = "Asia/Kathmandu"
try:
    time.tzset()
except OSError as error:
    print(error)
    print("as the table says")
