// Everyone's hour, shown anew while an organiser changes day, hour, place, length or network.
const form = document.querySelector("form[data-hours]");
const part = document.getElementById("hours");
const WATCHED = new Set(["starts", "zone", "minutes", "network"]);
let newest = 0;

async function show() {
  const asked = ++newest;
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (WATCHED.has(name)) values.set(name, value);
  if (form.dataset.event) values.set("event", form.dataset.event);
  const address = `${form.dataset.hours}?${values}`;
  const response = await fetch(address, { headers: { "X-Fragment": "1" } }).catch(() => null);
  if (!response?.ok || asked !== newest) return;
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  part.replaceChildren(template.content);
}

form?.addEventListener("change", (event) => WATCHED.has(event.target.name) && show());
