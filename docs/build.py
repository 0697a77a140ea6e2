#!/usr/bin/env python3
"""Write the pages of docs that are made from the program: workflows, settings, commands.

usage: docs/build.py [--check]     --check writes nothing, and fails where a page is out of step
"""

import ast
import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
HOME = DOCS.parent
SETTINGS = HOME / "src" / "zhinan" / "config" / "settings.py"
MADE = "<!-- 本页由 docs/build.py 生成，请改程序，不要改本页 -->\n"
BEGIN, END = "<!-- table: made by docs/build.py -->", "<!-- end of table -->"

MEANINGS = {
    "ZHINAN_MODE": "`demo` (one-click sign-ins on loopback), `test`, or `production`",
    "ZHINAN_VAR": "folder of database, files, collected static files and mail; back it up, keep it private",
    "ZHINAN_SECRET_KEY": "signs sessions; at least 32 random characters; required in production",
    "ZHINAN_DATA_KEY": "encrypts identity numbers, phones and bank cards; losing it loses them; required in production",
    "ZHINAN_OLD_DATA_KEYS": "earlier data keys, separated by spaces, that still open what they sealed",
    "ZHINAN_DATABASE_URL": "`sqlite:///name` in ZHINAN_VAR, `sqlite:////absolute/path`, or `postgres://user:password@host:port/name`",
    "ZHINAN_HOSTS": "names the site answers to, separated by commas",
    "ZHINAN_ORIGINS": "`https://` origins forms may come from; the first is put before links in e-mail",
    "ZHINAN_BEHIND_TLS": "`1` where a proxy speaks TLS: secure cookies, HSTS",
    "ZHINAN_TRUSTED_PROXIES": "addresses whose X-Forwarded-For is believed, separated by commas",
    "ZHINAN_SECOND_FACTOR_ROLES": "roles that must use a second factor, separated by commas",
    "ZHINAN_SEPARATION_BASIS": "the text quoted when two administrator roles meet in one account",
    "ZHINAN_EMAIL_URL": "`smtp://user:password@host:port` or `smtps://…`; without it mail is written into ZHINAN_VAR/mail",
    "ZHINAN_EMAIL_FROM": "sender of all mail",
    "ZHINAN_OFFICE": "name of the office, shown in the header and on papers",
    "ZHINAN_LEXICON": "a lexicon.yaml of your own: phrases of conditions that the bureau uses, tried before the shipped ones when a guide is drafted (lexicon.md)",
    "ZHINAN_MODEL_URL": "OpenAI-compatible address of a model in your own network, e.g. `http://127.0.0.1:8080/v1`, that may suggest records when a document is read; without it no text leaves the machine and there is no such button",
    "ZHINAN_MODEL_NAME": "name of that model; needed with the address",
    "ZHINAN_MODEL_KEY": "its key, where it asks for one",
    "ZHINAN_MODEL_SECONDS": "most seconds it may take for one piece of text (6,000 characters)",
}


def main(words: list[str]) -> int:
    """Write or compare every page; 1 where one is out of step."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhinan.config.settings")
    os.environ.setdefault("ZHINAN_MODE", "test")
    os.environ["COLUMNS"] = "100"
    import django

    django.setup()
    pages = dict(all_pages())
    stale = [path for path in (DOCS / "workflows").glob("*.md") if path not in pages]
    if words == ["--check"]:
        wrong = [
            p
            for p, text in pages.items()
            if not p.exists() or p.read_text(encoding="utf-8") != text
        ]
        for path in sorted([*wrong, *stale]):
            print(f"{path.relative_to(HOME)}: out of step; run docs/build.py")
        return 1 if wrong or stale else 0
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in stale:
        path.unlink()
    print(f"{len(pages)} pages")
    return 0


def all_pages() -> Iterator[tuple[Path, str]]:
    machines = sorted(all_machines(), key=lambda model: model._meta.label_lower)
    for model in machines:
        yield DOCS / "workflows" / f"{_page_name(model)}.md", workflow_page(model)
    yield DOCS / "workflows" / "index.md", workflow_index(machines)
    yield DOCS / "design" / "settings.md", settings_page()
    yield DOCS / "design" / "commands.md", commands_page()


def all_machines() -> Iterator[Any]:
    """Every model whose state is written by a Move table."""
    from django.apps import apps

    from zhinan.apps.records.workflow import moves_of

    for model in apps.get_models():
        has_state = any(field.name == "state" for field in model._meta.fields)
        home = model.__module__.removesuffix(".models")
        if has_state and home.startswith("zhinan.apps.") and _has_states(home) and moves_of(model):
            yield model


def workflow_page(model: Any) -> str:
    """A table and a diagram of one state machine."""
    from zhinan.apps.records.workflow import moves_of

    moves, labels = moves_of(model), dict(model._meta.get_field("state").choices)
    first = model._meta.get_field("state").default
    lines = [
        MADE,
        f"# {_title(model)}的流转\n",
        f"状态由 `zhinan.apps.{model._meta.app_label}.states` 的流转表决定，只经 `perform` 改变，每次都写入行为记录。\n",
        "| 动作 | 由 | 到 | 谁 | 条件 | 代号 |",
        "|---|---|---|---|---|---|",
    ]
    for name, move in moves.items():
        sources = "、".join(str(labels[s]) for s in move.sources)
        guards = "；".join(_meaning(guard) for guard in move.only_if) or "—"
        action = f"`{model._meta.app_label}.{name}`"
        lines.append(
            f"| {move.label} | {sources} | {labels[move.target]} | `{move.who}` | {guards} | {action} |"
        )
    lines += ["\n## 图\n", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {value}: {label}" for value, label in labels.items()]
    if first in labels:
        lines.append(f"    [*] --> {first}")
    lines += [f"    {s} --> {m.target}: {m.label}" for m in moves.values() for s in m.sources]
    ends = [value for value in labels if not any(value in m.sources for m in moves.values())]
    lines += [f"    {value} --> [*]" for value in ends]
    lines += ["```\n", "## 文字图\n", "```"]
    for value, label in labels.items():
        lines.append(f"{label}{'（终态）' if value in ends else ''}")
        lines += [
            f"  ──{m.label}──▶ {labels[m.target]}" for m in moves.values() if value in m.sources
        ]
    return "\n".join([*lines, "```", ""])


def workflow_index(machines: list[Any]) -> str:
    rows = [f"- [{_title(model)}]({_page_name(model)}.md)" for model in machines]
    return "\n".join([MADE, "# 流转表\n", "每种事项的状态、动作、权限与条件：\n", *rows, ""])


def settings_page() -> str:
    """The hand-written page with its table made anew."""
    path = DOCS / "design" / "settings.md"
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"{path}: the marks {BEGIN} and {END} are missing")
    rows = ["| variable | without it | meaning |", "|---|---|---|"]
    known = dict(environment_names())
    for name in sorted(set(known) ^ set(MEANINGS)):
        raise SystemExit(f"docs/build.py: MEANINGS and settings.py differ in {name}")
    rows += [f"| `{name}` | {default} | {MEANINGS[name]} |" for name, default in known.items()]
    return f"{before}{BEGIN}\n" + "\n".join(rows) + f"\n{END}{after}"


def environment_names() -> Iterator[tuple[str, str]]:
    """Each variable settings.py reads, with the source text of its default, in the order of the file."""
    tree = ast.parse(SETTINGS.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        first = call.args[0]
        if not (isinstance(first, ast.Constant) and str(first.value).startswith("ZHINAN_")):
            continue
        if ast.unparse(call.func) == "_key":
            yield str(first.value), "a sample key; production does not start"
        elif ast.unparse(call.func) == "os.environ.get":
            default = (
                " ".join(ast.unparse(call.args[1]).split()) if len(call.args) > 1 else "nothing"
            )
            yield str(first.value), "nothing" if default == "''" else f"`{default}`"


def commands_page() -> str:
    """The help of every command, as it prints it."""
    from zhinan.cli.main import available
    from zhinan.cli.main import main as zhinan

    parts = ["# Commands\n", MADE, _block(_help_of(zhinan, ["--help"]))]
    for word in sorted(available()):
        if word != "manage":
            parts += [f"## zhinan {word}\n", _block(_help_of(zhinan, [word, "--help"]))]
    return "\n".join(parts)


def _help_of(zhinan: Any, words: list[str]) -> str:
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.suppress(SystemExit):
        zhinan(words)
    return "\n".join(line.rstrip() for line in shown.getvalue().strip().splitlines())


def _block(text: str) -> str:
    return f"```\n{text}\n```\n"


def _title(model: Any) -> str:
    """The Chinese term, which begins a model's docstring."""
    return (model.__doc__ or model.__name__).split(":")[0].split("。")[0].strip()


def _page_name(model: Any) -> str:
    return f"{model._meta.app_label}-{model._meta.model_name}"


def _meaning(guard: Any) -> str:
    summary = (guard.__doc__ or "").strip().splitlines()
    return f"`{guard.__name__}`" + (f" {summary[0]}" if summary else "")


def _has_states(home: str) -> bool:
    from importlib.util import find_spec

    return find_spec(f"{home}.states") is not None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
