"""Whatever was read, corrected or invented: the draft loads, compiles and gives the same bytes again."""

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from zhinan.engines.drafting import About, Fact, draft_pack
from zhinan.engines.guides.record import TYPES, Record
from zhinan.engines.packs import load_pack
from zhinan.engines.rules import rulebook_of
from zhinan.engines.rules.examples import check_examples

WORDS = [
    "项目名称", "市科技局", "# 标题", "```规则 X", "a: b, [c", "'引'\"x\"", "", " ", "\n", "1101", "（一）", "第三条", "2024-04-15",
    "2024-02-30", "17:30", "25:99", "高校", "其他高校、科研院所", "建有省重点实验室的单位", "各区", "市卫健委（除甲院）", "{x}", "&a *b",
    "%", "①", "甲" * 300, "yes", "null", "0.5", "-3", "R&D", "附件1", "\u2028x", "\x07", "plan", "guide", "form", "||", "=", "🙂",
    "项目.名称", "牵头单位.名称", "before", "after", "working", "natural", "submission_close", "running_limit", "each", "total",
    "项", "万元", "注册时间", "年销售收入", ">=", "<=", "in", "exists", "not", "甲计划", "甲计划·乙项目",
]  # fmt: skip
FIELDS = {
    "document": "title issuer year kind region annex year_end title_inferred",
    "section": "level number title path box number_intended stray",
    "programme": "name short parent applicable code",
    "topic": "code title programme group",
    "contact": "programme department persons phones email purpose",
    "deadline": "programme role relation date time inclusive subject relative days day_kind anchor direction actor recurring",
    "quota": "programme body max unit per outside_quota_of when",
    "condition": "programme subject attribute operator value unit hardness check any_of when period exception stage",
    "support": "programme kind amount",
    "required_document": "programme name form stage when issued_by",
    "process": "programme kind stages",
    "indicator": "programme kind name unit base_year base_value target_year target_op target_value base_value_as_written",
    "key_project": "name undertaker period place content table no",
    "form": "title annex programme filled_by",
    "policy_citation": "number title",
}
FORM_FIELD = "options parent depends_on max_chars length_hint min_items columns rows unit parts hint prefilled required term multiple"  # fmt: skip
LISTS = ("options", "columns", "rows", "parts")
KINDS = ["text", "number", "choice", "table", "table_column", "signature", "group", "weird"]

words = st.sampled_from(WORDS)
plain = st.one_of(
    st.none(), st.booleans(), words, st.integers(-2, 40), st.sampled_from([2024, 1.5, 1e20, 99999999])
)  # fmt: skip
values = st.one_of(plain, st.lists(words, max_size=3))


@st.composite
def form_fields(draw: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"label": draw(words), "kind": draw(st.sampled_from(KINDS))}
    for name in draw(st.sets(st.sampled_from(FORM_FIELD.split()), max_size=4)):
        found[name] = draw(st.lists(words, max_size=3) if name in LISTS else plain)
    return found


@st.composite
def facts(draw: Any, length: int, number: int) -> Fact:
    type_ = draw(st.sampled_from(TYPES))
    start = draw(st.integers(0, max(length, 1)))
    end = start + draw(st.integers(0, 60))
    fields = {name: draw(values) for name in FIELDS[type_].split() if draw(st.booleans())}
    if type_ == "form":
        fields["fields"] = draw(st.lists(form_fields(), max_size=6))
    question = draw(st.sampled_from(["", "", "", "问？"]))
    record = Record(type_, start, end, fields, "D1", draw(st.floats(0, 1)), "x", question)
    return Fact(f"e{number}", record, draw(st.booleans()))


@st.composite
def reviews(draw: Any) -> tuple[str, list[Fact], About]:
    text = "".join(draw(st.lists(st.sampled_from([*WORDS, "。", "\n", "\n\n", "\t"]), max_size=30)))
    made = [draw(facts(len(text), n)) for n in range(draw(st.integers(0, 12)))]
    about = About(draw(words), draw(words), draw(st.sampled_from([2024, 0, 99999])), draw(words), draw(words), draw(words))  # fmt: skip
    return text, made, about


@settings(
    max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate]
)  # fmt: skip
@given(review=reviews())
def test_the_draft_of_any_facts_loads_and_compiles(review: tuple[str, list[Fact], About]):
    text, made, about = review

    draft = draft_pack(text, made, about)

    pack = load_pack(draft.files)
    book = rulebook_of(pack)
    assert (book.faults, check_examples(book)) == ((), [])
    assert draft_pack(text, made[::-1], about).files == draft.files
