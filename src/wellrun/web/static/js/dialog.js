// A link with data-dialog opens the native dialog of that id; without scripts it leads to the form's own page.

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog?.showModal) return;
    event.preventDefault();
    dialog.showModal();
    return;
  }
  // A click on the dialog itself, not on what is inside it, is a click on the backdrop.
  if (event.target instanceof HTMLDialogElement) event.target.close();
});

// A dialog that came back with errors opens by itself.
for (const dialog of document.querySelectorAll("dialog[data-open]")) dialog.showModal();
