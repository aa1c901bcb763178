import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
import {
  savedTemporaryFolder
} from "./chunk-76JG5DGQ.mjs";
import "./chunk-ACRAJ3DS.mjs";

// src/post.ts
import { rm } from "node:fs/promises";
var folder = savedTemporaryFolder();
if (folder !== void 0) await rm(folder, { recursive: true, force: true });
