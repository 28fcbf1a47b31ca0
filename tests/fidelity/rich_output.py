"""Rich: tables, markup, tracebacks, and a live display where the output is no terminal; colours where it is told so"""

# /// script
# dependencies = ["rich"]
# ///
import time
from rich.console import Console
from rich.live import Live
from rich.markdown import Markdown
from rich.panel import Panel
from rich.progress import Progress, track
from rich.syntax import Syntax
from rich.table import Table
from rich.traceback import Traceback
from rich.tree import Tree
from rich import print as rprint

table = Table(title="Tasks")
table.add_column("name")
table.add_column("state", style="green")
table.add_row("a", "done")
table.add_row("b", "[red]failed[/red]")
for console in (
    Console(width=60),
    Console(width=60, force_terminal=True, color_system="truecolor", legacy_windows=False),
):
    console.print(table)
    console.print("[bold]bold[/] :rocket: 测试", 1.5, [1, 2])
    console.print(Panel.fit("panel"), Markdown("# Head\n\n- one\n- two `code`"))
    console.print(Syntax("def f():\n    return 1", "python"))
    tree = Tree("root")
    tree.add("leaf")
    console.print(tree)
    with Live(Panel("0"), console=console, auto_refresh=False) as live:
        for i in range(3):
            live.update(Panel(str(i)), refresh=True)
    with Progress(console=console, auto_refresh=False) as progress:
        task = progress.add_task("work", total=3)
        for _ in range(3):
            progress.advance(task)
        progress.refresh()
    try:
        1 / 0
    except ZeroDivisionError:
        console.print(type(Traceback()).__name__)
rprint({"a": [1, 2, 3]})
for _ in track(range(2), console=Console(width=60), auto_refresh=False):
    pass
with Console(width=60).status("working"):
    time.sleep(0.05)
