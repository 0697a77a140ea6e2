"""What the office says of the guide it drafts: read from the document, changed where it is wrong."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhinan.engines.drafting import About
from zhinan.engines.rules.regions import region_names

YEARS = (1990, 2100)


class AboutForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("指南名称"), max_length=200)
    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=YEARS[0], max_value=YEARS[1])
    office_name = forms.CharField(label=gettext_lazy("发布单位"), max_length=120)
    region_code = forms.CharField(
        label=gettext_lazy("行政区划"),
        max_length=40,
        help_text=gettext_lazy("写全称或六位代码，如连云港市、320700"),
    )
    pack = forms.CharField(
        label=gettext_lazy("指南包代号"),
        max_length=40,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9-]*$", gettext_lazy("只用小写英文、数字与连字符，如 320700-2024")
            )
        ],
        help_text=gettext_lazy("同一代号再次形成草案，就是这本指南的下一版"),
    )

    def clean_region_code(self) -> str:
        typed = self.cleaned_data["region_code"].strip()
        codes = _codes_named(typed)
        if len(codes) == 1:
            return codes[0]
        if codes:
            several = _("“%(name)s”有%(n)s处，请写全称或六位代码")
            raise forms.ValidationError(several % {"name": typed, "n": len(codes)})
        unknown = _("没有“%(name)s”，请写全称或六位代码，如 320700")
        raise forms.ValidationError(unknown % {"name": typed})

    def about(self, source_name: str) -> About:
        """What was typed, once it is valid."""
        said = self.cleaned_data
        return About(
            pack=said["pack"],
            title=said["title"].strip(),
            year=said["year"],
            office_name=said["office_name"].strip(),
            region_code=said["region_code"],
            source_name=source_name,
        )

    @classmethod
    def of(cls, about: About) -> "AboutForm":
        """The form as the document fills it in."""
        return cls(initial=initial_of(about))


def initial_of(about: About) -> dict[str, Any]:
    """The document's own words for the fields; what it does not say is left to be typed."""
    return {
        "title": about.title,
        "year": about.year or None,
        "office_name": about.office_name,
        "region_code": region_words(about.region_code),
        "pack": about.pack,
    }


def region_words(code: str) -> str:
    """The full name of a region; its code where the table has no such code."""
    return region_names().get(code, code)


def _codes_named(typed: str) -> list[str]:
    """Codes of the regions meant by a code, a full name, or the end of one."""
    names = region_names()
    if re.fullmatch(r"\d{6}", typed):
        return [typed] if typed in names else []
    exact = [code for code, name in names.items() if name == typed]
    return exact or [code for code, name in names.items() if name.endswith(typed)]
