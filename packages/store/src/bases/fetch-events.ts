/** What happens while a base is fetched, for a progress display. */
export type FetchEvent =
  | { readonly event: "waiting"; readonly pid: number | null }
  | { readonly event: "source"; readonly source: string }
  | {
      readonly event: "progress";
      /** 1-based chunk of `parts`; one part unless the base comes in chunks. */
      readonly part: number;
      readonly parts: number;
      /** Bytes of this part that are on disk. */
      readonly bytes: number;
      /** Null where the server does not say. */
      readonly total: number | null;
      /** Bytes a second over the last seconds. */
      readonly rate: number;
      readonly secondsLeft: number | null;
    }
  | { readonly event: "joining"; readonly bytes: number }
  | { readonly event: "failed"; readonly source: string; readonly reason: string };

export type OnFetchEvent = (event: FetchEvent) => void;
