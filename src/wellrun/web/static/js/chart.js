// Wakes a drawn control chart: same box, same geometry, each point with its facts.
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

// Where things are in the box, in its own pixels, so that a point can be found again.
function frameOf(spec) {
  const { left, top } = spec.padding;
  const { periods, low, high } = spec.usermeta;
  return {
    x: (point) => left + (point.i / periods) * spec.width,
    y: (point) => top + ((high - point.y) / (high - low)) * spec.height,
  };
}

function line(tag, text, parent) {
  const element = document.createElement(tag);
  element.textContent = text;
  parent.append(element);
  return element;
}

function fill(tip, point) {
  tip.replaceChildren();
  line("span", point.title, tip);
  line("b", point.value, tip);
  const list = document.createElement("dl");
  for (const [label, words] of point.facts) {
    line("dt", label, list);
    line("dd", words, list);
  }
  tip.append(list);
}

// Points are read out under the pointer or finger, and by the arrow keys.
function readPoints(figure, box, live) {
  const tip = box.querySelector(".chart-tip");
  const ring = box.querySelector(".chart-ring");
  let shown = -1;

  function show(index) {
    const { points, frame } = figure;
    shown = Math.max(0, Math.min(index, points.length - 1));
    const point = points[shown];
    const [x, y] = [frame.x(point), frame.y(point)];
    fill(tip, point);
    tip.hidden = ring.hidden = false;
    ring.style.left = `${x}px`;
    ring.style.top = `${y}px`;
    // In a narrow box the facts stand below, where they hide no point.
    const below = box.clientWidth < NARROW;
    const beside = x + 16 + tip.offsetWidth > box.clientWidth ? x - 16 - tip.offsetWidth : x + 16;
    tip.style.left = `${below ? 0 : Math.max(0, beside)}px`;
    tip.style.top = `${below ? box.clientHeight : Math.max(0, Math.min(y - 24, box.clientHeight - tip.offsetHeight))}px`;
  }

  function hide() {
    tip.hidden = ring.hidden = true;
    shown = -1;
  }

  function nearest(event) {
    const x = event.clientX - box.getBoundingClientRect().left;
    const away = figure.points.map((point) => Math.abs(figure.frame.x(point) - x));
    show(away.indexOf(Math.min(...away)));
  }

  live.addEventListener("pointermove", nearest);
  live.addEventListener("pointerdown", nearest);
  live.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hide());
  live.addEventListener("blur", hide);
  live.addEventListener("keydown", (event) => {
    const last = figure.points.length - 1;
    const from = shown < 0 ? last + 1 : shown;
    const to = { ArrowLeft: from - 1, ArrowRight: shown < 0 ? last : from + 1, Home: 0, End: last }[event.key];
    if (event.key === "Escape") hide();
    if (to === undefined) return;
    event.preventDefault();
    show(to);
  });
}

async function wake(figure) {
  const box = figure.querySelector(".chart-box");
  const live = box.querySelector(".live");
  bundle ??= import(figure.dataset.vega);
  const { vegaEmbed } = await bundle;
  if (!figure.isConnected) return;
  figure.view?.finalize();
  const spec = specFor(figure, box);
  const { view } = await vegaEmbed(live, spec, {
    mode: "vega-lite",
    renderer: "svg",
    ast: true,
    actions: false,
    defaultStyle: false,
    tooltip: false,
  });
  if (!figure.view) readPoints(figure, box, live);
  figure.view = view;
  figure.points = spec.datasets.points;
  figure.frame = frameOf(spec);
  live.setAttribute("aria-label", `${figure.dataset.name}. ${spec.description}`);
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
