"""Tries to reach what is the site's, by all that the browser gives a worker.

SITE stands for its address, TYPES for what messages are called.
"""

import json
import time

import js
from pyodide.ffi import create_proxy, to_js

SITE = "SITE"
TYPES = json.loads("""TYPES""")
found = {}


def settled(promise, seconds=30):
    """What a promise settles with, or "nothing" if it doesn't."""
    outcome = []
    promise.then(
        create_proxy(lambda value=None: outcome.append(value)), create_proxy(lambda *_: outcome.append("refused"))
    )
    end = time.monotonic() + seconds
    while not outcome:
        if time.monotonic() > end:
            return "nothing"
        time.sleep(0.02)
    return outcome[0]


def attempt(name, call):
    """Note what comes of a call."""
    try:
        value = call()
        found[name] = value if value is None or isinstance(value, (bool, int, str)) else "reached"
    except Exception:
        found[name] = "refused"


def objects(**entries):
    """A JavaScript object."""
    return to_js(entries, dict_converter=js.Object.fromEntries)


def xhr(address):
    """A synchronous request of the old kind, which workers may make."""
    request = js.XMLHttpRequest.new()
    request.open("GET", address, False)
    request.send()
    return request.responseText or None


for name in ("localStorage", "sessionStorage", "document", "parent", "top", "opener", "cookieStore", "SharedWorker"):
    attempt(name, lambda name=name: "reached" if getattr(js, name, None) else None)
attempt("origin", lambda: js.self.origin)
attempt("fetch", lambda: settled(js.fetch(SITE, objects(credentials="include"))))
attempt("a request unseen", lambda: settled(js.fetch(SITE, objects(credentials="include", mode="no-cors"))).type)
attempt("XMLHttpRequest", lambda: xhr(SITE))
attempt("caches", lambda: settled(js.caches.keys()))
attempt("indexedDB", lambda: js.indexedDB.open("secret"))
attempt("files", lambda: settled(js.navigator.storage.getDirectory()))
attempt("locks", lambda: settled(js.navigator.locks.query()))
attempt("service worker", lambda: settled(js.navigator.serviceWorker.register(SITE + "x.js")))
attempt("importScripts", lambda: js.importScripts(SITE + "runner/machine/machine.js"))
attempt("BroadcastChannel", lambda: js.BroadcastChannel.new("interleave").postMessage("from the program"))
LAYOUT = objects(size=0, pieces=to_js([]))
FAKE = objects(snapshot=js.Blob.new(), layout=LAYOUT, errors=to_js([]), packages=to_js([]))
for holder in (js, js.self, js.globalThis):
    for kind in TYPES:
        message = objects(type=kind, status=0, message="forged", image=FAKE)
        attempt(f"postMessage {kind}", lambda holder=holder, message=message: holder.postMessage(message))

# A worker of its own runs what JavaScript it likes.
CODE = """
const found = {};
const attempt = async (name, call) => {
  try { found[name] = String((await call()) ?? "reached"); } catch { found[name] = "refused"; }
};
(async () => {
  await attempt("import()", () => import(SITE + "runner/page/session.js"));
  await attempt("import() of a page's script", () => import(SITE + "site.js"));
  await attempt("eval", () => eval("1"));
  await attempt("fetch", () => fetch(SITE, {credentials: "include"}).then((r) => r.text()));
  await attempt("a site's worker", () => new Promise((resolve, reject) => {
    const worker = new Worker(SITE + "runner/machine/machine.js");
    worker.onerror = reject;
    worker.onmessage = resolve;
  }));
  const chunks = [{stream: "stdout", text: "forged"}];
  for (const type of TYPES) self.postMessage({type, status: 0, message: "forged", chunks});
  for (let n = 0; n < 1e5; n++) self.postMessage(n);
  // It would outlive its program, if it could, and be heard by the next one.
  setInterval(() => new BroadcastChannel("left over").postMessage("here"), 50);
  self.postMessage({found: JSON.stringify(found)});
})();
"""
answers = []
heard = [0]


def hear(event):
    heard[0] += 1
    if hasattr(event.data, "found"):
        answers.append(event.data.found)


worker = js.Worker.new(
    js.URL.createObjectURL(
        js.Blob.new(
            to_js([f"const SITE = {SITE!r}, TYPES = {json.dumps(TYPES)};", CODE]), objects(type="text/javascript")
        )
    )
)
worker.onmessage = create_proxy(hear)
print("flood", flush=True)
end = time.monotonic() + 100
while not answers and time.monotonic() < end:
    time.sleep(0.05)
found["a worker"] = json.loads(answers[0]) if answers else "nothing"
found["heard of it"] = heard[0] > 100_000
print(json.dumps(found), flush=True)
# What comes to itself may be forged: a second boot from a fake image, an exit.
for kind in ("boot", "run", "exit", "end"):
    forged = objects(type=kind, image=FAKE, site=SITE, files=objects())
    js.dispatchEvent(js.MessageEvent.new("message", objects(data=forged)))
