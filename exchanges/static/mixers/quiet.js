// form[data-quiet] is posted without leaving the page; what became of it is told in the head, and the part it stands in
// is shown anew. When it was refused, it is sent as a form, because the page that answers says why and what else is possible.
import { refresh } from "../web/refresh.js";
import { note, says } from "./notes.js";

let last = null;

async function post(form, button) {
  const body = new FormData(form, button);
  const response = await fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "1" } }).catch(() => null);
  delete form.dataset.sent;
  if (!response) {
    note("told", says("failed"));
    return;
  }
  if (!response.ok || response.redirected) {
    loud(form, button).submit();
    return;
  }
  const { told } = await response.json();
  if (told) note("told", told, { forSeconds: 6 });
  form.closest("details[id^=remove-]")?.removeAttribute("open");
  const part = form.closest("[data-refresh][data-src]");
  last = form.closest("[id]")?.id ?? null;
  if (part) refresh(part);
}

function loud(form, button) {
  if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
  return form;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-quiet]") || event.defaultPrevented) return;
  event.preventDefault();
  post(event.target, event.submitter);
});
// The button that was pressed may be gone: the focus goes to what it stood in, not to the top of the page.
document.addEventListener("fragment:loaded", () => {
  const home = last && document.activeElement === document.body ? document.getElementById(last) : null;
  (home?.querySelector(":scope > summary") ?? home)?.focus({ preventScroll: true });
  last = null;
});
