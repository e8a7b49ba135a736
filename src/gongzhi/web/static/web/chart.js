// Draws the figures that stand in the table below: still, in our colours, with patterns beside colour.
"use strict";
(() => {
  // A browser hands out the colours of the screen until it has printed, so paper has its own here.
  const PAPER = { "--gz-ink": "#000", "--gz-quiet": "#333", "--gz-line": "#bbb", "--gz-border": "#555", "--gz-accent": "#0b5d5b", "--gz-soon": "#7a5200", "--gz-late": "#b0300f" };
  let printing = false;
  const css = (name) => (printing && PAPER[name]) || getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const drawn = [];
  const letters = document.documentElement.classList.contains("elder") ? 18 : 14;
  const DECALS = [null, { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 }, { symbol: "circle", symbolSize: 0.5 }, { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4] }];

  function colours() { return [css("--gz-accent"), css("--gz-soon"), css("--gz-border"), css("--gz-late")]; }
  function seriesOf(data) {
    const shade = colours();
    return data.series.map((one, i) => ({
      name: one.name, data: one.data, type: data.kind === "line" ? "line" : "bar", animation: false,
      stack: data.kind === "stack" ? "all" : undefined, barMaxWidth: 36, symbolSize: 8, connectNulls: false,
      symbol: ["circle", "rect", "triangle", "diamond"][i % 4],
      lineStyle: { width: 2, type: ["solid", "dashed", "dotted", "solid"][i % 4] },
      itemStyle: { color: shade[i % 4], decal: DECALS[i % 4] || undefined, borderRadius: data.kind === "stack" ? 0 : 2 },
      label: { show: data.series.length === 1 && data.kind !== "line", formatter: (at) => at.value || data.labels.length <= 12 ? `${at.value}` : "", position: data.kind === "hbar" ? "right" : "top", color: css("--gz-ink"), fontSize: letters },
    }));
  }
  function optionOf(data) {
    const ink = css("--gz-ink"), quiet = css("--gz-quiet"), line = css("--gz-line");
    const names = { type: "category", data: data.labels, inverse: data.kind === "hbar", axisLabel: { color: ink, fontSize: letters, hideOverlap: true }, axisLine: { lineStyle: { color: css("--gz-border") } }, axisTick: { show: false } };
    const whole = data.series.every((one) => one.data.every((value) => value === null || Number.isInteger(value))); // no half matters on the axis
    const values = { type: "value", minInterval: whole ? 1 : 0, name: data.unit, nameTextStyle: { color: quiet, fontSize: letters }, axisLabel: { color: quiet, fontSize: letters, hideOverlap: true }, splitLine: { lineStyle: { color: line } } };
    const flat = data.kind === "hbar";
    return {
      animation: false, backgroundColor: "transparent", textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: flat ? 48 : 16, top: data.series.length > 1 ? 48 : 32, bottom: 8, containLabel: true },
      legend: data.series.length > 1 ? { top: 0, left: 0, textStyle: { color: ink, fontSize: letters }, itemGap: 20 } : undefined,
      tooltip: { trigger: "axis", renderMode: "richText", textStyle: { fontSize: letters } },
      xAxis: flat ? values : names, yAxis: flat ? names : values, series: seriesOf(data),
    };
  }
  function draw(box) {
    const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    box.hidden = false;
    if (data.kind === "hbar") box.style.height = `${Math.max(160, 60 + data.labels.length * (letters + 26))}px`;
    const chart = window.echarts.init(box, null, { renderer: "canvas" });
    chart.setOption(optionOf(data));
    drawn.push([chart, data]);
  }
  const start = (root) => { if (window.echarts) root.querySelectorAll("[data-chart]:not([_echarts_instance_])").forEach(draw); };
  start(document);
  document.addEventListener("htmx:afterSettle", (event) => start(event.detail.elt));
  window.addEventListener("resize", () => drawn.forEach(([chart]) => chart.resize()));
  const redraw = (onPaper) => { printing = onPaper; drawn.forEach(([chart, data]) => chart.setOption(optionOf(data), true)); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw(false));
  window.addEventListener("beforeprint", () => redraw(true));
  window.addEventListener("afterprint", () => redraw(false));
})();
