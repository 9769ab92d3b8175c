// Shared notes: saved while one writes, merged with what others write, never overwriting what is being typed.
import "../web/live.js";

const PAUSE = 1200;
const AGAIN = 5000;
const states = new WeakMap();

function state(form) {
  if (!states.has(form)) states.set(form, { timer: null, saving: false, held: false });
  return states.get(form);
}

const field = (form) => form.elements.notes;
const dirty = (form) => field(form).value.trim() !== form.elements.base.value.trim();

function say(form, sentence) {
  const line = form.querySelector("[data-notes-status]");
  if (line) line.textContent = sentence;
}

function take(form, text, version) {
  form.elements.base.value = text;
  form.elements.version.value = version;
}

function showTheirs(form, text) {
  const box = form.querySelector("[data-notes-theirs]");
  box.hidden = text === null;
  box.querySelector("[data-notes-text]").textContent = text ?? "";
}

function replace(form, text) {
  const area = field(form);
  const fromEnd = area.value.length - area.selectionEnd;
  area.value = text;
  if (document.activeElement === area) area.setSelectionRange(text.length - fromEnd, text.length - fromEnd);
}

function soon(form, wait = PAUSE) {
  const mine = state(form);
  clearTimeout(mine.timer);
  mine.timer = setTimeout(() => save(form), wait);
}

async function save(form) {
  const mine = state(form);
  if (mine.saving || mine.held) return;
  if (!dirty(form)) return;
  mine.saving = true;
  const sent = field(form).value;
  const request = { method: "POST", body: new FormData(form), headers: { "X-Fragment": "1" }, keepalive: true };
  const response = await fetch(form.action, request).catch(() => null);
  const told = response?.redirected ? null : await response?.json().catch(() => null);
  mine.saving = false;
  if (response?.ok && told) saved(form, told, sent);
  else if (response?.status === 409 && "theirs" in (told ?? {})) conflict(form, told);
  else {
    say(form, told?.reason ?? form.dataset.failed);
    if (!told || response.status === 429) soon(form, AGAIN);
  }
}

function saved(form, told, sent) {
  showTheirs(form, null);
  const typedSince = field(form).value !== sent;
  // What was typed while saving stays; it is merged with the others' lines when it is saved itself.
  if (told.merged && !typedSince) replace(form, told.text);
  if (told.merged && typedSince) form.elements.base.value = sent;
  else take(form, told.text, told.version);
  say(form, told.saved);
  if (typedSince) soon(form);
}

// Both texts are shown; saving waits until the writer has brought them together and presses the button.
function conflict(form, told) {
  state(form).held = true;
  take(form, told.theirs, told.version);
  showTheirs(form, told.theirs);
  say(form, told.reason);
}

async function changed(form, version) {
  if (version <= Number(form.elements.version.value)) return;
  if (state(form).saving) return;
  if (dirty(form)) {
    soon(form, 0);
    return;
  }
  const response = await fetch(form.action, { headers: { "X-Fragment": "1" } }).catch(() => null);
  if (!response?.ok || response.redirected) return;
  const told = await response.json().catch(() => null);
  if (!told || dirty(form) || told.version <= Number(form.elements.version.value)) return;
  replace(form, told.text);
  take(form, told.text, told.version);
}

const formsOf = (element) => [...element.querySelectorAll("form[data-notes]")];

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-notes]");
  if (!form) return;
  say(form, "");
  soon(form);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-notes]") || event.defaultPrevented) return;
  event.preventDefault();
  delete form.dataset.sent;
  state(form).held = false;
  clearTimeout(state(form).timer);
  save(form);
});
document.addEventListener("live:entry", ({ target, detail }) => {
  if (detail.kind === "notes_written") formsOf(target).forEach((form) => changed(form, detail.data.version));
});
addEventListener("pagehide", () => document.querySelectorAll("form[data-notes]").forEach((form) => save(form)));
