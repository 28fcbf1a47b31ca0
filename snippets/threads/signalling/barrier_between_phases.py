"""threading.Barrier: all finish phase one before any begins phase two"""

import threading

log: list[str] = []
phase_ends = threading.Barrier(3, action=lambda: log.append("-- all three are done --"))


def work() -> None:
    log.append("loaded")
    phase_ends.wait()
    log.append("computed")
    phase_ends.wait()  # a barrier can be used again


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*log, sep="\n")
