"""能不能报: the rules of a programme asked one question at a time, without an account and without keeping an answer."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from axes.helpers import get_client_ip_address
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.generic.base import View

from zhinan.apps.accounts.services import count_attempt
from zhinan.apps.applications.facts import Judged, law_day, reference_day
from zhinan.apps.programmes.facts import pack_of, rules_of
from zhinan.apps.programmes.models import Programme
from zhinan.apps.programmes.selectors import calls_visible_to, guides_visible_to
from zhinan.apps.records.workflow import MoveRefused
from zhinan.desks.judged import Panel, clause_link, panel_of
from zhinan.engines.packs import Pack, PackRefused
from zhinan.engines.rules import Rulebook, Verdict, case_of, judge_all
from zhinan.engines.rules.asking import (
    Question,
    columns_needed,
    is_askable,
    is_settled,
    questions,
)
from zhinan.engines.vocabulary import Term

from .self_check_answers import ANSWER, MOST_ROWS, REGISTERS, Answers, answers_in

SHOWN_ROWS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """The question on the page: its term, what it is for, what stands in it."""

    path: str
    term: Term
    words: str
    kind: str
    columns: tuple[Term, ...]
    rules: tuple[Any, ...]  # (title, clause, address)
    options: tuple[Any, ...] = ()
    value: Any = ""
    cells: tuple[tuple[int, tuple[tuple[str, str], ...]], ...] = ()
    error: str = ""


class SelfCheck(View):
    """Answers come back with every form; nothing of them is stored or stands in an address."""

    def get(self, request: Any, pk: int, key: str) -> HttpResponse:
        return self.page(request, self.programme(request, pk, key))

    def post(self, request: Any, pk: int, key: str) -> HttpResponse:
        programme = self.programme(request, pk, key)
        try:
            count_attempt("self_check", get_client_ip_address(request) or "")
        except MoveRefused:
            return render(request, "429.html", status=429)
        return self.page(request, programme)

    def programme(self, request: Any, pk: int, key: str) -> Programme:
        guide = get_object_or_404(guides_visible_to(request.actor), pk=pk)
        rows = guide.programmes.select_related("guide", "section")
        return get_object_or_404(rows, key=key)

    def page(self, request: Any, programme: Programme) -> HttpResponse:
        try:
            pack, book = pack_of(programme.guide), rules_of(programme.guide)
        except PackRefused:
            return render(
                request, "public/self_check.html", {"programme": programme, "is_shut": True}
            )
        posted = request.POST
        editing = posted.get("edit", "")
        answers = answers_in(
            posted, pack.vocabulary, topics=_topics(programme), leaving_out=editing
        )
        judged = _judged(request, programme, pack, book, answers)
        goes_on = "all" in posted
        open_ = questions(judged.judgements, pack.vocabulary, without=answers.without)
        is_over = is_settled(judged.judgements) and not goes_on
        asked = _asked(request, programme, pack, answers, editing, () if is_over else open_)
        context = {
            "programme": programme,
            "answers": [a for a in answers.given.values() if a.finding is None],
            "asked": asked,
            "left": max(len(open_) - 1, 0) if asked else 0,
            "is_over": asked is None,
            "may_go_on": is_over and bool(open_),
            "goes_on": goes_on,
            "panel": _panel(judged, programme),
            "papers": _papers(judged, programme, pack),
            "standing": _standing(judged, is_begun=bool(answers.given)),
        }
        status = 422 if answers.faulty else 200
        answer = render(request, "public/self_check.html", context, status=status)
        answer["Cache-Control"] = "no-store"
        return answer


def _topics(programme: Programme) -> list[str]:
    return [topic.choice for topic in programme.topics.order_by("order")]


def _judged(
    request: Any, programme: Programme, pack: Pack, book: Rulebook, answers: Answers
) -> Judged:
    calls = calls_visible_to(request.actor).filter(programme=programme, opens_at__isnull=False)
    call = calls.order_by("-opens_at").first()
    published = programme.guide.published_at or timezone.now()
    if call is not None:
        call.programme = programme
    law = law_day(call) if call else timezone.localdate(published)
    case = case_of(
        answers.states,
        pack.vocabulary,
        programme=programme.key,
        year=pack.year,
        law=law,
        known=timezone.localdate(),
        reference=reference_day(call) if call else law,
    )
    return Judged(case, judge_all(book, case), pack.vocabulary)


def _asked(
    request: Any,
    programme: Programme,
    pack: Pack,
    answers: Answers,
    editing: str,
    open_: tuple[Question, ...],
) -> Asked | None:
    faulty = answers.faulty
    path = faulty.path if faulty else editing if editing in pack.vocabulary else ""
    question = next((q for q in open_ if q.path == path), None)
    if not path:
        question = open_[0] if open_ else None
        path = question.path if question else ""
    if not path:
        return None
    rules = question.touches if question else ()
    term, posted = pack.vocabulary[path], request.POST
    columns = columns_needed(rules, path) if term.type == "table" else ()
    rows = tuple(
        (n, tuple((key, posted.get(f"t:{path}:{n}:{key}", "")) for key in columns))
        for n in range(MOST_ROWS if len(posted) > 60 else SHOWN_ROWS)
    )
    value = posted.getlist(f"{ANSWER}{path}") if term.type == "choices" else posted.get(f"{ANSWER}{path}", "")  # fmt: skip
    return Asked(
        path,
        term,
        str(REGISTERS[path]) if path in REGISTERS else "",
        "register" if path in REGISTERS else term.type,
        tuple(term.column(key) for key in columns),
        tuple((r.title, r.clause, clause_link(programme, r.key)) for r in rules),
        _options(programme) if term.type == "topic" else (),
        value,
        rows,
        f"{faulty.finding.fact}。{faulty.finding.remedy}" if faulty and faulty.finding else "",
    )


def _options(programme: Programme) -> tuple[Any, ...]:
    rows = programme.topics.order_by("order")
    return tuple(
        (group, [(topic.choice, str(topic)) for topic in members])
        for group, members in groupby(rows, key=lambda topic: topic.group)
    )


def _panel(judged: Judged, programme: Programme) -> Panel:
    """What an applicant can be told beforehand: no places, no preferences, no papers yet to be made."""
    told = tuple(
        j
        for j in judged.judgements
        if (is_askable(j.rule) and not _is_of_papers(judged, j)) or j.verdict == Verdict.PERSON
    )
    return panel_of(Judged(judged.case, told, judged.vocabulary), programme)


def _is_of_papers(judged: Judged, judgement: Any) -> bool:
    terms = [judged.vocabulary.get(one.path) for one in judgement.missing]
    return bool(terms) and all(t is not None and (t.type == "file" or t.is_long) for t in terms)


def _papers(judged: Judged, programme: Programme, pack: Pack) -> list[tuple[str, str, str]]:
    """Rules that only a paper or a text of the application can meet: title, clause, address."""
    return [
        (j.rule.title, j.rule.clause, clause_link(programme, j.rule.key))
        for j in judged.judgements
        if j.verdict == Verdict.MISSING and is_askable(j.rule) and _is_of_papers(judged, j)
    ]


def _standing(judged: Judged, *, is_begun: bool) -> str:
    """barred, doubtful, open or clear."""
    verdicts = {j.verdict for j in judged.judgements if is_askable(j.rule) and not _is_of_papers(judged, j)}  # fmt: skip
    if Verdict.FAILED in verdicts:
        return "barred"
    if Verdict.MISSING in verdicts:
        return "open" if is_begun else "begin"
    return "doubtful" if Verdict.DISCRETION in verdicts else "clear"
