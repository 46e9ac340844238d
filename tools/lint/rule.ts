import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** The part of oxlint's plugin interface that the house rules use; it is ESLint's. */
export interface Rule {
  create(context: RuleContext): Readonly<Record<string, (node: never) => void>>;
}

export interface RuleContext {
  /** Absolute path of the file. */
  readonly filename: string;
  report(problem: { readonly node: object; readonly message: string }): void;
}

interface Specifier {
  readonly type: string;
  readonly value?: unknown;
}

/** A rule that judges the specifier of every import, re-export and dynamic import of a file. */
export function importRule(judge: (specifier: string, file: SourceFile) => string | undefined): Rule {
  return {
    create(context) {
      const file = sourceFile(context);
      const check = (node: { readonly source?: Specifier | null }): void => {
        const specifier = node.source?.value;
        if (typeof specifier !== "string") return;
        const message = judge(specifier, file);
        if (message !== undefined) context.report({ node: node.source as object, message });
      };
      return {
        ImportDeclaration: check,
        ExportNamedDeclaration: check,
        ExportAllDeclaration: check,
        ImportExpression: check,
      };
    },
  };
}

/** Where a file stands in the repository. */
export interface SourceFile {
  /** From the repository's root, with forward slashes: `packages/core/src/item.ts`. */
  readonly path: string;
  /** `core` for a file in `packages/core`, else undefined. */
  readonly packageName: string | undefined;
  /** Tests and benchmarks, which never ship. */
  readonly isTest: boolean;
}

export function sourceFile(context: RuleContext): SourceFile {
  const path = relative(repositoryOf(context.filename), context.filename).replaceAll(sep, "/");
  return {
    path,
    packageName: /^packages\/([^/]+)\//.exec(path)?.[1],
    isTest: /\.test\.ts$|\.fixture\.ts$|^packages\/[^/]+\/(test|bench)\//.test(path),
  };
}

const repositories = new Map<string, string>();

/** The nearest folder above `file` that holds the workspace file: linting works from any folder. */
function repositoryOf(file: string): string {
  const folder = dirname(file);
  const known = repositories.get(folder);
  if (known !== undefined) return known;
  const here = existsSync(join(folder, "pnpm-workspace.yaml")) || dirname(folder) === folder;
  const found = here ? folder : repositoryOf(folder);
  repositories.set(folder, found);
  return found;
}
