/* Offers the page in the language the reader's browser asks for, and goes nowhere by itself. The links and their
   words stand in the language switch, which works without this. Who closes the offer does not get it again. */
(() => {
  "use strict";

  const SHELF = "dekkend:offer";

  /* Storage can be full or forbidden: then the offer only comes back. */
  const attempt = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null;
    }
  };

  const links = [...document.querySelectorAll(".langs a[data-offer]")];
  const asked = navigator.languages.map((tag) => links.find((link) => link.hreflang === tag.slice(0, 2)));
  const wanted = asked.find(Boolean);
  const isHere = wanted?.hreflang === document.documentElement.lang;
  if (!wanted || isHere || attempt((storage) => storage.getItem(SHELF))) return;

  const offer = document.createElement("aside");
  offer.className = "offer no-print";
  offer.lang = wanted.lang;
  offer.dir = wanted.dir || "ltr";
  offer.setAttribute("aria-label", wanted.textContent);

  const line = Object.assign(document.createElement("div"), { className: "wide row" });
  const link = Object.assign(document.createElement("a"), { href: wanted.href, textContent: wanted.dataset.offer });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button plain small" });
  close.textContent = wanted.dataset.close;
  close.addEventListener("click", () => {
    attempt((storage) => storage.setItem(SHELF, "closed"));
    offer.remove();
    document.querySelector(".langs summary").focus();
  });
  line.append(link, close);
  offer.append(line);
  document.querySelector("header.top").before(offer);
})();
