import { packageTests } from "./package-tests.ts";

export default packageTests("tools");
