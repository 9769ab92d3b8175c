// Countdowns on the server's clock: [data-clock][data-ends-at][data-seconds], and the reader's own time in the strip.
import { written } from "./times.js";

const AT = { 300: "sayFive", 60: "sayOne", 0: "sayEnd" };
const before = new Map();
let offset = 0;

export const now = () => Date.now() + offset;

function show(clock) {
  const ends = clock.dataset.endsAt;
  if (!ends) return;
  const left = Math.max(0, Math.ceil((Date.parse(ends) - now()) / 1000));
  const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  const time = clock.querySelector("[data-clock-time]");
  if (time && time.textContent !== text) time.textContent = text;
  const gone = 100 * (1 - Math.min(1, left / Number(clock.dataset.seconds || left || 1)));
  clock.querySelector("[data-clock-ring]")?.setAttribute("stroke-dashoffset", gone.toFixed(2));
  clock.classList.toggle("is-last", left <= 60);
  announce(clock, ends, left);
}

function announce(clock, ends, left) {
  const last = before.get(ends);
  before.set(ends, left);
  if (last === undefined || last === left) return;
  for (const [at, sentence] of Object.entries(AT)) {
    if (last <= Number(at) || left > Number(at)) continue;
    const status = clock.querySelector("[data-clock-status]");
    if (status) status.textContent = clock.dataset[sentence] ?? "";
    if (Number(at) === 0) clock.dispatchEvent(new CustomEvent("clock:ended", { bubbles: true }));
  }
}

function tick() {
  document.querySelectorAll("[data-clock]").forEach(show);
  for (const clock of document.querySelectorAll("[data-now]")) {
    const text = written(new Date(now()), "hour");
    if (clock.textContent !== text) clock.textContent = text;
  }
  setTimeout(tick, 1000 - (now() % 1000) + 5);
}

document.addEventListener("live:welcome", (event) => {
  offset = Date.parse(event.detail.server_now) - Date.now();
});
tick();
