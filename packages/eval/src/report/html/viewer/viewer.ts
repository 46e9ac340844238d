import type { ViewedAnswer, ViewedFlip, ViewerData } from "../viewer-data.ts";

// Runs in the report's page, its types stripped when the report is written. It builds elements and sets their text, never markup.

const rowHeight = 44;
const groups = [
  { group: "all", name: "All", sign: "•" },
  { group: "won", name: "Won", sign: "▲" },
  { group: "lost", name: "Lost", sign: "▼" },
  { group: "neither", name: "Both wrong", sign: "✕" },
  { group: "both", name: "Both right", sign: "✓" },
  { group: "error", name: "Not answered", sign: "!" },
] as const;
const outcomes = {
  right: "✓ right",
  wrong: "✕ wrong",
  "format-miss": "✕ format miss",
  error: "! not answered",
} as const;

const data = await unpack(document.querySelector("#data")!.textContent);
const found = data.flips.map((flip) =>
  [flip.item, flip.question, flip.expected, flip.after.output, flip.before.output].join("\n").toLowerCase(),
);
let shown: number[] = [];
let selected = 0;

const radios = groups
  .map(({ group, name }) => ({
    group,
    name,
    count: data.flips.filter((flip) => group === "all" || flip.group === group).length,
  }))
  .filter(({ group, count }) => group !== "error" || count > 0)
  .map(({ group, name, count }, i) => {
    const radio = element("input", { type: "radio", name: "group", value: group });
    radio.checked = group === "all";
    radio.addEventListener("change", refresh);
    return {
      radio,
      label: element(
        "label",
        { class: "chip" },
        radio,
        element(
          "span",
          {},
          `${signOf(group)} ${name} `,
          element("b", {}, String(count)),
          element("kbd", {}, String(i + 1)),
        ),
      ),
    };
  });
const difficulty = element(
  "select",
  { id: "difficulty" },
  ...["any", "easy", "medium", "hard"].map((name) => element("option", { value: name }, name)),
);
const search = element("input", { id: "search", type: "search", placeholder: "in questions and answers" });
const shade = element("input", { id: "shade", type: "checkbox" });
shade.checked = true;
const status = element("p", { role: "status", class: "status" });
const spacer = element("div", { role: "presentation", class: "spacer" });
const list = element("div", { role: "listbox", tabindex: "0", "aria-label": "Items", class: "list" }, spacer);
const detail = element("article", { class: "detail", tabindex: "0", "aria-label": "The chosen item" });

const scale = element(
  "p",
  { class: "scale" },
  "The model's probability of a token: ",
  ...["95 % or more", "75–95 %", "50–75 %", "25–50 %", "below 25 %"].flatMap((name, level) => [
    element("span", { class: `token p${level}` }, name),
    " ",
  ]),
);

document
  .querySelector("#viewer")!
  .append(
    element(
      "form",
      { class: "controls", role: "search" },
      element("fieldset", {}, element("legend", {}, "Show"), ...radios.map(({ label }) => label)),
      element(
        "div",
        { class: "fields" },
        element("label", {}, "Difficulty ", difficulty),
        element("label", {}, "Search ", search),
        element("label", {}, shade, " Shade tokens by probability"),
      ),
    ),
    element(
      "p",
      { class: "legend" },
      `Won: right with “${data.labels.after}” only. Lost: right with “${data.labels.before}” only.`,
    ),
    scale,
    status,
    element("div", { class: "panes" }, list, detail),
    element("p", { class: "keys" }, ...keyHelp()),
  );
if (!data.flips.some((flip) => flip.difficulty !== undefined)) difficulty.parentElement!.hidden = true;
if (!data.flips.some((flip) => flip.after.tokens ?? flip.before.tokens))
  shade.parentElement!.hidden = scale.hidden = true;

difficulty.addEventListener("change", refresh);
search.addEventListener("input", refresh);
shade.addEventListener("change", () => detail.classList.toggle("plain", (scale.hidden = !shade.checked)));
list.addEventListener("scroll", drawRows);
list.addEventListener("click", (event) => {
  const row = (event.target as Element).closest<HTMLElement>("[data-at]");
  if (row !== null) choose(Number(row.dataset["at"]));
});
search.form!.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("keydown", onKey);
new ResizeObserver(drawRows).observe(list);
refresh();

function refresh(): void {
  const before = shown[selected];
  const group = radios.find(({ radio }) => radio.checked)!.radio.value;
  const words = search.value
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  shown = data.flips.flatMap((flip, i) => {
    const kept =
      (group === "all" || flip.group === group) &&
      (difficulty.value === "any" || flip.difficulty === difficulty.value) &&
      words.every((word) => found[i]!.includes(word));
    return kept ? [i] : [];
  });
  status.textContent = `${shown.length} of ${data.flips.length} items`;
  spacer.style.height = `${shown.length * rowHeight}px`;
  choose(Math.max(0, shown.indexOf(before ?? -1)));
}

function choose(at: number): void {
  selected = Math.max(0, Math.min(shown.length - 1, at));
  const top = selected * rowHeight;
  if (top < list.scrollTop) list.scrollTop = top;
  if (top + rowHeight > list.scrollTop + list.clientHeight) list.scrollTop = top + rowHeight - list.clientHeight;
  drawRows();
  const flip = data.flips[shown[selected] ?? -1];
  detail.replaceChildren(...(flip === undefined ? [element("p", {}, "No item is like that.")] : describe(flip)));
  detail.scrollTop = 0;
}

/** Only the rows in sight are elements, so that ten thousand items scroll as ten do. */
function drawRows(): void {
  const first = Math.max(0, Math.floor(list.scrollTop / rowHeight) - 4);
  const last = Math.min(shown.length, Math.ceil((list.scrollTop + list.clientHeight) / rowHeight) + 4);
  const rows: HTMLElement[] = [];
  // A chosen row that is out of sight stays in the document, because the list names it as active.
  const places = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
  if (shown.length > 0 && !places.includes(selected)) places.push(selected);
  for (const at of places) {
    const flip = data.flips[shown[at]!]!;
    const row = element(
      "div",
      {
        role: "option",
        id: `row-${at}`,
        class: `row ${flip.group}`,
        "data-at": String(at),
        "aria-selected": String(at === selected),
        "aria-setsize": String(shown.length),
        "aria-posinset": String(at + 1),
      },
      element("span", { class: "sign", role: "img", "aria-label": nameOf(flip.group) }, signOf(flip.group)),
      element("span", { class: "item", dir: "auto" }, flip.item),
      element("span", { class: "asked", dir: "auto" }, flip.question.slice(0, 120)),
    );
    row.style.transform = `translateY(${at * rowHeight}px)`;
    rows.push(row);
  }
  spacer.replaceChildren(...rows);
  if (shown.length > 0) list.setAttribute("aria-activedescendant", `row-${selected}`);
  else list.removeAttribute("aria-activedescendant");
}

function describe(flip: ViewedFlip): Node[] {
  return [
    element(
      "h3",
      { class: flip.group },
      element("span", { class: "sign", "aria-hidden": "true" }, signOf(flip.group)),
      ` ${nameOf(flip.group)}: `,
      element("span", { class: "id", dir: "auto" }, flip.item),
      flip.difficulty === undefined ? "" : element("small", {}, ` ${flip.difficulty}`),
    ),
    element("h4", {}, "Question"),
    text(flip.question),
    element("h4", {}, "Expected"),
    text(flip.expected),
    element("div", { class: "sides" }, answer(data.labels.after, flip.after), answer(data.labels.before, flip.before)),
    element("p", { class: "notice" }, data.notice),
    element("h4", {}, "To see it again"),
    element("pre", { class: "command" }, flip.reproduce),
  ];
}

function answer(label: string, { output, outcome, reason, tokens, cut }: ViewedAnswer): HTMLElement {
  const said = element("pre", { class: "said", dir: "auto" });
  if (output.trim() === "") said.append(element("em", {}, "(nothing)"));
  else if (tokens === undefined) said.append(output);
  else said.append(...shaded(output, tokens));
  if (cut !== undefined) said.append(element("em", {}, `… ${cut} more characters`));
  const least = tokens === undefined || tokens.length === 0 ? null : Math.min(...tokens.map(([, percent]) => percent));
  return element(
    "section",
    { class: outcome },
    element(
      "h4",
      {},
      `${label[0]!.toUpperCase()}${label.slice(1)} `,
      element("span", { class: `outcome ${outcome}` }, outcomes[outcome]),
    ),
    said,
    reason === undefined ? "" : element("p", { class: "reason", dir: "auto" }, reason),
    least === null ? "" : element("p", { class: "least" }, `Least sure token: ${least} %`),
  );
}

function shaded(output: string, tokens: NonNullable<ViewedAnswer["tokens"]>): HTMLElement[] {
  let at = 0;
  return tokens.map(([length, percent]) => {
    const level = percent < 25 ? 4 : percent < 50 ? 3 : percent < 75 ? 2 : percent < 95 ? 1 : 0;
    return element("span", { class: `token p${level}`, title: `${percent} %` }, output.slice(at, (at += length)));
  });
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target as HTMLElement;
  if (target === search) {
    if (event.key === "Escape" || event.key === "Enter") list.focus();
    return;
  }
  const page = Math.max(1, Math.floor(list.clientHeight / rowHeight) - 1);
  const inList = target === list || target === document.body;
  const moves: Record<string, number> = {
    j: 1,
    k: -1,
    ...(inList && { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -shown.length, End: shown.length }),
  };
  const by = moves[event.key];
  const radio = radios[Number(event.key) - 1]?.radio;
  if (by !== undefined) choose(selected + by);
  else if (radio !== undefined) radio.click();
  else if (event.key === "t") shade.click();
  else if (event.key === "/") search.focus();
  else return;
  event.preventDefault();
}

function keyHelp(): Node[] {
  const keys = [["j", "k"], ["↓", "↑"], ["1", "…", String(radios.length)], ["/"], ["t"]];
  const what = ["next, previous", "the same in the list", "filter", "search", "shading"];
  return keys.flatMap((names, i) => [
    element("span", {}, ...names.flatMap((name) => [element("kbd", {}, name), " "]), what[i]!),
  ]);
}

function nameOf(group: string): string {
  return groups.find((one) => one.group === group)!.name;
}

function signOf(group: string): string {
  return groups.find((one) => one.group === group)!.sign;
}

function text(value: string): HTMLElement {
  return element("pre", { dir: "auto" }, value.trim() === "" ? "(nothing)" : value);
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

async function unpack(base64: string): Promise<ViewerData> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return (await new Response(stream).json()) as ViewerData;
}
