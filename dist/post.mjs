import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
import {
  savedTemporaryFolder
} from "./chunk-QVPEKDDW.mjs";
import "./chunk-A4WK4EKC.mjs";
import "./chunk-H2FADGLT.mjs";
import "./chunk-LMMWWLXT.mjs";

// src/post.ts
import { rm } from "node:fs/promises";
var folder = savedTemporaryFolder();
if (folder !== void 0) await rm(folder, { recursive: true, force: true });
