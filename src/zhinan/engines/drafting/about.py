"""What a document says of itself, for the office to accept or change before it drafts."""

import re
from collections.abc import Sequence

from zhinan.engines.rules.regions import region_names

from .fact import About, Fact
from .writing import one_line

NO_REGION = "000000"
_YEARS = re.compile(r"(19|20)\d\d")


def about_from(
    facts: Sequence[Fact],
    *,
    office_name: str = "",
    region_code: str = "",
    source_name: str = "",
    pack: str = "",
) -> About:
    """The defaults of the import form; what is given goes before what the document says.

    Where the document does not say, ``office_name`` and ``region_code`` stay empty, and the year is that of no document: 0.
    """
    documents = sorted((f for f in facts if f.type == "document"), key=lambda f: f.start)
    years = [f.said("year") for f in documents if isinstance(f.said("year"), int)]
    year = next((y for y in years if 1990 <= y <= 2100), 0)
    code = region_code or _code_of([f.word("region") for f in documents])
    title = _title(documents, year)
    office = office_name or next((f.word("issuer") for f in documents if f.word("issuer")), "")
    return About(
        pack or pack_key(code, year, source_name), title or _stem(source_name), year,
        one_line(office, 120), code, one_line(source_name),
    )  # fmt: skip


def _title(documents: Sequence[Fact], year: int) -> str:
    """What the whole is called: the notice above the rest, or what several guides have in common, or the first title."""
    titles = [one_line(f.word("title")) for f in documents]
    guides = [f for f in documents if f.word("kind") == "guide"]
    if len(guides) < 2 or documents[0] is not guides[0]:
        return next((t for t in titles if t), "")
    ending = _common_ending([one_line(f.word("title")) for f in guides])
    places = {f.word("region") for f in guides}
    place = places.pop() if len(places) == 1 else ""
    kind = "项目指南" if ending.endswith("项目指南") or "指南" not in ending else ending
    kind = kind if "计划" in kind else f"科技计划{kind}"
    return one_line(f"{place}{f'{year}年度' if year else ''}{kind}")


def _common_ending(titles: Sequence[str]) -> str:
    """The words all titles end with.

    >>> _common_ending(["市重点研发计划项目指南", "市软科学研究项目指南"])
    '项目指南'
    """
    ending = titles[0]
    while not all(title.endswith(ending) for title in titles):
        ending = ending[1:]
    return ending


def pack_key(region_code: str, year: int, source_name: str = "") -> str:
    """The key of a pack: region and year, with what is Latin in the file's name.

    >>> pack_key("320700", 2024, "2024年指南.docx"), pack_key("", 0, "Guide A.pdf"), pack_key("", 0, "指南.txt")
    ('320700-2024', 'guide-a', 'guide')
    """
    stem = "-".join(re.findall(r"[a-z][a-z0-9]*", _stem(source_name).lower()))
    parts = [region_code, str(year) if year else ""]
    known = "-".join(p for p in parts if p)
    return (known or stem or "guide")[:40].strip("-")


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0] or name


def _code_of(places: Sequence[str]) -> str:
    """The code of the first place the table of regions knows by one name only."""
    names = region_names()
    for place in (p for p in places if p):
        exact = [code for code, name in names.items() if name == place]
        short = [
            code
            for code, name in names.items()
            if place[-1:] in "州县" and len(place) > 2 and name.startswith(place[:-1])
        ]
        for found in (exact, short):
            if len(found) == 1:
                return found[0]
    return ""
