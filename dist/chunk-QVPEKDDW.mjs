import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
import {
  getState,
  saveState
} from "./chunk-A4WK4EKC.mjs";

// src/temporary-folder.ts
import { mkdtemp } from "node:fs/promises";
import { basename, join } from "node:path";
var state = "temporary-folder";
var prefix = "deploy-prefect-pipelines-";
async function makeTemporaryFolder(parent) {
  const folder = await mkdtemp(join(parent, prefix));
  saveState(state, folder);
  return folder;
}
function savedTemporaryFolder() {
  const folder = getState(state);
  return basename(folder).startsWith(prefix) ? folder : void 0;
}

export {
  makeTemporaryFolder,
  savedTemporaryFolder
};
