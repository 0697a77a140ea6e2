import pytest
from django.urls import reverse

from tests.factories.accounts import make_actor
from tests.factories.readings import make_read
from zhinan.apps.accounts.models import Role
from zhinan.apps.records.models import Act

pytestmark = pytest.mark.django_db
WORDS = "请模型提建议"


@pytest.fixture
def reading(client):
    office = make_actor(Role.OFFICE)
    client.force_login(office.account)
    return make_read(office)


@pytest.fixture
def model(settings):
    settings.MODEL_URL, settings.MODEL_NAME = "http://127.0.0.1:9/v1", "本地模型"


def test_without_a_model_there_is_no_such_button_and_the_act_is_refused(client, reading, settings):
    settings.MODEL_URL = settings.MODEL_NAME = ""
    page = reverse("office:reading", args=[reading.pk])

    assert WORDS not in client.get(page).content.decode()
    refused = client.post(page, {"act": "suggest"})

    assert refused.status_code == 409
    assert "没有配置模型" in refused.content.decode()
    assert not Act.objects.filter(action="readings.propose_by_model").exists()


def test_with_a_model_the_button_asks_it_and_says_so(client, reading, model):
    page = reverse("office:reading", args=[reading.pk])
    assert WORDS in client.get(page).content.decode()

    told = client.post(page, {"act": "suggest"}, follow=True).content.decode()

    assert "已请模型看原文" in told
    assert Act.objects.filter(action="readings.propose_by_model").count() == 1
