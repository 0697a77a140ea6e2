#!/usr/bin/env python3
"""The rules of docs/design/house-style.md that no linter knows: rooms, sizes, names, one reader of the environment.

Run by ./check; prints one line a fault and exits 1.
"""

import ast
import os
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
PACKAGE = HOME / "src" / "zhinan"
MOST_LINES_OF_FILE = 300
MOST_LINES_OF_FUNCTION = 40
ROOMS = {
    "models",
    "states",
    "guards",
    "permissions",
    "services",
    "selectors",
    "facts",
    "forms",
    "tasks",
}
FURNITURE = {"apps", "migrations", "__init__"}
OWN_ROOMS = {
    "records": {"workflow", "encryption"}
}  # named exceptions, each with its reason in docs/design
BAD_FILE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
BAD_NAMES = {"data", "info", "obj", "process", "handle"}
READS_ENVIRONMENT = {Path("config/settings.py")}
SETS_DEFAULT = {Path("cli/main.py"), Path("config/wsgi.py")}

Fault = Iterator[str]


def main() -> int:
    """Print every fault; 1 where there is one."""
    checks: tuple[Callable[[], Fault], ...] = (rooms, sizes, names, environment, moves)
    faults = [fault for check in checks for fault in check()]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def sources(*roots: Path) -> Iterator[tuple[Path, ast.Module]]:
    for root in roots or (PACKAGE, HOME / "tools", HOME / "docs"):
        for path in sorted(root.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_text(encoding="utf-8"))


def rooms() -> Fault:
    """An app has only the rooms the house style names."""
    for app in sorted(p for p in (PACKAGE / "apps").iterdir() if (p / "__init__.py").exists()):
        allowed = ROOMS | FURNITURE | OWN_ROOMS.get(app.name, set())
        for room in sorted(app.iterdir()):
            name = room.stem
            if not any(room.rglob("*.py")) if room.is_dir() else room.suffix != ".py":
                continue
            if name not in allowed:
                yield f"{_place(room)}: an app has no room '{name}'; rooms are {', '.join(sorted(ROOMS))}"


def sizes() -> Fault:
    """A file past 300 lines or a function past 40 is split along the domain."""
    for path, tree in sources():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MOST_LINES_OF_FILE:
            yield f"{_place(path)}: {lines} lines, at most {MOST_LINES_OF_FILE}; split it along the domain"
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = _body_lines(node)
                if length > MOST_LINES_OF_FUNCTION:
                    yield f"{_place(path)}:{node.lineno}: {node.name} has {length} lines, at most {MOST_LINES_OF_FUNCTION}"


def names() -> Fault:
    """No drawer for odds and ends, nothing called data."""
    for path, tree in sources():
        if path.stem in BAD_FILE_NAMES or path.parent.name in BAD_FILE_NAMES:
            yield f"{_place(path)}: name the thing, not the drawer"
        for name, line in _given_names(tree):
            if name in BAD_NAMES:
                yield f"{_place(path)}:{line}: '{name}' says nothing; name what it is"


def environment() -> Fault:
    """Only settings read the environment; the two doors may set which settings."""
    for path, tree in sources(PACKAGE):
        place = path.relative_to(PACKAGE)
        for node in ast.walk(tree):
            if not (
                isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "putenv")
            ):
                continue
            if place in READS_ENVIRONMENT or (place in SETS_DEFAULT and _only_sets_default(tree)):
                continue
            yield f"{_place(path)}:{node.lineno}: only config/settings.py reads the environment"


def moves() -> Fault:
    """Every ``who`` of a Move is a permission, and every Move belongs to the machine of one model."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhinan.config.settings")
    os.environ.setdefault("ZHINAN_MODE", "test")
    import django

    django.setup()
    from zhinan.apps.records.workflow import Move

    for states in sorted((PACKAGE / "apps").glob("*/states.py")):
        module = import_module(f"zhinan.apps.{states.parent.name}.states")
        for name, move in vars(module).items():
            if isinstance(move, Move):
                yield from _faults_of_move(states, name, move)


def _faults_of_move(states: Path, name: str, move: object) -> Fault:
    app, _, permission = move.who.partition(".")  # type: ignore[attr-defined]
    try:
        known = import_module(f"zhinan.apps.{app}.permissions").PERMISSIONS
    except ModuleNotFoundError:
        known = {}
    if permission not in known:
        yield f"{_place(states)}: {name}: no permission '{permission}' in apps/{app}/permissions.py"
    kinds = {type(state) for state in (*move.sources, move.target)}  # type: ignore[attr-defined]
    if len(kinds) != 1:
        yield f"{_place(states)}: {name}: states of {len(kinds)} machines in one move"


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of code: the docstring is reading matter and does not count."""
    length = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        length -= (first.end_lineno or first.lineno) - first.lineno + 1
    return length


def _given_names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name.lower(), node.lineno
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno
            every = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
            yield from ((argument.arg, argument.lineno) for argument in every)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno


def _only_sets_default(tree: ast.Module) -> bool:
    uses = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Attribute) and n.attr in ("environ", "getenv")
    ]
    calls = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Call)
        and isinstance(n.func, ast.Attribute)
        and n.func.attr == "setdefault"
        and n.args
        and isinstance(n.args[0], ast.Constant)
        and n.args[0].value == "DJANGO_SETTINGS_MODULE"
    ]
    return len(uses) == len(calls)


def _place(path: Path) -> str:
    return str(path.relative_to(HOME))


if __name__ == "__main__":
    sys.exit(main())
