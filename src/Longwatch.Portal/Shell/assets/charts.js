"use strict";
// Draws the Vega-Lite specifications of the page, in the colours of the theme. No eval: expressions run in Vega's interpreter (ast).
window.longwatchCharts = (() => {
  const root = document.documentElement;
  const narrow = matchMedia("(max-width: 40rem)");
  const plain = (token) => {
    const probe = document.createElement("span");
    probe.style.color = `var(${token})`;
    document.body.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
  };
  const config = () => {
    const [ink, muted, rule] = ["--ink", "--muted", "--rule"].map(plain);
    const words = { labelColor: muted, titleColor: ink, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 600 };
    return {
      background: null,
      font: getComputedStyle(document.body).fontFamily,
      padding: { left: 2, right: 8, top: 4, bottom: 4 },
      view: { stroke: null },
      axis: { ...words, gridColor: rule, domainColor: muted, tickColor: muted, titlePadding: 10, labelPadding: 6 },
      axisX: { labelFlush: true, tickCount: narrow.matches ? 4 : 8 },
      legend: { ...words, orient: narrow.matches ? "bottom" : "top", symbolStrokeWidth: 2, columns: narrow.matches ? 1 : 4 },
      header: words,
      title: { color: ink, subtitleColor: muted, anchor: "start", fontSize: 13 },
      mark: { color: plain("--c1") },
      rule: { color: muted },
      text: { color: ink, fontSize: 12 },
      range: {
        category: ["--c1", "--c2", "--c3", "--c4", "--c5", "--c6"].map(plain),
        ramp: [plain("--ramp-low"), plain("--c1")],
        heatmap: [plain("--ramp-low"), plain("--c1")],
      },
    };
  };

  // Vega's own tooltip brings a style element, which the page's policy refuses.
  const tip = Object.assign(document.createElement("div"), { className: "tip", hidden: true });
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  const showTip = (_handler, event, _item, value) => {
    tip.hidden = value === null || value === undefined || value === "";
    if (tip.hidden) return;
    const lines = typeof value === "object" ? Object.entries(value) : [["", String(value)]];
    tip.replaceChildren(
      ...lines.map(([name, text]) => {
        const line = document.createElement("div");
        for (const part of [name, text]) line.append(Object.assign(document.createElement("span"), { textContent: part }));
        return line;
      }),
    );
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, innerWidth - width - 8))}px`;
    tip.style.top = `${event.clientY + 18 + height > innerHeight ? event.clientY - height - 12 : event.clientY + 18}px`;
  };
  const logger = vega.logger(vega.Warn);
  const warn = logger.warn.bind(logger);
  // A registry that is still young has numbers with no value yet: their axes stay empty, and the table says why.
  logger.warn = (...words) => (/^(Dropping "fit-[xy]"|Infinite extent)/.test(words[0]) ? logger : warn(...words));

  const views = new Map();
  const drawOne = async (plot) => {
    const surface = document.createElement("div");
    const spec = JSON.parse(plot.dataset.spec);
    if (spec.vconcat) {
      // Views under each other take no width from their place: each is given what the labels of the axes leave.
      for (const view of spec.vconcat) view.width = Math.max(120, plot.clientWidth - (narrow.matches ? 130 : 150));
    } else {
      spec.width ??= "container";
      spec.autosize ??= { type: "fit-x", contains: "padding" };
    }
    const before = [...plot.children];
    before.forEach((child) => (child.hidden = true));
    plot.append(surface);
    const made = await vegaEmbed(surface, spec, {
      mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false, tooltip: showTip, logger, config: config(),
    });
    // The label of the plot says what it shows; what is inside would be read out line by line.
    surface.querySelector("svg")?.setAttribute("aria-hidden", "true");
    surface.querySelectorAll("[role]").forEach((part) => part.removeAttribute("role"));
    views.get(plot)?.finalize();
    views.set(plot, made);
    before.forEach((child) => child.remove());
  };
  let running = Promise.resolve();
  const drawAll = () =>
    (running = running.then(async () => {
      delete root.dataset.charts;
      for (const plot of document.querySelectorAll(".plot[data-spec]")) {
        try {
          await drawOne(plot);
          plot.closest("figure").classList.add("drawn");
        } catch (error) {
          plot.closest("figure").classList.remove("drawn");
          console.error("chart:", error);
        }
      }
      root.dataset.charts = "drawn";
    }));
  narrow.addEventListener("change", drawAll);
  new MutationObserver(drawAll).observe(root, { attributeFilter: ["data-bs-theme"] });
  return drawAll;
})();
