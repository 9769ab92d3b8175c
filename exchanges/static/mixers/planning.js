// How long the mixer is in all, while its parts are being filled in; everyone's hour follows it (events/hours.js).
const form = document.querySelector("form[data-planning]");
const whole = form?.querySelector("[data-whole]");
const text = form?.querySelector("[data-whole-text]");
const value = (name) => Number(form.elements[name]?.value.replace(",", ".") || 0);

function count() {
  const rounds = value("round_count");
  const parts = value("welcome_seconds") + value("input_seconds") + value("harvest_seconds");
  const minutes = Math.round(parts + rounds * value("round_seconds") + Math.max(0, rounds - 1) * value("pause_seconds"));
  if (!Number.isFinite(minutes) || String(minutes) === whole.value) return;
  whole.value = minutes;
  text.textContent = text.dataset.wholeText.replace("{n}", minutes);
  whole.dispatchEvent(new Event("change", { bubbles: true }));
}

form?.addEventListener("change", (event) => event.target !== whole && count());
