"""The image of a booted interpreter is kept across pages; what is wrong with it is never an error."""

from collections.abc import Iterator

import pytest
from playground import open_playground, run
from playwright.sync_api import Browser, Page

NOTE = "localStorage['interleave:image']"
# Changes one byte of what is kept.
FORGE = """async () => {
  const cache = await caches.open("interleave-image");
  const [entry] = await cache.keys();
  const bytes = new Uint8Array(await (await cache.match(entry)).arrayBuffer());
  bytes[bytes.length >> 1] ^= 1;
  await cache.put(entry, new Response(bytes));
}"""
# No program can: it has no caches.
REACH = """\
import asyncio
import js

async def reach():
    try:
        await js.caches.open("interleave-image")
    except Exception:
        print("refused")

asyncio.run(reach())
print(hasattr(js, "localStorage"))
"""


@pytest.fixture
def page(browser: Browser, site_url: str) -> Iterator[Page]:
    """A reader's first page."""
    context = browser.new_context(base_url=site_url, service_workers="block")
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def _start(page: Page, source: str = "print('ran')\n") -> tuple[str, str]:
    """What a program prints on a page that is loaded anew, and where its interpreter came from."""
    open_playground(page)
    result = run(page, source)
    return result["output"], page.evaluate("performance.getEntriesByName('interleave-image')[0].detail")


def _wait_until_kept(page: Page, not_this: str = "") -> str:
    page.wait_for_function(f"text => {NOTE} && {NOTE} !== text", arg=not_this)
    note: str = page.evaluate(NOTE)
    return note


def test_the_next_page_starts_from_it(page: Page) -> None:
    """Unless it was changed, on a disk that fails; then from the files, and what is kept is renewed."""
    assert _start(page) == ("ran\n", "made")
    note = _wait_until_kept(page)
    assert _start(page, "import subprocess\nprint(subprocess.getoutput('echo ran'))\n") == ("ran\n", "kept")
    assert _start(page, REACH) == ("refused\nFalse\n", "kept")
    page.evaluate(FORGE)
    assert _start(page) == ("ran\n", "made")
    _wait_until_kept(page, note)
    assert _start(page) == ("ran\n", "kept")


# Prints whether a package was imported before it was imported, and what comes with it.
WITH_PACKAGE = """\
import sys
before = "aiohttp" in sys.modules
import aiohttp
print(before, hasattr(aiohttp, "web"), len(aiohttp.__version__) > 0)
from aiohttp import web
print(web is aiohttp.web)
import subprocess
print(subprocess.getoutput(f"{sys.executable} -c 'import aiohttp; print(aiohttp.__name__)'"))
"""
PRINTED = "False False True\nTrue\naiohttp\n"


def _images(page: Page) -> list[str]:
    return page.evaluate("performance.getEntriesByName('interleave-image').map(({detail}) => detail)")  # type: ignore[no-any-return]


def test_a_program_with_packages_starts_from_an_image_that_has_them(page: Page) -> None:
    """Imported, and yet not there before the program imports them; also in its children, and on the next page."""
    open_playground(page)
    assert run(page, WITH_PACKAGE)["output"] == PRINTED  # nobody knew
    page.wait_for_function("performance.getEntriesByName('interleave-image').length === 2")
    assert _images(page) == ["made", "made aiohttp"]
    assert run(page, WITH_PACKAGE)["output"] == PRINTED
    page.wait_for_function("localStorage['interleave:image aiohttp']")
    page.goto("howto/aiohttp-client/")
    snippet = page.locator("py-snippet[data-packages=aiohttp]").first
    assert snippet.evaluate("async s => (await s.run()).exitCode") == 0
    assert _images(page)[0] == "kept aiohttp"
    # A program without packages starts without them, and from the other image.
    open_playground(page)
    result = run(page, "import sys, importlib.util\nprint(importlib.util.find_spec('aiohttp'))\n")
    assert (result["output"], _images(page)) == ("None\n", ["kept"])


# pydantic's core is a shared library; a child starts from the same image.
WITH_LIBRARY = """\
import subprocess, sys
from pydantic import TypeAdapter
print(TypeAdapter(dict[int, bool]).validate_json('{"1": true}'))
if len(sys.argv) == 1:
    subprocess.run([sys.executable, sys.argv[0], "child"])
"""
# Hypothesis looks for plugins as it is imported: importlib.metadata then keeps the standard library's zip file open.
WITH_A_FILE = """\
import gc, importlib, os
mine = os.dup(1)
import hypothesis
importlib.invalidate_caches()
gc.collect()
os.write(mine, b"still mine\\n")
"""
ON_TRIO = """\
import anyio, sniffio
async def main():
    await anyio.sleep(0)
    print(sniffio.current_async_library())
anyio.run(main, backend="trio")
"""


def test_an_image_has_the_shared_libraries_of_packages(page: Page) -> None:
    """Loaded to where they were: without that, the interpreter ends at the first address of a function of theirs."""
    open_playground(page)
    for _ in range(2):
        result = run(page, WITH_LIBRARY)
        assert (result["output"], result["exitCode"]) == ("{1: True}\n{1: True}\n", 0)
        page.wait_for_function("performance.getEntriesByName('interleave-image').length === 2")
    page.wait_for_function("localStorage['interleave:image pydantic']")
    # On the next page nobody has read the program yet: it is known by its import statements.
    open_playground(page)
    assert run(page, f"# edited\n{WITH_LIBRARY}")["output"] == "{1: True}\n{1: True}\n"
    assert _images(page)[0] == "kept pydantic"


# A package comes with its code, so that nothing has to be compiled; a module that somebody changes runs as changed.
CHANGED = """\
import importlib, os, aiolimiter
print(os.path.exists(aiolimiter.__spec__.cached), aiolimiter.__file__.endswith(".py"))
importlib.reload(aiolimiter)
with open(aiolimiter.__file__, "a") as file:
    file.write("changed = True\\n")
print(hasattr(aiolimiter, "changed"), importlib.reload(aiolimiter).changed)
"""


def test_a_changed_module_of_a_package_runs_as_changed(warm_playground: Page) -> None:
    """Its code is checked against its source."""
    assert run(warm_playground, CHANGED)["output"] == "True True\nFalse True\n"


def test_what_comes_beside_an_image_is_found_by_what_is_in_it(page: Page) -> None:
    """AnyIO looks for sniffio as it is imported; the image of a program that needs AnyIO alone has none."""
    open_playground(page)
    assert run(page, "import anyio\nprint('ran')\n")["output"] == "ran\n"
    page.wait_for_function("performance.getEntriesByName('interleave-image').length === 2")
    assert run(page, ON_TRIO)["output"] == "trio\n"


def test_no_file_is_open_in_an_image(page: Page) -> None:
    """The collector would close it, by a number that is a program's own file by then."""
    open_playground(page)
    for _ in range(2):
        assert run(page, WITH_A_FILE)["output"] == "still mine\n"
        page.wait_for_function("performance.getEntriesByName('interleave-image').length === 2")


def test_one_of_another_build_is_not_used(page: Page) -> None:
    """After a new version of the site; and bytes that are no image, though their digest is right."""
    _start(page)
    _wait_until_kept(page)
    page.evaluate(f"{NOTE} = JSON.stringify({{...JSON.parse({NOTE}), build: 'another'}})")
    assert _start(page) == ("ran\n", "made")
    page.wait_for_function(f"{NOTE} && !{NOTE}.includes('another')")
    page.evaluate(f"""async () => {{
      const bytes = new Uint8Array(1 << 20);
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
      const cache = await caches.open("interleave-image");
      await cache.put((await cache.keys())[0], new Response(bytes));
      {NOTE} = JSON.stringify({{...JSON.parse({NOTE}), digest: hex}});
    }}""")
    assert _start(page) == ("ran\n", "made")


@pytest.mark.parametrize(
    "lacking",
    [
        "delete window.caches; delete Window.prototype.caches",
        "Cache.prototype.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }",
    ],
    ids=["no cache", "no room in the cache", "no room for the note"],
)
def test_where_nothing_can_be_kept_all_works(page: Page, lacking: str) -> None:
    """Each page makes its own, and nothing half-written stays."""
    page.add_init_script(lacking)
    assert _start(page) == ("ran\n", "made")
    assert page.evaluate(f"{NOTE} ?? null") is None
    assert _start(page) == ("ran\n", "made")


# Which modules of the standard library's zip were compiled as they were imported; the first ones have no choice.
_COMPILED = """
import sys
import zipimport

archive = "/lib/python314.zip"
loader = zipimport.zipimporter(archive)
for name, module in sorted(sys.modules.items()):
    file = getattr(module, "__file__", None) or ""
    if file.startswith(archive) and getattr(module.__spec__, "origin", None) != "frozen":
        assert file.endswith(".py"), file
        try:
            loader.get_data(f"{archive}/bytecode{file.removeprefix(archive).removesuffix('.py')}.code")
        except OSError:
            print(name)
"""


def test_what_a_start_imports_is_not_compiled_in_the_tab(playground: Page) -> None:
    """But what CPython imports before the kernel, and the kernel before there is bytecode."""
    compiled = set(run(playground, _COMPILED)["stdout"].split())
    kernel = {"interleave_kernel", "interleave_kernel.base", "interleave_kernel.base.precompiled"}
    early = {"encodings", "encodings.aliases", "encodings.utf_8", "encodings.ascii", "sitecustomize"}
    assert compiled - early - kernel == set()
