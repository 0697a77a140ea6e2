"""Personal facts with the middle covered, for every page that is not an explicit reveal."""


def mask_middle(text: str, *, head: int, tail: int) -> str:
    """Keep ``head`` and ``tail`` characters; short text is covered whole.

    Raises:
        ValueError: ``head`` or ``tail`` is negative.

    >>> mask_middle("ABCDEFGH", head=2, tail=2), mask_middle("ABC", head=2, tail=2)
    ('AB****GH', '***')
    """
    if head < 0 or tail < 0:
        raise ValueError(f"head and tail must be >= 0, got {head} and {tail}")
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]


def mask_id_number(number: str) -> str:
    """Province and last four of an identity number; passports likewise by length.

    >>> mask_id_number("11010519491231002X"), mask_id_number("E12345678")
    ('110***********002X', 'E1*****78')
    """
    return (
        mask_middle(number, head=3, tail=4)
        if len(number) >= 15
        else mask_middle(number, head=2, tail=2)
    )


def mask_phone(number: str) -> str:
    """A mobile keeps 3 and 4; a landline keeps its area code and last two.

    >>> mask_phone("13812345678"), mask_phone("0518-85805561")
    ('138****5678', '0518-******61')
    """
    area, dash, rest = number.rpartition("-")
    if dash:
        return area + dash + mask_middle(rest, head=0, tail=2)
    return (
        mask_middle(number, head=3, tail=4)
        if len(number) >= 11
        else mask_middle(number, head=0, tail=2)
    )


def mask_name(name: str) -> str:
    """The surname only; for lists seen by strangers.

    >>> mask_name("张小明"), mask_name("欧阳文"), mask_name("李")
    ('张**', '欧阳*', '*')
    """
    surname = 2 if name[:2] in _DOUBLE_SURNAMES and len(name) > 2 else 1
    return mask_middle(name, head=surname, tail=0)


_DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "夏侯",
        "司徒",
        "端木",
        "独孤",
        "南宫",
    ]
)
