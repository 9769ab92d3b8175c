// Parts that fetch themselves anew when something happened: [data-src][data-refresh="kind kind"] (or "*").
// A part inside [data-live] follows that stream; elsewhere it names one with data-stream.
import { isPaused } from "./live.js";
import { localise } from "./times.js";

const EVERY = 1000;
const SPREAD = 500;
const AGAIN_AFTER = 5000;
const LONGEST_PRESS = 5000;
const jobs = new WeakMap();

const followed = (part) => part.dataset.stream ?? part.closest("[data-live]")?.dataset.live;

function job(part) {
  if (!jobs.has(part)) jobs.set(part, { timer: null, last: -Infinity, running: false, wanted: false });
  return jobs.get(part);
}

let pressed = null;
let letting;

// Whether the reader is writing, pressing or dragging in it: then it waits until they leave or let go. A button that is
// exchanged between the two halves of a click is not clicked.
function busy(part) {
  const active = document.activeElement;
  if (pressed && part.contains(pressed)) return true;
  if (!part.contains(active)) return false;
  return active.matches("textarea, select, input:not([type=button], [type=submit], [type=hidden])");
}

export function refresh(part) {
  const mine = job(part);
  mine.wanted = true;
  if (mine.timer || mine.running) return;
  const wait = Math.max(mine.last + Number(part.dataset.every ?? EVERY) - performance.now(), 0) + Math.random() * SPREAD;
  mine.timer = setTimeout(() => run(part, mine), mine.last === -Infinity ? Math.random() * SPREAD : wait);
}

async function run(part, mine) {
  mine.timer = null;
  if (!part.isConnected) return;
  if (isPaused() || busy(part)) return;
  Object.assign(mine, { running: true, wanted: false, last: performance.now() });
  part.classList.add("loading");
  part.setAttribute("aria-busy", "true");
  const done = await load(part);
  part.classList.remove("loading");
  part.removeAttribute("aria-busy");
  mine.running = false;
  if (!done) mine.timer = setTimeout(() => run(part, mine), AGAIN_AFTER);
  else if (mine.wanted) refresh(part);
}

async function load(part) {
  const response = await fetch(part.dataset.src, { headers: { "X-Fragment": "1" } }).catch(() => null);
  if (!response) return false;
  if (response.redirected || [401, 403, 404, 410].includes(response.status)) return true;
  if (!response.ok) return false;
  const text = await response.text();
  if (busy(part)) {
    job(part).wanted = true;
    return true;
  }
  if (text !== part.lastFragment) replace(part, text);
  part.lastFragment = text;
  return true;
}

function named(element, ...names) {
  const name = names.find((each) => element.getAttribute(each));
  return name ? `${element.localName}[${name}="${CSS.escape(element.getAttribute(name))}"]` : "";
}

// Ways to find the same element again in the new content, the surest first.
function handles(element) {
  if (element.id) return [`#${CSS.escape(element.id)}`];
  const own = named(element, "data-key", "name", "href");
  const form = element.closest("form[action]");
  const home = element.parentElement.id && `#${CSS.escape(element.parentElement.id)}`;
  const key = element.dataset.key && own;
  return [key, form && `${named(form, "action")} ${own || element.localName}`, own, home && `${home} > ${element.localName}`].filter(Boolean);
}

function again(part, ways) {
  return ways.map((way) => part.querySelector(way)).find(Boolean);
}

// What the reader has chosen, ticked or typed and not sent yet: [id, value, checked]; with it stay the hidden inputs that
// say what was shown to them then.
function unsent(part) {
  const fields = [...part.querySelectorAll("select[id], textarea[id], input[id]:not([type=hidden])")];
  const typed = fields.filter(changed);
  const forms = new Set(typed.map((field) => field.form));
  const shown = [...part.querySelectorAll("input[data-with-typed][id]")].filter((field) => forms.has(field.form));
  return [...typed, ...shown].map((field) => [field.id, field.value, field.checked]);
}

function changed(field) {
  if (!field.matches("select")) return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
}

function restore([id, value, checked]) {
  const field = document.getElementById(id);
  if (!field || (field.matches("select") && ![...field.options].some((option) => option.value === value))) return;
  if (field.type !== "file") field.value = value;
  if (checked !== undefined) field.checked = checked;
}

function replace(part, text) {
  const template = document.createElement("template");
  template.innerHTML = text;
  const active = part.contains(document.activeElement) && document.activeElement !== part ? document.activeElement : null;
  const focus = active ? handles(active) : [];
  const open = [...part.querySelectorAll("details[open][id]")].map((details) => details.id);
  const scrolls = [...part.querySelectorAll("[id]")].filter((each) => each.scrollTop).map((each) => [each.id, each.scrollTop]);
  const top = part.scrollTop;
  const kept = unsent(part);
  part.replaceChildren(template.content);
  localise(part);
  kept.forEach(restore);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  for (const [id, scroll] of scrolls) if (document.getElementById(id)) document.getElementById(id).scrollTop = scroll;
  part.scrollTop = top;
  again(part, focus)?.focus({ preventScroll: true });
  part.dispatchEvent(new CustomEvent("fragment:loaded", { bubbles: true }));
}

function happened(event) {
  const { kind } = event.detail;
  const name = event.target.dataset.live;
  for (const part of document.querySelectorAll("[data-refresh][data-src]")) {
    const kinds = part.dataset.refresh.split(" ");
    if (followed(part) === name && (kinds.includes(kind) || kinds.includes("*"))) refresh(part);
  }
}

function all() {
  return document.querySelectorAll("[data-refresh][data-src]");
}

document.addEventListener("live:entry", happened);
document.addEventListener("live:ephemeral", happened);
const wanted = () => all().forEach((part) => job(part).wanted && refresh(part));

function press({ target, type, key }) {
  if (type === "keydown" && key !== " ") return;
  clearTimeout(letting);
  pressed = target;
  if (type !== "dragstart") letting = setTimeout(letGo, LONGEST_PRESS);
}

function letGo() {
  clearTimeout(letting);
  pressed = null;
  wanted();
}

document.addEventListener("focusout", () => setTimeout(wanted));
document.addEventListener("live:pause", () => !isPaused() && wanted());
for (const type of ["pointerdown", "keydown", "dragstart"]) document.addEventListener(type, press, true);
// The click comes right after the button is let go; a drag begins with a pointer that is taken away.
for (const type of ["pointerup", "keyup", "dragend"]) document.addEventListener(type, () => setTimeout(letGo), true);
// After a reset the page's parts are loaded anew; a page that has more than such parts is reloaded by live.js.
document.addEventListener("live:reset", (event) => {
  const element = event.target;
  if (element.querySelector("[data-entries]") || element.matches("[data-entries]")) return;
  event.preventDefault();
  all().forEach((part) => followed(part) === element.dataset.live && refresh(part));
});
