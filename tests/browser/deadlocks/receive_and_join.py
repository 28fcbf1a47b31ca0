import multiprocessing


def work(connection):
    question = connection.recv()
    connection.send(question)


if __name__ == "__main__":
    mine, theirs = multiprocessing.Pipe()
    child = multiprocessing.Process(target=work, args=(theirs,), name="child")
    child.start()
    child.join()
    mine.send("hello")
