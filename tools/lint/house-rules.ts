import { engineInInference } from "./engine-in-inference.ts";
import { fileNames } from "./file-names.ts";
import { importArrows } from "./import-arrows.ts";
import { noDeepImports } from "./no-deep-imports.ts";
import { purePackages } from "./pure-packages.ts";

/** The rules of AGENTS.md that a machine can check, as an oxlint plugin. Each message says why. */
export default {
  meta: { name: "house" },
  rules: {
    "engine-in-inference": engineInInference,
    "file-names": fileNames,
    "import-arrows": importArrows,
    "no-deep-imports": noDeepImports,
    "pure-packages": purePackages,
  },
};
