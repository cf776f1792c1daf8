// A list in a strict order: moved by its buttons, by the number typed, or by dragging its handle; sent as one form.
// Without scripts the buttons ask the server, and the numbers hold.

const EDGE = 64;
const STEP = 14;

function start(form) {
  const list = form.querySelector("[data-order-list]");
  const said = form.querySelector("[data-order-said]");
  const rows = () => [...list.children];
  const number = (row) => row.querySelector("input[type='number']");

  function settle(row) {
    const all = rows();
    all.forEach((one, at) => {
      number(one).value = at + 1;
      number(one).removeAttribute("aria-invalid");
      one.querySelector("[data-move='up']").disabled = at === 0;
      one.querySelector("[data-move='down']").disabled = at === all.length - 1;
      one.querySelector("[data-stands]")?.remove();
    });
    form.elements.order.value = all.map((one) => one.dataset.key).join(",");
    // Marks the form as touched: what is not saved is asked about before the page is left.
    number(row).dispatchEvent(new Event("input", { bubbles: true }));
    const place = all.indexOf(row) + 1;
    said.textContent = form.dataset.moved
      .replace("%(title)s", row.dataset.title)
      .replace("%(place)s", place)
      .replace("%(count)s", all.length);
  }

  function moveTo(row, at) {
    const others = rows().filter((one) => one !== row);
    const to = Math.min(Math.max(at, 0), others.length);
    list.insertBefore(row, others[to] ?? null);
    settle(row);
    row.scrollIntoView({ block: "nearest" });
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("li");
    const up = button.dataset.move === "up";
    moveTo(row, rows().indexOf(row) + (up ? -1 : 1));
    // At an end the button is out of use: the focus goes to the one beside it.
    if (button.disabled) row.querySelector(`[data-move='${up ? "down" : "up"}']`).focus();
    else button.focus();
  });

  function typed(input) {
    const place = Number.parseInt(input.value, 10);
    const row = input.closest("li");
    if (Number.isNaN(place)) settle(row);
    else if (place !== rows().indexOf(row) + 1) moveTo(row, place - 1);
    input.focus();
  }

  list.addEventListener("change", (event) => {
    if (event.target.type === "number") typed(event.target);
  });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type !== "number") return;
    event.preventDefault();
    typed(event.target);
  });

  let held = null;
  let before = null;

  function drag(event) {
    const y = event.clientY;
    if (y < EDGE) window.scrollBy(0, -STEP);
    else if (y > window.innerHeight - EDGE) window.scrollBy(0, STEP);
    const middle = (row) => row.getBoundingClientRect().top + row.offsetHeight / 2;
    const next = rows().find((row) => row !== held && y < middle(row)) ?? null;
    const follower = held.nextElementSibling;
    if (next !== follower) list.insertBefore(held, next);
  }

  function drop(event) {
    window.removeEventListener("pointermove", drag);
    window.removeEventListener("pointerup", drop);
    window.removeEventListener("pointercancel", drop);
    window.removeEventListener("keydown", escape);
    held.classList.remove("is-held");
    if (event.type !== "pointerup") before.forEach((row) => list.append(row));
    if (rows().some((row, at) => row !== before[at])) settle(held);
    held = null;
  }

  function escape(event) {
    if (event.key === "Escape") drop(event);
  }

  for (const grip of list.querySelectorAll("[data-grip]")) {
    grip.hidden = false;
    grip.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || held) return;
      event.preventDefault();
      held = grip.closest("li");
      before = rows();
      held.classList.add("is-held");
      window.addEventListener("pointermove", drag);
      window.addEventListener("pointerup", drop);
      window.addEventListener("pointercancel", drop);
      window.addEventListener("keydown", escape);
    });
  }
}

document.querySelectorAll("form[data-order]").forEach(start);
