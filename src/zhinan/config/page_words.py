"""``_("…")`` and ``{% trans %}`` of templates.

Jinja2's own form treats every ``%`` as a placeholder, so that ``_("不低于3%")`` breaks the page.
Here a string is formatted only when it is given values.
"""

from typing import Any

from django.utils import translation
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup


def _filled(context: Context, text: str, values: dict[str, Any]) -> str:
    safe = Markup(text) if context.eval_ctx.autoescape else text  # noqa: S704  our own catalogue
    return safe % values if values else safe.replace("%%", "%")


@pass_context
def gettext(context: Context, text: str, /, **values: Any) -> str:
    return _filled(context, translation.gettext(text), values)


@pass_context
def ngettext(context: Context, one: str, many: str, num: int, /, **values: Any) -> str:
    return _filled(context, translation.ngettext(one, many, num), {"num": num, **values})


@pass_context
def pgettext(context: Context, sense: str, text: str, /, **values: Any) -> str:
    return _filled(context, translation.pgettext(sense, text), values)


@pass_context
def npgettext(context: Context, sense: str, one: str, many: str, num: int, /, **values: Any) -> str:
    return _filled(context, translation.npgettext(sense, one, many, num), {"num": num, **values})


def install(env: Environment) -> None:
    """Let templates of ``env`` speak in the language of the request."""
    env.newstyle_gettext = True  # type: ignore[attr-defined]
    env.policies["ext.i18n.trimmed"] = True
    env.globals.update(
        _=gettext, gettext=gettext, ngettext=ngettext, pgettext=pgettext, npgettext=npgettext
    )
