"""How a drafted pack is written down: one line of text, YAML, CSV."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import yaml

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")  # fmt: skip
_LONE = re.compile("[\ud800-\udfff]")


class _Plain(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # tenfold faster where libyaml is there
    """YAML without anchors, which packs do not allow."""

    def ignore_aliases(self, value: Any) -> bool:
        return True


def _decimal(dumper: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    text = format(value, "f")
    kind = "float" if "." in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


_Plain.add_representer(Decimal, _decimal)


def to_yaml(value: Any) -> str:
    """YAML that reads back as ``value``: whole numbers, decimals, texts, flags, lists and mappings."""
    return yaml.dump(
        value, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10**6, default_flow_style=False
    )  # fmt: skip


def block(kind: str, key: str, content: Mapping[str, Any]) -> str:
    """A fenced block of a guide; its examples one a line."""
    written = {name: value for name, value in content.items() if name != "例"}
    lines = [
        yaml.dump(e, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10**6, default_flow_style=True)
        for e in content.get("例", ())
    ]  # fmt: skip
    examples = "例:\n" + "".join(f"  - {line}" for line in lines) if lines else ""
    return f"```{kind} {key}\n{to_yaml(written)}{examples}```"


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV, lines ended by a line feed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def encoded(text: str) -> bytes:
    """UTF-8; a half of a surrogate pair, which no file can hold, becomes a replacement character."""
    return _LONE.sub("\ufffd", text).encode("utf-8")


def one_line(text: Any, most: int = 200) -> str:
    """A text on one line, without control characters, cut at ``most`` characters.

    >>> one_line("市重点研发\\n\\n计划（社会发展）"), one_line("申报要求及条件", 5)
    ('市重点研发计划（社会发展）', '申报要求…')
    """
    said = _LONE.sub("\ufffd", _CONTROL.sub("", joined_lines(str(text or ""))))
    said = " ".join(said.split())
    return said if len(said) <= most else said[: most - 1].rstrip() + "…"


def joined_lines(text: str) -> str:
    """Lines that the page broke, as one: nothing between Chinese characters, a space between words.

    >>> joined_lines("须为我市\\n  注册的 R&D\\nunit")
    '须为我市注册的 R&D unit'
    """
    return re.sub(
        r"(?P<a>\S)?[ \t\u3000]*[\r\n][\s\u3000]*(?P<b>\S)?",
        lambda m: (
            f"{m['a'] or ''}{' ' if _is_word(m['a']) and _is_word(m['b']) else ''}{m['b'] or ''}"
        ),
        text,
    )


def _is_word(character: str | None) -> bool:
    return bool(character) and character.isascii() and character.isalnum()  # type: ignore[union-attr]


def as_passage(lines: Iterable[str]) -> str:
    """Lines of official text for a guide: none of them may be taken for a heading or a block.

    >>> as_passage(["# 一", "```规则 x", "  正文  ", ""])
    '＃ 一\\n｀｀｀规则 x\\n正文'
    """
    found = []
    for line in lines:
        said = one_line(line, 100_000)
        if re.match(r"#{1,6}(?:\s|$)", said):
            said = "＃" + said[1:]
        if said.startswith(("```", "~~~")):
            said = ("｀｀｀" if said[0] == "`" else "～～～") + said[3:]
        if said:
            found.append(said)
    return "\n".join(found)


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """A name for comparing: NFKC, without spaces and brackets of any kind.

    >>> squeezed("市重点研发计划（社会 发展）") == squeezed("市重点研发计划(社会发展)")
    True
    """
    return re.sub(r"[\s·・（）()“”\"'《》、，,.:：；;-]+", "", unicodedata.normalize("NFKC", text))  # fmt: skip
