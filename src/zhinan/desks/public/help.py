"""The help pages: docs/guide/*.md, read inside the product."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

import markdown
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.views.generic.base import View
from markupsafe import Markup

EXTENSIONS = ["tables", "toc", "fenced_code", "sane_lists", "def_list", "attr_list"]
LINK = re.compile(r'href="(?:\./)?([^"/:#]+)\.md(#[^"]*)?"')
LISTED = re.compile(r"\(([^()/:#]+)\.md\)")
PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
EXCERPT = 60


@dataclass(frozen=True, slots=True)
class HelpPage:
    name: str
    title: str
    summary: str
    body: Markup
    sections: tuple[tuple[str, str], ...]  # (anchor, heading)
    words: str
    language: str


def folder() -> Path:
    """Where the pages lie: the checkout's docs, or their copy in an installed package."""
    return Path(settings.HELP_FOLDER)


def help_pages() -> list[HelpPage]:
    """Every page but the index, in the order the index lists them, the unlisted last."""
    index = folder() / "index.md"
    listed = LISTED.findall(index.read_text(encoding="utf-8")) if index.exists() else []
    names = {path.stem for path in folder().glob("*.md")} - {"index"}
    ordered = [name for name in dict.fromkeys(listed) if name in names]
    return [page_named(name) for name in [*ordered, *sorted(names.difference(ordered))]]


def page_named(name: str) -> HelpPage:
    """The page in the reader's language where there is one, else the Chinese one.

    Raises:
        Http404: There is no such page.
    """
    english = folder() / "en" / f"{name}.md"
    is_english = (get_language() or "").startswith("en") and english.exists()
    path = english if is_english else folder() / f"{name}.md"
    if not path.exists():
        raise Http404(f"no help page {name}")
    return _read(path, path.stat().st_mtime_ns, "en" if is_english else "zh-CN")


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int, language: str) -> HelpPage:
    text = path.read_text(encoding="utf-8")
    heading, _, rest = text.lstrip().partition("\n")
    converter = markdown.Markdown(
        extensions=EXTENSIONS,
        extension_configs={
            "toc": {"slugify": lambda value, separator: re.sub(r"\W+", separator, value.lower())}
        },
    )
    written = LINK.sub(r'href="../\1/\2"', converter.convert(rest))
    written = written.replace("<table>", '<div class="scroll"><table class="table">')
    # Pages come with the product and are trusted; anything typed by a user never gets here.
    body = Markup(written.replace("</table>", "</table></div>"))  # noqa: S704
    words = unescape(strip_tags(body))
    paragraph = PARAGRAPH.search(body)
    first = unescape(strip_tags(paragraph.group(1))) if paragraph else ""
    sections = tuple((t["id"], unescape(t["name"])) for t in converter.toc_tokens)  # type: ignore[attr-defined]
    return HelpPage(path.stem, heading.lstrip("# ").strip(), first, body, sections, words, language)


def search(pages: list[HelpPage], words: str) -> list[tuple[HelpPage, str]]:
    """Pages holding every word, those with it in the title first, each with an excerpt."""
    wanted = words.lower().split()
    found = [
        page for page in pages if all(w in f"{page.title}\n{page.words}".lower() for w in wanted)
    ]
    found.sort(key=lambda page: not any(w in page.title.lower() for w in wanted))
    return [(page, excerpt(page.words, wanted[0])) for page in found]


def excerpt(text: str, word: str) -> str:
    at = max(text.lower().find(word), 0)
    start = max(at - EXCERPT // 2, 0)
    piece = " ".join(text[start : at + EXCERPT].split())
    return f"{'…' if start else ''}{piece}…"


class Contents(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "").strip()[:100]
        pages = help_pages()
        context: dict[str, Any] = {"pages": pages, "words": words}
        if words:
            context["found"] = search(pages, words)
        return render(request, "public/help.html", context)


class Page(View):
    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        page, pages = page_named(name), help_pages()
        names = [other.name for other in pages]
        at = names.index(name) if name in names else len(names)
        following = pages[at + 1] if at + 1 < len(pages) else None
        return render(
            request, "public/help_page.html", {"page": page, "pages": pages, "following": following}
        )
