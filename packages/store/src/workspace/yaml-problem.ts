import type { ErrorCode, YAMLError } from "yaml";

/** What the parser calls by names of its grammar, in words of the person who wrote the file. */
const plain: Partial<Record<ErrorCode, readonly [message: string, fix: string]>> = {
  BLOCK_AS_IMPLICIT_KEY: ["a value on this line holds a colon", "Put the whole value in double quotes."],
  BAD_SCALAR_START: ["a value begins with a sign that YAML keeps for itself", "Put the value in double quotes."],
  BAD_DQ_ESCAPE: ["a backslash in double quotes begins no known sign", "Write it twice, or use single quotes."],
  DUPLICATE_KEY: ["a name stands twice", "Keep one of the two lines."],
  MULTIPLE_DOCS: ["a line --- begins a second document", "Remove that line and what belongs to the other document."],
  RESOURCE_EXHAUSTION: ["it nests without end", "Make it flatter: no file here needs more than four levels."],
};

/** A parser's error as message and fix. */
export function yamlProblem(error: YAMLError): { readonly message: string; readonly fix: string } {
  const [message, fix] = plain[error.code] ?? [
    error.message,
    "Look at quotes, colons and indentation (spaces, never tabs) on this line and the one above.",
  ];
  return { message: `This is not YAML: ${message}.`, fix };
}
