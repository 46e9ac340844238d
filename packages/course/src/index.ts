export { changedPaths, type Change, type ChangedPath } from "./submission/changed-paths.ts";
export { commitFiles } from "./submission/commit-files.ts";
export type { SubmittedFile, SubmittedKind } from "./submission/submitted-file.ts";
export { touchedAdapter, type TouchedAdapter } from "./submission/touched-adapter.ts";
export { folderFiles } from "./submission/folder-files.ts";
export { inspectFiles } from "./submission/inspect-files.ts";
export { placeFiles } from "./submission/place-files.ts";
export { zipFiles, type ZipFiles } from "./submission/zip-files.ts";
export { openSubmission, type Submission } from "./submission/open-submission.ts";
