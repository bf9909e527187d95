"""Cells run as in a notebook, with magics, display and await at the top level, but without a kernel."""

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

LONGEST_MESSAGE = 300  # characters


def make_shell() -> "InteractiveShell":
    """Return an IPython shell without a window or a profile; it keeps no history and writes no colours."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Shell(InteractiveShell):
        def enable_gui(self, gui: str | None = None) -> None:
            """Do nothing: there is no window whose events would have to be waited for."""

        def init_ipython_dir(self, ipython_dir: str | None) -> None:
            """Do nothing: where the shell is made there is no folder that it could write to."""

        def init_profile_dir(self, profile_dir: object) -> None:
            """Do nothing, as above."""

    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.cache_size = 0
    return Shell.instance(config=config)


def run_cell(shell: "InteractiveShell", source: str) -> str:
    """Run a cell and return what stopped it; an empty text if it ran to its end."""
    result = shell.run_cell(source, store_history=False)
    error = result.error_before_exec or result.error_in_exec
    if error is None:
        return ""
    text = " ".join(str(error).split())
    return textwrap.shorten(f"{type(error).__name__}: {text}", LONGEST_MESSAGE, placeholder=" …").rstrip(": ")
