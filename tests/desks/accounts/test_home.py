import pytest
from django.urls import reverse

from tests.factories.accounts import make_account, make_actor, sign_in
from tests.factories.registry import make_body, make_organisation
from zhinan.apps.accounts.models import Role
from zhinan.apps.records.models import Message
from zhinan.apps.records.services.inbox import notify
from zhinan.desks.accounts.views.home import home_of

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def make_any(role, account=None):
    unit = make_organisation() if role in (Role.HOST, Role.APPLICANT) else None
    body = make_body() if role == Role.RECOMMENDER else None
    return make_actor(role, organisation=unit, body=body, account=account)


@pytest.mark.parametrize("role", Role.values)
def test_home_leads_to_the_desk_of_the_acting_role_which_opens(client, role):
    sign_in(client, make_any(role))

    answer = client.get(reverse("accounts:home"))

    assert answer.url == home_of(role)
    assert client.get(answer.url).status_code == 200


def test_home_without_a_role_is_the_profile(client):
    client.force_login(make_account(), backend=BACKEND)

    answer = client.get(reverse("accounts:home"), follow=True)

    assert answer.redirect_chain[-1][0] == reverse("accounts:profile")
    assert "还没有角色" in answer.content.decode()


def test_switch_role_to_an_own_open_role_only(client):
    actor = make_any(Role.LEADER)
    other = make_any(Role.FINANCE, account=actor.account)
    stranger = make_any(Role.OFFICE)
    sign_in(client, actor)
    switch = reverse("accounts:switch_role")

    answers = [client.post(switch, {"grant": g}) for g in (stranger.grant.pk, "x", "")]
    client.post(switch, {"grant": other.grant.pk})

    assert [answer.status_code for answer in answers] == [404] * 3
    assert client.session["grant"] == other.grant.pk


def test_inbox_shows_own_messages_and_marks_them_read(client):
    actor, other = make_any(Role.LEADER), make_any(Role.LEADER)
    [mine] = notify([actor.account], title="请办理", text="第一行\n第二行", link="/account/")
    [theirs] = notify([other.account], title="与您无关")
    sign_in(client, actor)

    page = client.get(reverse("accounts:inbox"), {"state": "unread"}).content.decode()
    opened = client.get(reverse("accounts:message", args=[mine.pk])).content.decode()

    assert "请办理" in page
    assert "与您无关" not in page
    assert "第二行" in opened
    assert client.get(reverse("accounts:message", args=[theirs.pk])).status_code == 404
    assert set(Message.objects.filter(read_at=None)) == {theirs}


def test_message_link_to_another_site_is_not_shown(client):
    actor = make_any(Role.LEADER)
    [mine] = notify([actor.account], title="链接", link="//evil.example/")
    sign_in(client, actor)

    assert (
        "evil.example"
        not in client.get(reverse("accounts:message", args=[mine.pk])).content.decode()
    )


def test_unread_count_costs_nothing_until_asked(rf, django_assert_num_queries):
    from zhinan.config.middleware import ActingRole

    actor = make_any(Role.LEADER)
    notify([actor.account], title="一")
    request = rf.get("/")
    request.user, request.session = actor.account, {"grant": actor.grant.pk}

    with django_assert_num_queries(0):
        ActingRole(lambda request: None)(request)
    with django_assert_num_queries(2):
        assert request.unread == 1
