// Rows of tabs that are wider than the screen: the one that is shown comes into sight, an edge that hides more fades.

function markEdges(row) {
  const hidden = row.scrollWidth - row.clientWidth;
  row.classList.toggle("has-before", row.scrollLeft > 1);
  row.classList.toggle("has-after", row.scrollLeft < hidden - 1);
}

function bringIntoSight(row) {
  const shown = row.querySelector("[aria-current]");
  if (!shown) return;
  const before = shown.getBoundingClientRect().left - row.getBoundingClientRect().left;
  row.scrollLeft += before - (row.clientWidth - shown.offsetWidth) / 2;
}

for (const row of document.querySelectorAll(".tabs")) {
  bringIntoSight(row);
  markEdges(row);
  row.addEventListener("scroll", () => markEdges(row), { passive: true });
  new ResizeObserver(() => markEdges(row)).observe(row);
}
