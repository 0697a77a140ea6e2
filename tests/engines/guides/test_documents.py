"""A file split into its documents, their formal parts, and the forms of their annexes."""

from zhinan.engines.guides.reading import read_document

COVERED = """甲市科技局文件
甲科发〔2024〕12号
甲市科技局关于印发《甲市科技计划项目管理办法》的通知
各县（市、区）科技局，各有关单位：
现将《甲市科技计划项目管理办法》印发给你们，请认真贯彻执行。
甲市科学技术局
2024年3月5日
（此件公开发布）
甲市科技计划项目管理办法
第一章  总则
第一条  为规范项目管理，制定本办法。
第二条  创新券用于购买下列服务：
第二章  申报与立项
第三条【申报条件】申报单位应为在甲市注册的独立法人，注册满1年。
第四条  本办法自2024年4月1日起施行，有效期5年。
抄送：市委办公室，市政府办公室。
甲市科学技术局办公室        2024年3月6日印发
"""
NESTED = """关于申报2025年度甲市科技项目的通知
各有关单位：
现将申报工作通知如下。
一、申报条件
申报单位应为企业，不得重复申报。
附件：1.2025年度甲市科技项目申报指南
      2.甲市科技项目申报书
      3.科研诚信承诺书
甲市科学技术局
2025年3月1日
附件1
2025年度甲市科技项目申报指南
一、支持方向
新材料关键技术研究项目。
二、支持强度
每项不超过50万元。
附件：1-1.经费预算表
附件1-1
经费预算表
科目\t金额（万元）\t说明
设备费\t\t
材料费\t\t
附件2
甲市科技项目申报书
项目名称：____________
申报单位：____________（盖章）
申报日期：    年   月   日
一、立项依据（800字以内）
二、项目类别 □重点 □面上
附件3
科研诚信承诺书
本单位郑重承诺，所报材料真实有效，如有不实愿承担一切责任。
承诺单位（盖章）：
项目负责人（签字）：
年   月   日
"""


def of(text, kind, *names):
    return [
        (*(r.fields.get(name) for name in names), r.document)
        for r in read_document(text)
        if r.type == kind
    ]


def test_what_a_notice_puts_in_force_is_a_document_of_its_own():
    assert of(COVERED, "document", "title", "kind", "issuer", "date", "doc_number") == [
        ("甲市科技局关于印发《甲市科技计划项目管理办法》的通知", "notice", "甲市科学技术局", "2024-03-05", "甲科发〔2024〕12号", "D1"),
        ("甲市科技计划项目管理办法", "measure", None, "2024-03-06", None, "D2"),
    ]  # fmt: skip
    assert of(COVERED, "section", "number", "title", "path") == [
        ("第一章", "总则", [], "D2"),
        ("第二章", "申报与立项", [], "D2"),
        ("第三条", "申报条件", ["申报与立项"], "D2"),
    ]


def test_two_notices_in_a_file_are_two_documents():
    notice = "甲市科技局关于开展2024年度{}工作的通知\n各有关单位：\n请按要求做好申报材料的准备和报送工作。\n甲市科学技术局\n2024年3月{}日\n"

    found = of(
        notice.format("平台申报", 1) + notice.format("科技奖提名", 9), "document", "title", "date"
    )

    assert found == [
        ("甲市科技局关于开展2024年度平台申报工作的通知", "2024-03-01", "D1"),
        ("甲市科技局关于开展2024年度科技奖提名工作的通知", "2024-03-09", "D2"),
    ]


def test_annexes_within_an_annex_belong_to_it():
    assert of(NESTED, "document", "title", "annex", "attachments") == [
        ("关于申报2025年度甲市科技项目的通知", None, ["2025年度甲市科技项目申报指南", "甲市科技项目申报书", "科研诚信承诺书"], "D1"),
        ("2025年度甲市科技项目申报指南", "附件1", ["经费预算表"], "D2"),
    ]  # fmt: skip
    assert of(NESTED, "form", "title", "annex") == [
        ("经费预算表", "附件1-1", "D2"),
        ("甲市科技项目申报书", "附件2", "D1"),
        ("科研诚信承诺书", "附件3", "D1"),
    ]


def test_forms_that_are_no_table_ask_by_their_lines():
    asked = [fields for fields, _ in of(NESTED, "form", "fields")]

    assert [[(f["label"], f["kind"]) for f in fields] for fields in asked] == [
        [("科目", "table_column"), ("金额（万元）", "table_column"), ("说明", "table_column")],
        [("项目名称", "text"), ("申报单位", "signature"), ("申报日期", "text"), ("立项依据", "text"), ("项目类别", "choice")],
        [("承诺单位", "signature"), ("项目负责人", "signature")],
    ]  # fmt: skip
    assert asked[1][3]["max_chars"] == 800
    assert asked[1][4]["options"] == ["重点", "面上"]


def sections(*lines):
    text = "2025年度甲市科技计划项目指南\n" + "\n".join(lines)
    return [
        (number, title, path)
        for number, title, path, _ in of(text, "section", "number", "title", "path")
    ]


SAYS = "申报单位应为在本市注册的企业，项目负责人须为在职人员，不得重复申报。"


def test_sections_numbered_without_a_stop():
    assert sections(
        "1 申报条件",
        SAYS,
        "1.1 单位条件",
        SAYS,
        "1.1.1 注册地",
        SAYS,
        "1.2 人员条件",
        SAYS,
        "2 申报程序",
        SAYS,
    ) == [
        ("1", "申报条件", []),
        ("1.1", "单位条件", ["申报条件"]),
        ("1.1.1", "注册地", ["申报条件", "单位条件"]),
        ("1.2", "人员条件", ["申报条件"]),
        ("2", "申报程序", []),
    ]


def test_roman_numbers_over_chinese_ones():
    assert sections(
        "Ⅰ 总体要求",
        "一、目标",
        SAYS,
        "二、原则",
        SAYS,
        "Ⅱ 申报要求",
        "一、条件",
        SAYS,
        "二、材料",
        SAYS,
    ) == [
        ("I", "总体要求", []),
        ("一、", "目标", ["总体要求"]),
        ("二、", "原则", ["总体要求"]),
        ("II", "申报要求", []),
        ("一、", "条件", ["申报要求"]),
        ("二、", "材料", ["申报要求"]),
    ]


def test_tasks_and_bracketed_titles():
    assert sections(
        "一、榜单", "任务1：高温合金", SAYS, "任务2：深海电池", SAYS, "二、要求", SAYS
    ) == [
        ("一、", "榜单", []),
        ("任务1", "高温合金", ["榜单"]),
        ("任务2", "深海电池", ["榜单"]),
        ("二、", "要求", []),
    ]
    assert sections("【支持对象】", SAYS, "【申报材料】", SAYS) == [
        (None, "支持对象", []),
        (None, "申报材料", []),
    ]
