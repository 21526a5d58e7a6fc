/* Tells at once that a file is too large, and sends the form once. Without this file the server does both. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-paper]");
  if (!form) return;

  const file = form.elements.file;
  const button = form.querySelector("button");
  const busy = form.querySelector("[data-busy]");
  const box = file.parentElement;

  function judge() {
    const isTooLarge = file.files[0]?.size > Number(form.dataset.most);
    box.querySelector("[data-fault]")?.remove();
    box.classList.toggle("wrong", isTooLarge);
    file.toggleAttribute("aria-invalid", isTooLarge);
    if (!isTooLarge) return true;
    file.setAttribute("aria-invalid", "true");
    const fault = Object.assign(document.createElement("p"), { className: "error", textContent: form.dataset.tooLarge });
    fault.dataset.fault = "";
    fault.setAttribute("role", "alert");
    file.before(fault);
    return false;
  }

  file.addEventListener("change", judge);
  form.addEventListener("submit", (event) => {
    if (!judge()) {
      event.preventDefault();
      file.focus();
      return;
    }
    button.disabled = true;
    busy.textContent = form.dataset.busyWords;
  });
  // back from the next page: the form can be used again
  addEventListener("pageshow", () => {
    button.disabled = false;
    busy.textContent = "";
  });
})();
