// Enter leads to the next field, and behind the last one sends the card: hands stay on the keys.
"use strict";
const form = document.querySelector("[data-keying]");
if (form) {
  const fields = [...form.querySelectorAll("input:not([type=hidden])")];
  fields.forEach((field, place) => {
    field.addEventListener("keydown", (key) => {
      if (key.key !== "Enter" || place === fields.length - 1) return;
      key.preventDefault();
      fields[place + 1].focus();
    });
  });
}
