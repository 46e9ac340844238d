import { sourceFile, type Rule } from "./rule.ts";

const vague = /^(utils?|helpers?|common|misc|shared|lib)$/;

/** A file is one concept and named after it, in kebab-case. */
export const fileNames: Rule = {
  create(context) {
    const { path } = sourceFile(context);
    const stem = (path.split("/").at(-1) ?? "").replace(/(\.(test|bench|fixture|config|long))*\.[cm]?[jt]s$/, "");
    return {
      Program(node: object) {
        const message = judge(path, stem);
        if (message !== undefined) context.report({ node, message });
      },
    };
  },
};

function judge(path: string, stem: string): string | undefined {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem)) {
    return `name files in kebab-case. Two names that differ in capitals alone are one file on Windows and macOS.`;
  }
  const folders = path.split("/").slice(0, -1);
  const word = [stem, ...folders].find((part) => vague.test(part));
  if (word !== undefined) return `"${word}" says nothing about what is inside. Name the concept.`;
  if (stem === "index" && !/^packages\/[^/]+\/src\/index\.ts$/.test(path)) {
    return `only a package's src/index.ts collects exports. Import the file that holds the concept.`;
  }
  return undefined;
}
