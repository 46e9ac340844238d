import { packageTests } from "../../tools/package-tests.ts";

export default packageTests("course");
