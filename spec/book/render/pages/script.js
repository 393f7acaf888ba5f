"use strict";
// The page is complete without this: it filters, remembers the language, and opens what
// a link points into. What searches is beside it: search.js, searchbox.js.
(() => {
  const $ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);

  const claims = $("article.claim").map((article) => ({
    id: article.id,
    article,
    row: $("tr[data-claim]").find((row) => row.dataset.claim === article.id),
    verdict: article.dataset.verdict,
    level: article.dataset.level,
    has: article.dataset.has.split(" "),
  }));

  for (const node of $(".js")) node.hidden = false;

  // Filters.
  const shown = byId("shown");
  const verdict = byId("f-verdict"), level = byId("f-level"), has = byId("f-has");
  function filter() {
    let count = 0;
    for (const claim of claims) {
      const fits = (!verdict.value || claim.verdict === verdict.value) && (!level.value || claim.level === level.value) && (!has.value || claim.has.includes(has.value));
      claim.article.hidden = !fits;
      if (claim.row) claim.row.hidden = !fits;
      if (fits) count++;
    }
    for (const chapter of $(".chapterbody")) chapter.hidden = !chapter.querySelector("article.claim:not([hidden])");
    for (const body of $(".matrix tbody")) body.hidden = !body.querySelector("tr[data-claim]:not([hidden])");
    shown.textContent = `${count} of ${claims.length} claims, here and in the chapters`;
  }
  const filters = verdict.form;
  filters.addEventListener("change", filter);
  filters.addEventListener("reset", () => setTimeout(filter));
  filters.addEventListener("submit", (event) => event.preventDefault());
  filter();

  // What a link points into is opened, and shown whatever the filters say.
  function reveal() {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) { filters.reset(); for (const node of [target.closest("article"), target.closest("section")]) if (node) node.hidden = false; }
    for (let node = target.parentElement; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    const own = target.tagName === "TR" ? target.querySelector("details") : null;
    if (own) own.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  // The language is remembered, where the browser lets a page remember.
  const radios = $("input[name=lang]");
  const language = () => radios.find((radio) => radio.checked).id;
  const store = (use) => { try { return use(localStorage); } catch { return null; } };
  for (const radio of radios) radio.addEventListener("change", () => store((s) => s.setItem("socketspec-language", language())));
  const known = byId(store((s) => s.getItem("socketspec-language")) ?? "");
  if (known && radios.includes(known)) known.checked = true;
})();
