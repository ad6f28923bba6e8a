"use strict";
// Draws the charts and eases the reading. Nothing here is needed to read the report: tables, sources and the theme switch work without it.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const narrow = matchMedia("(max-width: 40rem)");
  const wide = matchMedia("(min-width: 64rem)");
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // Colours that Vega has to interpolate must be plain values; all others stay tokens, so they follow the theme and the print style by themselves.
  const plain = (token) => {
    const probe = document.createElement("span");
    probe.style.color = `var(${token})`;
    document.body.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
  };
  const config = () => {
    const small = narrow.matches;
    const font = getComputedStyle(document.body).fontFamily;
    const words = { labelColor: "var(--muted)", titleColor: "var(--ink)", labelFontSize: 12, titleFontSize: 12, titleFontWeight: 600 };
    return {
      background: null,
      font,
      padding: { left: 2, right: 8, top: 4, bottom: 4 },
      view: { stroke: null },
      axis: { ...words, gridColor: "var(--rule)", domainColor: "var(--muted)", tickColor: "var(--muted)", titlePadding: 10, labelPadding: 6, labelLimit: small ? 130 : 280 },
      axisX: { labelLimit: 160, labelFlush: true, tickCount: small ? 4 : 8 },
      axisYQuantitative: { tickCount: 5 },
      legend: { ...words, orient: small ? "bottom" : "top", symbolDirection: small ? "vertical" : "horizontal", gradientDirection: "horizontal", gradientLength: 200, columns: small ? 1 : 3, labelLimit: small ? 260 : 320, titleLimit: 300, symbolStrokeWidth: 2 },
      header: { ...words },
      title: { color: "var(--ink)", subtitleColor: "var(--muted)", anchor: "start", fontSize: 13 },
      mark: { color: "var(--c1)" },
      bar: { cornerRadiusEnd: 2 },
      rule: { color: "var(--muted)" },
      text: { color: "var(--ink)", fontSize: 12 },
      range: {
        category: ["--c1", "--c2", "--c3", "--c4", "--c5", "--c6"].map((token) => `var(${token})`),
        ramp: [plain("--ramp-low"), plain("--ramp-high")],
        heatmap: [plain("--ramp-low"), plain("--ramp-high")],
        diverging: [plain("--ramp-high"), plain("--ramp-low"), plain("--other-high")],
      },
    };
  };

  // The same specification on every width: names are wrapped to the room there is, and the config, not the specification, places the legend.
  const lines = (text, most) => text.replace(new RegExp(`(.{1,${most}})(?:\\s+|$)`, "g"), "$1\n").trim().split("\n");
  const wrapped = "split(replace(toString(datum.label), /(.{1,16})(?:\\s+|$)/g, '$1\\n'), '\\n')";
  const isDiscrete = (channel) => ["nominal", "ordinal"].includes(channel?.type) && channel.axis !== null;
  const fit = (spec, width) => {
    const small = narrow.matches;
    const labels = (field) => [...new Set((spec.data?.values ?? []).map((row) => String(row[field])))];
    const channels = (encoding) => {
      for (const [name, channel] of Object.entries(encoding)) {
        if (name === "tooltip" || !channel || Array.isArray(channel)) continue;
        if (channel.axis) delete channel.axis.labelLimit;
        if (channel.legend && small) ["orient", "direction", "columns", "labelLimit"].forEach((part) => delete channel.legend[part]);
        if (typeof channel.title === "string") channel.title = lines(channel.title, small ? 34 : 90);
        if (name === "y" && isDiscrete(channel) && small) channel.axis = { labelExpr: wrapped, labelLineHeight: 12, labelFontSize: 11, ...channel.axis };
        if (name === "x" && isDiscrete(channel)) {
          const names = labels(channel.field);
          const room = (width - 140) / Math.max(1, names.length);
          const fits = names.every((text) => text.length * 7 < room);
          channel.axis = { labelAngle: fits ? 0 : -40, ...channel.axis };
          if (!fits) spec.padding ??= { left: 2, right: 44, top: 4, bottom: 4 }; // slanted names reach past the last category
        }
        if (channel.scale?.type === "log" && channel.axis !== null)
          channel.axis = { gridOpacity: { condition: { test: "datum.label !== ''", value: 1 }, value: 0.3 }, ...channel.axis };
      }
    };
    const visit = (node) => {
      if (node === null || typeof node !== "object") return;
      // channels of one field share one legend: one that says "none" beside one that says how would be a contradiction
      const keyed = (node.layer ?? [node]).flatMap((layer) => ["color", "fill", "stroke", "shape", "size", "strokeDash"].map((name) => layer.encoding?.[name]).filter((channel) => channel?.field));
      for (const channel of keyed) if (channel.legend === null && keyed.some((other) => other.field === channel.field && other.legend)) delete channel.legend;
      for (const [key, value] of Object.entries(node)) {
        if (key === "data" || key === "datasets") continue;
        if (key === "encoding") channels(value);
        else visit(value);
      }
    };
    visit(spec);
    if (small && spec.height?.step) spec.height.step = Math.max(spec.height.step, 40);
    return spec;
  };

  // Vega's own tooltip brings a style element, which the page's policy refuses.
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
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

  // Vega-Lite announces that it fits the width only, which is what every chart here wants; any other warning is real.
  const logger = vega.logger(vega.Warn);
  const warn = logger.warn.bind(logger);
  logger.warn = (...words) => (/^Dropping "fit-[xy]"/.test(words[0]) ? logger : warn(...words));

  const views = new Map();
  let round = 0;
  const drawAll = async () => {
    const mine = ++round;
    for (const chart of document.querySelectorAll(".chart[data-spec]")) {
      try {
        const spec = fit(JSON.parse(document.getElementById(chart.dataset.spec).textContent), chart.clientWidth);
        const plot = document.createElement("div");
        const before = [...chart.children];
        before.forEach((child) => (child.hidden = true));
        chart.append(plot);
        const made = await vegaEmbed(plot, spec, {
          mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false, tooltip: showTip, logger, config: config(),
        });
        if (mine !== round) {
          // a newer drawing has begun meanwhile: this one leaves no trace, or two views would follow one window
          made.finalize();
          plot.remove();
          return;
        }
        views.get(chart)?.finalize();
        views.set(chart, made);
        before.forEach((child) => child.remove());
        chart.closest("figure").classList.remove("failed");
      } catch (error) {
        chart.closest("figure").classList.add("failed");
        console.error(`Chart ${chart.id}:`, error);
      }
      if (mine !== round) return;
    }
    root.dataset.charts = "drawn";
  };
  drawAll();
  narrow.addEventListener("change", drawAll);
  dark.addEventListener("change", drawAll);
  for (const choice of document.querySelectorAll("input[name=theme]")) choice.addEventListener("change", drawAll);

  // Contents: open beside the text, folded above it; the section in view is marked.
  const contents = document.querySelector(".contents details");
  const fold = () => (contents.open = wide.matches);
  fold();
  wide.addEventListener("change", fold);
  const links = new Map([...contents.querySelectorAll("a")].map((a) => [a.hash.slice(1), a]));
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((e) => e.isIntersecting)) {
        links.forEach((a) => a.removeAttribute("aria-current"));
        links.get(entry.target.id)?.setAttribute("aria-current", "true");
      }
    },
    { rootMargin: "-15% 0px -75% 0px" },
  );
  document.querySelectorAll("main > section[id]").forEach((section) => seen.observe(section));
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && !wide.matches) contents.open = false;
  });

  // Sources: the buttons work by themselves; a mouse need only rest on a number, and a tap on any number of a row shows the row's source.
  const canPopOver = "popover" in HTMLElement.prototype;
  const citing = (node) => {
    const place = node instanceof Element && node.closest("button[popovertarget], tr[data-cite] > .n");
    const id = place && (place.getAttribute("popovertarget") ?? place.parentElement.dataset.cite);
    return id ? { place, note: document.getElementById(id) } : null;
  };
  let timer = 0;
  let hovered = null;
  const later = (delay, action) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };
  if (canPopOver) {
    document.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "mouse") return;
      const cite = citing(event.target);
      if (hovered && hovered.contains(event.target)) clearTimeout(timer);
      else if (cite && !cite.note.matches(":popover-open"))
        later(350, () => {
          cite.note.showPopover({ source: cite.place });
          hovered = cite.note;
        });
      else if (!cite)
        later(250, () => {
          if (hovered?.matches(":popover-open")) hovered.hidePopover();
          hovered = null;
        });
    });
    document.addEventListener("click", (event) => {
      clearTimeout(timer);
      const cite = citing(event.target);
      if (!cite) return;
      const isOpen = cite.note.matches(":popover-open");
      if (cite.place.matches("button")) {
        if (isOpen && hovered === cite.note) event.preventDefault(); // it was opened by resting on it: the click keeps it
      } else if (!isOpen) cite.note.showPopover({ source: cite.place });
      hovered = null;
    });
  }

  // Paper shows every table.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    opened.forEach((details) => (details.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((details) => (details.open = false)));
})();
