"use strict";
// Eases the work. Every page does the same without it, one full page at a time.
(() => {
  const here = document.currentScript.dataset;

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-once]");
    if (!form) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // What was refused is read out first; a link of the summary puts the cursor into its field.
  const arrive = (root) => root.querySelector("[data-focus]")?.focus();
  arrive(document);
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.matches("fieldset") ? field.querySelector("input") : field).focus();
  });

  // Escape closes what opened last: the menu of the phone, a confirmation.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest?.("details.menu[open], details.confirm[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // Choices that belong to another choice are shown only with it; the server asks the same.
  const related = (form) => {
    for (const part of form.querySelectorAll("[data-when]")) {
      const [name, ...codes] = part.dataset.when.split(/[=|]/);
      const fields = [...form.elements].filter((field) => field.name === name);
      const value = fields.filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked).map((field) => field.value);
      part.hidden = !value.some((code) => codes.includes(code));
    }
  };
  const relate = (root) => root.querySelectorAll("form").forEach(related);
  relate(document);
  document.addEventListener("change", (event) => event.target.form && related(event.target.form));

  // The first page of a visit does not know the viewer's zone yet: its times are told again in it, in the form that the server uses.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const local = (moment) => {
    const parts = Object.fromEntries(
      new Intl.DateTimeFormat("en-GB", {
        timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", timeZoneName: "longOffset",
      })
        .formatToParts(moment)
        .map((part) => [part.type, part.value]),
    );
    const offset = parts.timeZoneName.replace("GMT", "UTC");
    return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute} ${offset === "UTC+00:00" ? "UTC" : offset}`;
  };
  if (zone && zone !== document.documentElement.dataset.zone)
    for (const time of document.querySelectorAll("time[data-moment]")) time.textContent = local(new Date(time.dateTime));

  // Charts: the library comes only where a chart is.
  const load = (address) =>
    new Promise((done, failed) => {
      const script = Object.assign(document.createElement("script"), { src: address, onload: done, onerror: failed });
      document.head.append(script);
    });
  let library = null;
  const draw = async () => {
    if (!document.querySelector(".plot[data-spec]")) return;
    try {
      library ??= (async () => {
        for (const address of [here.vega, here.vegaLite, here.vegaEmbed, here.charts]) await load(address);
      })();
      await library;
      await window.longwatchCharts();
    } catch (error) {
      document.documentElement.dataset.charts = "failed";
      console.error("charts:", error);
    }
  };
  draw();
  document.addEventListener("htmx:after:swap", (event) => {
    arrive(event.target);
    relate(document);
    draw();
  });
})();
