"""Manager: a change inside a value is lost"""

import multiprocessing
from multiprocessing.managers import DictProxy
from typing import Any

if __name__ == "__main__":
    with multiprocessing.Manager() as manager:
        carts: "DictProxy[str, Any]" = manager.dict({"ada": ["tea"]})
        carts["ada"].append("cake")  # the mistake: changes a copy
        print("after append():     ", carts["ada"])

        cart = carts["ada"]
        cart.append("cake")
        carts["ada"] = cart  # sends the changed copy back
        print("after assignment:   ", carts["ada"])

        carts["bob"] = manager.list(["milk"])  # a proxy in a proxy
        carts["bob"].append("bread")
        print("with manager.list():", list(carts["bob"]))
