{% load static %}// Keeps one page for the moments without a network. Personal pages are never kept.
"use strict";
const SHELF = "gongzhi-1";
const KEPT = [
  "{% url 'web_offline' %}",
  "{% static 'vendor/bootstrap/css/bootstrap.min.css' %}",
  "{% static 'web/gongzhi.css' %}",
  "{% static 'web/parts.css' %}",
  "{% static 'web/mark.svg' %}",
];
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(KEPT)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== SHELF).map((name) => caches.delete(name))))
      .then(() => self.clients.claim())
  );
});
self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(KEPT[0])));
  } else if (KEPT.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request, { ignoreSearch: true })));
  }
});
