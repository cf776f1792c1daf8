// Small conveniences of every page: theme choice, Ctrl K, print, notes that can be dismissed.

function themeNow() {
  return document.documentElement.dataset.theme ?? "system";
}

function chooseTheme(choice) {
  const root = document.documentElement;
  if (choice === "system") delete root.dataset.theme;
  else root.dataset.theme = choice;
  try {
    if (choice === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", choice);
  } catch {
    // The choice then lasts for this page.
  }
  markTheme();
  document.dispatchEvent(new CustomEvent("wellrun:theme"));
}

function markTheme() {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === themeNow()));
  }
}

function revealWhatNeedsScripts(root) {
  for (const part of root.querySelectorAll("[data-themes], [data-dismiss], [data-print]")) part.hidden = false;
}

document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-theme-choice]");
  if (choice) chooseTheme(choice.dataset.themeChoice);
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) dismiss.closest("[data-note]").remove();
  const print = event.target.closest("[data-print]");
  if (print) window.print();
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    if (search.offsetParent) search.select();
    else search.form.submit();
  }
});

document.addEventListener("htmx:afterSwap", (event) => revealWhatNeedsScripts(event.target));
document.addEventListener("htmx:oobAfterSwap", (event) => revealWhatNeedsScripts(event.target));

revealWhatNeedsScripts(document);
markTheme();
