// Forms: the error summary takes the focus, drafts are saved, nothing is sent twice by a double click.
const PAUSE = 1500;
const LONGEST = 15000;
const timers = new WeakMap();
const saving = new WeakMap();

function status(form, text, warn = false) {
  const line = form.querySelector("[data-autosave-status]");
  if (!line) return;
  line.textContent = text;
  line.classList.toggle("autosave--warning", warn);
}

// form[data-autosave="/address/"] is posted there (X-Fragment: 1) when the reader rests; the answer may be
// {"saved": "sentence"}, with "unkept" fields if there are any and new values of "hidden" ones, or {"reason": "sentence"},
// with "compare" when a colleague has written meanwhile: sending the form then shows both texts.
async function send(form) {
  const asked = { method: "POST", body: new FormData(form), headers: { "X-Fragment": "1" } };
  const response = await fetch(form.dataset.autosave, { ...asked, signal: AbortSignal.timeout(LONGEST) }).catch(() => null);
  const told = await response?.json().catch(() => null);
  for (const [name, value] of Object.entries(told?.hidden ?? {})) form.elements[name].value = value;
  const compare = form.querySelector("[data-autosave-compare]");
  if (compare && response) compare.hidden = !told?.compare;
  if (response?.ok) status(form, told?.saved ?? form.dataset.saved ?? "", Boolean(told?.unkept));
  else status(form, told?.reason ?? form.dataset.unsaved ?? "", true);
  form.dispatchEvent(new CustomEvent("autosave:done", { bubbles: true, detail: { ok: Boolean(response?.ok) } }));
}

// One after the other, so that an older text never arrives after a newer one.
function save(form) {
  const turn = (saving.get(form) ?? Promise.resolve()).then(() => send(form)).finally(() => {
    if (saving.get(form) === turn) saving.delete(form);
  });
  saving.set(form, turn);
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.autosave) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), PAUSE));
});

// form[data-draft="key"] keeps its texts in this tab only (many share a computer) until it is sent.
const texts = (form) => [...form.querySelectorAll("textarea[name], input[type=text][name]")];

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.draft) return;
  const values = Object.fromEntries(texts(form).map((field) => [field.name, field.value]));
  sessionStorage.setItem(`form:${form.dataset.draft}`, JSON.stringify(values));
});
for (const form of document.querySelectorAll("form[data-draft]")) {
  const values = JSON.parse(sessionStorage.getItem(`form:${form.dataset.draft}`) ?? "{}");
  for (const field of texts(form)) if (!field.value && values[field.name]) field.value = values[field.name];
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  clearTimeout(timers.get(form));
  if (saving.has(form)) {
    event.preventDefault();
    saving.get(form).then(() => form.requestSubmit(event.submitter));
    return;
  }
  form.dataset.sent = "1";
  if (form.dataset.draft) sessionStorage.removeItem(`form:${form.dataset.draft}`);
  setTimeout(() => delete form.dataset.sent, 4000);
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

const summary = document.querySelector("[data-error-summary]");
summary?.focus();
// A link of the summary goes to the field itself, with the focus in it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  const field = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
  target.scrollIntoView({ block: "center" });
  (field ?? target).focus({ preventScroll: true });
});
// [data-auto-submit]: a select that sends its form when changed; its button is for those without scripts.
document.addEventListener("change", (event) => event.target.matches("[data-auto-submit]") && event.target.form.requestSubmit());
