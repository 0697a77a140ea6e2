"""One prefix a desk."""

from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("zhinan.desks.public.urls")),
    path("account/", include("zhinan.desks.accounts.urls")),
    path("apply/", include("zhinan.desks.applicant.urls")),
    path("host/", include("zhinan.desks.host.urls")),
    path("recommend/", include("zhinan.desks.recommender.urls")),
    path("office/", include("zhinan.desks.office.urls")),
    path("expert/", include("zhinan.desks.expert.urls")),
    path("supervision/", include("zhinan.desks.supervision.urls")),
]

handler400 = "zhinan.config.errors.bad_request"
