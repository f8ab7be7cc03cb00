"""A program of ours that is told what to do line by line, and answers each."""

import os
import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import Self

from tests.hil.debian import ROOT


class Child:
    """`python -m tests.hil.programs.NAME`, for as long as this is entered."""

    def __init__(self, name: str, *arguments: str) -> None:
        """Start it, and wait for its first word."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"tests.hil.programs.{name}", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self.first = self.said()

    def said(self) -> str:
        """Return what it says next; nothing once it has ended."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def order(self, line: str) -> str:
        """Tell it something, and return its answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.said()

    def kill(self) -> None:
        """Kill it as nothing but the kernel can (SIGKILL)."""
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it, and wait until it has ended; also one that ended by itself with orders unread."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(10)
