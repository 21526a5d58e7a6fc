/* Last year beside this year: says that answers still hold without a new page, and opens their fields at once.

   Without this file the same buttons send the whole form. With it:
   - "Klopt nog" waits for saves in flight, so that what was just typed is this year's answer, not confirmed;
   - focus never falls off the page: to the field that was opened, or to the line that tells what was said;
   - what cannot be confirmed now (no network, no session, someone changed it) is told at the question.

   The page gives, per heading, section[data-again][data-url] with a [data-sheet], the [data-list] of questions, the
   [data-ask] with its buttons, the [data-said] that tells, and a [data-trouble]. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  if (!form) return;

  const OFFLINE = "Nog niet bevestigd: geen verbinding. Probeer het straks opnieuw.";
  const FAILED = "Nog niet bevestigd. Laad de bladzijde opnieuw en probeer het nog eens.";
  const SIGNED_OUT = "Nog niet bevestigd: u bent niet meer ingelogd. ";

  const cookie = (name) => document.cookie.split("; ").find((c) => c.startsWith(`${name}=`))?.split("=")[1] ?? "";
  const element = (tag, text, className = "") => Object.assign(document.createElement(tag), { textContent: text, className });

  const news = element("p", "", "sr");
  news.setAttribute("role", "status");
  form.append(news);

  /* Answers of autosave.js: "settle", all saves are through or cannot go through now; "release", no click is halfway. */
  const after = (what) => {
    const waiting = [];
    form.dispatchEvent(new CustomEvent(`dekkend:${what}`, { detail: waiting }));
    return Promise.all(waiting);
  };

  class Item {
    constructor(box) {
      this.box = box;
      this.row = box.querySelector("[data-row]");
      this.was = box.querySelector("[data-was]");
      this.field = box.querySelector("[data-field]");
      this.waits = form.querySelector(`input[name=waits][value="${box.dataset.question}"]`);
      this.revision = form.elements[`rev:${box.dataset.question}`];
    }

    get isOpen() {
      return !this.field.hidden;
    }

    open() {
      this.field.hidden = false;
      for (const more of this.box.querySelectorAll("[data-with-field]")) more.hidden = false;
    }

    get awaits() {
      return this.waits !== null && !this.waits.disabled;
    }

    get isShown() {
      return !this.box.hidden;
    }

    set stand(stand) {
      this.box.dataset.stand = stand;
      if (this.waits) this.waits.disabled = stand !== "open";
    }
  }

  class Heading {
    constructor(section) {
      this.section = section;
      this.find = (name) => section.querySelector(`[data-${name}]`);
      this.items = [...section.querySelectorAll("[data-question]")].filter((box) => box.querySelector("[data-was]")).map((box) => new Item(box));
      section.addEventListener("click", (event) => this.press(event));
      section.addEventListener("dekkend:saved", ({ target }) => this.saved(target));
    }

    get waiting() {
      return this.items.filter((item) => item.isShown && item.awaits);
    }

    get mode() {
      if (this.items.some((item) => item.isShown && item.isOpen)) return "open";
      return this.waiting.length ? "read" : "confirmed";
    }

    press(event) {
      const button = event.target.closest("[data-confirm], [data-change], [data-take-back]");
      if (!button) return;
      event.preventDefault();
      if ("change" in button.dataset) this.open();
      else this.send("takeBack" in button.dataset);
    }

    /* The fields of what waits; when nothing does, of all that was confirmed. */
    open() {
      const waiting = this.waiting.filter((item) => !item.isOpen);
      const opened = waiting.length ? waiting : this.items.filter((item) => !item.isOpen);
      for (const item of opened) item.open();
      this.draw();
      const field = opened.find((item) => item.isShown)?.field.querySelector("textarea, select, input:not([type=hidden])");
      field?.focus();
    }

    async send(isBack) {
      if (this.busy) return;
      this.busy = true;
      await after("settle");
      const items = isBack ? this.items : this.waiting;
      if (items.length) await this.post(items, isBack);
      this.busy = false;
    }

    async post(items, isBack) {
      const body = new URLSearchParams(items.map((item) => [item.revision.name, item.revision.value]));
      if (isBack) body.append("take-back", "yes");
      const headers = { "X-CSRFToken": cookie("csrftoken"), Accept: "application/json" };
      try {
        const response = await fetch(this.section.dataset.url, { method: "POST", body, headers });
        const isJson = response.headers.get("Content-Type")?.includes("json");
        const answer = isJson ? await response.json() : {};
        await after("release");
        this.take(response.status, answer, items, isBack);
      } catch {
        this.trouble(OFFLINE);
      }
    }

    take(status, answer, items, isBack) {
      this.find("trouble").replaceChildren();
      if (status === 409) return this.changed(answer);
      if (status === 401) return this.signedOut();
      if (status !== 200) return this.trouble(answer.error ?? FAILED);
      for (const item of items) {
        if (isBack && item.box.dataset.stand !== "confirmed") continue;
        if (isBack && !item.waits) item.waits = this.newWait(item);
        item.stand = isBack ? "open" : "confirmed";
        item.field.hidden = true;
      }
      if (!isBack) this.find("said-words").textContent = answer.said;
      this.draw();
      progress(answer);
      news.textContent = isBack ? "Teruggenomen. Deze vraag staat weer open." : `${answer.said}.`;
      (isBack ? this.find("ask").querySelector("button") : this.find("said")).focus();
    }

    /* What was confirmed before this page was drawn brought no mark that it waits. */
    newWait(item) {
      const mark = Object.assign(element("input", ""), { type: "hidden", name: "waits", value: item.box.dataset.question });
      form.append(mark);
      return mark;
    }

    saved(box) {
      const item = this.items.find((one) => one.box === box);
      if (!item) return;
      item.stand = "changed";
      item.open(); // it may have been a draft of before, put back
      this.draw();
    }

    /* As again.html, question.html and was.html draw it. */
    draw() {
      const { mode, waiting } = this;
      const isRead = mode === "read";
      const isTogether = "together" in this.section.dataset;
      this.find("sheet").className = isRead && !isTogether ? "beside" : "space stack";
      this.find("list").classList.toggle("quiet", isRead);
      this.find("list").classList.toggle("known", isTogether && mode !== "open");
      for (const words of this.section.querySelectorAll("[data-of-all]")) words.hidden = !isRead;
      for (const item of this.items) {
        item.row.classList.toggle("beside", item.isOpen);
        item.was.classList.toggle("quiet", item.isOpen || (mode === "open" && item.awaits));
        for (const words of item.was.querySelectorAll("[data-of-one]")) words.hidden = !item.isOpen;
      }
      const said = this.find("said");
      const hasConfirmed = this.items.some((item) => item.isShown && item.box.dataset.stand === "confirmed");
      this.find("ask").hidden = waiting.length === 0;
      this.find("ask-words").textContent = isRead ? "Klopt dit nog?" : "Klopt de rest nog?";
      this.find("hint")?.toggleAttribute("hidden", !isRead);
      this.find("ask").querySelector("[data-change]").hidden = waiting.every((item) => item.isOpen);
      said.hidden = waiting.length > 0 || !hasConfirmed;
      for (const rest of form.querySelectorAll("[data-rest]")) rest.hidden = !form.querySelector("input[name=waits]:not([disabled])");
    }

    trouble(words) {
      const notice = element("div", "", "notice warn");
      notice.setAttribute("role", "alert");
      notice.append(element("p", words));
      this.find("trouble").replaceChildren(notice);
      return notice;
    }

    signedOut() {
      const link = element("a", "Log opnieuw in (nieuw tabblad)");
      Object.assign(link, { href: form.dataset.login, target: "_blank", rel: "opener" });
      this.trouble(SIGNED_OUT).firstChild.append(link, ".");
    }

    /* Someone else changed it: both texts are shown, last year's above and the new one here. */
    changed(answer) {
      const panel = document.querySelector("template[data-changed]").content.firstElementChild.cloneNode(true);
      panel.querySelector("[data-who]").textContent = answer.who;
      const lines = (answer.theirs || "Niets ingevuld").split("\n").filter(Boolean);
      panel.querySelector("[data-theirs]").replaceChildren(...lines.map((line) => element("p", line)));
      panel.querySelector("[data-show]").addEventListener("click", () => {
        location.hash = this.section.querySelector("h2").id;
        location.reload();
      });
      this.find("trouble").replaceChildren(panel);
      panel.focus();
    }
  }

  function progress({ progress: words }) {
    for (const name of ["chapter", "whole", "round"]) {
      const place = document.querySelector(`[data-progress=${name}]`);
      if (place) place.textContent = words[name];
    }
    document.querySelector("[data-progress=share]")?.setAttribute("width", words.share);
  }

  const headings = [...form.querySelectorAll("[data-again]")].map((section) => new Heading(section));

  /* Put back by autosave.js before this ran: typed text must be seen. */
  for (const heading of headings) {
    if (heading.items.some((item) => item.box.querySelector("[data-save].warn") && !item.isOpen)) heading.open();
  }
})();
