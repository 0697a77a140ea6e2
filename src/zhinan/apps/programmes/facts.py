"""Rows of guides as the engines' values."""

import hashlib
from collections import OrderedDict
from datetime import date

from django.utils import translation

from zhinan.apps.registry.models import Organisation, RecommendingBody
from zhinan.engines.packs import Form, Pack, QuotaLimit, limit_for, load_pack
from zhinan.engines.rules import Rulebook, rulebook_of

from .models import Guide, GuideFile, Programme, Topic

MOST_PACKS = 16
_packs: OrderedDict[tuple[str, str], Pack] = (
    OrderedDict()
)  # per process; content is named by its digest
_rulebooks: OrderedDict[tuple[str, str], Rulebook] = OrderedDict()


def files_of(guide: Guide) -> dict[str, bytes]:
    """The pack's files, byte for byte."""
    rows = GuideFile.objects.filter(guide=guide).order_by("path")
    return {path: bytes(content) for path, content in rows.values_list("path", "content")}


def pack_of(guide: Guide) -> Pack:
    """The guide as a pack; read once in a process for every content.

    Raises:
        PackRefused: The stored files are no longer a pack (they were when imported).
    """
    key = _content_of(guide)
    pack = _packs.get(key)
    if pack is None:
        pack = _packs[key] = load_pack(files_of(guide), core=guide.core_vocabulary)
        while len(_packs) > MOST_PACKS:
            _packs.popitem(last=False)
    return pack


def rules_of(guide: Guide) -> Rulebook:
    """The guide's rules, compiled once in a process for every content."""
    key = _content_of(guide)
    book = _rulebooks.get(key)
    if book is None:
        book = _rulebooks[key] = rulebook_of(pack_of(guide))
        while len(_rulebooks) > MOST_PACKS:
            _rulebooks.popitem(last=False)
    return book


def _content_of(guide: Guide) -> tuple[str, str]:
    return guide.digest, hashlib.sha256(guide.core_vocabulary.encode()).hexdigest()


def form_of(programme: Programme) -> Form:
    """The form of a programme; no statement where ``programme.guide`` is loaded and its pack was read before."""
    return pack_of(programme.guide).programme(programme.key).form


def topic_choices(programme: Programme) -> list[str]:
    """What 项目.指南代码 may be, in the order of the guide; see ``Topic.choice``."""
    return [topic.choice for topic in programme.topics.order_by("order")]


def topic_chosen(programme: Programme, choice: str) -> Topic | None:
    """The topic that a stored 项目.指南代码 names."""
    return next((t for t in programme.topics.order_by("order") if t.choice == choice), None)


def body_limit(programme: Programme, body: RecommendingBody) -> QuotaLimit:
    """How many applications of this programme (see ``counted_programmes``) a body may recommend."""
    pack = pack_of(programme.guide)
    names, classes = called(pack, body)
    return limit_for(
        pack.programme(programme.key).quotas, counted_by="body", names=names, classes=classes,
        other_classes=_others(pack),
    )  # fmt: skip


def called(pack: Pack, body: RecommendingBody) -> tuple[frozenset[str], tuple[str, ...]]:
    """The names a guide may call a body by, and the classes it falls in."""
    known = pack.body_named(body.name)
    if known is None:
        return frozenset([body.name]), (body.kind,)
    classes = {body.kind, known.body_class} - {""}
    return frozenset([body.name, known.name, *known.aliases]), tuple(sorted(classes))


def host_limit(programme: Programme, organisation: Organisation, *, on: date) -> QuotaLimit:
    """How many applications of this programme an organisation may make, by the statuses it holds on a day."""
    pack = pack_of(programme.guide)
    held = [
        s.status
        for s in organisation.statuses.all()
        if s.valid_from <= on and (s.valid_to is None or on <= s.valid_to)
    ]
    with translation.override("zh-hans"):
        kind = str(organisation.get_kind_display())
    return limit_for(
        pack.programme(programme.key).quotas, counted_by="host", names={organisation.name}, statuses=held,
        classes=pack.classes_of(kind), other_classes=_others(pack),
    )  # fmt: skip


def counted_programmes(programme: Programme, *, counted_by: str) -> frozenset[str]:
    """Keys of the programmes of the same guide whose applications use the same quota, its own included."""
    quotas = pack_of(programme.guide).programme(programme.key).quotas
    return frozenset(
        {programme.key}.union(*(q.programmes for q in quotas if q.counted_by == counted_by))
    )


def _others(pack: Pack) -> frozenset[str]:
    return frozenset(c.name for c in pack.classes if c.is_other)
