// Single keys for staff: data-key on a control names its key; never in fields, with modifiers, or while composing.
"use strict";
(() => {
  const SWITCH = "gz.keys";
  const FIELDS = "input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]), textarea, select, [contenteditable]";
  const off = () => localStorage.getItem(SWITCH) === "off";
  let prefix = "";
  let waiting;

  const usable = (element) => element && !element.disabled && element.getClientRects().length > 0;
  function control(key) {
    const scope = document.querySelector("dialog[open]") || document;
    return [...scope.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key && usable(element));
  }
  function press(element) {
    if (element.matches("input[type=radio], input[type=checkbox]")) { element.checked = true; element.dispatchEvent(new Event("change", { bubbles: true })); element.focus(); }
    else if (element.matches(FIELDS)) element.focus();
    else element.click();
  }
  const OWN = {
    "?": () => window.gz.open(document.getElementById("keys")),
    j: () => window.gz.step?.(1),
    k: () => window.gz.step?.(-1),
    x: () => window.gz.toggle?.(false),
    X: () => window.gz.toggle?.(true),
    ".": () => document.querySelector("[data-actbar] a, [data-actbar] button")?.focus(),
  };
  function act(key) {
    const element = control(key);
    if (element) { press(element); return true; }
    if (OWN[key]) { OWN[key](); return true; }
    return false;
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (event.key === "Enter" && event.ctrlKey && !event.altKey && !event.metaKey) {
      const at = document.activeElement; // a panel opens with the focus on its heading: its form is meant
      const form = at?.closest?.("form[method=post]") || at?.closest?.("[data-panel]")?.querySelector("form[method=post]");
      const choice = form?.querySelector("[data-send-choice] button"); // which button it is, only the person knows
      if (form) { event.preventDefault(); if (choice) choice.focus(); else form.requestSubmit(); }
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") return escape();
    if (off() || event.repeat && !"jk".includes(event.key) || event.target.closest?.(FIELDS)) return;
    if (prefix) {
      const done = act(`${prefix} ${event.key}`);
      prefix = "";
      clearTimeout(waiting);
      if (done) event.preventDefault();
      return;
    }
    if (document.querySelector(`[data-key^="${CSS.escape(event.key)} "]`)) {
      prefix = event.key;
      waiting = setTimeout(() => { prefix = ""; }, 1500);
      return event.preventDefault();
    }
    if (event.key.length === 1 && act(event.key)) event.preventDefault();
  });
  function escape() { // the panel closes, its draft stays (draft.js keeps it)
    const panel = document.activeElement?.closest?.("[data-panel]");
    panel?.querySelector("[data-close]")?.click();
  }

  // The toolbar is walked by arrows; Tab still visits every act, since each is a control of its own.
  document.addEventListener("keydown", (event) => {
    const bar = event.target.closest?.("[data-actbar]");
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!bar || !by) return;
    const all = [...bar.querySelectorAll("a[href], button:not(:disabled)")];
    all[(all.indexOf(event.target) + by + all.length) % all.length]?.focus();
    event.preventDefault();
  });

  const box = document.querySelector("[data-keys-switch]");
  if (box) {
    box.checked = !off();
    box.addEventListener("change", () => {
      localStorage.setItem(SWITCH, box.checked ? "on" : "off");
      window.gz.announce(box.checked ? window.gz.words.keysOn : window.gz.words.keysOff);
    });
  }
})();
