"""``zhinan manage``: Django's own management commands, for maintenance."""


def main(words: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["zhinan manage", *words])
    return 0
