"""What a date is for and whose it is: roles by the words beside it, and the subject in officials' short names."""

import re

from .condition_words import MAIN_SUBJECTS

# role -> words; the first that fits is taken. The first table binds who may apply, the second says what is to be done.
_BOUNDS = (
    ("birth_bound", r"出生"),
    ("establishment_bound", r"并购|(?<!注册)(?:成立|设立|组建)(?!.{0,4}(?:专家|小组))"),
    ("registration_bound", r"注册|工商登记|登记设立|登记成立|成立|设立"),
    ("arrival_bound", r"来(?:.{0,4}(?:工作|参与|从事|创业)|[我本][省市州县区])|到.{0,4}工作|引进(?:到|至|的)|入职|到岗"),
    ("agreement_bound", r"(?:签订|签署)(?!.{0,6}(?:任务书|项目合同|合同书))"),
    ("obtained_bound", r"(?:取得|获得|获批|授权|认定|备案|登记|上市|立项|投产|购置|发生|获奖|入库)(?:的|$|时间|日期|（)"),
)  # fmt: skip
_DUES = (
    ("consultation_due", r"会商"),
    ("redemption_due", r"兑[付现].{0,6}申请|申请兑[付现]"),
    ("contract_due", r"签订|签署|签约"),
    ("objection_due", r"异议|申诉|复核|复议"),
    ("publicity", r"公示"),
    ("annual_report_due", r"年度(?:执行情况|工作)?(?:报告|总结)|每年[^，。；]{0,10}前[^，。；]{0,20}报"),
    ("performance_report_due", r"绩效"),
    ("midterm_due", r"中期"),
    ("acceptance_due", r"验收|结题"),
    ("spend_by", r"执行完毕|支出完毕|使用完毕|支出完|执行完"),
    ("payment_due", r"拨付|下达|兑付|兑现|到位"),
    ("paper_due", r"寄送|寄达|邮寄|(?:报送|提交|递交|送交?)纸质|纸质(?:申报|申请)?(?:材料|版|件|文本)?[^，。；（）]{0,10}(?:报送|提交|递交|送|交)"),
    ("finish_by", r"(?:完成|攻关|交付|揭榜任务)(?:期限|时限|时间|周期)|攻关期"),
    ("recommendation_due", r"推荐|审核汇总|汇总(?:上报|报送)|审核(?:上报|报送|并报|后报)|初审|归口管理部门|(?:各|[县市区])[^，。]{0,12}(?:科技局|主管部门|科技主管部门|科技管理部门)(?:于|应|在|要|需|须)"),
    ("demand_due", r"征集|需求"),
    ("reply_due", r"答复|回复|反馈"),
    ("filing_due", r"备案"),
    ("application_due", r"提出[^，。；]{0,8}申请|申领"),
    ("decision_due", r"(?:作出|做出).{0,8}(?:决定|结论)|审批|批复|办结"),
    ("review_due", r"形式审查|受理审查|审查|评审|审核|评估|论证"),
    ("submission_close", r"截止|申报|申请|报送|提交|上传|填报|关闭|上报|报名|揭榜|受理|递交|送达|寄送|寄达|报至|邮寄|发送"),
    ("completion_due", r"完成|竣工|建成"),
)  # fmt: skip
BOUND_ROLES = frozenset(role for role, _ in _BOUNDS)
OPENING = re.compile(r"开放|开始|启动|开通|起受理|受理时间|申报时间|填报时间|报名时间")
_LABEL = re.compile(
    r"(?P<what>[\u4e00-\u9fff、（）A-Za-z]{2,18}?)(?:的)?(?:起止|截止|截至|开始|开放|开放|结束)?(?:时间|日期|期限|时限|周期|时段)?(?:原则上|一般|定|安排)?(?:为|是|在|[：:])?\s*(?:从|自|即|于)?\s*$"
)
_BARE = re.compile(
    r"^(?:本(?:次|批|年度)|本次|此次|该|其|统一)?(?:项目)?(?P<what>申报|申请|受理|填报|提交|报送|报名|揭榜|截止|截止到|截至)?(?:截止)?$"
)
_DONE = re.compile(
    r"^(?:[^，。；]{0,30}?)(?:完成|做好|开展|组织)(?=[^，。；的]{2,16}(?:工作|手续|任务)?(?:[，。；）]|并|后|$))(?:对)?(?P<what>[\u4e00-\u9fff、（）]{2,16}?)(?:工作|手续|任务)?(?:[，。；）]|并|后|$)"
)
_SENT = re.compile(
    r"(?:将|把)(?P<what>[^。；]{2,80}?)(?:统一|一并|一式[^，。；]{1,3}份|[（(][^）)]*[）)]|，)*(?P<verb>报送|报备|提交|上传|寄送|邮寄|送达|发送|递交|上报|报至|送至|寄至|报|送|发)(?=至|到|给|送|我|市|县|省|区|[，。；）]|$)"
)
_VERBED = re.compile(
    r"(?P<verb>报送|提交|上传|寄送|邮寄|递交|上报|填报|申报|推荐|备案|答复|回复|反馈|签订|签署|拨付|公示|评审|审核|验收|申请|提出|报告|办结|寄达|送达)(?P<what>[\u4e00-\u9fff《》（）、]{2,24}?)?(?=[，。；）至到\d]|一式|$)"
)
_DEED = re.compile(
    r"(?P<deed>(?:审核|初审|汇总|统一|集中|网上|在线|审查)+(?:推荐|报送|上报|提交|申报|填报))(?=[^，。；]*)"
)
_HEAD = re.compile(
    r"(?P<head>[\u4e00-\u9fff]{0,6}?(?:推荐函|推荐材料|推荐汇总表|汇总表|申报书|申请书|任务书|纸质材料|申报材料|申请材料|验收材料|征集表|需求表|意向表|推荐表|总结报告|执行情况报告|审计报告|报告|材料|文件|表|书))$"
)
_SHORT_VERB = {"报": "报送", "送": "报送", "发": "报送", "报至": "报送", "送至": "报送", "寄至": "报送", "寄送": "报送", "邮寄": "报送", "发送": "报送", "送达": "报送", "递交": "提交"}  # fmt: skip
_PEOPLE = re.compile(
    r"(?:项目)?(?:团队|课题|学术)?(?:负责人|主持人|带头人|申请人|申报人|首席专家|人选|成员)"
)
_WHO = re.compile(
    r"(?:揭榜|需求|发榜|牵头|申报|申请|承担|依托|推荐|备案|合作|参与|实施|联合|运营)(?:申报)?(?:单位|企业|方|主体|机构|人)"
)


def role_of(clause: str, wider: str, is_bound: bool) -> str:
    """What a date is for. ``is_bound``: words of the clause say what must have happened, not what is to be done.

    >>> role_of("2024年6月30日前注册", "", True), role_of("6月20日前报送推荐函", "", False)
    ('registration_bound', 'recommendation_due')
    """
    tables = (_BOUNDS, _DUES) if is_bound else (_DUES,)
    for text in (clause, wider):
        for table in tables:
            for role, words in table:
                if re.search(words, text):
                    return role
    return "due"


def bound_role(clause: str) -> str:
    """The role of a date that says what must have happened by or since then; empty where none does."""
    return next((role for role, words in _BOUNDS if re.search(words, clause)), "")


def subject_of_bound(role: str, clause: str, before: str, lead: str) -> str:
    """Whom a date binds: the one named in the clause or before it, else by what the bound is about.

    >>> subject_of_bound("birth_bound", "男性年龄不超过35周岁（1989年1月1日以后出生", "", "")
    '男性负责人'
    """
    if role == "birth_bound":
        sex = re.search(r"男|女", clause)
        named = list(_PEOPLE.finditer(before + clause))
        who = named[-1][0] if named else "负责人"
        return f"{sex[0]}性{who.removeprefix('项目')}" if sex else who
    if role == "agreement_bound":
        paper = re.search(r"(?:签订|签署)(?:的|了)?(?P<what>[\u4e00-\u9fff]{2,10}?(?:协议|合同|意向书))", clause)  # fmt: skip
        return paper["what"] if paper else "协议签订"
    if role == "arrival_bound":
        return "引进人才"
    thing = re.search(r"完成(?:了)?(?P<what>[\u4e00-\u9fff]{3,12}?)的(?:并购|注册|设立)", clause)
    if thing:
        return thing["what"]
    for text in (clause, before):
        named = [*_WHO.finditer(text)] or [*MAIN_SUBJECTS.finditer(text)]
        if named:
            return str(named[0][0] if text is clause else named[-1][0])
    return lead or "申报单位"


def subject_of_act(role: str, before: str, after: str, paragraph: str, title: str) -> str | None:
    """What is to be done by a date: the label before it, else the act after it.

    >>> subject_of_act("submission_close", "网上申报时间：", "", "", "")
    '网上申报'
    >>> subject_of_act("recommendation_due", "各县科技局于", "前将推荐函报送市科技局", "", "")
    '推荐函报送'
    """
    said = after_words(after)
    deed = _DEED.match(said)
    found = labelled(before) or _sent(said) or _done(said)
    found = found or (deed["deed"] if deed else _acted(said, role))
    return _with_way(found, role, paragraph, title)


def after_words(after: str) -> str:
    """What follows a date without 前, 截止 and the like."""
    return re.sub(
        r"^\s*(?:（[^（）]*）)?\s*(?:及?以前|之前|前|及?以后|之后|后|起|止|开始)?(?:正式)?[，,]?(?:应当|应|须|要|需|由)?(?:开放|开通|启动|截止)?",
        "",
        after,
    )


def labelled(before: str) -> str:
    """The label a date stands after: 网上申报 of 网上申报时间：; empty where there is none."""
    match = _LABEL.search(before)
    if match is None or match.end() - match.start() < 3:
        return ""
    plain = before.rstrip()
    if not re.search(r"(?:时间|日期|期限|时限|周期|时段)(?:原则上|一般|定|安排)?(?:为|是|在|[：:])?\s*(?:从|自|即|于)?$|[：:]$|截止(?:到|至)?$|截至$", plain):  # fmt: skip
        return ""
    what = re.sub(
        r"^(?:\d+[.、]|（[^（）]*）|[一二三四五六七八九十]+、|其中|且|由|请|各)+", "", match["what"]
    )
    what = re.sub(r"(?:截止|截至|起止|开始|开放|结束|受理)$", "", what) or what
    return "" if _BARE.fullmatch(what) and not re.search(r"申报|填报|揭榜|报名", what) else what


def _sent(said: str) -> str:
    match = _SENT.search(said)
    if match is None:
        return ""
    verb = _SHORT_VERB.get(match["verb"], match["verb"])
    plain = re.sub(
        r"（[^（）]*）|盖章(?:后)?|扫描(?:件)?|PDF|版|电子|一式.{1,3}份", "", match["what"]
    )
    things = [t for t in re.split(r"[、，]|和|及|与", plain) if t]
    if len(things) > 1 and any("推荐" in t for t in things):
        return "推荐材料" + verb
    head = _HEAD.search(things[-1]) if things else None
    return (head["head"] if head else things[0][-8:] if things else "材料") + verb


def _done(said: str) -> str:
    match = _DONE.match(said)
    return re.sub(r"^(?:了|本[^，]{1,4}的)", "", match["what"]) if match else ""


def _acted(said: str, role: str) -> str:
    match = _VERBED.search(said.split("。")[0][:40])
    if match is None:
        return ""
    what = re.sub(r"^(?:的|相关|有关|完整的?|加盖[^的，。]{1,8}的)+", "", match["what"] or "")
    if not what:
        before = re.search(r"[\u4e00-\u9fff]{2,6}$", said[: match.start()])
        return (before[0] if before and len(before[0]) <= 4 else "") + match["verb"]
    return what.strip("《》") + match["verb"] if len(what) <= 10 else match["verb"] + what[:8]


def _with_way(found: str, role: str, paragraph: str, title: str) -> str | None:
    """Online where the paragraph or its heading says so; the document's own word where nothing is said."""
    online = re.search(r"网上|在线|系统", paragraph + title)
    whole = re.match(
        r"(?P<what>[\u4e00-\u9fff]{2,8}?)(?:全年|常年|随时|长期)(?:开放)?受理", paragraph
    )
    if whole and (not found or _BARE.fullmatch(found)):
        return whole["what"]
    if role == "demand_due" and (not found or "电子" in found or _BARE.fullmatch(found)):
        return "需求征集报送"
    if role == "finish_by":
        return "任务完成"
    if found and (bare := _BARE.fullmatch(found)):
        deed = bare["what"] or "申报"
        deed = "申报" if deed.startswith("截") else deed
        return (
            "网上" if online and deed in ("申报", "填报") else "项目" if deed == "申报" else ""
        ) + deed
    if found:
        return found
    return {"submission_close": "网上申报" if online else "项目申报", "submission_open": "网上申报" if online else "项目申报",
            "recommendation_due": "审核推荐", "completion_due": "项目完成"}.get(role)  # fmt: skip
