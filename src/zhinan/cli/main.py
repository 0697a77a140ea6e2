"""The command ``zhinan``. Each sub-command is a module of this package, imported when called."""

import os
import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class Command:
    """One word after ``zhinan``: the module whose ``main`` runs it, and a line of help."""

    module: str
    summary: str
    function: str = "main"


COMMANDS = {
    "setup": Command(
        "setup", "prepare database, catalogue and static files; in demo mode also the year"
    ),
    "serve": Command("serve", "web server, worker and periodic jobs"),
    "demo": Command("demo", "load the demonstration year into an empty database"),
    "pack": Command("pack", "check a pack and name its faults"),
    "guide": Command("guide", "read, lint or import an official guide"),
    "rules": Command("rules", "where each row of the acceptance list lives in the packs"),
    "check": Command("check", "all findings for one application, or for many"),
    "what-if": Command("what_if", "how many cases pass as a threshold moves"),
    "audit": Command("audit", "verify, seal, export or prove the record of acts"),
    "backup": Command("backup", "write database and files into one archive", "backup"),
    "restore": Command("backup", "bring database and files back from an archive", "restore"),
    "administrators": Command(
        "administrators", "appoint the three administrators of a new installation"
    ),
    "tick": Command("tick", "run the periodic jobs that are due"),
    "messages": Command("messages", "keep the English catalogue in step with the Chinese source"),
    "manage": Command("manage", "Django's own management commands"),
}
USAGE = """usage: zhinan COMMAND [OPTIONS]

{commands}

example:
  zhinan setup && zhinan serve --port 8000
  zhinan COMMAND --help        options and an example of one command

exit codes: 0 done, 1 findings or failure, 2 wrong use
"""


def available() -> dict[str, Command]:
    """The commands whose modules this installation has."""
    return {w: c for w, c in COMMANDS.items() if find_spec(f"zhinan.cli.{c.module}")}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhinan.config.settings")
    if words[:1] == ["--version"]:
        from importlib.metadata import version

        print(f"zhinan {version('zhinan')}")
        return 0
    commands = available()
    if not words or words[0] in ("-h", "--help", "help"):
        lines = "\n".join(f"  {word:16}{command.summary}" for word, command in commands.items())
        print(USAGE.format(commands=lines))
        return 0 if words else 2
    command = commands.get(words[0])
    if command is None:
        known = ", ".join(commands)
        print(
            f"zhinan: 没有命令“{words[0]}”。可用：{known}。看用法：zhinan --help", file=sys.stderr
        )
        return 2
    return _run(command, words[1:])


def _run(command: Command, words: list[str]) -> int:
    try:
        return int(
            getattr(import_module(f"zhinan.cli.{command.module}"), command.function)(words) or 0
        )
    except KeyboardInterrupt:
        return 130
    except ModuleNotFoundError:
        if find_spec("django"):
            raise
        print(
            f"zhinan {command.module}: 这个命令需要网站部分的依赖（Django 等），尚未安装。"
            "请运行：pip install 'zhinan[web]'",
            file=sys.stderr,
        )
        return 2
    except Exception as error:
        if type(error).__name__ != "ImproperlyConfigured":  # named so that help needs no Django
            raise
        print(f"zhinan: 设置有误：{error}", file=sys.stderr)
        return 1
