// The live screen: swaps in what the server draws, counts down, and watches over silence.
// A tick comes only while the kiosk answers. Without one a screen turns grey: silence is never green.
"use strict";
(() => {
  const root = document.documentElement;
  const old = document.getElementById("old");
  const since = old.querySelector("[data-since]");
  const staleMs = 1000 * Number(root.dataset.staleS);
  const greyMs = 1000 * Number(root.dataset.greyS);
  let clock = root.dataset.clock;
  let lead = Number(root.dataset.nowMono) - performance.now();
  let heard = performance.now();
  let tried = heard;
  let source = null;
  const spans = new Map(); // how long each countdown was when it was first seen

  root.classList.add("js");

  function connect() {
    tried = performance.now();
    if (source) source.close();
    source = new EventSource(document.body.dataset.live);
    source.addEventListener("screen", (message) => swap(message.data));
    source.addEventListener("tick", (message) => tick(JSON.parse(message.data)));
  }

  function swap(html) {
    const sheet = document.createElement("template");
    sheet.innerHTML = html;
    const before = document.getElementById("screen");
    const after = sheet.content.firstElementChild;
    for (const kept of before.querySelectorAll("[data-keep]")) {
      const field = after.querySelector(`[data-keep="${CSS.escape(kept.dataset.keep)}"]`);
      if (!field) continue;
      if (field.type === "checkbox") field.checked = kept.checked;
      else field.value = kept.value;
      if (kept.dataset.done) field.dataset.done = kept.dataset.done;
    }
    before.replaceWith(after);
    document.dispatchEvent(new CustomEvent("swapped"));
  }

  // Another language is swapped in like any other news: what was typed stays.
  async function respeak(asked) {
    source.close(); // it speaks the language it was opened with
    const answer = await asked;
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    root.lang = page.documentElement.lang;
    document.title = page.title;
    for (const kind of ["data-said", "data-spoken"]) {
      const drawn = page.querySelector(`[${kind}]`);
      if (drawn) document.querySelector(`[${kind}]`).replaceWith(drawn);
    }
    swap(page.getElementById("screen").outerHTML);
    connect();
  }

  // The bench and the touch page it frames share one cookie, and so one language.
  function others() { return parent === window ? Array.from(frames) : [parent]; }

  document.addEventListener("submit", async (sent) => {
    const form = sent.target;
    if (!form.matches("[data-speak]")) return;
    sent.preventDefault();
    try {
      const asked = new URLSearchParams(new FormData(form));
      await respeak(fetch(form.action, { method: "POST", body: asked }));
      for (const other of others()) other.dispatchEvent(new Event("spoken"));
    } catch {
      form.submit(); // loads the page anew, whatever that brings
    }
  });
  addEventListener("spoken", () => respeak(fetch(location.href)).catch(() => location.reload()));

  function tick(told) {
    heard = performance.now();
    lead = told.now_mono - heard;
    clock = told.clock;
    root.dataset.seq = told.seq;
    root.dataset.head = told.head;
    beat();
  }

  function beat() {
    const now = performance.now();
    const silent = now - heard;
    const stale = silent > staleMs;
    root.classList.toggle("stale", stale);
    root.classList.toggle("grey", silent > greyMs);
    old.hidden = !stale;
    since.textContent = clock;
    for (const place of document.querySelectorAll("[data-clock]")) {
      if (place !== root) place.textContent = clock;
    }
    for (const place of document.querySelectorAll("[data-until]")) count(place, now + lead);
    if (stale && now - tried > staleMs / 2 && !document.hidden) connect();
  }

  function count(place, now) {
    const left = Math.max(0, Number(place.dataset.until) - now);
    const figure = place.querySelector("[data-left]");
    const last = 1000 * Number(place.dataset.last || 600);
    const until = place.dataset.until;
    spans.set(until, Math.max(left, spans.get(until) || Number(place.dataset.span || 0)));
    place.style.setProperty("--part", 100 * left / spans.get(until));
    place.classList.toggle("late", left < 5000);
    if (figure) figure.textContent = left < last ? Math.ceil(left / 1000) : "";
  }

  document.addEventListener("swapped", beat);

  // Browsers keep six streams to one host: a page nobody looks at gives its own back.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) connect();
    else if (source) source.close();
  });
  addEventListener("pagehide", () => source && source.close());
  setInterval(beat, 250);
  connect();
  beat();
})();
