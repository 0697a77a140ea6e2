// Native dialogs, questions before a form is sent, and no form sent twice.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  if (event.target.closest("dialog [data-close]")) event.target.closest("dialog").close();
});

const asking = document.querySelector("[data-confirm-dialog]");
let waiting = null;

function ask(form, submitter, question) {
  waiting = { form, submitter };
  const go = asking.querySelector("[data-confirm-go]");
  asking.querySelector("[data-confirm-text]").textContent = question;
  go.textContent = submitter?.textContent.trim() || go.textContent;
  go.classList.toggle("stop", submitter?.classList.contains("stop") ?? false);
  go.classList.toggle("pri", !go.classList.contains("stop"));
  asking.showModal();
}

asking?.querySelector("[data-confirm-go]").addEventListener("click", () => {
  asking.close();
  const { form, submitter } = waiting;
  form.dataset.confirmed = "yes";
  form.requestSubmit(submitter ?? undefined);
  delete form.dataset.confirmed;
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (question && asking && !form.dataset.confirmed) {
    event.preventDefault();
    ask(form, event.submitter, question);
    return;
  }
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  // A download answers without leaving the page: let the form be sent again after a while.
  setTimeout(() => release(form), 8000);
});

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
