from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "zhinan.apps.projects"
    label = "projects"
    verbose_name = "项目"
