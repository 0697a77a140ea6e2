"""What of a condition's words no rule has taken up: a phrase understood only in part is not a rule."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .as_read import as_read
from .lexicon import Entry, Lexicon, Pattern, listed, members
from .shaped import Around

_NUMBER = re.compile(
    r"(?:含|约|近|达到?|满|共)?(?:人民币)?(?:\d[\d,. ]*(?:/\d+)?|[零〇一二两三四五六七八九十百千万]+(?=[个项家名人年岁月周件篇份分%％]|以))"
    r"(?:万元|亿元|元|平方米|㎡|个月|周岁|岁|年|月|人|名|家|项|件|篇|份|个?字|个|%|％|分之[一二三四五六七八九十]+)?(?:人民币)?(?:左右)?"
)
_DATE = re.compile(r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:（?含当?日?）?)?(?:之|以)?[前后起]?")
_KEPT: dict[int, tuple[Lexicon, tuple[str, ...], tuple[Pattern, ...]]] = {}
_EDGES = "的须应有在为是及和与等其本该各均且并能可由对内中至到达以于得了或将要请仍还也则均约从所按会需占数满无"
_GAP = re.compile(r"[\s|、，。；：:,;.（）()\[\]“”\"'‘’《》〈〉【】/·—\-－…&×＆]+")


def not_understood(
    entry: Entry, record: Mapping[str, Any], around: Around, said: Sequence[str]
) -> list[str]:
    """Words of a record, in order, that neither its entry nor the lexicon's plain words explain.

    The fields are held against the record's own entry; the quote, which may say other things besides,
    against the whole lexicon and the records that share the sentence.
    """
    lexicon = around.lexicon
    fields = _fields(record, lexicon)
    left = left_of(fields, said, (*entry.phrases, *entry.covers), lexicon)
    if left:
        return left
    quote = str(record.get("quote") or "")
    known_words, known_phrases = _known(lexicon)
    words = [*said, *_elsewhere(record, around), *known_words]
    patterns = (*entry.covers, *_loose(entry.phrases), *known_phrases)
    places = [*around.regions, *(w for held in lexicon.places.values() for w in held)]
    return left_of(quote, [*words, *(p for p in places if p in quote)], patterns, lexicon)


def _fields(record: Mapping[str, Any], lexicon: Lexicon) -> str:
    value = record.get("value")
    is_figure = record.get("unit") or re.fullmatch(r"[\d./:-]+", str(value))
    subject = str(record.get("subject") or "")
    parts = [str(record.get("attribute") or ""), "" if is_figure else listed(record)]
    return "|".join([*parts, "" if lexicon.is_everybody(subject) else subject])


def left_of(
    text: str, words: Iterable[str], patterns: Iterable[Pattern], lexicon: Lexicon
) -> list[str]:
    """Runs of characters that no word or pattern covers; small words at their ends do not count."""
    covered = [bool(_GAP.fullmatch(character)) for character in text]
    edges = set(_EDGES)
    for word in {w for w in words if len(w) > 1}:
        start = text.find(word)
        while start >= 0:
            covered[start : start + len(word)] = [True] * len(word)
            start = text.find(word, start + 1)
    for pattern in (_NUMBER, _DATE, *patterns, *lexicon.plain):
        if len(pattern.pattern) == 1:
            edges.add(pattern.pattern)
            continue
        for match in pattern.finditer(text):
            covered[match.start() : match.end()] = [True] * (match.end() - match.start())
    kept = "".join(
        "|" if known else character for character, known in zip(text, covered, strict=True)
    )
    runs = (run.strip("".join(edges)) for run in kept.split("|"))
    return [run for run in runs if run and not re.fullmatch(r"[a-zA-Z0-9]", run)]


def _loose(patterns: Sequence[Pattern]) -> list[Pattern]:
    """Phrases without the marks that tie them to a field."""
    return [p for p in patterns if not re.search(r"\\\||\[\^\||^\^|\$", p.pattern)]


def _known(lexicon: Lexicon) -> tuple[tuple[str, ...], tuple[Pattern, ...]]:
    """Every word and every loose phrase of a lexicon; kept for the lexicon asked for last."""
    held = _KEPT.get(id(lexicon))
    if held is None or held[0] is not lexicon:
        words = [w for table in lexicon.words.values() for said in table.values() for w in said]
        words += [w for scale in lexicon.scales for w in scale.words]
        own = [
            p
            for e in lexicon.entries
            for p in _loose((*e.phrases, *e.covers))
            if len(p.pattern) > 1
        ]
        own += [p for guard in lexicon.guards for p in guard.phrases]
        _KEPT.clear()
        held = _KEPT[id(lexicon)] = (
            lexicon,
            tuple(dict.fromkeys(words)),
            tuple(dict.fromkeys(own)),
        )
    return held[1], held[2]


def _elsewhere(record: Mapping[str, Any], around: Around) -> list[str]:
    """What other records say of the same sentence, and the record's own setting."""
    own = [str(record.get(name) or "") for name in ("when", "exception", "period", "subject")]
    quote = str(record.get("quote") or "")
    found = [text for text in own if text]
    for said in around.others:
        if said is record or (record.get("id") and said.get("id") == record.get("id")):
            continue
        if said.get("start") is not None and not _overlap(record, said):
            continue
        other = as_read(said)
        theirs = str(other.get("quote") or "")
        if not theirs or (
            other.get("start") is None and theirs not in quote and quote not in theirs
        ):
            continue
        value = other.get("value")
        found += members(value) if isinstance(value, list) else [str(value)] if value else []
        found += [str(other.get("attribute") or ""), str(other.get("when") or "")]
        if theirs != quote and theirs in quote:
            found.append(theirs)
    return [text for text in found if len(text) > 1]


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(
        int(other.get("start") or 0) < int(one.get("end") or 0)
        and int(one.get("start") or 0) < int(other.get("end") or 0)
    )
