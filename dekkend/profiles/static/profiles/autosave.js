/* Saves each answer as its writer leaves the field, and keeps what was typed until the server has it.

   Without this file the page works with one button. With it:
   - one save in flight per question: two could overtake each other, and the older text would win;
   - what is not saved yet stands in localStorage, under the writer's own number, until a 200 comes back;
   - a lost network or session is tried again by itself; a conflict or a fault waits for the writer;
   - what came back is told when no button of the mouse is down, so that nothing moves under a click.

   The page gives: form[data-autosave][data-owner][data-login] (with data-signed-out and data-sign-in for who has
   no account), and per question a [data-question] with
   data-url, an input named "rev:<key>", and a p[data-save] that is a polite status. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  if (!form) return;

  const FIRST_WAIT = 2000;
  const LONGEST_WAIT = 60000;
  const KEPT = "Uw tekst blijft op dit apparaat staan.";
  const OFFLINE = `Nog niet opgeslagen: geen verbinding. ${KEPT} Wij proberen het opnieuw.`;
  const { signedOut = "u bent niet meer ingelogd", signIn = "Log opnieuw in (nieuw tabblad)" } = form.dataset;
  const SIGNED_OUT = `Nog niet opgeslagen: ${signedOut}. ${KEPT} `;
  const FOUND = "Wij vonden tekst die nog niet was opgeslagen. Wij bewaren hem nu.";

  const cookie = (name) => document.cookie.split("; ").find((c) => c.startsWith(`${name}=`))?.split("=")[1] ?? "";
  const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

  /* Between pressing and releasing nothing on the page may move: the click would land beside what was pressed. */
  const LONGEST_PRESS = 1000;
  let released = Promise.resolve();
  addEventListener("pointerdown", () => {
    released = new Promise((done) => {
      for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(done), { once: true });
      setTimeout(done, LONGEST_PRESS);
    });
  });

  const newId = () => crypto.getRandomValues(new Uint32Array(1))[0].toString(16).padStart(8, "0");

  class Question {
    constructor(box) {
      this.box = box;
      this.url = box.dataset.url;
      this.revision = form.elements[`rev:${box.dataset.question}`];
      this.state = box.querySelector("[data-save]");
      this.shelf = `dekkend:${form.dataset.owner}:${this.url}`;
      // a new row gets its lasting id here: given by the server, each save would make it another row
      for (const id of box.querySelectorAll('input[name$=".id"]')) id.value ||= newId();
      this.saved = this.text;
      this.sending = null; // the save in flight
      this.waits = box.hasAttribute("data-waits"); // for the writer: a conflict, a fault
      this.pause = FIRST_WAIT;
    }

    get fields() {
      const inputs = this.box.querySelectorAll("input, textarea, select");
      const used = [...inputs].filter((i) => i.name && i !== this.revision && !i.disabled && !i.closest("[data-choices]"));
      return used.filter((i) => !/^(checkbox|radio)$/.test(i.type) || i.checked).map((i) => [i.name, i.value]);
    }

    get text() {
      return JSON.stringify(this.fields);
    }

    get isChanged() {
      return this.text !== this.saved;
    }

    /* Storage can be full or forbidden: saving must go on without it. */
    keep() {
      try {
        if (this.isChanged) localStorage.setItem(this.shelf, JSON.stringify([this.fields, this.revision.value]));
        else localStorage.removeItem(this.shelf);
      } catch { /* private window */ }
    }

    found() {
      try {
        return JSON.parse(localStorage.getItem(this.shelf));
      } catch {
        return null;
      }
    }

    /* Resolves when nothing is left to send, or when it cannot be sent now. */
    save() {
      clearTimeout(this.timer);
      if (this.sending) return this.sending;
      if (!this.isChanged || this.waits) return Promise.resolve();
      this.sending = this.send(this.fields).then((goOn) => {
        this.sending = null;
        return goOn ? this.save() : undefined; // typed on meanwhile: once more
      });
      return this.sending;
    }

    async send(fields) {
      const body = new URLSearchParams(fields);
      body.append(this.revision.name, this.revision.value);
      const headers = { "X-CSRFToken": cookie("csrftoken"), Accept: "application/json" };
      const slow = setTimeout(() => this.say("saved", "Bezig met opslaan…"), 1000);
      // keepalive lets a save outlive the page; browsers allow it up to 64 kB
      const keepalive = body.toString().length < 60000;
      try {
        const response = await fetch(this.url, { method: "POST", body, headers, keepalive });
        const isJson = response.headers.get("Content-Type")?.includes("json");
        const answer = isJson ? await response.json() : null;
        await released;
        return this.take(response.status, answer, JSON.stringify(fields));
      } catch {
        return this.later(OFFLINE);
      } finally {
        clearTimeout(slow);
      }
    }

    take(status, answer, sent) {
      if (status === 200 && answer) return this.acknowledge(answer, sent);
      if (status === 409 && answer) return this.conflict(answer);
      if (status === 422 && answer) return JSON.stringify(this.fields) === sent ? this.refuse(answer.error) : true;
      if (status === 401 || (status === 403 && !answer)) return this.signedOut();
      if (status === 403 || status === 404) return this.stop(answer?.error ?? "Dit profiel is er niet meer.");
      return this.later(OFFLINE);
    }

    acknowledge(answer, sent) {
      this.saved = sent;
      this.revision.value = answer.revision;
      this.pause = FIRST_WAIT;
      this.clearError();
      this.keep();
      this.say("saved", `Opgeslagen ${answer.saved_at} door ${answer.by}`);
      show(answer.visible ?? {});
      this.box.dispatchEvent(new CustomEvent("dekkend:saved", { bubbles: true }));
      return this.isChanged;
    }

    later(words) {
      this.say("warn", words);
      this.keep();
      this.timer = setTimeout(() => this.save(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_WAIT);
      return false;
    }

    signedOut() {
      this.later(SIGNED_OUT);
      const link = element("a", signIn);
      Object.assign(link, { href: form.dataset.login, target: "_blank", rel: "opener" });
      this.state.querySelector("[data-text]").append(link, ". Daarna bewaren wij uw tekst vanzelf.");
      return false;
    }

    stop(words) {
      this.waits = true;
      this.keep();
      this.say("warn", `Niet opgeslagen. ${words} ${KEPT}`);
      return false;
    }

    refuse(words) {
      this.waits = true; // until it is changed: the same text would be refused again
      this.keep();
      this.clearError();
      const error = this.box.querySelector("template[data-error]").content.firstElementChild.cloneNode(true);
      error.id = `fout-${this.box.id}`;
      error.querySelector("[data-text]").textContent = words;
      const field = this.box.querySelector("input:not([type=hidden]), textarea, select");
      this.box.classList.add("wrong");
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${error.id}`.trim());
      this.state.before(error);
      this.say("warn", `Niet opgeslagen. ${KEPT}`);
      return false;
    }

    clearError() {
      this.box.classList.remove("wrong");
      for (const old of this.box.querySelectorAll(".error")) old.remove();
      for (const inner of this.box.querySelectorAll(".wrong")) inner.classList.remove("wrong");
      for (const field of this.box.querySelectorAll("[aria-invalid]")) {
        field.removeAttribute("aria-invalid");
        field.setAttribute("aria-describedby", (field.getAttribute("aria-describedby") ?? "").replace(/fout-\S+/, "").trim());
      }
    }

    /* Both texts, and three ways. Nothing is sent until the writer has chosen one. */
    conflict(answer) {
      this.waits = true;
      this.keep();
      this.say("warn", `Niet opgeslagen: ${answer.by} veranderde dit antwoord ook. ${KEPT}`);
      const panel = document.querySelector("template[data-conflict]").content.firstElementChild.cloneNode(true);
      panel.querySelector("[data-by]").textContent = answer.by;
      panel.querySelector("[data-by-first]").textContent = answer.by[0].toUpperCase() + answer.by.slice(1);
      panel.querySelector("[data-at]").textContent = answer.at;
      for (const side of ["theirs", "yours"]) {
        const lines = (answer[side] || "Niets ingevuld").split("\n").filter(Boolean);
        panel.querySelector(`[data-${side}]`).replaceChildren(...lines.map((line) => element("p", line)));
      }
      panel.addEventListener("click", (event) => this.choose(event.target.closest("[data-choice]")?.dataset.choice, panel, answer));
      this.box.querySelector("[data-panel]").replaceChildren(panel);
      panel.focus();
      return false;
    }

    async choose(way, panel, answer) {
      if (!way) return;
      if (way === "theirs") {
        this.saved = this.text;
        this.keep();
        await settle();
        location.hash = this.box.id;
        location.reload();
        return;
      }
      this.revision.value = answer.revision;
      this.saved = null; // whatever stands in the field is to be saved over the other text
      if (way === "merge") {
        panel.querySelector("[data-choices]").hidden = true;
        panel.querySelector("[data-merging]").hidden = false;
        this.box.querySelector("textarea, input:not([type=hidden])").focus();
        return;
      }
      panel.remove();
      this.waits = false;
      this.save();
    }

    /* Puts back what was kept. Rows that no longer fit are sent as they were, and the page drawn anew. */
    async restore() {
      const found = this.found();
      if (!found) return;
      const [fields, revision] = found;
      if (JSON.stringify(fields) === this.saved) return this.keep();
      this.revision.value = revision;
      this.fill(fields);
      this.say("warn", FOUND);
      if (this.text === JSON.stringify(fields)) return this.save();
      await this.send(fields);
      if (!this.waits) location.reload();
    }

    fill(fields) {
      const left = [...fields];
      for (const input of this.box.querySelectorAll("input, textarea, select")) {
        if (!input.name || input === this.revision) continue;
        const isPick = /^(checkbox|radio)$/.test(input.type);
        const place = left.findIndex(([name, value]) => name === input.name && (!isPick || value === input.value));
        if (isPick) input.checked = place >= 0;
        else if (place >= 0) input.value = left[place][1];
        if (place >= 0) left.splice(place, 1);
      }
    }

    say(icon, words) {
      this.state.classList.toggle("warn", icon === "warn");
      const use = this.state.querySelector("use");
      use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icon}`));
      const place = this.state.querySelector("[data-icon]");
      place.hidden = false;
      place.classList.toggle("ok", icon !== "warn");
      this.state.querySelector("[data-text]").textContent = words;
    }
  }

  const questions = [...form.querySelectorAll("[data-question]")].map((box) => new Question(box));
  const at = (target) => questions.find((question) => question.box.contains(target));
  const settle = () => Promise.all(questions.map((question) => question.save()));

  /* Conditions are the server's: its answer says which questions of this page are asked now. */
  function show(visible) {
    for (const { box } of questions) {
      if (box.dataset.question in visible) box.hidden = !visible[box.dataset.question];
    }
    for (const group of form.querySelectorAll("[data-group]")) {
      group.hidden = !group.querySelector("[data-question]:not([hidden])");
    }
  }

  form.addEventListener("input", ({ target }) => {
    const question = at(target);
    if (!question || target.closest("[data-choices]")) return;
    if (!question.box.querySelector("[data-panel] > *")) question.waits = question.box.hasAttribute("data-waits");
    question.keep();
  });
  /* Saved on leaving the question: half a date or a number without its year is not an answer yet. */
  form.addEventListener("focusout", ({ target, relatedTarget }) => {
    const question = at(target);
    if (!question?.box.contains(relatedTarget)) question?.save();
  });
  form.addEventListener("change", ({ target }) => {
    if (target.matches("[type=radio], [type=checkbox], select")) at(target)?.save();
  });
  form.addEventListener("click", ({ target }) => {
    if (!target.matches("[data-merged]")) return;
    const question = at(target);
    target.closest("[data-panel]").replaceChildren();
    question.waits = false;
    question.save();
  });

  /* For other scripts of the page: whoever asks gets something to wait for. */
  form.addEventListener("dekkend:settle", ({ detail }) => detail.push(settle()));
  form.addEventListener("dekkend:release", ({ detail }) => detail.push(released));

  /* The button waits for saves in flight; what cannot be saved now keeps the writer on the page. */
  let isSettled = false;
  form.addEventListener("submit", async (event) => {
    const isBusy = questions.some((question) => question.sending || question.isChanged);
    if (isSettled || !isBusy || questions.some(({ box }) => box.hasAttribute("data-waits"))) return;
    event.preventDefault();
    const { submitter } = event;
    await settle();
    const left = questions.find((question) => question.isChanged);
    if (left) return left.box.scrollIntoView({ block: "center" });
    isSettled = true;
    setTimeout(() => form.requestSubmit(submitter)); // a form cannot be sent while its submit event runs
  });

  /* A page from the browser's memory has old revisions and an open gate. */
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  addEventListener("online", settle);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) settle(); });

  questions.filter(({ box }) => !box.hasAttribute("data-waits")).forEach((question) => question.restore());
})();
