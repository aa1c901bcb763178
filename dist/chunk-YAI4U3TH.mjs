import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
import {
  minimatch
} from "./chunk-YLUHRQ4K.mjs";
import {
  failure,
  fillPlaceholders
} from "./chunk-T6UZLHMW.mjs";

// src/trigger/patterns.ts
function fitsPatterns(name, patterns) {
  return patterns.reduce((fits, pattern) => {
    const isExclusion = pattern.startsWith("!");
    const glob = isExclusion ? pattern.slice(1) : pattern;
    const matches = name === glob || minimatch(name, glob, { dot: true, nonegate: true, nocomment: true });
    return matches ? !isExclusion : fits;
  }, false);
}

// src/trigger/environment.ts
function chooseEnvironment(branch, map, override) {
  if (override !== void 0) {
    if (Object.hasOwn(map, override)) return override;
    throw failure("environment-unknown", `There is no environment "${override}". ${describe(map)}`, {
      hint: 'Correct the input "environment", or add the environment to the input "environments".'
    });
  }
  const [environment, ...others] = Object.entries(map).filter(([, patterns]) => fitsPatterns(branch, patterns)).map(([name]) => name);
  if (environment === void 0) {
    throw failure("branch-not-mapped", `The branch "${branch}" belongs to no environment. ${describe(map)}`, {
      hint: 'Push to one of these branches, add the branch to the input "environments", or name the environment in the input "environment".'
    });
  }
  if (others.length > 0) {
    throw failure(
      "branch-ambiguous",
      `The branch "${branch}" belongs to several environments: ${[environment, ...others].join(", ")}. ${describe(map)}`,
      { hint: 'Make the patterns in the input "environments" exclude one another.' }
    );
  }
  return environment;
}
function environmentOfDeployment(name, environments) {
  return environments.filter((environment) => name.endsWith(`-${environment}`) || name.endsWith(`_${environment}`)).reduce(
    (longest, environment) => environment.length > (longest?.length ?? 0) ? environment : longest,
    void 0
  );
}
function describe(map) {
  const lines = Object.entries(map).map(([name, patterns]) => `${name}: ${patterns.join(", ")}`);
  return `The environments and their branches are ${lines.join("; ")}.`;
}

// src/plan/settings.ts
var sameKeys = ["entrypoint", "version", "description", "tags", "parameters", "enforce_parameter_schema"];
function settingsOf(entry, lookup) {
  const filled = asRecord(fillPlaceholders(entry, lookup));
  const pool = asRecord(filled["work_pool"]);
  const concurrency = filled["concurrency_limit"];
  const settings = {
    ...Object.fromEntries(sameKeys.map((key) => [key, filled[key]])),
    work_pool_name: pool["name"],
    work_queue_name: pool["work_queue_name"],
    job_variables: pool["job_variables"],
    schedules: Array.isArray(filled["schedules"]) ? filled["schedules"] : void 0,
    concurrency_limit: asRecord(concurrency)["limit"] ?? concurrency
  };
  const given = Object.entries(settings).filter(([, value]) => value !== void 0 && value !== null);
  return Object.fromEntries(given);
}
function asRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

export {
  fitsPatterns,
  chooseEnvironment,
  environmentOfDeployment,
  settingsOf,
  asRecord
};
