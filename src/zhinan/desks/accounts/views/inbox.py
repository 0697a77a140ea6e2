from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from zhinan.apps.records.selectors import messages_of
from zhinan.apps.records.services.inbox import mark_all_read, mark_read
from zhinan.desks.accounts.entry import OwnView


class Inbox(OwnView):
    def get(self, request: Any) -> HttpResponse:
        found = messages_of(request.actor)
        if request.GET.get("state") == "unread":
            found = found.filter(read_at__isnull=True)
        if words := request.GET.get("q", "").strip():
            found = found.filter(title__icontains=words)
        page = Paginator(found, 30).get_page(request.GET.get("page"))
        return render(request, "accounts/inbox.html", {"page": page, "query": request.GET})


class ReadAll(OwnView):
    def post(self, request: Any) -> HttpResponse:
        mark_all_read(actor=request.actor)
        return redirect("accounts:inbox")


class OneMessage(OwnView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        message = get_object_or_404(messages_of(request.actor), pk=pk)
        mark_read(message, actor=request.actor)
        return render(request, "accounts/message.html", {"message": message})
