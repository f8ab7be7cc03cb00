// Says that a photo is too large before it is sent; the kiosk says so too.
"use strict";
for (const photo of document.querySelectorAll("input[type=file][data-most]")) {
  const said = document.createElement("p");
  said.className = "too-large";
  said.setAttribute("role", "alert");
  photo.addEventListener("change", () => {
    const file = photo.files[0];
    const tooLarge = file && file.size > Number(photo.dataset.most);
    photo.setCustomValidity(tooLarge ? photo.dataset.tooLarge : "");
    said.textContent = tooLarge ? photo.dataset.tooLarge : "";
    photo.after(said);
  });
}
