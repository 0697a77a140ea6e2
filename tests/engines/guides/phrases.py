"""Conditions as officials write them in many places, in our own words, and those that are not wholly known."""

from typing import Any

REGIONS = {
    "江苏省": "320000", "连云港市": "320700", "海州区": "320706", "赣榆区": "320707", "东海县": "320722", "灌云县": "320723",
    "吉林省": "220000", "延边朝鲜族自治州": "222400", "浙江省": "330000",
}  # fmt: skip
PROGRAMMES = {"市重点研发计划": "main", "市成果转化计划": "other", "科技企业孵化器": "third"}


def condition(**said: Any) -> dict[str, Any]:
    return {
        "subject": "申报单位", "attribute": "", "operator": ">=", "value": 1, "unit": None, "hardness": "hard",
        "check": "auto", "quote": "", **said,
    }  # fmt: skip


def _not(attribute: str, value: str, **said: Any) -> dict[str, Any]:
    return condition(attribute=attribute, operator="not", value=[value], **said)


KNOWN = [
    # figures and years
    condition(attribute="年销售收入", value=1500, unit="万元"),
    condition(attribute="上年度营业收入", operator=">", value=2, unit="亿元"),
    condition(attribute="主营业务收入", value=500, unit="万元", period="近三年", quote="近三年累计主营业务收入不低于500万元"),
    condition(attribute="研发投入", value=100, unit="万元", period="近两年", quote="近两年年均研发投入不低于100万元"),
    condition(attribute="研发费用", value=50, unit="万元", period="近两年", quote="近两年每年研发费用不低于50万元"),
    condition(attribute="注册资本", operator="<=", value=2, unit="亿元"),
    condition(attribute="研发投入占销售收入比例", value=3, unit="%"),
    condition(attribute="研究开发费用总额占同期销售收入总额的比例", value=4, unit="%", period="近三个会计年度"),
    condition(attribute="高新技术产品（服务）收入占企业同期总收入的比例", value=60, unit="%"),
    condition(attribute="科技人员占企业当年职工总数的比例", value=10, unit="%"),
    condition(attribute="资产负债率", operator="<=", value=70, unit="%"),
    condition(attribute="研发投入较上年度有增长", operator="exists", value=["增长"]),
    condition(attribute="盈利状况", operator="=", value="连续盈利", quote="近两年连续盈利"),
    condition(attribute="研发人员数", value=10, unit="人"),
    condition(attribute="研发场地面积", value=300, unit="平方米"),
    condition(attribute="自筹比例", value=80, unit="%", when="企业牵头申报"),
    condition(subject="项目经费", attribute="自筹资金与财政资金", value="2:1", quote="自筹资金与财政资金比例不低于2:1"),
    # dates and periods
    condition(attribute="注册时间", operator="before", value="2023-01-01"),
    condition(attribute="成立时间", operator="before", value="2023-12-31", quote="2023年12月31日（含）前成立", inclusive=True),
    condition(attribute="注册年限", value=1, unit="年", quote="注册满1年"),
    condition(subject="项目", attribute="实施期限", operator="<=", value=2, unit="年", hardness="soft"),
    condition(subject="项目", attribute="执行期", operator="=", value=3, unit="年", hardness="soft"),
    # people
    condition(subject="项目负责人", attribute="年龄", operator="<=", value=45, unit="周岁"),
    condition(subject="申请人", attribute="年龄", operator="<", value=35, unit="周岁", quote="申请当年1月1日未满35周岁"),
    condition(subject="项目负责人（男性）", attribute="年龄", operator="<=", value=35, unit="周岁", when="男性"),
    condition(subject="团队成员", attribute="年龄", operator="<=", value=60, unit="周岁"),
    condition(subject="核心成员", attribute="平均年龄", operator="<=", value=50, unit="周岁"),
    condition(subject="项目负责人", attribute="学位或职称", operator="in", value=["博士学位", "高级专业技术职务"], any_of=True),
    condition(subject="项目负责人", attribute="职称", operator="=", value="副高级及以上职称"),
    condition(subject="项目负责人", attribute="学历", operator=">=", value="硕士研究生以上学历"),
    condition(subject="项目负责人", attribute="学位职称", operator="exists", value=["博士学位", "中级以上职称"], quote="具有博士学位和中级以上职称"),
    condition(subject="团队成员", attribute="硕士以上学位人员占比", value=50, unit="%"),
    condition(subject="项目负责人", attribute="在职状态", operator="=", value="申报单位在职人员"),
    condition(subject="项目负责人", attribute="每年在依托单位工作时间", value=9, unit="个月"),
    # what the applicant is
    condition(attribute="单位性质", operator="=", value="独立法人"),
    condition(attribute="单位性质", operator="in", value=["企业法人", "事业法人"]),
    condition(attribute="单位类型", operator="in", value=["高校", "科研机构", "企业"]),
    condition(attribute="单位类型", operator="in", value=["高校", "科研院所", "高新技术企业"]),
    condition(attribute="单位类型", operator="=", value="我市独立法人企业"),
    condition(attribute="单位类型", operator="not", value=["政府机关"]),
    condition(attribute="资质", operator="=", value="有效期内的高新技术企业"),
    condition(attribute="注册地", operator="in", value=["延边州"]),
    condition(attribute="注册地", operator="in", value=["我市（连云港市）"]),
    condition(attribute="注册地", operator="in", value=["我省"]),
    condition(attribute="注册地", operator="in", value=["连云港市市区（不含赣榆区）"]),
    condition(attribute="优先支持", operator="in", value=["国家高新技术企业申报"], hardness="soft", quote="优先支持国家高新技术企业申报"),
    condition(attribute="申报主体", operator="=", value="江苏示范研究中心"),
    # tables
    condition(subject="合作单位", attribute="合作单位", operator="<=", value=3, unit="家"),
    condition(subject="团队", attribute="核心成员数", value=5, unit="人"),
    condition(subject="高校、科研院所", attribute="联合企业", operator="exists", value=["企业"]),
    condition(attribute="联合我市企业数", value=2, unit="家"),
    condition(attribute="授权发明专利", operator="exists", value=["授权发明专利"], period="近三年"),
    condition(attribute="发明专利", value=2, unit="件", quote="拥有2件以上发明专利"),
    condition(attribute="知识产权", value=1, unit="项", quote="拥有1项发明专利或2项实用新型专利"),
    condition(attribute="孵化器在孵企业", value=10, unit="家", programme="科技企业孵化器"),
    condition(subject="管理人员", attribute="大专以上学历占比", value=70, unit="%"),
    # names and budget
    condition(subject="项目名称", attribute="名称后缀", operator="ends_with", value="研发及产业化"),
    condition(subject="项目名称", attribute="字数", operator="<=", value=20, unit="字"),
    condition(subject="项目名称", attribute="字数", operator="<=", value=20, unit="字", approx=True, hardness="soft"),
    condition(subject="经费预算", attribute="间接费用", operator="excludes", value=["间接费用"]),
    condition(subject="项目", attribute="涉密状态", operator="not", value=["涉密项目"]),
    # registers
    _not("违法违规记录", "违法违规记录", period="近3年"),
    _not("失信记录", "被列入失信被执行人名单"),
    _not("科研诚信", "科研严重失信行为记录"),
    _not("在研项目", "在研市科技成果转化计划项目"),
    _not("在研项目", "在研市级科技计划项目负责人", subject="项目负责人"),
    condition(subject="项目负责人", attribute="主持在研项目", operator="<=", value=1, unit="项"),
    condition(attribute="申报项目数", operator="<=", value=1, unit="项"),
    condition(subject="同一单位", attribute="限报", operator="<=", value=2, unit="项"),
    condition(subject="项目负责人", attribute="申报项目数", operator="<=", value=1, unit="项", quote="项目负责人限报1项"),
    condition(subject="同一企业", attribute="同时申报", operator="excludes", value=["市重点研发计划", "市成果转化计划"]),
    condition(subject="关联企业", attribute="同时申报", operator="excludes", value=["关联企业同时申报"]),
    _not("重复申报", "多头申报"),
    condition(attribute="弄虚作假", operator="not", value=["弄虚作假"], consequence=True, period="三年内", quote="对弄虚作假的，取消三年内申报资格"),
    _not("在研项目", "在研科技计划项目负责人", subject="在研科技计划项目负责人"),
    # what is excepted, and where it holds
    condition(subject="项目", attribute="实施期限", operator="=", value=3, unit="年", hardness="soft", exception="新药类项目可适当延长"),
    condition(attribute="年销售收入", value=500, unit="万元", when="市重点研发计划和市成果转化计划"),
    condition(attribute="2023年度研发费用", value=200, unit="万元", subject="规模以上工业企业"),
    condition(attribute="研发投入增长率", value=10, unit="%"),
    condition(attribute="注册地", operator="in", value=["国内"]),
    condition(attribute="企业类型", operator="=", value="规模以上工业企业"),
    condition(subject="申请人", attribute="国籍", operator="=", value="中国国籍"),
    condition(subject="引进人才", attribute="国籍", operator="=", value="外国籍"),
    condition(attribute="年销售收入", value=500, unit="万元", exception="农业类企业"),
    condition(subject="项目负责人", attribute="年龄", operator="<=", value=50, unit="周岁", exception="特别优秀的可适当放宽"),
]  # fmt: skip

NOT_WHOLLY_KNOWN = [
    ({"attribute": "床位数", "value": 10, "unit": "张"}, "词典里没有"),
    ({"attribute": "年销售收入", "value": 500, "unit": "万元", "exception": "初创企业"}, "例外情形"),
    ({"attribute": "年销售收入", "value": 500, "unit": "万元", "when": "山区县的单位"}, "适用情形"),
    ({"attribute": "年销售收入", "value": 500, "unit": "万元", "subject": "瞪羚企业"}, "适用情形"),
    ({"attribute": "山区县的企业年销售收入", "value": 500, "unit": "万元"}, "“山区县”"),
    ({"attribute": "海外年销售收入", "value": 500, "unit": "万元"}, "“海外”"),
    ({"attribute": "销售收入", "value": 500, "unit": "万元", "period": "近三年"}, "没有写明"),
    ({"attribute": "注册资本", "value": 500, "unit": "万元", "period": "近三年"}, "无从计算"),
    ({"attribute": "意向性协议签订时间", "operator": "after", "value": "2024-01-01", "any_of_group": "g"}, "几种选择"),
    ({"attribute": "单位类型", "operator": "=", "value": "年收入过亿的企业"}, "没有读懂"),
    ({"attribute": "单位类型", "operator": "in", "value": ["高校", "科研院所", "独立法人单位"]}, "并列还是举例"),
    ({"attribute": "注册地", "operator": "in", "value": ["本区"]}, "是哪里没有读出"),
    ({"attribute": "注册地", "operator": "in", "value": ["示范区"]}, "是哪里没有读出"),
    ({"attribute": "失信记录", "operator": "not", "value": ["失信被执行人"], "subject": "申报单位及参与单位"}, "逐一核对"),
    ({"attribute": "申报项目数", "operator": "<=", "value": 2, "unit": "项", "quote": "每个推荐单位限报2项"}, "推荐单位"),
    ({"subject": "项目负责人", "attribute": "学位", "operator": "exists", "value": ["博士学位"], "quote": "具有博士学位且有海外留学经历"}, "“海外留学"),
    ({"attribute": "年销售收入", "value": 500, "unit": "万元", "stage": "acceptance"}, "不在申报阶段"),
    ({"attribute": "违规", "operator": "not", "value": ["弄虚作假"], "consequence": True}, "后果"),
    ({"attribute": "评估", "operator": "not", "value": ["不合格"], "consequence": True, "quote": "不合格的2年内不得重新申请"}, "后果"),
    ({"attribute": "限报", "operator": "<=", "value": 1, "unit": "个", "quote": "每位申报人限报一个专项"}, "计划或类别"),
    ({"subject": "申请人", "attribute": "学位/职称", "operator": "in", "value": ["博士学位", "硕士学位且取得中级职称"], "any_of": True}, "怎样组合"),
    ({"attribute": "参与方式", "operator": "in", "value": ["高校"], "hardness": "soft", "quote": "可联合高校申报"}, "许可"),
    ({"subject": "同一企业", "attribute": "同时申报", "operator": "excludes", "value": ["市重点研发计划", "省计划"]}, "不是本指南里的计划"),
]  # fmt: skip
