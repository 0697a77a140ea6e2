"""Conditions on what an applicant is: when and where registered, of what legal form, of which kind."""

import re

from .condition_words import TYPES
from .found import Found, Setting
from .listing import members

_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:年(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?)?|[-./](?P<m2>\d{1,2})[-./](?P<d2>\d{1,2}))"
    r"(?P<incl>（[^（）]{0,6}含[^（）]{0,8}）)?\s*(?:及其?)?(?P<side>(?:之|以)?前|(?:之|以)?后|起|至今)"
)
_BOUND = re.compile(
    r"不(?:得)?(?P<side>[晚迟早])于(?P<y>(?:19|20)\d\d)(?:年(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?)?|[-./](?P<m2>\d{1,2})[-./](?P<d2>\d{1,2}))"
)
_EVENT = re.compile(
    r"注册|成立|出生|登记|设立|来|签订|签署|取得|获得|毕业|认定|备案|完成|入职|到岗|建成|上市|授权|立项|验收|投产|启动|申请"
)
_DUE = re.compile(
    r"报送|提交|上报|截止|上传|寄送|送达|受理|申报系统|完成(?:会商|推荐|审核|填报|网上)|填报"
)
_REGION = r"(?:[^\W\da-zA-Z为是在应须于持的与和及或内外]{1,10}?(?:省|市辖区|市区|市|州|县|区|园区|新区)|我[省市州县区]|本[省市州县区]|全[省市州县区]|浙|连|苏|沪|京|中国|国|境|州|市|省|县|区)"
_PLACE = re.compile(
    rf"(?:在|于)(?P<a>{_REGION}(?:（[^（）]+）)?(?:行政区域|范围)?)(?:内|境内|以内)?(?:依法)?(?:登记)?(?:工商|税务|民政)?(?:注册|登记|设立|成立)(?!资本)"
    rf"|注册地(?:址)?(?:和[^，]{{0,8}}|及[^，]{{0,8}})?(?:应|须|必须)?(?:在|为|位于)(?P<b>{_REGION}(?:（[^（）]+）)?)"
    rf"|(?:^|[为是，、]|(?<=[为是]))(?P<c>{_REGION})(?:内|境内)?(?:依法)?注册(?:登记|成立)?(?:的|，)"
    rf"|(?P<d>{_REGION}内)(?=(?:具有|具备|独立|依法|从事))|(?<=为)(?P<g>{_REGION}内)(?=(?:高等|高校|企|科研|事业))"
    rf"|在(?P<e>浙|连|苏|沪|京|皖|吉|粤|鲁)(?=具有|注册|的|高校)"
)
_INSIDE = re.compile(
    rf"(?:项目|成果|课题)?[^，]{{0,6}}?(?:应|须|必须|需)?在(?P<place>{_REGION}(?:行政区域)?(?:境?内)?)(?P<verb>实施|落地|转化|产业化|落户|开展)"
)
_LEGAL = re.compile(
    r"(?P<have>(?:具有|具备|有)?(?:完全|独立)?(?:的)?(?:独立(?:的)?(?:企业|事业)?法人(?!代表)(?:资格|地位)?|法人资格|独立事业或企业法人|企业法人)(?!代表|授权|营业|委托))"
    r"(?:条件)?(?:的|且[^，]{0,12}的)?(?P<after>[^，。；（]*)"
)
_LISTED = re.compile(r"(?P<list>[^，。；为是省市内]{2,30}?等)$")


def status_conditions(setting: Setting) -> list[Found]:
    """Dates of registration and birth, places, legal forms."""
    return [*_dates(setting), *_places(setting), *_legal(setting)]


def _dates(setting: Setting) -> list[Found]:
    text, found = setting.text, []
    bound = _BOUND.search(text)
    if bound is not None and setting.in_conditions:
        operator = "before" if bound["side"] in "晚迟" else "after"
        about = re.sub(r"(?:均|应|须)?不?(?:得)?$", "", text[: bound.start()])[-12:]
        return [_at(setting, operator, _iso(bound), about or "日期", 0.85, "不晚于")]
    if _DUE.search(text) and not re.search(r"注册|成立|出生", text):
        return []
    marks = list(_DATE.finditer(text))
    either = len(marks) > 1 and "或" in text[marks[0].end() : marks[1].start()]
    for place, match in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        after = text[match.end() : end]
        event = _EVENT.search(after) or _EVENT.search(text)
        if event is None:
            continue
        start, stop = (match.start() if place else 0), end
        found.append(_dated(setting, match, (start, stop), f"{event[0]}时间", either))
        kind = re.search(r"(?:成立|设立)的(?P<kind>[^，。；]{4,40}(?:机构|企业|单位|组织))$", after)
        if kind and "法人" not in after:
            found.append(_at(setting, "=", kind["kind"], "机构类型", 0.8, "机构类型"))
    return found


def _dated(
    setting: Setting, match: re.Match[str], span: tuple[int, int], attribute: str, either: bool
) -> Found:
    """One date's bound; two dates joined by 或 carry the same group."""
    more: dict[str, object] = {}
    if match["incl"] and "不" not in match["incl"]:
        more["inclusive"] = True
    first = setting.clause.start
    if either:
        more["any_of_group"] = f"{setting.sentence.view.origin[0]}-{first}"
    operator = "before" if "前" in match["side"] else "after"
    return Found(
        first + span[0], first + span[1], operator, _iso(match), attribute,
        confidence=0.88, why="日期界限", more=more,
    )  # fmt: skip


def _iso(match: re.Match[str]) -> str:
    month = int(match["m"] or match["m2"] or (12 if "后" in match["side"] else 1))
    day = int(match["d"] or match["d2"] or 1)
    return f"{match['y']}-{month:02d}-{day:02d}"


_PROVINCES = dict(
    zip(
        "浙苏沪京皖吉粤鲁连",
        [
            "浙江省",
            "江苏省",
            "上海市",
            "北京市",
            "安徽省",
            "吉林省",
            "广东省",
            "山东省",
            "连云港市",
        ],
        strict=True,
    )
)


def _named(match: re.Match[str]) -> str:
    place = next(group for group in match.groups() if group)
    return _PROVINCES.get(place, place if len(place) > 1 else place + "内")


def _places(setting: Setting) -> list[Found]:
    text = setting.text
    match = _PLACE.search(text)
    attribute = "注册地"
    if match is None and setting.in_conditions:
        match = _INSIDE.match(text)
        attribute = "实施地点"
    if match is None or "不得" in text or (not setting.in_conditions and not setting.is_hard):
        return []
    place = _PROVINCES.get(match[1], match[1]) if match.re is _INSIDE else _named(match)
    more: dict[str, object] = {}
    without = re.search(r"（不含(?P<out>[^（）]+)）", place)
    if without:
        more["exclude"] = members(without["out"])
    return [_at(setting, "in", [place], attribute, 0.85, "所在地", more)]


def _legal(setting: Setting) -> list[Found]:
    match = _LEGAL.search(setting.text)
    if match is None or (
        not setting.in_conditions and "具备" not in match["have"] and not setting.is_hard
    ):
        return []
    before = _LISTED.search(setting.text[: match.start()])
    after = members(match["after"])
    value = [*members(before["list"][:-1])] if before else []
    own = [re.sub(r"^(?:具有|具备|有)", "", match["have"]) + (after[0] if len(after) == 1 else "")]
    if 2 <= len(after) <= 2:
        own = [f"独立法人{kind}" for kind in after]
    value += own
    if len(value) == 1 and re.search(r"企事业单位|事业(?:单位)?或企业|企业或事业", value[0]):
        value = ["独立法人企业", "独立法人事业单位", value[0]]
    operator = "=" if len(value) == 1 else "in"
    found = [
        _at(setting, operator, value if len(value) > 1 else value[0], "单位性质", 0.88, "法人资格")
    ]
    if len(after) >= 3:
        found.append(_at(setting, "in", after, "单位类型", 0.85, "单位类型"))
    return found


_SUBJECTS = re.compile(
    r"以(?P<list>[^，。]{2,40}?)为(?:牵头)?(?:申报)?主体(?:进行)?(?:申报|申请|牵头|实施)?"
)
_REGISTERED = re.compile(
    r"注册(?:登记|成立)?(?:满?[一二两三四五\d]+年(?:及?以上)?)?的(?P<list>[^，。；]{2,40})$"
)


_NOUN = re.compile(
    r"^(?!.*(?:须|应|不得|必须|为|是|有(?!关)|优先|鼓励|支持|如|若|签|能|可|由|经|不|提供|联合|符合|吸收|开展|孵化|通过|参与|负责|注册|填|对))[^：:]{4,60}(?:机构|企业|单位|实体|人员|负责人|人才|团队|院所|高校|组织|医院|学者|专家)$"
)


def type_conditions(setting: Setting) -> list[Found]:
    """以高校、企业为主体申报; 在…注册的企业、事业单位."""
    match = _SUBJECTS.search(setting.text)
    if match is not None:
        return [_at(setting, "in", members(match["list"]), "单位类型", 0.9, "申报主体")]
    match = _REGISTERED.search(setting.text)
    if (
        match
        and setting.in_conditions
        and TYPES.search(match["list"])
        and "法人" not in match["list"]
    ):
        return [_at(setting, "in", members(match["list"]), "单位类型", 0.8, "单位类型")]
    alone = setting.clause.start == 0 and setting.clause.end >= len(setting.sentence.text)
    listed = bool(re.search(r"、|和|或|及", setting.text))
    if (
        (alone or listed)
        and setting.clause.start == 0
        and setting.in_conditions
        and _NOUN.match(setting.text)
    ):
        what = setting.text
        return [_at(setting, "in", [what, *members(what)], "单位类型", 0.7, "名词短语")]
    return []


def _at(
    setting: Setting,
    operator: str,
    value: object,
    attribute: str,
    sure: float,
    why: str,
    more: dict[str, object] | None = None,
) -> Found:
    clause = setting.clause
    return Found(
        clause.start,
        clause.end,
        operator,
        value,
        attribute,
        confidence=sure,
        why=why,
        more=more or {},
    )
