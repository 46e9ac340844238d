/** Whether the answer is in the text as whole words and numbers: `42` is not in `142`, `42.5` or `42nd`. */
export function standsIn(answer: string, text: string): boolean {
  if (answer === "") return false;
  const insideBefore = /^\d/.test(answer)
    ? /(?:[\p{L}\p{N}]|\d[.,])$/u
    : /^[\p{L}\p{N}]/u.test(answer)
      ? /[\p{L}\p{N}]$/u
      : /(?!)/;
  const insideAfter = /\d$/.test(answer)
    ? /^(?:[\p{L}\p{N}]|[.,]\d)/u
    : /[\p{L}\p{N}]$/u.test(answer)
      ? /^[\p{L}\p{N}]/u
      : /(?!)/;
  for (let at = text.indexOf(answer); at >= 0; at = text.indexOf(answer, at + 1)) {
    const end = at + answer.length;
    if (!insideBefore.test(text.slice(Math.max(0, at - 2), at)) && !insideAfter.test(text.slice(end, end + 2)))
      return true;
  }
  return false;
}
