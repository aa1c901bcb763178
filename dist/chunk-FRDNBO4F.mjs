import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
import {
  getState,
  saveState
} from "./chunk-ACRAJ3DS.mjs";

// src/temporary-folder.ts
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
var state = "temporary-folder";
async function makeTemporaryFolder(parent) {
  const folder = await mkdtemp(join(parent, "deploy-prefect-pipelines-"));
  saveState(state, folder);
  return folder;
}
function savedTemporaryFolder() {
  const folder = getState(state);
  return folder === "" ? void 0 : folder;
}

export {
  makeTemporaryFolder,
  savedTemporaryFolder
};
