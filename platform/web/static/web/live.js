// Connects pages with their streams: [data-live="room:7"][data-position][data-epoch].
// Pages attach by events on that element: live:welcome, live:entry, live:ephemeral, live:answer, live:reset, live:state.
import * as banner from "./banner.js";
import { insert, showTyping, showPresence } from "./entries.js";
import { Stream } from "./stream.js";

const PATIENCE = 5000;
const streams = new Map();
const held = [];
let paused = false;

export const streamOf = (element) => streams.get(element.closest("[data-live]")?.dataset.live ?? element.dataset.stream);

export const isPaused = () => paused;

const elements = (name) => document.querySelectorAll(`[data-live="${CSS.escape(name)}"]`);

function tell(name, type, detail) {
  let wanted = true;
  for (const element of elements(name)) {
    wanted = element.dispatchEvent(new CustomEvent(`live:${type}`, { bubbles: true, cancelable: true, detail })) && wanted;
  }
  return wanted;
}

function deliver(name, frame) {
  for (const element of elements(name)) {
    if (frame.position <= Number(element.dataset.position ?? -1)) continue;
    element.dataset.position = frame.position;
    const event = new CustomEvent("live:entry", { bubbles: true, cancelable: true, detail: frame });
    if (element.dispatchEvent(event) && frame.html) insert(element, frame);
  }
}

function attach(name) {
  const positions = [...elements(name)].map((element) => element.dataset.position).filter(Boolean).map(Number);
  const { epoch, ticket } = elements(name)[0]?.dataset ?? {};
  const stream = new Stream(name, { position: positions.length ? Math.min(...positions) : null, epoch, ticket });
  streams.set(name, stream);
  stream.addEventListener("entry", ({ detail }) => (paused ? held.push([name, detail]) : deliver(name, detail)));
  stream.addEventListener("ephemeral", ({ detail }) => {
    if (paused) return;
    elements(name).forEach((element) => (detail.kind === "typing" ? showTyping : showPresence)(element, detail));
    tell(name, "ephemeral", detail);
  });
  stream.addEventListener("welcome", ({ detail }) => {
    tell(name, "welcome", detail);
    if (!document.hidden) stream.send({ kind: "here" });
  });
  stream.addEventListener("answer", ({ detail }) => tell(name, "answer", detail));
  stream.addEventListener("reset", ({ detail }) => {
    for (const element of elements(name)) Object.assign(element.dataset, { position: detail.position, epoch: detail.epoch });
    if (tell(name, "reset", detail)) location.reload();
  });
  stream.addEventListener("state", ({ detail }) => changed(name, detail));
  stream.start();
}

let waiting;
function changed(name, detail) {
  tell(name, "state", detail);
  for (const element of elements(name)) element.dataset.state = detail.state;
  const all = [...streams.values()];
  const troubled = all.some((stream) => stream.state === "waiting" || stream.state === "connecting");
  if (detail.state === "closed") {
    banner.show({ 4401: "signIn", 4403: "notAllowed", 4404: "gone" }[detail.code] ?? "offline");
  } else if (detail.state === "polling") {
    banner.show("poll", { forSeconds: 8 });
  }
  if (troubled) {
    waiting ??= setTimeout(() => banner.show("offline"), PATIENCE);
    return;
  }
  clearTimeout(waiting);
  waiting = undefined;
  if (banner.shown() === "offline") banner.show("again", { good: true, forSeconds: 4 });
}

function pause(wanted) {
  paused = wanted;
  for (const button of document.querySelectorAll("[data-live-pause]")) button.setAttribute("aria-pressed", String(paused));
  if (paused) banner.show("paused");
  else banner.hide("paused");
  while (!paused && held.length) deliver(...held.shift());
  document.dispatchEvent(new CustomEvent("live:pause", { detail: { paused } }));
}

export function discover(root = document) {
  const found = [...root.querySelectorAll("[data-live], [data-stream]")];
  const names = new Set(found.map((element) => element.dataset.live ?? element.dataset.stream));
  for (const name of names) if (!streams.has(name)) attach(name);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-live-pause]")) pause(!paused);
});
document.addEventListener("fragment:loaded", (event) => discover(event.target));
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) streams.forEach((stream) => stream.send({ kind: "here" }) || stream.start());
});
addEventListener("online", () => streams.forEach((stream) => stream.start()));
addEventListener("pagehide", () => streams.forEach((stream) => stream.stop()));
addEventListener("pageshow", (event) => event.persisted && streams.forEach((stream) => stream.start()));
for (const button of document.querySelectorAll("[data-live-pause]")) button.hidden = false;
discover();
