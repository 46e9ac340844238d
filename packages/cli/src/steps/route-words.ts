import type { Route } from "@locollm/core";

/** `library-sql (probability 0.98; next: the base, 0.01)`. */
export function routeWords(route: Route): string {
  const name = (adapter: string | null) => adapter ?? "the base";
  const { runnerUp } = route;
  return `${name(route.adapter)} (probability ${route.probability.toFixed(2)}; next: ${name(runnerUp.adapter)}, ${runnerUp.probability.toFixed(2)})`;
}

/** What decided, strongest first: `word "iso", number like "0000"`. */
export function featureWords(route: Route, most = 4): string {
  return route.features
    .slice(0, most)
    .map(({ feature }) => feature)
    .join(", ");
}
