"""What must be so before this installation may run."""

from .words import Refusal


def refuse_demonstration_in_production() -> None:
    """Stop a production installation that holds one-click accounts.

    Raises:
        Refusal: Demonstration accounts exist in production mode.
    """
    from django.conf import settings
    from django.contrib.auth import get_user_model

    if not settings.IS_PRODUCTION:
        return
    count = get_user_model().objects.filter(is_demo=True).count()
    if count:
        raise Refusal(
            f"生产模式下数据库里有{count}个演示账户，拒绝启动。请换一个空数据库（ZHINAN_DATABASE_URL 或 ZHINAN_VAR）"
        )


def refuse_unprepared_database() -> None:
    """Stop before serving pages from a database that lacks tables.

    Raises:
        Refusal: Migrations wait, or the database cannot be reached.
    """
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        raise Refusal(f"连不上数据库：{error}".strip()) from error
    if waiting:
        raise Refusal(f"数据库还差{len(waiting)}步迁移。请先运行：zhinan setup")
