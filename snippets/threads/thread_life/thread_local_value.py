"""threading.local gives each thread its own attribute"""

import threading

request = threading.local()
both_have_set = threading.Barrier(2)


def log(answers: list[str]) -> None:
    answers.append(f"request of {request.user}")


def handle(user: str, answers: list[str]) -> None:
    request.user = user
    both_have_set.wait()  # both threads have assigned before either reads
    log(answers)


answers: list[str] = []
threads = [threading.Thread(target=handle, args=(user, answers)) for user in ("ada", "bob")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*sorted(answers), sep="\n")
print("the main thread has one:", hasattr(request, "user"))
