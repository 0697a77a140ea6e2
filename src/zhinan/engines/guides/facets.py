"""Words of headings: what a section says about a programme (申报条件, 支持重点 …) as against what it is."""

import re

_ABOUT = (
    "支持|申报|申请|推荐|立项|实施|组织|资助|奖补|奖励|补助|补贴|扶持|认定|备案|评审|审核|遴选|验收|考核|绩效|管理|经费|资金|研究|建设|指南|重点|优先|总体|基本|"
    "有关|相关|其他|其它|工作|具体|注意|咨询|联系|报送|提交|网上|受理|时间|限额|限项|预期|主要|资格|对象|攻关|征集|揭榜|发榜|榜单|项目|企业|单位|人才|平台|"
    "材料|技术|服务|政策|监督|保障|进度|任务|成果"
)
_WHAT = (
    "条件|要求|要点|重点|方向|领域|范围|内容|方式|方法|强度|标准|额度|数量|名额|对象|主体|资格|程序|流程|步骤|时间|期限|周期|安排|材料|目标|指标|考核|"
    "事项|说明|原则|政策|联系人|联系方式|联系电话|电话|咨询|管理|监督|实施|须知|任务|评审|推荐|申报|审核|办法|措施|形式|依据|思路|目的|意义|背景|需求|成果|验收|责任|限制|类别|类型|规定"
)
_FACET = re.compile(
    rf"(?:(?:{_ABOUT}){{0,4}}(?:和|及|与|、|或|的|类别|类型|程序)?(?:{_ABOUT}){{0,3}})?(?:{_WHAT})(?:和|及|与|、|或|（.*）)?(?:(?:{_ABOUT}){{0,3}}(?:{_WHAT}))?"
)
_FIXED = re.compile(
    r"(?:项目指南|申报指南|指南|揭榜.{1,4}|榜单任务|发榜.{1,4}|其他|其它|总则|附则|联系人及联系方式|联系人和联系方式|指导思想|基本原则|发展目标|人才条件|单位条件|组织领导|政策依据|.{0,6}保障措施)"
)
_CORE = re.compile(
    r"(?:申报|申请|支持|资助|奖补|奖励|补助|补贴|扶持|认定|征集|实施|绩效)(?:单位|企业|人|对象)?(?:基本)?(?:条件|要求|重点|内容|范围|强度|方向|领域|标准|对象|目标|方式|指标)|咨询电话|申报材料"
)
_CLASSES = re.compile(
    r"(?:立项|支持|资助|申报|项目|计划|专项)?(?:支持)?(?:方式|领域|类别|类型|种类|分类|范围|方向|条件|范围及条件|设置|体系)"
)
_DIRECTIONS = re.compile(
    r"(?:指南|申报|支持|研究|重点|攻关|征集)?(?:的)?(?:重点)?(?:领域)?(?:和|及|与)?(?:支持|研究|技术|攻关)?(?:方向|领域|重点|内容|选题|课题|需求|范围)|.{0,4}(?:支持重点|重点领域和方向|支持范围|支持方向|指南方向|重点方向|支持领域|资助范围|征集方向|征集范围|选题方向|榜单(?:任务|内容|方向|题目)?)"
)
_PROJECT = re.compile(
    r"(?:项目|计划|专项|基金|资金|工程|课题|榜单|中心|平台|基地|实验室|孵化器|团队|人才|奖补|补助|补贴|备案|认定|类|行动|贷|券|站|园)(?:（.*）)?$"
)


def is_facet(title: str) -> bool:
    """Whether a heading says what is told below it rather than naming a programme.

    >>> [is_facet(t) for t in ("申报条件及实施方式", "支持重点", "科技攻关", "面上项目", "征集的重点领域和方向")]
    [True, True, False, False, True]
    """
    return bool(_FACET.fullmatch(title) or _FIXED.fullmatch(title) or _DIRECTIONS.fullmatch(title))


def is_core(title: str) -> bool:
    """Whether a facet is one that only a programme of its own has: 申报要求, 支持强度, 咨询电话."""
    return bool(_CORE.fullmatch(title))


def divides(title: str) -> bool:
    """Whether the headings below may be programmes: 立项支持方式, 支持领域, 申报条件."""
    return bool(_CLASSES.search(title)) and is_facet(title)


def tells_directions(title: str) -> bool:
    """Whether what stands below is what may be applied for: 支持重点, 指南方向, 支持范围."""
    return bool(_DIRECTIONS.fullmatch(title))


def names_project(title: str) -> bool:
    """Whether a title ends as names of projects, plans and platforms do."""
    return bool(_PROJECT.search(title))
