// What makes the pages quicker with JavaScript. Everything here also works without it.
document.documentElement.classList.add("has-js");

// --- the list under the search box: arrows walk, Escape closes -----------------------------------
const box = document.getElementById("site-search");
const results = document.getElementById("site-search-results");
if (box && results) {
  const close = () => results.replaceChildren();
  const links = () => [...results.querySelectorAll("a")];
  const walk = (event) => {
    if (event.key === "Escape") {
      close();
      box.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !links().length) return;
    event.preventDefault();
    const all = [box, ...links()];
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  };
  box.addEventListener("keydown", walk);
  results.addEventListener("keydown", walk);
  results.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("input", () => box.value.trim() || close());
  box.closest(".ww-search").addEventListener("focusout", (event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) close();
  });
}

// --- tables: sort and filter in place when all rows are on the page ------------------------------
const keyOf = (row, index) => {
  const cell = row.cells[index];
  return cell.dataset.sort ?? cell.textContent.trim();
};

function sortTable(table, header) {
  const index = header.cellIndex;
  const up = header.getAttribute("aria-sort") !== "ascending";
  for (const th of table.tHead.rows[0].cells) th.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", up ? "ascending" : "descending");
  const body = table.tBodies[0];
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const rows = [...body.rows].map((row) => ({ row, key: keyOf(row, index) }));
  const empty = (key) => key === "";
  rows.sort((a, b) => {
    // What is withheld or missing stays at the end, whichever way one sorts.
    if (empty(a.key) || empty(b.key)) return empty(a.key) - empty(b.key);
    const [x, y] = [Number(a.key), Number(b.key)];
    const by = Number.isNaN(x) || Number.isNaN(y) ? order.compare(a.key, b.key) : x - y;
    return up ? by : -by;
  });
  body.append(...rows.map(({ row }) => row));
}

function enhance(root) {
  for (const table of root.querySelectorAll("table[data-sortable]")) {
    if (table.dataset.ready) continue;
    table.dataset.ready = "1";
    for (const th of table.tHead.rows[0].cells) {
      const label = th.querySelector(".ww-head");
      if (!label) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "ww-sort";
      button.append(label.textContent);
      label.replaceWith(button);
    }
    table.tHead.addEventListener("click", (event) => {
      const link = event.target.closest(".ww-sort");
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      sortTable(table, link.closest("th"));
      if (link.href) history.replaceState(history.state, "", link.href);
    });
    const filter = document.getElementById(`${table.id}-filter`);
    if (!filter) continue;
    filter.closest(".ww-table__filter").hidden = false;
    const said = document.getElementById(`${table.id}-shown`);
    filter.addEventListener("input", () => {
      const words = filter.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of table.tBodies[0].rows) {
        const text = row.cells[0].textContent.toLocaleLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        shown += !row.hidden;
      }
      if (said) said.textContent = said.dataset.text.replace("{n}", shown);
    });
  }
}

// --- copy a link or a citation --------------------------------------------------------------------
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = button.dataset.copy ? document.getElementById(button.dataset.copy) : null;
  const said = button.parentElement.querySelector("[data-copied]");
  try {
    await navigator.clipboard.writeText(source ? source.textContent.trim() : location.href);
    if (said) said.textContent = said.dataset.copied;
  } catch {
    if (said) said.textContent = said.dataset.failed ?? "";
  }
});
document.addEventListener("htmx:afterSwap", (event) => enhance(event.target));
enhance(document);

// --- pictures: in an <img> an SVG can't have the page's fonts, in the page itself it has them (ADR 42) ----
let taken = 0;
async function intoPage(image) {
  const address = image.currentSrc;
  if (!new URL(address, location.href).pathname.endsWith(".svg")) return;
  const answer = await fetch(address, { cache: "force-cache" });
  if (!answer.ok) return;
  // Pictures name their parts alike; on one page each name stands once.
  const own = `picture-${(taken += 1)}-`;
  const text = (await answer.text())
    .replace(/\bid="([^"]+)"/g, `id="${own}$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#${own}$1)`);
  const svg = document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
  if (svg.localName !== "svg") return;
  for (const part of svg.querySelectorAll("script, foreignObject, :scope > title, :scope > desc")) part.remove();
  // One image with one text, as it was in <img>: its parts say nothing of their own.
  for (const part of svg.querySelectorAll("*"))
    for (const name of part.getAttributeNames()) if (/^(role|aria-)/.test(name)) part.removeAttribute(name);
  svg.setAttribute("class", image.className);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", image.alt);
  svg.dataset.from = address;
  (image.closest("picture") || image).replaceWith(svg);
}
for (const image of document.querySelectorAll("img.ww-figure__image, .ww-map:not([data-map]) img")) {
  const take = () => intoPage(image).catch(() => {}); // then the <img> stays, in a font of the machine
  if (image.complete && image.naturalWidth) take();
  else image.addEventListener("load", take, { once: true });
}
