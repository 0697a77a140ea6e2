"""``zhinan messages``: the English catalogue of the interface, kept in step with the Chinese source.

Runs on Babel alone, no system gettext. The catalogue carries no dates, paths or line numbers and is
sorted, so that two people's work on it merges.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = "en"
CATALOGUE = PACKAGE / "locale" / LOCALE / "LC_MESSAGES" / "django.po"

METHODS = [("templates/**.html", "jinja2"), ("**/migrations/**.py", "ignore"), ("**.py", "python")]
OPTIONS = {
    "templates/**.html": {
        "newstyle_gettext": "true",
        "trimmed": "true",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "silent": "false",
        "extensions": "jinja2.ext.do",
    }
}
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "gettext_noop": None,
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}|%[sd]")
DATED = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Project-Id-Version|Report-Msgid-Bugs-To): .*\n',
    re.MULTILINE,
)


def messages_in_source(package: Path = PACKAGE) -> Catalog:
    """Every string marked for translation in the Python files and templates of ``package``."""
    catalog = Catalog(locale=LOCALE, charset="utf-8")
    found = extract_from_dir(package, METHODS, OPTIONS, keywords=KEYWORDS)
    for _name, _line, message, _comments, context in found:
        if message and message != "":
            catalog.add(message, context=context)
    return catalog


def read_catalogue(path: Path = CATALOGUE) -> Catalog:
    if not path.exists():
        return Catalog(locale=LOCALE)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def updated(source: Catalog, known: Catalog) -> Catalog:
    """``source`` with the translations of ``known``; words no longer in use are left out."""
    catalog = Catalog(
        locale=LOCALE, charset="utf-8", header_comment="# English catalogue of Zhinan.", fuzzy=False
    )
    for message in source:
        if not message.id:
            continue
        old = known.get(_single(message.id), message.context)
        string = old.string if old else ""
        if isinstance(message.id, tuple) != isinstance(string, tuple):
            one = string if isinstance(string, str) else (string or [""])[0]
            string = (one, one) if isinstance(message.id, tuple) else one
        catalog.add(message.id, string, context=message.context)
    return catalog


def write_catalogue(catalog: Catalog, path: Path = CATALOGUE) -> None:
    from io import BytesIO

    buffer = BytesIO()
    write_po(buffer, catalog, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(DATED.sub("", buffer.getvalue().decode()), encoding="utf-8")


def untranslated(catalog: Catalog) -> list[str]:
    return [_key(m) for m in catalog if m.id and not _strings(m.string)]


def faults(source: Catalog, known: Catalog) -> Iterator[str]:
    """What keeps the catalogue from being complete, one sentence each."""
    for message in source:
        if message.id and known.get(_single(message.id), message.context) is None:
            yield f"not extracted: {_single(message.id)!r}. Run: zhinan messages extract"
    for message in known:
        if not message.id:
            continue
        name = _single(message.id)
        if source.get(name, message.context) is None:
            yield f"no longer used: {name!r}. Run: zhinan messages extract"
        if message.fuzzy:
            yield f"fuzzy: {name!r}. Check the English and take the mark away"
        if not _strings(message.string):
            yield f"not translated: {name!r}"
        for english in _strings(message.string):
            if _placeholders(english) != _placeholders(name):
                yield f"placeholders differ: {name!r} has {sorted(_placeholders(name))}, {english!r} has {sorted(_placeholders(english))}"


def _single(identity: str | tuple[str, ...] | list[str]) -> str:
    return identity if isinstance(identity, str) else identity[0]


def _key(message: Message) -> str:
    """How lists name a message: the Chinese, after its context where it has one (``brand|指南``)."""
    return f"{message.context}|{_single(message.id)}" if message.context else _single(message.id)


def _strings(string: str | tuple[str, ...] | list[str] | None) -> list[str]:
    parts = [string] if isinstance(string, str) else list(string or [""])
    return parts if all(parts) else []


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


def extract(arguments: argparse.Namespace) -> int:
    catalog = updated(messages_in_source(), read_catalogue())
    write_catalogue(catalog)
    blank = len(untranslated(catalog))
    print(f"{len(catalog)} messages, {blank} not translated; see them: zhinan messages missing")
    return 0


def compile_catalogue(arguments: argparse.Namespace) -> int:
    for source in sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        with source.open("rb") as file, target.open("wb") as compiled:
            write_mo(compiled, read_po(file, locale=source.parts[-3]))
        print(f"wrote {target.relative_to(PACKAGE)}")
    return 0


def check(arguments: argparse.Namespace) -> int:
    found = list(faults(messages_in_source(), read_catalogue()))
    print("\n".join(found) if found else "the English catalogue is complete")
    return 1 if found else 0


def missing(arguments: argparse.Namespace) -> int:
    blank = untranslated(updated(messages_in_source(), read_catalogue()))
    if arguments.json:
        print(json.dumps(dict.fromkeys(blank, ""), ensure_ascii=False, indent=0))
    else:
        print("\n".join(blank))
    return 1 if blank else 0


def fill(arguments: argparse.Namespace) -> int:
    """Put translations from a JSON object {Chinese: English, or [one, many]} into the catalogue."""
    english = json.loads(Path(arguments.file).read_text(encoding="utf-8"))
    catalog = updated(messages_in_source(), read_catalogue())
    for message in catalog:
        words = english.get(_key(message)) if message.id else None
        if words:
            forms = [words, words] if isinstance(words, str) else words
            message.string = tuple(forms) if isinstance(message.id, (tuple, list)) else forms[0]
    write_catalogue(catalog)
    unknown = english.keys() - {_key(message) for message in catalog if message.id}
    print(
        f"{len(english) - len(unknown)} filled, {len(unknown)} unknown, {len(untranslated(catalog))} left"
    )
    return 0


COMMANDS = {
    "extract": (extract, "collect every marked string into the catalogue, keeping translations"),
    "compile": (compile_catalogue, "write the .mo files the product reads"),
    "check": (
        check,
        "fail unless every string is extracted, translated and keeps its placeholders",
    ),
    "missing": (missing, "list the strings without English"),
    "fill": (fill, "take translations from a JSON file made by: missing --json"),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one of the sub-commands; 0 done, 1 findings, 2 wrong use."""
    parser = argparse.ArgumentParser(
        prog="zhinan messages",
        description="Keep the English catalogue in step with the Chinese source.",
        epilog="Example: zhinan messages extract && zhinan messages missing",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_run, words) in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words)
        if name == "missing":
            command.add_argument("--json", action="store_true", help="as an object to fill in")
        if name == "fill":
            command.add_argument("file", help="a JSON object {Chinese: English}")
    chosen = parser.parse_args(arguments)
    return COMMANDS[chosen.command][0](chosen)


if __name__ == "__main__":
    sys.exit(main())
