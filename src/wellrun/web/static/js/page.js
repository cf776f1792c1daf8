// Small conveniences of every page: theme choice, Ctrl K, print, notes that can be dismissed, forms that take long.

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

// What a button of the page's head says has no place of its own: it stands where messages do.
function sayAbove(words) {
  const said = document.createElement("p");
  said.textContent = words;
  const note = document.createElement("div");
  note.className = "note";
  note.append(said);
  document.getElementById("messages").replaceChildren(note);
}

// A form that takes long says so in the place kept for it, and is sent only once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  const words = event.submitter?.dataset.busy;
  const note = form.querySelector("[data-busy-note]");
  if (!words) return;
  form.dataset.sent = "true";
  event.submitter.setAttribute("aria-disabled", "true");
  if (!note) {
    sayAbove(words);
    return;
  }
  note.querySelector("[role='status']").textContent = words;
  note.querySelector("progress").hidden = false;
});

// Back from the next page by the browser's own button: the form is ready again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[data-busy]")?.removeAttribute("aria-disabled");
    const note = form.querySelector("[data-busy-note]");
    if (!note) {
      document.getElementById("messages").replaceChildren();
      continue;
    }
    note.querySelector("[role='status']").textContent = "";
    note.querySelector("progress").hidden = true;
  }
});

// A browser takes the #write of the form it sent over to the page that answers, and would show the form again: what was
// said of it, above, comes first.
addEventListener("load", () => {
  const said = document.querySelector("#messages[autofocus]");
  if (!said || !["#write", "#answer"].includes(location.hash)) return;
  history.replaceState(history.state, "", location.pathname + location.search);
  said.focus();
  scrollTo(0, 0);
});

document.addEventListener("htmx:afterSwap", (event) => revealWhatNeedsScripts(event.target));
document.addEventListener("htmx:oobAfterSwap", (event) => revealWhatNeedsScripts(event.target));

revealWhatNeedsScripts(document);
markTheme();
