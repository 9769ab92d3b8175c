// The strip under the header that says how the live connection is doing. The sentences come from the page.
const banner = document.getElementById("banner");
let hiding;

export function show(which, { good = false, forSeconds = 0 } = {}) {
  if (!banner || banner.dataset.shown === which) return;
  clearTimeout(hiding);
  banner.dataset.shown = which;
  banner.classList.toggle("banner--good", good);
  banner.querySelector("[data-banner-text]").textContent = banner.dataset[which] ?? "";
  const action = banner.querySelector("[data-banner-action]");
  action.hidden = which !== "signIn";
  action.href = banner.dataset.login;
  banner.hidden = false;
  if (forSeconds) hiding = setTimeout(() => hide(which), forSeconds * 1000);
}

export function hide(...which) {
  if (!banner || !which.includes(banner.dataset.shown)) return;
  banner.hidden = true;
  delete banner.dataset.shown;
}

export const shown = () => banner?.dataset.shown ?? "";
