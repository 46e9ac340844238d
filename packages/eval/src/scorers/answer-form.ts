/** The form of an answer such as `2021-03-03`: what an output must look like, whatever it says. */
export interface AnswerForm {
  /** Whether the whole text has the form. */
  fits(text: string): boolean;
  /** The different texts of this form within a longer text, in order. */
  findAll(text: string): string[];
}

/**
 * The form of an answer with two or more numbers: each digit stands for a digit, each run of letters for letters,
 * every other character for itself. Null for other answers, because one word or number says nothing of its form.
 */
export function answerForm(answer: string): AnswerForm | null {
  if ((answer.match(/\d+/g) ?? []).length < 2 || answer.length > 200) return null;
  const pattern = answer.replace(/\d+|\p{L}+|[^\d\p{L}]/gu, (part) =>
    /\d/.test(part) ? `\\d{${part.length}}` : /\p{L}/u.test(part) ? "\\p{L}+" : /\s/.test(part) ? "\\s" : escape(part),
  );
  const whole = new RegExp(`^${pattern}$`, "u");
  const within = new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, "gu");
  return {
    fits: (text) => whole.test(text),
    findAll: (text) => [...new Set(text.match(within) ?? [])],
  };
}

function escape(character: string): string {
  return character.replace(/[$()*+./?[\\\]^{|}]/g, "\\$&");
}
