"""A progress bar on stderr for long work; silent where nobody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

from wijkwerk.registry.language import in_language


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """Gives a function that takes the step's name and the share that is done (0-1).

    The bar goes to stderr, so that what a command tells can be piped, and is gone at the end.
    """
    # Here, so that help doesn't wait for it.
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, emoji=False)
    columns = (
        TextColumn("{task.description:<28.28}", markup=False),
        BarColumn(bar_width=None),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=1.0)
        furthest = 0.0

        def tell(step: str, share: float) -> None:
            # Steps inside steps may start at zero again; a bar that goes back says nothing.
            nonlocal furthest
            furthest = max(furthest, min(share, 1.0))
            bar.update(task, description=in_language(step), completed=furthest)

        yield tell
