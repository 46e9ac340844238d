import type { Finding } from "@locollm/core";

/** What is wrong with a whole file names none of its rows. */
const ofFile = /^(file-|text-|folder-)|^merge-conflict$/;

/** A finding about sealed rows without a word of them: its code, file and line. Ids, questions and answers are all part of a row. */
export function concealFinding({ code, severity, file, line, message, fix }: Finding): Finding {
  const place = { code, severity, ...(file !== undefined && { file }), ...(line !== undefined && { line }) };
  if (ofFile.test(code)) return { ...place, message, fix };
  return {
    ...place,
    message: "The row is sealed, so no more than the code is said of it.",
    fix: "Look at that line of the file.",
  };
}
