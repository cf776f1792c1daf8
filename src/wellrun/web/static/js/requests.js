// HTMX: the CSRF token goes along in a header; a request that fails says so in words; an answer that comes late
// does not undo what was typed while it was on its way.

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

let typed = [];

document.addEventListener("htmx:beforeSwap", (event) => {
  const sent = event.detail.requestConfig.parameters;
  typed = [...event.detail.target.querySelectorAll("input[name]")].filter(
    (field) => typeof sent[field.name] === "string" && sent[field.name] !== field.value,
  );
});

document.addEventListener("htmx:afterSwap", () => {
  for (const { name, value } of typed) {
    const field = document.querySelector(`input[name="${CSS.escape(name)}"]`);
    if (field) field.value = value;
  }
  typed = [];
});
