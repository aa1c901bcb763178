import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
import {
  asRecord,
  environmentOfDeployment
} from "./chunk-YAI4U3TH.mjs";
import "./chunk-YLUHRQ4K.mjs";
import {
  logIn,
  openPrefectApi,
  pLimit,
  prepareDocker,
  runDocker
} from "./chunk-A2MBUNTI.mjs";
import "./chunk-W75XK2QA.mjs";
import {
  makeTemporaryFolder
} from "./chunk-QVPEKDDW.mjs";
import "./chunk-A4WK4EKC.mjs";
import "./chunk-AZR7E7JT.mjs";
import {
  fillPlaceholders,
  lookupEnvironment,
  messageOf
} from "./chunk-T6UZLHMW.mjs";
import "./chunk-H2FADGLT.mjs";
import "./chunk-LMMWWLXT.mjs";

// src/images/find-digests.ts
var parallel = 4;
async function findDigests(docker, references) {
  const limit = pLimit(parallel);
  const found = references.map((reference) => limit(() => findDigest(docker, reference)));
  const digests = await Promise.all(found);
  return new Map(
    references.flatMap((reference, index) => {
      const digest = digests[index];
      return digest === void 0 ? [] : [[reference, digest]];
    })
  );
}
async function findDigest(docker, reference) {
  const args = ["buildx", "imagetools", "inspect", "--format", "{{json .Manifest.Digest}}", reference];
  const { exitCode, stdout, stderr } = await runDocker(docker, args);
  if (exitCode === 0) return parseDigest(stdout);
  if (/not found|manifest unknown|name unknown/i.test(stderr)) return void 0;
  throw new Error(`${reference} can't be looked up: ${stderr.trim()}`);
}
function parseDigest(json) {
  try {
    const digest = JSON.parse(json);
    if (typeof digest === "string") return digest;
  } catch (error) {
    throw new Error(`docker buildx imagetools said what is no digest: ${messageOf(error)}`, { cause: error });
  }
  throw new Error(`docker buildx imagetools said what is no digest: ${json}`);
}

// src/plan/compare.ts
function comparePlan(plan, actual, {
  pipelinesDir,
  environments,
  lookup
}) {
  const known = plan.deployments.map((planned) => findActual(planned, actual));
  const changes = plan.deployments.map((planned, index) => compareDeployment(planned, known[index], lookup));
  const folders = [...plan.pipelines, ...plan.removed].map(
    (name) => pipelinesDir === "." ? `${name}/` : `${pipelinesDir}/${name}/`
  );
  const gone = actual.filter((deployment) => !known.includes(deployment)).filter(({ name }) => environmentOfDeployment(name, environments) === plan.environment).filter(({ entrypoint }) => folders.some((folder) => entrypoint?.startsWith(folder)));
  return { changes, gone: gone.map(({ name, id }) => ({ name, id })) };
}
function findActual({ name, entrypoint }, actual) {
  const named = actual.filter((deployment) => deployment.name === name);
  return named.find((deployment) => deployment.entrypoint === entrypoint) ?? (named.length === 1 ? named[0] : void 0);
}
function compareDeployment({ pipeline, name, settings }, actual, lookup) {
  if (actual === void 0) return { pipeline, name, state: "added", differences: [] };
  const differences = findDifferences(settings, actual, lookup);
  return { pipeline, name, state: differences.length > 0 ? "changed" : "unchanged", differences };
}
function findDifferences(settings, actual, lookup) {
  const before = flatten(
    Object.fromEntries(Object.keys(settings).map((key) => [key, actualSetting(actual, key)]))
  );
  const written = flatten(withSlugs(settings));
  const after = flatten(withSlugs(asRecord(fillPlaceholders(settings, lookup))));
  const names = /* @__PURE__ */ new Set([...after.keys(), ...[...before.keys()].filter((name) => !isLeftAlone(name, after))]);
  return [...names].sort().flatMap((setting) => {
    const [was, will] = [before.get(setting), after.get(setting)];
    if (was === will) return [];
    return [hideSecrets({ setting, before: was, after: written.get(setting) ?? will })];
  });
}
function actualSetting(actual, key) {
  if (key === "concurrency_limit") return asRecord(actual["global_concurrency_limit"])["limit"] ?? actual[key];
  if (key !== "schedules") return actual[key];
  const schedules = Array.isArray(actual[key]) ? actual[key] : [];
  return byPlace(
    schedules.map((each) => {
      const { schedule, ...rest } = asRecord(each);
      return { ...rest, ...asRecord(schedule) };
    })
  );
}
function withSlugs(settings) {
  const { schedules } = settings;
  return Array.isArray(schedules) ? { ...settings, schedules: byPlace(schedules) } : settings;
}
function byPlace(schedules) {
  return Object.fromEntries(
    schedules.map((each, index) => {
      const { slug, ...rest } = asRecord(each);
      return [typeof slug === "string" && slug !== "" ? slug : String(index + 1), rest];
    })
  );
}
function isLeftAlone(name, after) {
  const schedule = /^schedules\.[^.]+\./.exec(name)?.[0];
  return schedule !== void 0 && [...after.keys()].some((each) => each.startsWith(schedule));
}
function flatten(value, path = "") {
  const entries = Object.entries(asRecord(value));
  if (entries.length > 0) {
    const nested = entries.map(([key, item]) => flatten(item, path === "" ? key : `${path}.${key}`));
    return new Map(nested.flatMap((each) => [...each]));
  }
  const isNothing = value === void 0 || value === null || JSON.stringify(value) === "{}";
  return new Map(isNothing || path === "" ? [] : [[path, JSON.stringify(value)]]);
}
var secretName = /pass(word|wd)?|secret|token|credential|api_?key|private|auth/i;
function hideSecrets({ setting, before, after }) {
  if (!secretName.test(setting)) return { setting, before, after };
  const hide = (text) => text === void 0 || /^"?\{\{.*\}\}"?$/.test(text) ? text : "(hidden)";
  return { setting, before: hide(before), after: hide(after) };
}

// src/compare-plan.ts
async function describeChanges(run, plan) {
  await Promise.all([
    attempt(run, "Prefect", () => compareWithPrefect(run, plan)),
    attempt(run, "the registry", () => lookUpImages(run, plan))
  ]);
}
async function attempt({ log, record, signal }, what, task) {
  try {
    await task();
  } catch (error) {
    signal.throwIfAborted();
    const reason = `${what} was not asked: ${messageOf(error)}`;
    record.notCompared.push(reason);
    log.info(reason);
  }
}
async function compareWithPrefect({ inputs, runner, record, signal }, plan) {
  const { prefect: connection, environments, pipelinesDir, retry } = inputs;
  if (connection === void 0) return;
  const actual = await openPrefectApi({ connection, retry, signal }).listDeployments();
  record.comparison = comparePlan(plan, actual, {
    pipelinesDir,
    environments: Object.keys(environments),
    lookup: lookupEnvironment(runner.env)
  });
}
async function lookUpImages(run, plan) {
  const { registry } = run.inputs;
  const references = plan.images.map(({ reference }) => reference).filter((each) => !each.includes("{{"));
  if (registry === void 0 || references.length === 0) return;
  const docker = await prepareDocker(run, await makeTemporaryFolder(run.runner.temporaryFolder));
  await logIn(docker, registry);
  run.record.existing = await findDigests(docker, references);
}
export {
  describeChanges
};
