// What somebody writes stays on the device until it is sent: said once, kept a week, cleared at the receipt.
"use strict";
(() => {
  const WEEK = 7 * 24 * 3600 * 1000;
  const key = (name) => `gz.draft.${name}`;
  const keeps = (field) => field.name && !field.closest("[data-draft-skip]") && field.name !== "csrfmiddlewaretoken" &&
    !["file", "password", "hidden", "submit", "button"].includes(field.type);

  function gather(form) {
    const values = {};
    for (const field of form.elements) {
      if (!keeps(field)) continue;
      if (field.type === "checkbox" || field.type === "radio") { if (field.checked) (values[field.name] ||= []).push(field.value); }
      else if (field.value) values[field.name] = field.value;
    }
    return values;
  }
  function restore(form, values) {
    let put = 0;
    for (const field of form.elements) {
      const value = values[field.name];
      if (!keeps(field) || value === undefined) continue;
      if (field.type === "checkbox" || field.type === "radio") {
        if (value.includes(field.value) && !field.checked) { field.checked = true; put += 1; }
      } else if (!field.value) { field.value = value; put += 1; field.dispatchEvent(new Event("input", { bubbles: true })); }
    }
    return put;
  }
  function note(form, text) {
    const line = form.querySelector("[data-draft-note]");
    if (line) line.textContent = text;
    window.gz.announce(text);
  }
  function begin(form) {
    const name = key(form.dataset.draft);
    let said = false;
    let timer;
    try {
      const kept = JSON.parse(localStorage.getItem(name));
      if (kept && Date.now() - kept.at > WEEK) localStorage.removeItem(name);
      else if (kept && restore(form, kept.values)) { said = true; note(form, window.gz.words.restored); }
    } catch { /* storage is closed: the form works without it */ }
    function save() {
      clearTimeout(timer);
      timer = null;
      try { localStorage.setItem(name, JSON.stringify({ at: Date.now(), values: gather(form) })); } catch { return; }
      if (!said) note(form, window.gz.words.draft);
      said = true;
    }
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 400); });
    window.addEventListener("pagehide", () => { if (timer) save(); });
    // The next page says whether it arrived: only then the device forgets (ui.js).
    form.addEventListener("submit", () => { try { sessionStorage.setItem("gz.sent", name); } catch { /* kept for a week */ } });
    form.querySelector("[data-draft-drop]")?.addEventListener("click", () => {
      clearTimeout(timer);
      timer = null;
      localStorage.removeItem(name);
      form.reset();
      note(form, window.gz.words.dropped);
    });
  }
  const start = (root) => root.querySelectorAll("form[data-draft]:not([data-draft-on])").forEach((form) => { form.dataset.draftOn = "1"; begin(form); });
  for (const done of document.querySelectorAll("[data-draft-clear]")) {
    done.dataset.draftClear.split(" ").forEach((name) => localStorage.removeItem(key(name)));
  }
  start(document);
  document.addEventListener("htmx:afterSettle", (event) => start(event.detail.elt.parentElement || document));
})();
