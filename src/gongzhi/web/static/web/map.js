// Outlines of our own on a plain ground; the list beside them says the same. A tile source only if an operator named one.
"use strict";
(() => {
  const L = window.L;
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const say = window.gz?.words || {};
  const still = { zoomControl: false, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false };

  function style(feature) {
    const shade = feature.properties.shade || 0;
    return { color: css("--gz-accent"), weight: 1.5, fillColor: css("--gz-accent"), fillOpacity: [0.04, 0.14, 0.28, 0.44, 0.6][shade] ?? 0.04 };
  }
  function tie(feature, layer, section) { // pointing at one lights up the other
    const item = section.querySelector(`[data-area="${CSS.escape(String(feature.id))}"]`);
    const light = (on) => { layer.setStyle(on ? { weight: 4 } : style(feature)); item?.classList.toggle("gz-map-here", on); };
    layer.on({ mouseover: () => light(true), mouseout: () => light(false), click: () => item?.querySelector("a")?.click() });
    item?.addEventListener("mouseenter", () => light(true));
    item?.addEventListener("mouseleave", () => light(false));
    item?.addEventListener("focusin", () => light(true));
    item?.addEventListener("focusout", () => light(false));
    const label = feature.geometry.type === "Point" ? feature.properties.count : `${feature.properties.name} ${feature.properties.count}`; // points lie close together
    layer.bindTooltip(`${label}`, { permanent: true, direction: "center", className: "gz-map-label" });
  }
  function ground(map, data) {
    map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: say.zoomIn, zoomOutTitle: say.zoomOut }).addTo(map);
    if (data.tiles) L.tileLayer(data.tiles, { attribution: data.credit || "" }).addTo(map);
  }
  function draw(box) {
    const data = JSON.parse(document.getElementById(box.dataset.map).textContent);
    if (!data.areas.features.length) return;
    box.hidden = false;
    const map = L.map(box, { ...still, scrollWheelZoom: false, keyboard: false, attributionControl: true });
    ground(map, data);
    const pointToLayer = (feature, at) => L.circleMarker(at, { ...style(feature), radius: 6 + 3 * (feature.properties.shade || 0) });
    const areas = L.geoJSON(data.areas, { style, pointToLayer, onEachFeature: (feature, layer) => tie(feature, layer, box.closest(".gz-map")) }).addTo(map);
    map.fitBounds(areas.getBounds(), { animate: false, padding: [16, 16], maxZoom: 17 });
  }
  // A point for a report: two fields hold it, the list before the map stays the first way.
  function pick(box) {
    const [lon, lat] = box.dataset.mapPick.split(",").map((selector) => document.querySelector(selector));
    const data = JSON.parse(document.getElementById(box.dataset.mapData)?.textContent || '{"areas":{"type":"FeatureCollection","features":[]}}');
    box.hidden = false;
    const map = L.map(box, still);
    ground(map, data);
    const areas = L.geoJSON(data.areas, { style, interactive: false }).addTo(map);
    if (data.areas.features.length) map.fitBounds(areas.getBounds(), { animate: false });
    else map.setView([lat.value || 22.53, lon.value || 113.93], 15);
    let point = null;
    const put = (at) => {
      point?.remove();
      point = L.circleMarker(at, { radius: 12, color: css("--gz-ink"), weight: 3, fillColor: css("--gz-accent"), fillOpacity: 0.9 }).addTo(map);
    };
    if (lon.value && lat.value) put([lat.value, lon.value]);
    map.on("click", (event) => {
      put(event.latlng);
      lon.value = event.latlng.lng.toFixed(6);
      lat.value = event.latlng.lat.toFixed(6);
      lon.dispatchEvent(new Event("input", { bubbles: true }));
      if (box.dataset.said) window.gz.announce(box.dataset.said);
    });
  }
  const start = (root) => {
    if (!L) return;
    root.querySelectorAll("[data-map]:not(.leaflet-container)").forEach(draw);
    root.querySelectorAll("[data-map-pick]:not(.leaflet-container)").forEach(pick);
  };
  start(document);
  document.addEventListener("htmx:afterSettle", (event) => start(event.detail.elt));
})();
