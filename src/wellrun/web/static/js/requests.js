// HTMX: the CSRF token goes along in a header; a request that fails says so in words.

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]');
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
});

function say(sentence) {
  const notes = document.getElementById("messages");
  if (!notes) return;
  const note = document.createElement("div");
  note.className = "note note-bad";
  note.dataset.note = "";
  note.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = sentence;
  note.append(text);
  notes.replaceChildren(note);
  note.scrollIntoView({ block: "nearest" });
}

// The sentences come from the page, where they are translated.
function words(name) {
  return document.querySelector(`meta[name="words-${name}"]`)?.content;
}

document.addEventListener("htmx:responseError", () => say(words("failed")));
document.addEventListener("htmx:sendError", () => say(words("offline")));
