// Writing in a room: Enter sends through the socket; without a socket the form is posted. A text is never lost: it is
// kept in this tab until the server has answered, and comes back into the field when it was refused.
import { streamOf } from "./live.js";

const PATIENCE = 6000;
const TYPING_EVERY = 2500;
const waiting = new Map();
const typed = new WeakMap();

const field = (form) => form.elements.text;
const key = (form) => `draft:${form.action}`;
const nonceOf = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;

function complain(form, sentence) {
  const line = form.querySelector("[data-compose-error]");
  if (!line) return;
  line.textContent = sentence;
  line.hidden = !sentence;
}

function resize(form) {
  if (!CSS.supports("field-sizing", "content")) {
    field(form).style.height = "";
    field(form).style.height = `${Math.min(field(form).scrollHeight + 4, 192)}px`;
  }
}

function keep(form, text) {
  if (text) sessionStorage.setItem(key(form), text);
  else sessionStorage.removeItem(key(form));
}

function throughSocket(form, frame) {
  const stream = streamOf(form);
  if (!stream?.send(frame)) return Promise.resolve(null);
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      waiting.delete(frame.nonce);
      resolve(null);
    }, PATIENCE);
    waiting.set(frame.nonce, (answer) => {
      clearTimeout(timer);
      waiting.delete(frame.nonce);
      resolve(answer);
    });
  });
}

async function throughPost(form, frame) {
  const body = new FormData(form);
  body.set("text", frame.text);
  body.set("nonce", frame.nonce);
  const response = await fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "1" } }).catch(() => null);
  if (response?.ok) return { kind: "said" };
  const told = await response?.json().catch(() => null);
  return { kind: "refused", reason: told?.reason ?? form.dataset.failed ?? "" };
}

async function send(form) {
  const text = field(form).value.trim();
  if (!text) return;
  const frame = { kind: "say", nonce: nonceOf(), text };
  keep(form, text);
  field(form).value = "";
  resize(form);
  complain(form, "");
  // The nonce is the same on both ways: whichever arrives, it is said once.
  const answer = (await throughSocket(form, frame)) ?? (await throughPost(form, frame));
  if (answer.kind === "said") {
    keep(form, field(form).value);
    form.dispatchEvent(new CustomEvent("compose:said", { bubbles: true, detail: answer }));
    return;
  }
  const since = field(form).value;
  field(form).value = since ? `${text}\n${since}` : text;
  resize(form);
  keep(form, field(form).value);
  complain(form, answer.reason);
}

document.addEventListener("live:answer", (event) => waiting.get(event.detail.nonce)?.(event.detail));
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-compose]")) return;
  event.preventDefault();
  send(form);
});
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-compose]");
  if (!form || event.key !== "Enter" || event.shiftKey || event.isComposing || event.target !== field(form)) return;
  event.preventDefault();
  form.requestSubmit();
});
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-compose]");
  if (!form) return;
  keep(form, field(form).value);
  resize(form);
  if (performance.now() - (typed.get(form) ?? -Infinity) < TYPING_EVERY || !field(form).value) return;
  typed.set(form, performance.now());
  streamOf(form)?.send({ kind: "typing" });
});
for (const form of document.querySelectorAll("[data-compose]")) {
  if (!field(form).value) field(form).value = sessionStorage.getItem(key(form)) ?? "";
}
