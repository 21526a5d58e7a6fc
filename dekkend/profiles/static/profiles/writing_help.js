/* Help beside the field while someone writes: tips, and texts of other schools. Never in the way of writing:
   focus stays where it is, a screen reader hears one line when the tips change, and a tip that cannot be had
   is simply not there.

   The page gives, within a [data-question]: details[data-tips][data-url] with a [data-tips-title], a list and a
   score, a polite [data-tips-news], and a [data-examples] with a link to the page of examples. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  if (!form) return;

  const PAUSE = 1200;
  const FOLDED = `dekkend:${form.dataset.owner}:tips-folded`;
  const IN_FIELD = "De tekst staat in het veld. Maak hem van uw eigen school.";
  const NOT_NOW = "De voorbeelden zijn nu niet te halen. Probeer het straks nog eens.";

  const cookie = (name) => document.cookie.split("; ").find((c) => c.startsWith(`${name}=`))?.split("=")[1] ?? "";
  const element = (tag, text, className = "") => Object.assign(document.createElement(tag), { textContent: text, className });

  /* Answer of autosave.js: no click is halfway, so what comes now pushes nothing away from under it. */
  const released = () => {
    const waiting = [];
    form.dispatchEvent(new CustomEvent("dekkend:release", { detail: waiting }));
    return Promise.all(waiting);
  };

  /* Storage can be full or forbidden: then the tips are open at the next visit. */
  const storage = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null;
    }
  };

  class Tips {
    constructor(fold) {
      this.fold = fold;
      this.box = fold.closest("[data-question]");
      this.field = this.box.querySelector("textarea");
      this.news = this.box.querySelector("[data-tips-news]");
      this.read = this.field.defaultValue; // a draft that was put back is not what the server read
      if (this.field.value !== this.read) this.wait();
      if (storage((kept) => kept.getItem(FOLDED))) fold.open = false;
      this.field.addEventListener("input", () => this.wait());
      fold.querySelector("summary").addEventListener("click", () => setTimeout(() => this.remember()));
    }

    wait() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE);
    }

    /* One question at a time: an answer about an older text would come too late. */
    async ask() {
      const text = this.field.value;
      if (this.asking || text === this.read) return;
      this.asking = true;
      try {
        const headers = { "X-CSRFToken": cookie("csrftoken"), Accept: "application/json" };
        const response = await fetch(this.fold.dataset.url, { method: "POST", body: new URLSearchParams({ text }), headers });
        const answer = response.ok ? await response.json() : null;
        await released();
        if (answer) this.show(answer);
        this.read = text;
      } catch { /* no network: the tips of before stay */ }
      this.asking = false;
      if (this.field.value !== text) this.wait();
    }

    show({ title, tips, score }) {
      const before = this.title;
      this.fold.hidden = tips.length === 0;
      this.fold.querySelector("[data-tips-title]").textContent = title;
      this.fold.querySelector("[data-tips-list]").replaceChildren(...tips.map((tip) => element("li", tip)));
      this.fold.querySelector("[data-tips-score]").textContent = score;
      if (title !== before) this.news.textContent = title ? `${title}, onder het veld.` : "Geen tips meer.";
    }

    get title() {
      return this.fold.querySelector("[data-tips-title]").textContent;
    }

    remember() {
      storage((kept) => (this.fold.open ? kept.removeItem(FOLDED) : kept.setItem(FOLDED, "yes")));
    }
  }

  class Examples {
    constructor(place) {
      this.place = place;
      this.box = place.closest("[data-question]");
      this.field = this.box.querySelector("textarea, input[type=text]");
      const link = place.querySelector("a");
      this.url = link.href;
      this.button = element("button", "", "button plain small");
      Object.assign(this.button, { type: "button" });
      this.button.append(...link.childNodes);
      this.button.setAttribute("aria-expanded", "false");
      this.piece = element("div", "");
      this.piece.hidden = true;
      this.news = element("p", "", "small");
      this.news.setAttribute("role", "status");
      place.replaceChildren(this.button, this.piece, this.news);
      this.button.addEventListener("click", () => this.toggle());
      this.piece.addEventListener("click", (event) => this.press(event.target));
    }

    async toggle() {
      if (!this.piece.hasChildNodes() && !(await this.load())) return;
      this.piece.hidden = !this.piece.hidden;
      this.button.setAttribute("aria-expanded", String(!this.piece.hidden));
    }

    async load() {
      this.news.textContent = "";
      try {
        const response = await fetch(`${this.url}?deel`);
        if (!response.ok || response.redirected) throw new Error(response.status);
        const piece = new DOMParser().parseFromString(await response.text(), "text/html");
        this.piece.replaceChildren(...piece.body.childNodes);
        return true;
      } catch {
        this.news.textContent = NOT_NOW;
        return false;
      }
    }

    press(target) {
      const example = target.closest("[data-example]");
      if (!example) return;
      const sure = example.querySelector("[data-sure]");
      const use = example.querySelector("[data-use]");
      if (target.matches("[data-replace]") || (target.matches("[data-use]") && !this.field.value.trim())) {
        sure.hidden = true;
        this.fill(example.querySelector("[data-source]").content.textContent);
      } else if (target.matches("[data-use]")) {
        sure.hidden = false;
        sure.querySelector("[data-replace]").focus();
      } else if (target.matches("[data-keep-mine]")) {
        sure.hidden = true;
        use.focus();
      }
    }

    /* As if it was typed: saving and the draft on this device follow by themselves. */
    fill(text) {
      this.field.value = text;
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
      this.field.focus();
      this.news.textContent = IN_FIELD;
    }
  }

  form.querySelectorAll("details[data-tips]").forEach((fold) => new Tips(fold));
  form.querySelectorAll("[data-examples]").forEach((place) => new Examples(place));
})();
