from django.urls import path

from . import acts, checkpoints, home

app_name = "supervision"
urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("inspect/", home.Inspect.as_view(), name="inspect"),
    path("acts/", acts.Acts.as_view(), name="acts"),
    path("acts/export/", acts.Export.as_view(), name="acts_export"),
    path("acts/<int:pk>/", acts.OneAct.as_view(), name="act"),
    path("acts/<int:pk>/proof/", acts.Proof.as_view(), name="act_proof"),
    path("checkpoints/", checkpoints.Checkpoints.as_view(), name="checkpoints"),
    path("checkpoints/<int:number>/", checkpoints.OneCheckpoint.as_view(), name="checkpoint"),
    path(
        "checkpoints/<int:number>/export/", checkpoints.Export.as_view(), name="checkpoint_export"
    ),
]
