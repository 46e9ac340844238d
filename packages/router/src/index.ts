export { fitRouter } from "./fit-router.ts";
export { measureRouting, type LabelledQuestion, type RoutingCounts } from "./measure-routing.ts";
export { route } from "./route.ts";
export { readRouter, writeRouter } from "./router-file.ts";
export { routerKey, type RouterInputs } from "./router-inputs.ts";
export { routerRevision, type HeldOutCounts, type Router } from "./router.ts";
