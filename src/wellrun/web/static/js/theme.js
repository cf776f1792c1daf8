// Runs before the first paint, so that a chosen theme never flashes. Not a module for that reason.
(() => {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // Storage may be forbidden; the device's colours are then used.
  }
})();
