/* Keeps the draft of a long text on the writer's device until the page that follows says it was sent.

   A field asks for it with data-keep="name"; its form may carry data-owner, so that someone else on the same
   device does not see the draft. A field with data-prefilled begins with a text that its writer may change: only
   what they typed is a draft there. Sending marks a draft; the next page without such fields throws it away. A
   page that comes back with faults still has the field: its draft stays. */
(() => {
  "use strict";

  const PREFIX = "dekkend:draft:";
  const FOUND = "Wij bewaarden uw tekst op dit apparaat. Hij staat er weer.";

  /* Storage can be full or forbidden: writing must go on without it. */
  const attempt = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null;
    }
  };
  const read = (shelf) => attempt((storage) => JSON.parse(storage.getItem(shelf)));
  const forget = (shelf) => attempt((storage) => storage.removeItem(shelf));
  const write = (shelf, text, sent) =>
    text.trim() ? attempt((storage) => storage.setItem(shelf, JSON.stringify({ text, sent }))) : forget(shelf);

  function throwAwaySent() {
    const shelves = attempt((storage) => Object.keys(storage)) ?? [];
    for (const shelf of shelves) {
      if (shelf.startsWith(PREFIX) && read(shelf)?.sent) forget(shelf);
    }
  }

  function watch(field) {
    const shelf = `${PREFIX}${field.form.dataset.owner ?? ""}:${location.pathname}:${field.dataset.keep}`;
    const draft = read(shelf);
    const isPrefilled = field.hasAttribute("data-prefilled");
    const isMissing = isPrefilled ? draft && !draft.sent && draft.text !== field.value : draft && !field.value.trim();
    if (isMissing) putBack(field, shelf, draft.text, isPrefilled ? field.value : "");
    if (isPrefilled ? draft?.text === field.value : field.value) write(shelf, field.value, false);
    field.addEventListener("input", () => write(shelf, field.value, false));
    field.form.addEventListener("submit", () => write(shelf, field.value, true));
  }

  function putBack(field, shelf, text, before) {
    const note = Object.assign(document.createElement("p"), { className: "hint", textContent: FOUND });
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: before ? "Begin met de tekst die er stond" : "Begin leeg" });
    button.className = "button plain";
    button.addEventListener("click", () => {
      field.value = before;
      forget(shelf);
      note.remove();
      field.focus();
    });
    field.value = text;
    note.setAttribute("role", "status");
    note.append(" ", button);
    field.after(note);
  }

  const fields = document.querySelectorAll("textarea[data-keep], input[data-keep]");
  if (fields.length) fields.forEach(watch);
  else throwAwaySent();
})();
