// Tells the server the device's time zone (a cookie), and shows times in it at once on the first visit. A page whose
// very order is that of days in a zone ([data-by-day]) is fetched anew, once.
import { localise } from "./times.js";

const YEAR = 31536000;
const root = document.documentElement;
const device = Intl.DateTimeFormat().resolvedOptions().timeZone;
const cookie = `device_zone=${device}`;

if (device && !document.cookie.split("; ").includes(cookie)) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${cookie}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
  const kept = document.cookie.split("; ").includes(cookie);
  if (!("zoneFixed" in root.dataset) && root.dataset.zone !== device) {
    if (kept && document.querySelector("[data-by-day]")) location.reload();
    root.dataset.zone = device;
    delete root.dataset.city;
    const name = device.split("/").pop().replaceAll("_", " ");
    for (const element of document.querySelectorAll("[data-zone-city], [data-city]:not(html)")) element.textContent = name;
    localise(document);
  }
}
