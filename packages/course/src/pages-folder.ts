import { fileURLToPath } from "node:url";

/** The folder of the codes' pages, beside this package's sources and its build alike. */
export const pagesFolder = fileURLToPath(new URL("../codes/", import.meta.url));
