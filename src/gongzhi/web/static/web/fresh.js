// What grows old on an open page: how many new matters wait, and the words of time. Nothing is announced or moved.
"use strict";
(() => {
  const ASK = 60_000; // how often the list asks what has come
  const OLD = 5 * 60_000; // after so long out of sight the words of time are fetched anew
  const get = (url) => fetch(url, { credentials: "same-origin" }).then((answer) => (answer.ok && !answer.redirected ? answer : Promise.reject(answer)));

  // -- new matters wait behind a link whose place is kept ---------------------------------------------------------------
  const link = document.querySelector("a[data-arrivals]");
  let asked = Date.now();
  let timer = link && setInterval(ask, ASK);
  async function ask() {
    if (document.hidden || navigator.onLine === false) return;
    asked = Date.now();
    try {
      const { n, says } = await (await get(link.dataset.arrivals)).json();
      if (n) link.textContent = says;
      link.classList.toggle("ws-new-some", n > 0);
    } catch (answer) { // signed out, or no longer ours: no more asking; a lost network may come back
      if (!(answer instanceof TypeError)) clearInterval(timer);
    }
  }

  // -- the words of time, from the page itself --------------------------------------------------------------------------
  async function renew() {
    const page = new DOMParser().parseFromString(await (await get(location.href)).text(), "text/html");
    const now = new Map();
    for (const time of page.querySelectorAll("main time[datetime]")) {
      now.set(time.dateTime, [...(now.get(time.dateTime) || []), time]);
    }
    for (const old of document.querySelectorAll("main time[datetime]")) {
      const fresh = now.get(old.dateTime)?.shift();
      if (!fresh || fresh.outerHTML === old.outerHTML) continue;
      old.className = fresh.className;
      old.title = fresh.title;
      old.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    }
  }
  let left = document.hidden ? Date.now() : 0;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { left = Date.now(); return; }
    if (link && Date.now() - asked > ASK) ask();
    if (left && Date.now() - left > OLD) renew().catch(() => {});
  });
})();
