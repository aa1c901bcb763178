import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
import {
  ActionError,
  TransientError,
  asText,
  divideSteps,
  failure,
  fillPlaceholders,
  findPlaceholders,
  isTransient,
  lookupEnvironment,
  lookupOutputs,
  messageOf,
  readSteps,
  require_ajv,
  require_dist,
  runCommand,
  stepKey,
  throwErrors,
  withRetries
} from "./chunk-TAFOPPVK.mjs";
import {
  ExitCode,
  __toESM,
  core_exports,
  debug,
  getBooleanInput,
  getInput,
  getMultilineInput,
  setFailed,
  setOutput,
  setSecret,
  summary
} from "./chunk-ACRAJ3DS.mjs";

// src/run.ts
import { posix as posix6 } from "node:path";

// src/deploy.ts
import { join as join2 } from "node:path";

// src/changes/commit-range.ts
async function findCommitRange(git, push) {
  const head = await git.headCommit();
  const { before, branch, defaultBranch, forced } = push;
  if (before === void 0) {
    if (branch !== defaultBranch)
      return await sinceDefaultBranch(git, push, `the new branch "${branch}" left`);
    return { base: await git.emptyTree(), head, reason: `the first push of "${branch}": everything is new` };
  }
  if (await git.hasCommit(before))
    return { base: before, head, reason: `the push moved "${branch}" on from it` };
  const fetched = await git.fetchCommit(before);
  if (fetched.found) return { base: before, head, reason: `the push moved "${branch}" on from it` };
  if (fetched.gone && forced && branch !== defaultBranch) {
    return await sinceDefaultBranch(
      git,
      push,
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
async function sinceDefaultBranch(git, { branch, defaultBranch }, reason) {
  const base = await git.mergeBase(defaultBranch);
  if (base === void 0) {
    throw failure(
      "commit-unavailable",
      `Can't tell what changed: "${branch}" and the default branch "${defaultBranch}" have no commit in common.`,
      {
        hint: 'Run the workflow by hand (workflow_dispatch) with the input "pipelines" to say what to deploy.'
      }
    );
  }
  return { base, head: await git.headCommit(), reason: `${reason} "${defaultBranch}" there` };
}

// src/changes/name-status.ts
var statuses = ["A", "C", "D", "M", "R", "T", "U", "X"];
function parseNameStatus(output) {
  const fields = output.split("\0");
  if (fields.pop() !== "") throw new Error("git diff printed an unfinished record");
  const changes = [];
  while (fields.length > 0) changes.push(takeChange(fields));
  return changes;
}
function takeChange(fields) {
  const field = fields.shift() ?? "";
  const status = field.charAt(0);
  if (!isStatus(status)) throw new Error(`git diff printed the unknown status "${field}"`);
  const hasTwoPaths = status === "R" || status === "C";
  const [first, second] = fields.splice(0, hasTwoPaths ? 2 : 1);
  const path2 = hasTwoPaths ? second : first;
  if (first === void 0 || path2 === void 0) throw new Error("git diff printed a status without its path");
  return hasTwoPaths ? { status, path: path2, from: first } : { status, path: path2 };
}
function isStatus(letter) {
  return statuses.includes(letter);
}

// src/changes/git.ts
var historyDepths = ["--deepen=50", "--deepen=500", "--deepen=5000", "--unshallow"];
async function openGit(options) {
  const git = (args, env = {}) => run(options, args, env);
  const gitText = async (...args) => succeed(args, await git(args)).stdout.trim();
  const fetch = (...args) => fetchWithRetries(options, args);
  const prefix2 = await openCheckout(options, git);
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
      const args = [
        "diff",
        "--name-status",
        "-M",
        "-z",
        "--no-ext-diff",
        // As the others, against configuration of the user that would leave changes out.
        "--no-relative",
        "--ignore-submodules=none",
        "--end-of-options",
        base,
        head,
        "--"
      ];
      return parseNameStatus(succeed(args, await git(args)).stdout).map(
        (change) => relativeTo(prefix2, change)
      );
    }
  };
}
async function openCheckout({ cwd }, git) {
  const { exitCode, stdout, stderr } = await git(["rev-parse", "--show-prefix"]);
  if (exitCode === 0) return stdout.trimEnd();
  throw failure("not-a-git-checkout", `There is no git checkout at ${cwd}. Git said: ${stderr.trim()}`, {
    hint: 'Add a step that uses actions/checkout before this action, and check the input "working-directory".'
  });
}
function relativeTo(prefix2, change) {
  const relative = (path2) => path2.startsWith(prefix2) ? path2.slice(prefix2.length) : `/${path2}`;
  const { from, ...rest } = change;
  return { ...rest, path: relative(change.path), ...from !== void 0 && { from: relative(from) } };
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
  for (const path2 of changes.flatMap(changedPaths)) {
    const [folder, rest] = splitFolder(path2, pipelinesDir);
    if (folder !== void 0 && existing.has(folder)) affected.add(folder);
    else if (folder !== void 0 && rest === "prefect.yaml") removed.add(folder);
    else elsewhere.add(path2);
  }
  const inRemoved = (path2) => removed.has(splitFolder(path2, pipelinesDir)[0] ?? "");
  return {
    affected: [...affected].sort(),
    removed: [...removed].sort(),
    elsewhere: [...elsewhere].filter((path2) => !inRemoved(path2)).sort()
  };
}
function changedPaths({ status, path: path2, from }) {
  return status === "R" && from !== void 0 ? [from, path2] : [path2];
}
function splitFolder(path2, pipelinesDir) {
  const prefix2 = pipelinesDir === "." ? "" : `${pipelinesDir}/`;
  if (!path2.startsWith(prefix2)) return [];
  const below = path2.slice(prefix2.length);
  const slash = below.indexOf("/");
  return slash === -1 ? [] : [below.slice(0, slash), below.slice(slash + 1)];
}

// node_modules/balanced-match/dist/esm/index.js
var range = (a, b, str) => {
  let begs, beg, left, right = void 0, result;
  let ai = str.indexOf(a);
  let bi = str.indexOf(b, ai + 1);
  let i = ai;
  if (ai >= 0 && bi > 0) {
    if (a === b) {
      return [ai, bi];
    }
    begs = [];
    left = str.length;
    while (i >= 0 && !result) {
      if (i === ai) {
        begs.push(i);
        ai = str.indexOf(a, i + 1);
      } else if (begs.length === 1) {
        const r = begs.pop();
        if (r !== void 0)
          result = [r, bi];
      } else {
        beg = begs.pop();
        if (beg !== void 0 && beg < left) {
          left = beg;
          right = bi;
        }
        bi = str.indexOf(b, i + 1);
      }
      i = ai < bi && ai >= 0 ? ai : bi;
    }
    if (begs.length && right !== void 0) {
      result = [left, right];
    }
  }
  return result;
};

// node_modules/brace-expansion/dist/esm/index.js
var escSlash = "\0SLASH" + Math.random().toFixed(16) + "\0";
var escOpen = "\0OPEN" + Math.random().toFixed(16) + "\0";
var escClose = "\0CLOSE" + Math.random().toFixed(16) + "\0";
var escComma = "\0COMMA" + Math.random().toFixed(16) + "\0";
var escPeriod = "\0PERIOD" + Math.random().toFixed(16) + "\0";
var escSlashPattern = new RegExp(escSlash, "g");
var escOpenPattern = new RegExp(escOpen, "g");
var escClosePattern = new RegExp(escClose, "g");
var escCommaPattern = new RegExp(escComma, "g");
var escPeriodPattern = new RegExp(escPeriod, "g");
var slashPattern = /\\\\/g;
var openPattern = /\\{/g;
var closePattern = /\\}/g;
var commaPattern = /\\,/g;
var periodPattern = /\\\./g;
var EXPANSION_MAX = 1e5;
var EXPANSION_MAX_LENGTH = 4e6;
var EXPANSION_MAX_DEPTH = 1e3;
var EXPANSION_MAX_REWRITES = 1e3;
var EXPANSION_MAX_STEPS = 2e7;
var CALL_STEPS = 16;
function numeric(str) {
  return !isNaN(str) ? parseInt(str, 10) : str.charCodeAt(0);
}
function escapeBraces(str) {
  return str.replace(slashPattern, escSlash).replace(openPattern, escOpen).replace(closePattern, escClose).replace(commaPattern, escComma).replace(periodPattern, escPeriod);
}
function unescapeBraces(str) {
  return str.replace(escSlashPattern, "\\").replace(escOpenPattern, "{").replace(escClosePattern, "}").replace(escCommaPattern, ",").replace(escPeriodPattern, ".");
}
function pushAll(target, items) {
  for (let i = 0; i < items.length; i++) {
    target.push(items[i]);
  }
}
function balancedWithBudget(str, masked, budget) {
  if (budget.remaining < 0) {
    return void 0;
  }
  const r = range("{", "}", masked);
  const unmatched = r !== void 0 && masked.indexOf("{") < r[0];
  budget.remaining -= r && !unmatched ? r[1] + 1 : str.length;
  if (!r || budget.remaining < 0) {
    return void 0;
  }
  return {
    end: r[1],
    pre: str.slice(0, r[0]),
    body: str.slice(r[0] + 1, r[1]),
    post: str.slice(r[1] + 1),
    unmatched
  };
}
function maskUnmatchedOpens(masked, budget) {
  budget.remaining -= masked.length;
  const open = [];
  for (let i = 0; i < masked.length; i++) {
    const c = masked.charCodeAt(i);
    if (c === 123) {
      open.push(i);
    } else if (c === 125 && open.length) {
      open.pop();
    }
  }
  let out = "";
  let last = 0;
  for (let i = 0; i < open.length; i++) {
    const at = open[i];
    out += masked.slice(last, at) + "\0";
    last = at + 1;
  }
  return out + masked.slice(last);
}
function commaSetFollows(str, budget) {
  budget.remaining -= str.length;
  if (budget.remaining < 0) {
    return false;
  }
  let close = false;
  for (let i = str.length - 1; i >= 0; i--) {
    const c = str.charCodeAt(i);
    if (c === 125) {
      close = true;
    } else if (c === 10 || c === 13 || c === 8232 || c === 8233) {
      close = false;
    } else if (c === 44 && close && str.charCodeAt(i + 1) !== 44) {
      return true;
    }
  }
  return false;
}
function parseCommaParts(str, budget) {
  const parts = [];
  let carry = "";
  for (; ; ) {
    const m = balancedWithBudget(str, str, budget);
    if (budget.remaining < 0) {
      return void 0;
    }
    if (!m) {
      const tail = str.split(",");
      tail[0] = carry + tail[0];
      pushAll(parts, tail);
      return parts;
    }
    const { pre, body, post } = m;
    const p = pre.split(",");
    p[0] = carry + p[0];
    p[p.length - 1] += "{" + body + "}";
    if (!post.length) {
      pushAll(parts, p);
      return parts;
    }
    carry = p.pop();
    pushAll(parts, p);
    str = post;
  }
}
function bound(value, fallback) {
  return value === void 0 || isNaN(value) ? fallback : value;
}
function expand(str, options = {}) {
  if (!str) {
    return [];
  }
  const max = bound(options.max, EXPANSION_MAX);
  const maxLength = bound(options.maxLength, EXPANSION_MAX_LENGTH);
  const maxDepth = bound(options.maxDepth, EXPANSION_MAX_DEPTH);
  const maxRewrites = bound(options.maxRewrites, EXPANSION_MAX_REWRITES);
  const maxSteps = bound(options.maxSteps, EXPANSION_MAX_STEPS);
  if (str.slice(0, 2) === "{}") {
    str = "\\{\\}" + str.slice(2);
  }
  return expand_(escapeBraces(str), max, maxLength, maxDepth, 0, maxRewrites, { remaining: maxSteps }, true).map(unescapeBraces);
}
function embrace(str) {
  return "{" + str + "}";
}
function isPadded(el) {
  return /^-?0\d/.test(el);
}
function lte(i, y) {
  return i <= y;
}
function gte(i, y) {
  return i >= y;
}
function combine(acc, pre, values, max, maxLength, dropEmpties, budget) {
  const out = [];
  let length = 0;
  let nonEmpty;
  outer: for (let a = 0; a < acc.length; a++) {
    const prefix2 = acc[a] + pre;
    let vs = values;
    if (dropEmpties && !prefix2) {
      if (!nonEmpty)
        nonEmpty = values.filter((v) => v);
      vs = nonEmpty;
    }
    for (let v = 0; v < vs.length; v++) {
      if (out.length >= max)
        break outer;
      const expansion = prefix2 + vs[v];
      if (length + expansion.length > maxLength)
        break outer;
      out.push(expansion);
      length += expansion.length;
    }
  }
  budget.remaining -= out.length;
  return out;
}
function expandSequence(body, isAlphaSequence, max, maxLength, budget) {
  const n = body.split(/\.\./);
  const N = [];
  if (n[0] === void 0 || n[1] === void 0) {
    return N;
  }
  const x = numeric(n[0]);
  const y = numeric(n[1]);
  const width = Math.max(n[0].length, n[1].length);
  let incr = n.length === 3 && n[2] !== void 0 ? Math.max(Math.abs(numeric(n[2])), 1) : 1;
  let test = lte;
  const reverse = y < x;
  if (reverse) {
    incr *= -1;
    test = gte;
  }
  const pad = n.some(isPadded);
  const cost = pad ? width : 1;
  let length = 0;
  for (let i = x; test(i, y) && N.length < max; i += incr) {
    budget.remaining -= cost;
    if (budget.remaining < 0) {
      return void 0;
    }
    let c;
    if (isAlphaSequence) {
      c = String.fromCharCode(i);
      if (c === "\\") {
        c = "";
      }
    } else {
      c = String(i);
      if (pad) {
        const need = width - c.length;
        if (need > 0) {
          const z = new Array(need + 1).join("0");
          if (i < 0) {
            c = "-" + z + c.slice(1);
          } else {
            c = z + c;
          }
        }
      }
    }
    if (length + c.length > maxLength)
      break;
    N.push(c);
    length += c.length;
  }
  return N;
}
function expand_(str, max, maxLength, maxDepth, depth, maxRewrites, budget, isTop) {
  budget.remaining -= CALL_STEPS;
  if (depth > maxDepth) {
    return [str];
  }
  let acc = [""];
  let rewrites = 0;
  let dropEmpties = false;
  let firstGroup = true;
  let masked = str;
  for (; ; ) {
    const m = balancedWithBudget(str, masked, budget);
    if (!m) {
      return combine(acc, str, [""], max, maxLength, dropEmpties, budget);
    }
    if (m.unmatched) {
      masked = maskUnmatchedOpens(masked, budget);
    }
    const pre = m.pre;
    const literal2 = () => combine(acc, pre + "{" + m.body + "}" + m.post, [""], max, maxLength, dropEmpties, budget);
    if (/\$$/.test(pre)) {
      acc = combine(acc, pre + "{" + m.body + "}", [""], max, maxLength, dropEmpties && !m.post.length, budget);
      firstGroup = false;
      if (!m.post.length)
        break;
      str = m.post;
      masked = masked.slice(m.end + 1);
      continue;
    }
    const isNumericSequence = /^-?\d+\.\.-?\d+(?:\.\.-?\d+)?$/.test(m.body);
    const isAlphaSequence = /^[a-zA-Z]\.\.[a-zA-Z](?:\.\.-?\d+)?$/.test(m.body);
    const isSequence = isNumericSequence || isAlphaSequence;
    const isOptions = m.body.indexOf(",") >= 0;
    if (!isSequence && !isOptions) {
      if (rewrites < maxRewrites && commaSetFollows(m.post, budget)) {
        rewrites++;
        str = m.pre + "{" + m.body + escClose + m.post;
        masked = masked.slice(0, m.end) + escClose + masked.slice(m.end + 1);
        isTop = true;
        continue;
      }
      return literal2();
    }
    if (firstGroup) {
      dropEmpties = isTop && !isSequence;
      firstGroup = false;
    }
    let values;
    if (isSequence) {
      values = expandSequence(m.body, isAlphaSequence, max, maxLength, budget);
      if (!values) {
        return literal2();
      }
    } else {
      let n = parseCommaParts(m.body, budget);
      if (!n) {
        return literal2();
      }
      if (n.length === 1 && n[0] !== void 0) {
        n = expand_(n[0], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false).map(embrace);
        if (budget.remaining < 0) {
          return literal2();
        }
        if (n.length === 1) {
          const next2 = combine(acc, pre + n[0], [""], max, maxLength, dropEmpties && !m.post.length, budget);
          if (budget.remaining < 0) {
            return literal2();
          }
          acc = next2;
          if (!m.post.length)
            break;
          str = m.post;
          masked = masked.slice(m.end + 1);
          continue;
        }
      }
      let dropsEmpties = dropEmpties && !m.post.length && !pre;
      for (let d = 0; dropsEmpties && d < acc.length; d++) {
        if (acc[d]) {
          dropsEmpties = false;
        }
      }
      values = [];
      let valuesLength = 0;
      outer: for (let j = 0; j < n.length; j++) {
        const expanded = expand_(n[j], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false);
        if (budget.remaining < 0) {
          return literal2();
        }
        for (let k = 0; k < expanded.length; k++) {
          const v = expanded[k];
          if (dropsEmpties && !v)
            continue;
          if (values.length >= max || valuesLength + v.length > maxLength) {
            break outer;
          }
          values.push(v);
          valuesLength += v.length;
        }
      }
    }
    const next = combine(acc, pre, values, max, maxLength, dropEmpties && !m.post.length, budget);
    if (budget.remaining < 0) {
      return literal2();
    }
    acc = next;
    if (!m.post.length)
      break;
    str = m.post;
    masked = masked.slice(m.end + 1);
  }
  return acc;
}

// node_modules/@isaacs/nonrecursive-glob-match/dist/esm/numeric-range.js
var digit = (a, b) => a === b ? { t: "lit", ch: String(a) } : { t: "class", re: new RegExp(`^[${a}-${b}]$`) };
var prefix = (d, alts) => alts.map((s) => [digit(d, d), ...s]);
var fixed = (a, b) => {
  if (!a)
    return [[]];
  let lo = +a[0];
  let hi = +b[0];
  const ra = a.slice(1);
  const rb = b.slice(1);
  if (lo === hi)
    return prefix(lo, fixed(ra, rb));
  const zeros = "0".repeat(ra.length);
  const nines = "9".repeat(ra.length);
  const out = [];
  if (ra !== zeros)
    out.push(...prefix(lo++, fixed(ra, nines)));
  const last = rb === nines ? [] : prefix(hi--, fixed(zeros, rb));
  if (lo <= hi) {
    out.push([digit(lo, hi), ...Array.from(ra, () => digit(0, 9))]);
  }
  out.push(...last);
  return out;
};
var nonneg = (a, b, width) => {
  if (width) {
    return fixed(String(a).padStart(width, "0"), String(b).padStart(width, "0"));
  }
  const out = [];
  for (let len = String(a).length; len <= String(b).length; len++) {
    const lo = Math.max(a, len === 1 ? 0 : 10 ** (len - 1));
    const hi = Math.min(b, 10 ** len - 1);
    out.push(...fixed(String(lo), String(hi)));
  }
  return out;
};
var numericRange = (loStr, hiStr) => {
  let lo = Number(loStr);
  let hi = Number(hiStr);
  if (!Number.isSafeInteger(lo) || !Number.isSafeInteger(hi))
    return;
  if (lo > hi)
    [lo, hi] = [hi, lo];
  const padded = /^-?0\d/.test(loStr) || /^-?0\d/.test(hiStr);
  const width = padded ? Math.max(loStr.length, hiStr.length) : 0;
  const out = [];
  if (lo < 0) {
    const neg = nonneg(Math.max(-hi, 1), -lo, width && width - 1);
    out.push(...neg.map((s) => [{ t: "lit", ch: "-" }, ...s]));
  }
  if (hi >= 0)
    out.push(...nonneg(Math.max(lo, 0), hi, width));
  return out;
};

// node_modules/@isaacs/nonrecursive-glob-match/dist/esm/parse-class.js
var posixClasses = {
  "[:alnum:]": ["\\p{L}\\p{Nl}\\p{Nd}"],
  "[:alpha:]": ["\\p{L}\\p{Nl}"],
  "[:ascii:]": ["\\x00-\\x7f"],
  "[:blank:]": ["\\p{Zs}\\t"],
  "[:cntrl:]": ["\\p{Cc}"],
  "[:digit:]": ["\\p{Nd}"],
  "[:graph:]": ["\\p{Z}\\p{C}", true],
  "[:lower:]": ["\\p{Ll}"],
  "[:print:]": ["\\p{C}", true],
  "[:punct:]": ["\\p{P}\\p{S}"],
  "[:space:]": ["\\p{Z}\\t\\r\\n\\v\\f"],
  "[:upper:]": ["\\p{Lu}"],
  "[:word:]": ["\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}"],
  "[:xdigit:]": ["A-Fa-f0-9"]
};
var braceEscape = (s) => s.replace(/[[\]\\-]/g, "\\$&");
var noMatch = /$./;
var parseClass = (glob, position, nocase = false, form) => {
  const norm = (c) => {
    const n = form ? c.normalize(form) : c;
    return [...n].length === 1 ? n : c;
  };
  const pos = position;
  if (glob.charAt(pos) !== "[") {
    throw new Error("not in a brace expression");
  }
  const ranges = [];
  const negs = [];
  let i = pos + 1;
  let sawStart = false;
  let escaping = false;
  let negate = false;
  let endPos = pos;
  let rangeStart = "";
  WHILE: while (i < glob.length) {
    const c = String.fromCodePoint(glob.codePointAt(i));
    if ((c === "!" || c === "^") && i === pos + 1) {
      negate = true;
      i++;
      continue;
    }
    if (c === "]" && sawStart && !escaping) {
      endPos = i + 1;
      break;
    }
    sawStart = true;
    if (c === "\\") {
      if (!escaping) {
        escaping = true;
        i++;
        continue;
      }
    }
    if (c === "[" && !escaping) {
      for (const [cls, [unip, neg]] of Object.entries(posixClasses)) {
        if (glob.startsWith(cls, i)) {
          if (rangeStart) {
            return [noMatch, glob.length - pos];
          }
          i += cls.length;
          if (neg)
            negs.push(unip);
          else
            ranges.push(unip);
          continue WHILE;
        }
      }
    }
    escaping = false;
    const n = norm(c);
    if (rangeStart) {
      if (n.codePointAt(0) > rangeStart.codePointAt(0)) {
        ranges.push(braceEscape(rangeStart) + "-" + braceEscape(n));
      } else if (n === rangeStart) {
        ranges.push(braceEscape(n));
      }
      rangeStart = "";
      i += c.length;
      continue;
    }
    if (glob.startsWith("-]", i + c.length)) {
      ranges.push(braceEscape(n + "-"));
      i += c.length + 1;
      continue;
    }
    if (glob.startsWith("-", i + c.length)) {
      rangeStart = n;
      i += c.length + 1;
      continue;
    }
    ranges.push(braceEscape(n));
    i += c.length;
  }
  if (endPos < i) {
    return [noMatch, 0];
  }
  if (!ranges.length && !negs.length) {
    return [noMatch, glob.length - pos];
  }
  const sranges = "[" + (negate ? "^" : "") + ranges.join("") + "]";
  const snegs = "[" + (negate ? "" : "^") + negs.join("") + "]";
  const comb = "^" + (ranges.length && negs.length ? "(" + sranges + "|" + snegs + ")" : ranges.length ? sranges : snegs);
  return [new RegExp(comb, nocase ? "iu" : "u"), endPos - pos];
};

// node_modules/@isaacs/nonrecursive-glob-match/dist/esm/index.js
var MATCH = { t: "match", id: 0 };
var extTypes = "!?+*@";
var lit = (ch) => ({ t: "lit", ch });
var reEscape = (s) => s.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
var newFoldRe = (s) => new RegExp(`^${reEscape(s)}$`, "iu");
var foldCache = /* @__PURE__ */ new Map();
var foldRe = (ch) => {
  let re = foldCache.get(ch);
  if (!re) {
    re = newFoldRe(ch);
    if (foldCache.size >= 1e3)
      foldCache.clear();
    foldCache.set(ch, re);
  }
  return re;
};
var litMatch = (l, c) => {
  if (c === l.ch)
    return true;
  if (!l.re)
    return false;
  const code = c.charCodeAt(0);
  if (code >= 128)
    return l.re.test(c);
  const ascii = l.ascii ??= new Uint8Array(128);
  ascii[code] ||= l.re.test(c) ? 1 : 2;
  return ascii[code] === 1;
};
var tokenize = (p, nocase, noext, form, mark) => {
  const toks = [];
  for (let i = 0; i < p.length; ) {
    const c = String.fromCodePoint(p.codePointAt(i));
    if (mark) {
      const m = c === "\\" && p.startsWith(mark, i + 1) ? 1 : 0;
      if (m || c === mark) {
        const start = i + m + mark.length;
        const end = p.indexOf(mark, start);
        const r = /^(-?\d+)\.\.(-?\d+)$/.exec(p.slice(start, end));
        const alts = end !== -1 && r && numericRange(r[1], r[2]);
        if (alts) {
          toks.push({ t: "ext", type: "@", alts });
          i = end + mark.length;
          continue;
        }
      }
    }
    if (c === "\\") {
      const e = p.codePointAt(i + 1);
      const ch = e === void 0 ? c : String.fromCodePoint(e);
      toks.push(lit(ch));
      i += 1 + ch.length;
      continue;
    }
    if (c === "[") {
      const [re, consumed] = parseClass(p, i, nocase, form);
      if (consumed) {
        toks.push({ t: "class", re });
        i += consumed;
        continue;
      }
    }
    if (!noext && extTypes.includes(c) && p[i + 1] === "(") {
      toks.push({ t: "open", type: c });
      i += 2;
      continue;
    }
    toks.push(!noext && c === "|" ? { t: "bar" } : !noext && c === ")" ? { t: "close" } : c === "*" ? { t: "star" } : c === "?" ? { t: "any" } : lit(c));
    i += c.length;
  }
  return toks;
};
var pair = (toks) => {
  const pairs = /* @__PURE__ */ new Map();
  const stack = [];
  toks.forEach((tok, i) => {
    if (tok.t === "open")
      stack.push(i);
    else if (tok.t === "close" && stack.length)
      pairs.set(stack.pop(), i);
  });
  return pairs;
};
var build = (toks, pairs, start, end, top) => {
  let seq = [];
  const alts = [seq];
  for (let i = start; i < end; i++) {
    const tok = toks[i];
    const close = pairs.get(i);
    if (tok.t === "open" && close !== void 0) {
      const sub = build(toks, pairs, i + 1, close, false);
      seq.push({ t: "ext", type: tok.type, alts: sub });
      i = close;
    } else if (tok.t === "bar" && !top) {
      alts.push(seq = []);
    } else if (tok.t === "open") {
      seq.push(lit(tok.type), lit("("));
    } else if (tok.t === "bar") {
      seq.push(lit("|"));
    } else if (tok.t === "close") {
      seq.push(lit(")"));
    } else {
      seq.push(tok);
    }
  }
  return alts;
};
var normalize = (items, form) => {
  const out = [];
  let run3 = "";
  const flush = () => {
    for (const ch of run3.normalize(form))
      out.push(lit(ch));
    run3 = "";
  };
  for (const it of items) {
    if (it.t === "lit") {
      run3 += it.ch;
      continue;
    }
    flush();
    out.push(it.t === "ext" ? { ...it, alts: it.alts.map((a) => normalize(a, form)) } : it);
  }
  flush();
  return out;
};
var compile = (items, nocase) => {
  let id = 1;
  const split = (out) => ({ t: "split", id: id++, out });
  const seq = (items2, next) => items2.reduceRight((next2, it) => item(it, next2), next);
  const item = (it, next) => {
    switch (it.t) {
      case "lit":
        const re = nocase ? foldRe(it.ch) : void 0;
        return { t: "lit", id: id++, ch: it.ch, re, next };
      case "any":
      case "star":
        return { t: it.t, id: id++, next };
      case "class":
        return { t: "class", id: id++, re: it.re, next };
    }
    const alts = (next2) => it.alts.map((a) => seq(a, next2));
    switch (it.type) {
      case "@":
        return split(alts(next));
      case "?":
        return split([next, ...alts(next)]);
      case "!":
        return { t: "neg", id: id++, sub: split(alts(MATCH)), next };
    }
    const after = split([]);
    const entry = split(alts(after));
    after.out.push(next, entry);
    return it.type === "*" ? after : entry;
  };
  const start = seq(items, MATCH);
  return [start, id];
};
var show = (start) => {
  const lines = [];
  const seen = /* @__PURE__ */ new Set();
  const ref = (n) => n.t === "match" ? "match" : String(n.id);
  const walk = (n, indent) => {
    if (n.t === "match" || seen.has(n))
      return;
    seen.add(n);
    const line = (desc) => lines.push(`${indent}${n.id}: ${desc}`);
    switch (n.t) {
      case "split":
        line(`split -> ${n.out.map(ref).join(", ")}`);
        for (const o of n.out)
          walk(o, indent);
        return;
      case "neg":
        line(`!(${ref(n.sub)}) -> ${ref(n.next)}`);
        walk(n.sub, indent + "  ");
        return walk(n.next, indent);
      case "lit":
        line(`${JSON.stringify(n.ch)} -> ${ref(n.next)}`);
        break;
      case "class":
        line(`${n.re} -> ${ref(n.next)}`);
        break;
      default:
        line(`${n.t === "any" ? "?" : "*"} -> ${ref(n.next)}`);
    }
    walk(n.next, indent);
  };
  walk(start, "");
  return [`start -> ${ref(start)}`, ...lines].join("\n");
};
var State = class {
  // set by the Sim, to mark the nodes that this state has
  gen;
  threads = [];
  match = false;
  runs = [];
  // the sorted ids of the threads, with 0 for a match, once the
  // state is done
  ids = [];
  constructor(gen) {
    this.gen = gen;
  }
  // no threads, so nothing more can match
  get dead() {
    return !this.threads.length && !this.match && !this.runs.length;
  }
};
var sameState = (a, b) => {
  if (a.ids.length !== b.ids.length)
    return false;
  if (a.runs.length !== b.runs.length)
    return false;
  if (a.ids.some((id, i) => id !== b.ids[i]))
    return false;
  return a.runs.every((r) => b.runs.some((o) => o.neg === r.neg && sameState(o.state, r.state)));
};
var marks = (size) => ({
  has: new Float64Array(size),
  seen: new Float64Array(size),
  gen: 0
});
var Sim = class {
  // `.` and `..` only match literal dots, even with `dot:true`
  dots;
  // the string starts with `.`, and `dot:true` is not set
  dotStart;
  #marks;
  constructor(dots, dotStart, marks2) {
    this.dots = dots;
    this.dotStart = dotStart;
    this.#marks = marks2;
  }
  state() {
    return new State(++this.#marks.gen);
  }
  // sort the ids of a state, once it has all of its threads
  done(state) {
    state.ids = state.threads.map((n) => n.id).sort((a, b) => a - b);
    if (state.match)
      state.ids.unshift(MATCH.id);
    return state;
  }
  // true the first time that the state walks through the node, so
  // that loops in the graph stop
  #visit(state, node) {
    const { seen } = this.#marks;
    if (seen[node.id] === state.gen)
      return false;
    seen[node.id] = state.gen;
    return true;
  }
  #addThread(state, node) {
    const { has } = this.#marks;
    if (has[node.id] === state.gen)
      return false;
    has[node.id] = state.gen;
    state.threads.push(node);
    return true;
  }
  // wildcards only match a leading dot if `dot:true`. In a negated
  // sub-pattern, this does not apply, because the negation itself
  // can not match a leading dot.
  restricted(i, top) {
    return top && (this.dots || this.dotStart && i === 0);
  }
  add(state, node, i, top) {
    switch (node.t) {
      case "split":
        if (!this.#visit(state, node))
          return;
        for (const o of node.out)
          this.add(state, o, i, top);
        return;
      case "neg":
        if (!this.#visit(state, node))
          return;
        const sub = this.state();
        this.add(sub, node.sub, i, false);
        this.done(sub);
        return this.addRun(state, { t: "run", neg: node, state: sub }, i, top);
      case "star":
        if (this.restricted(i, top))
          return;
        if (this.#addThread(state, node))
          this.add(state, node.next, i, top);
        return;
      case "match":
        state.match = true;
        return;
      default:
        this.#addThread(state, node);
    }
  }
  addRun(state, run3, i, top) {
    for (const r of state.runs) {
      if (r.neg === run3.neg && sameState(r.state, run3.state))
        return;
    }
    state.runs.push(run3);
    if (!run3.state.match) {
      this.add(state, run3.neg.next, i, top);
    }
  }
  // the threads after char `c`, at index `i`
  step(state, c, i, top) {
    const next = this.state();
    for (const th of state.threads) {
      switch (th.t) {
        case "lit":
          if (litMatch(th, c)) {
            this.add(next, th.next, i + 1, top);
          }
          break;
        case "any":
          if (!this.restricted(i, top))
            this.add(next, th.next, i + 1, top);
          break;
        case "class":
          if (!this.restricted(i, top) && th.re.test(c)) {
            this.add(next, th.next, i + 1, top);
          }
          break;
        case "star":
          if (!this.restricted(i, top))
            this.add(next, th, i + 1, top);
      }
    }
    if (!this.restricted(i, top)) {
      for (const run3 of state.runs) {
        if (run3.state.dead) {
          this.addRun(next, run3, i + 1, top);
          continue;
        }
        const sub = this.step(run3.state, c, i, false);
        this.addRun(next, { t: "run", neg: run3.neg, state: sub }, i + 1, top);
      }
    }
    return this.done(next);
  }
};
var stateKey = (state) => {
  const ids = state.ids.join();
  if (!state.runs.length)
    return ids;
  const runs = state.runs.map((r) => `${r.neg.id}(${stateKey(r.state)})`);
  return `${ids}|${runs.sort().join("|")}`;
};
var DFA_BUDGET = 1 << 18;
var Dfa = class {
  #start;
  #states = /* @__PURE__ */ new Map();
  #size = 0;
  #plain;
  #dotStart;
  #sim;
  #dotSim;
  constructor(start, marks2) {
    this.#start = start;
    this.#sim = new Sim(false, false, marks2);
    this.#dotSim = new Sim(false, true, marks2);
  }
  #make(state) {
    return {
      state,
      match: state.match,
      dead: state.dead,
      next: /* @__PURE__ */ new Map()
    };
  }
  #intern(state) {
    const key = stateKey(state);
    const found = this.#states.get(key);
    if (found)
      return found;
    if (this.#size > DFA_BUDGET)
      this.#clear();
    const d = this.#make(state);
    this.#states.set(key, d);
    this.#size += key.length + 1;
    return d;
  }
  #clear() {
    this.#states.clear();
    this.#size = 0;
    this.#plain = void 0;
    this.#dotStart = void 0;
  }
  start(dotStart) {
    if (dotStart) {
      if (this.#dotStart)
        return this.#dotStart;
      const state2 = this.#dotSim.state();
      this.#dotSim.add(state2, this.#start, 0, true);
      return this.#dotStart = this.#make(this.#dotSim.done(state2));
    }
    if (this.#plain)
      return this.#plain;
    const state = this.#sim.state();
    this.#sim.add(state, this.#start, 0, true);
    return this.#plain = this.#intern(this.#sim.done(state));
  }
  // the next state, after a miss in `d.ascii`
  next(d, c) {
    const code = c.charCodeAt(0);
    const found = code < 128 ? void 0 : d.next.get(c);
    if (found)
      return found;
    const n = d === this.#dotStart ? this.#intern(this.#dotSim.step(d.state, c, 0, true)) : this.#intern(this.#sim.step(d.state, c, 1, true));
    if (code < 128) {
      if (!d.ascii) {
        d.ascii = new Array(128);
        this.#size += 128;
      }
      d.ascii[code] = n;
    } else {
      d.next.set(c, n);
    }
    this.#size++;
    return n;
  }
};
var linear = (start) => {
  const nodes = [];
  for (let n = start; n.t !== "match"; n = n.next) {
    if (n.t === "split" || n.t === "neg")
      return void 0;
    nodes.push(n);
  }
  return nodes;
};
var testLinear = (nodes, chars, start, end) => {
  let ni = 0;
  let ci = start;
  let starNi = -1;
  let starCi = 0;
  while (ci < end) {
    const n = nodes[ni];
    if (n?.t === "star") {
      starNi = ni++;
      starCi = ci;
      continue;
    }
    const c = chars[ci];
    if (n && (n.t === "any" || n.t === "lit" && litMatch(n, c) || n.t === "class" && n.re.test(c))) {
      ni++;
      ci++;
      continue;
    }
    if (starNi === -1)
      return false;
    ni = starNi + 1;
    ci = ++starCi;
  }
  while (nodes[ni]?.t === "star")
    ni++;
  return ni === nodes.length;
};
var lengths = (items) => {
  let min = 0;
  let max = 0;
  for (const it of items) {
    const [lo, hi] = itemLengths(it);
    min += lo;
    max += hi;
  }
  return [min, max];
};
var itemLengths = (it) => {
  if (it.t === "star")
    return [0, Infinity];
  if (it.t !== "ext")
    return [1, 1];
  if (it.type === "!")
    return [0, Infinity];
  const alts = it.alts.map(lengths);
  const min = Math.min(...alts.map((a) => a[0]));
  const max = Math.max(...alts.map((a) => a[1]));
  const loop = max === 0 ? 0 : Infinity;
  return it.type === "@" ? [min, max] : it.type === "?" ? [0, max] : it.type === "*" ? [0, loop] : [min, loop];
};
var hasAffix = (lits, chars, start) => {
  for (let j = 0; j < lits.length; j++) {
    if (!litMatch(lits[j], chars[start + j]))
      return false;
  }
  return true;
};
var slashOrSurrogate = /[/\ud800-\udfff]/;
var surrogate = /[\ud800-\udfff]/;
var codePoints = (s) => surrogate.test(s) ? [...s] : s;
var noSlash = (s) => {
  if (s.includes("/")) {
    throw new Error("can only match a single path portion, got: " + s);
  }
};
var Matcher = class {
  pattern;
  options;
  #start;
  // the number of node ids
  #size;
  #marks;
  // the Sim for strings that are only `.` or `..`
  #dotsSim;
  // the string to compare, if the pattern has no magic. With
  // `nocase:true`, the RegExp that folds case is made when it is
  // first used.
  #literal;
  #literalFold = false;
  #literalRe;
  // the nodes between the prefix and suffix, if the graph is a
  // single chain
  #linear;
  // the linear nodes are only `*` and `?`, so the length bounds and
  // the prefix and suffix decide the match
  #wild = false;
  // the least and most chars that a match can have
  #min = 0;
  #max = Infinity;
  // the literals that a match must start and end with. Each one
  // matches exactly one char, and they are distinct items in the
  // pattern, so a string that does not have them can not match.
  #prefix = [];
  #suffix = [];
  // the prefix and suffix as strings, if they do not fold case
  #prefixStr;
  #suffixStr;
  // there is a prefix or suffix to check
  #affix = false;
  #dfa;
  #form;
  constructor(pattern, options = {}) {
    if (pattern.includes("/")) {
      throw new Error("can only match a single path portion, got pattern: " + pattern);
    }
    this.pattern = pattern;
    this.options = options;
    const { nocase = false, noext = false, normalize: n } = options;
    this.#form = n === true ? "NFC" : n || void 0;
    const literal2 = /^[?*+@]\(\)$/.test(pattern);
    const toks = tokenize(pattern, nocase, noext || literal2, this.#form, options.rangeMark);
    let [items] = build(toks, pair(toks), 0, toks.length, true);
    if (this.#form)
      items = normalize(items, this.#form);
    const [start, size] = compile(items, nocase);
    this.#start = start;
    this.#size = size;
    if (items.every((it) => it.t === "lit")) {
      this.#literal = items.map((it) => it.ch).join("");
      this.#literalFold = nocase;
    } else {
      const lit2 = (it) => it.t !== "lit" ? void 0 : nocase ? { ch: it.ch, re: foldRe(it.ch) } : { ch: it.ch };
      for (const it of items) {
        const l = lit2(it);
        if (!l)
          break;
        this.#prefix.push(l);
      }
      for (let j = items.length - 1; j >= 0; j--) {
        const l = lit2(items[j]);
        if (!l)
          break;
        this.#suffix.unshift(l);
      }
      this.#affix = !!(this.#prefix.length || this.#suffix.length);
      if (!nocase) {
        this.#prefixStr = this.#prefix.map((l) => l.ch).join("");
        this.#suffixStr = this.#suffix.map((l) => l.ch).join("");
      }
      this.#linear = linear(this.#start)?.slice(this.#prefix.length, -this.#suffix.length || void 0);
      this.#wild = !!this.#linear?.every((n2) => n2.t === "star" || n2.t === "any");
      const [min, max] = lengths(items);
      this.#min = min;
      this.#max = max;
    }
  }
  test(s) {
    if (this.#form) {
      noSlash(s);
      return this.#test(s.normalize(this.#form));
    }
    if (slashOrSurrogate.test(s)) {
      noSlash(s);
      return this.#test(s, [...s]);
    }
    return this.#test(s, s);
  }
  /**
   * The same as {@link Matcher#test}, but the string is not checked
   * for `/` chars, so the result for a string that has one is not
   * defined. Only use it for a string that is known to be one path
   * portion, such as a part of a path that was split on `/`. It can
   * be faster, because some patterns do not need to look at each char
   * of the string.
   */
  testUnchecked(s) {
    return this.#test(this.#form ? s.normalize(this.#form) : s);
  }
  // Test a string that has no `/`. `chars` indexes it by code point.
  // If it is not given, it is only found if a step needs it.
  #test(s, chars) {
    if (this.#literal !== void 0) {
      return this.#literalFold ? (this.#literalRe ??= newFoldRe(this.#literal)).test(s) : s === this.#literal;
    }
    const min = this.#min;
    const max = this.#max;
    if (chars === void 0) {
      const most = s.length;
      const least = most + 1 >> 1;
      if (most < min || least > max)
        return false;
      if (least < min || most > max)
        chars = codePoints(s);
    }
    if (chars !== void 0 && (chars.length < min || chars.length > max)) {
      return false;
    }
    const prefix2 = this.#prefix.length;
    if (this.#affix) {
      if (this.#prefixStr !== void 0 && this.#suffixStr !== void 0) {
        if (!s.startsWith(this.#prefixStr) || !s.endsWith(this.#suffixStr)) {
          return false;
        }
      } else {
        chars ??= codePoints(s);
        const end = chars.length - this.#suffix.length;
        if (!hasAffix(this.#prefix, chars, 0) || !hasAffix(this.#suffix, chars, end)) {
          return false;
        }
      }
    }
    const dotStart = !this.options.dot && s.startsWith(".");
    if (this.#linear) {
      if (s === "." || s === "..")
        return false;
      if (dotStart && !prefix2)
        return false;
      if (this.#wild)
        return true;
      chars ??= codePoints(s);
      const end = chars.length - this.#suffix.length;
      return testLinear(this.#linear, chars, prefix2, end);
    }
    chars ??= codePoints(s);
    if (s === "." || s === "..") {
      this.#marks ??= marks(this.#size);
      const sim = this.#dotsSim ??= new Sim(true, false, this.#marks);
      const start = sim.state();
      sim.add(start, this.#start, 0, true);
      let state = sim.done(start);
      for (let i = 0; i < chars.length; i++) {
        state = sim.step(state, chars[i], i, true);
      }
      return state.match;
    }
    this.#marks ??= marks(this.#size);
    const dfa = this.#dfa ??= new Dfa(this.#start, this.#marks);
    let d = dfa.start(dotStart);
    const str = chars === s;
    for (let i = 0; i < chars.length; i++) {
      if (d.dead)
        return false;
      const code = str ? s.charCodeAt(i) : chars[i].charCodeAt(0);
      d = d.ascii?.[code] ?? dfa.next(d, chars[i]);
    }
    return d.match;
  }
  /** a readable listing of the state machine */
  toString() {
    return show(this.#start);
  }
};

// node_modules/minimatch/dist/esm/assert-valid-pattern.js
var MAX_PATTERN_LENGTH = 1024 * 64;
var assertValidPattern = (pattern) => {
  if (typeof pattern !== "string") {
    throw new TypeError("invalid pattern");
  }
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new TypeError("pattern is too long");
  }
};

// node_modules/minimatch/dist/esm/escape.js
var escape = (s, { windowsPathsNoEscape = false, magicalBraces = false } = {}) => {
  const e = magicalBraces ? windowsPathsNoEscape ? s.replace(/[?*()[\]{}]/g, "[$&]") : s.replace(/[?*()[\]\\{}]/g, "\\$&") : windowsPathsNoEscape ? s.replace(/[?*()[\]]/g, "[$&]") : s.replace(/[?*()[\]\\]/g, "\\$&");
  const c = e.charAt(0);
  if (c === "#") {
    return (windowsPathsNoEscape ? "[#]" : "\\#") + e.slice(1);
  }
  if (c === "!") {
    return (windowsPathsNoEscape ? "@(!)" : "\\!") + e.slice(1);
  }
  return e;
};

// node_modules/minimatch/dist/esm/unescape.js
var unescape = (s, { windowsPathsNoEscape = false, magicalBraces = true } = {}) => {
  if (windowsPathsNoEscape && s.startsWith("@(!)")) {
    return "!" + unescape(s.slice(4), { windowsPathsNoEscape, magicalBraces });
  }
  if (magicalBraces) {
    return windowsPathsNoEscape ? s.replace(/\[([^/\\])\]/g, "$1") : s.replace(/((?!\\).|^)\[([^/\\])\]/g, "$1$2").replace(/\\([^/])/g, "$1");
  }
  return windowsPathsNoEscape ? s.replace(/\[([^/\\{}])\]/g, "$1") : s.replace(/((?!\\).|^)\[([^/\\{}])\]/g, "$1$2").replace(/\\([^/{}])/g, "$1");
};

// node_modules/minimatch/dist/esm/index.js
var DEFAULT_BRACE_EXPAND_MAX = 1e5;
var DEFAULT_GLOB_STAR_RECURSION_MAX = 200;
var AWE_KEY = "allowWindowsEscape";
var minimatch = (p, pattern, options) => {
  assertValidPattern(pattern);
  if (!options?.nocomment && pattern.charAt(0) === "#") {
    return false;
  }
  return cachedMinimatch(pattern, options).match(p);
};
var cache = /* @__PURE__ */ new Map();
var oldCache = /* @__PURE__ */ new Map();
var cacheSize = 0;
var cacheTotalWeight = 0;
var cacheMax = 256;
var cacheMaxWeight = 1 << 15;
var cacheMaxEntryWeight = 1 << 12;
var cacheWeight = (mm) => {
  let w = mm.pattern.length;
  for (const s of mm.globSet) {
    w += s.length + 1;
    if (w > cacheMaxEntryWeight)
      break;
  }
  return w;
};
var tri = (v) => v === void 0 ? 0 : v ? 2 : 1;
var booleanWeights = new Map(Object.keys({
  nobrace: 0,
  nocomment: 0,
  nonegate: 0,
  noglobstar: 0,
  noext: 0,
  nonull: 0,
  partial: 0,
  dot: 0,
  nocase: 0,
  nocaseMagicOnly: 0,
  magicalBraces: 0,
  matchBase: 0,
  flipNegate: 0,
  preserveMultipleSlashes: 0,
  windowsNoMagicRoot: 0
}).map((k, i) => [k, 24 * 3 ** i]));
var optionsKey = (o) => {
  let n = 0;
  let wpe = false;
  for (const k in o) {
    const v = o[k];
    switch (k) {
      // the same test as the Minimatch constructor
      case "windowsPathsNoEscape":
        if (v)
          wpe = true;
        break;
      case AWE_KEY:
        if (v === false)
          wpe = true;
        break;
      case "platform": {
        const p = v || defaultPlatform;
        if (p === defaultPlatform)
          break;
        if (p === "darwin")
          n += 3;
        else if (p === "win32")
          n += 6;
        else if (p === "linux")
          n += 9;
        else
          return JSON.stringify(o);
        break;
      }
      case "optimizationLevel":
        if (v === void 0)
          break;
        n += v >= 2 ? 1 : v >= 1 ? 0 : 2;
        break;
      case "braceExpandMax":
        if (v !== void 0 && v !== DEFAULT_BRACE_EXPAND_MAX) {
          return JSON.stringify(o);
        }
        break;
      case "maxGlobstarRecursion":
        if (v !== void 0 && v !== DEFAULT_GLOB_STAR_RECURSION_MAX) {
          return JSON.stringify(o);
        }
        break;
      case "normalize":
        if (v !== void 0)
          return JSON.stringify(o);
        break;
      default:
        n += (booleanWeights.get(k) ?? 0) * tri(v);
    }
  }
  return wpe ? n + 12 : n;
};
var copyOptions = (o) => {
  const copy = {};
  for (const k in o)
    copy[k] = o[k];
  return copy;
};
var cachedMinimatch = (pattern, options) => {
  const key = options ? optionsKey(options) : 0;
  let mm = cache.get(key)?.get(pattern);
  if (mm)
    return mm;
  mm = oldCache.get(key)?.get(pattern) ?? new Minimatch(pattern, copyOptions(options));
  const weight = cacheWeight(mm);
  if (weight > cacheMaxEntryWeight)
    return mm;
  if (cacheSize >= cacheMax || cacheTotalWeight + weight > cacheMaxWeight) {
    oldCache = cache;
    cache = /* @__PURE__ */ new Map();
    cacheSize = 0;
    cacheTotalWeight = 0;
  }
  let byPattern = cache.get(key);
  if (!byPattern)
    cache.set(key, byPattern = /* @__PURE__ */ new Map());
  byPattern.set(pattern, mm);
  cacheSize++;
  cacheTotalWeight += weight;
  return mm;
};
var defaultPlatform = typeof process === "object" && process ? process.env?.__MINIMATCH_TESTING_PLATFORM__ || process.platform : "posix";
var path = {
  win32: { sep: "\\" },
  posix: { sep: "/" }
};
var sep = defaultPlatform === "win32" ? path.win32.sep : path.posix.sep;
minimatch.sep = sep;
var GLOBSTAR = /* @__PURE__ */ Symbol("globstar **");
minimatch.GLOBSTAR = GLOBSTAR;
var filter = (pattern, options) => {
  let mm;
  return (p) => (mm ??= cachedMinimatch(pattern, options)).match(p);
};
minimatch.filter = filter;
var ext = (a, b = {}) => Object.assign({}, a, b);
var defaults = (def) => {
  if (!def || typeof def !== "object" || !Object.keys(def).length) {
    return minimatch;
  }
  const orig = minimatch;
  const m = (p, pattern, options = {}) => orig(p, pattern, ext(def, options));
  return Object.assign(m, {
    Minimatch: class Minimatch extends orig.Minimatch {
      constructor(pattern, options = {}) {
        super(pattern, ext(def, options));
      }
      static defaults(options) {
        return orig.defaults(ext(def, options)).Minimatch;
      }
    },
    unescape: (s, options = {}) => orig.unescape(s, ext(def, options)),
    escape: (s, options = {}) => orig.escape(s, ext(def, options)),
    filter: (pattern, options = {}) => orig.filter(pattern, ext(def, options)),
    defaults: (options) => orig.defaults(ext(def, options)),
    braceExpand: (pattern, options = {}) => orig.braceExpand(pattern, ext(def, options)),
    match: (list2, pattern, options = {}) => orig.match(list2, pattern, ext(def, options)),
    sep: orig.sep,
    GLOBSTAR
  });
};
minimatch.defaults = defaults;
var braceExpand = (pattern, options = {}) => {
  assertValidPattern(pattern);
  if (options.nobrace || !/\{(?:(?!\{).)*\}/.test(pattern)) {
    return [pattern];
  }
  let p = pattern.replace(/\\\\/g, "\\\\\\\\");
  if (options.windowsPathsNoEscape || options[AWE_KEY] === false) {
    p = p.replace(/\[([{}])\]/g, "[\\$1]");
  }
  return expand(p, { max: options.braceExpandMax });
};
minimatch.braceExpand = braceExpand;
var RANGE_MIN = 100;
var rangeRe = /(?<![\\$])\{(-?\d+)\.\.(-?\d+)\}/g;
var inRepeatOrNegExt = (portion, mark) => {
  const stack = [];
  for (let i = 0; i < portion.length; i++) {
    const c = portion.charAt(i);
    if (c === "\\") {
      i++;
    } else if (c === mark) {
      if (stack.some((t) => t !== "@" && t !== "?"))
        return true;
    } else if (portion.charAt(i + 1) === "(" && "!?+*@".includes(c)) {
      stack.push(c);
      i++;
    } else if (c === ")") {
      stack.pop();
    }
  }
  return false;
};
var match = (list2, pattern, options = {}) => {
  const mm = new Minimatch(pattern, options);
  list2 = list2.filter((f) => mm.match(f));
  if (mm.options.nonull && !list2.length) {
    list2.push(pattern);
  }
  return list2;
};
minimatch.match = match;
var globMagic = /[?*]|[+@!]\(.*?\)|\[|\]/;
var classEnd = (pattern, start) => {
  let i = start + 1;
  if (pattern.charAt(i) === "!" || pattern.charAt(i) === "^")
    i++;
  let sawStart = false;
  for (; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === "]" && sawStart)
      return i;
    sawStart = true;
    if (c === "\\")
      i++;
  }
  return -1;
};
var literal = (pattern, noext) => {
  if (!noext && (pattern === "+()" || pattern === "@()"))
    return pattern;
  let lit2 = "";
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === "\\") {
      lit2 += pattern.charAt(++i) || c;
    } else if (c === "*" || c === "?") {
      return void 0;
    } else if (c === "[") {
      const close = classEnd(pattern, i);
      if (close === -1) {
        lit2 += c;
        continue;
      }
      let body = pattern.slice(i + 1, close);
      if (body.startsWith("\\"))
        body = body.slice(1);
      if ([...body].length !== 1 || "!^".includes(pattern.charAt(i + 1))) {
        return void 0;
      }
      lit2 += body;
      i = close;
    } else if (!noext && "+@!".includes(c) && pattern.charAt(i + 1) === "(" && pattern.includes(")", i + 2)) {
      return void 0;
    } else {
      lit2 += c;
    }
  }
  return lit2;
};
var MAX_EXTGLOBS = 256;
var extglobCount = (pattern) => {
  let n = 0;
  for (let i = 0; i < pattern.length - 1; i++) {
    const c = pattern.charAt(i);
    if (c === "\\") {
      i++;
    } else if ("+@!?*".includes(c) && pattern.charAt(i + 1) === "(") {
      n++;
      i++;
    }
  }
  return n;
};
var assertValidExtglobs = (pattern) => {
  if (extglobCount(pattern) > MAX_EXTGLOBS) {
    throw new TypeError("pattern has too many extglobs");
  }
};
var extSafe = (pattern) => {
  if (/^[?*+@]\(\)$/.test(pattern) || pattern.includes("[:"))
    return false;
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === "\\") {
      if (++i === pattern.length)
        return false;
    } else if (c === "[") {
      const close = classEnd(pattern, i);
      if (close !== -1)
        i = close;
    } else if ("+@!?*".includes(c) && pattern.charAt(i + 1) === "(") {
      depth++;
      i++;
    } else if (c === ")") {
      if (!depth--)
        return false;
    } else if (c === "|" && !depth) {
      return false;
    }
  }
  return !depth;
};
var lastSplit;
var lastChecked;
var portionMatch = (p, f) => typeof p === "string" ? f === p : f !== "" && p.testUnchecked(f);
var endIndex = (p, last, lastStart, prev, prevStart) => portionMatch(p, last) ? lastStart : prev !== void 0 && portionMatch(p, prev) ? prevStart : -1;
var isDots = (p) => p === "." || p === "..";
var isDrive = (p) => typeof p === "string" && /^[a-z]:$/i.test(p);
var isLongUNC = (p) => typeof p === "string" && /^unc$/i.test(p);
var uncHost = (p) => {
  if (p[0] !== "" || p[1] !== "")
    return -1;
  const h = p[2] !== "?" ? 2 : isLongUNC(p[3]) ? 4 : -1;
  const host = p[h];
  const share = p[h + 1];
  return h !== -1 && host !== void 0 && host !== "" && host !== GLOBSTAR && share !== void 0 && share !== "" && share !== GLOBSTAR ? h : -1;
};
var walkable = (p, dot) => !isDots(p) && (dot || !p.startsWith("."));
var dotPortion = (f, start, end, dot, sep2) => {
  for (let k = start; k < end; ) {
    if (f.charCodeAt(k) === 46) {
      if (!dot)
        return true;
      const n = f.charCodeAt(k + 1) === 46 ? k + 2 : k + 1;
      if (n >= end || isSep(f.charCodeAt(n), sep2))
        return true;
    }
    const s = nextSep(f, k, sep2);
    if (s === -1)
      return false;
    k = s + 1;
    while (k < end && isSep(f.charCodeAt(k), sep2))
      k++;
  }
  return false;
};
var isSep = (c, sep2) => sep2 === "/" ? c === 47 : sep2 === "\\" ? c === 92 : c === 47 || c === 92;
var nextSep = (f, from, sep2) => {
  if (sep2 !== "both")
    return f.indexOf(sep2, from);
  const s = f.indexOf("/", from);
  const b = f.indexOf("\\", from);
  return s === -1 ? b : b === -1 ? s : Math.min(s, b);
};
var lastSep = (f, from, sep2) => sep2 !== "both" ? f.lastIndexOf(sep2, from) : Math.max(f.lastIndexOf("/", from), f.lastIndexOf("\\", from));
var PENDING = {};
var Minimatch = class {
  options;
  set;
  pattern;
  windowsPathsNoEscape;
  nonegate;
  negate;
  comment;
  empty;
  preserveMultipleSlashes;
  partial;
  globSet;
  globParts;
  nocase;
  isWindows;
  platform;
  windowsNoMagicRoot;
  maxGlobstarRecursion;
  // the path can be checked against the last portion, and the string
  // portions, of each row before it is split. See #canMatch.
  #endCheck;
  #literalCheck;
  // level 2 resolves `.` and `..` portions in the path
  #level2;
  // the unicode normalization form, if any
  #form;
  // the string portions of each row in the set
  #literals = [];
  // the rows that #canMatch can match without splitting the path
  #shapes = [];
  // the rows whose last portion can be checked against the path's
  #endRows = [];
  // brace expansion can make the same portion in many rows, so they
  // share one Matcher, and the states that it caches
  #matchers = /* @__PURE__ */ new Map();
  // parse() returns PENDING in place of a Matcher
  #pending = false;
  // the char that marks numeric ranges in globSet, if any
  #rangeMark;
  // the GlobstarParts of each pattern row, by start index and partial
  #globstarParts = /* @__PURE__ */ new WeakMap();
  constructor(pattern, options = {}) {
    assertValidPattern(pattern);
    options = options || {};
    this.options = options;
    this.maxGlobstarRecursion = options.maxGlobstarRecursion ?? DEFAULT_GLOB_STAR_RECURSION_MAX;
    this.pattern = pattern;
    this.platform = options.platform || defaultPlatform;
    this.isWindows = this.platform === "win32";
    this.windowsPathsNoEscape = !!options.windowsPathsNoEscape || options[AWE_KEY] === false;
    if (this.windowsPathsNoEscape) {
      this.pattern = this.pattern.replace(/\\/g, "/");
    }
    this.preserveMultipleSlashes = !!options.preserveMultipleSlashes;
    this.negate = false;
    this.nonegate = !!options.nonegate;
    this.comment = false;
    this.empty = false;
    this.partial = !!options.partial;
    this.nocase = !!this.options.nocase;
    this.windowsNoMagicRoot = options.windowsNoMagicRoot !== void 0 ? options.windowsNoMagicRoot : !!(this.isWindows && this.nocase);
    this.globSet = [];
    this.globParts = [];
    this.set = [];
    this.#endCheck = !this.preserveMultipleSlashes;
    this.#level2 = (options.optimizationLevel ?? 1) >= 2;
    const n = options.normalize;
    this.#form = n === true ? "NFC" : n || void 0;
    this.make();
    const drives = this.set.map((row) => this.#rootIndex(row));
    this.#endRows = this.set.map((row, r) => this.#endCheck && row.length - 1 > drives[r]);
    this.#literals = this.set.map((row, r) => {
      const end = this.#endRows[r] ? row.length - 1 : row.length;
      const lits = row.slice(drives[r] + 1, end).filter((p) => typeof p === "string" && !!p);
      return [...new Set(lits)];
    });
    this.#literalCheck = this.#literals.some((l) => l.length);
    this.#shapes = this.set.map((row, r) => {
      const [p0, p1, p2] = row;
      if (this.#endRows[r] && row.length === 2) {
        if (p0 === GLOBSTAR && p1 !== GLOBSTAR)
          return "tail";
      }
      if (this.#endRows[r] && options.matchBase && row.length === 1 && p0 !== GLOBSTAR && p0 !== "") {
        return "base";
      }
      if (!this.#endCheck || drives[r] !== -1)
        return void 0;
      if (row.length === 3 && p0 === GLOBSTAR && p2 === GLOBSTAR && p1 !== GLOBSTAR && p1 !== "" && // the portion between is only matched below this limit
      this.maxGlobstarRecursion > 0) {
        return "mid";
      }
      if (row.length === 2 && p1 === GLOBSTAR && p0 !== GLOBSTAR && p0 !== "") {
        return "head";
      }
      return void 0;
    });
  }
  // a string portion of a pattern, normalized if the option is set
  #norm(p) {
    return this.#form ? p.normalize(this.#form) : p;
  }
  // On Windows, the index of the last root portion of a row, as
  // #matchRow finds it: 0 for `c:/...`, 3 for `//?/c:/...` and
  // `//host/share/...`, and 5 for `//?/UNC/host/share/...`. Otherwise
  // -1.
  #rootIndex(row) {
    if (!this.isWindows)
      return -1;
    if (isDrive(row[0]))
      return 0;
    const uncDrive = row[0] === "" && row[1] === "" && row[2] === "?" && isDrive(row[3]);
    if (uncDrive)
      return 3;
    const h = uncHost(row);
    return h === -1 ? -1 : h + 1;
  }
  hasMagic() {
    if (this.options.magicalBraces && this.set.length > 1) {
      return true;
    }
    for (const pattern of this.set) {
      for (const part of pattern) {
        if (typeof part !== "string")
          return true;
      }
    }
    return false;
  }
  make() {
    const pattern = this.pattern;
    const options = this.options;
    if (!options.nocomment && pattern.charAt(0) === "#") {
      this.comment = true;
      return;
    }
    if (!pattern) {
      this.empty = true;
      return;
    }
    this.parseNegate();
    this.globSet = [...new Set(this.#expandBraces())];
    const rawGlobParts = this.globSet.map((s) => this.#slashSplit(s));
    this.globParts = this.preprocess(rawGlobParts);
    this.#pending = true;
    let set = this.globParts.map((s, _, __) => {
      if (this.isWindows && this.windowsNoMagicRoot) {
        const n = s[2] === "?" && isLongUNC(s[3]) ? 6 : 4;
        const isUNC = s[0] === "" && s[1] === "" && (s[2] === "?" || !globMagic.test(s[2])) && s.slice(3, n).every((p) => !globMagic.test(p));
        const isDrive2 = /^[a-z]:/i.test(s[0]);
        if (isUNC) {
          return [
            ...s.slice(0, n).map((p) => this.#norm(p)),
            ...s.slice(n).map((ss) => this.parse(ss))
          ];
        } else if (isDrive2) {
          return [
            this.#norm(s[0]),
            ...s.slice(1).map((ss) => this.parse(ss))
          ];
        }
      }
      return s.map((ss) => this.parse(ss));
    });
    this.set = set.filter((s) => s.indexOf(false) === -1);
    if (this.isWindows) {
      for (let i = 0; i < this.set.length; i++) {
        const p = this.set[i];
        if (p[0] === "" && p[1] === "" && this.globParts[i][2] === "?" && (isDrive(p[3]) || isLongUNC(this.globParts[i][3]))) {
          if (isLongUNC(this.globParts[i][3]))
            p[3] = "UNC";
          p[2] = "?";
        }
      }
    }
    if (!options.noext)
      this.mergeRows();
    this.#pending = false;
    this.set.forEach((row, i) => {
      for (let k = 0; k < row.length; k++) {
        if (row[k] === PENDING) {
          row[k] = this.parse(this.globParts[i][k]);
        }
      }
    });
  }
  // Merge rows that only differ in one portion, where each of them
  // is a Matcher, into one row that matches any of them with
  // `@(a|b|...)`. Then a path is only walked once for all of them,
  // for example with `**/*.{js,ts}`.
  mergeRows() {
    let merged = true;
    while (merged) {
      merged = false;
      if (this.set.length < 2)
        return;
      let keys = this.#mergeKeys();
      const len = Math.max(0, ...this.set.map((r) => r.length));
      for (let k = 0; k < len; k++) {
        const groups = /* @__PURE__ */ new Map();
        const R = this.set.length + 1;
        this.set.forEach((row, i) => {
          if (!(row[k] instanceof Matcher || row[k] === PENDING) || !extSafe(this.globParts[i][k])) {
            return;
          }
          const { pre, suf } = keys[i];
          const key = pre[k] * R + suf[k + 1];
          const g = groups.get(key);
          if (g)
            g.push(i);
          else
            groups.set(key, [i]);
        });
        const drop = /* @__PURE__ */ new Set();
        for (const g of groups.values()) {
          if (g.length < 2)
            continue;
          const [first, ...rest] = g;
          const alts = g.map((i) => this.globParts[i][k]);
          const glob = `@(${alts.join("|")})`;
          if (extglobCount(glob) > MAX_EXTGLOBS)
            continue;
          this.globParts[first][k] = glob;
          this.set[first][k] = this.parse(glob);
          for (const i of rest)
            drop.add(i);
        }
        if (drop.size) {
          merged = true;
          this.set = this.set.filter((_, i) => !drop.has(i));
          this.globParts = this.globParts.filter((_, i) => !drop.has(i));
          if (this.set.length < 2)
            return;
          keys = this.#mergeKeys();
        }
      }
    }
  }
  // For each row, number ids for its prefixes and suffixes, such that
  // pre[k] identifies parts[0..k) and suf[k] identifies parts[k..n).
  // Two rows are the same other than at portion k exactly when they
  // have the same pre[k] and suf[k + 1]. This is linear in the size of
  // the rows, where joining the whole row for every k was quadratic.
  #mergeKeys() {
    const partIds = /* @__PURE__ */ new Map();
    const ids = this.globParts.map((parts) => parts.map((s) => {
      let id = partIds.get(s);
      if (id === void 0)
        partIds.set(s, id = partIds.size);
      return id;
    }));
    const P = partIds.size;
    const len = Math.max(0, ...ids.map((r) => r.length));
    const keys = ids.map((r) => ({
      pre: [0],
      suf: new Array(r.length + 1).fill(0)
    }));
    for (let k = 0; k < len; k++) {
      const m = /* @__PURE__ */ new Map();
      ids.forEach((r, i) => {
        if (k >= r.length)
          return;
        const { pre } = keys[i];
        const key = pre[k] * P + r[k];
        let id = m.get(key);
        if (id === void 0)
          m.set(key, id = m.size + 1);
        pre.push(id);
      });
    }
    for (let k = len - 1; k >= 0; k--) {
      const m = /* @__PURE__ */ new Map();
      ids.forEach((r, i) => {
        if (k >= r.length)
          return;
        const { suf } = keys[i];
        const key = suf[k + 1] * P + r[k];
        let id = m.get(key);
        if (id === void 0)
          m.set(key, id = m.size + 1);
        suf[k] = id;
      });
    }
    return keys;
  }
  // various transforms to equivalent pattern sets that are
  // faster to process in a filesystem walk.  The goal is to
  // eliminate what we can, and push all ** patterns as far
  // to the right as possible, even if it increases the number
  // of patterns that we have to process.
  preprocess(globParts) {
    if (this.options.noglobstar) {
      for (const partset of globParts) {
        for (let j = 0; j < partset.length; j++) {
          if (partset[j] === "**") {
            partset[j] = "*";
          }
        }
      }
    }
    const { optimizationLevel = 1 } = this.options;
    if (optimizationLevel >= 2) {
      globParts = this.firstPhasePreProcess(globParts);
      globParts = this.secondPhasePreProcess(globParts);
    } else if (optimizationLevel >= 1) {
      globParts = this.levelOneOptimize(globParts);
    } else {
      globParts = this.adjascentGlobstarOptimize(globParts);
    }
    return globParts;
  }
  // just get rid of adjascent ** portions
  adjascentGlobstarOptimize(globParts) {
    return globParts.map((parts) => {
      let gs = -1;
      while (-1 !== (gs = parts.indexOf("**", gs + 1))) {
        let i = gs;
        while (parts[i + 1] === "**") {
          i++;
        }
        if (i !== gs) {
          parts.splice(gs, i - gs);
        }
      }
      return parts;
    });
  }
  // get rid of adjascent ** and resolve .. portions
  levelOneOptimize(globParts) {
    return globParts.map((parts) => {
      const root = this.#rootIndex(parts) + 1;
      parts = parts.reduce((set, part) => {
        const prev = set[set.length - 1];
        if (part === "**" && prev === "**") {
          return set;
        }
        if (part === "..") {
          if (set.length > root && prev && prev !== ".." && prev !== "." && prev !== "**") {
            set.pop();
            return set;
          }
        }
        set.push(part);
        return set;
      }, []);
      return parts.length === 0 ? [""] : parts;
    });
  }
  // Check the path against each row before it is split. 'no' if no
  // row can match, so it does not need to be split. 'yes' if a row of
  // `**` and one more portion matches. 'maybe' if it must be split to
  // know. None of this applies with partial, where the path can end
  // before the row does.
  //
  // On Windows, `\` is a separator in the path too, and the portions of
  // a row up to its drive letter or UNC share are not checked (see
  // #rootIndex).
  //
  // Each string portion of a row must be a portion of the path, so the
  // path must contain it. Level 2 can only take portions out of the
  // path, so this is still true then.
  //
  // The last portion of a row must match the last portion of the path,
  // or the one before a trailing `/` (as a/* and a/**/* match a/b/).
  // This does not apply to rows that end in **, rows that end in a
  // root, or preserveMultipleSlashes (which can leave more
  // than one '' at the end). At level 2, it does not apply if that
  // portion is `.` or `..`, which can be
  // resolved away. Level 2 only takes other portions out of the
  // middle of the path.
  //
  // A row of `**/x` then matches if the ** can walk the portions
  // before the one that x matches, the same as #matchGlobstar. At
  // level 2, this is only known if none of them are `.` or `..`, so
  // that the path does not change when it is resolved.
  #canMatch(f) {
    const sep2 = !this.isWindows || !f.includes("\\") ? "/" : f.includes("/") ? "both" : "\\";
    let ends = this.#endCheck ? 0 : -1;
    let last = "";
    let lastStart = 0;
    let prev;
    let prevStart = 0;
    const dot = !!this.options.dot;
    ROWS: for (let r = 0; r < this.set.length; r++) {
      const row = this.set[r];
      const p = row[row.length - 1];
      let end = ends !== -1 && this.#endRows[r] && p !== GLOBSTAR;
      if (end && ends === 0) {
        const i = lastSep(f, f.length, sep2);
        lastStart = i + 1;
        last = f.slice(lastStart);
        if (last === "" && i >= 0) {
          let j = i;
          while (j > 0 && isSep(f.charCodeAt(j - 1), sep2))
            j--;
          prevStart = j === 0 ? 0 : lastSep(f, j - 1, sep2) + 1;
          prev = f.slice(prevStart, j);
        }
        const resolves = this.#level2 && (isDots(last) || last === "" && prev !== void 0 && isDots(prev));
        ends = resolves ? -1 : 1;
        end = !resolves;
      }
      let tailStart = -1;
      if (end && typeof p === "string") {
        tailStart = endIndex(p, last, lastStart, prev, prevStart);
        if (tailStart === -1)
          continue;
      }
      if (this.#literalCheck) {
        for (const l of this.#literals[r]) {
          if (!f.includes(l))
            continue ROWS;
        }
      }
      if (end && typeof p === "object") {
        tailStart = endIndex(p, last, lastStart, prev, prevStart);
        if (tailStart === -1)
          continue;
      }
      const shape = this.#shapes[r];
      if (shape === "base" && end)
        return "yes";
      if (shape === "tail" && end) {
        if (this.#level2 && dotPortion(f, 0, tailStart, true, sep2)) {
          return "maybe";
        }
        if (!dotPortion(f, 0, tailStart, dot, sep2))
          return "yes";
        continue;
      }
      if (shape === "mid" || shape === "head") {
        const m = this.#walk(f, row, shape === "head", dot, sep2);
        if (m !== "no")
          return m;
        continue;
      }
      return "maybe";
    }
    return "no";
  }
  // Match a row of a known shape against the split path, the same as
  // #matchGlobstar and #matchGlobStarBodySections do. None of these
  // rows have a drive letter, so they start at the first portion.
  #matchShape(file, row, shape) {
    const dot = !!this.options.dot;
    const n = file.length;
    if (shape === "head") {
      if (n < 2 || !portionMatch(row[0], file[0])) {
        return false;
      }
      for (let i = 1; i < n; i++)
        if (!walkable(file[i], dot))
          return false;
      return true;
    }
    const x = row[1];
    if (shape === "tail") {
      let t = n - 1;
      if (!portionMatch(x, file[t])) {
        if (file[t] !== "" || n === 1 || !portionMatch(x, file[--t])) {
          return false;
        }
      }
      for (let i = 0; i < t; i++)
        if (!walkable(file[i], dot))
          return false;
      return true;
    }
    for (let k = 0; k < n; k++) {
      if (portionMatch(x, file[k]) && k + 1 < n) {
        let i = k + 1;
        while (i < n && walkable(file[i], dot))
          i++;
        if (i === n)
          return true;
      }
      if (!walkable(file[k], dot))
        return false;
    }
    return false;
  }
  // Match a row of `**/x/**` or `x/**` against the path, the same as
  // #matchGlobstar and #matchGlobStarBodySections do once it is split.
  // x must match a portion (the first one, for `x/**`), the ** before
  // it must be able to walk the portions before that one, and there
  // must be a portion after it, which the ** after it can walk. At
  // level 2, this is only known if no portion is `.` or `..`.
  #walk(f, row, head, dot, sep2) {
    if (this.#level2 && dotPortion(f, 0, f.length, true, sep2))
      return "maybe";
    const x = row[head ? 0 : 1];
    let s = 0;
    for (let e = nextSep(f, s, sep2); e !== -1; e = nextSep(f, s, sep2)) {
      let next = e + 1;
      while (next < f.length && isSep(f.charCodeAt(next), sep2))
        next++;
      const hit = typeof x === "string" ? e - s === x.length && f.startsWith(x, s) : e > s && x.testUnchecked(f.slice(s, e));
      if (hit && !dotPortion(f, next, f.length, dot, sep2))
        return "yes";
      if (head || dotPortion(f, s, next, dot, sep2))
        return "no";
      s = next;
    }
    return "no";
  }
  // the last split, if it was the same path with the same split
  // settings
  #cachedSplit(f) {
    const last = lastSplit;
    return last?.f === f && last.isWindows === this.isWindows && last.preserveMultipleSlashes === this.preserveMultipleSlashes && last.normalize === this.#form ? last : void 0;
  }
  // split a path for match(), and keep the parts for the next call
  #split(f) {
    const { isWindows, preserveMultipleSlashes } = this;
    let parts = this.#slashSplit(isWindows ? f.split("\\").join("/") : f);
    const normalize2 = this.#form;
    if (normalize2)
      parts = parts.map((p) => p.normalize(normalize2));
    lastSplit = {
      f,
      isWindows,
      preserveMultipleSlashes,
      normalize: normalize2,
      parts
    };
    return lastSplit;
  }
  // resolve `.` and `..` portions of a path, for level 2
  #levelTwoFileOptimize(file) {
    const parts = [...file];
    let didSomething = false;
    do {
      didSomething = false;
      if (!this.preserveMultipleSlashes) {
        for (let i = 1; i < parts.length - 1; i++) {
          const p = parts[i];
          if (i === 1 && p === "" && parts[0] === "")
            continue;
          if (p === "." || p === "") {
            didSomething = true;
            parts.splice(i, 1);
            i--;
          }
        }
        if (parts[0] === "." && parts.length === 2 && (parts[1] === "." || parts[1] === "")) {
          didSomething = true;
          parts.pop();
        }
      }
      const root = this.#rootIndex(parts) + 1;
      let dd = root;
      while (-1 !== (dd = parts.indexOf("..", dd + 1))) {
        const p = parts[dd - 1];
        if (p && p !== "." && p !== ".." && p !== "**") {
          didSomething = true;
          parts.splice(dd - 1, 2);
          dd = Math.max(dd - 2, root);
        }
      }
    } while (didSomething);
    return parts.length === 0 ? [""] : parts;
  }
  // First phase: single-pattern processing
  // <pre> is 1 or more portions
  // <rest> is 1 or more portions
  // <p> is any portion other than ., .., '', or **
  // <e> is . or ''
  //
  // **/.. is *brutal* for filesystem walking performance, because
  // it effectively resets the recursive walk each time it occurs,
  // and ** cannot be reduced out by a .. pattern part like a regexp
  // or most strings (other than .., ., and '') can be.
  //
  // <pre>/**/../<p>/<p>/<rest> -> {<pre>/../<p>/<p>/<rest>,<pre>/**/<p>/<p>/<rest>}
  // <pre>/<e>/<rest> -> <pre>/<rest>
  // <pre>/<p>/../<rest> -> <pre>/<rest>
  // **/**/<rest> -> **/<rest>
  //
  // **/*/<rest> -> */**/<rest> <== not valid because ** doesn't follow
  // this WOULD be allowed if ** did follow symlinks, or * didn't
  firstPhasePreProcess(globParts) {
    const { braceExpandMax = DEFAULT_BRACE_EXPAND_MAX } = this.options;
    let splitCells = 0;
    const maxSplitCells = 1e6;
    let didSomething = false;
    do {
      didSomething = false;
      for (let parts of globParts) {
        let gs = -1;
        while (-1 !== (gs = parts.indexOf("**", gs + 1))) {
          let gss = gs;
          while (parts[gss + 1] === "**") {
            gss++;
          }
          if (gss > gs) {
            parts.splice(gs + 1, gss - gs);
          }
          let next = parts[gs + 1];
          const p = parts[gs + 2];
          const p2 = parts[gs + 3];
          if (next !== "..")
            continue;
          if (!p || p === "." || p === ".." || !p2 || p2 === "." || p2 === "..") {
            continue;
          }
          const addedCells = parts.length - 1;
          if (globParts.length >= braceExpandMax || splitCells + addedCells > maxSplitCells) {
            throw new RangeError(`optimizationLevel 2: too many patterns from '**/..'`);
          }
          didSomething = true;
          parts.splice(gs, 1);
          const other = parts.slice(0);
          other[gs] = "**";
          splitCells += addedCells;
          globParts.push(other);
          gs--;
        }
        if (!this.preserveMultipleSlashes) {
          for (let i = 1; i < parts.length - 1; i++) {
            const p = parts[i];
            if (i === 1 && p === "" && parts[0] === "")
              continue;
            if (p === "." || p === "") {
              didSomething = true;
              parts.splice(i, 1);
              i--;
            }
          }
          if (parts[0] === "." && parts.length === 2 && (parts[1] === "." || parts[1] === "")) {
            didSomething = true;
            parts.pop();
          }
        }
        const root = this.#rootIndex(parts) + 1;
        let dd = root;
        while (-1 !== (dd = parts.indexOf("..", dd + 1))) {
          const p = parts[dd - 1];
          if (p && p !== "." && p !== ".." && p !== "**") {
            didSomething = true;
            const needDot = dd === 1 && parts[dd + 1] === "**";
            const splin = needDot ? ["."] : [];
            parts.splice(dd - 1, 2, ...splin);
            if (parts.length === 0)
              parts.push("");
            dd = Math.max(dd - 2, root);
          }
        }
      }
    } while (didSomething);
    return globParts;
  }
  // second phase: multi-pattern dedupes
  // {<pre>/<rest>,<pre>/<rest>} -> <pre>/<rest>
  // {<pre>/*/<rest>,<pre>/<p>/<rest>} -> <pre>/*/<rest>
  secondPhasePreProcess(globParts) {
    const keys = /* @__PURE__ */ new Set();
    const rows = globParts.filter((parts) => {
      const key = parts.join("/");
      if (keys.has(key))
        return false;
      keys.add(key);
      return true;
    });
    const stars = /* @__PURE__ */ new Map();
    for (const parts of rows) {
      const s = [];
      for (let i = 0; i < parts.length; i++) {
        if (parts[i] === "*")
          s.push(i);
      }
      if (s.length)
        stars.set(s.join(","), s);
    }
    if (!stars.size || rows.length * stars.size > 1e5)
      return rows;
    const { dot } = this.options;
    return rows.filter((parts) => {
      for (const s of stars.values()) {
        if (s[s.length - 1] >= parts.length)
          continue;
        const c = [...parts];
        let ok = true;
        let changed = false;
        for (const i of s) {
          const p = parts[i];
          if (p === "*")
            continue;
          if (!p || p === "**" || !dot && p.startsWith(".")) {
            ok = false;
            break;
          }
          c[i] = "*";
          changed = true;
        }
        if (ok && changed && keys.has(c.join("/")))
          return false;
      }
      return true;
    });
  }
  parseNegate() {
    if (this.nonegate)
      return;
    const pattern = this.pattern;
    let negate = false;
    let negateOffset = 0;
    for (let i = 0; i < pattern.length && pattern.charAt(i) === "!"; i++) {
      negate = !negate;
      negateOffset++;
    }
    if (negateOffset)
      this.pattern = pattern.slice(negateOffset);
    this.negate = negate;
  }
  // Match the parts of a path against one row of the set. `resolved`
  // is the parts after level 2 resolves `.` and `..` in them, or the
  // same parts below level 2. Set partial to true to test if, for
  // example, "/a/b" matches the start of "/*/b/*/d". Partial means, if
  // you run out of file before you run out of pattern, then that's
  // fine, as long as all the parts match.
  #matchRow(file, resolved, pattern, partial) {
    let fileStartIndex = 0;
    let patternStartIndex = 0;
    const fh = this.isWindows ? uncHost(resolved) : -1;
    const ph = fh === -1 ? -1 : uncHost(pattern);
    if (ph !== -1) {
      const host = pattern[ph];
      const share = pattern[ph + 1];
      if (typeof host !== "string" || typeof share !== "string") {
        fileStartIndex = fh;
        patternStartIndex = ph;
      } else if (resolved[fh].toLowerCase() === host.toLowerCase() && resolved[fh + 1].toLowerCase() === share.toLowerCase()) {
        fileStartIndex = fh + 2;
        patternStartIndex = ph + 2;
      }
    } else if (this.isWindows) {
      const fileDrive = typeof file[0] === "string" && /^[a-z]:$/i.test(file[0]);
      const fileUNC = !fileDrive && file[0] === "" && file[1] === "" && file[2] === "?" && /^[a-z]:$/i.test(file[3]);
      const patternDrive = typeof pattern[0] === "string" && /^[a-z]:$/i.test(pattern[0]);
      const patternUNC = !patternDrive && pattern[0] === "" && pattern[1] === "" && pattern[2] === "?" && typeof pattern[3] === "string" && /^[a-z]:$/i.test(pattern[3]);
      const fdi = fileUNC ? 3 : fileDrive ? 0 : void 0;
      const pdi = patternUNC ? 3 : patternDrive ? 0 : void 0;
      if (typeof fdi === "number" && typeof pdi === "number") {
        const [fd, pd] = [
          file[fdi],
          pattern[pdi]
        ];
        if (fd.toLowerCase() === pd.toLowerCase()) {
          patternStartIndex = pdi + 1;
          fileStartIndex = fdi + 1;
        }
      }
    }
    file = resolved;
    if (pattern.includes(GLOBSTAR)) {
      return this.#matchGlobstar(file, pattern, partial, fileStartIndex, patternStartIndex);
    }
    return this.#matchOne(file, pattern, partial, fileStartIndex, patternStartIndex);
  }
  #matchGlobstar(file, pattern, partial, fileIndex, patternIndex) {
    const { head, body, tail, segments } = this.#getGlobstarParts(pattern, partial, patternIndex);
    if (head.length) {
      const headEnd = fileIndex + head.length;
      if (!this.#matchOne(file, head, partial, fileIndex, 0, headEnd)) {
        return false;
      }
      fileIndex += head.length;
      patternIndex += head.length;
    }
    let fileTailMatch = 0;
    if (tail.length) {
      if (tail.length + fileIndex > file.length)
        return false;
      let tailStart = file.length - tail.length;
      if (this.#matchOne(file, tail, partial, tailStart, 0)) {
        fileTailMatch = tail.length;
      } else {
        if (file[file.length - 1] !== "" || fileIndex + tail.length === file.length) {
          return false;
        }
        tailStart--;
        if (!this.#matchOne(file, tail, partial, tailStart, 0)) {
          return false;
        }
        fileTailMatch = tail.length + 1;
      }
    }
    if (!body.length) {
      let sawSome = !!fileTailMatch;
      for (let i = fileIndex; i < file.length - fileTailMatch; i++) {
        const f = String(file[i]);
        sawSome = true;
        if (f === "." || f === ".." || !this.options.dot && f.startsWith(".")) {
          return false;
        }
      }
      return partial || sawSome;
    }
    return !!this.#matchGlobStarBodySections(file, segments, file.length - fileTailMatch, fileIndex, 0, partial, 0, !!fileTailMatch, /* @__PURE__ */ new Set());
  }
  // Split the pattern into head, tail, and middle of ** delimited
  // parts. The tail has to be at the end, and the others just have to
  // be found in order from the head. These only depend on the pattern
  // row, so they are kept for the next path.
  #getGlobstarParts(pattern, partial, patternIndex) {
    let byStart = this.#globstarParts.get(pattern);
    if (!byStart) {
      byStart = [];
      this.#globstarParts.set(pattern, byStart);
    }
    const key = patternIndex * 2 + (partial ? 1 : 0);
    const found = byStart[key];
    if (found)
      return found;
    const firstgs = pattern.indexOf(GLOBSTAR, patternIndex);
    const lastgs = pattern.lastIndexOf(GLOBSTAR);
    const head = pattern.slice(patternIndex, firstgs);
    const body = pattern.slice(firstgs + 1, partial ? void 0 : lastgs);
    const tail = partial ? [] : pattern.slice(lastgs + 1);
    const segments = [[[], 0]];
    let current = segments[0];
    let nonGsParts = 0;
    const nonGsPartsSums = [0];
    for (const b of body) {
      if (b === GLOBSTAR) {
        nonGsPartsSums.push(nonGsParts);
        current = [[], 0];
        segments.push(current);
      } else {
        current[0].push(b);
        nonGsParts++;
      }
    }
    segments.forEach((b, i) => {
      b[1] = nonGsParts - nonGsPartsSums[i];
    });
    const parts = { head, body, tail, segments };
    byStart[key] = parts;
    return parts;
  }
  // return false for "nope, not matching"
  // return null for "not matching, cannot keep trying"
  #matchGlobStarBodySections(file, bodySegments, fileLength, fileIndex, bodyIndex, partial, globStarDepth, sawTail, tried) {
    const bs = bodySegments[bodyIndex];
    if (!bs) {
      if (partial) {
        return fileIndex >= fileLength || fileIndex === fileLength - 1 && file[fileIndex] === "";
      }
      for (let i = fileIndex; i < fileLength; i++) {
        sawTail = true;
        const f = file[i];
        if (f === "." || f === ".." || !this.options.dot && f.startsWith(".")) {
          return false;
        }
      }
      return sawTail;
    }
    const [body, need] = bs;
    const after = partial ? fileLength : fileLength - need;
    while (fileIndex <= after) {
      const key = bodyIndex * (file.length + 1) + fileIndex;
      if (tried.has(key))
        return false;
      tried.add(key);
      const m = this.#matchOne(file, body, partial, fileIndex, 0, fileIndex + body.length);
      if (m && globStarDepth < this.maxGlobstarRecursion) {
        const sub = this.#matchGlobStarBodySections(file, bodySegments, fileLength, fileIndex + body.length, bodyIndex + 1, partial, globStarDepth + 1, sawTail, tried);
        if (sub !== false) {
          return sub;
        }
      }
      if (fileIndex === after)
        break;
      const f = file[fileIndex];
      if (f === "." || f === ".." || !this.options.dot && f.startsWith(".")) {
        return false;
      }
      fileIndex++;
    }
    return partial || null;
  }
  #matchOne(file, pattern, partial, fileIndex, patternIndex, fileEnd = file.length) {
    let fi;
    let pi;
    let pl;
    let fl;
    for (fi = fileIndex, pi = patternIndex, fl = Math.min(fileEnd, file.length), pl = pattern.length; fi < fl && pi < pl; fi++, pi++) {
      let p = pattern[pi];
      let f = file[fi];
      if (p === false || p === GLOBSTAR) {
        return false;
      }
      if (!portionMatch(p, f))
        return false;
    }
    if (fi === fl && pi === pl) {
      return true;
    } else if (fi === fl) {
      return partial;
    } else if (pi === pl) {
      return fi === fl - 1 && file[fi] === "";
    } else {
      throw new Error("wtf?");
    }
  }
  braceExpand() {
    return braceExpand(this.pattern, this.options);
  }
  // Expand braces, except numeric ranges such as {0..999} with at
  // least RANGE_MIN values. Each of those stays in its pattern as
  // `<mark>0..999<mark>`, for the Matcher to test. If a range might
  // be inside a [...] class, expand all of them instead.
  #expandBraces() {
    const { pattern } = this;
    if (this.options.nobrace)
      return this.braceExpand();
    let code = 57344;
    while (pattern.includes(String.fromCharCode(code))) {
      if (++code > 63743)
        return this.braceExpand();
    }
    const mark = String.fromCharCode(code);
    let found = false;
    const marked = pattern.replace(rangeRe, (m, lo, hi) => {
      const a = Number(lo);
      const b = Number(hi);
      if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b) || Math.abs(a - b) + 1 < RANGE_MIN) {
        return m;
      }
      found = true;
      return `${mark}${lo}..${hi}${mark}`;
    });
    if (!found)
      return this.braceExpand();
    const set = braceExpand(marked, this.options);
    for (const p of set) {
      for (const portion of p.split("/")) {
        const c = portion.indexOf("[");
        if (c !== -1 && c < portion.lastIndexOf(mark)) {
          return this.braceExpand();
        }
        if (!this.options.noext && inRepeatOrNegExt(portion, mark)) {
          return this.braceExpand();
        }
      }
    }
    this.#rangeMark = mark;
    return set;
  }
  parse(pattern) {
    assertValidPattern(pattern);
    const options = this.options;
    if (pattern === "**")
      return GLOBSTAR;
    if (pattern === "")
      return "";
    const { nocase, nocaseMagicOnly, noext = false, dot, normalize: normalize2 } = options;
    const rangeMark = this.#rangeMark;
    const lit2 = rangeMark && pattern.includes(rangeMark) ? void 0 : literal(pattern, noext);
    if (lit2 !== void 0 && !(nocase && !nocaseMagicOnly && pattern.toUpperCase() !== pattern.toLowerCase())) {
      return this.#norm(lit2);
    }
    if (this.#pending)
      return PENDING;
    let m = this.#matchers.get(pattern);
    if (!m) {
      if (!noext)
        assertValidExtglobs(pattern);
      m = new Matcher(pattern, {
        nocase,
        noext,
        dot,
        normalize: normalize2,
        ...rangeMark && { rangeMark }
      });
      this.#matchers.set(pattern, m);
    }
    return m;
  }
  #slashSplit(p) {
    if (this.preserveMultipleSlashes) {
      return p.split("/");
    } else if (this.isWindows && /^\/\/[^/]+/.test(p)) {
      return ["", ...p.split(/\/+/)];
    } else {
      return p.split(/\/+/);
    }
  }
  match(f, partial = this.partial) {
    if (this.comment) {
      return false;
    }
    if (this.empty) {
      return f === "";
    }
    if (f === "/" && partial) {
      return true;
    }
    const options = this.options;
    let split = this.#cachedSplit(f);
    if (!split) {
      if (!partial && !this.#form && (this.#endCheck || this.#literalCheck) && lastChecked !== f) {
        lastChecked = f;
        const can = this.#canMatch(f);
        if (can === "no")
          return options.flipNegate ? false : this.negate;
        if (can === "yes")
          return options.flipNegate ? true : !this.negate;
      }
      split = this.#split(f);
    }
    const ff = split.parts;
    const resolved = this.#level2 ? split.resolved ??= this.#levelTwoFileOptimize(ff) : ff;
    const set = this.set;
    let filename = ff[ff.length - 1];
    if (!filename) {
      for (let i = ff.length - 2; !filename && i >= 0; i--) {
        filename = ff[i];
      }
    }
    for (let r = 0; r < set.length; r++) {
      const pattern = set[r];
      const shape = partial ? void 0 : this.#shapes[r];
      const hit = shape === "base" ? portionMatch(pattern[0], filename) : shape ? this.#matchShape(resolved, pattern, shape) : options.matchBase && pattern.length === 1 ? this.#matchRow([filename], [filename], pattern, partial) : this.#matchRow(ff, resolved, pattern, partial);
      if (hit) {
        if (options.flipNegate) {
          return true;
        }
        return !this.negate;
      }
    }
    if (options.flipNegate) {
      return false;
    }
    return this.negate;
  }
  static defaults(def) {
    return minimatch.defaults(def).Minimatch;
  }
};
minimatch.Minimatch = Minimatch;
minimatch.escape = escape;
minimatch.unescape = unescape;

// src/trigger/environment.ts
function chooseEnvironment(branch, map, override) {
  if (override !== void 0) {
    if (Object.hasOwn(map, override)) return override;
    throw failure("environment-unknown", `There is no environment "${override}". ${describe(map)}`, {
      hint: 'Correct the input "environment", or add the environment to the input "environments".'
    });
  }
  const [environment, ...others] = Object.entries(map).filter(([, patterns]) => patterns.some((pattern) => minimatch(branch, pattern, { dot: true }))).map(([name]) => name);
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

// src/plan/image-recipe.ts
var known = {
  /** Prefect's own. */
  step: ["id", "requires", "image_name", "tag", "dockerfile", "additional_tags", "push", "credentials"],
  /** docker-py's, which Prefect hands on: https://docker-py.readthedocs.io/en/stable/images.html */
  build: ["path", "buildargs", "labels", "target", "platform", "nocache", "pull", "network_mode"],
  /** About docker-py's own output and clean-up, which BuildKit does its own way. */
  ignored: [
    "rm",
    "forcerm",
    "quiet",
    "stream_progress_to",
    "build_backend",
    "timeout",
    "persist_registry_auth"
  ]
};
var namePattern = /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
var tagPattern = /^\w[\w.-]{0,127}$/;
function readImageStep(step, context) {
  const args = fillPlaceholders(step.args, context.lookup);
  const problems = [
    ...findUnknownArguments(args),
    ...findUnfilled(step, args, context.unanswered),
    ...findBadNames(args)
  ].map((problem2) => ({ ...problem2, severity: "error", location: step.location }));
  if (problems.length > 0) return { problems };
  const name = text(args["image_name"]) ?? "";
  const tag = text(args["tag"]) ?? "latest";
  const platform = text(args["platform"]);
  return {
    image: {
      reference: `${name}:${tag}`,
      name,
      tag,
      additionalTags: list(args["additional_tags"]),
      pipelines: [context.pipeline],
      recipe: {
        context: text(args["path"]) ?? ".",
        dockerfile: text(args["dockerfile"]) ?? "",
        args: record(args["buildargs"]),
        labels: record(args["labels"]),
        target: text(args["target"]),
        platforms: platform === void 0 ? context.platforms : [platform],
        noCache: args["nocache"] === true,
        pull: args["pull"] === true,
        network: text(args["network_mode"])
      },
      location: step.location
    }
  };
}
function findUnknownArguments(args) {
  const names = Object.values(known).flat();
  const unknown = Object.keys(args).filter((name) => !names.includes(name));
  if (unknown.length === 0) return [];
  return [
    {
      code: "image-argument-unsupported",
      message: `build_docker_image has arguments that this action doesn't know: ${unknown.join(", ")}.`,
      hint: `It knows ${[...known.step, ...known.build].join(", ")}. Correct the spelling or remove them.`
    }
  ];
}
function findUnfilled({ args: written }, args, unanswered) {
  const left = findPlaceholders(args).filter(({ name }) => !unanswered.has(name));
  if (left.length === 0) return [];
  const names = left.map(({ text: placeholder }) => placeholder).join(", ");
  return [
    {
      code: "image-placeholder-unknown",
      message: `The image ${asText(written["image_name"] ?? "")} needs ${names}, which is not known before it is built.`,
      hint: 'Use the outputs of a run_shell_script step above this one, or {{ $NAME }} with NAME set in the workflow ("env:").'
    }
  ];
}
function findBadNames(args) {
  const isOpen = (value) => findPlaceholders(value).length > 0;
  const { image_name: name, tag, dockerfile } = args;
  const tags = [tag ?? "latest", ...list(args["additional_tags"])].filter((each) => !isOpen(each));
  const findings = [];
  if (!isOpen(name) && !namePattern.test(text(name) ?? "")) {
    findings.push({
      code: "image-name-invalid",
      message: `${asText(name ?? "")} is not the name of an image.`,
      hint: "Write registry/owner/name in lower case letters, such as ghcr.io/my-city/pipelines."
    });
  }
  for (const wrong2 of tags.filter((each) => !tagPattern.test(text(each) ?? ""))) {
    findings.push({
      code: "image-tag-invalid",
      message: `${asText(wrong2)} is not a tag.`,
      hint: 'Use at most 128 letters, digits, "_", "." and "-", not starting with "." or "-".'
    });
  }
  if (text(dockerfile) === void 0 || dockerfile === "auto") {
    findings.push({
      code: "dockerfile-auto",
      message: 'build_docker_image names no Dockerfile; Prefect would write one itself ("auto").',
      hint: 'Add a Dockerfile and name it in "dockerfile".'
    });
  }
  return findings;
}
function text(value) {
  if (typeof value === "string" && value !== "") return value;
  return typeof value === "number" ? String(value) : void 0;
}
function list(value) {
  return Array.isArray(value) ? value.flatMap((item) => text(item) ?? []) : [];
}
function record(value) {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]));
}

// src/plan/evaluate-steps.ts
function evaluateSteps({ build: build2, push }, request) {
  const { taken, left } = divideSteps(build2);
  const outputs = /* @__PURE__ */ new Map();
  const fromOutputs = lookupOutputs(outputs);
  const fromEnvironment = lookupEnvironment(request.env);
  const lookup = (name) => fromOutputs(name) ?? fromEnvironment(name);
  const images = [];
  const unanswered = /* @__PURE__ */ new Set();
  const problems = findLateSteps(taken, left);
  const give = ({ id, kind }, output) => {
    if (id === void 0) return;
    if (output !== void 0) outputs.set(id, output);
    else for (const name of outputNames[kind]) unanswered.add(`${id}.${name}`);
  };
  for (const step of taken) {
    if (step.kind === "shell") give(step, request.shellOutputs.get(stepKey(step)));
    if (step.kind !== "image") continue;
    const { pipeline, platforms } = request;
    const result = readImageStep(step, { pipeline, lookup, unanswered, platforms });
    if ("image" in result) images.push(result.image);
    else problems.push(...result.problems);
    give(step, "image" in result ? imageOutputs(result.image) : void 0);
  }
  const leftIds = [...left, ...divideSteps(push).left].flatMap(({ id }) => id ?? []);
  return { lookup, values: flatten(outputs), images, problems, unanswered, left: new Set(leftIds) };
}
function flatten(outputs) {
  const values = [...outputs].flatMap(
    ([id, output]) => Object.entries(output).map(([key, value]) => [`${id}.${key}`, asText(value)])
  );
  return Object.fromEntries(values);
}
var outputNames = {
  shell: ["stdout", "stderr"],
  image: ["image_name", "tag", "image", "additional_tags"],
  push: [],
  other: []
};
function imageOutputs({ name, tag, reference, additionalTags }) {
  return { image_name: name, tag, image: reference, additional_tags: additionalTags };
}
function findLateSteps(taken, left) {
  const lastImage = taken.findLast(({ kind }) => kind === "image");
  return left.flatMap(
    (step) => step.kind === "other" && lastImage !== void 0 && step.index < lastImage.index ? {
      code: "step-runs-late",
      severity: "warning",
      message: `The step ${step.name} stands before the image is built, but Prefect will run it after that.`,
      hint: "If the image needs what it makes, do it in a run_shell_script step.",
      location: step.location
    } : []
  );
}

// src/plan/merge-images.ts
function mergeImages(images) {
  const merged = /* @__PURE__ */ new Map();
  const problems = [];
  for (const image of images) {
    const other = merged.get(image.reference);
    if (other && JSON.stringify(other.recipe) !== JSON.stringify(image.recipe)) {
      problems.push({
        code: "image-conflict",
        severity: "error",
        message: `Two different builds would be pushed as ${image.reference}: this one and that of ${other.location.path}.`,
        hint: "Begin each tag with the pipeline's name.",
        location: image.location
      });
    } else {
      const tags = /* @__PURE__ */ new Set([...other?.additionalTags ?? [], ...image.additionalTags]);
      const pipelines = /* @__PURE__ */ new Set([...other?.pipelines ?? [], ...image.pipelines]);
      merged.set(image.reference, {
        ...other ?? image,
        additionalTags: [...tags],
        pipelines: [...pipelines]
      });
    }
  }
  return { images: [...merged.values()], problems };
}

// src/plan/make-plan.ts
function makePlan(request) {
  const chosen = request.pipelines.map((pipeline) => chooseDeployments(pipeline, request));
  const parts = chosen.flatMap(
    ({ pipeline, deployments }) => deployments.map((deployment) => planDeployment(pipeline, deployment, request))
  );
  const { images, problems } = mergeImages(parts.flatMap((part) => part.images));
  return {
    environment: request.environment,
    reason: request.reason,
    pipelines: request.affected.affected,
    images,
    deployments: parts.flatMap((part) => part.deployment),
    removed: request.affected.removed,
    elsewhere: request.affected.elsewhere,
    problems: distinct([
      ...request.pipelines.flatMap((pipeline) => pipeline.problems),
      ...chosen.flatMap((choice) => choice.problems),
      ...parts.flatMap((part) => part.problems),
      ...problems
    ])
  };
}
function chooseDeployments(pipeline, { environment, environments }) {
  const environmentOf = ({ name }) => environmentOfDeployment(name, environments);
  const deployments = pipeline.deployments.filter((deployment) => environmentOf(deployment) === environment);
  const stray = pipeline.deployments.filter((deployment) => environmentOf(deployment) === void 0);
  const problems = stray.map(({ name, location }) => ({
    code: "deployment-environment-unknown",
    severity: "warning",
    message: `The deployment "${name}" belongs to no environment and is never deployed.`,
    hint: `End its name in ${environments.map((name2) => `"--${name2}"`).join(" or ")}.`,
    location
  }));
  if (deployments.length === 0 && pipeline.problems.length === 0) {
    problems.push({
      code: "pipeline-without-deployments",
      severity: "notice",
      message: `${pipeline.name} has no deployment for "${environment}", so nothing is done for it.`,
      location: { path: pipeline.prefectFile.path, line: 1 }
    });
  }
  return { pipeline, deployments, problems };
}
function planDeployment(pipeline, deployment, request) {
  const steps2 = evaluateSteps(deployment, { ...request, pipeline: pipeline.name });
  const fill = (value) => value === void 0 ? void 0 : asText(fillPlaceholders(value, steps2.lookup));
  const entry = templatesOf(deployment);
  const image = fill(deployment.image);
  const leftSteps = [...divideSteps(deployment.build).left, ...divideSteps(deployment.push).left];
  const placeholders = findPlaceholders([entry, leftSteps.map(({ args }) => args)]);
  const problems = [
    ...steps2.problems,
    ...findUnfilled2(deployment, placeholders, steps2),
    ...findImageProblems(deployment, image, steps2.images)
  ];
  return {
    images: steps2.images,
    problems,
    deployment: [
      {
        pipeline: pipeline.name,
        name: deployment.name,
        index: deployment.index,
        entrypoint: fill(deployment.entrypoint) ?? "",
        workPool: fill(deployment.workPool),
        image,
        values: steps2.values,
        location: deployment.location,
        workPoolLocation: deployment.workPoolLocation
      }
    ]
  };
}
function templatesOf({ entry }) {
  const later = ["triggers", "pull", "build", "push"];
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !later.includes(key)));
}
function findUnfilled2({ name, location }, placeholders, { lookup, unanswered, left }) {
  const isPrefects = (placeholder) => /^prefect\.(blocks|variables)\./.test(placeholder) || left.has(placeholder.split(".")[0] ?? "");
  return placeholders.filter((found) => lookup(found.name) === void 0).filter((found) => !unanswered.has(found.name) && !isPrefects(found.name)).map(
    (found) => found.name.startsWith("$") ? {
      code: "environment-variable-unset",
      severity: "error",
      message: `The deployment "${name}" uses ${found.text}, and the environment variable ${found.name.slice(1)} is not set. Prefect would register an empty value.`,
      hint: `Set ${found.name.slice(1)} under "env:" of the workflow's step.`,
      location
    } : {
      code: "placeholder-unknown",
      severity: "error",
      message: `The deployment "${name}" uses ${found.text}, and no build step gives that. Prefect would drop the value.`,
      hint: "Check the id of the step and the name of its output.",
      location
    }
  );
}
function findImageProblems({ name, imageLocation }, image, images) {
  const built = images.flatMap(
    ({ name: repository, tag, additionalTags }) => [tag, ...additionalTags].map((each) => `${repository}:${each}`)
  );
  if (built.length === 0 || image !== void 0 && built.includes(image)) return [];
  return [
    {
      code: "image-unused",
      severity: "warning",
      message: `The deployment "${name}" builds ${built[0] ?? ""} but runs ${image ?? "its work pool's default image"}.`,
      hint: 'Set job_variables.image to "{{ build-image.image }}", with the id of the build step.',
      location: imageLocation
    }
  ];
}
function distinct(problems) {
  return [...new Map(problems.map((problem2) => [JSON.stringify(problem2), problem2])).values()];
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
  for (const { build: build2 } of deployments) {
    const known2 = /* @__PURE__ */ new Map();
    for (const step of divideSteps(build2).taken) {
      if (step.kind !== "shell") continue;
      const script = readScript(step, known2, options);
      const identity = JSON.stringify(script);
      const output = ran.get(identity) ?? await answer(script, step, options);
      if (output === void 0) continue;
      ran.set(identity, output);
      outputs.set(stepKey(step), output);
      if (step.id !== void 0) known2.set(step.id, output);
    }
  }
  return outputs;
}
function readScript({ args }, known2, options) {
  const fromOutputs = lookupOutputs(known2);
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
  const join4 = (stream) => results.map((result) => result[stream]).join("").trim();
  if (step.args["stream_output"] !== false)
    [join4("stdout"), join4("stderr")].filter(Boolean).forEach(options.onOutput);
  return { stdout: join4("stdout"), stderr: join4("stderr") };
}
function atStep({ location }) {
  return (error) => {
    if (!(error instanceof ActionError)) throw error;
    const hint = "Correct the script or its directory, or install the program in a step before this action. Prefect runs each line as a program with arguments, without a shell.";
    throw new ActionError(
      error.problems.map((problem2) => ({ ...problem2, hint, location })),
      { cause: error }
    );
  };
}
function isGitRevision({ script, directory, env }) {
  return gitRevision.test(script.trim()) && directory === void 0 && Object.keys(env).length === 0;
}
function splitScript({ script, expand: expand2, shell, env }, step, base) {
  const lines = script.split(/\r?\n/).map((line) => expand2 ? expandVariables(line, { ...base, ...env }) : line);
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
    (text2, plain2, braced) => {
      const name = plain2 ?? braced ?? "";
      return text2 === "$$" ? "$" : Object.hasOwn(variables, name) ? variables[name] ?? "" : text2;
    }
  );
}

// src/trigger/event.ts
var import_ajv = __toESM(require_ajv(), 1);
var commitId = { type: "string", pattern: "^[0-9a-f]{40}([0-9a-f]{24})?$" };
var validatePush = new import_ajv.Ajv({ allErrors: true }).compile({
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
function parseEvent({ name, payload, ref }) {
  if (name !== "push" && !manualEvents.includes(name)) {
    throw failure("event-refused", `This action doesn't deploy on the event "${name}".`, {
      hint: `Use it in a workflow that runs on push, ${manualEvents.join(", ")}.`
    });
  }
  if (isFork(payload)) {
    throw failure("fork-refused", "This repository is a fork, and a fork's code is never deployed.", {
      hint: 'Run the workflow in the original repository, or disable it in the fork (Actions, the workflow, "Disable workflow").'
    });
  }
  const branch = /^refs\/heads\/(.+)$/s.exec(ref)?.[1];
  if (branch === void 0) {
    throw failure("tag-refused", `This action deploys branches only, and "${ref}" is not a branch.`, {
      hint: "Limit the workflow to branches (on: push: branches: [...]), or choose a branch when running it by hand."
    });
  }
  return name === "push" ? parsePush(payload, branch) : { kind: "manual", eventName: name, branch };
}
function parsePush(payload, branch) {
  if (!validatePush(payload)) {
    const errors = validatePush.errors?.map(
      ({ instancePath, message }) => `${instancePath} ${message ?? ""}`.trim()
    );
    throw failure(
      "event-invalid",
      `The push event is not in GitHub's form: ${errors?.join("; ") ?? "unknown"}.`,
      {
        hint: "Check the file that GITHUB_EVENT_PATH names."
      }
    );
  }
  if (payload.deleted) return { kind: "branch-deleted", branch };
  return {
    kind: "push",
    branch,
    before: /^0+$/.test(payload.before) ? void 0 : payload.before,
    forced: payload.forced,
    defaultBranch: payload.repository.default_branch
  };
}
function isFork(payload) {
  if (typeof payload !== "object" || payload === null || !("repository" in payload)) return false;
  const { repository } = payload;
  return typeof repository === "object" && repository !== null && "fork" in repository && repository.fork === true;
}

// src/trigger/selection.ts
function chooseSelection(event, patterns) {
  if (patterns.includes("all")) return { kind: "all" };
  if (patterns.length > 0) return { kind: "named", patterns };
  if (event.kind === "push") return { kind: "changed", push: event };
  throw failure(
    "pipelines-not-named",
    `The event "${event.eventName}" doesn't say which pipelines changed, and the input "pipelines" is empty.`,
    { hint: 'Give the input "pipelines": names, globs such as rj_smfp__*, or "all".' }
  );
}
function matchPipelines(patterns, pipelines) {
  const matches = (pattern) => pipelines.filter((name) => name === pattern || minimatch(name, pattern));
  const unmatched = patterns.filter((pattern) => matches(pattern).length === 0);
  if (unmatched.length > 0) {
    throw failure("pipeline-unknown", `No pipeline matches ${unmatched.map((p) => `"${p}"`).join(", ")}.`, {
      hint: `Correct the input "pipelines". ${describe2(pipelines)}`
    });
  }
  return [...new Set(patterns.flatMap(matches))].sort();
}
function describe2(pipelines) {
  if (pipelines.length === 0) return "There is no pipeline: no folder has a prefect.yaml.";
  const shown = pipelines.slice(0, 20).join(", ");
  const more = pipelines.length > 20 ? ` and ${pipelines.length - 20} more` : "";
  return `The pipelines, which are the folders with a prefect.yaml, are ${shown}${more}.`;
}

// src/workspace/build-files.ts
import { posix as posix2 } from "node:path";

// src/workspace/files.ts
import { readdir, readFile, stat } from "node:fs/promises";
import { join, posix } from "node:path";
function openFiles(root) {
  const statOf = async (path2) => {
    const found = await orUndefined(stat(join(root, path2)));
    return { file: found?.isFile() ?? false, folder: found?.isDirectory() ?? false };
  };
  return {
    // A link can lead to a device, whose bytes never end.
    read: async (path2) => (await statOf(path2)).file ? await orUndefined(readFile(join(root, path2), "utf8")) : void 0,
    isFile: async (path2) => (await statOf(path2)).file,
    isFolder: async (path2) => (await statOf(path2)).folder,
    folders: async (path2) => {
      const entries = await orUndefined(readdir(join(root, path2), { withFileTypes: true }));
      return entries?.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    }
  };
}
function staysInside(path2) {
  const normal = posix.normalize(path2);
  return !posix.isAbsolute(normal) && normal !== ".." && !normal.startsWith("../");
}
var nothingThere = ["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE"];
async function orUndefined(reading) {
  try {
    return await reading;
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : void 0;
    if (typeof code === "string" && nothingThere.includes(code)) return void 0;
    throw error;
  }
}

// src/workspace/build-files.ts
async function findMissingBuildFiles(files, images) {
  const checks = images.map(async ({ recipe, location }) => {
    const { context, dockerfile } = recipe;
    if (findPlaceholders([context, dockerfile]).length > 0) return [];
    const path2 = posix2.join(context, dockerfile);
    if (!staysInside(context) || !staysInside(path2) || posix2.isAbsolute(dockerfile)) {
      const used = posix2.isAbsolute(dockerfile) ? dockerfile : path2;
      return [problem("build-path-outside", `The build uses "${used}", which leaves the checkout`, location)];
    }
    if (!await files.isFolder(context)) {
      return [problem("build-context-missing", `The build context "${context}" doesn't exist`, location)];
    }
    if (await files.isFile(path2)) return [];
    return [problem("dockerfile-missing", `The Dockerfile "${path2}" doesn't exist`, location)];
  });
  return (await Promise.all(checks)).flat();
}
function problem(code, message, location) {
  return {
    code,
    severity: "error",
    message: `${message}.`,
    hint: 'Correct "dockerfile" or "path" of the step: both are taken from the working directory.',
    ...location && { location }
  };
}

// src/workspace/find-pipelines.ts
import { posix as posix3 } from "node:path";
async function findPipelines(files, pipelinesDir) {
  const folders = await files.folders(pipelinesDir);
  if (folders === void 0) {
    throw failure("pipelines-dir-missing", `There is no folder "${pipelinesDir}" in the checkout.`, {
      hint: 'Check the inputs "pipelines-dir" and "working-directory", and that actions/checkout ran first.'
    });
  }
  const found = await Promise.all(
    folders.map((name) => files.isFile(posix3.join(pipelinesDir, name, "prefect.yaml")))
  );
  return folders.filter((_, index) => found[index]).sort();
}

// src/workspace/read-pipeline.ts
import { posix as posix4 } from "node:path";

// src/workspace/prefect-schema.ts
var import_ajv2 = __toESM(require_ajv(), 1);
var nullable = (schema) => ({ anyOf: [{ type: "null" }, schema] });
var steps = nullable({
  type: "array",
  items: {
    type: "object",
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: { type: ["object", "null"] }
  }
});
var validate = new import_ajv2.Ajv({ allErrors: true, allowUnionTypes: true, verbose: true }).compile({
  type: "object",
  properties: {
    build: steps,
    push: steps,
    deployments: nullable({
      type: "array",
      items: {
        type: "object",
        required: ["name", "entrypoint"],
        properties: {
          name: { type: "string", minLength: 1 },
          entrypoint: { type: "string", pattern: "^[^:]+:[^:]+$" },
          build: steps,
          push: steps,
          work_pool: nullable({
            type: "object",
            properties: {
              name: { type: ["string", "null"], minLength: 1 },
              job_variables: { type: ["object", "null"] }
            }
          })
        }
      }
    })
  }
});
function checkPrefectYaml(data) {
  if (validate(data)) return { yaml: data };
  const mistakes = (validate.errors ?? []).filter(({ keyword, schemaPath }) => keyword !== "anyOf" && !schemaPath.includes("/anyOf/0/")).map((error) => ({ path: pathOf(error.instancePath), message: explain(error) }));
  return { mistakes };
}
function pathOf(pointer) {
  return pointer.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")).map((part) => /^\d+$/.test(part) ? Number(part) : part);
}
function explain({ instancePath, keyword, message, params, data }) {
  const what = instancePath === "" ? "The file" : `"${instancePath.slice(1).replaceAll("/", ".")}"`;
  if (keyword === "required") return `${what} lacks "${String(params["missingProperty"])}".`;
  if (keyword === "pattern" && instancePath.endsWith("/entrypoint")) {
    return `The entrypoint "${String(data)}" is not of the form path/to/file.py:function.`;
  }
  if (keyword === "maxProperties" || keyword === "minProperties") {
    return `${what} must be a mapping with one key, the name of the step.`;
  }
  return `${what} ${message ?? "is not valid"}, but it is ${kindOf(data)}.`;
}
function kindOf(data) {
  if (data === null) return "empty";
  if (Array.isArray(data)) return "a list";
  return typeof data === "object" ? "a mapping" : `the ${typeof data} ${JSON.stringify(data)}`;
}

// src/workspace/yaml-document.ts
var import_yaml = __toESM(require_dist(), 1);
function parseYaml(path2, source) {
  const lines = new import_yaml.LineCounter();
  const document = (0, import_yaml.parseDocument)(source, {
    version: "1.1",
    customTags: (tags) => tags.filter((tag) => typeof tag === "string" || tag.tag !== "tag:yaml.org,2002:timestamp"),
    lineCounter: lines,
    prettyErrors: false
  });
  const at = (offset) => {
    const { line, col } = lines.linePos(offset);
    return { path: path2, line, column: col };
  };
  const mistakes = document.errors.map((error) => describe3(error, at(error.pos[0])));
  const problems = mistakes.length > 0 ? mistakes : findBadAnchors(document, at);
  if (problems.length > 0) return { problems };
  try {
    const data = document.toJS({ maxAliasCount: 100 });
    return { file: { data, locate: (keys) => at(findNode(document, keys)?.range[0] ?? 0) } };
  } catch (error) {
    return { problems: [yamlProblem("yaml-invalid", messageOf(error), { path: path2, line: 1, column: 1 })] };
  }
}
function findNode(document, keys) {
  let node = document.contents;
  for (const key of keys) {
    const parent = (0, import_yaml.isAlias)(node) ? node.resolve(document) : node;
    const child = (0, import_yaml.isMap)(parent) || (0, import_yaml.isSeq)(parent) ? parent.get(key, true) : void 0;
    if (!(0, import_yaml.isNode)(child) || !child.range) return node;
    node = child;
  }
  return node;
}
function findBadAnchors(document, at) {
  const problems = [];
  const anchors = /* @__PURE__ */ new Set();
  const add = (node, reason) => problems.push(yamlProblem("yaml-invalid", reason, at(node.range?.[0] ?? 0)));
  (0, import_yaml.visit)(document, {
    Alias: (_, alias, parents) => {
      const target = alias.resolve(document);
      if (target === void 0) add(alias, `There is no anchor "&${alias.source}" above this alias.`);
      else if (parents.includes(target))
        add(alias, `The alias "*${alias.source}" stands within what it names.`);
    },
    Value: (_, node) => {
      if (node.anchor === void 0) return;
      if (anchors.has(node.anchor)) add(node, `There is an anchor "&${node.anchor}" above this one already.`);
      anchors.add(node.anchor);
    }
  });
  return problems;
}
function describe3(error, location) {
  if (error.code === "DUPLICATE_KEY") {
    return yamlProblem("yaml-duplicate-key", "This key stands twice in the same mapping.", location);
  }
  const isTooDeep = error.code === "RESOURCE_EXHAUSTION";
  return yamlProblem("yaml-invalid", isTooDeep ? "It is nested too deeply." : error.message, location);
}
function yamlProblem(code, reason, location) {
  const hints = {
    "yaml-duplicate-key": "Remove one of the two: only the last one would count."
  };
  return {
    code,
    severity: "error",
    message: `${location.path} is not valid YAML: ${reason}`,
    hint: hints[code] ?? "Correct the file at this line, or the one above it.",
    location
  };
}

// src/workspace/prefect-file.ts
function parsePrefectFile(path2, source) {
  const parsed = parseYaml(path2, source);
  if ("problems" in parsed) return { deployments: [], problems: parsed.problems };
  const { data, locate } = parsed.file;
  if (data === null || data === void 0) {
    return wrong({
      code: "prefect-file-empty",
      message: `${path2} is empty.`,
      hint: `Describe the pipeline's deployments in it (key "deployments"), or remove the file.`,
      location: { path: path2, line: 1 }
    });
  }
  const checked = checkPrefectYaml(data);
  if ("mistakes" in checked) {
    return wrong(
      ...checked.mistakes.map((mistake) => ({
        code: "prefect-file-invalid",
        message: `${path2}: ${mistake.message}`,
        hint: "Correct this value; Prefect's documentation of prefect.yaml lists what each key takes.",
        location: locate(mistake.path)
      }))
    );
  }
  const deployments = readDeployments(checked.yaml, locate);
  const problems = [...findDuplicates(deployments), ...findTemplatedNames(deployments)];
  return problems.length > 0 ? { deployments: [], problems } : { deployments, problems: [] };
}
function readDeployments(yaml, locate) {
  return (yaml.deployments ?? []).map((entry, index) => {
    const here = ["deployments", index];
    const steps2 = (section) => {
      const own = Object.hasOwn(entry, section);
      const path2 = own ? [...here, section] : [section];
      return readSteps(own ? entry[section] : yaml[section], (step) => locate([...path2, step]));
    };
    return {
      name: entry.name,
      index,
      location: locate([...here, "name"]),
      entrypoint: entry.entrypoint,
      entrypointLocation: locate([...here, "entrypoint"]),
      workPool: entry.work_pool?.name ?? void 0,
      workPoolLocation: locate([...here, "work_pool", "name"]),
      image: imageOf(entry),
      imageLocation: locate([...here, "work_pool", "job_variables", "image"]),
      build: steps2("build"),
      push: steps2("push"),
      entry: { ...entry }
    };
  });
}
function imageOf(entry) {
  const image = entry.work_pool?.job_variables?.["image"];
  return typeof image === "string" ? image : void 0;
}
function findDuplicates(deployments) {
  return deployments.filter(({ name }, index) => deployments.findIndex((other) => other.name === name) < index).map(({ name, location }) => ({
    code: "deployment-duplicate",
    severity: "error",
    message: `Two deployments of this file are called "${name}".`,
    hint: "Give each deployment a name of its own.",
    location
  }));
}
function findTemplatedNames(deployments) {
  return deployments.filter(({ name }) => name.includes("{{")).map(({ name, location }) => ({
    code: "deployment-name-template",
    severity: "error",
    message: `The deployment's name "${name}" holds a placeholder, so its environment can't be told.`,
    hint: 'Write the name out, ending in the environment, such as "--prod".',
    location
  }));
}
function wrong(...problems) {
  return { deployments: [], problems: problems.map((problem2) => ({ ...problem2, severity: "error" })) };
}

// node_modules/smol-toml/dist/error.js
function getLineColFromPtr(string, ptr) {
  let lines = string.slice(0, ptr).split(/\r?\n/);
  return [lines.length, lines.pop().length + 1];
}
function makeCodeBlock(string, line, column) {
  let lines = string.split(/\r?\n/);
  let codeblock = "";
  let numberLen = (Math.log10(line + 1) | 0) + 1;
  for (let i = line - 1; i <= line + 1; i++) {
    let l = lines[i - 1];
    if (!l)
      continue;
    codeblock += i.toString().padEnd(numberLen, " ");
    codeblock += ":  ";
    codeblock += l;
    codeblock += "\n";
    if (i === line) {
      codeblock += " ".repeat(numberLen + column + 2);
      codeblock += "^\n";
    }
  }
  return codeblock;
}
var TomlError = class _TomlError extends Error {
  line;
  column;
  codeblock;
  constructor(message, options) {
    const [line, column] = getLineColFromPtr(options.toml, options.ptr);
    const codeblock = makeCodeBlock(options.toml, line, column);
    super(`Invalid TOML document: ${message}

${codeblock}`, options);
    this.line = line;
    this.column = column;
    this.codeblock = codeblock;
  }
  /** @internal */
  static x(message, ctx, ptr) {
    throw new _TomlError(message, { toml: ctx.s, ptr: ptr ?? ctx.p });
  }
};

// node_modules/smol-toml/dist/primitive.js
function parseString(ctx) {
  let startPtr = ctx.p;
  let c = ctx.s.charCodeAt(ctx.p++);
  let first = c;
  let isLiteral = c === 39;
  let isMultiline = c === ctx.s.charCodeAt(ctx.p) && c === ctx.s.charCodeAt(ctx.p + 1);
  if (isMultiline) {
    if ((c = ctx.s.charCodeAt(ctx.p += 2)) === 10)
      ctx.p++;
    else if (c === 13 && ctx.s.charCodeAt(ctx.p + 1) === 10)
      ctx.p += 2;
  }
  let parsed = "";
  let sliceStart = ctx.p;
  let state = 0;
  for (; ctx.p < ctx.s.length; ctx.p++) {
    c = ctx.s.charCodeAt(ctx.p);
    if (isMultiline && (c === 10 || c === 13 && ctx.s.charCodeAt(ctx.p + 1) === 10)) {
      state = state && 3;
    } else if (c < 32 && c !== 9 || c === 127) {
      TomlError.x("control characters are not allowed in strings", ctx);
    } else if ((!state || state === 3) && c === first && (!isMultiline || ctx.s.charCodeAt(ctx.p + 1) === first && ctx.s.charCodeAt(ctx.p + 2) === first)) {
      if (isMultiline) {
        if (ctx.s.charCodeAt(ctx.p + 3) === first)
          ctx.p++;
        if (ctx.s.charCodeAt(ctx.p + 3) === first)
          ctx.p++;
      }
      if (!state) {
        let s = ctx.s.slice(sliceStart, ctx.p);
        parsed = parsed ? parsed + s : s;
      }
      ctx.p += isMultiline ? 3 : 1;
      return parsed;
    } else if (!state) {
      if (!isLiteral && c === 92) {
        parsed += ctx.s.slice(sliceStart, sliceStart = ctx.p);
        state = 1;
      }
    } else if (state === 1) {
      if (c === 120 || c === 117 || c === 85) {
        let errPtr = ctx.p++ - 1;
        let value = 0;
        let len = c === 120 ? 2 : c === 117 ? 4 : 8;
        for (let j = 0; j < len; j++, ctx.p++) {
          let hex = ctx.s.charCodeAt(ctx.p);
          let digit2 = (
            /* 0-9 */
            hex >= 48 && hex <= 57 ? hex - 48 : (
              /* A-F */
              hex >= 65 && hex <= 70 ? hex - 65 + 10 : (
                /* a-f */
                hex >= 97 && hex <= 102 ? hex - 97 + 10 : -1
              )
            )
          );
          if (digit2 < 0)
            TomlError.x("invalid non-hex character in unicode escape", ctx);
          value = value << 4 | digit2;
        }
        if (value < 0 || value > 1114111 || value >= 55296 && value <= 57343) {
          TomlError.x("invalid unicode escape", ctx, errPtr);
        }
        parsed += String.fromCodePoint(value);
        sliceStart = ctx.p--;
        state = 0;
      } else if (isMultiline && (c === 32 || c === 9)) {
        state = 2;
      } else {
        if (c === 98)
          parsed += "\b";
        else if (c === 116)
          parsed += "	";
        else if (c === 110)
          parsed += "\n";
        else if (c === 102)
          parsed += "\f";
        else if (c === 114)
          parsed += "\r";
        else if (c === 101)
          parsed += "\x1B";
        else if (c === 34)
          parsed += '"';
        else if (c === 92)
          parsed += "\\";
        else
          TomlError.x("unrecognised escape sequence", ctx);
        sliceStart = ctx.p + 1;
        state = 0;
      }
    } else if (c !== 32 && c !== 9) {
      if (state === 2)
        TomlError.x("invalid escape: only line-ending whitespace may be escaped", ctx, sliceStart);
      state = !isLiteral && c === 92 ? 1 : 0;
      sliceStart = ctx.p;
    }
  }
  TomlError.x("unfinished string", ctx, startPtr);
}

// node_modules/smol-toml/dist/date.js
var DATE_TIME_RE = /^(\d{4}-\d{2}-\d{2})?[Tt ]?(?:(\d{2}):\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|z|[-+]\d{2}:\d{2})?$/i;
var TomlDate = class _TomlDate extends Date {
  #hasDate = false;
  #hasTime = false;
  #offset = null;
  constructor(date, fasttype, unsafeDelim) {
    let hasDate = true;
    let hasTime = true;
    let offset = "Z";
    let c;
    if (typeof date === "string") {
      if (fasttype)
        prep: {
          if (fasttype < 3) {
            if (+date.slice(11, 13) > 23) {
              date = "";
              break prep;
            }
            if (fasttype === 2) {
              offset = null;
              date += "Z";
            } else if ((c = date.charCodeAt(date.length - 1)) !== 90 && c !== 122) {
              offset = date.slice(date.length - 6);
            }
            if (unsafeDelim)
              date = date.slice(0, 10) + "T" + date.slice(11);
          } else if (fasttype === 4) {
            date = +date.slice(0, 2) > 23 ? "" : `0000-01-01T${date}Z`;
          }
          hasDate = fasttype !== 4;
          hasTime = fasttype !== 3;
        }
      else {
        let match2 = date.match(DATE_TIME_RE);
        if (match2) {
          if (!match2[1]) {
            hasDate = false;
            date = `0000-01-01T${date}`;
          }
          hasTime = !!match2[2];
          hasTime && date[10] === " " && (date = date.replace(" ", "T"));
          if (match2[2] && +match2[2] > 23) {
            date = "";
          } else {
            offset = match2[3] || null;
            if (!offset && hasTime)
              date += "Z";
          }
        } else {
          date = "";
        }
      }
    }
    super(date);
    if (!isNaN(this.getTime())) {
      this.#hasDate = hasDate;
      this.#hasTime = hasTime;
      this.#offset = offset;
    }
  }
  isDateTime() {
    return this.#hasDate && this.#hasTime;
  }
  isLocal() {
    return !this.#hasDate || !this.#hasTime || !this.#offset;
  }
  isDate() {
    return this.#hasDate && !this.#hasTime;
  }
  isTime() {
    return this.#hasTime && !this.#hasDate;
  }
  isValid() {
    return this.#hasDate || this.#hasTime;
  }
  toISOString() {
    let iso = super.toISOString();
    if (this.isDate())
      return iso.slice(0, 10);
    if (this.isTime())
      return iso.slice(11, 23);
    if (this.#offset === null)
      return iso.slice(0, -1);
    if (this.#offset === "Z" || this.#offset === "z")
      return iso;
    let offset = +this.#offset.slice(1, 3) * 60 + +this.#offset.slice(4, 6);
    offset = this.#offset[0] === "-" ? offset : -offset;
    let offsetDate = new Date(this.getTime() - offset * 6e4);
    return offsetDate.toISOString().slice(0, -1) + this.#offset;
  }
  static wrapAsOffsetDateTime(jsDate, offset = "Z") {
    let date = new _TomlDate(jsDate);
    date.#offset = offset;
    return date;
  }
  static wrapAsLocalDateTime(jsDate) {
    let date = new _TomlDate(jsDate);
    date.#offset = null;
    return date;
  }
  static wrapAsLocalDate(jsDate) {
    let date = new _TomlDate(jsDate);
    date.#hasTime = false;
    date.#offset = null;
    return date;
  }
  static wrapAsLocalTime(jsDate) {
    let date = new _TomlDate(jsDate);
    date.#hasDate = false;
    date.#offset = null;
    return date;
  }
};

// node_modules/smol-toml/dist/extract.js
function isDigit(char, base = 10) {
  return base === 16 ? char > 47 && char < 58 || char > 64 && char < 71 || char > 96 && char < 103 : char > 47 && char < 48 + base;
}
function isEndOfValue(char, delim) {
  return char === 32 || char === 9 || char === 10 || char === 13 || // Structure end or next value delimiter
  delim && (char === delim || char === 44) || // Comment
  char === 35;
}
function extractValue(ctx, end) {
  let errPtr = ctx.p;
  let c = ctx.s.charCodeAt(ctx.p);
  if (c === 91 || c === 123) {
    ctx.d-- || TomlError.x("document contains excessively nested structures. aborting.", ctx);
    let value = c === 91 ? parseArray(ctx) : parseInlineTable(ctx);
    ctx.d++;
    return value;
  }
  if (c === 34 || c === 39) {
    return parseString(ctx);
  }
  if (c === 116) {
    if (ctx.s.charCodeAt(++ctx.p) !== 114 || ctx.s.charCodeAt(++ctx.p) !== 117 || ctx.s.charCodeAt(++ctx.p) !== 101)
      TomlError.x("invalid value", ctx, errPtr);
    return ctx.p++, true;
  }
  if (c === 102) {
    if (ctx.s.charCodeAt(++ctx.p) !== 97 || ctx.s.charCodeAt(++ctx.p) !== 108 || ctx.s.charCodeAt(++ctx.p) !== 115 || ctx.s.charCodeAt(++ctx.p) !== 101)
      TomlError.x("invalid value", ctx, errPtr);
    return ctx.p++, false;
  }
  if (c === 43 || c === 45) {
    return parseNumber(ctx, ctx.p, ctx.s.charCodeAt(++ctx.p), 44 - c, end);
  }
  if (ctx.s.charCodeAt(ctx.p + 4) === 45 && ctx.s.charCodeAt(ctx.p + 7) === 45) {
    return parseDate(ctx, c, end);
  }
  if (ctx.s.charCodeAt(ctx.p + 2) === 58) {
    return parseTime(ctx, c, end);
  }
  return parseNumber(ctx, ctx.p, c, 0, end);
}
function parseNumber(ctx, startPtr, startChr, sign, endChr) {
  let c = startChr;
  let state = 0;
  let hasUnderscores = false;
  if (c === 105) {
    if (ctx.s.charCodeAt(++ctx.p) !== 110 || ctx.s.charCodeAt(++ctx.p) !== 102)
      TomlError.x("invalid value", ctx, startPtr);
    return ctx.p++, (sign || 1) / 0;
  }
  if (c === 110) {
    if (ctx.s.charCodeAt(++ctx.p) !== 97 || ctx.s.charCodeAt(++ctx.p) !== 110)
      TomlError.x("invalid value", ctx, startPtr);
    return ctx.p++, NaN;
  }
  if (c === 48) {
    if (++ctx.p >= ctx.s.length || isEndOfValue(c = ctx.s.charCodeAt(ctx.p), endChr))
      return ctx.bi === true ? 0n : 0;
    if (!sign) {
      if (c === 120)
        return parseIntegerBaseN(ctx, startPtr, 16, endChr);
      else if (c === 98)
        return parseIntegerBaseN(ctx, startPtr, 2, endChr);
      else if (c === 111)
        return parseIntegerBaseN(ctx, startPtr, 8, endChr);
    }
    if (c === 46)
      state = 2;
    else if (c === 101 || c === 69)
      state = 4;
    else
      TomlError.x("illegal leading zero", ctx, startPtr);
  } else if (!isDigit(c))
    TomlError.x("invalid value", ctx, startPtr);
  while (++ctx.p < ctx.s.length && (c = ctx.s.charCodeAt(ctx.p), !isEndOfValue(c, endChr))) {
    if (!state)
      state = 1;
    if (c === 95) {
      if (!(state & 1))
        TomlError.x("illegal underscore", ctx);
      state += 11;
      hasUnderscores = true;
    } else if (state === 1 && c === 46)
      state = 2;
    else if ((state === 1 || state === 3) && (c === 101 || c === 69))
      state = 4;
    else if (state === 4 && (c === 43 || c === 45)) {
      state = 6;
    } else if (!isDigit(c))
      TomlError.x(`illegal character in numeric literal`, ctx);
    else if (state > 9)
      state -= 11;
    else if (!(state & 1))
      state++;
  }
  if (!state) {
    let val = (startChr - 48) * (sign || 1);
    return ctx.bi === true ? BigInt(val) : val;
  }
  if (!(state & 1))
    TomlError.x("unfinished numeric value", ctx, startPtr);
  let str = ctx.s.slice(startPtr, ctx.p);
  if (hasUnderscores)
    str = str.replaceAll("_", "");
  return state > 1 ? parseFloat(str) : parseInteger(ctx, str, 10, startPtr);
}
function parseIntegerBaseN(ctx, startPtr, base, endChr) {
  let c, underscore = 1;
  while (++ctx.p < ctx.s.length && (c = ctx.s.charCodeAt(ctx.p), !isEndOfValue(c, endChr))) {
    if (c === 95) {
      if (underscore & 1)
        TomlError.x("illegal underscore", ctx);
      underscore = 3;
    } else if (!isDigit(c, base))
      TomlError.x(`illegal character in numeric literal`, ctx);
    else if (underscore & 1)
      underscore--;
  }
  if (underscore & 1)
    TomlError.x("unfinished numeric value", ctx);
  let str = ctx.s.slice(startPtr + 2, ctx.p);
  if (underscore)
    str = str.replaceAll("_", "");
  return parseInteger(ctx, str, base, startPtr);
}
function parseInteger(ctx, str, base, startPtr) {
  if (ctx.bi !== true)
    int: {
      let val = parseInt(str, base);
      if (!Number.isSafeInteger(val)) {
        if (ctx.bi)
          break int;
        TomlError.x("integer value cannot be represented losslessly", ctx, startPtr);
      }
      return val;
    }
  return base === 10 ? BigInt(str) : BigInt((base === 2 ? "0b" : base === 8 ? "0o" : "0x") + str);
}
function parseDate(ctx, c, endChr) {
  let startPtr = ctx.p++, unsafeSeparator;
  if (!isDigit(c) || !isDigit(ctx.s.charCodeAt(ctx.p++)) || !isDigit(ctx.s.charCodeAt(ctx.p++)) || !isDigit(ctx.s.charCodeAt(ctx.p++))) {
    return parseNumber(ctx, ctx.p = startPtr, c, 0, endChr);
  }
  ctx.p += 5;
  if (!isDigit(ctx.s.charCodeAt(ctx.p++)))
    TomlError.x("invalid date-time: date part is malformed", ctx, startPtr);
  if (ctx.p >= ctx.s.length || ((c = ctx.s.charCodeAt(ctx.p)) !== 32 || (unsafeSeparator = true, !isDigit(ctx.s.charCodeAt(ctx.p + 1)))) && c !== 84 && c !== 116) {
    let t2 = ctx.s.slice(startPtr, ctx.p);
    return readDate(ctx, t2, 3, false, startPtr);
  }
  if (ctx.s.charCodeAt(ctx.p += 3) !== 58)
    TomlError.x("invalid date-time: time part is malformed", ctx, startPtr);
  if (ctx.s.charCodeAt(ctx.p += 3) === 58)
    ctx.p += 3;
  if (ctx.s.charCodeAt(ctx.p) === 46)
    while (isDigit(ctx.s.charCodeAt(++ctx.p)))
      ;
  if (c = ctx.s.charCodeAt(ctx.p)) {
    if (c === 90 || c === 122) {
      let t2 = ctx.s.slice(startPtr, ++ctx.p);
      return readDate(ctx, t2, 1, unsafeSeparator, startPtr, "[+00:00]");
    }
    if (c === 43 || c === 45) {
      let t2 = ctx.s.slice(startPtr, ctx.p += 6);
      return readDate(ctx, t2, 1, unsafeSeparator, startPtr, !ctx.ld && "[" + ctx.s.slice(ctx.p - 6, ctx.p) + "]");
    }
  }
  let t = ctx.s.slice(startPtr, ctx.p);
  return readDate(ctx, t, 2, unsafeSeparator, startPtr);
}
function parseTime(ctx, c, endChr) {
  let start = ctx.p;
  if (!isDigit(c) || !isDigit(ctx.s.charCodeAt(++ctx.p))) {
    return parseNumber(ctx, --ctx.p, c, 0, endChr);
  }
  if (ctx.s.charCodeAt(ctx.p += 4) === 58)
    ctx.p += 3;
  if (ctx.s.charCodeAt(ctx.p) === 46)
    while (isDigit(ctx.s.charCodeAt(++ctx.p)))
      ;
  let t = ctx.s.slice(start, ctx.p);
  return readDate(ctx, t, 4, false, start);
}
function readDate(ctx, str, type, unsafeDelim, errPtr, temporalSuffix) {
  if (ctx.ld) {
    let date = new TomlDate(str, type, unsafeDelim);
    if (!date.isValid())
      TomlError.x("invalid date", ctx, errPtr);
    return date;
  }
  try {
    if (temporalSuffix)
      str += temporalSuffix;
    switch (type) {
      case 1:
        return Temporal.ZonedDateTime.from(str);
      case 2:
        return Temporal.PlainDateTime.from(str);
      case 3:
        return Temporal.PlainDate.from(str);
      case 4:
        return Temporal.PlainTime.from(str);
    }
  } catch (e) {
    TomlError.x(e instanceof Error ? e.message : "" + e, ctx, errPtr);
  }
}

// node_modules/smol-toml/dist/util.js
function skipComment(ctx) {
  for (; ctx.p < ctx.s.length; ctx.p++) {
    let c = ctx.s.charCodeAt(ctx.p);
    if (c === 10)
      break;
    if (c === 13 && ctx.s.charCodeAt(ctx.p + 1) === 10) {
      ctx.p++;
      break;
    }
    if (c < 32 && c !== 9 || c === 127) {
      TomlError.x("control characters are not allowed in comments", ctx);
    }
  }
}
function skipVoid(ctx, banNewLines, banComments) {
  let c;
  while (ctx.p < ctx.s.length) {
    while (ctx.p < ctx.s.length && ((c = ctx.s.charCodeAt(ctx.p)) === 32 || c === 9 || !banNewLines && (c === 10 || c === 13 && ctx.s.charCodeAt(ctx.p + 1) === 10)))
      ctx.p++;
    if (banComments || c !== 35)
      break;
    skipComment(ctx);
  }
}

// node_modules/smol-toml/dist/struct.js
function parseKey(ctx, end = 61) {
  let startPtr;
  let state = 0;
  let parsed = [];
  let sliceStart;
  let c = ctx.s.charCodeAt(startPtr = ctx.p);
  do {
    if (c === end) {
      if (!state)
        TomlError.x("unexpected end of key", ctx);
      if (state === 1)
        parsed.push(ctx.s.slice(sliceStart, ctx.p));
      return ctx.p++, parsed;
    } else if (c === 46) {
      if (!state)
        TomlError.x("illegal empty bare key", ctx);
      if (state === 1)
        parsed.push(ctx.s.slice(sliceStart, ctx.p));
      state = 0;
    } else if (!state && (c === 34 || c === 39)) {
      if (c === ctx.s.charCodeAt(ctx.p + 1) && c === ctx.s.charCodeAt(ctx.p + 2))
        TomlError.x("illegal quoted key: multiline strings are not allowed", ctx);
      parsed.push(parseString(ctx));
      state = 2;
      ctx.p--;
    } else if (c === 32 || c === 9) {
      if (state === 1) {
        parsed.push(ctx.s.slice(sliceStart, ctx.p));
        state = 2;
      }
    } else if (state === 2 || c < 48 && c !== 45 || c > 57 && c < 65 || c > 90 && c < 97 && c !== 95 || c > 122) {
      TomlError.x("illegal character in key", ctx);
    } else if (!state) {
      state = 1;
      sliceStart = ctx.p;
    }
  } while (c = ctx.s.charCodeAt(++ctx.p));
  TomlError.x("incomplete key-value: cannot find end of key", ctx, startPtr);
}
function parseInlineTable(ctx) {
  let startPtr = ctx.p++;
  let res = /* @__PURE__ */ Object.create(null);
  let seen = /* @__PURE__ */ new Set();
  let c;
  while (ctx.p < ctx.s.length) {
    skipVoid(ctx);
    if ((c = ctx.s.charCodeAt(ctx.p)) === 125) {
      ctx.p++;
      return res;
    }
    let k;
    let t = res;
    let hasOwn = false;
    let errPtr = ctx.p;
    let key = parseKey(ctx);
    for (let i = 0; i < key.length; i++) {
      if (i)
        t = hasOwn ? t[k] : t[k] = /* @__PURE__ */ Object.create(null);
      k = key[i];
      if ((hasOwn = Object.hasOwn(t, k)) && (typeof t[k] !== "object" || seen.has(t[k]))) {
        TomlError.x("trying to redefine an already defined value", ctx, errPtr);
      }
      let unsafe = k === "__proto__";
      if (ctx.uk && (unsafe || k === "constructor")) {
        t = ctx.uk !== 1 && TomlError.x("document contains an unsafe property", ctx, errPtr);
        break;
      }
      if (!hasOwn && unsafe) {
        Object.defineProperty(t, k, { enumerable: true, configurable: true, writable: true });
      }
    }
    if (hasOwn) {
      TomlError.x("trying to redefine an already defined value", ctx, errPtr);
    }
    skipVoid(ctx, true, true);
    let value = extractValue(
      ctx,
      125
      /* } */
    );
    if (t && typeof (t[k] = value) === "object")
      seen.add(value);
    skipVoid(ctx);
    if ((c = ctx.s.charCodeAt(ctx.p++)) === 125) {
      return res;
    }
    if (c !== 44)
      TomlError.x("expected comma or end of structure", ctx, ctx.p - 1);
  }
  TomlError.x("unfinished table", ctx, startPtr);
}
function parseArray(ctx) {
  let startPtr = ctx.p++;
  let res = [];
  let c;
  while (ctx.p < ctx.s.length) {
    skipVoid(ctx);
    if ((c = ctx.s.charCodeAt(ctx.p)) === 93) {
      ctx.p++;
      return res;
    }
    res.push(extractValue(
      ctx,
      93
      /* ] */
    ));
    skipVoid(ctx);
    if ((c = ctx.s.charCodeAt(ctx.p++)) === 93) {
      return res;
    }
    if (c !== 44)
      TomlError.x("expected comma or end of structure", ctx, ctx.p - 1);
  }
  TomlError.x("unfinished array", ctx, startPtr);
}

// node_modules/smol-toml/dist/parse.js
function peekTable(ctx, key, table, meta, type) {
  let t = table;
  let m = meta;
  let k;
  let hasOwn = false;
  let state;
  for (let i = 0; i < key.length; i++) {
    if (i) {
      t = hasOwn ? t[k] : t[k] = /* @__PURE__ */ Object.create(null);
      m = (state = m[k]).c;
      if (type === 0 && (state.t === 1 || state.t === 2)) {
        return null;
      }
      if (state.t === 2) {
        let l = t.length - 1;
        t = t[l];
        m = m[l].c;
      }
    }
    k = key[i];
    if ((hasOwn = Object.hasOwn(t, k)) && m[k]?.t === 0 && m[k]?.d) {
      return null;
    }
    if (!hasOwn) {
      let unsafe = k === "__proto__";
      if (ctx.uk && (unsafe || k === "constructor"))
        return false;
      if (unsafe) {
        Object.defineProperty(t, k, { enumerable: true, configurable: true, writable: true });
        Object.defineProperty(m, k, { enumerable: true, configurable: true, writable: true });
      }
      m[k] = {
        t: i < key.length - 1 && type === 2 ? 3 : type,
        d: false,
        i: 0,
        c: /* @__PURE__ */ Object.create(null)
      };
    }
  }
  state = m[k];
  if (state.t !== type && !(type === 1 && state.t === 3)) {
    return null;
  }
  if (type === 2) {
    if (!state.d) {
      state.d = true;
      t[k] = [];
    }
    t[k].push(t = /* @__PURE__ */ Object.create(null));
    state.c[state.i++] = state = { t: 1, d: false, i: 0, c: /* @__PURE__ */ Object.create(null) };
  }
  if (state.d) {
    return null;
  }
  state.d = true;
  if (type === 1) {
    t = hasOwn ? t[k] : t[k] = /* @__PURE__ */ Object.create(null);
  } else if (type === 0 && hasOwn) {
    return null;
  }
  return [k, t, state.c];
}
function validateTablePeek(ctx, peek, ptr) {
  if (peek === null || ctx.uk === 2)
    TomlError.x(peek === null ? "trying to redefine an already defined table or value" : "document contains an unsafe property", ctx, ptr);
}
function parse(toml, options = {}) {
  let ctx = {
    s: toml,
    p: 0,
    d: options.maxDepth ?? 1e3,
    bi: options.integersAsBigInt ?? false,
    ld: options.useLegacyDate ?? true,
    uk: options.unsafeKeyBehaviour === "throw" ? 2 : options.unsafeKeyBehaviour === "drop" ? 1 : 0
  };
  let res = /* @__PURE__ */ Object.create(null);
  let meta = /* @__PURE__ */ Object.create(null);
  let tmp;
  let skipping = false;
  let tbl = res;
  let m = meta;
  if (toml.charCodeAt(0) === 65279)
    ctx.p++;
  skipVoid(ctx);
  while (ctx.p < toml.length) {
    if (toml.charCodeAt(ctx.p) === 91) {
      let isTableArray = toml.charCodeAt(++ctx.p) === 91;
      tmp = ctx.p += +isTableArray;
      skipping = false;
      let k = parseKey(
        ctx,
        93
        /* ] */
      );
      if (isTableArray) {
        if (toml.charCodeAt(ctx.p) !== 93) {
          TomlError.x("expected end of table array declaration", ctx);
        }
        ctx.p++;
      }
      let p = peekTable(
        ctx,
        k,
        res,
        meta,
        isTableArray ? 2 : 1
        /* Type.EXPLICIT */
      );
      if (!p) {
        validateTablePeek(ctx, p, tmp);
        skipping = true;
      } else {
        m = p[2];
        tbl = p[1];
      }
    } else {
      tmp = ctx.p;
      let k = parseKey(ctx);
      let p = peekTable(
        ctx,
        k,
        tbl,
        m,
        0
        /* Type.DOTTED */
      );
      if (!p && !skipping)
        validateTablePeek(ctx, p, tmp);
      skipVoid(ctx, true, true);
      let v = extractValue(ctx, void 0);
      if (p && !skipping)
        p[1][p[0]] = v;
    }
    skipVoid(ctx, true);
    if (ctx.p < toml.length && (tmp = toml.charCodeAt(ctx.p)) !== 10 && (tmp !== 13 || toml.charCodeAt(ctx.p + 1) !== 10)) {
      TomlError.x("each key-value declaration must be followed by an end-of-line", ctx);
    }
    skipVoid(ctx);
  }
  return res;
}

// node_modules/smol-toml/dist/stringify.js
var HAS_WELLFORMED = !!"".isWellFormed;

// src/workspace/uv-workspace.ts
async function readUvWorkspace(files) {
  const source = await files.read("uv.lock");
  if (source === void 0) return void 0;
  const lock = parseToml("uv.lock", source, "uv-lock-invalid");
  if ("problem" in lock) throw new ActionError([lock.problem]);
  const packages = Array.isArray(lock.data["package"]) ? lock.data["package"] : [];
  return { packages: new Set(packages.flatMap((entry) => nameOf(entry) ?? [])) };
}
async function readPackageName(files, folder, { packages }) {
  const path2 = `${folder}/pyproject.toml`;
  const source = await files.read(path2);
  if (source === void 0) {
    return {
      problem: {
        code: "pyproject-missing",
        severity: "error",
        message: `${folder} has no pyproject.toml, so uv can't install what its flow imports.`,
        hint: 'Add a pyproject.toml with [project] name and dependencies, then run "uv lock" and commit uv.lock.',
        location: { path: `${folder}/prefect.yaml`, line: 1 }
      }
    };
  }
  const project = parseToml(path2, source, "pyproject-invalid");
  if ("problem" in project) return project;
  const name = nameOf(project.data["project"]);
  if (name === void 0) {
    return {
      problem: {
        code: "pyproject-invalid",
        severity: "error",
        message: `${path2} has no [project] name.`,
        hint: "Add it: uv knows the pipeline by that name.",
        location: { path: path2, line: 1 }
      }
    };
  }
  if (packages.has(normaliseName(name))) return { name };
  return {
    problem: {
      code: "uv-lock-outdated",
      severity: "error",
      message: `uv.lock doesn't know the package "${name}", so the lock file is older than this pipeline.`,
      hint: 'Run "uv lock" in the repository and commit uv.lock. The pipeline must be one of the members in [tool.uv.workspace].',
      location: { path: path2, line: findNameLine(source) }
    }
  };
}
function findNameLine(source) {
  const lines = source.split("\n");
  const table = lines.findIndex((line) => /^\s*\[\s*project\s*\]/.test(line));
  const index = lines.findIndex((line, at) => at > table && /^\s*(?:project\.)?name\s*=/.test(line));
  return Math.max(index + 1, 1);
}
function normaliseName(name) {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}
function nameOf(table) {
  const name = typeof table === "object" && table !== null && "name" in table ? table.name : void 0;
  return typeof name === "string" ? name : void 0;
}
function parseToml(path2, source, code) {
  try {
    return { data: parse(source) };
  } catch (error) {
    const place = error instanceof TomlError ? { line: error.line, column: error.column } : { line: 1 };
    const reason = messageOf(error).split("\n")[0] ?? "";
    return {
      problem: {
        code,
        severity: "error",
        message: `${path2} is not valid TOML: ${reason}`,
        hint: path2 === "uv.lock" ? 'Run "uv lock" and commit the file; a merge conflict may have been left in it.' : "Correct the file at this line.",
        location: { path: path2, ...place }
      }
    };
  }
}

// src/workspace/read-pipeline.ts
var safeName = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
async function readPipeline(files, name, { pipelinesDir, uv }) {
  const folder = posix4.join(pipelinesDir, name);
  const path2 = `${folder}/prefect.yaml`;
  if (!safeName.test(name)) return misnamed(name, folder, path2);
  const source = await files.read(path2);
  if (source === void 0) {
    throw failure("prefect-file-missing", `${folder} has no prefect.yaml.`, {
      hint: "Add the file, or remove the folder."
    });
  }
  const { deployments, problems } = parsePrefectFile(path2, source);
  const python = uv ? await readPackageName(files, folder, uv) : void 0;
  return {
    name,
    folder,
    prefectFile: { path: path2, source },
    packageName: python && "name" in python ? python.name : void 0,
    deployments,
    problems: [
      ...problems,
      ...python && "problem" in python ? [python.problem] : [],
      ...await findMissingFlows(files, deployments)
    ]
  };
}
function misnamed(name, folder, path2) {
  const problem2 = {
    code: "pipeline-name-invalid",
    severity: "error",
    message: `The folder name ${JSON.stringify(name)} can't be used in tags and paths.`,
    hint: 'Use letters, digits, "_", "-" and "." only, and a letter or a digit to begin with.',
    location: { path: path2, line: 1 }
  };
  return {
    name,
    folder,
    prefectFile: { path: path2, source: "" },
    packageName: void 0,
    deployments: [],
    problems: [problem2]
  };
}
async function findMissingFlows(files, deployments) {
  const checks = deployments.map(async ({ entrypoint, entry, entrypointLocation }) => {
    const [file = "", flow = ""] = splitEntrypoint(entrypoint);
    if (!file.endsWith(".py") || entrypoint.includes("{{")) return [];
    const source = staysInside(file) ? await files.read(file) : void 0;
    const message = source === void 0 ? `The entrypoint's file "${file}" doesn't exist.` : mentions(source, flow) ? void 0 : `The entrypoint's file "${file}" has no function "${flow}".`;
    if (message === void 0) return [];
    const hint = `Correct the entrypoint of "${String(entry["name"])}": the path is taken from the folder that Prefect runs in, not from the pipeline's folder.`;
    return [{ code: "entrypoint-missing", severity: "error", message, hint, location: entrypointLocation }];
  });
  return (await Promise.all(checks)).flat();
}
function splitEntrypoint(entrypoint) {
  const colon = entrypoint.lastIndexOf(":");
  return [entrypoint.slice(0, colon), entrypoint.slice(colon + 1)];
}
function mentions(source, flow) {
  const [name = ""] = flow.split(".");
  const hasName = source.match(/[\p{L}\p{M}\p{N}_]+/gu)?.includes(name) ?? false;
  return hasName || /^\s*from\s+\S+\s+import\s+\*/m.test(source);
}

// src/deploy.ts
async function deploy(run3) {
  const { inputs, runner, log, record: record2 } = run3;
  const event = parseEvent(runner.event);
  if (event.kind === "branch-deleted") {
    record2.nothingToDo = `The push deleted the branch "${event.branch}". Its deployments stay as they are.`;
    log.info(record2.nothingToDo);
    return;
  }
  const environment = chooseEnvironment(event.branch, inputs.environments, inputs.environment);
  record2.environment = environment;
  const files = openFiles(join2(runner.workspace, inputs.workingDirectory));
  const selection = chooseSelection(event, inputs.pipelines);
  const { affected, reason } = await select(run3, files, selection);
  log.info(`Deploying to "${environment}". ${reason}`);
  const pipelines = await readPipelines(files, affected.affected, inputs);
  const plan = await planRun(run3, files, { pipelines, affected, environment, reason });
  record2.plan = plan;
  showPlan(plan, log);
  throwErrors(plan.problems);
  if (inputs.dryRun || isEmpty(plan)) return;
  const { executePlan } = await import("./chunk-PAQ6ETF7.mjs");
  await executePlan(run3, plan, pipelines);
}
async function select(run3, files, selection) {
  const { pipelinesDir } = run3.inputs;
  const pipelines = await findPipelines(files, pipelinesDir);
  const only = (names) => ({ affected: names, removed: [], elsewhere: [] });
  switch (selection.kind) {
    case "all":
      return { affected: only(pipelines), reason: "All pipelines were asked for." };
    case "named": {
      const named = only(matchPipelines(selection.patterns, pipelines));
      return { affected: named, reason: `These pipelines were asked for: ${selection.patterns.join(", ")}.` };
    }
    case "changed": {
      const git = await openGit(gitOptions(run3));
      const range2 = await findCommitRange(git, selection.push);
      const changes = await git.diff(range2.base, range2.head);
      const compared = `${range2.head.slice(0, 7)} is compared with ${range2.base.slice(0, 7)}: ${range2.reason}.`;
      return { affected: findAffected(changes, { pipelinesDir, pipelines }), reason: compared };
    }
  }
}
function gitOptions({ inputs, runner, signal }) {
  return {
    cwd: join2(runner.workspace, inputs.workingDirectory),
    env: runner.env,
    retry: inputs.retry,
    token: inputs.githubToken,
    serverUrl: runner.serverUrl,
    signal
  };
}
async function readPipelines(files, names, { pipelinesDir }) {
  if (names.length === 0) return [];
  const uv = await readUvWorkspace(files);
  return await Promise.all(names.map((name) => readPipeline(files, name, { pipelinesDir, uv })));
}
async function planRun({ inputs, runner, log, signal }, files, part) {
  const request = {
    ...part,
    environments: Object.keys(inputs.environments),
    env: runner.env,
    platforms: inputs.build.platforms
  };
  const draft = await withMissingFiles(files, makePlan({ ...request, shellOutputs: /* @__PURE__ */ new Map() }));
  if (draft.problems.some(({ severity }) => severity === "error")) return draft;
  const chosen = part.pipelines.flatMap((pipeline) => chooseDeployments(pipeline, request).deployments);
  const shellOutputs = await runShellSteps(chosen, {
    cwd: join2(runner.workspace, inputs.workingDirectory),
    env: runner.env,
    signal,
    dryRun: inputs.dryRun,
    onOutput: log.info
  });
  return await withMissingFiles(files, makePlan({ ...request, shellOutputs }));
}
async function withMissingFiles(files, plan) {
  return { ...plan, problems: [...plan.problems, ...await findMissingBuildFiles(files, plan.images)] };
}
function showPlan(plan, log) {
  const lines = [
    ...plan.images.map(({ reference }) => `  build and push  ${reference}`),
    ...plan.deployments.map(({ pipeline, name }) => `  register        ${name} (${pipeline})`),
    ...plan.removed.map((name) => `  gone            ${name}: its deployments stay in Prefect`),
    ...plan.elsewhere.slice(0, 20).map((path2) => `  no pipeline     ${path2}`)
  ];
  log.info(lines.length > 0 ? ["The plan:", ...lines].join("\n") : "No pipeline is affected: nothing to do.");
  for (const problem2 of plan.problems) if (problem2.severity !== "error") log.annotate(problem2);
}

// src/inputs.ts
import { homedir, tmpdir } from "node:os";
import { join as join3, posix as posix5 } from "node:path";
import { readFileSync } from "node:fs";
var import_yaml2 = __toESM(require_dist(), 1);
var longestMinutes = Math.floor((2 ** 31 - 1) / 6e4);
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
    registry: readRegistry(secrets.registryPassword),
    prefect: readPrefect(secrets, dryRun),
    dryRun,
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
function readRunner() {
  const variables = Object.entries(process.env).flatMap(
    ([name, value]) => value === void 0 ? [] : [[name, value]]
  );
  const env = Object.fromEntries(variables.filter(([name]) => !isRunnersOwn(name)));
  const cache2 = variables.filter(([name]) => /^ACTIONS_(CACHE|RESULTS|RUNTIME)_/.test(name));
  return {
    event: {
      name: process.env["GITHUB_EVENT_NAME"] ?? "",
      ref: process.env["GITHUB_REF"] ?? "",
      payload: readPayload(process.env["GITHUB_EVENT_PATH"])
    },
    workspace: process.env["GITHUB_WORKSPACE"] ?? process.cwd(),
    temporaryFolder: process.env["RUNNER_TEMP"] ?? tmpdir(),
    serverUrl: process.env["GITHUB_SERVER_URL"] ?? "https://github.com",
    dockerConfig: process.env["DOCKER_CONFIG"] ?? join3(homedir(), ".docker"),
    env,
    dockerEnv: { ...env, ...Object.fromEntries(cache2) }
  };
}
function isRunnersOwn(name) {
  return /^(INPUT|STATE|ACTIONS)_/.test(name) || /^GITHUB_(ENV|OUTPUT|PATH|STATE|STEP_SUMMARY|TOKEN)$/.test(name) || // It would have uv complain that the run's environment is another one.
  name === "VIRTUAL_ENV";
}
function readPayload(path2) {
  try {
    return JSON.parse(readFileSync(path2 ?? "", "utf8"));
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
function maskSecrets() {
  const secrets = {
    registryPassword: optional("registry-password"),
    prefectApiKey: optional("prefect-api-key") ?? variable("PREFECT_API_KEY"),
    prefectAuthString: optional("prefect-api-auth-string") ?? variable("PREFECT_API_AUTH_STRING"),
    githubToken: optional("github-token"),
    build: Object.entries(readPairs("build-secrets")).map(([id, value]) => ({ id, value }))
  };
  const { build: build2, githubToken, prefectAuthString, ...others } = secrets;
  const encoded = [prefectAuthString, githubToken && `x-access-token:${githubToken}`].map(
    (text2) => text2 && Buffer.from(text2).toString("base64")
  );
  const values = [...Object.values(others), prefectAuthString, githubToken, ...encoded];
  for (const value of [...values, ...build2.map((secret) => secret.value)]) if (value) setSecret(value);
  return secrets;
}
function readRegistry(password) {
  const host = optional("registry");
  if (host === void 0 || password === void 0) return void 0;
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
    throw invalid("prefect-api-url", `is "${url}", which is not an http(s) address`);
  }
  return {
    apiUrl: url.replace(/\/+$/, ""),
    apiKey: secrets.prefectApiKey,
    authString: secrets.prefectAuthString
  };
}
function readEnvironments() {
  const source = getInput("environments");
  const shape = 'must map each environment to branch patterns, such as "prod: [master, main]"';
  let data;
  try {
    data = (0, import_yaml2.parse)(source);
  } catch (error) {
    throw invalid("environments", `is not valid YAML: ${messageOf(error)}`);
  }
  if (typeof data !== "object" || data === null || Array.isArray(data)) throw invalid("environments", shape);
  const entries = Object.entries(data).map(([name, value]) => {
    const patterns = Array.isArray(value) ? value : [value];
    const texts = patterns.filter((pattern) => typeof pattern === "string");
    if (texts.length !== patterns.length || texts.length === 0) throw invalid("environments", shape);
    return [name, texts];
  });
  if (entries.length === 0) throw invalid("environments", shape);
  return Object.fromEntries(entries);
}
function readFolder(name) {
  const folder = posix5.normalize(getInput(name));
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
  const text2 = getInput(name);
  const value = Number(text2);
  if (/^\d+$/.test(text2) && value >= least && value <= most) return value;
  const limits = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw invalid(name, `is "${text2}", and must be a whole number ${limits}`);
}
function readBoolean(name) {
  try {
    return getBooleanInput(name);
  } catch {
    throw invalid(name, `is "${getInput(name)}", and must be true or false`);
  }
}
function optional(name) {
  const value = getInput(name);
  return value === "" ? void 0 : value;
}
function variable(name) {
  const value = process.env[name];
  return value === "" ? void 0 : value;
}
function invalid(name, problem2) {
  return failure("input-invalid", `The input "${name}" ${problem2}.`, {
    hint: `Correct "${name}" under "with:" of the workflow's step.`
  });
}

// src/report/log.ts
import { randomUUID } from "node:crypto";
import { stripVTControlCharacters } from "node:util";
function openLog(writer, repositoryPath) {
  return {
    info: (line) => {
      writer.info(harmless(line));
    },
    output: (line) => {
      writer.info(harmless(line));
    },
    group: async (title, task) => {
      const word = randomUUID();
      writer.startGroup(title);
      writer.info(`::stop-commands::${word}`);
      try {
        return await task();
      } finally {
        writer.info(`::${word}::`);
        writer.endGroup();
      }
    },
    annotate: ({ severity, code, message, hint, location }) => {
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
function plain(line) {
  return stripVTControlCharacters(line).replace(new RegExp("\\p{Cc}", "gu"), (mark) => mark === "	" ? mark : " ");
}
function harmless(text2) {
  return text2.split("\n").map(
    (line) => plain(line).replaceAll("##[", "## [").replace(/^(\s*)::/, "$1: :")
  ).join("\n");
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
  return distinct2([...made, ...named]);
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
function distinct2(items) {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

// src/report/outputs.ts
function makeOutputs(record2) {
  const { plan } = record2;
  const pipelines = plan?.pipelines ?? [];
  return {
    environment: record2.environment ?? "",
    changed: String(pipelines.length > 0),
    pipelines: JSON.stringify(pipelines),
    images: JSON.stringify(listImages(record2).filter(({ result }) => result !== "planned")),
    deployments: JSON.stringify(listDeployments(record2)),
    removed: JSON.stringify(plan?.removed ?? []),
    plan: JSON.stringify(plan ?? {}),
    matrix: JSON.stringify({ include: pipelines.map((name) => ({ pipelines: name })) })
  };
}

// src/report/run-record.ts
function beginRecord(options) {
  return {
    ...options,
    plan: void 0,
    environment: void 0,
    nothingToDo: void 0,
    built: [],
    pushed: /* @__PURE__ */ new Set(),
    registered: [],
    failed: [],
    spans: []
  };
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
function plainText(text2) {
  return text2.replace(/[:;#,`\n\r%{}]/g, " ").trim();
}

// src/report/summary.ts
var longestSummary = 1e6;
var mostPaths = 30;
function writeSummary(record2, problems, endedAt) {
  const parts = [
    `## ${headline(record2, problems)}`,
    escapeMarkdown(record2.nothingToDo ?? record2.plan?.reason ?? ""),
    ...problems.map(describeProblem),
    describePipelines(record2, endedAt),
    describeImages(record2),
    describeLeftOut(record2),
    drawTimeline(record2.spans, record2.startedAt)
  ];
  const text2 = parts.filter((part) => part !== void 0 && part !== "").join("\n\n");
  const bytes = Buffer.from(text2);
  if (bytes.length <= longestSummary) return `${text2}
`;
  const shown = bytes.subarray(0, longestSummary).toString();
  return `${shown.slice(0, shown.lastIndexOf("\n"))}

The rest is in the log.
`;
}
function headline(record2, problems) {
  const environment = record2.environment === void 0 ? "" : ` to ${escapeMarkdown(record2.environment)}`;
  if (problems.some(({ severity }) => severity === "error")) return `Deploy${environment} failed`;
  const { pipelines = [], deployments = [] } = record2.plan ?? {};
  if (pipelines.length === 0) return `Nothing to deploy${environment}`;
  const counts = `${count(deployments.length, "deployment")} of ${count(pipelines.length, "pipeline")}`;
  return record2.dryRun ? `Plan: deploy ${counts}${environment}` : `Deployed ${counts}${environment}`;
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
function placeOf({ path: path2, line }) {
  return line === void 0 ? path2 : `${path2}:${line}`;
}
function describePipelines(record2, endedAt) {
  const { plan } = record2;
  if (!plan || plan.pipelines.length === 0) return void 0;
  const deployments = listDeployments(record2);
  const rows = plan.pipelines.flatMap((pipeline) => {
    const name = escapeMarkdown(pipeline);
    const own = deployments.filter((deployment) => deployment.pipeline === pipeline);
    if (own.length === 0) return [[name, "", "", noDeployment(record2)]];
    return own.map((deployment, index) => [
      index === 0 ? name : "",
      index === 0 ? describeImageOf(record2, deployment.image) : "",
      deployment.url === void 0 ? escapeMarkdown(deployment.name) : `[${escapeMarkdown(deployment.name)}](${deployment.url})`,
      describeResult(record2, deployment)
    ]);
  });
  const table = makeTable(["Pipeline", "Image", "Deployment", "Result"], rows);
  return `${table}

The run took ${seconds(endedAt - record2.startedAt)}.`;
}
function noDeployment({ plan, environment }) {
  const unread = plan?.problems.some(({ severity }) => severity === "error") ?? false;
  return unread ? "not begun" : `no deployment for ${escapeMarkdown(environment ?? "")}`;
}
function describeImageOf(record2, reference) {
  if (reference === void 0) return "";
  const built = record2.built.find(({ image }) => image.reference === reference);
  const tag = `\`${codeText(reference.slice(reference.lastIndexOf("/") + 1))}\``;
  if (built === void 0) return tag;
  return `${tag}<br>\`${built.digest.slice(0, 19)}\` in ${seconds(built.finishedAt - built.startedAt)}`;
}
function describeResult({ dryRun }, { result }) {
  if (dryRun) return "planned";
  return { registered: "registered", failed: "failed", unchanged: "as before" }[result];
}
function describeImages(record2) {
  const images = listImages(record2);
  if (images.length === 0) return void 0;
  const rows = images.map((image) => [
    `\`${codeText(image.tag === "" ? image.name : `${image.name}:${image.tag}`)}\``,
    image.digest === void 0 ? "" : `\`${codeText(image.digest)}\``,
    stateOfImage(record2, image)
  ]);
  const table = makeTable(["Image", "Digest", "State"], rows);
  return `<details><summary>Images</summary>

${table}

</details>`;
}
function stateOfImage({ pushed, dryRun }, { name, tag, result }) {
  switch (result) {
    case "built":
      return "pushed";
    case "reused":
      return "named, not built here";
    case "planned":
      if (pushed.has(`${name}:${tag}`)) return "pushed, and used by nothing";
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
    const shown = plan.elsewhere.slice(0, mostPaths).map((path2) => `- \`${codeText(path2)}\``);
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
function makeTable(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
function escapeMarkdown(text2) {
  return text2.replace(/[\r\n]+/g, " ").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replace(/[\\`*_[\]{}#!@|~]/g, (mark) => mark === "@" ? "@<!-- -->" : `\\${mark}`);
}
function codeText(text2) {
  return text2.replace(/[\r\n`]+/g, " ");
}
function codeBlock(lines) {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run3]) => run3.length))
  );
  const fence = "`".repeat(longest + 1);
  return [`${fence}text`, ...lines, fence];
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
  let record2 = beginRecord({ startedAt, prefectApiUrl: void 0, dryRun: false });
  let log = openLog(core_exports, (path2) => path2);
  const problems = [];
  try {
    const inputs = readInputs();
    const runner = readRunner();
    record2 = beginRecord({ startedAt, prefectApiUrl: inputs.prefect?.apiUrl, dryRun: inputs.dryRun });
    log = openLog(core_exports, (path2) => posix6.join(inputs.workingDirectory, path2));
    await withDeadline(inputs.timeoutMs, (signal) => deploy({ inputs, runner, log, record: record2, signal }));
  } catch (error) {
    process.exitCode = ExitCode.Failure;
    problems.push(...describe4(error));
  }
  await report(record2, problems, log);
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
        hint: "The table says what was done until then. Running the workflow again is safe."
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
function describe4(error) {
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
async function report(record2, problems, log) {
  problems.forEach(log.annotate);
  for (const [name, value] of Object.entries(makeOutputs(record2))) setOutput(name, value);
  const warnings = record2.plan?.problems.filter(({ severity }) => severity !== "error") ?? [];
  const text2 = writeSummary(record2, [...problems, ...warnings], Date.now());
  try {
    await summary.addRaw(text2).write();
  } catch (error) {
    log.info(`The job summary could not be written: ${messageOf(error)}`);
  }
}

// src/main.ts
process.on("unhandledRejection", (reason) => {
  setFailed(reason instanceof Error ? reason.stack ?? reason.message : String(reason));
});
await run2();
