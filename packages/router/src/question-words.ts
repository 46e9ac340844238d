/** Characters of a question that are read: of a longer one the first and the last half. */
const longest = 4000;
const longestRun = 40;

const wordOrNumber = /\p{L}[\p{L}'’]*|\p{N}+(?:[.,:/-]\p{N}+)*(?:\p{L}{1,3}(?!\p{L}))?/gu;

/**
 * A question's words and numbers, in lower case, without accents, apostrophes or punctuation. A number is its shape, one `0` a
 * digit: `2021-03` is `0000-00`, `3rd` is `0rd`. Each is cut at 40 characters; of a question longer than 4,000 characters
 * the first and the last 2,000 are read.
 */
export function questionWords(question: string): string[] {
  const read =
    question.length > longest ? `${question.slice(0, longest / 2)} ${question.slice(-longest / 2)}` : question;
  const plain = read
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .normalize("NFC")
    .toLowerCase();
  return (plain.match(wordOrNumber) ?? []).map((word) =>
    word.replace(/['’]/g, "").replace(/\p{N}/gu, "0").slice(0, longestRun),
  );
}

/** Whether a word from `questionWords` is a number's shape. */
export function isNumber(word: string): boolean {
  return word.startsWith("0");
}
