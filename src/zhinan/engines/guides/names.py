"""Names of persons: two to four characters that begin with a surname, also padded or side by side."""

import re

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "鲍都穆代赖尚康牛米岳左温季俞章鲁葛伍庞颜庄聂邢翟焦关施宁管祝路樊凌霍卜柯阮柴欧车甘童齐梅盛辛华单靳古项骆麻申安舒席宫滕冉尤常耿成时乔符倪涂应解冷纪邬边卞习祁闵屠谷牟裴诸娄于佟查宗詹储桂厉班花海师敖晏仲商"
    "阎窦鞠巩苗巴粟宣隋栾丛荆艾迟兰明房房蓝文易水喻邝帅燕井仇连瞿刁占蔺邸由揭湛和谌简支慕池来茅匡晋虞沙苟练封车修初皮蒲佘苑楚雍党景强云戚谈游步翁甄饶缪屈宓包从门原卓浦幸郎丰植郁强玉狄鹿平项朴权玄太千"
)
_COMPOUND = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "司徒",
    "令狐",
    "夏侯",
    "端木",
)
_TITLES = re.compile(r"(?:处长|科长|主任|老师|同志|先生|女士|经理|工程师|秘书)$")
_PADDED = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\s+([\u4e00-\u9fff])(?![\u4e00-\u9fff])"
)
_WORD = re.compile(r"[\u4e00-\u9fff]+(?:·[\u4e00-\u9fff]+)?")
_NOT_NAMES = re.compile(
    r"处|科|室|局|委|邮|箱|地址|电话|联系|咨询|办公|项目|方式|技术|平台|系统|支持|服务|传真|路|号|楼|市|省|县|区$|中心|公司|网|周[一二三四五六日]|上午|下午|工作|时间"
)


def is_person(word: str) -> bool:
    """Whether a word looks like a person's name.

    >>> [is_person(w) for w in ("赵亚杰", "平台机构处", "欧阳娜娜", "咨询")]
    [True, False, True, False]
    """
    if _NOT_NAMES.search(word):
        return False
    if word[:2] in _COMPOUND:
        return 3 <= len(word) <= 4
    return 2 <= len(word) <= 3 and word[0] in _SURNAMES


def persons_in(text: str) -> list[str]:
    """The names in a stretch of text, in order; 史  杰 is one name.

    >>> persons_in("张梅 鲍龙盛、史  杰")
    ['张梅', '鲍龙盛', '史杰']
    """
    said = _PADDED.sub(r"\1\2", text)
    words = [_TITLES.sub("", w) for w in _WORD.findall(said)]
    return [w for w in words if w and is_person(w)]
