from django.urls import path

from . import organisation

patterns = [
    path("organisation/", organisation.OrganisationPage.as_view(), name="organisation"),
    path(
        "organisation/correction/", organisation.AskCorrection.as_view(), name="organisation_edit"
    ),
    path(
        "organisation/correction/<int:pk>/evidence/",
        organisation.Evidence.as_view(),
        name="claim_evidence",
    ),
    path("organisation/people/", organisation.People.as_view(), name="people"),
    path("organisation/people/new/", organisation.NewPerson.as_view(), name="person_new"),
    path("organisation/figures/", organisation.Figures.as_view(), name="figures"),
    path("organisation/statuses/", organisation.Statuses.as_view(), name="statuses"),
    path("organisation/ledger/", organisation.Ledger.as_view(), name="ledger"),
]
