import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
import {
  divideSteps,
  require_dist
} from "./chunk-454UY2A2.mjs";
import {
  checkBuildx,
  logIn,
  openPrefectApi,
  pLimit,
  prepareDocker,
  runDocker
} from "./chunk-A2MBUNTI.mjs";
import {
  TransientError,
  isTransient,
  runCommand,
  startCommand,
  withRetries
} from "./chunk-W75XK2QA.mjs";
import {
  makeTemporaryFolder
} from "./chunk-QVPEKDDW.mjs";
import "./chunk-A4WK4EKC.mjs";
import {
  require_ajv
} from "./chunk-AZR7E7JT.mjs";
import {
  ActionError,
  failure,
  fillPlaceholders,
  findPlaceholders,
  throwErrors
} from "./chunk-T6UZLHMW.mjs";
import "./chunk-H2FADGLT.mjs";
import {
  __toESM
} from "./chunk-LMMWWLXT.mjs";

// src/execute-plan.ts
import { join as join4 } from "node:path";

// src/images/build-images.ts
import { readFile } from "node:fs/promises";
import { join } from "node:path";

// src/images/bake-definition.ts
function targetName({ pipelines }, index) {
  return `${(pipelines[0] ?? "image").replaceAll(/[^\w-]/g, "-")}-${index + 1}`;
}
function secretVariable(index) {
  return `BUILD_SECRET_${index + 1}`;
}
function makeBakeDefinition(images, { options, environment }) {
  const targets = images.map(
    (image, index) => [targetName(image, index), makeTarget(image, options, environment)]
  );
  return escapeTemplates({
    group: { default: { targets: targets.map(([name]) => name) } },
    target: Object.fromEntries(targets)
  });
}
function makeTarget(image, options, environment) {
  const { recipe } = image;
  const cache = (specs) => specs.map(
    (spec) => spec.replaceAll("{pipeline}", image.pipelines[0] ?? "").replaceAll("{environment}", environment)
  );
  return {
    context: recipe.context,
    dockerfile: recipe.dockerfile,
    tags: [image.tag, ...image.additionalTags].map((tag) => `${image.name}:${tag}`),
    args: { ...recipe.args, ...options.args },
    labels: recipe.labels,
    contexts: options.contexts,
    platforms: recipe.platforms,
    secret: options.secrets.map(({ id }, index) => `type=env,id=${id},env=${secretVariable(index)}`),
    "cache-from": cache(options.cacheFrom),
    "cache-to": cache(options.cacheTo),
    "no-cache": recipe.noCache,
    pull: recipe.pull,
    ...recipe.target !== void 0 && { target: recipe.target },
    ...recipe.network !== void 0 && { network: recipe.network }
  };
}
function escapeTemplates(value) {
  return JSON.parse(JSON.stringify(value).replaceAll(/[$%]\{/g, (start) => `${start.charAt(0)}${start}`));
}

// src/images/bake-metadata.ts
var import_ajv = __toESM(require_ajv(), 1);
var ajv = new import_ajv.Ajv();
var isMetadata = ajv.compile({ type: "object" });
var isTarget = ajv.compile({
  type: "object",
  properties: { "containerimage.digest": { type: "string", pattern: "^sha256:[0-9a-f]{64}$" } }
});
function parseDigests(metadata, targets) {
  const data = parseJson(metadata);
  if (!isMetadata(data)) throw unknownForm();
  return new Map(
    targets.map((target) => {
      const entry = data[target] ?? {};
      if (!isTarget(entry)) throw unknownForm();
      const digest = entry["containerimage.digest"];
      if (digest === void 0) {
        throw failure("build-metadata-invalid", `docker buildx bake told no digest for "${target}".`, {
          hint: "The image may not have been pushed. Update docker buildx on the runner."
        });
      }
      return [target, digest];
    })
  );
}
function parseJson(text2) {
  try {
    return JSON.parse(text2);
  } catch {
    return void 0;
  }
}
function unknownForm() {
  return failure("build-metadata-invalid", "docker buildx bake's metadata file is not in the known form.", {
    hint: "Update docker buildx on the runner."
  });
}

// src/images/build-failure.ts
import { posix } from "node:path";

// src/workspace/diagnoses/uv-messages.ts
var lockAgain = 'then run "uv lock" and commit uv.lock';
var knownMessages = [
  {
    pattern: /`([^`]+)` is included as a workspace member, but is missing an entry in `tool\.uv\.sources`/,
    describe: (name) => ({
      code: "workspace-source-missing",
      message: `A pyproject.toml depends on "${name}" without saying that it is a package of this repository`,
      hint: `Add ${name} = { workspace = true } to [tool.uv.sources] of that file; ${lockAgain}.`
    })
  },
  {
    pattern: /`([^`]+)` references a workspace in `tool\.uv\.sources`/,
    describe: (name) => ({
      code: "workspace-source-unknown",
      message: `A pyproject.toml says { workspace = true } of "${name}", which is no member of the uv workspace`,
      hint: `Check its [project] name, and that "members" in [tool.uv.workspace] has its folder; ${lockAgain}.`
    })
  },
  {
    pattern: /Could not find root package `([^`]+)`|The workspace does not have a member ([\w.-]+)|Package `([^`]+)` not found in workspace/,
    describe: (name) => ({
      code: "uv-package-unknown",
      message: `The uv workspace has no package "${name}"`,
      hint: `Check the name after --package. In a Dockerfile, the package's pyproject.toml must have been copied before; else it must be a member in [tool.uv.workspace]: ${lockAgain}.`
    })
  },
  {
    pattern: /Because (\S+) was not found in the package registry/,
    describe: (name) => ({
      code: "uv-package-unknown",
      message: `uv finds no package "${name}" in its package index`,
      hint: `Correct the dependency. If it is a package of this repository, add ${name} = { workspace = true } to [tool.uv.sources]; ${lockAgain}.`
    })
  },
  {
    pattern: /Failed to build `(cx[-_]oracle)[=@` ]|No module named '(?:pkg_resources)'/i,
    describe: (name) => ({
      code: "package-unbuildable",
      message: `${name === "" ? "A package" : name} can't be built: it needs setuptools' pkg_resources, which setuptools doesn't have any more`,
      hint: `Use a release of the package that has a wheel for this Python. In the place of cx_Oracle, which Python 3.13 can't have, depend on oracledb, and take it out by override-dependencies in [tool.uv] of the root's pyproject.toml; ${lockAgain}: an override counts only from then on.`
    })
  },
  {
    pattern: /Unable to find lockfile at `([^`]+)`|No `(pyproject\.toml)` found in current directory|`[^`]+` does not appear to be a Python project, as neither `(pyproject\.toml)`/,
    describe: (name) => ({
      code: "dockerfile-copy-missing",
      message: `uv misses the file ${name}`,
      hint: `Add COPY pyproject.toml uv.lock ./ to the Dockerfile above its "uv sync", and check that .dockerignore doesn't leave them out.`
    })
  },
  {
    pattern: /Expected a Python module at: (\S+)|(Unable to determine which files to ship)/,
    describe: (name) => ({
      code: "shared-code-missing",
      message: `A package of the repository can't be built without its code${name.endsWith(".py") ? ` (${name})` : ""}`,
      hint: 'Copy the folder (COPY src src) above the "uv sync" of the Dockerfile. If it is there: add the missing __init__.py, or correct the place in its pyproject.toml.'
    })
  },
  {
    pattern: /lockfile[^\n]* (?:needs to be updated|(?:is|was) (?:outdated|out of date))/i,
    describe: () => ({
      code: "uv-lock-outdated",
      message: "uv.lock doesn't fit the pyproject.toml files any more",
      hint: 'Run "uv lock" in the repository and commit uv.lock.'
    })
  }
];
function recogniseUv(said) {
  for (const { pattern, describe: describe2 } of knownMessages) {
    const match = pattern.exec(said);
    if (match) return describe2(match.slice(1).find(Boolean) ?? "");
  }
  return void 0;
}
function findNamedProject(said) {
  const folder = /@ (?:virtual|editable|directory)\+([^\s`]+)`/.exec(said)?.[1];
  return folder === void 0 || folder.startsWith("/") ? void 0 : `${folder}/pyproject.toml`.replace(/^\.\//, "");
}

// src/images/build-progress.ts
var import_ajv2 = __toESM(require_ajv(), 1);
var validate = new import_ajv2.Ajv().compile({
  type: "object",
  properties: {
    vertexes: {
      type: ["array", "null"],
      items: {
        type: "object",
        required: ["digest", "name"],
        properties: {
          digest: { type: "string" },
          name: { type: "string" },
          started: { type: ["string", "null"] },
          completed: { type: ["string", "null"] },
          cached: { type: "boolean" },
          error: { type: "string" }
        }
      }
    },
    statuses: {
      type: ["array", "null"],
      items: {
        type: "object",
        required: ["id"],
        properties: { id: { type: "string" }, completed: { type: ["string", "null"] } }
      }
    },
    logs: {
      type: ["array", "null"],
      items: {
        type: "object",
        required: ["vertex", "data"],
        properties: { vertex: { type: "string" }, data: { type: "string" } }
      }
    }
  }
});
var logLines = 30;
var logLength = 1e5;
function followBuild(targets) {
  const vertexes = /* @__PURE__ */ new Map();
  const logs = /* @__PURE__ */ new Map();
  const messages = [];
  const finishedAt = /* @__PURE__ */ new Map();
  const pushed = /* @__PURE__ */ new Set();
  const acceptVertex = (vertex) => {
    const before = vertexes.get(vertex.digest);
    vertexes.set(vertex.digest, vertex);
    if (!vertex.completed || before?.completed) return [];
    const target = targets.length === 1 ? targets[0] : targetOf(vertex.name);
    if (target !== void 0) finishedAt.set(target, Date.parse(vertex.completed));
    return /^\[(?:\S+ )?internal\] /.test(vertex.name) ? [] : [describe(vertex)];
  };
  const acceptLog = ({ vertex, data }) => {
    const text2 = Buffer.from(data, "base64").toString("utf8");
    logs.set(vertex, `${logs.get(vertex) ?? ""}${text2}`.slice(-logLength));
    const label = stepLabel(vertexes.get(vertex)?.name ?? vertex);
    return linesOf(text2).map((line) => `${label} | ${line}`);
  };
  const statuses = joinObjects();
  return {
    accept: (line) => {
      const text2 = statuses(line);
      if (text2 === void 0) return [];
      const status = parseStatus(text2);
      if (status === void 0) {
        if (line.trim() !== "") messages.push(line);
        return [line];
      }
      for (const reference of findPushed(status)) pushed.add(reference);
      return [...(status.vertexes ?? []).flatMap(acceptVertex), ...(status.logs ?? []).flatMap(acceptLog)];
    },
    running: () => [...vertexes.values()].filter((v) => v.started && !v.completed).map(({ name }) => stepLabel(name)),
    failure: () => {
      const failed = [...vertexes.values()].find(({ error }) => error && !error.includes("context canceled"));
      return failed && {
        step: failed.name,
        error: failed.error ?? "",
        log: linesOf(logs.get(failed.digest) ?? "").slice(-logLines)
      };
    },
    messages,
    finishedAt,
    pushed
  };
}
function linesOf(text2) {
  return text2.split(/\r?\n|\r/).filter((line) => line.trim() !== "");
}
function findPushed({ vertexes, statuses }) {
  const byEngine = (vertexes ?? []).filter(({ completed, error }) => completed && !error).map(({ name }) => /(?:^|\] )pushing (\S+) with docker$/.exec(name)?.[1]);
  const byBuildKit = (statuses ?? []).filter(({ completed }) => completed).map(({ id }) => /^pushing manifest for (\S+)@sha256:/.exec(id)?.[1]);
  return [...byEngine, ...byBuildKit].filter((reference) => reference !== void 0);
}
function parseStatus(line) {
  if (!line.startsWith("{")) return void 0;
  try {
    const data = JSON.parse(line);
    return validate(data) ? data : void 0;
  } catch {
    return void 0;
  }
}
function joinObjects() {
  let open = [];
  return (line) => {
    if (open.length === 0 && line !== "{") return line;
    open.push(line);
    if (line !== "}") return void 0;
    const text2 = open.join("\n");
    open = [];
    return text2;
  };
}
function targetOf(vertexName) {
  return /^\[([^\s\]]+-\d+)[\s\]]/.exec(vertexName)?.[1];
}
function stepLabel(vertexName) {
  return /^\[[^\]]+\]/.exec(vertexName)?.[0] ?? vertexName;
}
function describe({ name, started, completed, cached, error }) {
  if (error) return `${name}: ${error}`;
  if (cached) return `${name} (cached)`;
  const seconds = started && completed ? (Date.parse(completed) - Date.parse(started)) / 1e3 : 0;
  return `${name} (${seconds.toFixed(1)} s)`;
}

// src/images/build-failure.ts
var diskFull = {
  code: "disk-full",
  message: "The disk of the builder is full while building the image",
  hint: 'Free space in a step before this action, or use a builder on a larger machine (input "builder").'
};
var buildFailed = {
  code: "build-failed",
  message: "An image's build failed",
  hint: "Correct the Dockerfile or what it copies. Nothing was registered with Prefect."
};
var refusal = /(?<!permission )denied|unauthorized|403 forbidden|insufficient_scope|authorization failed|no basic auth credentials/i;
var knownMessages2 = [
  {
    pattern: /failed to (?:resolve source|load) metadata for [^]*(?:denied|unauthorized|forbidden|insufficient_scope|authorization failed|no basic auth)/i,
    code: "base-image-denied",
    message: "The registry doesn't give out the base image, or doesn't have it",
    hint: `Check the name in the FROM line. If the image is private, log in to its registry in a step before this action; on ghcr.io, give this repository the role Read in the package's settings ("Manage Actions access").`
  },
  {
    pattern: /failed to (?:resolve source|load) metadata for [^]*(?:not found|manifest unknown)/i,
    code: "base-image-missing",
    message: "The registry doesn't have the base image",
    hint: "Correct the name or the tag in the FROM line. If it is the base image of this repository, build and push it first."
  },
  {
    pattern: /permission_denied: write_package/i,
    code: "registry-write-denied",
    message: "The package on ghcr.io doesn't let this repository write",
    hint: 'In the settings of the package ("Manage Actions access"), give this repository the role Write, and give the job the permission "packages: write".'
  },
  {
    pattern: /installation not allowed to (?:create|write)|does not match expected scopes/i,
    code: "registry-scope-missing",
    message: "The token may not write packages",
    hint: 'Give the job the permission "packages: write"; a personal access token needs the scope write:packages. If it has it, check in the settings of the organisation that workflows may write, and that packages may be created.'
  },
  {
    pattern: /requested installation does not exist|owner not found/i,
    code: "registry-owner-wrong",
    message: "The token has nothing to do with the owner in the image's name",
    hint: "Correct image_name: after ghcr.io/ comes the owner of this repository, in lower case letters. The job's own token can't push to another owner's packages."
  },
  {
    pattern: /no basic auth credentials|401 unauthorized|authentication required|fetch anonymous token/i,
    code: "registry-login-missing",
    message: "The registry doesn't know who pushes the image",
    hint: 'The input "registry" must be the registry in image_name, with "registry-username" and "registry-password"; or log in to it in a step before this action.'
  },
  {
    pattern: refusal,
    code: "registry-denied",
    message: "The registry refused the image",
    hint: `Check that the user may push to this repository. On ghcr.io: give the job the permission "packages: write", and in the package's settings ("Manage Actions access") give this repository the role Write.`
  }
];
function describeBuildFailure(progress, images) {
  const text2 = progress.messages.join("\n");
  const { step, error, log } = progress.failure() ?? {
    step: "before the first one",
    error: lastError(progress.messages),
    log: []
  };
  const image = findImage(images, step, text2);
  const { code, message, hint } = diagnose(`${error}
${text2}`, log);
  return {
    code,
    severity: "error",
    message: [
      `${message}${image ? `: ${image.reference}` : ""}. ${error}`,
      `The step: ${step}`,
      ...log.length > 0 ? ["The end of its log:", ...log] : []
    ].join("\n"),
    hint,
    ...image && { location: locate(image, text2) }
  };
}
function commandFailed(said) {
  return said.includes("did not complete successfully");
}
function diagnose(said, log) {
  const all = [said, ...log].join("\n");
  if (/no space left on device/i.test(all)) return diskFull;
  const known = commandFailed(said) ? recogniseUv(all) : knownMessages2.find(({ pattern }) => pattern.test(said));
  return known ?? buildFailed;
}
function findImage(images, step, text2) {
  if (images.length === 1) return images[0];
  const target = /^(?:ERROR: )?target ([^\s:]+):/m.exec(text2)?.[1] ?? targetOf(step);
  return images.find((image, index) => targetName(image, index) === target);
}
function locate({ recipe, location }, text2) {
  const line = /^\S*?:(\d+)\r?\n-{8,}/m.exec(text2)?.[1];
  if (line === void 0) return location;
  return { path: posix.join(recipe.context, recipe.dockerfile), line: Number(line) };
}
function lastError(messages) {
  return messages.findLast((line) => /error/i.test(line)) ?? messages.at(-1) ?? "docker buildx said nothing";
}

// src/images/build-images.ts
var silenceMs = 2e4;
async function buildImages(request) {
  const { docker, onOutput } = request;
  return await withRetries(() => buildOnce(request), {
    ...docker.retry,
    signal: docker.signal,
    onRetry: (message) => {
      onOutput(`Trying again, since this may pass: ${message.split("\n")[0] ?? ""}`);
    }
  });
}
async function buildOnce(request) {
  const { images, options, docker, temporaryFolder } = request;
  const metadataFile = join(temporaryFolder, "bake-metadata.json");
  const targets = images.map(targetName);
  const secrets = options.secrets.map(({ value }, index) => [secretVariable(index), value]);
  const progress = followBuild(targets);
  const startedAt = Date.now();
  const { exitCode } = await showProgress(
    progress,
    request,
    (onLine) => runDocker(
      { ...docker, env: { ...docker.env, ...entitlements, ...Object.fromEntries(secrets) } },
      [
        ...["buildx", "bake", "--file", "-", "--push", "--progress=rawjson", "--provenance=false"],
        ...["--metadata-file", metadataFile],
        ...options.builder === void 0 ? [] : ["--builder", options.builder],
        ...targets
      ],
      { input: JSON.stringify(makeBakeDefinition(images, request)), onLine }
    )
  );
  if (exitCode !== 0) throw buildError(progress, images);
  const digests = parseDigests(await readFile(metadataFile, "utf8").catch(() => ""), targets);
  return images.map((image, index) => {
    const target = targetName(image, index);
    const finishedAt = progress.finishedAt.get(target) ?? Date.now();
    return { image, digest: digests.get(target) ?? "", startedAt, finishedAt };
  });
}
var entitlements = { BUILDX_BAKE_ENTITLEMENTS_FS: "0" };
async function showProgress(progress, { onOutput, onPushed }, run) {
  const heartbeat = setInterval(() => {
    onOutput(`Still running: ${progress.running().join(", ") || "waiting for the builder"}`);
  }, silenceMs);
  try {
    return await run((line) => {
      const shown = progress.accept(line);
      if (shown.length > 0) heartbeat.refresh();
      shown.forEach(onOutput);
    });
  } finally {
    clearInterval(heartbeat);
    progress.pushed.forEach(onPushed);
  }
}
function buildError(progress, images) {
  const error = new ActionError([describeBuildFailure(progress, images)]);
  const said = [progress.failure()?.error ?? "", ...progress.messages].join("\n");
  return !commandFailed(said) && isTransient(said) ? new TransientError(said, { cause: error }) : error;
}

// src/prefect/check-work-pools.ts
async function checkWorkPools(api, deployments, env) {
  const fallback = env["PREFECT_DEPLOYMENTS_DEFAULT_WORK_POOL_NAME"] ?? env["PREFECT_DEFAULT_WORK_POOL_NAME"];
  const poolOf = ({ workPool }) => workPool ?? fallback;
  const names = deployments.flatMap((deployment) => poolOf(deployment) ?? []).filter((name) => !name.includes("{{"));
  const { found, serverTime } = await api.findWorkPools([...new Set(names)]);
  const missing = deployments.flatMap((deployment) => {
    const pool = poolOf(deployment);
    if (pool !== void 0 && (found.includes(pool) || pool.includes("{{"))) return [];
    return [
      {
        code: "work-pool-missing",
        severity: "error",
        message: pool === void 0 ? `The deployment "${deployment.name}" names no work pool.` : `The deployment "${deployment.name}" names the work pool "${pool}", which Prefect doesn't have.`,
        hint: 'Create the work pool in Prefect, or correct "work_pool: name" here.',
        location: deployment.workPoolLocation
      }
    ];
  });
  throwErrors(missing);
  return serverTime;
}

// src/prefect/python-environment.ts
import { access, constants, realpath } from "node:fs/promises";
import { delimiter, dirname, join as join2 } from "node:path";
async function checkLock(options) {
  const { exitCode, stderr } = await runUv(options, ["lock", "--check"]);
  if (exitCode === 0) return;
  throw uvFailure("lock --check", exitCode, stderr);
}
async function syncEnvironment(options, { folder, packages }) {
  const chosen = packages.flatMap((name) => ["--package", name]);
  const env = { ...options.env, UV_PROJECT_ENVIRONMENT: folder };
  const { exitCode, stderr } = await runUv({ ...options, env }, ["sync", "--frozen", "--no-dev", ...chosen]);
  if (exitCode !== 0) throw uvFailure("sync", exitCode, stderr);
  return join2(folder, "bin", "python");
}
async function runUv(options, args) {
  const { cwd, env, retry, signal, onOutput } = options;
  const attempt = async () => {
    const result2 = await runCommand({
      file: "uv",
      args: ["--no-progress", "--color", "never", ...args],
      cwd,
      env,
      input: "",
      signal
    });
    if (result2.exitCode !== 0 && isTransient(result2.stderr)) {
      throw new TransientError(result2.stderr, {
        cause: uvFailure(args.join(" "), result2.exitCode, result2.stderr)
      });
    }
    return result2;
  };
  const result = await withRetries(attempt, { ...retry, signal });
  const lines = result.stderr.split("\n").filter((line) => line.trim() !== "" && !/^ [+~-] /.test(line));
  for (const line of lines) onOutput(`uv | ${line}`);
  return result;
}
function uvFailure(what, exitCode, stderr) {
  const said = `uv ${what} failed with exit code ${exitCode}. ${stderr.trim()}`;
  const known = recogniseUv(stderr);
  if (known === void 0) {
    return failure("uv-failed", said, {
      hint: 'Run the same command in the repository to see it there. A private index needs its credentials under "env:" of the step.'
    });
  }
  const path = known.code === "uv-lock-outdated" ? "uv.lock" : findNamedProject(stderr);
  return failure(known.code, `${known.message}. ${said}`, {
    hint: known.hint,
    ...path !== void 0 && { location: { path, line: 1 } }
  });
}
async function findPythonOfPrefect(env) {
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    const prefect = await executable(join2(folder, "prefect"));
    if (prefect === void 0) continue;
    const bin = dirname(await realpath(prefect));
    const python = await executable(join2(bin, "python")) ?? await executable(join2(bin, "python3"));
    if (python !== void 0) return python;
  }
  throw failure("command-missing", 'This repository has no uv.lock, and there is no "prefect" on the PATH.', {
    hint: "Make the repository a uv workspace and commit uv.lock, or install Prefect in a step before this action."
  });
}
async function executable(path) {
  try {
    await access(path, constants.X_OK);
    return path;
  } catch {
    return void 0;
  }
}

// src/prefect/register-deployments.ts
import { mkdir, writeFile } from "node:fs/promises";
import { join as join3 } from "node:path";

// src/prefect/confirm.ts
function findDifference(planned, actual, since) {
  const difference = describeDifference(planned, actual, since);
  if (difference === void 0) return void 0;
  return {
    code: "registration-unconfirmed",
    severity: "error",
    message: `The deployment "${planned.name}" was not registered as planned: ${difference}.`,
    hint: "Look at the deployment in Prefect and at Prefect's output above; somebody else may have changed it at the same time.",
    location: planned.location
  };
}
function describeDifference(planned, actual, since) {
  if (actual === void 0) return "Prefect ended without an error, but registered nothing under this name";
  if (!(Date.parse(actual.updated) >= since))
    return `Prefect last changed it at ${actual.updated}, before this run`;
  const fields = [
    ["name", planned.name, actual.name],
    ["entrypoint", planned.entrypoint, actual.entrypoint],
    ["work pool", planned.workPool, actual.work_pool_name],
    ["image", planned.image, actual.job_variables?.["image"]]
  ];
  const wrong = fields.find(
    ([, wanted, got]) => wanted !== void 0 && !wanted.includes("{{") && wanted !== got
  );
  return wrong && `its ${wrong[0]} is ${JSON.stringify(wrong[2] ?? null)} instead of ${JSON.stringify(wrong[1])}`;
}

// src/prefect/derived-file.ts
var import_yaml = __toESM(require_dist(), 1);
function derivePrefectFile(pipeline, chosen) {
  const document = (0, import_yaml.parseDocument)(pipeline.prefectFile.source, {
    schema: "failsafe",
    resolveKnownTags: false,
    logLevel: "silent",
    // Two keys `<<` of one mapping are not the same key, and others were checked before.
    uniqueKeys: false
  });
  const root = document.contents;
  if (!(0, import_yaml.isMap)(root)) throw new Error(`${pipeline.prefectFile.path} was checked before and is a mapping`);
  expandAliases(document);
  expandMerges(root);
  keepEmptyScalars(document);
  const entries = root.get("deployments");
  const kept = chosen.map((deployment) => {
    const entry = (0, import_yaml.isSeq)(entries) ? entries.get(deployment.index) : void 0;
    if (!(0, import_yaml.isMap)(entry)) throw new Error(`${deployment.name} was checked before and is a mapping`);
    const written = pipeline.deployments.find(({ index }) => index === deployment.index);
    setSteps(entry, root, { section: "build", left: divideSteps(written?.build ?? []).left });
    setSteps(entry, root, { section: "push", left: divideSteps(written?.push ?? []).left });
    takePullSteps(entry, root, deployment.values);
    return fillIn(entry, deployment.values);
  });
  const list = new import_yaml.YAMLSeq(document.schema);
  list.items = kept;
  root.delete("build");
  root.delete("push");
  for (const pair of root.items) {
    if ((0, import_yaml.isScalar)(pair.key) && pair.key.value === "deployments") pair.value = list;
  }
  quoteSpecials(document);
  return document.toString({ lineWidth: 0 }).replace(specials, escape);
}
function setSteps(entry, root, { section, left }) {
  const steps = entry.has(section) ? entry.get(section) : root.get(section);
  entry.delete(section);
  if (!(0, import_yaml.isSeq)(steps) || left.length === 0) return;
  const kept = new import_yaml.YAMLSeq();
  kept.items = left.map(({ index }) => {
    const step = steps.get(index);
    return (0, import_yaml.isMap)(step) ? step.clone() : step;
  });
  entry.set(section, kept);
}
function takePullSteps(entry, root, values) {
  const steps = root.get("pull");
  if (entry.has("pull") || !(0, import_yaml.isSeq)(steps)) return;
  const isFilled = findPlaceholders(steps.toJSON()).some(({ name }) => Object.hasOwn(values, name));
  if (isFilled) entry.set("pull", steps.clone());
}
function fillIn(node, values) {
  const lookup = (name) => Object.hasOwn(values, name) ? values[name] : void 0;
  const copy = copyOf(node) ?? node;
  if (!(0, import_yaml.isMap)(copy) && !(0, import_yaml.isSeq)(copy)) return copy;
  (0, import_yaml.visit)(copy, {
    Pair: (_, { key }) => (0, import_yaml.isScalar)(key) && key.value === "triggers" ? import_yaml.visit.SKIP : void 0,
    Scalar: (key, scalar) => {
      if (key === "key" || typeof scalar.value !== "string") return;
      const filled = fillPlaceholders(scalar.value, lookup);
      if (filled === scalar.value) return;
      scalar.value = filled;
      if (scalar.type === import_yaml.Scalar.PLAIN) scalar.type = import_yaml.Scalar.QUOTE_DOUBLE;
    }
  });
  return copy;
}
function expandAliases(document) {
  (0, import_yaml.visit)(document, { Alias: (_, alias) => copyOf(alias.resolve(document)) });
  (0, import_yaml.visit)(document, {
    Value: (_, node) => {
      delete node.anchor;
    }
  });
}
function expandMerges(root) {
  (0, import_yaml.visit)(root, {
    Map: (_, map) => {
      const isMerge = ({ key }) => (0, import_yaml.isScalar)(key) && key.value === "<<" && key.type === import_yaml.Scalar.PLAIN;
      const items = map.items;
      const merges = items.filter(isMerge);
      if (merges.length === 0) return void 0;
      const sources = merges.flatMap(({ value }) => (0, import_yaml.isSeq)(value) ? value.items : [value]).filter(import_yaml.isMap);
      map.items = items.filter((pair) => !isMerge(pair));
      for (const source of sources) {
        expandMerges(source);
        const added = source.items.filter(({ key }) => !map.has(key));
        map.items.push(...added.map((pair) => pair.clone()));
      }
      return void 0;
    }
  });
}
function copyOf(node) {
  return (0, import_yaml.isMap)(node) || (0, import_yaml.isSeq)(node) || (0, import_yaml.isScalar)(node) ? node.clone() : void 0;
}
function keepEmptyScalars(document) {
  (0, import_yaml.visit)(document, {
    Scalar: (_, scalar) => {
      if (scalar.type === import_yaml.Scalar.PLAIN && scalar.value === "" && scalar.tag === void 0)
        scalar.value = "null";
    },
    Pair: (_, pair) => {
      if (pair.value === null) {
        const empty = new import_yaml.Scalar("null");
        empty.type = import_yaml.Scalar.PLAIN;
        pair.value = empty;
      }
    }
  });
}
var specials = /[^\P{Cc}\n\t]|[\u2028\u2029\ufeff\ufffe\uffff]/gu;
function quoteSpecials(document) {
  (0, import_yaml.visit)(document, {
    Scalar: (_, scalar) => {
      if (String(scalar.value).search(specials) !== -1) scalar.type = import_yaml.Scalar.QUOTE_DOUBLE;
    }
  });
}
function escape(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

// src/prefect/register-deployments.ts
async function writeDerivedFiles(folder, { pipelines, deployments }) {
  await mkdir(folder, { recursive: true });
  const files = pipelines.flatMap((pipeline) => {
    const chosen = deployments.filter((deployment) => deployment.pipeline === pipeline.name);
    return chosen.length === 0 ? [] : [{ pipeline, path: join3(folder, `${pipeline.name}.yaml`), text: derivePrefectFile(pipeline, chosen) }];
  });
  await Promise.all(files.map(({ path, text: text2 }) => writeFile(path, text2, { mode: 384 })));
  return new Map(files.map(({ pipeline, path }) => [pipeline.name, path]));
}
async function registerDeployments(request, files) {
  const limit = pLimit(request.maxParallel);
  const owners = /* @__PURE__ */ new Map();
  const failed = new AbortController();
  const signal = AbortSignal.any([request.signal, failed.signal]);
  const register2 = async ([pipeline, file]) => {
    signal.throwIfAborted();
    try {
      const registered = await registerPipeline({ ...request, signal }, pipeline, file);
      refuseSecondOwner(owners, registered);
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  };
  const tasks = [...files].map((entry) => limit(register2, entry));
  try {
    await Promise.all(tasks);
  } catch (error) {
    await request.registrar.stop();
    await Promise.allSettled(tasks);
    throw error;
  }
}
function refuseSecondOwner(owners, registered) {
  for (const [id, deployment] of registered) {
    const other = owners.get(id);
    if (other !== void 0) {
      throw failure(
        "registration-conflict",
        `"${deployment.name}" of ${deployment.pipeline} and of ${other.pipeline} are the same deployment to Prefect, since their flows have the same name too. One has overwritten the other.`,
        {
          hint: "Rename one of the two flows or deployments, and deploy both pipelines again.",
          location: deployment.location
        }
      );
    }
    owners.set(id, deployment);
  }
}
async function registerPipeline(request, pipeline, file) {
  const { events } = request;
  const deployments = request.deployments.filter((deployment) => deployment.pipeline === pipeline);
  events.onStart(pipeline);
  try {
    return await confirm(request, deployments, await deploy(request, deployments, { pipeline, file }));
  } catch (error) {
    events.onFailed(pipeline);
    throw error;
  } finally {
    events.onEnd(pipeline);
  }
}
async function deploy(request, deployments, { pipeline, file }) {
  const { registrar, signal, events, retry } = request;
  const registrations = [];
  const built = deployments.filter(({ buildsImage }) => buildsImage).map(({ name }) => name);
  const attempt = async () => {
    const result = await registrar.register(file, built);
    registrations.push(...result.registrations);
    if (result.exitCode === 0) return;
    const error = describeFailure(pipeline, deployments, result);
    const said = result.output.join("\n");
    throw isTransient(said) ? new TransientError(said, { cause: error }) : error;
  };
  const onRetry = (message) => {
    events.onRetry(pipeline, message);
  };
  try {
    await withRetries(attempt, { ...retry, signal, onRetry });
  } catch (error) {
    for (const deployment of deployments) {
      const registration = registrationOf(deployment, registrations);
      if (registration) tellRegistered(request, deployment, registration);
    }
    throw error;
  }
  return registrations;
}
async function confirm(request, deployments, registrations) {
  const { api, since } = request;
  const confirmed = /* @__PURE__ */ new Map();
  const differences = deployments.map(async (deployment) => {
    const registration = registrationOf(deployment, registrations);
    const actual = registration && await api.getDeployment(registration.id);
    const difference = findDifference(deployment, actual, since);
    if (registration && !difference) {
      confirmed.set(registration.id, deployment);
      tellRegistered(request, deployment, registration);
    }
    return difference ?? [];
  });
  throwErrors((await Promise.all(differences)).flat());
  return confirmed;
}
function registrationOf({ name }, registrations) {
  return registrations.findLast((registration) => registration.name === name);
}
function tellRegistered({ events }, deployment, { id, flow }) {
  events.onRegistered({ deployment, id, flow });
}
function describeFailure(pipeline, deployments, { exitCode, output, registrations }) {
  const registered = new Set(registrations.map(({ name }) => name));
  const failed = deployments.find(({ name }) => !registered.has(name)) ?? deployments[0];
  return failure(
    "registration-failed",
    `Prefect couldn't register "${failed?.name ?? pipeline}" (exit code ${exitCode}). It said:
${output.join("\n")}`,
    {
      hint: 'Run "prefect deploy" for this pipeline on your machine to see it there.',
      ...failed && { location: failed.location }
    }
  );
}

// src/prefect/registrar.ts
var import_ajv3 = __toESM(require_ajv(), 1);

// src/prefect/plain-output.ts
var side = /^\s*[│┃] ?|[│┃]\s*$/g;
var edge = /^[\s╭╮╰╯─┏┓┗┛━┡┩├┤┼┬┴]*$/;
function withoutBox(line) {
  return edge.test(line) ? void 0 : line.replace(side, "").trimEnd();
}

// src/prefect/registrar.ts
var text = { type: "string" };
var ajv2 = new import_ajv3.Ajv();
var isEvent = ajv2.compile({
  type: "object",
  required: ["event"],
  oneOf: [
    { properties: { event: { const: "ready" }, prefect: text }, required: ["prefect"] },
    { properties: { event: { const: "failed" }, message: text }, required: ["message"] },
    { properties: { event: { const: "output" }, job: text, line: text }, required: ["job", "line"] },
    {
      properties: {
        event: { const: "exit" },
        job: text,
        code: { type: "integer" },
        deployments: { type: "array" }
      },
      required: ["job", "code", "deployments"]
    }
  ]
});
var isRegistration = ajv2.compile({
  type: "object",
  required: ["id", "name", "flow"],
  properties: { id: text, name: text, flow: text }
});
var outputLines = 40;
function startRegistrar(options) {
  const { python, program, cwd, env, signal, onOutput } = options;
  const state = followRegistrar(onOutput);
  const child = startCommand({
    file: python,
    args: [program],
    cwd,
    env,
    signal,
    onLine: (line, stream) => {
      const event = stream === "stdout" ? parseEvent(line) : void 0;
      if (event) state.accept(event);
      else onOutput(line, void 0);
    }
  });
  const finished = child.finished.then(({ exitCode }) => {
    state.fail(unusable(`its process ended with exit code ${exitCode}`));
  }, state.fail);
  return {
    ready: state.ready,
    register: (prefectFile, built = []) => state.begin(prefectFile, (job) => {
      child.send(JSON.stringify({ job, prefectFile, cwd, built }));
    }),
    stop: async () => {
      child.stop();
      await finished;
    },
    close: async () => {
      child.close();
      await finished;
    }
  };
}
function followRegistrar(onOutput) {
  const ready = Promise.withResolvers();
  const jobs = /* @__PURE__ */ new Map();
  let begun = 0;
  let end;
  ready.promise.catch(() => void 0);
  return {
    ready: ready.promise,
    begin: (prefectFile, send) => {
      const job = `${begun += 1}:${prefectFile}`;
      const settle = Promise.withResolvers();
      if (end) settle.reject(end.error);
      else {
        jobs.set(job, { output: [], settle });
        send(job);
      }
      return settle.promise;
    },
    accept: (event) => {
      if (event.event === "ready") ready.resolve(event.prefect);
      else if (event.event === "failed") ready.reject(unusable(event.message));
      else if (event.event === "output") {
        const line = withoutBox(event.line);
        if (line === void 0) return;
        jobs.get(event.job)?.output.push(line);
        onOutput(line, prefectFileOf(event.job));
      } else {
        const { output = [], settle } = jobs.get(event.job) ?? {};
        jobs.delete(event.job);
        const { code: exitCode, deployments } = event;
        const registrations = deployments.filter((each) => isRegistration(each));
        settle?.resolve({ exitCode, registrations, output: output.slice(-outputLines) });
      }
    },
    fail: (error) => {
      end = { error };
      ready.reject(error);
      for (const { settle } of jobs.values()) settle.reject(error);
    }
  };
}
function prefectFileOf(job) {
  return job.slice(job.indexOf(":") + 1);
}
function parseEvent(line) {
  try {
    const data = JSON.parse(line);
    return isEvent(data) ? data : void 0;
  } catch {
    return void 0;
  }
}
function unusable(reason) {
  return failure("prefect-unusable", `Prefect can't be used from the workspace's environment: ${reason}.`, {
    hint: 'Add "prefect" to the dependencies of the pipelines, or of a package that all of them depend on, and run "uv lock".'
  });
}

// src/process/stop-together.ts
async function stopTogether(signal, tasks) {
  const failed = new AbortController();
  const shared = AbortSignal.any([signal, failed.signal]);
  const running = tasks.map((task) => task(shared));
  try {
    return await Promise.all(running);
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(running);
    throw error;
  }
}

// src/execute-plan.ts
async function executePlan(run, plan, pipelines) {
  const execution = await prepare(run, plan, pipelines);
  const { log, record } = run;
  const { since, python } = await log.group("Check Prefect, the registry and uv.lock", () => check(execution));
  const started = {};
  try {
    const registrar = await log.group(
      "Build and push the images, and import Prefect",
      () => stopTogether(run.signal, [
        (signal) => build(execution, signal),
        async (signal) => {
          started.registrar = await importPrefect(execution, { python, signal });
        }
      ]).then(() => started.registrar)
    );
    if (registrar === void 0) throw new Error("the registrar was started above");
    await log.group("Register the deployments", () => register(execution, registrar, since));
    await registrar.close();
  } finally {
    await started.registrar?.stop();
    record.spans.sort((a, b) => a.from - b.from);
  }
}
async function prepare(run, plan, pipelines) {
  const { inputs, runner, signal } = run;
  const connection = inputs.prefect;
  if (connection === void 0) throw new Error("only a dry run can do without a Prefect API");
  const temporaryFolder = await makeTemporaryFolder(runner.temporaryFolder);
  const docker = await prepareDocker(run, temporaryFolder);
  const withDeployment = new Set(plan.deployments.map(({ pipeline }) => pipeline));
  return {
    ...run,
    plan,
    pipelines: pipelines.filter(({ name }) => withDeployment.has(name)),
    cwd: docker.cwd,
    temporaryFolder,
    connection,
    api: openPrefectApi({ connection, retry: inputs.retry, signal }),
    docker
  };
}
async function check(execution) {
  const { plan, api, docker, inputs, runner, record } = execution;
  const login = plan.images.length > 0 ? inputs.registry : void 0;
  const checked = { since: record.startedAt };
  await timed(
    record,
    { section: "Checks", label: "Prefect, registry, uv.lock" },
    () => stopTogether(execution.signal, [
      async () => {
        checked.since = await checkWorkPools(api, plan.deployments, runner.env);
      },
      async (signal) => {
        if (plan.images.length > 0) await checkBuildx({ ...docker, signal });
      },
      async (signal) => {
        if (login) await logIn({ ...docker, signal }, login);
      },
      async (signal) => {
        if (usesUv(execution)) await checkLock(uvOptions(execution, signal));
        else checked.python = await findPythonOfPrefect(runner.env);
      }
    ])
  );
  return checked;
}
async function build(execution, signal) {
  const { plan, docker, inputs, runner, temporaryFolder, log, record } = execution;
  if (plan.images.length === 0) return;
  const built = await buildImages({
    images: plan.images,
    options: inputs.build,
    environment: plan.environment,
    temporaryFolder,
    docker: { ...docker, env: { ...runner.buildEnv, ...docker.env }, signal },
    onOutput: log.info,
    onPushed: (reference) => record.pushed.add(reference)
  });
  record.built.push(...built);
  for (const { image, startedAt: from, finishedAt: to } of built) {
    record.spans.push({ section: "Images", label: image.tag, from, to });
  }
  for (const { image, digest } of built) log.info(`Pushed ${image.reference}@${digest}`);
}
async function importPrefect(execution, { python, signal }) {
  const { cwd, runner, temporaryFolder, connection, log, record } = execution;
  const registrar = startRegistrar({
    python: python ?? await makeEnvironment(execution, signal),
    program: join4(import.meta.dirname, "register.py"),
    cwd,
    env: { ...runner.env, ...prefectVariables(connection, temporaryFolder) },
    signal: execution.signal,
    onOutput: (line, prefectFile) => {
      log.info(prefectFile === void 0 ? line : `[${pipelineOf(prefectFile)}] ${line}`);
    }
  });
  const stop = () => void registrar.stop();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    const version = await timed(
      record,
      { section: "Prefect", label: "import Prefect" },
      () => registrar.ready
    );
    log.info(`Prefect ${version} is imported.`);
    return registrar;
  } catch (error) {
    await registrar.stop();
    throw error;
  }
}
async function makeEnvironment(execution, signal) {
  const { temporaryFolder, pipelines, record } = execution;
  return await timed(
    record,
    { section: "Prefect", label: "uv sync" },
    () => syncEnvironment(uvOptions(execution, signal), {
      folder: join4(temporaryFolder, "venv"),
      packages: pipelines.flatMap(({ packageName }) => packageName ?? [])
    })
  );
}
async function register(execution, registrar, since) {
  const { plan, pipelines, api, inputs, signal, temporaryFolder, log, record } = execution;
  const files = await writeDerivedFiles(join4(temporaryFolder, "prefect"), {
    pipelines,
    deployments: plan.deployments
  });
  const begun = /* @__PURE__ */ new Map();
  const end = (pipeline) => {
    const from = begun.get(pipeline) ?? Date.now();
    record.spans.push({ section: "Prefect", label: pipeline, from, to: Date.now() });
  };
  await registerDeployments(
    {
      ...{ pipelines, deployments: plan.deployments, registrar, api, since, signal },
      maxParallel: inputs.maxParallel,
      retry: inputs.retry,
      events: {
        onStart: (pipeline) => begun.set(pipeline, Date.now()),
        onRetry: (pipeline, message) => {
          log.info(`[${pipeline}] Trying again, since this may pass: ${message.split("\n").at(-1) ?? ""}`);
        },
        onRegistered: (registered) => {
          record.registered.push(registered);
          log.info(`Registered ${registered.flow}/${registered.deployment.name} (${registered.id})`);
        },
        onFailed: (pipeline) => record.failed.push(pipeline),
        onEnd: end
      }
    },
    files
  );
}
function usesUv({ pipelines }) {
  return pipelines.some(({ packageName }) => packageName !== void 0);
}
function uvOptions({ cwd, runner, inputs, log }, signal) {
  return { cwd, env: runner.toolEnv, retry: inputs.retry, signal, onOutput: log.info };
}
function prefectVariables({ apiUrl, apiKey, authString }, temporaryFolder) {
  return {
    PREFECT_API_URL: apiUrl,
    ...apiKey !== void 0 && { PREFECT_API_KEY: apiKey },
    ...authString !== void 0 && { PREFECT_API_AUTH_STRING: authString },
    PREFECT_HOME: join4(temporaryFolder, "prefect-home"),
    PREFECT_CLI_COLORS: "false",
    PREFECT_CLI_WRAP_LINES: "false",
    // Prefect frames its messages to the width of a terminal, and cuts what doesn't fit.
    COLUMNS: "200",
    PREFECT_SERVER_ANALYTICS_ENABLED: "false"
  };
}
function pipelineOf(prefectFile) {
  return prefectFile.replace(/^.*\//, "").replace(/\.yaml$/, "");
}
async function timed(record, { section, label }, task) {
  const from = Date.now();
  try {
    return await task();
  } finally {
    record.spans.push({ section, label, from, to: Date.now() });
  }
}
export {
  executePlan
};
