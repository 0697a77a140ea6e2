"""The official text beside what the guide makes of it: every rule, quota and date at the words it was read from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.generic.base import View

from zhinan.apps.programmes.models import Guide
from zhinan.apps.programmes.selectors import guides_visible_to
from zhinan.desks.official_text import Block, Mark, Marked, Piece, blocks_of
from zhinan.desks.originals import anchor_of, official_of
from zhinan.engines.guides.layout import layout_of
from zhinan.engines.guides.source import Source
from zhinan.engines.packs.official import OfficialText, Span
from zhinan.engines.packs.pack import Pack, Programme, QuotaLine

KINDS: Mapping[str, Any] = {
    "programme": pgettext_lazy("official text", "计划类别"),
    "rule": pgettext_lazy("official text", "规则"),
    "quota": pgettext_lazy("official text", "名额"),
    "window": pgettext_lazy("official text", "时间"),
    "support": pgettext_lazy("official text", "支持"),
    "paper": pgettext_lazy("official text", "材料"),
    "topic": pgettext_lazy("official text", "方向"),
    "form": pgettext_lazy("official text", "表格"),
    "contact": pgettext_lazy("official text", "联系"),
}  # clauses are the text itself
RUN = 6  # so many paragraphs of no concern to the programme asked for are folded away
LONGEST_TEXT = 400_000  # beyond this no headings are looked for


@dataclass(frozen=True, slots=True)
class Item:
    """What the guide makes of a passage. ``link``: where it stands in the guide."""

    kind: str
    kind_words: Any
    title: str
    key: str = ""
    force: str = ""
    link: str = ""
    is_checked: bool = True


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the text and what hangs on it. ``key`` is the same on either side of the page."""

    key: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A block of the text in pieces (a table: rows of cells of pieces) with the passages that begin in it."""

    block: Block
    cells: tuple[tuple[tuple[Piece, ...], ...], ...]
    passages: tuple[Passage, ...]


class OriginalPage(View):
    def get(self, request: Any, pk: int) -> HttpResponse:
        guides = guides_visible_to(request.actor)
        guide = get_object_or_404(guides, pk=pk)
        found = official_of(guide)
        if found is None:
            raise Http404(f"guide {pk} was not drafted from an official document")
        pack, source = found
        asked = request.GET.get("programme", "")
        chosen = next((p for p in pack.programmes if p.key == asked), None)
        rows = list(_rows(guide, pack, source, asked if chosen else ""))
        context = {
            "guide": guide,
            "source": source,
            "programmes": pack.programmes,
            "chosen": chosen,
            "runs": list(_runs(rows, is_folding=chosen is not None)),
            "counts": _counts(source, asked if chosen else ""),
            "firsts": {
                s.programmes[0]: anchor_of(s) for s in source.spans if s.kind == "programme" and s.programmes
            },
        }  # fmt: skip
        return render(request, "public/original.html", context)


def _shown(source: OfficialText, programme: str) -> Iterator[Span]:
    for span in source.spans:
        if span.kind in KINDS and (
            not programme or not span.programme or programme in span.programmes
        ):
            yield span


def _counts(source: OfficialText, programme: str) -> list[tuple[Any, int]]:
    kinds = [span.kind for span in _shown(source, programme)]
    return [(words, kinds.count(kind)) for kind, words in KINDS.items() if kind in kinds]


def _rows(guide: Guide, pack: Pack, source: OfficialText, programme: str) -> Iterator[Row]:
    passages: dict[str, list[Span]] = {}
    for span in _shown(source, programme):
        passages.setdefault(anchor_of(span), []).append(span)
    marked = Marked(
        source.text, [Mark(key, spans[0].start, spans[0].end) for key, spans in passages.items()]
    )
    items = _Items(guide, pack)
    titles = [(s.start, s.end) for s in source.spans if s.kind == "programme"]
    for block in _titled(blocks_of(source.text, levels=headings_of(source.text)), titles):
        cells = _cells(block, marked)
        begun = [
            key for row in cells for cell in row for piece in cell for key in reversed(piece.begins)
        ]
        yield Row(
            block,
            cells,
            tuple(Passage(key, items.of(passages[key])) for key in begun),
        )  # fmt: skip


def _titled(blocks: Iterable[Block], titles: Sequence[tuple[int, int]]) -> Iterator[Block]:
    """A name of a programme that stands in paragraphs of its own is a title, over two lines as well."""
    for block in blocks:
        is_title = any(start <= block.start and block.end <= end for start, end in titles)
        yield replace(block, kind="title") if is_title and block.kind == "text" else block


def _cells(block: Block, marked: Marked) -> tuple[tuple[tuple[Piece, ...], ...], ...]:
    rows = block.rows or ((block,),)
    return tuple(tuple(tuple(marked.pieces(cell)) for cell in row) for row in rows)


def _runs(rows: list[Row], *, is_folding: bool) -> Iterator[tuple[bool, list[Row]]]:
    """The rows in runs; whether a run is folded away: long, and of no concern to the programme asked for."""
    held: list[Row] = []
    for row in rows:
        if is_folding and not _is_marked(row):
            held.append(row)
            continue
        if held:
            yield len(held) >= RUN, held
            held = []
        yield False, [row]
    if held:
        yield len(held) >= RUN, held


def _is_marked(row: Row) -> bool:
    return any(piece.keys for cells in row.cells for cell in cells for piece in cell)


@lru_cache(maxsize=8)
def headings_of(text: str) -> dict[int, tuple[int, int]]:
    """Where headings begin, their levels and ends, as the reader of documents sees them."""
    if len(text) > LONGEST_TEXT:
        return {}
    return {h.mark.start: (h.level, h.mark.end) for h in layout_of(Source(text)).headings}


class _Items:
    """Spans as items of the margin."""

    def __init__(self, guide: Guide, pack: Pack) -> None:
        self.guide, self.pack = guide, pack
        self.programmes = {p.key: p for p in pack.programmes}

    def of(self, spans: list[Span]) -> tuple[Item, ...]:
        found = [self._item(span) for span in spans]
        return tuple(dict.fromkeys(found))

    def _item(self, span: Span) -> Item:
        programme = next(
            (self.programmes[k] for k in span.programmes if k in self.programmes), None
        )
        programme = programme or self.pack.programmes[0]
        title, key, force, place = self._said(span, programme)
        page = reverse("public:programme", args=(self.guide.pk, programme.key))
        return Item(
            span.kind,
            KINDS[span.kind],
            title or span.key,
            key,
            force,
            f"{page}{place}",
            span.is_checked,
        )  # fmt: skip

    def _said(self, span: Span, programme: Programme) -> tuple[str, str, str, str]:
        """Title, key to show, force, and place on the programme's page."""
        match span.kind:
            case "rule":
                rule = next((r for r in programme.rules if r.key == span.key), None)
                return (
                    (rule.title, rule.key, rule.force, f"#{rule.key}") if rule else ("", "", "", "")
                )
            case "quota":
                line = next((q for q in programme.quotas if q.key == span.key), None)
                return (quota_words(line) if line else "", "", "", "#quotas")
            case "window":
                window = programme.window(span.key)
                return (_window_words(window) if window else "", "", "", "")
            case "topic":
                return (span.key, "", "", "#topics")  # its title is the passage itself
            case "programme":
                return (programme.name, "", "", "")
            case "contact":
                section = next((s for s in self.pack.sections if s.key == span.key), None)
                return (" ".join(filter(None, (section.name, section.contact))) if section else "", "", "", "")  # fmt: skip
            case "form":
                return (programme.form.title, "", "", "")
        return (span.key, "", "", "")


def quota_words(line: QuotaLine) -> str:
    """Who may have how many, in a few words."""
    if line.most is not None:
        return _("%(who)s至多%(n)s项") % {"who": line.who, "n": line.most}
    if line.most_yuan is not None:
        return _("%(who)s至多%(n)s元") % {"who": line.who, "n": f"{line.most_yuan:,f}"}
    return _("%(who)s不限") % {"who": line.who}


def _window_words(window: Any) -> str:
    label = window.label or window.key
    return f"{label} {window.day.isoformat()}" if window.day else str(label)
