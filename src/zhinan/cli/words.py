"""How every command takes its words and says what went wrong."""

import argparse
import sys
from typing import NoReturn


class Refusal(Exception):
    """A command cannot go on: what, where, and what to do, in one sentence to the operator."""


def parser(name: str, about: str, example: str) -> argparse.ArgumentParser:
    """An argument parser whose help ends in an example."""
    lines = "\n".join(f"  {line}" for line in example.splitlines())
    return argparse.ArgumentParser(
        prog=f"zhinan {name}",
        description=about,
        epilog=f"example:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def fail(command: str, message: str) -> int:
    """Say why a command failed; the exit code 1."""
    print(f"zhinan {command}: {message}", file=sys.stderr)
    return 1


def misuse(given: argparse.ArgumentParser, message: str) -> NoReturn:
    """Say what was wrong with the words; exit code 2."""
    given.error(message)


def start_django() -> None:
    """Load settings and models."""
    import django

    django.setup()
