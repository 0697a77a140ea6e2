from django.urls import path, register_converter

from .registry import imports, integrity, ledger, organisations, people, workdays


class YearConverter:
    regex = "19[89][0-9]|20[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(YearConverter, "registry_year")

patterns = [
    path("registry/", organisations.Organisations.as_view(), name="organisations"),
    path("registry/new/", organisations.NewOrganisation.as_view(), name="organisation_new"),
    path("registry/import/", imports.ImportOrganisations.as_view(), name="organisations_import"),
    path("registry/<int:pk>/", organisations.OrganisationPage.as_view(), name="organisation"),
    path("registry/claims/", people.Claims.as_view(), name="claims"),
    path("registry/claims/<int:pk>/", people.ClaimDecision.as_view(), name="claim"),
    path(
        "registry/claims/<int:pk>/evidence/",
        people.ClaimEvidence.as_view(),
        name="claim_evidence",
    ),
    path("registry/people/", people.People.as_view(), name="people"),
    path("registry/people/<int:pk>/", people.PersonPage.as_view(), name="person"),
    path("registry/bodies/", people.Bodies.as_view(), name="bodies"),
    path("registry/bodies/<int:pk>/", people.BodyPage.as_view(), name="body"),
    path("registry/ledger/", ledger.Ledger.as_view(), name="ledger"),
    path("registry/ledger/import/", imports.ImportLedger.as_view(), name="ledger_import"),
    path("registry/ledger/<int:pk>/", ledger.LedgerPage.as_view(), name="ledger_entry"),
    path("registry/integrity/", integrity.Records.as_view(), name="integrity"),
    path("registry/integrity/new/", integrity.NewRecord.as_view(), name="integrity_new"),
    path("registry/integrity/import/", imports.ImportRecords.as_view(), name="integrity_import"),
    path("registry/integrity/<int:pk>/", integrity.RecordPage.as_view(), name="integrity_record"),
    path("registry/relations/", integrity.Relations.as_view(), name="relations"),
    path("registry/relations/new/", integrity.NewRelation.as_view(), name="relation_new"),
    path("registry/relations/import/", imports.ImportRelations.as_view(), name="relations_import"),
    path("registry/relations/<int:pk>/", integrity.RelationPage.as_view(), name="relation"),
    path("registry/workdays/", workdays.Workdays.as_view(), name="workdays"),
    path(
        "registry/workdays/<registry_year:year>/", workdays.Workdays.as_view(), name="workdays_of"
    ),
]
