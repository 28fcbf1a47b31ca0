import threading

done = threading.Event()
threading.Thread(target=done.wait, daemon=True).start()
print("asks")
input()
done.set()
