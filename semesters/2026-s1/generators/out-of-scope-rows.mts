import { normalisePrompt } from "./dataset.mts";
import { everyday } from "./out-of-scope-everyday.mts";
import { knowledge } from "./out-of-scope-knowledge.mts";
import { requests } from "./out-of-scope-requests.mts";
import { slotValues } from "./out-of-scope-slots.mts";
import { talk } from "./out-of-scope-talk.mts";
import { seededRandom, type SeededRandom } from "./seeded-random.mts";
import { capitalise, fill, type Slots } from "./template.mts";

export interface OutOfScopeRow {
  id: string;
  prompt: string;
}

/** At most so many rows from one template. */
const rowsPerTemplate = 6;
const openings = ["", "", "", "", "", "please ", "can you tell me, ", "hi, ", "I wonder, ", "so, "];

/** The template with random values; a slot that ends in 2 gets another value than the one without, `num2` aside. */
function fillRandomly(template: string, random: SeededRandom): string {
  const slots = Object.entries(slotValues).flatMap(([slot, values]) => {
    const [one, other] = random.shuffle(values);
    return [
      [`${slot}2`, other],
      [slot, one],
    ];
  });
  return fill(template, Object.fromEntries(slots) as Slots);
}

/** As people type: half of them without capitals and marks. */
function asTyped(text: string, random: SeededRandom): string {
  const opening = text.split(" ").length > 3 ? random.pick(openings) : "";
  const asks = /^(what|who|when|where|why|how|which|is|are|do|does|did|can|should|will|has)\b/i.test(text);
  const suited = asks || opening === "please " || opening === "hey, " || opening === "hi, " ? opening : "";
  const said = `${asks && opening === "please " ? "" : suited}${text}`;
  if (random.chance(50)) return said.toLowerCase();
  return `${capitalise(said)}${/[?!.]$/.test(said) ? "" : asks ? "?" : "."}`;
}

/** Questions that belong to no adapter: in many forms, on many matters, none twice. Other seeds make other rows of the same kinds. */
export function outOfScopeRows(seed: string): OutOfScopeRow[] {
  const random = seededRandom(seed, 1);
  const taken = new Set<string>();
  const prompts: string[] = [];
  const add = (text: string): void => {
    const key = normalisePrompt(text);
    if (taken.has(key)) return;
    taken.add(key);
    prompts.push(asTyped(text, random));
  };
  for (const template of [...Object.values(everyday), ...Object.values(knowledge), ...Object.values(requests)].flat()) {
    const wanted = template.includes("{") ? rowsPerTemplate : 1;
    for (let made = 0; made < wanted; made++) add(fillRandomly(template, random));
  }
  for (const text of talk) add(text);
  return random.shuffle(prompts).map((prompt, index) => ({ id: `none-${String(index + 1).padStart(4, "0")}`, prompt }));
}
