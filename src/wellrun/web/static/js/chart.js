// Wakes a drawn control chart: same box, same geometry, with a tooltip on the nearest point.
// The Vega bundle is fetched only when a chart comes near the window.

const NARROW = 520;
let bundle;

function colours() {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const resolve = (name) => {
    if (name === "font") return getComputedStyle(document.body).fontFamily;
    probe.style.color = `var(--color-${name})`;
    return getComputedStyle(probe).color;
  };
  return { resolve, done: () => probe.remove() };
}

// "token(bad)" becomes the colour the stylesheet gives it now, in light or dark.
function paint(part, resolve) {
  if (typeof part === "string") {
    const token = /^token\((.+)\)$/.exec(part);
    return token ? resolve(token[1]) : part;
  }
  if (Array.isArray(part)) return part.map((each) => paint(each, resolve));
  if (part && typeof part === "object") {
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, paint(each, resolve)]));
  }
  return part;
}

function specFor(figure, box) {
  const held = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const { resolve, done } = colours();
  const base = box.clientWidth < NARROW ? held.narrow : held.wide;
  const spec = paint(base, resolve);
  done();
  spec.datasets.points = held.points;
  spec.width = box.clientWidth - spec.padding.left - spec.padding.right;
  spec.height = box.clientHeight - spec.padding.top - spec.padding.bottom;
  return spec;
}

function line(tag, text, parent) {
  const element = document.createElement(tag);
  element.textContent = text;
  parent.append(element);
  return element;
}

function tooltip(box) {
  const tip = box.querySelector(".chart-tip");
  return (handler, event, item, value) => {
    // Over the cells around the points Vega hands the point's own item, with its row inside.
    const datum = item?.datum?.datum ?? item?.datum;
    if (!value || !datum?.facts) {
      tip.hidden = true;
      return;
    }
    tip.replaceChildren();
    line("span", datum.title, tip);
    line("b", datum.value, tip);
    const list = document.createElement("dl");
    for (const [label, words] of datum.facts) {
      line("dt", label, list);
      line("dd", words, list);
    }
    tip.append(list);
    tip.hidden = false;
    const edge = box.getBoundingClientRect();
    const x = event.clientX - edge.left;
    const y = event.clientY - edge.top;
    const left = x + 14 + tip.offsetWidth > box.clientWidth ? x - 14 - tip.offsetWidth : x + 14;
    tip.style.left = `${Math.max(0, left)}px`;
    tip.style.top = `${Math.max(0, Math.min(y - 20, box.clientHeight - tip.offsetHeight))}px`;
  };
}

async function wake(figure) {
  const box = figure.querySelector(".chart-box");
  const live = box.querySelector(".live");
  bundle ??= import(figure.dataset.vega);
  const { vegaEmbed } = await bundle;
  if (!figure.isConnected) return;
  figure.view?.finalize();
  const spec = specFor(figure, box);
  // One picture with one description; the points are in the table.
  live.setAttribute("role", "img");
  live.setAttribute("aria-label", `${figure.querySelector("figcaption").textContent}. ${spec.description}`);
  const { view } = await vegaEmbed(live, spec, {
    mode: "vega-lite",
    renderer: "svg",
    ast: true,
    actions: false,
    defaultStyle: false,
    tooltip: tooltip(box),
  });
  figure.view = view;
  live.hidden = false;
}

function wakeWhenNear(figure) {
  const near = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    near.disconnect();
    // A chart that cannot wake stays a drawing.
    wake(figure).catch(() => {});
  }, { rootMargin: "200px" });
  near.observe(figure);

  let width = figure.clientWidth;
  let soon;
  new ResizeObserver(() => {
    if (figure.clientWidth === width || !figure.view) return;
    width = figure.clientWidth;
    clearTimeout(soon);
    soon = setTimeout(() => wake(figure), 120);
  }).observe(figure);
}

function start(root) {
  for (const figure of root.querySelectorAll("figure[data-chart]")) {
    if (figure.dataset.started) continue;
    figure.dataset.started = "true";
    wakeWhenNear(figure);
  }
}

function repaint() {
  for (const figure of document.querySelectorAll("figure[data-chart]")) if (figure.view) wake(figure);
}

document.addEventListener("wellrun:theme", repaint);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
document.addEventListener("htmx:afterSwap", () => start(document));
start(document);
