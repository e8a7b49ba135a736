// Lists that remember: the row and the filter come back after a visit, rows are walked by arrows, boxes are counted.
"use strict";
(() => {
  const rowsIn = (list) => [...list.querySelectorAll("[data-row]")];
  const linkIn = (row) => row?.querySelector("[data-row-link]") || row?.querySelector("a[href]");
  const here = () => location.pathname + location.search;
  const read = (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
  const write = (key, value) => { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* private mode */ } };
  const currentRow = () => document.activeElement?.closest?.("[data-row]");

  // -- leave: note the list, the row and its place ----------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const row = event.target.closest?.("a[href]")?.closest("[data-row]");
    const list = row?.closest("[data-rows]");
    if (!list) return;
    write(`gz.list.${list.dataset.rows}`, here());
    write(`gz.row.${here()}`, { id: row.id, index: rowsIn(list).indexOf(row), top: row.getBoundingClientRect().top });
  });
  // -- on the way: "back" leads to the list as it was -------------------------------------------------------------------
  function pointBack(root) {
    for (const back of root.querySelectorAll("a[data-back]")) {
      const url = read(`gz.list.${back.dataset.back}`);
      if (url && url.startsWith(new URL(back.href).pathname)) back.setAttribute("href", url);
      back.addEventListener("click", () => write("gz.return", true));
    }
  }
  // -- home again: the same row, or its heir, where it was ----------------------------------------------------------------
  function comeBack() {
    const list = document.querySelector("[data-rows]");
    const was = list && read(`gz.row.${here()}`);
    const returning = read("gz.return") || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    sessionStorage.removeItem("gz.return");
    if (!was || !returning) return;
    const rows = rowsIn(list);
    const row = (was.id && document.getElementById(was.id)) || rows[Math.min(was.index, rows.length - 1)];
    if (!row) return;
    row.classList.add("gz-card-opened");
    roveTo(list, row);
    linkIn(row)?.focus({ preventScroll: true });
    const wanted = Math.min(Math.max(was.top, 0), window.innerHeight - row.offsetHeight);
    window.scrollBy({ top: row.getBoundingClientRect().top - wanted, behavior: "instant" });
  }

  // -- one stop for Tab, arrows inside (data-roving) --------------------------------------------------------------------
  function roveTo(list, row) {
    if (!list?.hasAttribute("data-roving")) return;
    for (const other of rowsIn(list)) { const link = linkIn(other); if (link) link.tabIndex = other === row ? 0 : -1; }
  }
  function step(by) {
    const list = currentRow()?.closest("[data-rows]") || document.querySelector("[data-rows]");
    if (!list) return;
    const rows = rowsIn(list);
    const at = rows.indexOf(currentRow());
    const row = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + by))];
    if (!row) return;
    roveTo(list, row);
    linkIn(row)?.focus();
    row.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("focusin", (event) => { const row = event.target.closest?.("[data-row]"); if (row) roveTo(row.closest("[data-rows]"), row); });
  document.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey || !event.target.matches?.("[data-roving] [data-row-link]")) return;
    event.preventDefault();
    step(by);
  });

  // -- boxes and the batch bar --------------------------------------------------------------------------------------------
  let last = null;
  function boxIn(row) { return row?.querySelector("input[data-row-select]"); }
  function toggle(range) {
    const row = currentRow();
    const box = boxIn(row);
    if (!box) return;
    const rows = rowsIn(row.closest("[data-rows]"));
    if (range && last?.isConnected) {
      const [from, to] = [rows.indexOf(last), rows.indexOf(row)].sort((a, b) => a - b);
      rows.slice(from, to + 1).forEach((other) => { if (boxIn(other)) boxIn(other).checked = true; });
    } else {
      box.checked = !box.checked;
    }
    last = row;
    count();
  }
  function count() {
    const said = document.querySelector("[data-batch-said]");
    if (!said) return;
    const n = document.querySelectorAll("input[data-row-select]:checked").length;
    said.textContent = n === 0 ? said.dataset.none : n === 1 ? said.dataset.one : said.dataset.some.replace("{n}", n);
  }
  document.addEventListener("change", (event) => { if (event.target.matches?.("input[data-row-select]")) count(); });

  function begin(root) {
    pointBack(root);
    for (const list of document.querySelectorAll("[data-rows][data-roving]")) roveTo(list, list.querySelector("[data-row].gz-card-opened") || rowsIn(list)[0]);
  }
  begin(document);
  comeBack();
  document.addEventListener("htmx:afterSettle", (event) => begin(event.detail.elt));
  Object.assign(window.gz, { step, toggle });
})();
