// Short notes in the head of a live page; their places are live regions, so they are read out, too.
const says = (name) => document.querySelector(`[data-mixer-says="${name}"]`)?.content.textContent.trim() ?? "";

// `place` is "way" (where to go), "announced" (by a host) or "told" (what became of a form).
export function note(place, text, { address = "", forSeconds = 0 } = {}) {
  const region = document.querySelector(`[data-mixer-${place}]`);
  const template = document.querySelector("[data-mixer-note]");
  if (!region || !template || !text) return;
  const item = template.content.firstElementChild.cloneNode(true);
  item.querySelector("[data-note-text]").textContent = text;
  const way = item.querySelector("[data-note-way]");
  if (address) way.href = address;
  else way.remove();
  item.querySelector("[data-note-close]").addEventListener("click", () => close(item));
  region.replaceChildren(item);
  if (forSeconds) setTimeout(() => item.contains(document.activeElement) || item.remove(), forSeconds * 1000);
}

function close(item) {
  item.remove();
  document.getElementById("main")?.focus({ preventScroll: true });
}

export { says };
