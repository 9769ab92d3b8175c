// Places entries into [data-entries] by their position, without taking focus or scroll from the reader.
import { localise } from "./times.js";

const MOST = 800;
const NEAR = 80;
const typing = new WeakMap();

function containers(element, kind) {
  const all = element.matches("[data-entries]") ? [element] : [...element.querySelectorAll("[data-entries]")];
  return all.filter((each) => !each.dataset.entries || each.dataset.entries.split(" ").includes(kind));
}

function parsed(frame, me) {
  const template = document.createElement("template");
  template.innerHTML = frame.html;
  const item = template.content.firstElementChild;
  if (!item) return null;
  item.dataset.position ??= frame.position;
  localise(item);
  mark(item, me);
  return item;
}

// The same bytes go to everybody, so what is mine is found out here.
export function mark(item, me) {
  if (!me) return;
  item.classList.toggle("is-mine", item.dataset.author === me);
  item.classList.toggle("is-mention", (item.dataset.mentions ?? "").split(" ").includes(me));
}

export function insert(element, frame) {
  for (const container of containers(element, frame.kind)) {
    const item = parsed(frame, element.dataset.me);
    if (!item) continue;
    const known = item.id && document.getElementById(item.id);
    if (known) {
      item.dataset.position = known.dataset.position ?? item.dataset.position;
      known.replaceWith(item);
      continue;
    }
    if ("replaces" in item.dataset) continue; // it changes something older than this page shows
    const atEnd = container.scrollHeight - container.scrollTop - container.clientHeight < NEAR;
    container.querySelector("[data-empty]")?.remove();
    put(container, item, frame.position);
    while (container.childElementCount > MOST) container.firstElementChild.remove();
    if (atEnd || item.classList.contains("is-mine")) container.scrollTop = container.scrollHeight;
    else more(element, 1);
    if (item.classList.contains("is-mention") && !item.classList.contains("is-mine")) interrupt(element, item);
  }
}

function put(container, item, position) {
  let before = container.lastElementChild;
  while (before && Number(before.dataset.position ?? -1) > position) before = before.previousElementSibling;
  if (before) before.after(item);
  else container.prepend(item);
}

function more(element, number) {
  const button = element.querySelector("[data-new-entries]");
  if (!button) return;
  const count = number ? Number(button.dataset.count ?? 0) + number : 0;
  button.dataset.count = count;
  button.hidden = !count;
  const text = (count === 1 ? button.dataset.one : button.dataset.many) ?? "";
  (button.querySelector(".kern-label") ?? button).textContent = text.replace("{n}", count);
}

function interrupt(element, item) {
  const region = element.querySelector("[data-live-alert]");
  if (region) region.textContent = item.textContent.trim().replace(/\s+/g, " ");
}

function name(element, person) {
  return element.querySelector(`[data-person="${CSS.escape(String(person))}"] [data-name]`)?.textContent ?? "";
}

export function showTyping(element, frame) {
  const line = element.querySelector("[data-typing]");
  const person = frame.person_id ?? frame.person;
  if (!line || String(person) === element.dataset.me || !name(element, person)) return;
  line.textContent = line.dataset.typing.replace("{name}", name(element, person));
  clearTimeout(typing.get(line));
  typing.set(line, setTimeout(() => (line.textContent = ""), 4000));
}

export function showPresence(element, frame) {
  if (frame.kind !== "presence" || !Array.isArray(frame.people)) return;
  const here = new Set(frame.people.map((person) => String(person.id ?? person.person_id)));
  for (const line of element.querySelectorAll("[data-person]")) {
    line.classList.toggle("person--here", here.has(line.dataset.person));
    line.classList.toggle("person--away", !here.has(line.dataset.person));
  }
  for (const count of element.querySelectorAll("[data-present-count]")) count.textContent = here.size;
}

function toEnd(log) {
  log.scrollTop = log.scrollHeight;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-new-entries]");
  if (!button) return;
  const element = button.closest("[data-live]");
  element.querySelectorAll("[data-entries]").forEach(toEnd);
  more(element, 0);
});
document.addEventListener(
  "scroll",
  (event) => {
    const log = event.target;
    if (!(log instanceof Element) || !log.matches("[data-entries]")) return;
    if (log.scrollHeight - log.scrollTop - log.clientHeight < NEAR) more(log.closest("[data-live]") ?? log, 0);
  },
  true,
);
for (const element of document.querySelectorAll("[data-live][data-me]")) {
  element.querySelectorAll("[data-author]").forEach((item) => mark(item, element.dataset.me));
}
document.querySelectorAll("[data-entries]").forEach(toEnd);
