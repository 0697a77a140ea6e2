"""What an applicant must have, be or have done: 须拥有…, 应为…, 应签订…, 已完成…."""

import re

from .condition_words import CONCRETE, TYPES, VAGUE_HEAD
from .found import Found, Setting
from .listing import members

_MODAL = r"(?:应当|应该|应(?!用|急)|须|必须|需|(?<!主)(?<!重)(?<!需)要|均须|均应|还应|还须)"
_HAVE = re.compile(
    rf"(?P<modal>{_MODAL}(?:同时|当|能)?)?(?:已经?|能够?|一般|至少)?(?P<verb>具有|拥有|具备|建有|建立(?:了|有)?|设有|设立(?:了|有)|配备(?:有)?|持有|签有|取得|获得?|有(?!关|效|利|助|望|序|机|限|权|意|待|所)|提供(?!相关)|附)(?P<what>[^。；]+)$"
)
_BE = re.compile(
    rf"(?P<who>[^，。]*?)(?P<modal>(?:原则上|一般)?{_MODAL}(?:原则上|一般)?(?:当)?(?:仍)?)(?:为|是|属于|系|由|来自)(?P<what>[^。；]+)$"
)
_IS = re.compile(
    r"^(?P<who>[^，。]{0,8}(?:申报主体|申报单位|申请单位|牵头单位|承担单位|引进人才|申请人|申报人|负责人|项目单位|申报企业|合作方|课题组|推荐单位|依托单位|主体|人选|对象))(?:为|是)(?P<what>[^。；]+)$"
)
_DO = re.compile(
    rf"(?P<who>[^，。]*?)(?P<modal>(?:原则上|一般)?{_MODAL}(?:同时|当|先|已|主要)?)(?P<verb>(?:与[^，。]{{1,20}})?(?:共同)?(?:签订|签署|联合|完成|启动|办理|通过|登记|备案|承诺|聚焦|涉及|依托|明确|承担|包含|包括|加盖|确定|符合|属于|实现|进行|申请|执行|编制|投入|落实|注明|填写|组建|以|有|在|纳入|达到|约定|参与|主持|全职|选择|围绕|开展|能够?|从))(?P<what>[^。；]*)$"
)
_GOES_ON = re.compile(
    r"^(?P<who>)(?:并且?|且|以及|同时)?(?P<verb>明确|涉及|包含|包括|属于|符合|签订|签署|联合|办理|完成|承担|启动|建立)(?P<what>[^。；]+)$"
)
_FITS = re.compile(r"^(?:[^，]{0,8})?(?P<verb>属于|符合)(?P<what>[^，]*(?:指南|榜单)[^，]*)$")
_HISTORY = re.compile(
    r"(?:担任(?P<post>[^，。；]+?职务)|(?:承担|主持|从事|参与)[^，。；]+?的(?:经历|工作经历)$|^明确的[^。；]+$|^必[要需]的[^。；]+$|^固定的[^。；]+$)"
)
_DONE = re.compile(
    r"(?P<verb>已经?(?:先期)?(?:投入|完成|启动|获得?|通过|取得|建成|建立|进入|列入|申请|开展|签订|签署|纳入|实现))(?P<what>[^。；，]+)"
)
_SIGNED = re.compile(
    r"(?:签订|签署|签有|达成)(?P<what>[^。；，]*(?:协议|合同|意向书|备忘录|章程|承诺书)[^。；，]{0,8})"
)
_STATE = re.compile(
    r"(?P<what>[^，。]{2,60}?)(?P<state>独立核算|单独核算|专账管理|齐全有效|齐全|归属(?:明晰|清晰|明确)|持续(?:实现)?盈利|正常运营|在有效期内|有效期内|全职工作|实质性参与[^，。]{0,14}|处于有效状态|专款专用)"
)
_CLEAR = re.compile(
    r"^(?:要求|须|应)?(?:[^，]{0,8}(?=权属))?(?P<what>目标产品|合作协议|合同|权属|产权|实施主体|技术依托单位|租用合同)(?:明确清晰|明确|清晰|清楚)$"
)
_FIT = re.compile(
    r"指南|支持(?:的)?(?:方向|领域|范围)|征集(?:方向|范围)|榜单|规定的|领域|目录|研究方向|清单"
)
_DEEDS = re.compile(
    r"合理|科学|真实|准确|规范|认真|严格|水平|切实|积极|加强|高度|充分|精炼|突出|具体明确|诚信|稳定|服务于|遵守|遵循|负责$|创新性|可行"
)
_INSTRUCT = re.compile(r"^(?:登录|点击|填报|组织|做好|及时|审核|按时|提交|报送|上传|打印|装订)")


def holding_conditions(setting: Setting) -> list[Found]:
    """The one thing the clause asks the applicant to have, be or have done; none for mere praise."""
    text = setting.text
    if _INSTRUCT.match(text):
        return []
    for pattern in (_graded, _being, _signing, _having, _history, _doing, _state, _done):
        found = pattern(setting)
        if found is not None:
            return [found]
    return []


_GRADE = re.compile(
    r"(?P<what>[^，。]{2,16}?)(?:应|须)?(?:为|达到|不低于|在|达)(?P<grade>[A-Z]{1,3}[+-]?|[一二三四甲乙]|良好|合格|优秀)[级等]?(?:及其?|或)?(?:以上|之上)"
)


def _graded(setting: Setting) -> Found | None:
    """信用等级为B级及以上."""
    match = _GRADE.search(setting.text)
    if (
        match is None
        or not setting.in_conditions
        or not re.search(r"等级|信用|评价|考核|评估|结果|级别", match["what"])
    ):
        return None
    return _found(setting, ">=", match["grade"], _head(match["what"]), 0.8, "等级以上", "auto")


def _having(setting: Setting) -> Found | None:
    match = _HAVE.search(setting.text)
    if match is None or not (match["modal"] or setting.in_conditions):
        return None
    if match["verb"] in ("提供", "附") and not (
        match["modal"] or "能" in setting.text[: match.start()]
    ):
        return None
    if match["verb"] in ("提供", "附") and _PAPER.search(match["what"]):
        return None
    if re.search(r"出具|提供[^，]*(?:文本|材料|证明)", match["what"]):
        return None
    before = setting.text[: match.start()]
    if len(before) > 34 or before.endswith(("的", "所", "没", "未", "占")):
        return None
    level = _LEVEL.search(match["what"])
    if level is not None and "或" not in match["what"].replace("或以上", ""):
        return _found(setting, ">=", level["level"], level["kind"], 0.8, "以上", "auto")
    things = [part for part in members(match["what"]) if _is_checkable(part)]
    if not things:
        return None
    one_of = bool(re.search(r"或|之一|、.*等", match["what"]))
    operator = "in" if "或" in match["what"] else "exists"
    value = things if operator == "exists" else [*things, match["what"]]
    if operator == "exists" and len(things) == 1 and _RANK.search(things[0]):
        return _found(setting, "=", things[0], _head(things[0]), 0.75, "学位职称", "auto")
    more: dict[str, object] = {"any_of": True} if one_of and operator == "in" else {}
    sure = 0.8 if match["modal"] else 0.7
    return _found(
        setting, operator, value, _head(things[0]), sure, "具有", _how(match["what"]), more
    )


_RANK = re.compile(
    r"^(?:[^，、]{0,6})?(?:博士|硕士|学士|正高级?|副高级?|高级|中级)[^，、]{0,8}(?:学位|学历|职称|专业技术职务)$"
)


def _is_checkable(thing: str) -> bool:
    plain = re.sub(r"（[^（）]*）", "", thing)
    if re.search(r"较[好强高大]的|良好的|雄厚的|一流的", plain):
        return False
    plain = re.sub(r"(?:作)?(?:支撑|保障)$", "", plain)
    if VAGUE_HEAD.search(plain):
        return bool(
            re.search(
                r"配套条件|(?:团队|资金|人才|平台|设备|设施)[^，]*(?:支撑|等条件|条件)$|研发方向|发展路线",
                thing,
            )
        )
    return bool(CONCRETE.search(plain[-10:]) or TYPES.search(plain[-5:]))


def _head(thing: str) -> str:
    return re.split(r"的", thing)[-1][-14:]


def _how(what: str) -> str:
    plain = re.search(
        r"专利|职称|学位|学历|资质|法人|人员|研发机构|资格|许可证|职务|计划|称号|登记|实验室|工作站|工作室|股权",
        what,
    )
    return "auto" if plain else "document"


def _being(setting: Setting) -> Found | None:
    text = setting.text
    match = _BE.search(text) or (_IS.search(text) if setting.in_conditions else None)
    if (
        match is None
        or _GUESS.search(match["what"])
        or re.search(r"出具|较强|较好|较高", match["what"])
    ):
        return None
    what = match["what"]
    value = members(what)
    given: object
    if "、" in what or "或" in what or "和" in what:
        operator, given = "in", [what, *value]
    else:
        operator, given = "=", what
    check = (
        "auto"
        if TYPES.search(what) or re.search(r"人员|职工|负责人|国家|籍|成员|公民", what)
        else "document"
    )
    more: dict[str, object] = {"any_of": True} if "或" in what else {}
    return _found(setting, operator, given, _head(match["who"]) or "身份", 0.8, "应为", check, more)


_PAPER = re.compile(r"材料|证明|报告|复印件|说明|文本|协议|翻译件|申报书|承诺书|证书|附件|委托书")
_LEVEL = re.compile(
    r"(?P<level>学士|硕士|博士|大专|大学专科|本科|大学本科|研究生|中级|副高级?|高级|正高级?|副教授|省级|市级|国家级)(?:及其?|或)?以上(?:的)?(?P<kind>学位|学历|职称|专业技术职务|专业技术职称|资格)"
)
_GUESS = re.compile(r"^(?:准|主(?!体)|核心|导向|目标|依据|原则|基础|重点)")


def _history(setting: Setting) -> Found | None:
    """Posts held, what was done before, and things that go on after 具有…，."""
    text = setting.text
    match = _HISTORY.search(text)
    if match is None or not setting.in_conditions or re.search(r"不限|可突破", text):
        return None
    what = re.sub(r"^(?:以及|及|并|且|或|在)+", "", text)
    value = [part for part in members(what) if len(part) > 3] or [what]
    if not match["post"] and "经历" not in text and not any(_is_checkable(part) for part in value):
        return None
    one_of = "或" in text
    return _found(
        setting,
        "in" if one_of else "exists",
        [*value, what] if one_of else value,
        "经历" if "经历" in text else "职务" if match["post"] else "条件",
        0.68,
        "经历",
        "auto" if match["post"] else "document",
        {"any_of": True} if one_of else {},
    )


def _doing(setting: Setting) -> Found | None:
    match = _DO.search(setting.text)
    if match is None and setting.carries and setting.in_conditions:
        match = _GOES_ON.match(setting.text)
    if match is None:
        return None
    verb, what = match["verb"], match["what"]
    if _DEEDS.search(verb + what) and not re.search(r"协议|合同|审计|核算", what):
        return None
    if verb.endswith(("符合", "属于", "纳入")) and not _FIT.search(what):
        return None
    if re.search(r"提交|报送|填报|上传|之日起|工作日|日内", what):
        return None
    if not setting.in_conditions and not re.search(r"协议|指南|联合|登记|应用示范|企业|合同", what):
        return None
    value = members(what) or [verb]
    value = [what or verb, *value] if len(value) > 1 else [verb + what]
    if verb in ("确定", "明确"):
        value = [match["who"].removeprefix("其") + what, what]
    operator = (
        "in" if verb.endswith(("符合", "属于", "聚焦", "以", "在")) or "或" in what else "exists"
    )
    more: dict[str, object] = {"any_of": True} if "或" in what else {}
    return _found(
        setting, operator, value, _head(what)[:12], 0.72, "应" + verb[-2:], "document", more
    )


def _signing(setting: Setting) -> Found | None:
    match = _SIGNED.search(setting.text)
    if match is None or not setting.in_conditions:
        return None
    if "提供" in setting.text:
        return None
    value = members(match["what"])
    more: dict[str, object] = {"any_of": True} if "或" in match["what"] else {}
    return _found(
        setting, "in" if more else "exists", value, _head(value[0]), 0.78, "签订", "document", more
    )


def _state(setting: Setting) -> Found | None:
    match = _STATE.search(setting.text) or _CLEAR.match(setting.text)
    if match is None or not setting.in_conditions:
        return None
    what = re.sub(r"^(?:并且?|且|要求|应|须)+", "", match["what"])
    state = match.groupdict().get("state") or ""
    plain = "清晰" in state or not state  # the paper that shows it is what counts
    value = [what + state, *members(what)] if state.startswith("齐全") or plain else [what + state]
    operator = "=" if "核算" in state or "盈利" in state else "exists"
    return _found(setting, operator, value, _head(what), 0.75, "状态", "document")


def _done(setting: Setting) -> Found | None:
    match = _DONE.search(setting.text)
    if match is None or not setting.in_conditions or re.search(r"的$", setting.text):
        return None
    if re.search(r"成果|成效|进展|效益|业绩|成绩|地位", match["what"]):
        return None
    return _found(
        setting, "exists", [match[0]], _head(match["what"]), 0.7, match["verb"], "document"
    )


def _found(
    setting: Setting,
    operator: str,
    value: object,
    attribute: str,
    sure: float,
    why: str,
    check: str,
    more: dict[str, object] | None = None,
) -> Found:
    clause = setting.clause
    if not setting.in_conditions:
        sure -= 0.2
    return Found(
        clause.start,
        clause.end,
        operator,
        value,
        attribute,
        check=check,
        confidence=sure,
        why=why,
        more=more or {},
    )
