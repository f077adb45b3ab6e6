"""What a shell has to run once, so that its Tab key asks `explain` for completions."""

from __future__ import annotations

from argcomplete.shell_integration import shellcode


def script(shell: str) -> str:
    """The text of the script."""
    return shellcode(["explain"], shell=shell).strip("\n") + "\n"
