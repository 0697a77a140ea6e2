"""Money as officials type and write it. Always Decimal yuan, exact to the fen; shown in 万元."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from .finding import Finding
from .text import clean

YUAN_IN = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
FEN = Decimal("0.01")
MOST_YUAN = Decimal("1e14")  # beyond this the columns overflow; a city's whole budget is far below

_CODE = "MONEY-FORMAT"
_PLAIN = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?")
_UNIT = re.compile(r"(?:(百万|千万|亿|千|万)?(?:元|圆)|(百万|千万|亿|万))[整正]?$")
_WORDS = {
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
    "千": Decimal(1000),
    "万": Decimal(10_000),
}
_LOWER = str.maketrans(
    "〇零壹贰叁肆伍陆柒捌玖拾佰仟萬億两貳參陸", "零零一二三四五六七八九十百千万亿二二三六"
)
_CHINESE = re.compile(r"[零一二三四五六七八九十百千万亿]+")
_SMALL = re.compile(r"(?:([一二三四五六七八九])角)?零?(?:([一二三四五六七八九])分)?[整正]?")
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"


def parse_money(text: str, *, unit: str = "万元") -> Decimal | Finding:
    """Read an amount somebody typed.

    Full-width digits, thousand separators, a currency sign, a unit of its own ("9.5万元", "95000元",
    which then wins over ``unit``) and Chinese numerals ("叁佰贰拾万元整") are read. What could be
    two amounts ("5-10", "1,5", "一千五", "十四五") is refused, never guessed.

    Args:
        text: As typed.
        unit: What a bare number counts: 元, 千元, 万元, 百万元 or 亿元.

    Returns:
        Decimal yuan >= 0 with two places, or one ``MONEY-FORMAT`` finding.

    Raises:
        ValueError: ``unit`` is not one of those.

    >>> parse_money("９．５０"), parse_money("1,234.5", unit="元"), parse_money("叁佰贰拾万元整")
    (Decimal('95000.00'), Decimal('1234.50'), Decimal('3200000.00'))
    >>> print(parse_money("十四五"))
    “十四五”不能读作一个金额。请填写一个确定的数，例如9.50（单位：万元）。[MONEY-FORMAT]
    """
    if unit not in YUAN_IN:
        raise ValueError(f"unit must be one of {', '.join(YUAN_IN)}, got {unit!r}")
    typed = unicodedata.normalize("NFKC", clean(text)).strip()
    if not typed:
        return Finding(_CODE, "金额未填写", remedy=_remedy(unit))
    compact = re.sub(r"\s+", "", typed).replace("。", ".").removeprefix("人民币").lstrip("¥￥:")
    yuan = _read_plain(compact, unit)
    if yuan is None:
        yuan = _read_chinese(compact, unit)
    if yuan is None:
        return Finding(_CODE, f"“{_shorten(typed)}”不能读作一个金额", remedy=_remedy(unit))
    if yuan >= MOST_YUAN:
        return Finding(
            _CODE, f"“{_shorten(typed)}”超过100万亿元", remedy=f"请核对单位，本项以{unit}填写"
        )
    if yuan != yuan.quantize(FEN):
        return Finding(
            _CODE,
            f"“{_shorten(typed)}”精确到了分以下",
            remedy="金额最小到分（万元小数点后6位以内）",
        )
    return yuan.quantize(FEN)


def _remedy(unit: str) -> str:
    return f"请填写一个确定的数，例如9.50（单位：{unit}）"


def _shorten(typed: str) -> str:
    return typed if len(typed) <= 20 else f"{typed[:20]}…"


def _split_unit(compact: str, unit: str) -> tuple[str, Decimal]:
    """The number and the yuan it counts by; the amount's own unit wins."""
    stated = _UNIT.search(compact)
    if stated is None:
        return compact, YUAN_IN[unit]
    word = stated[1] or stated[2]
    return compact[: stated.start()], _WORDS[word] if word else Decimal(1)


def _read_plain(compact: str, unit: str) -> Decimal | None:
    number, factor = _split_unit(compact, unit)
    if not _PLAIN.fullmatch(number) or len(number) > 40:
        return None
    try:
        return Decimal(number.replace(",", "")) * factor
    except InvalidOperation:
        return None


def _read_chinese(compact: str, unit: str) -> Decimal | None:
    lower = compact.translate(_LOWER).replace("圆", "元")
    whole, yuan_sign, rest = lower.partition("元")
    if not yuan_sign and lower.rstrip("整正").endswith(("角", "分")):
        whole, rest = "零", lower
    elif not yuan_sign:  # "三百二十万" is yuan, "九" alone counts by the unit of the field
        number = _read_chinese_whole(whole)
        has_own_unit = whole[-1:] in "万亿"
        return None if number is None else number * (1 if has_own_unit else YUAN_IN[unit])
    small = _SMALL.fullmatch(rest)
    number = _read_chinese_whole(whole)
    if number is None or small is None:
        return None
    jiao, fen = (
        Decimal("零一二三四五六七八九".index(d)) if d else Decimal(0) for d in small.groups()
    )
    return number + jiao / 10 + fen / 100


def _read_chinese_whole(words: str) -> Decimal | None:
    import cn2an

    if not _CHINESE.fullmatch(words):
        return None
    try:
        number = int(cn2an.cn2an(words, "strict"))
        # cn2an is lenient where words are odd; what does not read back the same is refused.
        back = str(cn2an.an2cn(str(number), "low"))
    except (ValueError, TypeError):
        return None

    def bare(spoken: str) -> str:
        return spoken.replace("零", "").removeprefix("一十").removeprefix("十")

    starts_alike = (words.removeprefix("一")[:1] == "十") == (back.removeprefix("一")[:1] == "十")
    return Decimal(number) if bare(words) == bare(back) and starts_alike else None


def format_wan(yuan: Decimal, *, grouped: bool = False) -> str:
    """Write yuan in 万元: two places, more only where the amount needs them.

    Args:
        yuan: Decimal yuan, exact to the fen.
        grouped: Put a comma every three digits.

    Returns:
        Digits without the unit; reading it back by ``parse_money`` gives ``yuan`` again.

    >>> format_wan(Decimal("95000")), format_wan(Decimal("95000.01")), format_wan(Decimal("12345000"), grouped=True)
    ('9.50', '9.500001', '1,234.50')
    """
    wan = (yuan / 10_000).normalize()
    places = max(2, -int(wan.as_tuple().exponent))
    return f"{wan:,.{places}f}" if grouped else f"{wan:.{places}f}"


def format_yuan(yuan: Decimal, *, grouped: bool = True) -> str:
    """Write yuan with two places.

    >>> format_yuan(Decimal("95000"))
    '95,000.00'
    """
    return f"{yuan:,.2f}" if grouped else f"{yuan:.2f}"


def capital_numerals(yuan: Decimal) -> str:
    """Write an amount in capital numerals, as on contracts and receipts (票据法 conventions).

    Args:
        yuan: Decimal yuan, 0 <= yuan < 1e14, exact to the fen.

    Raises:
        ValueError: ``yuan`` is negative, too large or finer than a fen.

    >>> capital_numerals(Decimal("3200000")), capital_numerals(Decimal("1004.05")), capital_numerals(Decimal("0.5"))
    ('叁佰贰拾万元整', '壹仟零肆元零伍分', '伍角整')
    """
    if not 0 <= yuan < MOST_YUAN or yuan != yuan.quantize(FEN):
        raise ValueError(f"yuan must be in [0, {MOST_YUAN:f}) and exact to the fen, got {yuan}")
    whole, fens = divmod(int(yuan * 100), 100)
    jiao, fen = divmod(fens, 10)
    words = f"{_capital_whole(whole)}元" if whole or not fens else ""
    if jiao:
        words += f"{_CAPITALS[jiao]}角"
    elif fen and whole:
        words += "零"
    return words + (f"{_CAPITALS[fen]}分" if fen else "整")


def _capital_whole(number: int) -> str:
    if number == 0:
        return "零"
    groups = [
        (number // 10**p % 10_000, sign) for p, sign in ((12, "万"), (8, "亿"), (4, "万"), (0, ""))
    ]
    words = ""
    for place, (group, sign) in enumerate(groups):
        if group:
            needs_zero = bool(words) and (group < 1000 or words.endswith("零"))
            words = words.rstrip("零") + ("零" if needs_zero else "") + _capital_group(group) + sign
        elif words and not words.endswith("零"):
            words += (
                "亿零" if place == 1 else "零"
            )  # 万亿 keeps its 亿 where its own 亿 group is empty
    return words.rstrip("零")


def _capital_group(group: int) -> str:
    words = ""
    for value, sign in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = group // value % 10
        if digit:
            words += _CAPITALS[digit] + sign
        elif words and group % value and not words.endswith("零"):
            words += "零"
    return words
