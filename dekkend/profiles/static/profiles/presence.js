/* Who else has this profile open, and where: asked every 20 seconds, which also tells where this reader is.

   Without this file the page shows who was there when it was drawn. With it:
   - nothing is asked or told while the page is hidden, or when nobody touched it for five minutes;
   - leaving the page tells so at once; a page that just falls silent is forgotten within a minute;
   - what a person looks at or points to stays where it is when a line comes or goes;
   - a screen reader hears who comes, and what happens at the question it is in; focus is left alone.

   The page gives [data-presence] (the address) with data-chapter, a list [data-people] and a polite [data-news];
   and where people write, a [data-here] for each question. */
(() => {
  "use strict";

  const place = document.querySelector("[data-presence]");
  if (!place) return;

  const EVERY = 20_000;
  const SOON = 1_000;
  const IDLE = 5 * 60_000;
  const ALONE = "Nu schrijft hier niemand anders.";

  const url = place.dataset.presence;
  const chapter = place.dataset.chapter;
  const list = place.querySelector("[data-people]");
  const news = place.querySelector("[data-news]");
  const form = document.querySelector("form[data-autosave]");
  const slots = [...document.querySelectorAll("[data-here]")];

  const cookie = (name) => document.cookie.split("; ").find((c) => c.startsWith(`${name}=`))?.split("=")[1] ?? "";
  const element = (tag, text, className = "") => Object.assign(document.createElement(tag), { textContent: text, className });
  const mark = (initials) => {
    const circle = element("span", initials, "who");
    circle.setAttribute("aria-hidden", "true");
    return circle;
  };

  /* Answer of autosave.js: no click is halfway. Where nobody writes there is nothing to wait for. */
  const released = () => {
    const waiting = [];
    form?.dispatchEvent(new CustomEvent("dekkend:release", { detail: waiting }));
    return Promise.all(waiting);
  };

  let timer = 0;
  let asking = null;
  let touched = Date.now();
  let told = ""; // the question we said we are in
  let drawn = "";
  let names = new Set([...list.children].map((item) => item.dataset.name));
  let heard = { at: "", words: "" }; // what was last said about the question this reader is in

  /* The question that has the focus. */
  const question = () => document.activeElement?.closest("[data-question]")?.dataset.question ?? "";
  const words = (more) => new URLSearchParams({ chapter, question: told, csrfmiddlewaretoken: cookie("csrftoken"), ...more });
  const isAway = () => document.hidden || Date.now() - touched > IDLE;

  function wait(pause) {
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  }

  async function ask() {
    clearTimeout(timer);
    if (isAway()) return; // coming back asks again
    told = question();
    asking?.abort(); // an older answer is about another place
    const { signal } = (asking = new AbortController());
    try {
      const response = await fetch(url, { method: "POST", body: words(), headers: { Accept: "application/json" }, signal });
      const answer = response.ok ? await response.json() : {};
      await released();
      if (signal.aborted) return;
      draw(answer);
      if (response.status >= 400 && response.status < 500) return; // signed out, or nobody writes any more
    } catch {
      if (signal.aborted) return;
      draw({}); // no network: what we knew may no longer be true
    }
    wait(EVERY);
  }

  function draw({ people = [], questions = {}, answer = null }) {
    const shown = JSON.stringify([people, questions, answer, told]);
    if (shown === drawn) return;
    drawn = shown;
    still(() => {
      if (!list.contains(document.activeElement)) list.replaceChildren(...people.map(line));
      list.hidden = people.length === 0;
      for (const slot of slots) write(slot, questions[slot.dataset.here], answer);
    });
    tell(people, questions[told]?.words ?? "", answer);
  }

  function line({ initials, words, where, url }) {
    const item = element("li", "", "row small one-line");
    const text = element("span", words);
    if (url) text.append(" ", Object.assign(element("a", where), { href: url }));
    item.append(mark(initials), " ", text);
    return item;
  }

  /* Who writes here now; or else, that someone wrote here since this page was drawn. */
  function write(slot, writing, answer) {
    const isNews = !writing && slot.dataset.here === told && isNewer(answer);
    const said = writing?.words ?? (isNews ? answer.words : "");
    if (said === slot.dataset.told || slot.contains(document.activeElement)) return;
    slot.dataset.told = said; // not "said": that is a part of last year beside this year
    const text = element("p", "");
    if (writing) text.append(...writing.initials.map(mark));
    text.append(element("span", said), ...(isNews ? [again(slot)] : []));
    slot.replaceChildren(...(said ? [text] : []));
  }

  const isNewer = (answer) => answer !== null && answer.revision > Number(form.elements[`rev:${told}`].value);

  function again(slot) {
    const button = Object.assign(element("button", "Laat zien wat er nu staat", "button plain small"), { type: "button" });
    button.addEventListener("click", () => {
      location.hash = slot.closest("[data-question], [data-again]").id;
      location.reload();
    });
    return button;
  }

  function tell(people, here, answer) {
    const came = people.map(({ name }) => name).filter((name) => !names.has(name));
    const isSame = heard.at === told;
    if (here && !(isSame && heard.words === here)) news.textContent = here;
    else if (!here && isNewer(answer)) news.textContent = answer.words;
    else if (!here && isSame && heard.words) news.textContent = ALONE;
    else if (came.length) news.textContent = `Nu ook in dit profiel: ${came.join(", ")}.`;
    names = new Set(people.map(({ name }) => name));
    heard = { at: told, words: here };
  }

  /* Of what is on the screen: what is pointed at, or has the focus, or is in the middle. */
  function inSight() {
    const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
    return [[...document.querySelectorAll("main :hover")].pop(), document.activeElement, middle].find((one) => {
      const { top, bottom } = one?.getBoundingClientRect() ?? {};
      return bottom > 0 && top < innerHeight && !one.contains(place);
    });
  }

  /* It does not shrink, for at the top nothing can scroll back; whole pixels, for a page scrolls by those. */
  const hold = () => { place.style.minHeight = `${Math.ceil(place.getBoundingClientRect().height)}px`; };

  /* That keeps its place on the screen. */
  function still(change) {
    const root = document.documentElement;
    const kept = inSight();
    const before = kept?.getBoundingClientRect().top;
    root.style.overflowAnchor = "none"; // the browser's own way would do it twice
    hold();
    change();
    hold();
    if (kept?.isConnected) scrollBy({ top: kept.getBoundingClientRect().top - before, behavior: "instant" });
    requestAnimationFrame(() => requestAnimationFrame(() => { root.style.overflowAnchor = ""; }));
  }

  function touch() {
    const wasAway = isAway();
    touched = Date.now();
    if (wasAway) ask();
  }

  for (const name of ["pointerdown", "pointermove", "keydown", "scroll"]) addEventListener(name, touch, { passive: true });
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    touched = Date.now();
    ask();
  });
  form?.addEventListener("focusin", () => { if (question() !== told) wait(SOON); });
  addEventListener("pagehide", () => navigator.sendBeacon(url, words({ leaving: "yes" })));
  addEventListener("pageshow", ({ persisted }) => { if (persisted) ask(); });
  wait(2 * SOON);
})();
