// A select marked data-searchable becomes a field that finds its options by any of their words. The select stays,
// hidden, and is what is sent; without scripts it is a select as ever.

const MOST = 60;

function optionsOf(select) {
  return [...select.options].map((option) => {
    const group = option.parentElement.label ?? "";
    return { value: option.value, label: option.label, group, words: `${option.label} ${group}`.toLowerCase() };
  });
}

function spoken(option) {
  if (!option || option.value === "") return "";
  const saysItself = !option.group || option.label.includes(option.group);
  return saysItself ? option.label : `${option.label}, ${option.group}`;
}

function enhance(select, number) {
  const options = optionsOf(select);
  const box = document.createElement("div");
  const input = document.createElement("input");
  const list = document.createElement("ul");
  let shown = [];
  let at = -1;

  box.className = "choose";
  list.className = "choose-list";
  list.id = `choose-${number}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", select.labels[0]?.textContent ?? "");
  Object.assign(input, { type: "text", autocomplete: "off", spellcheck: false });
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  for (const name of ["aria-invalid", "aria-describedby"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  input.placeholder = options.find((option) => option.value === "")?.label ?? "";
  // The label goes to what is seen.
  input.id = select.id;
  select.id = `${select.id}-sent`;
  select.hidden = true;
  select.before(box);
  box.append(input, list);

  const chosen = () => options.find((option) => option.value === select.value);
  const reset = () => (input.value = spoken(chosen()));

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    at = index;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    const item = list.children[at];
    if (!item) return;
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  function open(text) {
    const words = text.toLowerCase().split(/[\s,]+/).filter(Boolean);
    shown = options.filter((option) => option.value !== "" && words.every((word) => option.words.includes(word))).slice(0, MOST);
    list.replaceChildren(
      ...shown.map((option, place) => {
        const item = document.createElement("li");
        const unit = document.createElement("small");
        item.id = `${list.id}-${place}`;
        item.setAttribute("role", "option");
        item.append(option.label, unit);
        unit.textContent = option.group;
        return item;
      }),
    );
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const present = shown.findIndex((option) => option.value === select.value);
    mark(text === "" ? present : shown.length ? 0 : -1);
  }

  function choose(option) {
    select.value = option.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    reset();
    close();
  }

  input.addEventListener("input", () => open(input.value));
  input.addEventListener("click", () => {
    input.select();
    open("");
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return open("");
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((at + step + shown.length) % shown.length);
    } else if (event.key === "Enter" && !list.hidden && shown[at]) {
      event.preventDefault();
      choose(shown[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      reset();
      close();
    }
  });
  input.addEventListener("blur", () => {
    if (input.value.trim() === "" && select.value !== "") choose({ value: "" });
    reset();
    close();
  });
  // Keeps the focus in the field, so that a press on an option is no blur.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const place = [...list.children].indexOf(event.target.closest("li"));
    if (shown[place]) choose(shown[place]);
  });
  reset();
}

document.querySelectorAll("select[data-searchable]").forEach(enhance);
