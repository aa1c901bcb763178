#!/usr/bin/env node
import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
import {
  codeBlock,
  conventionLevels,
  defaultEnvironments,
  findClosest,
  findPipelines,
  harmless,
  makeCheckedPlan,
  openFiles,
  parseEnvironments,
  readCheckedPipelines,
  staysInside
} from "./chunk-HOQX7LL7.mjs";
import "./chunk-NW55O5CH.mjs";
import {
  fitsPatterns
} from "./chunk-YAI4U3TH.mjs";
import "./chunk-YLUHRQ4K.mjs";
import "./chunk-454UY2A2.mjs";
import "./chunk-AZR7E7JT.mjs";
import {
  ActionError,
  messageOf
} from "./chunk-T6UZLHMW.mjs";
import "./chunk-LMMWWLXT.mjs";

// src/check.ts
import { readFile } from "node:fs/promises";
import { styleText } from "node:util";

// src/checks/arguments.ts
import { posix } from "node:path";
import { parseArgs } from "node:util";

// src/checks/usage-error.ts
var UsageError = class extends Error {
  name = "UsageError";
};

// src/checks/arguments.ts
var help = `Usage: deploy-prefect-pipelines check [options] [pipeline...]

Finds the mistakes that a deployment would stop at, before it builds anything.
It runs nothing of the repository and needs no network.

  pipeline                    a pipeline's name, a glob of names, or a path: the pipeline that it
                              lies in is checked, and a path in none is passed over.
                              Without any: all pipelines.

Options:
  --json                      print the problems as JSON
  --sarif                     print them as SARIF 2.1.0, for GitHub's code scanning
  --working-directory PATH    the folder of the uv workspace (default: .)
  --pipelines-dir PATH        the folder in it that holds the pipelines (default: pipelines)
  --environments YAML         each environment with its branches' patterns, as for the action
                              (default: {prod: [master, main], staging: [staging/**]})
  --conventions LEVEL         what a broken convention is: off, warn or error (default: warn)
  --no-color                  no colours, as with the variable NO_COLOR, or where the output
                              is no terminal
  --help                      print this
  --version                   print the version

Exit status: 0 without errors, 1 with errors, 2 where it could not check.
`;
var options = {
  json: { type: "boolean", default: false },
  sarif: { type: "boolean", default: false },
  "working-directory": { type: "string", default: "." },
  "pipelines-dir": { type: "string", default: "pipelines" },
  environments: { type: "string", default: defaultEnvironments },
  conventions: { type: "string", default: "warn" },
  "no-color": { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
  version: { type: "boolean", default: false }
};
function readArguments(args) {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: "help" };
  if (values.version) return { kind: "version" };
  const [command, ...targets] = positionals;
  if (command === void 0) throw new UsageError('There is no command. The only one is "check".');
  if (command !== "check") throw new UsageError(`There is no command "${command}". The only one is "check".`);
  if (values.json && values.sarif) throw new UsageError("Only one of --json and --sarif can be given.");
  return {
    kind: "check",
    targets,
    workingDirectory: values["working-directory"],
    pipelinesDir: readFolder(values["pipelines-dir"]),
    environments: readEnvironments(values.environments),
    conventions: readLevel(values.conventions),
    format: values.json ? "json" : values.sarif ? "sarif" : "terminal",
    color: !values["no-color"]
  };
}
function parse(args) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
}
function readFolder(text) {
  const folder = posix.normalize(text).replace(/\/+$/, "");
  if (folder !== "" && staysInside(folder)) return folder;
  throw new UsageError(`--pipelines-dir is "${text}", which leaves the working directory.`);
}
function readEnvironments(source) {
  const result = parseEnvironments(source);
  if ("mistake" in result) throw new UsageError(`--environments ${result.mistake}.`);
  return result.map;
}
function readLevel(text) {
  const level = conventionLevels.find((each) => each === text);
  if (level !== void 0) return level;
  throw new UsageError(`--conventions is "${text}", and must be one of ${conventionLevels.join(", ")}.`);
}

// src/checks/check.ts
import { join as join2, posix as posix2, relative as relative2, resolve as resolve2, sep as sep2 } from "node:path";

// src/report/json.ts
function printJson(problems) {
  return stringify(problems);
}
function stringify(data) {
  const escape = (mark2) => `\\u${mark2.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const text = JSON.stringify(data, void 0, 2);
  return `${text.replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, escape)}
`;
}

// src/report/sarif.ts
var levels = { error: "error", warning: "warning", notice: "note" };
function printSarif(problems, {
  lines,
  version,
  documentation
}) {
  const codes = [...new Set(problems.map(({ code }) => code))].sort();
  const rules = codes.map((code) => describeRule(code, documentation[code]));
  const run2 = {
    tool: { driver: { name: "deploy-prefect-pipelines", semanticVersion: version, rules } },
    columnKind: "utf16CodeUnits",
    results: problems.map((problem) => describeResult(problem, codes.indexOf(problem.code), lines))
  };
  return stringify({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [run2]
  });
}
function describeRule(code, documentation) {
  if (documentation === void 0) return { id: code };
  const { meaning, example, remedy } = documentation;
  const markdown = [meaning, codeBlock(example.split("\n")).join("\n"), `**What to do:** ${remedy}`];
  return {
    id: code,
    shortDescription: { text: code.replaceAll("-", " ") },
    fullDescription: { text: meaning },
    help: { text: `${meaning}

${example}

${remedy}`, markdown: markdown.join("\n\n") }
  };
}
function describeResult({ code, severity, message, hint, location }, ruleIndex, lines) {
  const text = hint === void 0 ? message : `${message}
${hint}`;
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    // What looks like a link would be one.
    message: { text: text.replace(/\[(?=[^\]]*\]\()/g, "\\[") },
    locations: location === void 0 ? [] : [{ physicalLocation: describeLocation(location, lines) }]
  };
}
function describeLocation({ path, line: startLine = 1, column: startColumn = 1 }, lines) {
  const length = lines.get(path)?.[startLine - 1]?.length ?? 0;
  return {
    artifactLocation: { uri: encodePath(path) },
    region: { startLine, startColumn, endLine: startLine, endColumn: Math.max(length, startColumn) + 1 }
  };
}
function encodePath(path) {
  return path.toWellFormed().split("/").map(encodeURIComponent).join("/");
}

// src/report/source-lines.ts
async function readSourceLines(files, problems) {
  const paths = new Set(problems.flatMap(({ location }) => location?.path ?? []));
  const read = [...paths].map(async (path) => {
    const source = await files.read(path);
    return [path, source?.split(/\r\n|\n|\r/) ?? []];
  });
  return new Map(await Promise.all(read));
}

// src/report/code-frame.ts
var shown = { before: 60, from: 60 };
var segmenter = new Intl.Segmenter(void 0, { granularity: "grapheme" });
function drawCodeFrame(lines, { line: number, column = 1 }, paint) {
  if (number === void 0 || lines[number - 1] === void 0) return [];
  const at = column - 1;
  const start = Math.max(0, at - shown.before);
  const crop = (line) => printable(line.slice(start, at + shown.from));
  const width = String(Math.min(number + 1, lines.length)).length;
  const rows = [number - 1, number, number + 1].flatMap((each) => {
    const text = lines[each - 1];
    if (text === void 0 || text === "" && each === lines.length) return [];
    const isIt = each === number;
    const gutter = `${isIt ? ">" : " "} ${String(each).padStart(width)} |`;
    const row = `${paint(isIt ? "red" : "dim", gutter)} ${crop(text)}`.trimEnd();
    return isIt ? [row, `${" ".repeat(width + 2)} ${paint("dim", "|")} ${mark(text.slice(start, at), paint)}`] : [row];
  });
  return rows;
}
function mark(before, paint) {
  return " ".repeat([...segmenter.segment(printable(before))].length) + paint("red", "^");
}
function printable(text) {
  return harmless(text).replaceAll("	", " ");
}

// src/report/terminal.ts
var looks = { error: "red", warning: "yellow", notice: "cyan" };
function printProblems(problems, { lines, checked, paint }) {
  const blocks = problems.map((problem) => printProblem(problem, { lines, paint }));
  return [...blocks, countProblems(problems, checked)].map((block) => `${block}
`).join("\n");
}
function printProblem({ severity, code, message, hint, location }, { lines, paint }) {
  const { path, line, column } = location ?? {};
  const place = [path, line, column].filter((part) => part !== void 0).join(":");
  const title = [paint("bold", inLine(place)), paint(looks[severity], severity), paint("dim", code)];
  const frame = location ? drawCodeFrame(lines.get(location.path) ?? [], location, paint) : [];
  return [
    title.filter((part) => part !== paint("bold", "")).join("  "),
    ...indent(harmless(message).split("\n")),
    ...frame.length > 0 ? ["", ...indent(frame), ""] : [],
    ...hint === void 0 ? [] : indent(harmless(hint).split("\n")),
    ...indent([paint("dim", `docs/problems.md#${code}`)])
  ].join("\n");
}
function inLine(text) {
  return harmless(text.replace(/[\r\n]+/g, " "));
}
function indent(lines) {
  return lines.map((line) => line === "" ? "" : `  ${line}`);
}
function countProblems(problems, checked) {
  const counts = ["error", "warning", "notice"].flatMap((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count === 0 ? [] : plural(count, severity);
  });
  if (checked === 0 && counts.length === 0) return "No pipeline to check.";
  return `${counts.length === 0 ? "No problems" : counts.join(", ")} in ${plural(checked, "pipeline")}.`;
}
function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

// src/checks/remember-files.ts
function rememberFiles(files) {
  return {
    read: remember(files.read),
    isFile: remember(files.isFile),
    isFolder: remember(files.isFolder),
    fileNames: remember(files.fileNames),
    folders: remember(files.folders)
  };
}
function remember(ask) {
  const answers = /* @__PURE__ */ new Map();
  return (path) => {
    const answer = answers.get(path) ?? ask(path);
    answers.set(path, answer);
    return answer;
  };
}

// src/checks/check-repository.ts
async function checkRepository(checkout, check2) {
  const files = rememberFiles(checkout);
  try {
    const pipelines = await readCheckedPipelines(files, check2.names, check2);
    const found = await Promise.all(
      check2.environments.map((environment) => findInEnvironment(files, { ...check2, environment, pipelines }))
    );
    return merge(found).sort(comparePlaces);
  } catch (error) {
    if (error instanceof ActionError) return error.problems.toSorted(comparePlaces);
    throw error;
  }
}
async function findInEnvironment(files, {
  names,
  environments,
  env,
  environment,
  pipelines
}) {
  const plan = await makeCheckedPlan(files, {
    environment,
    environments,
    env,
    pipelines,
    reason: "",
    affected: { affected: names, removed: [], elsewhere: [] },
    shellOutputs: /* @__PURE__ */ new Map(),
    platforms: [],
    startedAt: 0,
    unsetVariables: "warning"
  });
  return plan.problems;
}
function merge(found) {
  const isIdle = ({ code }) => code === "pipeline-without-deployments";
  const idle = found.map((problems) => new Set(problems.filter(isIdle).map(({ location }) => location?.path)));
  const counts = (problem) => !isIdle(problem) || idle.every((paths) => paths.has(problem.location?.path));
  const distinct = new Map(found.flat().map((problem) => [JSON.stringify(problem), problem]));
  return [...distinct.values()].filter(counts);
}
function comparePlaces({ location: a }, { location: b }) {
  const [path, other] = [a?.path ?? "", b?.path ?? ""];
  return path === other ? placeIn(a) - placeIn(b) : path < other ? -1 : 1;
}
function placeIn({ line = 0, column = 0 } = {}) {
  return line * 1e6 + column;
}

// src/checks/choose-pipelines.ts
import { lstat, realpath } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
async function choosePipelines(targets, names, { pipelinesPath, cwd }) {
  if (targets.length === 0) return names;
  const isPattern = (target) => {
    const glob = target.replace(/^!/, "");
    return names.some((name) => fitsPatterns(name, [glob]));
  };
  const folder = await realpath(pipelinesPath);
  const paths = targets.filter((target) => !isPattern(target));
  const places = await Promise.all(paths.map((path) => locate(path, { folder, cwd })));
  const missing = paths.find((_, index) => places[index] === void 0);
  if (missing !== void 0) throw unknown(missing, names);
  if (places.includes("")) return names;
  const isExclusion = (target) => target.startsWith("!") && isPattern(target);
  const all = targets.every(isExclusion) ? ["*"] : [];
  const patterns = [...all, ...targets.filter(isPattern)];
  return names.filter((name) => places.includes(name) || fitsPatterns(name, patterns));
}
async function locate(path, { folder, cwd }) {
  const absolute = resolve(cwd, path);
  try {
    const real = join(await realpath(dirname(absolute)), basename(absolute));
    await lstat(real);
    const isAround = !relative(real, folder).split(sep).includes("..");
    return isAround ? "" : relative(folder, real).split(sep)[0];
  } catch {
    return void 0;
  }
}
function unknown(target, names) {
  const closest = findClosest(target, names);
  const hint = closest === void 0 ? "" : ` Is it "${closest}"?`;
  return new UsageError(`"${target}" is neither a pipeline nor a path of something that is there.${hint}`);
}

// src/checks/check.ts
async function check(request, context) {
  const { cwd } = context;
  const { pipelinesDir } = request;
  const root = resolve2(cwd, request.workingDirectory);
  const files = openFiles(root);
  if (!await files.isFolder(pipelinesDir)) {
    throw new UsageError(
      `There is no folder "${pipelinesDir}" in ${root}: check --working-directory and --pipelines-dir.`
    );
  }
  const names = await choosePipelines(request.targets, await findPipelines(files, pipelinesDir), {
    pipelinesPath: join2(root, pipelinesDir),
    cwd
  });
  const found = await checkRepository(files, {
    ...request,
    names,
    environments: Object.keys(request.environments),
    env: context.env
  });
  const problems = found.map(placeFrom(cwd, root));
  const lines = await readSourceLines(openFiles(cwd), problems);
  return {
    output: print(problems, request.format, { ...context, lines, checked: names.length }),
    hasErrors: problems.some(({ severity }) => severity === "error")
  };
}
function placeFrom(cwd, root) {
  const folder = relative2(cwd, root).split(sep2).join("/");
  return (problem) => {
    const { location } = problem;
    return location ? { ...problem, location: { ...location, path: posix2.join(folder, location.path) } } : problem;
  };
}
function print(problems, format, context) {
  switch (format) {
    case "json":
      return printJson(problems);
    case "sarif":
      return printSarif(problems, context);
    case "terminal":
      return printProblems(problems, context);
  }
}

// src/problem-codes/conventions.ts
var conventionProblems = {
  "convention-command": {
    meaning: "The job variable `command` runs another pipeline's package, or names none.",
    example: "command: uv run --package rj_sms__other -- prefect flow-run execute",
    remedy: "Write `--package` and the name of this package, or leave the command out."
  },
  "convention-deployment-name": {
    meaning: "The name of the deployment does not have the agreed form, or not the folder's parts in it.",
    example: "- name: rj-smfp-revenue_daily--prod # in rj_smfp__revenue_daily",
    remedy: "Rename it, such as `rj-smfp--revenue-daily--prod`, and delete the old one in Prefect."
  },
  "convention-files": {
    meaning: "A file that every pipeline of the repository has does not lie directly in the folder.",
    example: "pipelines/rj_sms__visits has no flow.py directly in it.",
    remedy: "Add the file or move it there."
  },
  "convention-folder-name": {
    meaning: "The name of the folder does not have the agreed form.",
    example: "pipelines/RJ_visits/prefect.yaml",
    remedy: "Rename the folder, such as `rj_sms__visits`, and its paths in `prefect.yaml` and the Dockerfile."
  },
  "convention-image-tag": {
    meaning: "The tag does not begin with the pipeline's name, so pipelines could overwrite each other's images.",
    example: 'tag: "{{ get-commit-hash.stdout }}"',
    remedy: "Begin the tag with the pipeline's name and a hyphen."
  },
  "convention-production-secret": {
    meaning: "A deployment of another environment mounts production's secret: its runs would work on the real data. It is an error also where conventions only warn.",
    example: "- name: rj-sms--visits--staging\n  …\n  secretName: prefect-jobs-secrets",
    remedy: "Write the environment's own secret, such as `prefect-jobs-secrets-staging`."
  },
  "convention-secret-name": {
    meaning: "The deployment mounts a secret that is not one of its environment.",
    example: "- name: rj-sms--visits--prod\n  …\n  secretName: prefect-jobs-secrets-staging",
    remedy: "Write the environment's secret, or add it to `secrets` in the conventions file."
  },
  "convention-work-pool": {
    meaning: "The deployment uses a work pool that the repository has not agreed on.",
    example: "work_pool:\n  name: my-laptop",
    remedy: "Use an agreed work pool, or add it to `work-pools` in the conventions file."
  },
  "conventions-invalid": {
    meaning: "The conventions file has an unknown key or a value of another form.",
    example: '.github/prefect-conventions.yaml: There is no key "work_pools". Is it "work-pools"?',
    remedy: "Correct it; docs/conventions.md lists the keys."
  }
};

// src/problem-codes/diagnoses.ts
var diagnosedProblems = {
  "dockerfile-copy-missing": {
    meaning: "The Dockerfile runs `uv sync` before the files are in the image that uv needs. It is a warning where the base image may have them, or where the image is built all the same and only lacks the code.",
    example: "COPY pyproject.toml uv.lock ./\nRUN uv sync --frozen --package rj_sms__visits # and no src/",
    remedy: "Put a `COPY` of the named files above the line, and check that `.dockerignore` does not leave them out."
  },
  "package-unbuildable": {
    meaning: "The pipeline needs a package that can't be built any more, such as `cx-oracle`: its setup imports `pkg_resources`, which setuptools has removed.",
    example: "ModuleNotFoundError: No module named 'pkg_resources'",
    remedy: "Depend on the package that took its place (`oracledb` for `cx-oracle`). If another package asks for it, take it out by `override-dependencies` in `[tool.uv]`. Then run `uv lock` and commit `uv.lock`: an override counts only from then on."
  },
  "shared-code-missing": {
    meaning: "The code of a package of the repository isn't where its `pyproject.toml` has it, or has no `__init__.py`.",
    example: '[tool.hatch.build.targets.wheel]\npackages = ["src/city_pipeline"] # the folder is city_pipelines',
    remedy: "Add the `__init__.py` of the message, or correct the place in `pyproject.toml`."
  },
  "shared-package-undeclared": {
    meaning: "The flow imports code of the repository, and its own `pyproject.toml` does not depend on it: `uv sync` will leave it out of the image.",
    example: 'from city_pipelines.tables import read_rows # and dependencies = ["prefect"]',
    remedy: "Add the package to `dependencies`, and `{ workspace = true }` for it to `[tool.uv.sources]`; then run `uv lock`."
  },
  "uv-package-unknown": {
    meaning: "uv finds no package of that name, neither in the workspace nor in its package index.",
    example: "error: Could not find root package `rj_sms__visit`",
    remedy: "Correct the name. A package of the repository must be a member in `[tool.uv.workspace]`, have `{ workspace = true }` in `[tool.uv.sources]`, and be in `uv.lock`."
  },
  "workspace-member-missing": {
    meaning: "The pipeline is no member of the uv workspace, so `uv lock` leaves it out.",
    example: '[tool.uv.workspace]\nmembers = ["pipelines/rj_sms*"] # and the folder is pipelines/rj_smfp__revenue',
    remedy: "Correct `members` or `exclude`, run `uv lock` and commit `uv.lock`."
  },
  "workspace-source-missing": {
    meaning: "The pipeline depends on a package of the repository without saying so. uv then refuses to lock, or looks for it in the package index.",
    example: 'dependencies = ["city-pipelines"] # and no [tool.uv.sources]',
    remedy: "Add `city-pipelines = { workspace = true }` to `[tool.uv.sources]`, and run `uv lock`."
  },
  "workspace-source-unknown": {
    meaning: "`{ workspace = true }` is said of a package that is no member of the workspace.",
    example: "[tool.uv.sources]\ncity-pipeline = { workspace = true } # the package is city-pipelines",
    remedy: "Correct the name, or add its folder to `members` in `[tool.uv.workspace]`; then run `uv lock`."
  }
};

// src/problem-codes/images.ts
var imageProblems = {
  "base-image-denied": {
    meaning: "The registry does not give out the base image. Registries say the same of images that do not exist.",
    example: "pull access denied, repository does not exist or may require authorization",
    remedy: "Check the name in the `FROM` line. For a private image, log in to its registry in a step before this action, or give this repository the role Read in the package's settings."
  },
  "base-image-missing": {
    meaning: "The registry does not have the base image of the Dockerfile, or not with that tag.",
    example: "ghcr.io/city/pipelines:latest: failed to resolve source metadata: not found",
    remedy: "Correct the `FROM` line. If it is the base image of the repository itself, build and push it first."
  },
  "build-context-missing": {
    meaning: "The folder that the build is to read does not exist in the checkout.",
    example: "path: docker # there is no such folder",
    remedy: "Correct `path` of the step. It is taken from the working directory."
  },
  "build-failed": {
    meaning: "The image's build failed. Nothing was registered with Prefect.",
    example: "An image's build failed: ghcr.io/city/pipelines:visits-1. exit code: 1",
    remedy: "Correct the Dockerfile, or what it copies; the message has the line and the end of the log."
  },
  "build-metadata-invalid": {
    meaning: "docker buildx did not tell the digest of an image in the known form.",
    example: 'docker buildx bake told no digest for "revenue".',
    remedy: "Update docker buildx on the runner, for example with `docker/setup-buildx-action`."
  },
  "build-path-outside": {
    meaning: "The build uses a file or a folder outside of the checkout.",
    example: "path: ../other-repository",
    remedy: "Correct `dockerfile` or `path` of the step. Both are taken from the working directory."
  },
  "buildx-missing": {
    meaning: "The runner's docker has no buildx, or too old a one.",
    example: "This runner's docker needs buildx 0.8 or newer. It has none.",
    remedy: "Add a step that uses `docker/setup-buildx-action` before this action."
  },
  "disk-full": {
    meaning: "The disk of the builder is full.",
    example: "no space left on device",
    remedy: "Free space in a step before this action, or use a larger builder (input `builder`)."
  },
  "docker-config-invalid": {
    meaning: "Docker's configuration file on the runner is not valid.",
    example: "~/.docker/config.json is not a docker configuration.",
    remedy: "Correct or remove the file on the runner."
  },
  "dockerfile-auto": {
    meaning: "The step names no Dockerfile. Prefect would write one itself, which this action does not.",
    example: "dockerfile: auto",
    remedy: "Add a Dockerfile and name it in `dockerfile`."
  },
  "dockerfile-missing": {
    meaning: "The Dockerfile of the step does not exist.",
    example: "dockerfile: Dockerfile # it is pipelines/rj_sms__visits/Dockerfile",
    remedy: "Correct `dockerfile` of the step. It is taken from `path`, and that from the working directory."
  },
  "image-argument-invalid": {
    meaning: "An argument of `build_docker_image` is of another kind than docker takes.",
    example: 'buildargs: ["CITY=rio"]',
    remedy: "Write `buildargs` and `labels` as mappings, `additional_tags` as a list."
  },
  "image-argument-unsupported": {
    meaning: "The step has an argument that this action does not know, so the image might be another one.",
    example: "docker_file: Dockerfile",
    remedy: "Correct the spelling or remove the argument; the message lists those that are known."
  },
  "image-conflict": {
    meaning: "Two different builds would be pushed as the same image, one over the other.",
    example: 'tag: "{{ commit.stdout }}" # in two pipelines',
    remedy: "Begin each tag with the pipeline's name."
  },
  "image-name-invalid": {
    meaning: "The `image_name` cannot be the name of an image.",
    example: "image_name: ghcr.io/MyCity/pipelines",
    remedy: "Write registry/owner/name in lower case letters, such as `ghcr.io/my-city/pipelines`."
  },
  "image-tag-invalid": {
    meaning: "The tag has characters that a tag cannot have, or is too long.",
    example: "tag: feature/new",
    remedy: "Use at most 128 letters, digits, `_`, `.` and `-`, not starting with `.` or `-`."
  },
  "image-unused": {
    meaning: "The deployment builds one image and runs another.",
    example: "image: ghcr.io/city/pipelines:latest # and the step builds visits-1",
    remedy: "Set `job_variables.image` to `{{ build-image.image }}`, with the id of the build step."
  },
  "registry-denied": {
    meaning: "The registry refused the image, and did not say why.",
    example: "denied: requested access to the resource is denied",
    remedy: "Check what the user may push to. On ghcr.io: give the job `packages: write`, and this repository the role Write in the package's settings."
  },
  "registry-login-missing": {
    meaning: "Nobody is logged in to the registry that the image is pushed to.",
    example: "no basic auth credentials",
    remedy: "The input `registry` must be the registry in `image_name`. Or log in to it in a step before this action."
  },
  "registry-login-refused": {
    meaning: "The registry does not accept the user or the password.",
    example: 'ghcr.io refused the login of "octocat". unauthorized',
    remedy: "Check the inputs `registry-username` and `registry-password`, and the permission `packages: write`."
  },
  "registry-owner-wrong": {
    meaning: "The token has nothing to do with the owner in the image's name.",
    example: "denied: permission_denied: The requested installation does not exist.",
    remedy: "Write the owner of this repository after `ghcr.io/`, in lower case letters. The job's own token can't push to another owner's packages."
  },
  "registry-scope-missing": {
    meaning: "The token may not write packages at all.",
    example: "denied: installation not allowed to Create organization package",
    remedy: "Give the job the permission `packages: write`, or the personal access token the scope `write:packages`. If it has that, the settings of the organisation forbid it."
  },
  "registry-unreachable": {
    meaning: "The login did not get an answer from the registry, or from docker.",
    example: "The login to ghcr.oi failed. no such host",
    remedy: "Check the input `registry`, and that the runner can reach it and a Docker engine."
  },
  "registry-write-denied": {
    meaning: "The package exists on ghcr.io, and does not let this repository write. It was most likely pushed from another one.",
    example: "denied: permission_denied: write_package",
    remedy: 'In the settings of the package, under "Manage Actions access", give this repository the role Write; and give the job `packages: write`.'
  },
  "step-runs-late": {
    meaning: "A step that only Prefect can run stands before the image, but runs after it is built.",
    example: "build:\n  - my_steps.prepare: {}\n  - prefect_docker.deployments.steps.build_docker_image: …",
    remedy: "If the image needs what the step makes, do it in a `run_shell_script` step."
  }
};

// src/problem-codes/pipeline-files.ts
var pipelineFileProblems = {
  "deployment-duplicate": {
    meaning: "Two deployments of one file have the same name: the later would overwrite the earlier in Prefect.",
    example: "deployments:\n  - name: rj-sms--visits--prod\n  - name: rj-sms--visits--prod",
    remedy: "Give each deployment a name of its own."
  },
  "deployment-environment-unknown": {
    meaning: "The name of a deployment ends in no environment, so no run ever deploys it.",
    example: "- name: rj-sms--visits--production # the environments are prod and staging",
    remedy: "End the name in an environment, such as `--prod`."
  },
  "deployment-name-template": {
    meaning: "The name of a deployment holds a placeholder, so its environment is not known.",
    example: '- name: "visits--{{ $STAGE }}"',
    remedy: "Write one deployment for each environment, with its name written out."
  },
  "deployment-unnamed": {
    meaning: "A deployment has no name. Prefect passes over it, so it is never deployed.",
    example: "deployments:\n  - entrypoint: flow.py:visits # and no name",
    remedy: "Give it a name that ends in its environment, or remove it."
  },
  "entrypoint-missing": {
    meaning: "The file of the entrypoint does not exist, or does not mention the function. Prefect would only find out after the build.",
    example: "entrypoint: flow.py:revenue # Prefect runs at the top of the repository",
    remedy: "Write the path from the working directory, as in `pipelines/rj_smfp__revenue/flow.py:revenue`."
  },
  "pipeline-name-invalid": {
    meaning: "The name of the folder has characters that cannot stand in tags and paths.",
    example: "pipelines/my pipeline/prefect.yaml",
    remedy: "Use letters, digits, `_`, `-` and `.`, and begin with a letter or a digit."
  },
  "pipeline-without-deployments": {
    meaning: "The pipeline has no deployment for the environment of this run, so nothing is done for it.",
    example: 'rj_sms__visits has no deployment for "staging", so nothing is done for it.',
    remedy: "Nothing, if that is intended. Otherwise add a deployment whose name ends in the environment."
  },
  "prefect-file-empty": {
    meaning: "The `prefect.yaml` holds nothing.",
    example: "# only a comment",
    remedy: "Describe the pipeline's deployments in it, or remove the file."
  },
  "prefect-file-invalid": {
    meaning: "A value of the `prefect.yaml` has another form than Prefect takes. Prefect would skip the whole file and fail with a misleading message.",
    example: "deployments:\n  - name: visits--prod\n    entrypoint: flow.py # no function",
    remedy: "Correct the value; Prefect's documentation of `prefect.yaml` lists what each key takes."
  },
  "prefect-key-unknown": {
    meaning: "Prefect does not know a key at this place, and ignores it without a word.",
    example: "work_pol: # should be work_pool\n  name: pipelines",
    remedy: "Correct the spelling of the key, or remove it."
  },
  "prefect-newer-rejects": {
    meaning: "Prefect 3.4 lets something in this file pass, for which Prefect 3.8 refuses the whole file.",
    example: 'schedules:\n  - cron: "0 6 * * *"\n    flow_run_name: daily # not a key of schedules',
    remedy: "Correct it before Prefect is updated."
  },
  "prefect-file-missing": {
    meaning: "The folder has no `prefect.yaml`, so there is nothing to deploy.",
    example: "pipelines/rj_sms__visits has no prefect.yaml.",
    remedy: "Add the file, or remove the folder."
  },
  "pyproject-invalid": {
    meaning: "The `pyproject.toml` of the pipeline is not TOML, or has no `[project] name`.",
    example: '[project]\nversion = "0.1.0" # and no name',
    remedy: "Correct the file at the line of the message."
  },
  "pyproject-missing": {
    meaning: "The repository is a uv workspace, and the pipeline has no `pyproject.toml`.",
    example: "pipelines/rj_sms__visits has no pyproject.toml, so uv can't install what its flow imports.",
    remedy: "Add one with `[project] name` and `dependencies`, run `uv lock` and commit `uv.lock`."
  },
  "schedule-invalid": {
    meaning: "A schedule is one that no release of Prefect takes: its cron line, interval, rule, time zone or another of its values is wrong.",
    example: 'schedules:\n  - cron: "0 25 * * *" # there is no hour 25',
    remedy: "Correct the value that the message quotes."
  },
  "uv-lock-invalid": {
    meaning: "The `uv.lock` is not TOML; often a merge conflict was left in it.",
    example: "<<<<<<< HEAD\nversion = 1",
    remedy: "Run `uv lock` and commit the file."
  },
  "uv-lock-outdated": {
    meaning: "The `uv.lock` is older than the `pyproject.toml` files.",
    example: `uv.lock doesn't know the package "rj_sms__visits".`,
    remedy: "Run `uv lock` in the repository and commit `uv.lock`."
  },
  "yaml-duplicate-key": {
    meaning: "A key stands twice in the same mapping: only the last one would count.",
    example: "work_pool:\n  name: one\n  name: two",
    remedy: "Remove one of the two."
  },
  "yaml-invalid": {
    meaning: "The file is not valid YAML.",
    example: "deployments:\n	- name: visits--prod # indented by a tab",
    remedy: "Correct the line of the message, or the one above it. Indent with spaces."
  }
};

// src/problem-codes/prefect.ts
var prefectProblems = {
  "environment-variable-unset": {
    meaning: "A deployment, an image or a script uses a variable that is not set. Prefect would take an empty value.",
    example: 'image: "ghcr.io/city/visits:{{ $TAG }}"',
    remedy: "Set the variable under `env:` of the workflow's step."
  },
  "placeholder-unknown": {
    meaning: "A deployment, an image or a script uses a placeholder that no step before it gives.",
    example: 'image: "{{ build_image.image }}" # the step is called build-image',
    remedy: "Check the id of the step and the name of its output."
  },
  "prefect-answer-unexpected": {
    meaning: "The address answered something that is not Prefect's API.",
    example: "https://my-server/work_pools/filter answered HTTP 404",
    remedy: "Correct the input `prefect-api-url`: the API's address, ending in `/api`."
  },
  "prefect-unauthorized": {
    meaning: "Prefect refused the credentials.",
    example: "Prefect's API at https://my-server/api refused the credentials (HTTP 401).",
    remedy: "Check the secret in `prefect-api-key` or `prefect-api-auth-string`: missing, mistyped or expired."
  },
  "prefect-unreachable": {
    meaning: "Prefect's API did not answer.",
    example: "Prefect's API at https://my-server/api can't be reached: getaddrinfo ENOTFOUND my-server.",
    remedy: "Check the input `prefect-api-url`. A server behind a VPN needs a step that joins the VPN first."
  },
  "prefect-unusable": {
    meaning: "Prefect could not be started from the workspace's environment.",
    example: "Prefect can't be used from the workspace's environment: No module named 'prefect'.",
    remedy: "Add `prefect` to the dependencies of the pipelines and run `uv lock`."
  },
  "registration-conflict": {
    meaning: "Two pipelines have a flow of the same name and a deployment of the same name: one overwrote the other.",
    example: '@flow(name="revenue") in two pipelines, each with a deployment "daily--prod"',
    remedy: "Rename one of the two flows or deployments, and deploy both pipelines again."
  },
  "registration-failed": {
    meaning: "Prefect could not register a deployment; often the flow cannot be imported.",
    example: `Prefect couldn't register "visits--prod" (exit code 1). It said: …`,
    remedy: "Run `prefect deploy` for this pipeline on your machine to see it there."
  },
  "registration-unconfirmed": {
    meaning: "Prefect ended without an error, but its API does not have the deployment as planned.",
    example: 'The deployment "visits--prod" was not registered as planned: its image is …',
    remedy: "Look at the deployment in Prefect; somebody else may have changed it at the same time."
  },
  "shell-output-template": {
    meaning: "A script printed a placeholder. Prefect would fill it in, with whatever the variable holds.",
    example: 'script: git log -1 --format=%s # the commit is called "Use {{ $TOKEN }}"',
    remedy: "Have the script print something else, such as the commit's id."
  },
  "shell-script-failed": {
    meaning: "A `run_shell_script` step of the build section failed.",
    example: 'run_shell_script: "git describe --tags" failed with exit code 128.',
    remedy: "Correct the script. Prefect runs each line as a program with arguments, without a shell."
  },
  "shell-script-invalid": {
    meaning: "A quotation mark or a backslash is left open in a line of the script.",
    example: 'script: echo "one',
    remedy: "Close the quotation on the same line: Prefect runs each line by itself."
  },
  "uv-failed": {
    meaning: "uv could not make the Python environment.",
    example: "uv sync failed with exit code 1. No solution found …",
    remedy: "Run the same command in the repository. A private index needs its credentials under `env:`."
  },
  "work-pool-missing": {
    meaning: "The deployment names no work pool, or one that Prefect doesn't have.",
    example: "work_pool:\n  name: defualt-pool",
    remedy: "Create the work pool in Prefect, or correct its name."
  }
};

// src/problem-codes/run.ts
var runProblems = {
  "branch-ambiguous": {
    meaning: "The branch fits the patterns of two environments, so the run would have to guess.",
    example: "environments: |\n  prod: [master, release/**]\n  staging: [release/next]",
    remedy: "Change the patterns of the input `environments` so that each branch fits one environment."
  },
  "branch-not-mapped": {
    meaning: "The branch fits no pattern of the input `environments`.",
    example: 'The branch "fix/typo" belongs to no environment.',
    remedy: "Push to a branch of the map, add the branch to the input `environments`, or name the environment in the input `environment`."
  },
  cancelled: {
    meaning: "Somebody, or a newer run of the same concurrency group, cancelled the job.",
    example: "The run was cancelled (SIGINT).",
    remedy: "Run the workflow again, if no later push has deployed the same pipelines meanwhile. The summary says what was done until then."
  },
  "checkout-incomplete": {
    meaning: "A file of a pipeline changed, and the checkout leaves it out: it is sparse, or lacks a submodule.",
    example: "- uses: actions/checkout@COMMIT\n  with:\n    sparse-checkout: src",
    remedy: "In the step that uses actions/checkout, remove `sparse-checkout` or add the pipelines' folder to it; for a submodule, set `submodules: true`."
  },
  "command-missing": {
    meaning: "A program that the run needs is not installed on the runner.",
    example: 'The program "uv" is not installed on this runner.',
    remedy: "Add a step that installs it before this action, such as `astral-sh/setup-uv`."
  },
  "command-unusable": {
    meaning: "The program is there, but the system refuses to start it in that folder.",
    example: `The program "./prepare.sh" can't be run in /app: EACCES`,
    remedy: "Make the file executable (`git update-index --chmod=+x FILE`), and check that the folder exists."
  },
  "commit-unavailable": {
    meaning: 'The commit before the push could not be fetched, or has nothing in common with this one. What changed is then unknown, which is never taken for "nothing".',
    example: `Can't tell what changed: the commit 1f0e…, which "master" was at before this push, couldn't be fetched.`,
    remedy: "Give the job the permission `contents: read`, or run the workflow by hand with the input `pipelines`."
  },
  "environment-unknown": {
    meaning: "The input `environment` names none of the environments in the input `environments`.",
    example: "with:\n  environment: production # the map has prod and staging",
    remedy: "Correct the name, or add the environment to the input `environments`."
  },
  "event-invalid": {
    meaning: "The event's file is missing or not in GitHub's form.",
    example: "The event's file (GITHUB_EVENT_PATH) can't be read: ENOENT",
    remedy: "Run the action in a GitHub Actions workflow, on push or on a manual event."
  },
  "event-refused": {
    meaning: "The workflow runs on an event that must not deploy, such as a pull request.",
    example: "on: pull_request",
    remedy: "Run it on `push`, `workflow_dispatch`, `repository_dispatch` or `schedule`."
  },
  "fork-refused": {
    meaning: "The repository is a fork, and a fork's code is never deployed.",
    example: "This repository is a fork, and a fork's code is never deployed.",
    remedy: "Run the workflow in the original repository, or disable it in the fork."
  },
  "git-failed": {
    meaning: "A git command failed for another reason than a missing commit.",
    example: "git diff failed with exit code 128: fatal: bad object",
    remedy: "Check that `actions/checkout` ran first and that no step after it changed the repository."
  },
  "input-invalid": {
    meaning: "An input of the action has a value that it does not take.",
    example: "with:\n  max-parallel: many",
    remedy: "Correct the input under `with:`; the README's table says what each takes."
  },
  "internal-error": {
    meaning: "The action met an error that it has no words for. It may be a mistake in the action.",
    example: "The action met an error that it doesn't know: …",
    remedy: "Run the job again with debug logging, and report the log."
  },
  "not-a-git-checkout": {
    meaning: "There is no git repository where the action looks.",
    example: "There is no git checkout at /home/runner/work/pipelines/pipelines.",
    remedy: "Add `actions/checkout` before this action, and check the input `working-directory`."
  },
  "pipeline-unknown": {
    meaning: "A name or glob of the input `pipelines` matches no folder with a `prefect.yaml`.",
    example: "with:\n  pipelines: rj_smfp__revenu_daily",
    remedy: "Correct the name; the message lists the pipelines that there are."
  },
  "pipelines-dir-missing": {
    meaning: "The folder of the pipelines is not in the checkout.",
    example: "with:\n  pipelines-dir: pipeline",
    remedy: "Correct the inputs `pipelines-dir` and `working-directory`, and run `actions/checkout` first."
  },
  "pipelines-not-named": {
    meaning: "A run by hand or by the clock does not say what changed, and the input `pipelines` is empty.",
    example: 'on: workflow_dispatch # and no input "pipelines"',
    remedy: "Give the input `pipelines`: names, globs such as `rj_smfp__*`, or `all`."
  },
  "tag-refused": {
    meaning: "The run is about a tag or another reference that is not a branch.",
    example: "on:\n  push:\n    tags: [v1]",
    remedy: "Limit the workflow to branches: `on: push: branches: [...]`."
  },
  timeout: {
    meaning: "The run took longer than the input `timeout-minutes` allows, and was stopped.",
    example: "The run took longer than 60 minutes.",
    remedy: "Raise `timeout-minutes`, or look in the timeline of the summary for what takes so long."
  }
};

// src/problem-codes.ts
var problemCodes = {
  ...runProblems,
  ...pipelineFileProblems,
  ...conventionProblems,
  ...diagnosedProblems,
  ...imageProblems,
  ...prefectProblems
};

// src/check.ts
var exitCodes = { noErrors: 0, errors: 1, notChecked: 2 };
async function readVersion() {
  const data = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  const hasVersion = typeof data === "object" && data !== null && "version" in data;
  return hasVersion && typeof data.version === "string" ? data.version : "";
}
async function run() {
  const command = readArguments(process.argv.slice(2));
  const version = await readVersion();
  if (command.kind !== "check") {
    process.stdout.write(command.kind === "help" ? help : `${version}
`);
    return exitCodes.noErrors;
  }
  const env = Object.entries(process.env).flatMap(
    ([name, value]) => value === void 0 ? [] : [[name, value]]
  );
  const { output, hasErrors } = await check(command, {
    cwd: process.cwd(),
    env: Object.fromEntries(env),
    version,
    documentation: problemCodes,
    paint: command.color ? styleText : (_, text) => text
  });
  process.stdout.write(output);
  return hasErrors ? exitCodes.errors : exitCodes.noErrors;
}
process.stdout.on("error", () => void 0);
try {
  process.exitCode = await run();
} catch (error) {
  process.exitCode = exitCodes.notChecked;
  const more = error instanceof UsageError ? "\nTry --help." : "";
  process.stderr.write(`${harmless(messageOf(error))}${more}
`);
}
