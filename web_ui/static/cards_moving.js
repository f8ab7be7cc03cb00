// Looks again every two seconds while something moves, and puts what is new in the place of what
// was there. A face that does not answer turns the page grey: silence is never green.
"use strict";
const LOOK_MS = 2000;

async function look() {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("main");
    if (answer.redirected || !fresh) {
      location.reload();
      return;
    }
    document.documentElement.classList.remove("grey");
    document.querySelector("main").replaceWith(fresh);
    fresh.querySelector("[autofocus]")?.focus();
    if (!("moving" in fresh.dataset)) return;
  } catch {
    document.documentElement.classList.add("grey");
  }
  setTimeout(look, LOOK_MS);
}

if ("moving" in document.querySelector("main").dataset) setTimeout(look, LOOK_MS);
