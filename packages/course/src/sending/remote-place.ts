/** Where a remote's address leads: a host and, on it, the repository. */
export interface RemotePlace {
  readonly host: string;
  /** `owner/name`, deeper on GitLab. */
  readonly path: string;
}

/** Reads an address as git takes it, such as `git@host:owner/name.git` or `https://host/owner/name`; null where it is a folder. */
export function remotePlace(address: string): RemotePlace | null {
  const scheme = /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+)$/.exec(address);
  // Without a scheme a host stands before a colon; one letter there is a drive of Windows.
  const [, host, rest] = scheme ?? /^(?:[^@/\\]+@)?([^/\\:]{2,}):(?!\/\/)(.+)$/.exec(address) ?? [];
  if (host === undefined || rest === undefined) return null;
  const path = rest.replace(/^\/+|\/+$/g, "").replace(/\.git$/, "");
  return path.includes("/") ? { host: host.toLowerCase(), path } : null;
}

/** The address without a user name or password, to be printed and kept. */
export function addressToShow(address: string): string {
  return address.replace(/^([a-z+]+:\/\/)[^@/]*@/i, "$1");
}

export interface WantedRequest {
  /** The repository that takes the change; null where only the student's own is known. */
  readonly into: RemotePlace | null;
  readonly from: RemotePlace;
  readonly branch: string;
}

/** The page on which a person opens the pull request by hand; null for a host whose pages are not known. */
export function requestPage({ into, from, branch }: WantedRequest): string | null {
  const at = `https://${from.host}/${from.path}`;
  const named = branch.split("/").map(encodeURIComponent).join("/");
  if (/gitlab/.test(from.host))
    return `${at}/-/merge_requests/new?merge_request%5Bsource_branch%5D=${encodeURIComponent(branch)}`;
  if (!/github/.test(from.host)) return null;
  if (into === null || into.host !== from.host || into.path === from.path) return `${at}/pull/new/${named}`;
  const [owner] = from.path.split("/");
  const [, name] = from.path.split("/");
  return `https://${into.host}/${into.path}/compare/${owner}:${name}:${named}?expand=1`;
}
