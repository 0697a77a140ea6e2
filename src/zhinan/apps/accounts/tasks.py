"""What is done after the request: letters."""

from django.core.mail import send_mail

from zhinan.apps.records.encryption import seal, unseal
from zhinan.apps.records.tasks import retried


def queue_letter(subject: str, text: str, to: str) -> None:
    """Queue a letter; its text waits sealed, for a link in it is a right to whoever reads the queue."""
    send_letter.enqueue(subject, seal(text), to)


@retried()
def send_letter(subject: str, sealed: str, to: str) -> None:
    send_mail(subject, unseal(sealed), None, [to])
