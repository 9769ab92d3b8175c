// Writes moments in the reader's zone and language, in the shapes of the template filters (`local_time` and others).
const root = document.documentElement;
const SHAPES = {
  moment: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  weekday: { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  "weekday-hour": { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  day: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  hour: { hour: "2-digit", minute: "2-digit" },
};
const WITH_CITY = new Set(["moment", "weekday"]);

export const zone = () => root.dataset.zone || "UTC";

const language = () => (root.lang === "en" ? "en-GB" : root.lang);

export function city(name = zone()) {
  if (name === zone() && root.dataset.city) return root.dataset.city;
  return name.split("/").pop().replaceAll("_", " ");
}

export function written(moment, shape, name = zone()) {
  const format = new Intl.DateTimeFormat(language(), { ...SHAPES[shape], hour12: false, hourCycle: "h23", timeZone: name });
  return format.format(moment) + (WITH_CITY.has(shape) ? ` · ${city(name)}` : "");
}

// Rewrites every <time data-time="shape"> below an element; those of a fixed zone carry an empty shape and stay.
export function localise(element) {
  for (const time of element.querySelectorAll("time[data-time]")) {
    if (SHAPES[time.dataset.time]) time.textContent = written(new Date(time.dateTime), time.dataset.time);
  }
}
