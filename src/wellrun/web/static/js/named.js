// A button that names what is chosen elsewhere: <span data-named="post" data-template="Ask {post} to accept"
// data-nobody="Ask the post to accept"> follows the select with data-names="post".

function rename(select) {
  const name = select.dataset.names;
  const said = select.selectedOptions[0]?.dataset.said;
  for (const place of document.querySelectorAll(`[data-named="${name}"]`)) {
    place.textContent = said ? place.dataset.template.replace(`{${name}}`, said) : place.dataset.nobody;
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches?.("select[data-names]")) rename(event.target);
});
document.querySelectorAll("select[data-names]").forEach(rename);
