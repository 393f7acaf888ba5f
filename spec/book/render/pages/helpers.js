// A spec that is unfolded says what its helpers do.
(() => {
  const helpers = new Map();
  for (const dt of document.querySelectorAll("#helpers dt")) helpers.set((dt.dataset.in ?? "") + " " + dt.firstElementChild.textContent, dt);
  if (helpers.size === 0) return;
  document.addEventListener("toggle", ({ target }) => {
    const code = target.open && target.parentElement.matches("td.s") ? target.querySelector(":scope > pre.code") : null;
    if (!code || code.nextElementSibling?.matches("ul.helpers")) return;
    const where = target.querySelector(":scope > .w")?.textContent.trim() ?? "";
    const folder = where.slice(0, where.lastIndexOf("/"));
    const list = document.createElement("ul");
    list.className = "helpers";
    for (const word of new Set(code.textContent.match(/\w+/g))) {
      const dt = helpers.get(folder + " " + word) ?? helpers.get(" " + word);
      if (!dt) continue;
      list.append(document.createElement("li"));
      list.lastChild.textContent = dt.nextElementSibling.textContent;
    }
    if (list.children.length > 0) code.after(list);
  }, true);
})();
