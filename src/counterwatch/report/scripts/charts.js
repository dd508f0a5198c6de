"use strict";
// Charts that answer: a picture gives way to the same chart, drawn here, when somebody points at it, touches it or comes to it by key.
// Until then nothing of the page changes, so that a page saved from a browser is still held against its seal piece by piece.
document.addEventListener("DOMContentLoaded", () => {
  if (typeof vegaEmbed !== "function") return;
  const said = (id) => JSON.parse(document.getElementById(id).textContent);
  const bubble = document.createElement("div");
  bubble.className = "bubble";

  // Values are text, whatever they hold; a title of spaces stands for none.
  function told(_, event, __, value) {
    if (value === null || value === undefined || value === "") return bubble.remove();
    event.target.closest("figure").append(bubble);
    bubble.replaceChildren(...(typeof value === "object" ? Object.entries(value) : [["", value]]).map(([title, text]) => {
      const line = document.createElement("div"), inner = document.createElement("bdi");
      inner.textContent = String(text);
      if (title.trim()) line.append(title.trim() + ": ");
      line.append(inner);
      return line;
    }));
    const room = document.documentElement.clientWidth, width = bubble.offsetWidth, x = event.clientX;
    bubble.style.left = Math.max(0, x + 14 + width > room ? x - 14 - width : x + 14) + "px";
    bubble.style.top = event.clientY + 14 + "px";
  }

  const nothing = { load: () => Promise.reject(new Error("no requests")), sanitize: () => Promise.reject(new Error("no links")) };
  const options = {
    mode: "vega-lite", ast: true, actions: false, defaultStyle: false, renderer: "svg", hover: false, tooltip: told, loader: nothing, logLevel: 0,
    formatLocale: said("number-locale"), timeFormatLocale: said("time-locale"),
  };
  async function drawn(picture) {
    const still = picture.querySelector("svg"), box = document.createElement("div");
    try {
      await vegaEmbed(box, JSON.parse(picture.querySelector("script").textContent), options);
      const moving = box.querySelector("svg");
      moving.setAttribute("class", "chart");
      moving.setAttribute("role", "img");
      moving.setAttribute("aria-label", still.querySelector("title").textContent);
      for (const each of moving.querySelectorAll("[role], [aria-label], [aria-roledescription]")) for (const name of ["role", "aria-label", "aria-roledescription"]) each.removeAttribute(name);
      still.replaceWith(box);
    } catch { /* The picture stays. */ }
  }
  for (const picture of document.querySelectorAll(".picture")) {
    if (!picture.querySelector("script")) continue;
    const begin = () => { for (const each of ["pointerenter", "pointerdown", "focus"]) picture.removeEventListener(each, begin); drawn(picture); };
    for (const each of ["pointerenter", "pointerdown", "focus"]) picture.addEventListener(each, begin);
    picture.addEventListener("pointerleave", () => bubble.remove());
  }
});
