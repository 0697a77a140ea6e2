"""Names of papers: which words make one, where a list of them parts, and how a name is cut to its core."""

import re

from .passages import depths

_PAPER = re.compile(
    r"(?:申报书|申请书|任务书|承诺书|授权书|委托书|意向书|推荐函|证书|证明|证件|说明|报告|报表|清单|方案|预算|协议|合同|文本|复印件|扫描件|翻译件|原件|执照|材料|文件|表|函|登记证|许可证|"
    r"身份证|护照|简历|照片|计划书|规划|制度|章程|批复|批件|意见|总结|发票|凭证|图纸|资料|电子文档|文档|佐证|附件|PPT|成果|论文|论著|专利|情况|首页|推荐信|申领表|信|凭据|流水|名册|名单|截图|记录|书|台账|合影|视频|光盘|开户(?:银行)?信息|结算单|对账单|回单|保单|单据|借据|票据|决算|账户信息|基本信息)(?:等|盖章|各?一份|\d+份|一式.{1,3}份|原件|（[^（）]*）|\[[^\]]*\])*$"
)
_NO_PAPER = re.compile(
    r"服务|支持$|保障|帮助|便利|条件|场地|支撑|平台|资金|经费|经验|意见和建议|相关材料及数据$|^材料$|^(?:相关|有关|申报)?材料$|附件佐证材料$|涉密|^(?:下列|以下|上述|如下|该|其他|其它)?(?:有关|相关)?(?:申[报请]|证明)?(?:材料|文件|资料|附件)(?:一份|[一二三\d]+份|（[^）]*）)?$|\.(?:docx?|pdf|xlsx?|zip|rar|wps)$"
)
_SURE = re.compile(
    r"(?:申报书|申请书|申请表|申报表|推荐表|汇总表|承诺书|推荐函|任务书|计划书|复印件|审计报告|证书|委托书|授权书|(?:用途|场[地所]|资金|经费|到账|平台|服务|支撑|条件|经验)证明)(?:（[^（）]*）)?$"
)
_LINK = re.compile(r"、(?!\d{4}年?)|以及|及(?!其|时)|和(?!谐)|与(?=[^，]*(?:表|书|函)$)")


def is_paper(text: str) -> bool:
    """Whether words name a paper.

    >>> is_paper("企业法人营业执照复印件"), is_paper("良好的服务")
    (True, False)
    """
    text = text.strip()
    return (
        len(text) > 1
        and bool(_PAPER.search(text))
        and (bool(_SURE.search(text)) or not _NO_PAPER.search(text))
    )


def names_in(text: str, commas: bool = False) -> list[tuple[int, int]]:
    """Where the papers of a list stand; 甲或乙 is one paper.

    >>> [ "推荐函和汇总表、承诺书"[a:b] for a, b in names_in("推荐函和汇总表、承诺书")]
    ['推荐函', '汇总表', '承诺书']
    """
    depth = depths(text)
    cuts, start = [], 0
    pattern = (
        re.compile(_LINK.pattern + (r"|，|；|(?<!\d)\d[.、．](?!\d)" if commas else ""))
        if commas
        else _LINK
    )
    for link in pattern.finditer(text):
        if depth[link.start()] == 0:
            cuts.append((start, link.start()))
            start = link.end()
    cuts.append((start, len(text)))
    found: list[tuple[int, int]] = []
    for place, (first, last) in enumerate(cuts):
        if not text[first:last].strip("，。；等 "):
            continue
        open_end = found and not is_paper(text[found[-1][0] : found[-1][1]]) and place
        if open_end and not commas:
            found[-1] = (found[-1][0], last)  # 技术和产品的证明: the link stood inside one name
        else:
            found.append((first, last))
    return [_trimmed(text, first, last) for first, last in found]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ，。；：":
        start += 1
    while end > start and text[end - 1] in " ，。；等":
        end -= 1
    return start, end


def name_of(text: str) -> str:
    """The core of a paper's name, without who issues it and without 相关.

    >>> name_of("具有资质中介机构出具的2022、2023年度审计报告"), name_of("能反映创新水平的佐证材料")
    ('2022、2023年度审计报告', '创新水平的佐证材料')
    """
    text = re.sub(r"^[^，]{2,16}出具的", "", text.strip("，。；：: "))
    text = re.sub(
        r"^(?:能够?)?(?:反映|证明|体现)(?=.{2,}的)|^(?:相关|有关|相应|科学|完善|完整|真实|系统导出|以下)的?",
        "",
        text,
    )
    text = re.sub(r"原件(?=(?:（[^（）]*）)?(?:一式|\d+份))", "", text)
    text = re.sub(r"(?:盖章|原件及|各?一份|\d+份|一式[^，]{1,3}份|等)+$", "", text)
    text = re.sub(
        r"^(?:加盖[^的，]{2,8}的|签字盖章的|经[^，的]{2,12}(?:审核|确认|盖章)的)", "", text
    )
    text = re.sub(r"^20\d\d年\d{1,2}月份?(?:的)?(?=[\u4e00-\u9fff]{4})", "", text)
    return text.replace("的相关", "的").strip("《》 ") or text
