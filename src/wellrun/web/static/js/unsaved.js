// A form marked data-unsaved asks before what was typed in it is lost.

const touched = new Set();

function mark(event) {
  const form = event.target.closest?.("form[data-unsaved]");
  if (form) touched.add(form);
}

document.addEventListener("input", mark);
document.addEventListener("change", mark);
document.addEventListener("submit", (event) => touched.delete(event.target));
document.addEventListener("reset", (event) => touched.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  for (const form of touched) {
    if (form.isConnected) {
      event.preventDefault();
      return;
    }
    touched.delete(form);
  }
});
