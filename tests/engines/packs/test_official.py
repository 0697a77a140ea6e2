"""The official text kept with a pack, and the spans that bind the pack to it."""

import hashlib

import pytest

from zhinan.engines.packs import OfficialText, Span, load_pack, read_pack

TEXT = "一、申报要求\n每家企业限报1项。\n"
HEADER = "kind,programme,key,start,end,fact,checked\n"
FORM = "title: 申报书\nsections: [{key: basics, title: 基本信息, terms: [项目.名称]}]\n"
GUIDE = (
    "# 指南\n\n## 一 申报要求\n每家企业限报1项。\n\n```规则 E1\n标题: 限报一项\n力度: 人工\n```\n"
)
TOPICS = "programme,group,code,title\np1,,1101,新材料\np1,,1101,新材料应用\n"
QUOTAS = "programme,counted_by,who,most,most_yuan,outside_body_quota,clause\np1,host,企业,1,,,一\n"


def manifest(sha256: str = hashlib.sha256(TEXT.encode()).hexdigest(), more: str = "") -> str:
    return f"""pack: made
title: 指南
year: 2024
office: {{name: 某局, region: "320700"}}
source: {{name: 指南.docx, sha256: {sha256}, text: source/text.txt, spans: source/spans.csv{more}}}
sections: [{{key: main, name: 规划处, contact: 张三, phone: "123"}}]
bodies: {{classes: [{{name: 企业, kinds: [企业]}}]}}
accepted_faults: [{{code: "1101", in: topics.csv, reason: 原文如此}}]
programmes:
  - {{key: p1, name: 计划, section: main, guide: guide/1.md, form: forms/1.yaml, mode: competition, number_prefix: X,
     windows: [{{key: closes, date: "2024-06-30", basis: 一}}]}}
"""


def files(spans: str = "", **other: str | None) -> dict[str, bytes]:
    written: dict[str, str | None] = {
        "pack.yaml": manifest(), "guide/1.md": GUIDE, "forms/1.yaml": FORM, "topics.csv": TOPICS, "quotas.csv": QUOTAS,
        "source/text.txt": TEXT, "source/spans.csv": HEADER + spans, **{k.replace("__", "/"): v for k, v in other.items()},
    }  # fmt: skip
    return {path: text.encode() for path, text in written.items() if text is not None}


def test_the_text_and_every_kind_of_span_are_read():
    rows = [
        "programme,p1,p1,0,6,e0,yes", "clause,p1,一,0,6,e1,yes", "rule,p1,E1,7,16,e2,yes", "topic,p1,1101,7,9,e3,no",
        "topic,p1,1101@2,9,11,e4,no", "quota,p1,host:企业,7,16,e5,yes", "window,p1,closes,0,6,e6,no",
        "contact,p1,main,0,6,e7,yes", "form,p1,forms/1.yaml,0,6,e8,yes", "support,p1,e9,0,6,e9,no", "paper,,e10,0,6,e10,no",
    ]  # fmt: skip

    source = load_pack(files("\n".join(rows) + "\n")).source

    assert source is not None
    assert (source.name, source.text, len(source.spans)) == ("指南.docx", TEXT, len(rows))
    rule = Span("rule", "p1", "E1", 7, 16, "e2", is_checked=True)
    assert source.spans_of("rule", "p1", "E1") == (rule,)
    assert source.quote(rule) == "每家企业限报1项。"
    assert [s.key for s in source.unchecked("rule", "topic", "window")] == [
        "1101",
        "1101@2",
        "closes",
    ]


def test_a_pack_without_an_official_text_has_none():
    bare = manifest().replace(manifest().split("\n")[4] + "\n", "")
    assert load_pack(files(**{"pack.yaml": bare})).source is None


def test_the_text_is_kept_to_the_byte_with_mark_and_line_ends():
    text = "\ufeff一、要求\r\n限报1项\r\n"
    written = manifest(hashlib.sha256(text.encode()).hexdigest())

    source = load_pack(
        files("rule,p1,E1,8,10,e1,no\n", **{"pack.yaml": written, "source__text.txt": text})
    ).source

    assert source is not None
    assert source.text == text
    assert source.quote(source.spans[0]) == "报1"


def test_a_span_of_several_programmes_is_found_under_each_and_one_of_the_pack_under_all():
    text = OfficialText(
        "a", "", TEXT, (Span("rule", "p1 p2", "E1", 0, 2), Span("paper", "", "e2", 2, 4))
    )

    assert [len(text.spans_of("rule", key, "E1")) for key in ("p1", "p2", "p3", "")] == [1, 1, 0, 1]
    assert text.spans[0].programmes == ("p1", "p2")
    assert text.spans_of("paper", "p9", "e2") == (text.spans[1],)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("weird,p1,E1,0,2,e1,yes", "种类“weird”不可用"),
        ("rule,p1,E1,x,2,e1,yes", "起止“x”“2”不是数"),
        ("rule,p1,E1,-1,2,e1,yes", "起止“-1”“2”不是数"),
        ("rule,p1,E1,4,4,e1,yes", f"4至4不在正文之内（正文共{len(TEXT)}字）"),
        ("rule,p1,E1,0,999,e1,yes", f"0至999不在正文之内（正文共{len(TEXT)}字）"),
        ("rule,p1,E1,0,2,e1,maybe", "checked写为“maybe”"),
        ("rule,p9,E1,0,2,e1,yes", "没有计划“p9”"),
        ("rule,p1,E9,0,2,e1,yes", "p1没有“E9”（rule）"),
        ("rule,,E9,0,2,e1,yes", "指南包没有“E9”（rule）"),
        ("clause,p1,二,0,2,e1,yes", "p1没有“二”（clause）"),
        ("topic,p1,1102,0,2,e1,yes", "p1没有“1102”（topic）"),
        ("quota,p1,body:企业,0,2,e1,yes", "p1没有“body:企业”（quota）"),
        ("window,p1,opens,0,2,e1,yes", "p1没有“opens”（window）"),
        ("contact,p1,other,0,2,e1,yes", "p1没有“other”（contact）"),
        ("form,p1,forms/2.yaml,0,2,e1,yes", "p1没有“forms/2.yaml”（form）"),
    ],
)
def test_a_faulty_span_is_named_with_its_line(row: str, what: str):
    pack, faults = read_pack(files(f"clause,p1,一,0,6,e1,yes\n{row}\n"))

    assert pack is None
    assert [(f.file, f.line, f.code, f.what) for f in faults] == [
        ("source/spans.csv", 3, "PACK-SPAN", what)
    ]


def test_a_text_that_was_changed_is_a_fault():
    pack, faults = read_pack(files(**{"source__text.txt": TEXT + "。"}))

    assert pack is None
    assert [(f.file, f.code) for f in faults] == [("source/text.txt", "PACK-SPAN")]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"source__text.txt": None}, [("source/text.txt", "PACK-FILE-MISSING")]),
        ({"source__spans.csv": None}, [("source/spans.csv", "PACK-FILE-MISSING")]),
        ({"source__spans.csv": "a,b\n"}, [("source/spans.csv", "PACK-CSV")]),
        ({"source__spans.csv": 'kind,"x\n'}, [("source/spans.csv", "PACK-CSV")]),
        ({"source__spans.csv": ""}, [("source/spans.csv", "PACK-CSV")]),
        (
            {"pack.yaml": manifest().replace("text: source/text.txt, ", "")},
            [("pack.yaml", "PACK-KEY-MISSING")],
        ),
        ({"pack.yaml": manifest(more=", extra: 1")}, [("pack.yaml", "PACK-KEY-UNKNOWN")]),
        (
            {"pack.yaml": manifest("abc")},
            [("pack.yaml", "PACK-VALUE"), ("source/text.txt", "PACK-SPAN")],
        ),
    ],
)
def test_a_faulty_source_is_named(changed: dict[str, str | None], found: list[tuple[str, str]]):
    pack, faults = read_pack(files(**changed))

    assert pack is None
    assert [(f.file, f.code) for f in faults] == found


def test_a_text_that_is_not_utf8_is_a_fault():
    content = TEXT.encode("gbk")
    written = files() | {
        "source/text.txt": content,
        "pack.yaml": manifest(hashlib.sha256(content).hexdigest()).encode(),
    }

    pack, faults = read_pack(written)

    assert pack is None
    assert [(f.file, f.code) for f in faults] == [("source/text.txt", "PACK-ENCODING")]


def test_a_faulty_lexicon_of_the_pack_is_named():
    pack, faults = read_pack(files(**{"lexicon.yaml": "entries: [{name: 甲, shape: nonsense}]\n"}))

    assert pack is None
    assert {(f.file, f.code) for f in faults} == {("lexicon.yaml", "PACK-LEXICON")}
