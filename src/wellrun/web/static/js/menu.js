// Menus: one open at a time, arrow keys go through the items, typing narrows a long list.

function itemsOf(menu) {
  return [...menu.querySelectorAll(".menu-item")].filter((item) => item.offsetParent);
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}

function move(menu, event) {
  const stops = [menu.querySelector("[data-menu-find] input"), ...itemsOf(menu)].filter((stop) => stop?.offsetParent);
  const at = stops.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
  const typing = document.activeElement instanceof HTMLInputElement && ["Home", "End"].includes(event.key);
  if (to === undefined || typing || !stops.length) return;
  event.preventDefault();
  stops[Math.max(0, Math.min(to, stops.length - 1))].focus();
}

function narrow(box) {
  const words = box.querySelector("input").value.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const item of box.parentElement.querySelectorAll(".menu-item[href]")) {
    const name = item.textContent.toLowerCase();
    item.hidden = !words.every((word) => name.includes(word));
    left += item.hidden ? 0 : 1;
  }
  const status = box.querySelector("[role='status']");
  status.textContent = left ? "" : status.dataset.none;
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
document.addEventListener("focusin", (event) => closeMenus(event.target.closest("details[data-menu]")));

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  move(menu, event);
});

for (const box of document.querySelectorAll("[data-menu-find]")) {
  const input = box.querySelector("input");
  box.hidden = false;
  input.addEventListener("input", () => narrow(box));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") itemsOf(box.parentElement)[0]?.click();
  });
  box.closest("details").addEventListener("toggle", (event) => {
    if (!event.target.open) return;
    input.value = "";
    narrow(box);
    // On a phone the keyboard would cover the list; there one scrolls or taps the box.
    if (matchMedia("(pointer: fine)").matches) input.focus();
    box.parentElement.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  });
}
