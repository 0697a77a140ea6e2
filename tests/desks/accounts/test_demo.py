import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import make_account, make_actor
from zhinan.apps.accounts.models import Role

DEMO = reverse("accounts:demo")
pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.IS_DEMO = True
    return make_actor(Role.LEADER, account=make_account(is_demo=True, name="演示局长"))


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_demo_on_loopback_signs_in_with_one_click(demo, name):
    client = Client(SERVER_NAME=name)

    page = client.get(DEMO).content.decode()
    answer = client.post(DEMO, {"grant": demo.grant.pk})

    assert "演示局长" in page
    assert answer.status_code == 302
    assert client.session["grant"] == demo.grant.pk


@pytest.mark.parametrize(
    "origin",
    [
        {"REMOTE_ADDR": "192.168.1.7"},
        {"SERVER_NAME": "testserver"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"REMOTE_ADDR": "192.168.1.7", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_demo_from_elsewhere_does_not_exist(demo, origin):
    client = Client(**{"SERVER_NAME": "localhost"} | origin)

    answers = [client.get(DEMO), client.post(DEMO, {"grant": demo.grant.pk})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "_auth_user_id" not in client.session


def test_demo_outside_demonstration_does_not_exist(demo, settings):
    settings.IS_DEMO = False
    client = Client(SERVER_NAME="localhost")

    assert client.get(DEMO).status_code == 404
    assert client.post(DEMO, {"grant": demo.grant.pk}).status_code == 404


@pytest.mark.parametrize("over", [{"is_demo": False}, {"is_active": False}])
def test_demo_signs_in_demonstration_accounts_only(demo, over):
    real = make_actor(Role.OFFICE, account=make_account(**{"is_demo": True} | over))
    client = Client(SERVER_NAME="localhost")

    assert client.post(DEMO, {"grant": real.grant.pk}).status_code == 404
    assert client.post(DEMO, {"grant": "x"}).status_code == 404
