import { isNumber, questionWords } from "./question-words.ts";

const shortestRun = 3;
const longestRun = 5;

/**
 * The features of a question, each once, however often it occurs:
 * words (`w:iso`), number shapes (`w:0000-00`), neighbouring words (`p:iso form`, any number being `#`), runs of 3 to 5 letters
 * within a word (`l:_dat`, `_` marking the word's ends; the whole word is left to `w:`), how many numbers there are (`n:2`, three or more
 * counting as 3) and how many words, by powers of two (`s:3` for 7 to 14).
 */
export function questionFeatures(question: string): Set<string> {
  const words = questionWords(question);
  const features = new Set<string>();
  let numbers = 0;
  let previous: string | undefined;
  for (const word of words) {
    const number = isNumber(word);
    if (number) numbers++;
    features.add(`w:${word}`);
    const neighbour = number ? "#" : word;
    if (previous !== undefined) features.add(`p:${previous} ${neighbour}`);
    previous = neighbour;
    if (!number) addLetterRuns(features, `_${word}_`);
  }
  features.add(`n:${Math.min(numbers, 3)}`);
  features.add(`s:${Math.min(Math.floor(Math.log2(words.length + 1)), 4)}`);
  return features;
}

function addLetterRuns(features: Set<string>, bounded: string): void {
  for (let size = shortestRun; size <= longestRun && size < bounded.length; size++) {
    for (let start = 0; start + size <= bounded.length; start++)
      features.add(`l:${bounded.slice(start, start + size)}`);
  }
}

const numberCounts = ["n:0", "n:1", "n:2", "n:3"];
const wordCounts = ["s:0", "s:1", "s:2", "s:3", "s:4"];

/** The features that tell a question's form and none of its words. */
export const formFeatures: readonly string[] = [...numberCounts, ...wordCounts];

/** Every form that a question can have; as questions, those of which no word is known. */
export const everyForm: readonly ReadonlySet<string>[] = numberCounts.flatMap((n) =>
  wordCounts.map((s) => new Set([n, s])),
);

/** Whether the feature tells a question's form alone. */
export function isForm(feature: string): boolean {
  return feature.startsWith("n:") || feature.startsWith("s:");
}

/** Whether the feature is a word of letters or a part of one. */
export function isWording(feature: string): boolean {
  return feature.startsWith("l:") || (feature.startsWith("w:") && !isNumber(feature.slice(2)));
}

/** Whether letters say again what a feature that weighs more has said: they stand in its word or letters, or its letters in them. */
export function isRepeat(feature: string, stronger: string): boolean {
  if (!feature.startsWith("l:")) return false;
  const letters = feature.slice(2);
  const said = stronger.slice(2);
  if (stronger.startsWith("w:")) return `_${said}_`.includes(letters);
  return stronger.startsWith("l:") && (said.includes(letters) || letters.includes(said));
}

/** What a feature is worth beside the others before its rarity counts; letters overlap, so many of them speak at once. */
export function featureScale(feature: string): number {
  return feature.startsWith("l:") ? 0.2 : 1;
}

/** A feature in words that a reader can check against the question, as in `word "iso"` or `letters "…date"` (`…` where the word ends or begins). */
export function featureLabel(feature: string): string {
  const text = feature.slice(2);
  switch (feature[0]) {
    case "w":
      return `${isNumber(text) ? "number like" : "word"} "${text}"`;
    case "p":
      return `words "${text}"`;
    case "l":
      return `letters "${text.replace(/^_|_$/g, "…")}"`;
    case "n":
      return ["no number", "one number", "two numbers", "three or more numbers"][Number(text)] ?? feature;
    default:
      return ["no words", "1 or 2 words", "3 to 6 words", "7 to 14 words", "15 or more words"][Number(text)] ?? feature;
  }
}
