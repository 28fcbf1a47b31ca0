"""CPU time (process_time, thread_time, os.times)"""

import os
import time

os.stat("/")
while time.process_time() < 0.2:
    os.listdir("/")
    open("/dev/null").close()
times = os.times()
print(times)
if times.system == 0:
    print("as the table says")
