// A room's conversation: labels and tools for messages that arrive live, editing in place, earlier messages.
// Broadcast messages are the same for readers of all languages, so the words come from the page.
import { mark } from "../web/entries.js";
import { localise } from "../web/times.js";

const LABELS = { edited: "labelEdited", withdrawn: "labelWithdrawn" };

function equip(item, conversation) {
  for (const label of item.querySelectorAll("[data-label]")) {
    label.textContent ||= conversation.dataset[LABELS[label.dataset.label]] ?? "";
  }
  const id = item.id.replace("message-", "");
  const mine = item.dataset.author === conversation.dataset.me;
  const withdrawn = item.classList.contains("message--withdrawn");
  if (!id || withdrawn || item.querySelector(".message__tools") || !(mine || "host" in conversation.dataset)) return;
  const template = conversation.querySelector(`[data-message-tools="${mine ? "author" : "host"}"]`);
  const tools = template?.content.firstElementChild?.cloneNode(true);
  if (!tools) return;
  for (const form of tools.querySelectorAll("form")) {
    form.setAttribute("action", form.getAttribute("action").replace("/messages/0/", `/messages/${id}/`));
  }
  tools.querySelector("label")?.setAttribute("for", `edit-${id}`);
  const field = tools.querySelector("textarea");
  if (field) {
    field.id = `edit-${id}`;
    field.textContent = written(item);
  }
  (item.querySelector(".message__body") ?? item).after(tools);
}

function written(item) {
  const text = item.querySelector(".message__text").cloneNode(true);
  text.querySelectorAll("br").forEach((line) => line.replaceWith("\n"));
  return text.textContent;
}

function complain(form, sentence) {
  const line = form.querySelector("[data-form-error]");
  if (!line) return;
  line.textContent = sentence;
  line.hidden = !sentence;
}

async function change(form) {
  const conversation = form.closest("[data-conversation]");
  const request = { method: "POST", body: new FormData(form), headers: { "X-Fragment": "1" } };
  const response = await fetch(form.action, request).catch(() => null);
  delete form.dataset.sent;
  if (!response?.ok || response.redirected) {
    const told = await response?.json().catch(() => null);
    complain(form, told?.reason ?? conversation.dataset.failed);
    return;
  }
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  const item = template.content.firstElementChild;
  const focused = form.contains(document.activeElement);
  localise(item);
  mark(item, conversation.dataset.me);
  document.getElementById(item.id)?.replaceWith(item);
  if (focused) (item.querySelector("summary") ?? item.closest("[tabindex]"))?.focus({ preventScroll: true });
}

async function earlier(link) {
  const response = await fetch(link.dataset.earlier, { headers: { "X-Fragment": "1" } }).catch(() => null);
  if (!response?.ok || response.redirected) {
    location.assign(link.href);
    return;
  }
  const conversation = link.closest("[data-conversation]");
  const log = conversation.querySelector(".conversation__log");
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  const items = [...template.content.children];
  localise(template.content);
  items.forEach((item) => mark(item, conversation.dataset.me));
  const fromEnd = log.scrollHeight - log.scrollTop;
  log.prepend(...items);
  log.scrollTop = log.scrollHeight - fromEnd;
  const before = items[0]?.dataset.position;
  if (items.length < 50 || !before) {
    link.remove();
    log.focus({ preventScroll: true });
    return;
  }
  for (const name of ["href", "data-earlier"]) {
    link.setAttribute(name, link.getAttribute(name).replace(/before=\d+/, `before=${before}`));
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-message-form]") || event.defaultPrevented) return;
  event.preventDefault();
  complain(event.target, "");
  change(event.target);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-earlier]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  earlier(link);
});
for (const conversation of document.querySelectorAll("[data-conversation]")) {
  const log = conversation.querySelector(".conversation__log");
  const all = () => log.querySelectorAll(".message[id]").forEach((item) => equip(item, conversation));
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node.matches?.(".message[id]")) equip(node, conversation);
    }
  }).observe(log, { childList: true });
  all();
}
