import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
import {
  chooseDeployments,
  codeBlock,
  codeText,
  conventionLevels,
  defaultEnvironments,
  escapeMarkdown,
  findPipelines,
  harmless,
  makeCheckedPlan,
  makeTable,
  openFiles,
  parseEnvironments,
  readCheckedPipelines,
  staysInside
} from "./chunk-HOQX7LL7.mjs";
import "./chunk-NW55O5CH.mjs";
import {
  chooseEnvironment,
  fitsPatterns
} from "./chunk-YAI4U3TH.mjs";
import "./chunk-YLUHRQ4K.mjs";
import {
  divideSteps,
  stepKey
} from "./chunk-454UY2A2.mjs";
import {
  TransientError,
  isTransient,
  runCommand,
  withRetries
} from "./chunk-W75XK2QA.mjs";
import {
  ExitCode,
  core_exports,
  debug,
  getInput,
  getMultilineInput,
  setFailed,
  setOutput,
  setSecret,
  summary
} from "./chunk-A4WK4EKC.mjs";
import {
  require_ajv
} from "./chunk-AZR7E7JT.mjs";
import {
  ActionError,
  failure,
  fillPlaceholders,
  findPlaceholders,
  lookupEnvironment,
  lookupOutputs,
  messageOf,
  throwErrors
} from "./chunk-T6UZLHMW.mjs";
import {
  makeComment
} from "./chunk-FTPXRMSU.mjs";
import "./chunk-H2FADGLT.mjs";
import {
  __toESM
} from "./chunk-LMMWWLXT.mjs";

// src/run.ts
import { posix as posix2 } from "node:path";

// src/deploy.ts
import { join } from "node:path";

// src/changes/commit-range.ts
async function findCommitRange(git, event) {
  if (event.kind === "pull-request") {
    return await sinceBranch(git, event.branch, `pull request ${event.number} leaves`);
  }
  const head = await git.headCommit();
  const { before, branch, defaultBranch, forced } = event;
  if (before === void 0) {
    if (branch !== defaultBranch)
      return await sinceBranch(git, defaultBranch, `the new branch "${branch}" left`);
    return { base: await git.emptyTree(), head, reason: `the first push of "${branch}": everything is new` };
  }
  if (await git.hasCommit(before))
    return { base: before, head, reason: `the push moved "${branch}" on from it` };
  const fetched = await git.fetchCommit(before);
  if (fetched.found) return { base: before, head, reason: `the push moved "${branch}" on from it` };
  if (fetched.gone && forced && branch !== defaultBranch) {
    return await sinceBranch(
      git,
      defaultBranch,
      `the force-push dropped ${before.slice(0, 7)} from the server, so "${branch}" is compared with where it left`
    );
  }
  throw failure(
    "commit-unavailable",
    `Can't tell what changed: the commit ${before}, which "${branch}" was at before this push, couldn't be fetched. ${fetched.message}`,
    {
      hint: fetched.gone ? 'Run the workflow by hand (workflow_dispatch) with the input "pipelines" to say what to deploy.' : 'Check that actions/checkout ran first and that the job has the permission "contents: read"; "fetch-depth: 0" on the checkout avoids the fetch.'
    }
  );
}
async function sinceBranch(git, branch, reason) {
  const base = await git.mergeBase(branch);
  if (base === void 0) {
    throw failure(
      "commit-unavailable",
      `Can't tell what changed: the commit that is checked out and the branch "${branch}" have no commit in common.`,
      {
        hint: 'Run the workflow by hand (workflow_dispatch) with the input "pipelines" to say what to deploy.'
      }
    );
  }
  return { base, head: await git.headCommit(), reason: `${reason} "${branch}" there` };
}

// src/changes/incomplete-checkout.ts
function refuseIncompleteCheckout(changes, { pipelinesDir, notCheckedOut }) {
  const missing = new Set(notCheckedOut);
  const folder = pipelinesDir === "." ? "" : `${pipelinesDir}/`;
  const change = changes.find(({ path }) => path.startsWith(folder) && missing.has(path));
  if (change === void 0) return;
  throw failure("checkout-incomplete", `"${change.path}" changed, and this checkout doesn't have it.`, {
    hint: `In the step that uses actions/checkout, remove "sparse-checkout" or add the pipelines' folder to it; for a submodule, set "submodules: true".`
  });
}

// src/changes/name-status.ts
var statuses = ["A", "D", "M", "T", "U", "X"];
function parseNameStatus(output) {
  const fields = output.split("\0");
  if (fields.pop() !== "") throw new Error("git diff printed an unfinished record");
  const changes = [];
  for (let index = 0; index < fields.length; index += 2) {
    const [status = "", path] = fields.slice(index, index + 2);
    if (!isStatus(status)) throw new Error(`git diff printed the unknown status "${status}"`);
    if (path === void 0) throw new Error("git diff printed a status without its path");
    changes.push({ status, path });
  }
  return changes;
}
function isStatus(letter) {
  return statuses.includes(letter);
}

// src/changes/git.ts
var historyDepths = ["--deepen=50", "--deepen=500", "--deepen=5000", "--unshallow"];
var diffArguments = [
  "diff",
  "--name-status",
  // Both paths of a moved file count anyway; to pair them, git would fetch each file that a partial clone lacks.
  "--no-renames",
  "-z",
  "--no-ext-diff",
  "--no-relative",
  "--ignore-submodules=none"
];
async function openGit(options) {
  const git = (args, env = {}) => run(options, args, env);
  const gitText = async (...args) => succeed(args, await git(args)).stdout.trim();
  const fetch = (...args) => fetchWithRetries(options, args);
  const prefix = await openCheckout(options, git);
  return {
    emptyTree: () => gitText("hash-object", "-t", "tree", "--stdin"),
    headCommit: () => gitText("rev-parse", "--verify", "HEAD^{commit}"),
    hasCommit: async (commit) => (await git(["cat-file", "-e", `${commit}^{commit}`])).exitCode === 0,
    fetchCommit: async (commit) => {
      const { exitCode, stderr } = await fetch("--depth=1", "origin", commit);
      const gone = /not our ref|unadvertised object|couldn't find remote ref/i.test(stderr);
      return { found: exitCode === 0, gone, message: `git fetch said: ${stderr.trim()}` };
    },
    mergeBase: async (branch) => {
      const remoteBranch = `refs/remotes/origin/${branch}`;
      for (const depth of historyDepths) {
        const shallow = await gitText("rev-parse", "--is-shallow-repository") === "true";
        const head = shallow ? [await gitText("rev-parse", "HEAD")] : [];
        const args = [...shallow ? [depth] : [], "origin", `+refs/heads/${branch}:${remoteBranch}`, ...head];
        const { exitCode: fetched, stderr } = await fetch(...args);
        if (fetched !== 0) throw unfetched(branch, stderr);
        const { exitCode, stdout } = await git(["merge-base", "HEAD", remoteBranch]);
        if (exitCode === 0) return stdout.trim();
        if (!shallow) return void 0;
      }
      return void 0;
    },
    diff: async (base, head) => {
      const args = [...diffArguments, "--end-of-options", base, head, "--"];
      return parseNameStatus(succeed(args, await git(args)).stdout).map(({ status, path }) => ({
        status,
        path: relativeTo(prefix, path)
      }));
    },
    notCheckedOut: async () => {
      const args = ["ls-files", "--stage", "-t", "-z"];
      const { skipped, submodules } = parseStage(succeed(args, await git(args)).stdout);
      if (submodules.length === 0) return skipped;
      const status = await git(["submodule", "status", "--", ...submodules]);
      return [...skipped, ...[...status.stdout.matchAll(/^-[0-9a-f]+ (.+)$/gm)].map(([, path = ""]) => path)];
    }
  };
}
function parseStage(output) {
  const entries = output.split("\0").flatMap((entry) => {
    const [, tag, mode, path = ""] = /^(\S) (\d+) \S+ \d\t(.*)$/s.exec(entry) ?? [];
    return tag === void 0 ? [] : [{ tag, mode, path }];
  });
  return {
    skipped: entries.filter(({ tag }) => tag === "S").map(({ path }) => path),
    submodules: entries.filter(({ mode }) => mode === "160000").map(({ path }) => path)
  };
}
async function openCheckout({ cwd }, git) {
  const { exitCode, stdout, stderr } = await git(["rev-parse", "--show-prefix"]);
  if (exitCode === 0) return stdout.trimEnd();
  throw failure("not-a-git-checkout", `There is no git checkout at ${cwd}. Git said: ${stderr.trim()}`, {
    hint: 'Add a step that uses actions/checkout before this action, and check the input "working-directory".'
  });
}
function relativeTo(prefix, path) {
  return path.startsWith(prefix) ? path.slice(prefix.length) : `/${path}`;
}
async function fetchWithRetries(options, args) {
  let result;
  const attempt = async () => {
    result = await run(
      options,
      ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", ...args],
      credentials(options)
    );
    if (result.exitCode !== 0 && isTransient(result.stderr)) throw new TransientError(result.stderr);
    return result;
  };
  try {
    return await withRetries(attempt, { ...options.retry, ...options.signal && { signal: options.signal } });
  } catch (error) {
    if (error instanceof TransientError && result !== void 0) return result;
    throw error;
  }
}
function credentials({ env, token, serverUrl }) {
  if (token === void 0) return {};
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  const first = Number(env["GIT_CONFIG_COUNT"] ?? 0);
  return {
    GIT_CONFIG_COUNT: `${first + 2}`,
    // The empty value takes away the header that actions/checkout may have left: GitHub refuses two of them.
    [`GIT_CONFIG_KEY_${first}`]: `http.${serverUrl}/.extraheader`,
    [`GIT_CONFIG_VALUE_${first}`]: "",
    [`GIT_CONFIG_KEY_${first + 1}`]: `http.${serverUrl}/.extraheader`,
    [`GIT_CONFIG_VALUE_${first + 1}`]: `AUTHORIZATION: basic ${basic}`
  };
}
async function run({ cwd, env, signal }, args, more) {
  return await runCommand({
    file: "git",
    args: [
      // In a container job the checkout belongs to another user, which git refuses without this.
      ...["-c", "safe.directory=*"],
      // Committed files can look like a repository of their own, whose configuration would name programs to run.
      ...["-c", "safe.bareRepository=explicit", ...args]
    ],
    cwd,
    // git's messages are recognised by their English text.
    env: { ...env, ...more, GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" },
    input: "",
    ...signal && { signal }
  });
}
function unfetched(branch, stderr) {
  return failure(
    "commit-unavailable",
    `Can't tell what changed: the history of the branch "${branch}" couldn't be fetched. git fetch said: ${stderr.trim()}`,
    { hint: 'Check that actions/checkout ran first and that the job has the permission "contents: read".' }
  );
}
function succeed(args, result) {
  if (result.exitCode === 0) return result;
  throw failure(
    "git-failed",
    `git ${args[0] ?? ""} failed with exit code ${result.exitCode}: ${result.stderr.trim() || "it said nothing"}`,
    {
      hint: "Check that actions/checkout ran before this action, and that no step after it changed the repository."
    }
  );
}

// src/plan/affected.ts
function findAffected(changes, { pipelinesDir, pipelines }) {
  const existing = new Set(pipelines);
  const affected = /* @__PURE__ */ new Set();
  const removed = /* @__PURE__ */ new Set();
  const elsewhere = /* @__PURE__ */ new Set();
  for (const { path, status } of changes) {
    const [folder, rest] = splitFolder(path, pipelinesDir);
    if (folder !== void 0 && existing.has(folder)) affected.add(folder);
    else if (folder !== void 0 && rest === "prefect.yaml" && status === "D") removed.add(folder);
    else elsewhere.add(path);
  }
  const inRemoved = (path) => removed.has(splitFolder(path, pipelinesDir)[0] ?? "");
  return {
    affected: [...affected].sort(),
    removed: [...removed].sort(),
    elsewhere: [...elsewhere].filter((path) => !inRemoved(path)).sort()
  };
}
function splitFolder(path, pipelinesDir) {
  const prefix = pipelinesDir === "." ? "" : `${pipelinesDir}/`;
  const isAbove = path.startsWith("/");
  if (isAbove || !path.startsWith(prefix)) return [];
  const below = path.slice(prefix.length);
  const slash = below.indexOf("/");
  return slash === -1 ? [below, ""] : [below.slice(0, slash), below.slice(slash + 1)];
}

// src/plan/plan.ts
function isEmpty(plan) {
  return plan.images.length === 0 && plan.deployments.length === 0;
}

// src/prefect/shell-script.ts
import { resolve } from "node:path";

// src/prefect/shell-words.ts
var wordPattern = /[ \t\r\n]*((?:[^ \t\r\n'"\\]|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*")+)/y;
var partPattern = /\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*"/g;
function splitWords(line) {
  const words = [];
  let end = 0;
  for (; ; ) {
    wordPattern.lastIndex = end;
    const word = wordPattern.exec(line)?.[1];
    if (word === void 0) break;
    end = wordPattern.lastIndex;
    words.push(unquote(word));
  }
  if (/[^ \t\r\n]/.test(line.slice(end))) throw new Error("a quotation mark or a backslash is left open");
  return words;
}
function unquote(word) {
  return word.replace(partPattern, (part) => {
    if (part.startsWith("\\")) return part.slice(1);
    const inner = part.slice(1, -1);
    return part.startsWith('"') ? inner.replace(/\\(["\\])/g, "$1") : inner;
  });
}

// src/prefect/shell-script.ts
var gitRevision = /^git rev-parse (?:--short(?:=\d{1,2})? )?(?:--verify )?HEAD$/;
async function runShellSteps(deployments, options) {
  const outputs = /* @__PURE__ */ new Map();
  const ran = /* @__PURE__ */ new Map();
  for (const { build } of deployments) {
    const known = /* @__PURE__ */ new Map();
    for (const step of divideSteps(build).taken) {
      if (step.kind !== "shell") continue;
      const script = readScript(step, known, options);
      const identity = JSON.stringify(script);
      const output = ran.get(identity) ?? await answer(script, step, options);
      if (output === void 0) continue;
      ran.set(identity, output);
      outputs.set(stepKey(step), output);
      if (step.id !== void 0) known.set(step.id, output);
    }
  }
  return outputs;
}
function readScript({ args }, known, options) {
  const fromOutputs = lookupOutputs(known);
  const fromEnvironment = lookupEnvironment(options.env);
  const filled = fillPlaceholders(args, (name) => fromOutputs(name) ?? fromEnvironment(name));
  const { script, directory, env, expand_env_vars, shell } = filled;
  const variables = typeof env === "object" && env !== null ? Object.entries(env) : [];
  return {
    script: typeof script === "string" ? script : "",
    directory: typeof directory === "string" ? resolve(options.cwd, directory) : void 0,
    env: Object.fromEntries(variables.map(([name, value]) => [name, String(value)])),
    expand: expand_env_vars === true,
    shell: shell === true
  };
}
async function answer(script, step, options) {
  if (options.dryRun && !isGitRevision(script)) return void 0;
  const cwd = script.directory ?? options.cwd;
  const results = [];
  for (const words of splitScript(script, step, options.env)) {
    const [file = "", ...args] = words;
    const { signal } = options;
    const env = { ...options.env, ...script.env };
    const result = await runCommand({ file, args, cwd, env, input: "", signal }).catch(atStep(step));
    if (result.exitCode !== 0) {
      throw failure(
        "shell-script-failed",
        `run_shell_script: "${words.join(" ")}" failed with exit code ${result.exitCode}. ${result.stderr.trim()}`,
        {
          hint: "Correct the script. Prefect runs each line as a program with arguments, without a shell.",
          location: step.location
        }
      );
    }
    results.push(result);
  }
  const join3 = (stream) => results.map((result) => result[stream]).join("").trim();
  const output = { stdout: join3("stdout"), stderr: join3("stderr") };
  if (step.args["stream_output"] !== false) Object.values(output).filter(Boolean).forEach(options.onOutput);
  refuseTemplates(output, step);
  return output;
}
function refuseTemplates(output, { location }) {
  const [found] = findPlaceholders(output);
  if (found === void 0) return;
  throw failure(
    "shell-output-template",
    `run_shell_script: the output has ${found.text}, which Prefect would fill in.`,
    { hint: "Have the script print it without the braces.", location }
  );
}
function atStep({ location }) {
  return (error) => {
    if (!(error instanceof ActionError)) throw error;
    const hint = "Correct the script or its directory, or install the program in a step before this action. Prefect runs each line as a program with arguments, without a shell.";
    throw new ActionError(
      error.problems.map((problem) => ({ ...problem, hint, location })),
      { cause: error }
    );
  };
}
function isGitRevision({ script, directory, env }) {
  return gitRevision.test(script.trim()) && directory === void 0 && Object.keys(env).length === 0;
}
function splitScript({ script, expand, shell, env }, step, base) {
  const lines = script.split(/\r?\n/).map((line) => expand ? expandVariables(line, { ...base, ...env }) : line);
  if (shell) return lines.filter((line) => line.trim() !== "").map((line) => ["/bin/sh", "-c", line.trim()]);
  try {
    return lines.map(splitWords).filter((words) => words.length > 0);
  } catch (error) {
    throw failure(
      "shell-script-invalid",
      `run_shell_script: in this script a quotation mark or a backslash is left open: ${script}`,
      {
        hint: "Close the quotation on the same line: Prefect runs each line by itself.",
        location: step.location,
        cause: error
      }
    );
  }
}
function expandVariables(line, variables) {
  return line.replace(
    /\$(?:\$|([a-z_][a-z0-9_]*)|\{([a-z_][a-z0-9_]*)\})/gi,
    (text, plain, braced) => {
      const name = plain ?? braced ?? "";
      return text === "$$" ? "$" : Object.hasOwn(variables, name) ? variables[name] ?? "" : text;
    }
  );
}

// src/trigger/event.ts
var import_ajv = __toESM(require_ajv(), 1);
var commitId = { type: "string", pattern: "^[0-9a-f]{40}([0-9a-f]{24})?$" };
var ajv = new import_ajv.Ajv({ allErrors: true });
var validatePullRequest = ajv.compile({
  type: "object",
  required: ["pull_request"],
  properties: {
    pull_request: {
      type: "object",
      required: ["number", "base"],
      properties: {
        number: { type: "integer" },
        base: { type: "object", required: ["ref"], properties: { ref: { type: "string", minLength: 1 } } }
      }
    }
  }
});
var validatePush = ajv.compile({
  type: "object",
  required: ["ref", "before", "deleted", "forced", "repository"],
  properties: {
    ref: { type: "string" },
    before: commitId,
    deleted: { type: "boolean" },
    forced: { type: "boolean" },
    repository: {
      type: "object",
      required: ["default_branch"],
      properties: { default_branch: { type: "string", minLength: 1 } }
    }
  }
});
var manualEvents = ["workflow_dispatch", "repository_dispatch", "schedule"];
function parseEvent(context, { dryRun }) {
  const { name, payload, ref } = context;
  if (!dryRun) refuseDeploy(context);
  if (dryRun && name.startsWith("pull_request")) return parsePullRequest(payload);
  const branch = branchOf(ref) ?? ref;
  return name === "push" && branch !== ref ? parsePush(payload, branch) : { kind: "manual", eventName: name, branch };
}
function branchOf(ref) {
  return /^refs\/heads\/(.+)$/s.exec(ref)?.[1];
}
function refuseDeploy({ name, payload, ref }) {
  if (name !== "push" && !manualEvents.includes(name)) {
    throw failure("event-refused", `This action doesn't deploy on the event "${name}".`, {
      hint: `Use it in a workflow that runs on push, ${manualEvents.join(", ")}; with "dry-run: true" it plans on any event.`
    });
  }
  if (isFork(payload)) {
    throw failure("fork-refused", "This repository is a fork, and a fork's code is never deployed.", {
      hint: 'Run the workflow in the original repository, or disable it in the fork (Actions, the workflow, "Disable workflow").'
    });
  }
  if (branchOf(ref) === void 0) {
    throw failure("tag-refused", `This action deploys branches only, and "${ref}" is not a branch.`, {
      hint: "Limit the workflow to branches (on: push: branches: [...]), or choose a branch when running it by hand."
    });
  }
}
function parsePullRequest(payload) {
  if (!validatePullRequest(payload)) throw invalidEvent("pull request", validatePullRequest.errors);
  const { number, base } = payload.pull_request;
  return { kind: "pull-request", branch: base.ref, number };
}
function parsePush(payload, branch) {
  if (!validatePush(payload)) throw invalidEvent("push", validatePush.errors);
  if (payload.deleted) return { kind: "branch-deleted", branch };
  return {
    kind: "push",
    branch,
    before: /^0+$/.test(payload.before) ? void 0 : payload.before,
    forced: payload.forced,
    defaultBranch: payload.repository.default_branch
  };
}
function invalidEvent(what, errors) {
  const mistakes = errors?.map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`.trim());
  return failure(
    "event-invalid",
    `The ${what} event is not in GitHub's form: ${mistakes?.join("; ") ?? "unknown"}.`,
    { hint: "Check the file that GITHUB_EVENT_PATH names." }
  );
}
function isFork(payload) {
  if (typeof payload !== "object" || payload === null || !("repository" in payload)) return false;
  const { repository } = payload;
  return typeof repository === "object" && repository !== null && "fork" in repository && repository.fork === true;
}

// src/trigger/selection.ts
function chooseSelection(event, patterns) {
  const hasExclusions = patterns.some((pattern) => pattern.startsWith("!"));
  if (patterns.includes("all") && !hasExclusions) return { kind: "all" };
  if (patterns.length > 0) {
    return { kind: "named", patterns: patterns.map((pattern) => pattern === "all" ? "*" : pattern) };
  }
  if (event.kind !== "manual") return { kind: "changed", by: event };
  throw failure(
    "pipelines-not-named",
    `The event "${event.eventName}" doesn't say which pipelines changed, and the input "pipelines" is empty.`,
    { hint: 'Give the input "pipelines": names, globs such as rj_smfp__*, or "all".' }
  );
}
function matchPipelines(patterns, pipelines) {
  const unmatched = patterns.filter((pattern) => {
    const glob = pattern.replace(/^!/, "");
    return !pipelines.some((name) => fitsPatterns(name, [glob]));
  });
  if (unmatched.length > 0) {
    throw failure("pipeline-unknown", `No pipeline matches ${unmatched.map((p) => `"${p}"`).join(", ")}.`, {
      hint: `Correct the input "pipelines". ${describe(pipelines)}`
    });
  }
  return pipelines.filter((name) => fitsPatterns(name, patterns)).sort();
}
function describe(pipelines) {
  if (pipelines.length === 0) return "There is no pipeline: no folder has a prefect.yaml.";
  const shown = pipelines.slice(0, 20).join(", ");
  const more = pipelines.length > 20 ? ` and ${pipelines.length - 20} more` : "";
  return `The pipelines, which are the folders with a prefect.yaml, are ${shown}${more}.`;
}

// src/deploy.ts
async function deploy(run3) {
  const { inputs, runner, log, record } = run3;
  const event = parseEvent(runner.event, inputs);
  if (event.kind === "branch-deleted") {
    record.nothingToDo = `The push deleted the branch "${event.branch}". Its deployments stay as they are.`;
    log.info(record.nothingToDo);
    return;
  }
  const environment = chooseEnvironment(event.branch, inputs.environments, inputs.environment);
  record.environment = environment;
  if (event.kind === "pull-request") record.pullRequest = event.number;
  const files = openFiles(join(runner.workspace, inputs.workingDirectory));
  const selection = chooseSelection(event, inputs.pipelines);
  const { affected, reason } = await select(run3, files, selection);
  log.info(`${inputs.dryRun ? "Planning for" : "Deploying to"} "${environment}". ${reason}`);
  const pipelines = await readCheckedPipelines(files, affected.affected, {
    pipelinesDir: inputs.pipelinesDir,
    conventions: inputs.conventions,
    environments: Object.keys(inputs.environments)
  });
  const plan = await planRun(run3, files, { pipelines, affected, environment, reason });
  record.plan = plan;
  showPlan(plan, log);
  throwErrors(plan.problems);
  if (inputs.dryRun && (!isEmpty(plan) || plan.removed.length > 0)) {
    const { describeChanges: describeChanges2 } = await import("./chunk-KBVWJJF3.mjs");
    await describeChanges2(run3, plan);
  } else if (!inputs.dryRun && !isEmpty(plan)) {
    const { executePlan } = await import("./chunk-HSB6JMVP.mjs");
    await executePlan(run3, plan, pipelines);
  }
}
async function select(run3, files, selection) {
  if (selection.kind === "changed") return await selectChanged(run3, files, selection.by);
  const pipelines = await findPipelines(files, run3.inputs.pipelinesDir);
  const only = (names) => ({ affected: names, removed: [], elsewhere: [] });
  if (selection.kind === "all") return { affected: only(pipelines), reason: "All pipelines were asked for." };
  const { patterns } = selection;
  const reason = `These pipelines were asked for: ${patterns.join(", ")}.`;
  return { affected: only(matchPipelines(patterns, pipelines)), reason };
}
async function selectChanged(run3, files, event) {
  const { pipelinesDir } = run3.inputs;
  const git = await openGit(gitOptions(run3));
  const range = await findCommitRange(git, event);
  const changes = await git.diff(range.base, range.head);
  refuseIncompleteCheckout(changes, { pipelinesDir, notCheckedOut: await git.notCheckedOut() });
  const pipelines = await findPipelines(files, pipelinesDir);
  const reason = `${range.head.slice(0, 7)} is compared with ${range.base.slice(0, 7)}: ${range.reason}.`;
  return { affected: findAffected(changes, { pipelinesDir, pipelines }), reason };
}
function gitOptions({ inputs, runner, signal }) {
  return {
    cwd: join(runner.workspace, inputs.workingDirectory),
    env: runner.toolEnv,
    retry: inputs.retry,
    token: inputs.githubToken,
    serverUrl: runner.serverUrl,
    signal
  };
}
async function planRun({ inputs, runner, log, record, signal }, files, part) {
  const request = {
    ...part,
    environments: Object.keys(inputs.environments),
    env: runner.env,
    platforms: inputs.build.platforms,
    startedAt: record.startedAt
  };
  const draft = await makeCheckedPlan(files, { ...request, shellOutputs: /* @__PURE__ */ new Map() });
  record.plan = draft;
  if (draft.problems.some(({ severity }) => severity === "error")) return draft;
  const chosen = part.pipelines.flatMap((pipeline) => chooseDeployments(pipeline, request).deployments);
  const shellOutputs = await runShellSteps(chosen, {
    cwd: join(runner.workspace, inputs.workingDirectory),
    env: runner.env,
    signal,
    dryRun: inputs.dryRun,
    onOutput: log.info
  });
  return await makeCheckedPlan(files, { ...request, shellOutputs });
}
function showPlan(plan, log) {
  for (const problem of plan.problems) if (problem.severity !== "error") log.annotate(problem);
  if (plan.problems.some(({ severity }) => severity === "error")) return;
  const lines = [
    ...plan.images.map(({ reference }) => `  build and push  ${reference}`),
    ...plan.deployments.map(({ pipeline, name }) => `  register        ${name} (${pipeline})`),
    ...plan.removed.map((name) => `  gone            ${name}: its deployments stay in Prefect`),
    ...plan.elsewhere.slice(0, 20).map((path) => `  no pipeline     ${path}`)
  ];
  if (lines.length > 0) log.info(["The plan:", ...lines].join("\n"));
  if (isEmpty(plan)) log.info(nothingToDo(plan));
}
function nothingToDo({ pipelines, environment }) {
  return pipelines.length === 0 ? "No pipeline is affected: nothing to do." : `The affected pipelines have no deployment for "${environment}": nothing to do.`;
}

// src/inputs.ts
import { posix } from "node:path";

// src/runner.ts
import { readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join as join2 } from "node:path";
function readRunner() {
  const variables = Object.entries(process.env).flatMap(
    ([name, value]) => value === void 0 ? [] : [[name, value]]
  );
  const env = Object.fromEntries(variables.filter(([name]) => !isRunnersOwn(name)));
  const tools = Object.fromEntries(Object.entries(env).filter(([name]) => !isPrefectSecret(name)));
  const cache = variables.filter(([name]) => /^ACTIONS_(CACHE|RESULTS|RUNTIME)_/.test(name));
  return {
    event: {
      name: process.env["GITHUB_EVENT_NAME"] ?? "",
      ref: process.env["GITHUB_REF"] ?? "",
      payload: readPayload(process.env["GITHUB_EVENT_PATH"])
    },
    workspace: process.env["GITHUB_WORKSPACE"] ?? process.cwd(),
    temporaryFolder: process.env["RUNNER_TEMP"] ?? tmpdir(),
    serverUrl: process.env["GITHUB_SERVER_URL"] ?? "https://github.com",
    apiUrl: process.env["GITHUB_API_URL"] ?? "https://api.github.com",
    repository: process.env["GITHUB_REPOSITORY"] ?? "",
    runId: process.env["GITHUB_RUN_ID"] ?? "",
    dockerConfig: variable("DOCKER_CONFIG") ?? join2(homedir(), ".docker"),
    buildxConfig: variable("BUILDX_CONFIG"),
    env,
    toolEnv: tools,
    buildEnv: { ...tools, ...Object.fromEntries(cache) }
  };
}
function isRunnersOwn(name) {
  return /^(INPUT_|ACTIONS_(CACHE|RESULTS|RUNTIME|ID_TOKEN)_)/.test(name) || /^GITHUB_(ENV|OUTPUT|PATH|STATE|STEP_SUMMARY)$/.test(name) || // It would have uv complain that the run's environment is another one.
  name === "VIRTUAL_ENV";
}
function isPrefectSecret(name) {
  return name === "PREFECT_API_KEY" || name === "PREFECT_API_AUTH_STRING";
}
function readPayload(path) {
  try {
    return JSON.parse(readFileSync(path ?? "", "utf8"));
  } catch (error) {
    throw failure(
      "event-invalid",
      `The event's file (GITHUB_EVENT_PATH) can't be read: ${messageOf(error)}`,
      {
        hint: "Run the action in a GitHub Actions workflow.",
        cause: error
      }
    );
  }
}
function variable(name) {
  const value = process.env[name];
  return value === "" ? void 0 : value;
}

// src/inputs.ts
var longestMinutes = Math.floor((2 ** 31 - 1) / 6e4);
var defaults = {
  comment: "false",
  environments: defaultEnvironments,
  conventions: "warn",
  "dry-run": "false",
  "max-parallel": "4",
  "pipelines-dir": "pipelines",
  retries: "3",
  "timeout-minutes": "60",
  "working-directory": "."
};
var firstDelayMs = 1e3;
function readInputs() {
  const secrets = maskSecrets();
  const dryRun = readBoolean("dry-run");
  return Object.freeze({
    environment: optional("environment"),
    environments: readEnvironments(),
    pipelines: readList("pipelines"),
    pipelinesDir: readFolder("pipelines-dir"),
    workingDirectory: readFolder("working-directory"),
    registry: readRegistry(secrets.registryPassword, dryRun),
    prefect: readPrefect(secrets, dryRun),
    dryRun,
    comment: readBoolean("comment"),
    conventions: readChoice("conventions", conventionLevels),
    build: {
      builder: optional("builder"),
      args: readPairs("build-args"),
      contexts: readPairs("build-contexts"),
      secrets: secrets.build,
      cacheFrom: readLines("cache-from"),
      cacheTo: readLines("cache-to"),
      platforms: readList("platforms")
    },
    maxParallel: readInteger("max-parallel", 1),
    timeoutMs: readInteger("timeout-minutes", 1, longestMinutes) * 6e4,
    retry: { retries: readInteger("retries", 0), firstDelayMs },
    githubToken: secrets.githubToken
  });
}
function maskSecrets() {
  const secrets = {
    registryPassword: optional("registry-password"),
    prefectApiKey: optional("prefect-api-key") ?? variable("PREFECT_API_KEY"),
    prefectAuthString: optional("prefect-api-auth-string") ?? variable("PREFECT_API_AUTH_STRING"),
    githubToken: optional("github-token"),
    build: Object.entries(readPairs("build-secrets")).map(([id, value]) => ({ id, value }))
  };
  const { build, githubToken, prefectAuthString, ...others } = secrets;
  const encoded = [prefectAuthString, githubToken && `x-access-token:${githubToken}`].map(
    (text) => text && Buffer.from(text).toString("base64")
  );
  const values = [...Object.values(others), prefectAuthString, githubToken, ...encoded];
  for (const value of [...values, ...build.map((secret) => secret.value)]) if (value) setSecret(value);
  return secrets;
}
function readRegistry(password, dryRun) {
  const host = optional("registry");
  if (host === void 0 || password === void 0 && dryRun) return void 0;
  if (password === void 0) {
    throw invalid(
      "registry-password",
      'is empty, though "registry" is set: without a login, set "registry" to nothing'
    );
  }
  const username = optional("registry-username");
  if (username === void 0)
    throw invalid("registry-username", 'is empty, though "registry-password" is set');
  if (!/^\w[\w.-]*(:\d+)?$/.test(host)) {
    throw invalid("registry", `is "${host}", which is not a host name such as ghcr.io`);
  }
  return { host, username, password };
}
function readPrefect(secrets, dryRun) {
  const url = optional("prefect-api-url") ?? variable("PREFECT_API_URL");
  if (url === void 0) {
    if (dryRun) return void 0;
    throw invalid(
      "prefect-api-url",
      "is empty: it is the address of Prefect's API, such as https://my-server/api"
    );
  }
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw invalid("prefect-api-url", "is not an http(s) address, such as https://my-server/api");
  }
  const { username, password, search, hash } = new URL(url);
  if (username !== "" || password !== "") {
    throw invalid("prefect-api-url", 'holds a password, which belongs in "prefect-api-auth-string"');
  }
  if (search !== "" || hash !== "") throw invalid("prefect-api-url", "has something behind its path");
  return {
    apiUrl: url.replace(/\/+$/, ""),
    apiKey: secrets.prefectApiKey,
    authString: secrets.prefectAuthString
  };
}
function readEnvironments() {
  const result = parseEnvironments(withDefault("environments"));
  if ("mistake" in result) throw invalid("environments", result.mistake);
  return result.map;
}
function readFolder(name) {
  const folder = posix.normalize(withDefault(name));
  if (!staysInside(folder)) throw invalid(name, `is "${folder}", which leaves the checkout`);
  return folder.replace(/\/+$/, "");
}
function readList(name) {
  return getInput(name).split(/[,\n]/).map((item) => item.trim()).filter((item) => item !== "");
}
function readLines(name) {
  return getMultilineInput(name).filter((line) => line !== "");
}
function readPairs(name) {
  const pairs = readLines(name).map((line) => {
    const at = line.indexOf("=");
    if (at < 1) throw invalid(name, "must have lines of the form KEY=VALUE");
    return [line.slice(0, at).trim(), line.slice(at + 1)];
  });
  return Object.fromEntries(pairs);
}
function readInteger(name, least, most = Number.MAX_SAFE_INTEGER) {
  const text = withDefault(name);
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  const limits = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw invalid(name, `is "${text}", and must be a whole number ${limits}`);
}
function readBoolean(name) {
  const text = withDefault(name);
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  throw invalid(name, `is "${text}", and must be true or false`);
}
function readChoice(name, choices) {
  const text = withDefault(name);
  const choice = choices.find((each) => each === text);
  if (choice !== void 0) return choice;
  throw invalid(name, `is "${text}", and must be one of ${choices.join(", ")}`);
}
function withDefault(name) {
  return optional(name) ?? defaults[name];
}
function optional(name) {
  const value = getInput(name);
  return value === "" ? void 0 : value;
}
function invalid(name, problem) {
  return failure("input-invalid", `The input "${name}" ${problem}.`, {
    hint: `Correct "${name}" under "with:" of the workflow's step.`
  });
}

// src/report/log.ts
import { randomUUID } from "node:crypto";
function openLog(writer, repositoryPath) {
  let end;
  const endGroup = () => {
    if (end === void 0) return;
    writer.info(end);
    writer.endGroup();
    end = void 0;
  };
  return {
    info: (line) => {
      writer.info(harmless(line));
    },
    group: async (title, task) => {
      const word = randomUUID();
      writer.startGroup(title);
      writer.info(`::stop-commands::${word}`);
      end = `::${word}::`;
      try {
        return await task();
      } finally {
        endGroup();
      }
    },
    annotate: ({ severity, code, message, hint, location }) => {
      endGroup();
      writer[severity](hint === void 0 ? message : `${message}
${hint}`, {
        title: code,
        ...location && { file: repositoryPath(location.path) },
        ...location?.line !== void 0 && { startLine: location.line },
        ...location?.column !== void 0 && { startColumn: location.column }
      });
    }
  };
}

// src/prefect/ui-url.ts
function deploymentUrl(apiUrl, deploymentId) {
  const cloud = /^https:\/\/api\.prefect\.cloud\/api\/accounts\/([^/]+)\/workspaces\/([^/]+)/.exec(apiUrl);
  const base = cloud ? `https://app.prefect.cloud/account/${cloud[1] ?? ""}/workspace/${cloud[2] ?? ""}` : apiUrl.replace(/\/api$/, "");
  return `${base}/deployments/deployment/${deploymentId}`;
}

// src/report/results.ts
function listImages({ plan, built }) {
  const images = plan?.images ?? [];
  const made = images.flatMap(({ reference, name, tag, pipelines }) => {
    const digest = built.find(({ image }) => image.reference === reference)?.digest;
    return pipelines.map((pipeline) => ({
      pipeline,
      name,
      tag,
      ...digest === void 0 ? { result: "planned" } : { digest, result: "built" }
    }));
  });
  const isMade = (reference) => images.some(
    ({ name, tag, additionalTags }) => [tag, ...additionalTags].some((each) => `${name}:${each}` === reference)
  );
  const named = (plan?.deployments ?? []).flatMap(
    ({ pipeline, image }) => image === void 0 || isMade(image) ? [] : [{ pipeline, ...splitReference(image), result: "reused" }]
  );
  return distinct([...made, ...named]);
}
function listDeployments({ plan, registered, failed, prefectApiUrl }) {
  return (plan?.deployments ?? []).map((deployment) => {
    const { pipeline, name, image } = deployment;
    const found = registered.find((each) => each.deployment === deployment);
    return {
      pipeline,
      name,
      ...found && { flow: found.flow, id: found.id },
      ...found && prefectApiUrl !== void 0 && { url: deploymentUrl(prefectApiUrl, found.id) },
      ...image !== void 0 && { image },
      result: found ? "registered" : failed.includes(pipeline) ? "failed" : "unchanged"
    };
  });
}
function splitReference(reference) {
  const [withTag = "", digest] = reference.split("@");
  const colon = withTag.lastIndexOf(":");
  const hasTag = colon > withTag.lastIndexOf("/");
  return {
    name: hasTag ? withTag.slice(0, colon) : withTag,
    tag: hasTag ? withTag.slice(colon + 1) : "",
    ...digest !== void 0 && { digest }
  };
}
function distinct(items) {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

// src/report/outputs.ts
function makeOutputs(record) {
  const { plan } = record;
  const pipelines = plan?.pipelines ?? [];
  return {
    environment: record.environment ?? "",
    changed: String(pipelines.length > 0),
    pipelines: JSON.stringify(pipelines),
    images: JSON.stringify(listImages(record).filter(({ result }) => result !== "planned")),
    deployments: JSON.stringify(listDeployments(record)),
    removed: JSON.stringify(plan?.removed ?? []),
    plan: JSON.stringify({ ...plan, ...record.comparison }),
    matrix: JSON.stringify({ include: pipelines.map((name) => ({ pipelines: name })) })
  };
}

// src/report/run-record.ts
function beginRecord(options) {
  return {
    ...options,
    plan: void 0,
    environment: void 0,
    pullRequest: void 0,
    nothingToDo: void 0,
    built: [],
    pushed: /* @__PURE__ */ new Set(),
    registered: [],
    failed: [],
    spans: [],
    comparison: void 0,
    existing: void 0,
    notCompared: []
  };
}

// src/report/changes.ts
function countStates({ changes, gone }) {
  const count2 = (state) => changes.filter((change) => change.state === state).length;
  const counts = `${count2("added")} to add, ${count2("changed")} to change, ${count2("unchanged")} unchanged`;
  return gone.length > 0 ? `${counts}, ${gone.length} gone` : counts;
}
function describeChanges({ comparison, notCompared }) {
  const changed = comparison?.changes.filter(({ state }) => state === "changed") ?? [];
  const gone = comparison?.gone.map(({ name }) => `\`${codeText(name)}\``) ?? [];
  const parts = [
    ...notCompared.map((reason) => `_${escapeMarkdown(reason)}_`),
    ...changed.map(describeChange),
    ...gone.length > 0 ? [`**Gone from the files, and still in Prefect:** ${gone.join(", ")}. Delete them there.`] : []
  ];
  return parts.join("\n\n");
}
function describeChange({ name, differences }) {
  const title = `${escapeMarkdown(name)}: ${differences.length} setting${differences.length === 1 ? "" : "s"}`;
  const diff = codeBlock(differences.flatMap(describeDifference), "diff").join("\n");
  return `<details><summary>${title}</summary>

${diff}

</details>`;
}
function describeDifference({ setting, before, after }) {
  const line = (mark, value) => value === void 0 ? [] : [`${mark} ${setting}: ${value}`];
  return [...line("-", before), ...line("+", after)];
}

// src/report/timeline.ts
function drawTimeline(spans, startedAt) {
  if (spans.length === 0) return "";
  const sections = [...new Set(spans.map(({ section }) => section))];
  const lines = sections.flatMap((section) => [
    `  section ${plainText(section)}`,
    ...spans.filter((span) => span.section === section).map(({ label, from, to }) => {
      const seconds2 = ((to - from) / 1e3).toFixed(1);
      const end = Math.max(to, from + 1);
      return `  ${plainText(label)} ${seconds2} s :${from - startedAt}, ${end - startedAt}`;
    })
  ]);
  return ["```mermaid", "gantt", "  dateFormat x", "  axisFormat %M:%S", ...lines, "```"].join("\n");
}
function plainText(text) {
  return text.replace(/[:;#,`\n\r%{}]/g, " ").trim().replace(
    /^(?=(?:title|section|click|dateFormat|axisFormat|tickInterval|excludes|includes|todayMarker|weekday|weekend)\b)/i,
    "· "
  );
}

// src/report/summary.ts
var longestSummary = 1e6;
var mostPaths = 30;
function writeSummary(record, problems, endedAt) {
  const parts = [
    `## ${headline(record, problems)}`,
    escapeMarkdown(record.nothingToDo ?? record.plan?.reason ?? ""),
    ...problems.map(describeProblem),
    describePipelines(record, endedAt),
    describeChanges(record),
    describeImages(record),
    describeLeftOut(record),
    drawTimeline(record.spans, record.startedAt)
  ];
  const text = parts.filter((part) => part !== void 0 && part !== "").join("\n\n");
  const bytes = Buffer.from(text);
  if (bytes.length <= longestSummary) return `${text}
`;
  const shown = bytes.subarray(0, longestSummary).toString();
  return `${shown.slice(0, shown.lastIndexOf("\n"))}

The rest is in the log.
`;
}
function headline(record, problems) {
  const name = record.environment;
  const environment = name === void 0 ? "" : ` ${record.dryRun ? "for" : "to"} ${escapeMarkdown(name)}`;
  const failed = problems.some(({ severity }) => severity === "error");
  if (record.dryRun) return `Plan${environment}${failed ? " failed" : `: ${planned(record)}`}`;
  if (failed) return `Deploy${environment} failed`;
  const counts = countDeployments(record);
  return counts === void 0 ? `Nothing to deploy${environment}` : `Deployed ${counts}${environment}`;
}
function planned(record) {
  if (record.comparison) return countStates(record.comparison);
  const counts = countDeployments(record);
  return counts === void 0 ? "nothing to deploy" : `deploy ${counts}`;
}
function countDeployments({ plan }) {
  const { pipelines = [], deployments = [] } = plan ?? {};
  if (deployments.length === 0) return void 0;
  return `${count(deployments.length, "deployment")} of ${count(pipelines.length, "pipeline")}`;
}
function describeProblem({ severity, message, hint, location, code }) {
  const kind = { error: "CAUTION", warning: "WARNING", notice: "NOTE" }[severity];
  const place = location ? `\`${codeText(placeOf(location))}\` ` : "";
  const [first = "", ...rest] = message.split("\n");
  const quoted = rest.length > 0 ? ["", ...codeBlock(rest), ""] : [];
  const lines = [
    `[!${kind}]`,
    `${place}${escapeMarkdown(first)}`,
    ...quoted,
    ...hint ? ["", `${escapeMarkdown(hint)} (${code})`] : []
  ];
  return lines.map((line) => `> ${line}`).join("\n");
}
function placeOf({ path, line }) {
  return line === void 0 ? path : `${path}:${line}`;
}
function describePipelines(record, endedAt) {
  const { plan } = record;
  if (!plan || plan.pipelines.length === 0) return void 0;
  const deployments = listDeployments(record);
  const rows = plan.pipelines.flatMap((pipeline) => {
    const name = escapeMarkdown(pipeline);
    const own = deployments.filter((deployment) => deployment.pipeline === pipeline);
    if (own.length === 0) return [[name, "", "", noDeployment(record)]];
    return own.map((deployment, index) => [
      index === 0 ? name : "",
      index === 0 ? describeImageOf(record, deployment.image) : "",
      deployment.url === void 0 ? escapeMarkdown(deployment.name) : `[${escapeMarkdown(deployment.name)}](${deployment.url})`,
      describeResult(record, deployment)
    ]);
  });
  const table = makeTable(["Pipeline", "Image", "Deployment", "Result"], rows);
  return `${table}

The run took ${seconds(endedAt - record.startedAt)}.`;
}
function noDeployment({ plan, environment }) {
  const unread = plan?.problems.some(({ severity }) => severity === "error") ?? false;
  return unread ? "not begun" : `no deployment for ${escapeMarkdown(environment ?? "")}`;
}
function describeImageOf(record, reference) {
  if (reference === void 0) return "";
  const built = record.built.find(({ image }) => image.reference === reference);
  const tag = `\`${codeText(reference.slice(reference.lastIndexOf("/") + 1))}\``;
  if (built === void 0) return tag;
  return `${tag}<br>\`${built.digest.slice(0, 19)}\` in ${seconds(built.finishedAt - built.startedAt)}`;
}
function describeResult({ dryRun, comparison }, { pipeline, name, result }) {
  if (dryRun) {
    const change = comparison?.changes.find((each) => each.pipeline === pipeline && each.name === name);
    return change === void 0 ? "planned" : { added: "to add", changed: "to change", unchanged: "unchanged" }[change.state];
  }
  return { registered: "registered", failed: "failed", unchanged: "as before" }[result];
}
function describeImages(record) {
  const images = listImages(record);
  if (images.length === 0) return void 0;
  const rows = images.map((image) => [
    `\`${codeText(image.tag === "" ? image.name : `${image.name}:${image.tag}`)}\``,
    image.digest === void 0 ? "" : `\`${codeText(image.digest)}\``,
    stateOfImage(record, image)
  ]);
  const table = makeTable(["Image", "Digest", "State"], rows);
  return `<details><summary>Images</summary>

${table}

</details>`;
}
function stateOfImage({ pushed, dryRun, existing }, { name, tag, result }) {
  switch (result) {
    case "built":
      return "pushed";
    case "reused":
      return "named, not built here";
    case "planned":
      if (pushed.has(`${name}:${tag}`)) return "pushed, and used by nothing";
      if (existing?.has(`${name}:${tag}`)) return "planned, and in the registry already";
      return dryRun ? "planned" : "not pushed";
  }
}
function describeLeftOut({ plan }) {
  if (!plan) return void 0;
  const parts = [];
  if (plan.removed.length > 0) {
    const names = plan.removed.map((name) => `\`${codeText(name)}\``).join(", ");
    parts.push(
      `**Gone from the repository:** ${names}. Their deployments are still in Prefect; delete them there.`
    );
  }
  if (plan.elsewhere.length > 0) {
    const shown = plan.elsewhere.slice(0, mostPaths).map((path) => `- \`${codeText(path)}\``);
    const more = plan.elsewhere.length > mostPaths ? [`- and ${plan.elsewhere.length - mostPaths} more`] : [];
    const title = `Changed outside of the pipelines (${count(plan.elsewhere.length, "path")}): deploys nothing by itself`;
    parts.push(
      `<details><summary>${title}</summary>

${[...shown, ...more].join("\n")}

To deploy the pipelines that use them, run the workflow by hand with the input "pipelines".

</details>`
    );
  }
  return parts.join("\n\n");
}
function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
function seconds(milliseconds) {
  return `${(milliseconds / 1e3).toFixed(1)} s`;
}

// src/run.ts
var stopMs = 4e3;
async function run2() {
  const startedAt = Date.now();
  let record = beginRecord({ startedAt, prefectApiUrl: void 0, dryRun: false });
  let log = openLog(core_exports, (path) => path);
  let comment;
  const problems = [];
  try {
    const inputs = readInputs();
    const runner = readRunner();
    record = beginRecord({ startedAt, prefectApiUrl: inputs.prefect?.apiUrl, dryRun: inputs.dryRun });
    log = openLog(core_exports, (path) => posix2.join(inputs.workingDirectory, path));
    if (inputs.comment) comment = (summary3) => commentOn({ inputs, runner, log, record, summary: summary3 });
    await withDeadline(inputs.timeoutMs, (signal) => deploy({ inputs, runner, log, record, signal }));
  } catch (error) {
    process.exitCode = ExitCode.Failure;
    problems.push(...describe2(error));
  }
  const summary2 = await report(record, problems, log);
  await comment?.(summary2);
}
async function commentOn({
  inputs,
  runner,
  log,
  record,
  summary: summary2
}) {
  const { environment, pullRequest: number } = record;
  const { githubToken: token } = inputs;
  if (environment === void 0 || number === void 0 || token === void 0) return;
  const { serverUrl, apiUrl, repository, runId } = runner;
  try {
    const { writeComment } = await import("./chunk-BLDRCR4N.mjs");
    const runUrl = `${serverUrl}/${repository}/actions/runs/${runId}`;
    const body = makeComment(summary2, { environment, runUrl });
    await writeComment({ repository, number, token, apiUrl }, { environment, body });
  } catch (error) {
    log.info(
      `The comment could not be written (it needs the permission "pull-requests: write", which forks never have): ${messageOf(error)}`
    );
  }
}
async function withDeadline(timeoutMs, task) {
  const controller = new AbortController();
  const stopped = Promise.withResolvers();
  const stop = (error) => {
    if (controller.signal.aborted) return;
    controller.abort(error);
    setTimeout(() => {
      stopped.reject(error);
    }, stopMs).unref();
  };
  const cancel = (name) => {
    stop(
      failure("cancelled", `The run was cancelled (${name}).`, {
        hint: "Run the workflow again, unless a later push has deployed the same pipelines meanwhile. The summary says what was done until then."
      })
    );
  };
  const timer = setTimeout(() => {
    stop(
      failure("timeout", `The run took longer than ${timeoutMs / 6e4} minutes.`, {
        hint: 'Raise the input "timeout-minutes", or look in the timeline for what takes so long.'
      })
    );
  }, timeoutMs);
  process.on("SIGINT", cancel).on("SIGTERM", cancel);
  try {
    await Promise.race([task(controller.signal), stopped.promise]);
  } finally {
    clearTimeout(timer);
    process.off("SIGINT", cancel).off("SIGTERM", cancel);
  }
}
function describe2(error) {
  if (error instanceof Error) debug(error.stack ?? error.message);
  if (error instanceof ActionError) return error.problems;
  return [
    {
      code: "internal-error",
      severity: "error",
      message: `The action met an error that it doesn't know: ${messageOf(error)}`,
      hint: "Run the job again with debug logging to see where; this may be a mistake in the action itself."
    }
  ];
}
async function report(record, problems, log) {
  problems.forEach(log.annotate);
  for (const [name, value] of Object.entries(makeOutputs(record))) setOutput(name, value);
  const warnings = record.plan?.problems.filter(({ severity }) => severity !== "error") ?? [];
  const text = writeSummary(record, [...problems, ...warnings], Date.now());
  try {
    await summary.addRaw(text).write();
  } catch (error) {
    log.info(`The job summary could not be written: ${messageOf(error)}`);
  }
  return text;
}

// src/main.ts
process.on("unhandledRejection", (reason) => {
  setFailed(reason instanceof Error ? reason.stack ?? reason.message : String(reason));
});
await run2();
process.exit();
