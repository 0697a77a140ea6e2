"""Forms of the accounts desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhinan.apps.accounts.models import Role
from zhinan.apps.accounts.services.invitations import INVITED_ROLES


def hidden_input(**attrs: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs=attrs)


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("用户名"), max_length=64, widget=forms.TextInput({"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("密码"),
        strip=False,
        max_length=128,
        widget=hidden_input(autocomplete="current-password"),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("验证码"),
        max_length=20,
        help_text=_("手机上的6位数字，或一个恢复码"),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "text"}),
    )


class EnrolForm(CodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("手机上正在显示的6位数字")


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("登录密码"),
        strip=False,
        max_length=128,
        widget=hidden_input(autocomplete="current-password"),
    )


class TwiceForm(forms.Form):
    """A new password typed twice."""

    new = forms.CharField(
        label=_("新密码"),
        strip=False,
        max_length=128,
        help_text=_("至少8位，不能全是数字，不能与用户名、姓名相近"),
        widget=hidden_input(autocomplete="new-password"),
    )
    again = forms.CharField(
        label=_("再输一次"),
        strip=False,
        max_length=128,
        widget=hidden_input(autocomplete="new-password"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "again" in cleaned and cleaned.get("new") != cleaned["again"]:
            self.add_error("again", _("两次输入的密码不一致"))
        return cleaned


class ChangePasswordForm(TwiceForm):
    old = forms.CharField(
        label=_("原密码"),
        strip=False,
        max_length=128,
        widget=hidden_input(autocomplete="current-password"),
    )
    field_order = ["old", "new", "again"]


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("电子邮箱"), widget=forms.EmailInput({"autocomplete": "email"})
    )


class UsernameField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("用户名"))
        kwargs.setdefault("help_text", _("3至64个字母、汉字、数字或 . @ + - _"))
        kwargs.setdefault("widget", forms.TextInput({"autocomplete": "username"}))
        super().__init__(min_length=3, max_length=64, **kwargs)


class AcceptForm(TwiceForm):
    username = UsernameField()
    name = forms.CharField(label=_("姓名"), max_length=64)
    field_order = ["username", "name", "new", "again"]


class InviteForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=64)
    role = forms.ChoiceField(
        label=_("角色"), choices=[(role.value, role.label) for role in INVITED_ROLES]
    )
    email = forms.EmailField(
        label=_("电子邮箱"), required=False, help_text=_("填了就把链接发到邮箱；不填请自行转交")
    )


class NewAccountForm(forms.Form):
    username = UsernameField()
    name = forms.CharField(label=_("姓名"), max_length=64)
    email = forms.EmailField(label=_("电子邮箱"), required=False)


class GrantForm(forms.Form):
    """A role and the row it is limited to, named by its code or chosen from a list."""

    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    unit = forms.CharField(
        label=_("单位的统一社会信用代码"),
        required=False,
        max_length=40,
        help_text=_("申报人、单位管理员填写"),
    )
    body = forms.ChoiceField(label=_("推荐单位"), required=False)
    section = forms.ChoiceField(
        label=_("处室"), required=False, help_text=_("业务处室、局领导、财务不选即为全部处室")
    )

    def __init__(self, *args: Any, bodies: Any = (), sections: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = [("", _("不限定"))]
        self.fields["body"].choices = blank + [(str(b.pk), str(b)) for b in bodies]  # type: ignore[attr-defined]
        self.fields["section"].choices = blank + [(str(s.pk), str(s)) for s in sections]  # type: ignore[attr-defined]
