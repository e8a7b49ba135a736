// What every page has: one voice, focus after swaps, switches that scripts reveal, the offline line, reading aloud.
"use strict";
(() => {
  const words = JSON.parse(document.getElementById("gz-words")?.textContent || "{}");
  const status = document.getElementById("status");
  let hush;

  // One message an act. The text is emptied later so that the same words can be said again.
  function announce(text) {
    if (!status || !text) return;
    clearTimeout(hush);
    status.textContent = text;
    hush = setTimeout(() => { status.textContent = ""; }, 8000);
  }

  function focusOn(element) {
    if (!element) return false;
    if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) element.tabIndex = -1;
    element.focus();
    return document.activeElement === element;
  }
  window.gz = { words, announce, focusOn };

  // -- focus after a swap: same control, else the opened panel's heading, else the next row, else the opener ----------
  const panels = new Map(); // id of a panel -> the control that opened it
  let before = null;

  const rowOf = (element) => element?.closest("[data-row]");
  const linkIn = (row) => row?.querySelector("[data-row-link], a[href], button");

  document.addEventListener("htmx:beforeRequest", (event) => {
    const target = event.detail.target;
    target?.setAttribute("aria-busy", "true");
    const opener = event.detail.elt;
    const panel = opener.getAttribute?.("aria-controls");
    if (panel) panels.set(panel, opener.id || opener);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    event.detail.target?.removeAttribute("aria-busy");
    if (event.detail.failed) announce(navigator.onLine ? words.broken : words.offline);
    if (event.detail.successful) setTimeout(() => { // nothing arrived, so nothing settles: the row went or the panel closed
      if (before) settleFocus(null, before);
      before = null;
    }, 40);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const active = document.activeElement;
    const row = rowOf(active) || rowOf(event.detail.target);
    const list = row?.closest("[data-rows]");
    before = {
      id: active?.id || event.detail.requestConfig?.elt?.id || "",
      row: row?.id || "",
      list,
      index: list ? [...list.querySelectorAll("[data-row]")].indexOf(row) : -1,
      target: event.detail.target,
    };
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    event.detail.elt?.removeAttribute?.("aria-busy");
    sayOnce(event.detail.elt);
    reveal(event.detail.elt);
    if (before) settleFocus(event.detail.elt, before);
    before = null;
  });

  function heirOf(was) {
    if (was.index < 0 || !was.list?.isConnected || (was.row && document.getElementById(was.row))) return null;
    const rows = was.list.querySelectorAll("[data-row]");
    return linkIn(rows[Math.min(was.index, rows.length - 1)]) || was.list;
  }
  function openerOf(was) {
    const kept = panels.get(was.target?.id);
    if (!kept || was.target.children.length) return null;
    return typeof kept === "string" ? document.getElementById(kept) : kept;
  }
  function settleFocus(swapped, was) {
    const wished = swapped?.matches?.("[data-focus]") ? swapped : swapped?.querySelector?.("[data-focus]");
    if (wished) return focusOn(wished);
    const same = was.id && document.getElementById(was.id);
    const panel = swapped?.closest?.("[data-panel]") || swapped?.querySelector?.("[data-panel]");
    if (panel && panel.children.length && !panel.contains(document.activeElement)) {
      return focusOn(panel.querySelector("h1, h2, h3, h4") || panel);
    }
    if (same && focusOn(same)) return true;
    if (document.activeElement && document.activeElement !== document.body) return true;
    return focusOn(heirOf(was)) || focusOn(openerOf(was)) || focusOn(swapped?.querySelector?.("h1, h2, h3") || document.getElementById("main"));
  }

  // -- what a response wants said: HX-Trigger {"announce": "…"} or data-announce in what arrived ----------------------
  document.addEventListener("announce", (event) => announce(event.detail?.value ?? event.detail));
  function sayOnce(root) {
    const speaker = root?.matches?.("[data-announce]") ? root : root?.querySelector?.("[data-announce]");
    if (speaker) {
      announce(speaker.dataset.announce);
      speaker.removeAttribute("data-announce");
    }
  }

  // -- dialogs, printing, reading aloud: buttons stay hidden where scripts do not run ---------------------------------
  function reveal(root) {
    for (const button of root?.querySelectorAll?.("[data-print], [data-open-dialog]") || []) button.hidden = false;
    if ("speechSynthesis" in window) for (const button of root?.querySelectorAll?.("[data-read]") || []) button.hidden = false;
  }
  let opened = null;
  window.gz.open = (dialog) => {
    if (!dialog || dialog.open) return;
    opened = document.activeElement;
    dialog.showModal();
    focusOn(dialog.querySelector("h2"));
    dialog.addEventListener("close", () => focusOn(opened?.isConnected && opened !== document.body ? opened : document.getElementById("main")), { once: true });
  };
  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest?.(selector);
    if (on("[data-print]")) window.print();
    if (on("[data-open-dialog]")) window.gz.open(document.getElementById(on("[data-open-dialog]").dataset.openDialog));
    if (on("[data-close-dialog]")) on("dialog")?.close();
    if (on("[data-read]")) readAloud(on("[data-read]"));
    if (on("time[data-exact]") && !on("a, button")) flip(on("time[data-exact]"));
  });
  function flip(time) { // the exact instant on touch, the spoken one again on the next
    const text = [...time.childNodes].reverse().find((node) => node.nodeType === Node.TEXT_NODE);
    if (!text || !time.title) return;
    [text.textContent, time.title] = [time.title, text.textContent];
  }
  function readAloud(button) {
    const label = button.querySelector("span") || button;
    const voice = window.speechSynthesis;
    const idle = () => { label.textContent = button.dataset.label; button.setAttribute("aria-pressed", "false"); };
    button.dataset.label ||= label.textContent;
    if (voice.speaking) { voice.cancel(); return idle(); }
    const speech = new SpeechSynthesisUtterance(document.querySelector(button.dataset.read)?.innerText || "");
    speech.lang = document.documentElement.lang.startsWith("en") ? "en-GB" : "zh-CN";
    speech.rate = 0.9;
    speech.onend = idle;
    voice.speak(speech);
    label.textContent = words.reading;
    button.setAttribute("aria-pressed", "true");
  }
  window.addEventListener("pagehide", () => window.speechSynthesis?.cancel());

  // -- the network ----------------------------------------------------------------------------------------------------
  const banner = document.getElementById("offline");
  window.addEventListener("offline", () => { if (banner) banner.hidden = false; announce(words.offline); });
  window.addEventListener("online", () => { if (banner) banner.hidden = true; announce(words.online); });
  if (banner && navigator.onLine === false) banner.hidden = false;
  if ("serviceWorker" in navigator && window.isSecureContext) {
    window.addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
  }

  // -- when the page is there -----------------------------------------------------------------------------------------
  reveal(document);
  const wished = document.querySelector("[data-focus]");
  if (wished) focusOn(wished);
  const speaker = document.querySelector("[data-announce]");
  if (speaker) setTimeout(() => sayOnce(document), 300); // a live region speaks only of what changes after it stands

  for (const form of document.querySelectorAll("form[data-undo]")) { // its place stays, so that nothing moves
    setTimeout(() => {
      if (form.contains(document.activeElement)) focusOn(form.parentElement);
      form.classList.add("gz-undo-over");
      form.querySelector("button").disabled = true;
    }, form.dataset.undo * 1000);
  }

  document.addEventListener("submit", (event) => { // sent twice by an impatient thumb: the second is not sent
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post") || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 5000);
  });
  try { // what was written and arrived need not wait on the device any more
    const written = sessionStorage.getItem("gz.sent");
    if (written && document.querySelector("main .gz-notice-done")) localStorage.removeItem(written);
    sessionStorage.removeItem("gz.sent");
  } catch { /* storage is closed: there was no draft */ }
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
})();
