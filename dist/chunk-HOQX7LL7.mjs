import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
import {
  normaliseName,
  readPackageName,
  readUvWorkspace
} from "./chunk-NW55O5CH.mjs";
import {
  environmentOfDeployment,
  settingsOf
} from "./chunk-YAI4U3TH.mjs";
import {
  divideSteps,
  readSteps,
  require_dist,
  stepKey
} from "./chunk-454UY2A2.mjs";
import {
  require_ajv
} from "./chunk-AZR7E7JT.mjs";
import {
  ActionError,
  asText,
  failure,
  fillPlaceholders,
  findPlaceholders,
  lookupEnvironment,
  lookupOutputs,
  messageOf
} from "./chunk-T6UZLHMW.mjs";
import {
  __commonJS,
  __toESM
} from "./chunk-LMMWWLXT.mjs";

// node_modules/fastest-levenshtein/mod.js
var require_mod = __commonJS({
  "node_modules/fastest-levenshtein/mod.js"(exports) {
    "use strict";
    exports.__esModule = true;
    exports.distance = exports.closest = void 0;
    var peq = new Uint32Array(65536);
    var myers_32 = function(a, b) {
      var n = a.length;
      var m = b.length;
      var lst = 1 << n - 1;
      var pv = -1;
      var mv = 0;
      var sc = n;
      var i = n;
      while (i--) {
        peq[a.charCodeAt(i)] |= 1 << i;
      }
      for (i = 0; i < m; i++) {
        var eq = peq[b.charCodeAt(i)];
        var xv = eq | mv;
        eq |= (eq & pv) + pv ^ pv;
        mv |= ~(eq | pv);
        pv &= eq;
        if (mv & lst) {
          sc++;
        }
        if (pv & lst) {
          sc--;
        }
        mv = mv << 1 | 1;
        pv = pv << 1 | ~(xv | mv);
        mv &= xv;
      }
      i = n;
      while (i--) {
        peq[a.charCodeAt(i)] = 0;
      }
      return sc;
    };
    var myers_x = function(b, a) {
      var n = a.length;
      var m = b.length;
      var mhc = [];
      var phc = [];
      var hsize = Math.ceil(n / 32);
      var vsize = Math.ceil(m / 32);
      for (var i = 0; i < hsize; i++) {
        phc[i] = -1;
        mhc[i] = 0;
      }
      var j = 0;
      for (; j < vsize - 1; j++) {
        var mv_1 = 0;
        var pv_1 = -1;
        var start_1 = j * 32;
        var vlen_1 = Math.min(32, m) + start_1;
        for (var k = start_1; k < vlen_1; k++) {
          peq[b.charCodeAt(k)] |= 1 << k;
        }
        for (var i = 0; i < n; i++) {
          var eq = peq[a.charCodeAt(i)];
          var pb = phc[i / 32 | 0] >>> i & 1;
          var mb = mhc[i / 32 | 0] >>> i & 1;
          var xv = eq | mv_1;
          var xh = ((eq | mb) & pv_1) + pv_1 ^ pv_1 | eq | mb;
          var ph = mv_1 | ~(xh | pv_1);
          var mh = pv_1 & xh;
          if (ph >>> 31 ^ pb) {
            phc[i / 32 | 0] ^= 1 << i;
          }
          if (mh >>> 31 ^ mb) {
            mhc[i / 32 | 0] ^= 1 << i;
          }
          ph = ph << 1 | pb;
          mh = mh << 1 | mb;
          pv_1 = mh | ~(xv | ph);
          mv_1 = ph & xv;
        }
        for (var k = start_1; k < vlen_1; k++) {
          peq[b.charCodeAt(k)] = 0;
        }
      }
      var mv = 0;
      var pv = -1;
      var start = j * 32;
      var vlen = Math.min(32, m - start) + start;
      for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] |= 1 << k;
      }
      var score = m;
      for (var i = 0; i < n; i++) {
        var eq = peq[a.charCodeAt(i)];
        var pb = phc[i / 32 | 0] >>> i & 1;
        var mb = mhc[i / 32 | 0] >>> i & 1;
        var xv = eq | mv;
        var xh = ((eq | mb) & pv) + pv ^ pv | eq | mb;
        var ph = mv | ~(xh | pv);
        var mh = pv & xh;
        score += ph >>> m - 1 & 1;
        score -= mh >>> m - 1 & 1;
        if (ph >>> 31 ^ pb) {
          phc[i / 32 | 0] ^= 1 << i;
        }
        if (mh >>> 31 ^ mb) {
          mhc[i / 32 | 0] ^= 1 << i;
        }
        ph = ph << 1 | pb;
        mh = mh << 1 | mb;
        pv = mh | ~(xv | ph);
        mv = ph & xv;
      }
      for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] = 0;
      }
      return score;
    };
    var distance2 = function(a, b) {
      if (a.length < b.length) {
        var tmp = b;
        b = a;
        a = tmp;
      }
      if (b.length === 0) {
        return a.length;
      }
      if (a.length <= 32) {
        return myers_32(a, b);
      }
      return myers_x(a, b);
    };
    exports.distance = distance2;
    var closest = function(str, arr) {
      var min_distance = Infinity;
      var min_index = 0;
      for (var i = 0; i < arr.length; i++) {
        var dist = distance2(str, arr[i]);
        if (dist < min_distance) {
          min_distance = dist;
          min_index = i;
        }
      }
      return arr[min_index];
    };
    exports.closest = closest;
  }
});

// src/report/harmless.ts
import { stripVTControlCharacters } from "node:util";
function harmless(text2) {
  return text2.split("\n").map(
    (line) => plain(line).replaceAll("##[", "## [").replace(/^(\s*)::/, "$1: :")
  ).join("\n");
}
function plain(line) {
  return stripVTControlCharacters(line).replace(
    /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu,
    (mark) => mark === "	" ? mark : " "
  );
}

// src/plan/conventions/conventions.ts
var conventionLevels = ["off", "warn", "error"];
var conventionsPath = ".github/prefect-conventions.yaml";
var defaultConventions = {
  folder: "rj_<secretaria>__<pipeline>",
  files: ["Dockerfile", "flow.py", "prefect.yaml", "pyproject.toml"],
  deployment: "rj-<secretaria>--<name>--<environment>",
  secrets: { prod: ["prefect-jobs-secrets"], staging: ["prefect-jobs-secrets-staging"] },
  production: "prod",
  "work-pools": ["default-pool", "k3s-pool"],
  "image-tag": true,
  command: true
};

// src/workspace/files.ts
import { readdir, readFile, stat } from "node:fs/promises";
import { join, posix } from "node:path";
function openFiles(root) {
  const statOf = async (path) => {
    const found = await orUndefined(stat(join(root, path)));
    return { file: found?.isFile() ?? false, folder: found?.isDirectory() ?? false };
  };
  return {
    // A link can lead to a device, whose bytes never end.
    read: async (path) => (await statOf(path)).file ? await orUndefined(readFile(join(root, path), "utf8")) : void 0,
    isFile: async (path) => (await statOf(path)).file,
    isFolder: async (path) => (await statOf(path)).folder,
    fileNames: async (path) => {
      const entries = await orUndefined(readdir(join(root, path), { withFileTypes: true }));
      return (entries ?? []).filter((entry) => !entry.isDirectory()).map(({ name }) => name);
    },
    folders: async (path) => {
      const entries = await orUndefined(readdir(join(root, path), { withFileTypes: true }));
      return entries?.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    }
  };
}
function staysInside(path) {
  const normal = posix.normalize(path);
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

// src/workspace/find-pipelines.ts
import { posix as posix2 } from "node:path";
async function findPipelines(files2, pipelinesDir) {
  const folders = await files2.folders(pipelinesDir);
  if (folders === void 0) {
    throw failure("pipelines-dir-missing", `There is no folder "${pipelinesDir}" in the checkout.`, {
      hint: 'Check the inputs "pipelines-dir" and "working-directory", and that actions/checkout ran first.'
    });
  }
  const found = await Promise.all(
    folders.map((name) => files2.isFile(posix2.join(pipelinesDir, name, "prefect.yaml")))
  );
  return folders.filter((_, index) => found[index]).sort();
}

// src/trigger/environment-map.ts
var import_yaml = __toESM(require_dist(), 1);
var defaultEnvironments = "prod: [master, main]\nstaging: [staging/**]";
function parseEnvironments(source) {
  const mistake = 'must map each environment to branch patterns, such as "prod: [master, main]"';
  let data;
  try {
    data = (0, import_yaml.parse)(source);
  } catch (error) {
    return { mistake: `is not valid YAML: ${messageOf(error)}` };
  }
  if (typeof data !== "object" || data === null || Array.isArray(data)) return { mistake };
  const entries = Object.entries(data).map(([name, value]) => {
    const patterns2 = Array.isArray(value) ? value : [value];
    const texts = patterns2.filter((pattern2) => typeof pattern2 === "string");
    return [name, texts.length === patterns2.length ? texts : []];
  });
  if (entries.length === 0 || entries.some(([, patterns2]) => patterns2.length === 0)) return { mistake };
  return { map: Object.fromEntries(entries) };
}

// src/closest.ts
var import_fastest_levenshtein = __toESM(require_mod(), 1);
function findClosest(word, choices) {
  const plain2 = (text2) => text2.toLowerCase().replace(/[-_ ]/g, "");
  const near = choices.map((choice) => ({ choice, far: (0, import_fastest_levenshtein.distance)(plain2(word), plain2(choice)) })).filter(({ choice, far }) => far <= Math.max(1, Math.floor(choice.length / 3)));
  return near.sort((a, b) => a.far - b.far)[0]?.choice;
}

// src/plan/unfilled.ts
function describeUnfilled({ text: text2, name }, {
  user,
  without,
  location,
  unsetVariables = "error"
}) {
  if (name.startsWith("$")) {
    const variable = name.slice(1);
    return {
      code: "environment-variable-unset",
      severity: unsetVariables,
      message: `${user} uses ${text2}, and the environment variable ${variable} is not set. ${without}`,
      hint: unsetVariables === "error" ? `Set ${variable} under "env:" of the workflow's step.` : `Make sure that ${variable} is set under "env:" of the workflow's step. Here it needn't be.`,
      location
    };
  }
  return {
    code: "placeholder-unknown",
    severity: "error",
    message: `${user} uses ${text2}, and no step before it gives that. ${without}`,
    hint: "Check the id of the step and the name of its output. Before an image is built, only the outputs of run_shell_script steps are known, and {{ $NAME }}.",
    location
  };
}

// src/plan/image-recipe.ts
var known = {
  /** Prefect's own. */
  step: ["id", "requires", "image_name", "tag", "dockerfile", "additional_tags", "push", "credentials"],
  /** docker-py's, which Prefect hands on: https://docker-py.readthedocs.io/en/stable/images.html */
  build: ["path", "buildargs", "labels", "target", "platform", "nocache", "pull", "network_mode"],
  /** About caches, output and clean-up of Prefect's or docker-py's, which BuildKit does its own way. */
  ignored: [
    ...["ignore_cache", "persist_dockerfile", "dockerfile_output_path"],
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
function readImageStep(step2, context) {
  const args = fillPlaceholders(step2.args, context.lookup);
  const mistakes = [...findUnknownArguments(args), ...findWrongKinds(args), ...findBadNames(args)];
  const problems = [
    ...mistakes.map((mistake) => ({ ...mistake, severity: "error", location: step2.location })),
    ...findUnfilled(step2, args, context)
  ];
  if (problems.some(({ severity }) => severity === "error")) return { problems };
  const name = text(args["image_name"]) ?? "";
  const tag = text(args["tag"]) ?? timestampTag(context);
  const platform = text(args["platform"]);
  return {
    problems,
    image: {
      reference: `${name}:${tag}`,
      name,
      tag,
      additionalTags: list(args["additional_tags"]),
      pipelines: [context.pipeline],
      recipe: {
        context: text(args["path"]) ?? ".",
        dockerfile: text(args["dockerfile"]) ?? "Dockerfile",
        args: record(args["buildargs"]),
        labels: record(args["labels"]),
        target: text(args["target"]),
        platforms: platform === void 0 ? context.platforms : [platform],
        noCache: args["nocache"] === true,
        // prefect_docker asks for it too: the tag of a base image may have moved.
        pull: args["pull"] !== false,
        network: text(args["network_mode"])
      },
      location: step2.location
    }
  };
}
function findUnknownArguments(args) {
  const names2 = Object.values(known).flat();
  const unknown2 = Object.keys(args).filter((name) => !names2.includes(name));
  if (unknown2.length === 0) return [];
  return [
    {
      code: "image-argument-unsupported",
      message: `build_docker_image has arguments that this action doesn't know: ${unknown2.join(", ")}.`,
      hint: `It knows ${[...known.step, ...known.build].join(", ")}. Correct the spelling or remove them.`
    }
  ];
}
function findWrongKinds(args) {
  const isMapping2 = (value) => typeof value === "object" && !Array.isArray(value);
  const kinds2 = [
    ["buildargs", "a mapping of names to values", isMapping2],
    ["labels", "a mapping of names to values", isMapping2],
    ["additional_tags", "a list of tags", Array.isArray]
  ];
  return kinds2.flatMap(([name, kind, fits]) => {
    const value = args[name] ?? void 0;
    if (value === void 0 || fits(value) || findPlaceholders([value]).length > 0) return [];
    return [
      {
        code: "image-argument-invalid",
        message: `"${name}" of build_docker_image is ${asText(value)}.`,
        hint: `Write ${kind}.`
      }
    ];
  });
}
function findUnfilled({ args: written, location }, args, { unanswered, unsetVariables }) {
  const user = `The image ${asText(written["image_name"] ?? "")}`;
  const place = { user, without: "So it is not known what to build.", location, unsetVariables };
  return findPlaceholders(args).filter(({ name }) => !unanswered.has(name)).map((found) => describeUnfilled(found, place));
}
function findBadNames(args) {
  const isOpen = (value) => findPlaceholders(value).length > 0;
  const { image_name: name, tag, dockerfile } = args;
  const tags2 = [tag ?? "latest", ...list(args["additional_tags"])].filter((each) => !isOpen(each));
  const findings = [];
  if (!isOpen(name) && !namePattern.test(text(name) ?? "")) {
    findings.push({
      code: "image-name-invalid",
      message: `${asText(name ?? "")} is not the name of an image.`,
      hint: "Write registry/owner/name in lower case letters, such as ghcr.io/my-city/pipelines."
    });
  }
  for (const wrong2 of tags2.filter((each) => !tagPattern.test(text(each) ?? ""))) {
    findings.push({
      code: "image-tag-invalid",
      message: `${asText(wrong2)} is not a tag.`,
      hint: 'Use at most 128 letters, digits, "_", "." and "-", not starting with "." or "-".'
    });
  }
  if (dockerfile === "auto") {
    findings.push({
      code: "dockerfile-auto",
      message: 'build_docker_image has no Dockerfile of the repository: Prefect would write one itself ("auto").',
      hint: 'Add a Dockerfile and name it in "dockerfile".'
    });
  }
  return findings;
}
function timestampTag({ pipeline, startedAt }) {
  const time = new Date(startedAt).toISOString().replace(/[:.]/g, "-").toLowerCase();
  return `${pipeline}-${time}`;
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
function evaluateSteps({ build, push }, request) {
  const { taken, left } = divideSteps(build);
  const pushes = divideSteps(push);
  const outputs = /* @__PURE__ */ new Map();
  const fromOutputs = lookupOutputs(outputs);
  const fromEnvironment = lookupEnvironment(request.env);
  const lookup = (name) => fromOutputs(name) ?? fromEnvironment(name);
  const scripts = /* @__PURE__ */ new Map();
  const fromScripts = lookupOutputs(scripts);
  const images = [];
  const unanswered = /* @__PURE__ */ new Set();
  const problems = findLateSteps(taken, left);
  const give = ({ id, kind }, output) => {
    if (id === void 0) return;
    if (output !== void 0) outputs.set(id, output);
    else for (const name of outputNames[kind]) unanswered.add(`${id}.${name}`);
  };
  for (const step2 of [...taken, ...pushes.taken]) {
    if (step2.kind === "shell") {
      const answered = (name) => fromScripts(name) ?? fromEnvironment(name);
      problems.push(
        ...findUnfilledInScript(step2, answered, { unanswered, unsetVariables: request.unsetVariables })
      );
      const output = request.shellOutputs.get(stepKey(step2));
      if (output && step2.id !== void 0) scripts.set(step2.id, output);
      give(step2, output);
    } else if (step2.kind === "image") {
      const { image, problems: found } = readImageStep(step2, { ...request, lookup, unanswered });
      if (image) images.push(image);
      problems.push(...found);
      give(step2, image && imageOutputs(image));
    } else if (step2.kind === "push") give(step2, pushOutputs(fillPlaceholders(step2.args, lookup)));
  }
  const leftIds = [...left, ...pushes.left].flatMap(({ id }) => id ?? []);
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
  push: ["image_name", "tag", "image", "additional_tags"],
  other: []
};
function imageOutputs({ name, tag, reference, additionalTags }) {
  return { image_name: name, tag, image: reference, additional_tags: additionalTags };
}
function pushOutputs(args) {
  const { image_name, tag = "latest", additional_tags = [] } = args;
  return { image_name, tag, image: `${asText(image_name)}:${asText(tag)}`, additional_tags };
}
function findUnfilledInScript({ args, location }, lookup, { unanswered, unsetVariables }) {
  const without = "It would run with the placeholder as it stands.";
  const place = { user: "This script", without, location, unsetVariables };
  return findPlaceholders(args).filter(({ name }) => lookup(name) === void 0 && !unanswered.has(name)).map((found) => describeUnfilled(found, place));
}
function findLateSteps(taken, left) {
  const lastImage = taken.findLast(({ kind }) => kind === "image");
  return left.flatMap(
    (step2) => step2.kind === "other" && lastImage !== void 0 && step2.index < lastImage.index ? {
      code: "step-runs-late",
      severity: "warning",
      message: `The step ${step2.name} stands before the image is built, but Prefect will run it after that.`,
      hint: "If the image needs what it makes, do it in a run_shell_script step.",
      location: step2.location
    } : []
  );
}

// src/plan/merge-images.ts
function mergeImages(images) {
  const merged = /* @__PURE__ */ new Map();
  const byTag = /* @__PURE__ */ new Map();
  const problems = [];
  for (const image of images) {
    const conflict = findConflict(image, byTag);
    if (conflict) {
      problems.push(conflict);
      continue;
    }
    for (const tag of tagsOf(image)) byTag.set(tag, image);
    merged.set(image.reference, merge(merged.get(image.reference), image));
  }
  return { images: [...merged.values()], problems };
}
function findConflict(image, byTag) {
  for (const tag of tagsOf(image)) {
    const other = byTag.get(tag);
    if (other === void 0 || JSON.stringify(other.recipe) === JSON.stringify(image.recipe)) continue;
    return {
      code: "image-conflict",
      severity: "error",
      message: `Two different builds would be pushed as ${tag}: this one and that of ${other.location.path}.`,
      hint: "Begin each tag with the pipeline's name.",
      location: image.location
    };
  }
  return void 0;
}
function merge(other, image) {
  const tags2 = /* @__PURE__ */ new Set([...other?.additionalTags ?? [], ...image.additionalTags]);
  const pipelines = /* @__PURE__ */ new Set([...other?.pipelines ?? [], ...image.pipelines]);
  return { ...other ?? image, additionalTags: [...tags2], pipelines: [...pipelines] };
}
function tagsOf({ name, tag, additionalTags }) {
  const repository = name.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
  return [tag, ...additionalTags].map((each) => `${repository}:${each}`);
}

// src/plan/switch-off.ts
var import_yaml2 = __toESM(require_dist(), 1);
var comment = /^#\s*prefect-check:\s*off\s+([\w-]+(?:\s*,\s*[\w-]+)*)/;
function dropSwitchedOff(problems, files2) {
  const off = new Map(files2.map(({ path, source }) => [path, findSwitchOffs(source)]));
  return problems.filter(({ code, severity, location }) => {
    if (severity === "error" && !code.startsWith("convention-")) return true;
    const { path = "", line = 0 } = location ?? {};
    const codesAt = (at) => off.get(path)?.get(at) ?? [];
    return ![...codesAt(line), ...codesAt(line - 1)].includes(code);
  });
}
function findSwitchOffs(source) {
  const found = /* @__PURE__ */ new Map();
  if (!source.includes("prefect-check:")) return found;
  let line = 1;
  for (const token of new import_yaml2.Lexer().lex(source)) {
    const codes = comment.exec(token)?.[1];
    if (codes !== void 0) found.set(line, codes.split(/\s*,\s*/));
    line += token.split("\n").length - 1;
  }
  return found;
}

// src/plan/make-plan.ts
function makePlan(request) {
  const chosen = request.pipelines.map((pipeline) => chooseDeployments(pipeline, request));
  const parts2 = chosen.flatMap(
    ({ pipeline, deployments }) => deployments.map((deployment2) => planDeployment(pipeline, deployment2, request))
  );
  const prefectFiles = request.pipelines.map(({ prefectFile }) => prefectFile);
  const { images, problems } = mergeImages(parts2.flatMap((part) => part.images));
  return {
    environment: request.environment,
    reason: request.reason,
    pipelines: request.affected.affected,
    images,
    deployments: parts2.map((part) => part.deployment),
    removed: request.affected.removed,
    elsewhere: request.affected.elsewhere,
    problems: dropSwitchedOff(
      distinct([
        ...request.pipelines.flatMap((pipeline) => pipeline.problems),
        ...chosen.flatMap((choice) => choice.problems),
        ...parts2.flatMap((part) => part.problems),
        ...problems
      ]),
      prefectFiles
    )
  };
}
function chooseDeployments(pipeline, { environment, environments }) {
  const environmentOf = ({ name }) => environmentOfDeployment(name, environments);
  const deployments = pipeline.deployments.filter((deployment2) => environmentOf(deployment2) === environment);
  const stray = pipeline.deployments.filter((deployment2) => environmentOf(deployment2) === void 0);
  const problems = stray.map(({ name, location }) => ({
    code: "deployment-environment-unknown",
    severity: "warning",
    message: `The deployment "${name}" belongs to no environment and is never deployed.`,
    hint: `End its name in ${environments.map((name2) => `"--${name2}"`).join(" or ")}.`,
    location
  }));
  if (deployments.length === 0 && pipeline.problems.every(({ severity }) => severity !== "error")) {
    problems.push({
      code: "pipeline-without-deployments",
      severity: "notice",
      message: `${pipeline.name} has no deployment for "${environment}", so nothing is done for it.`,
      location: { path: pipeline.prefectFile.path, line: 1 }
    });
  }
  return { pipeline, deployments, problems };
}
function planDeployment(pipeline, deployment2, request) {
  const steps2 = evaluateSteps(deployment2, { ...request, pipeline: pipeline.name });
  const fill = (value) => value === void 0 ? void 0 : asText(fillPlaceholders(value, steps2.lookup));
  const entry = templatesOf(deployment2);
  const image = fill(deployment2.image);
  const leftSteps = [...divideSteps(deployment2.build).left, ...divideSteps(deployment2.push).left];
  const placeholders = findPlaceholders([entry, leftSteps.map(({ args }) => args)]);
  const problems = [
    ...steps2.problems,
    ...findUnfilled2(deployment2, placeholders, { ...steps2, unsetVariables: request.unsetVariables }),
    ...findImageProblems(deployment2, image, steps2.images)
  ];
  return {
    images: steps2.images,
    problems,
    deployment: {
      pipeline: pipeline.name,
      name: deployment2.name,
      index: deployment2.index,
      entrypoint: fill(deployment2.entrypoint) ?? "",
      workPool: fill(deployment2.workPool),
      image,
      buildsImage: steps2.images.length > 0,
      values: steps2.values,
      settings: settingsOf(deployment2.entry, (name) => steps2.values[name]),
      location: deployment2.location,
      workPoolLocation: deployment2.workPoolLocation
    }
  };
}
function templatesOf({ entry }) {
  const later = ["triggers", "pull", "build", "push"];
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !later.includes(key)));
}
function findUnfilled2({ name, location }, placeholders, { lookup, unanswered, left, unsetVariables }) {
  const isPrefects = (placeholder) => /^(?:prefect\.(?:blocks|variables)|ctx)\./.test(placeholder) || left.has(placeholder.split(".")[0] ?? "");
  const place = {
    user: `The deployment "${name}"`,
    without: "Prefect would register an empty value.",
    location,
    unsetVariables
  };
  return placeholders.filter((found) => lookup(found.name) === void 0).filter((found) => !unanswered.has(found.name) && !isPrefects(found.name)).map((found) => describeUnfilled(found, place));
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

// src/plan/conventions/job-variables.ts
var home = ["work_pool", "job_variables"];
function jobVariable({ entry }, name) {
  return [...home, name].reduce(child, entry);
}
function findJobVariables({ entry }, key) {
  const found = [];
  const visit2 = (value, path) => {
    if (typeof value !== "object" || value === null) return;
    const isList = Array.isArray(value);
    for (const [name, inner] of Object.entries(value)) {
      const way = [...path, isList ? Number(name) : name];
      if (name === key && !isList) found.push({ value: inner, path: way });
      visit2(inner, way);
    }
  };
  visit2(home.reduce(child, entry), home);
  return found;
}
function child(parent, key) {
  if (typeof parent !== "object" || parent === null) return void 0;
  return Object.entries(parent).find(([name]) => name === key)?.[1];
}

// src/plan/conventions/name-pattern.ts
function readName(name, pattern2, partPattern) {
  const seen = /* @__PURE__ */ new Set();
  const source = splitPattern(pattern2).map(({ text: text2, part }) => {
    if (part === void 0) return escape(text2);
    if (seen.has(part)) return `\\k<${part}>`;
    seen.add(part);
    return `(?<${part}>${partPattern(part)})`;
  });
  const match = new RegExp(`^${source.join("")}$`).exec(name);
  return match === null ? void 0 : { ...match.groups };
}
function fillName(pattern2, parts2) {
  return splitPattern(pattern2).map(
    ({ text: text2, part }) => part !== void 0 && Object.hasOwn(parts2, part) ? parts2[part] ?? text2 : text2
  ).join("");
}
function splitPattern(pattern2) {
  return pattern2.split(/(<[a-z]+>)/).map((text2) => ({ text: text2, part: /^<([a-z]+)>$/.exec(text2)?.[1] }));
}
function escape(text2) {
  return text2.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

// src/plan/conventions/command.ts
var command = (pipeline, { conventions }) => {
  if (!conventions.command) return [];
  return pipeline.deployments.flatMap((deployment2) => {
    const text2 = commandText(jobVariable(deployment2, "command"));
    if (text2 === void 0 || runsPipeline(text2, pipeline)) return [];
    return {
      code: "convention-command",
      severity: "warning",
      message: `The command of the deployment "${deployment2.name}" doesn't run the package of this pipeline: ${text2}`,
      hint: `Write "--package ${pipeline.packageName ?? pipeline.name}" in it, or leave the command to the image.`,
      location: deployment2.locate(["work_pool", "job_variables", "command"])
    };
  });
};
function commandText(value) {
  const words3 = Array.isArray(value) ? value : [value];
  const texts = words3.filter((word) => typeof word === "string");
  return texts.length > 0 ? texts.join(" ") : void 0;
}
function runsPipeline(text2, { name, packageName }) {
  const own = [name, packageName ?? name].map(normaliseName);
  const packages = [...text2.matchAll(/--package[=\s]+['"]?(\{\{.*?\}\}|[^\s'"]+)/g)].map(
    ([, each = ""]) => each
  );
  if (packages.length > 0) {
    return packages.every((each) => each.includes("{{") || own.includes(normaliseName(each)));
  }
  return [name, packageName ?? name].some((each) => mentions(text2, each));
}
function mentions(text2, name) {
  return new RegExp(`(?<![\\w-])${escape(name)}(?![\\w-])`).test(text2);
}

// src/plan/conventions/folder-name.ts
var words = "[a-z0-9]+(?:_[a-z0-9]+)*";
var folderName = (pipeline, context) => {
  const { folder } = context.conventions;
  if (folder === false || readFolderName(pipeline.name, context) !== void 0) return [];
  return [
    {
      code: "convention-folder-name",
      severity: "warning",
      message: `The folder's name "${pipeline.name}" is not of the form ${folder}, in lower case letters, digits and underscores.`,
      hint: "Rename the folder, and the paths in its prefect.yaml and Dockerfile with it. Prefect keeps the deployments' history where their names stay.",
      location: { path: pipeline.prefectFile.path, line: 1, column: 1 }
    }
  ];
};
function readFolderName(name, { conventions: { folder } }) {
  return folder === false ? void 0 : readName(name, folder, () => words);
}

// src/plan/conventions/deployment-name.ts
var words2 = "[a-z0-9]+(?:-[a-z0-9]+)*";
var deploymentName = (pipeline, context) => {
  const { deployment: pattern2 } = context.conventions;
  if (pattern2 === false) return [];
  const { environments } = context;
  const folderParts = Object.entries(readFolderName(pipeline.name, context) ?? {});
  const known3 = Object.fromEntries(folderParts.map(([part, text2]) => [part, text2.replaceAll("_", "-")]));
  const partPattern = (part) => {
    if (part === "environment") return environments.map(escape).join("|");
    return Object.hasOwn(known3, part) ? escape(known3[part] ?? "") : words2;
  };
  return pipeline.deployments.filter(({ name }) => readName(name, pattern2, partPattern) === void 0).map(({ name, location }) => {
    const environment = environmentOfDeployment(name, environments);
    const wanted = fillName(pattern2, { ...known3, ...environment !== void 0 && { environment } });
    return {
      code: "convention-deployment-name",
      severity: "warning",
      message: `The deployment's name "${name}" is not of the form ${pattern2}.`,
      hint: `Name it ${wanted}, in lower case letters, digits and hyphens. Prefect keeps the deployment of the old name, with its schedules, until it is deleted there.`,
      location
    };
  });
};

// src/plan/conventions/files.ts
var files = ({ folder, fileNames, prefectFile }, { conventions }) => {
  const wanted = conventions.files === false ? [] : conventions.files;
  const missing = wanted.filter((name) => !fileNames.includes(name));
  if (missing.length === 0) return [];
  return [
    {
      code: "convention-files",
      severity: "warning",
      message: `${folder} has no ${missing.join(", ")} directly in it.`,
      hint: `Every pipeline of this repository has ${wanted.join(", ")} there.`,
      location: { path: prefectFile.path, line: 1, column: 1 }
    }
  ];
};

// src/plan/conventions/image-tag.ts
var imageTag = ({ name, deployments }, { conventions }) => {
  if (!conventions["image-tag"]) return [];
  const beginsWithName = new RegExp(`^${escape(name)}(?:$|[-.]|_?\\{\\{)`);
  const steps2 = deployments.flatMap(({ build }) => build).filter(({ kind }) => kind === "image");
  const distinct2 = [...new Map(steps2.map((step2) => [stepKey(step2), step2])).values()];
  return distinct2.map((step2) => ({ step: step2, tag: asText(step2.args["tag"] ?? "latest") })).filter(({ tag }) => !beginsWithName.test(tag)).map(({ step: step2, tag }) => ({
    code: "convention-image-tag",
    severity: "warning",
    message: `The image's tag "${tag}" doesn't begin with the pipeline's name.`,
    hint: `Begin it with "${name}-", so that no other pipeline's image takes its place in the registry.`,
    location: step2.locateArgument("tag")
  }));
};

// src/plan/conventions/secret-name.ts
var secretName = (pipeline, context) => {
  const { secrets } = context.conventions;
  if (secrets === false) return [];
  return findSecrets(pipeline, context).flatMap(
    ({ deployment: deployment2, environment, name, location, isProductions }) => {
      const allowed = Object.hasOwn(secrets, environment) ? secrets[environment] : void 0;
      if (allowed === void 0 || allowed.includes(name) || isProductions) return [];
      return {
        code: "convention-secret-name",
        severity: "warning",
        message: `The deployment "${deployment2.name}" mounts the secret "${name}", which is not one of "${environment}".`,
        hint: `Write ${allowed.join(" or ")}.`,
        location
      };
    }
  );
};
var productionSecret = (pipeline, context) => findSecrets(pipeline, context).filter(({ isProductions }) => isProductions).map(({ deployment: deployment2, environment, name, location }) => {
  const own = ownSecrets(context, environment);
  return {
    code: "convention-production-secret",
    severity: "error",
    message: `The deployment "${deployment2.name}" of "${environment}" mounts production's secret "${name}": its runs would work on the real data.`,
    hint: own.length > 0 ? `Write ${own.join(" or ")}.` : `Mount a secret of "${environment}".`,
    location
  };
});
function findSecrets({ deployments }, context) {
  const { production } = context.conventions;
  const productions = production === false ? [] : ownSecrets(context, production);
  return deployments.flatMap((deployment2) => {
    const environment = environmentOfDeployment(deployment2.name, context.environments);
    if (environment === void 0) return [];
    return findJobVariables(deployment2, "secretName").flatMap(({ value: name, path }) => {
      if (typeof name !== "string" || name.includes("{{")) return [];
      const isOwn = environment === production || ownSecrets(context, environment).includes(name);
      const isProductions = !isOwn && productions.includes(name);
      return [{ deployment: deployment2, environment, name, location: deployment2.locate(path), isProductions }];
    });
  });
}
function ownSecrets({ conventions: { secrets } }, environment) {
  return secrets !== false && Object.hasOwn(secrets, environment) ? secrets[environment] ?? [] : [];
}

// src/plan/conventions/work-pool.ts
var workPool = ({ deployments }, { conventions }) => {
  const pools = conventions["work-pools"];
  if (pools === false) return [];
  return deployments.flatMap(({ name, workPool: pool, workPoolLocation }) => {
    if (pool === void 0 || pool.includes("{{") || pools.includes(pool)) return [];
    return {
      code: "convention-work-pool",
      severity: "warning",
      message: `The deployment "${name}" uses the work pool "${pool}".`,
      hint: `Use ${pools.join(" or ")}, or add the pool to "work-pools" in ${conventionsPath}.`,
      location: workPoolLocation
    };
  });
};

// src/plan/conventions/check-conventions.ts
var rules = [
  ...[folderName, files, deploymentName],
  ...[productionSecret, secretName, workPool, imageTag, command]
];
function checkConventions(pipeline, level, context) {
  const isUnread = pipeline.problems.some(({ code }) => code === "pipeline-name-invalid");
  if (level === "off" || isUnread) return [];
  const problems = rules.flatMap((rule) => rule(pipeline, context));
  return level === "error" ? problems.map((problem2) => ({ ...problem2, severity: "error" })) : problems;
}

// src/plan/conventions/parse-conventions.ts
var import_ajv = __toESM(require_ajv(), 1);

// src/workspace/yaml-document.ts
var import_yaml3 = __toESM(require_dist(), 1);

// src/workspace/yaml-scalars.ts
var patterns = {
  boolean: /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  integer: /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  float: /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  date: /^(?:\d{4}-\d\d-\d\d|\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|[ \t]+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d{1,2}(?::\d\d)?))?)$/
};
var tags = [
  {
    tag: "tag:yaml.org,2002:bool",
    default: true,
    test: patterns.boolean,
    resolve: (text2) => /^(?:yes|true|on)$/i.test(text2)
  },
  { tag: "tag:yaml.org,2002:int", default: true, test: patterns.integer, resolve: readInteger },
  { tag: "tag:yaml.org,2002:float", default: true, test: patterns.float, resolve: readFloat },
  // A symbol is none of the types that a schema knows, as a date is none of those that Prefect takes.
  { tag: "tag:yaml.org,2002:timestamp", default: true, test: patterns.date, resolve: (text2) => Symbol(text2) }
];
function readAsPyYaml(known3) {
  const replaced = new Set(tags.map(({ tag }) => tag));
  const kept = known3.filter((tag) => typeof tag === "string" || !replaced.has(tag.tag));
  const written = tags.map((tag) => ({ ...withoutTest(tag), default: false }));
  return [...kept, ...tags, ...written];
}
function withoutTest(tag) {
  const copy = { ...tag };
  delete copy.test;
  return copy;
}
function isDate(text2) {
  return patterns.date.test(text2);
}
function dateAsText(value) {
  return typeof value === "symbol" ? value.description ?? "" : value;
}
function readInteger(text2) {
  const digits = text2.replaceAll("_", "").replace(/^[-+]/, "");
  const sign = text2.startsWith("-") ? -1 : 1;
  if (digits.includes(":")) return sign * inSixties(digits);
  if (/^0[bx]/.test(digits)) return sign * Number(digits);
  return sign * (/^0./.test(digits) ? Number.parseInt(digits, 8) : Number(digits));
}
function readFloat(text2) {
  const digits = text2.replaceAll("_", "").replace(/^[-+]/, "").toLowerCase();
  const sign = text2.startsWith("-") ? -1 : 1;
  if (digits === ".nan") return Number.NaN;
  if (digits === ".inf") return sign * Number.POSITIVE_INFINITY;
  return sign * (digits.includes(":") ? inSixties(digits) : Number(digits));
}
function inSixties(digits) {
  return digits.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

// src/workspace/yaml-document.ts
function parseYaml(path, source) {
  const lines = new import_yaml3.LineCounter();
  const document = (0, import_yaml3.parseDocument)(source, {
    version: "1.1",
    customTags: readAsPyYaml,
    lineCounter: lines,
    prettyErrors: false
  });
  const at = (offset) => {
    const { line, col } = lines.linePos(offset);
    return { path, line, column: col };
  };
  const unknownTags = document.warnings.filter(({ message }) => !message.includes(" tag:yaml.org,2002:"));
  const mistakes = withoutSequels([...document.errors, ...unknownTags]).map(
    (error) => describe(error, at(error.pos[0]))
  );
  const problems = mistakes.length > 0 ? mistakes : findMisuses(document, at);
  if (problems.length > 0) return { problems };
  try {
    const data = document.toJS({ maxAliasCount: 100, reviver: (_, value) => dateAsText(value) });
    return {
      file: {
        data,
        typed: document.toJS({ maxAliasCount: 100 }),
        keyAt: (keys) => keyValue(findKey(document, keys)),
        locate: (keys) => at(findNode(document, keys)?.range[0] ?? 0),
        locateKey: (keys) => at(findKey(document, keys)?.range?.[0] ?? 0)
      }
    };
  } catch (error) {
    return { problems: [yamlProblem("yaml-invalid", messageOf(error), { path, line: 1, column: 1 })] };
  }
}
function findNode(document, keys) {
  let node = document.contents;
  for (const key of keys) {
    const parent = (0, import_yaml3.isAlias)(node) ? node.resolve(document) : node;
    const child3 = (0, import_yaml3.isMap)(parent) || (0, import_yaml3.isSeq)(parent) ? parent.get(key, true) : void 0;
    if (!(0, import_yaml3.isNode)(child3) || !child3.range) return node;
    node = child3;
  }
  return node;
}
function findKey(document, keys) {
  const parent = findNode(document, keys.slice(0, -1));
  const mapping2 = (0, import_yaml3.isAlias)(parent) ? parent.resolve(document) : parent;
  const pairs = (0, import_yaml3.isMap)(mapping2) ? mapping2.items : [];
  const pair = pairs.find(({ key }) => (0, import_yaml3.isScalar)(key) && String(key.value) === String(keys.at(-1)));
  return (0, import_yaml3.isScalar)(pair?.key) ? pair.key : parent;
}
function keyValue(key) {
  if (!(0, import_yaml3.isScalar)(key)) return void 0;
  const { type, source = "", value } = key;
  return type === "PLAIN" && isDate(source) ? Symbol(source) : value;
}
function findMisuses(document, at) {
  const problems = [];
  const anchors = /* @__PURE__ */ new Set();
  const add = (node, reason) => problems.push(yamlProblem("yaml-invalid", reason, at(node.range?.[0] ?? 0)));
  (0, import_yaml3.visit)(document, {
    Alias: (_, alias, parents) => {
      const target = alias.resolve(document);
      if (target === void 0) add(alias, `There is no anchor "&${alias.source}" above this alias.`);
      else if (parents.includes(target))
        add(alias, `The alias "*${alias.source}" stands within what it names.`);
    },
    Pair: (_, { key }) => {
      if ((0, import_yaml3.isScalar)(key)) key.value = dateAsText(key.value);
      if ((0, import_yaml3.isCollection)(key))
        add(key, "A list or a mapping can't be a key; a placeholder needs quotation marks.");
    },
    Value: (_, node) => {
      if (node.anchor === void 0) return;
      if (anchors.has(node.anchor)) add(node, `There is an anchor "&${node.anchor}" above this one already.`);
      anchors.add(node.anchor);
    }
  });
  return problems;
}
function withoutSequels(errors) {
  const isSyntax = ({ code }) => code !== "DUPLICATE_KEY" && code !== "TAG_RESOLVE_FAILED";
  const first = errors.find(isSyntax);
  return errors.filter((error) => error === first || !isSyntax(error));
}
function describe(error, location) {
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

// src/plan/conventions/convention-keys.ts
var isOff = { not: { const: true } };
var names = { type: "array", minItems: 1, items: { type: "string", minLength: 1 } };
var pattern = { type: ["string", "boolean"], pattern: "^[^<>]*(?:<[a-z]+>[^<>]*)+$", ...isOff };
var conventionKeys = {
  folder: {
    takes: "a pattern with parts such as <pipeline>, or off",
    meaning: "The form of a folder's name. Each part is of lower case letters and digits, with single underscores within.",
    schema: pattern
  },
  files: {
    takes: "a list of files' names, or off",
    meaning: "The files that lie directly in each folder.",
    schema: { ...names, type: ["array", "boolean"], ...isOff }
  },
  deployment: {
    takes: "a pattern with parts such as <environment>, or off",
    meaning: "The form of a deployment's name. `<environment>` is one of the environments; a part that `folder` has too must be the folder's, with hyphens for underscores; any other is free: lower case letters and digits, with single hyphens within.",
    schema: pattern
  },
  secrets: {
    takes: "a mapping from environments to lists of secrets' names, or off",
    meaning: "The secrets that the deployments of each environment may name as `secretName`, at any depth of `job_variables`. An environment that is left out may name any.",
    schema: { type: ["object", "boolean"], additionalProperties: names, ...isOff }
  },
  production: {
    takes: "an environment's name, or off",
    meaning: "The environment whose `secrets` no other may mount: that is an error also where conventions only warn.",
    schema: { type: ["string", "boolean"], minLength: 1, ...isOff }
  },
  "work-pools": {
    takes: "a list of work pools' names, or off",
    meaning: "The work pools that deployments may use.",
    schema: { ...names, type: ["array", "boolean"], ...isOff }
  },
  "image-tag": {
    takes: "on or off",
    meaning: "The written tag of each `build_docker_image` step begins with the pipeline's name.",
    schema: { type: "boolean" }
  },
  command: {
    takes: "on or off",
    meaning: "The job variable `command`, where there is one, has `--package` with this pipeline's package, or mentions the pipeline's name.",
    schema: { type: "boolean" }
  }
};

// src/plan/conventions/parse-conventions.ts
function parseConventions(source) {
  const parsed = parseYaml(conventionsPath, source);
  if ("problems" in parsed) return parsed;
  const { file } = parsed;
  const data = file.data ?? {};
  const properties = Object.fromEntries(
    Object.entries(conventionKeys).map(([key, { schema }]) => [key, schema])
  );
  const ajv = new import_ajv.Ajv({ allErrors: true, allowUnionTypes: true, verbose: true });
  const validate = ajv.compile({
    type: "object",
    additionalProperties: false,
    properties
  });
  if (validate(data)) return { conventions: { ...defaultConventions, ...data } };
  return { problems: (validate.errors ?? []).map((error) => describe2(error, file)) };
}
function describe2(error, { locate, locateKey }) {
  const path = error.instancePath.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")).map((part) => /^\d+$/.test(part) ? Number(part) : part);
  const unknown2 = error.params["additionalProperty"];
  const { message, hint } = typeof unknown2 === "string" ? explainKey(unknown2) : explainValue(path, error.data);
  return {
    code: "conventions-invalid",
    severity: "error",
    message: `${conventionsPath}: ${message}`,
    hint,
    location: typeof unknown2 === "string" ? locateKey([...path, unknown2]) : locate(path)
  };
}
function explainKey(key) {
  const known3 = Object.keys(conventionKeys);
  const closest = findClosest(key, known3);
  return {
    message: `There is no key "${key}".`,
    hint: closest === void 0 ? `The keys are ${known3.join(", ")}.` : `Is it "${closest}"?`
  };
}
function explainValue(path, data) {
  const key = Object.entries(conventionKeys).find(([name2]) => name2 === path[0]);
  if (key === void 0) {
    return {
      message: "The file is not a mapping.",
      hint: 'Write one key a line, such as "production: prod".'
    };
  }
  const [name, { takes }] = key;
  const what = path.length > 1 ? `"${path.join(".")}"` : "It";
  return {
    message: `"${name}" takes ${takes}. ${what} is ${JSON.stringify(data)}.`,
    hint: "Correct this value."
  };
}

// src/check-pipelines.ts
async function checkPipelines(files2, pipelines, { conventions: level, environments, uv }) {
  const used = level !== "off" && pipelines.length > 0;
  const conventions = used ? await readConventions(files2) : defaultConventions;
  const diagnosed = await diagnose(files2, pipelines, uv);
  return pipelines.map((pipeline, index) => {
    const problems = [
      ...pipeline.problems,
      ...diagnosed[index] ?? [],
      ...checkConventions(pipeline, level, { conventions, environments })
    ];
    return { ...pipeline, problems: dropSwitchedOff(problems, [pipeline.prefectFile]) };
  });
}
async function diagnose(files2, pipelines, uv) {
  if (pipelines.length === 0 || uv === void 0) return [];
  const { diagnosePipelines } = await import("./chunk-F7MYG7I7.mjs");
  return await diagnosePipelines(files2, pipelines, uv);
}
async function readConventions(files2) {
  const source = await files2.read(conventionsPath);
  if (source === void 0) return defaultConventions;
  const result = parseConventions(source);
  if ("problems" in result) throw new ActionError(result.problems);
  return result.conventions;
}

// src/workspace/build-files.ts
import { posix as posix3 } from "node:path";
async function findMissingBuildFiles(files2, builds) {
  const checks2 = builds.map(async ({ recipe, location }) => {
    const { context, dockerfile } = recipe;
    if (findPlaceholders([context, dockerfile]).length > 0) return [];
    const path = posix3.join(context, dockerfile);
    if (!staysInside(context) || !staysInside(path) || posix3.isAbsolute(dockerfile)) {
      const used = posix3.isAbsolute(dockerfile) ? dockerfile : path;
      return [problem("build-path-outside", `The build uses "${used}", which leaves the checkout`, location)];
    }
    if (!await files2.isFolder(context)) {
      return [problem("build-context-missing", `The build context "${context}" doesn't exist`, location)];
    }
    if (await files2.isFile(path)) return [];
    return [problem("dockerfile-missing", `The Dockerfile "${path}" doesn't exist`, location)];
  });
  return (await Promise.all(checks2)).flat();
}
function problem(code, message, location) {
  return {
    code,
    severity: "error",
    message: `${message}.`,
    hint: 'Correct "dockerfile" or "path" of the step: "path" is taken from the working directory, and "dockerfile" from "path".',
    location
  };
}

// src/workspace/read-pipeline.ts
import { posix as posix4 } from "node:path";

// src/workspace/prefect-schema.ts
var import_ajv2 = __toESM(require_ajv(), 1);

// src/workspace/prefect-schema/builders.ts
var is = (check) => ({ check });
var orNull = (check) => is({ ...check, test: (value) => value === null || check.test(value) });
var oneOf = (...values) => is({
  expected: values.map((value) => JSON.stringify(value)).join(" or "),
  test: (value) => values.includes(value)
});
var mapping = (properties, more = {}) => ({
  type: "object",
  properties,
  ...more
});
var anyMapping = mapping({});
var listOf = (items) => ({ type: "array", items });
var when = (test, then, otherwise = {}) => ({
  if: is({ expected: "", test }),
  then,
  else: otherwise
});
var nullOr = (schema) => when((value) => value === null, {}, schema);
function isMapping(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isFalsy(value) {
  if (Array.isArray(value)) return value.length === 0;
  if (isMapping(value)) return Object.keys(value).length === 0;
  return !value;
}

// src/workspace/prefect-schema/cron.ts
var months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
var weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
var dayOfMonth = {
  name: "day of the month",
  from: 1,
  to: 31,
  alias: { number: 0, means: 1, inLinesOf: [6] }
};
var dayOfWeek = {
  name: "day of the week",
  from: 0,
  to: 6,
  alias: { number: 7, means: 0, inLinesOf: [5] },
  words: weekdays
};
var fields = [
  { name: "minute", from: 0, to: 59 },
  { name: "hour", from: 0, to: 23 },
  dayOfMonth,
  { name: "month", from: 1, to: 12, words: months },
  dayOfWeek,
  { name: "second", from: 0, to: 59 },
  { name: "year", from: 1970, to: 2099 }
];
var nicknames = ["@midnight", "@hourly", "@daily", "@weekly", "@monthly", "@yearly", "@annually"];
function findCronMistake(line) {
  const text2 = line.toLowerCase();
  if (nicknames.includes(text2)) return void 0;
  const parts2 = text2.split(/\s+/).filter((part) => part !== "");
  if (parts2.length < 5 || parts2.length > 7) {
    const count = parts2.length === 1 ? "1 field" : `${parts2.length} fields`;
    return `it has ${count}, and cron lines have five: minute, hour, day of the month, month, day of the week`;
  }
  return parts2.flatMap((part, index) => {
    const field = fields[index];
    return field && !isField(part, field, parts2.length) ? [`"${part}" is no ${field.name}`] : [];
  }).at(0);
}
function isField(text2, field, lineLength) {
  if (text2 === "?") return field === dayOfMonth || field === dayOfWeek;
  const parts2 = text2.split(",").map((part) => readPart(part, field, lineLength));
  const read = parts2.filter((part) => part !== void 0);
  return read.length === parts2.length && !mixesNth(read);
}
function mixesNth(parts2) {
  const nth = new Set(parts2.filter(({ isNth }) => isNth).flatMap(({ values }) => values));
  const all = new Set(parts2.flatMap(({ values }) => values));
  return nth.size > 0 && all.size < 7 && [...all].some((value) => !nth.has(value));
}
function readPart(part, field, lineLength) {
  if (part === "*" || part === "l" && field === dayOfMonth) return { values: [], isNth: false };
  const nth = field === dayOfWeek ? nthWeekday(part) : void 0;
  const values = readRange(nth?.days ?? part, field, lineLength);
  const isInside = (value) => value >= field.from && value <= field.to;
  return values?.every(isInside) === true ? { values, isNth: nth !== void 0 } : void 0;
}
function nthWeekday(part) {
  const [, days, count] = /^(\w+|[a-z]{3}-[a-z]{3})#(\d+)$/.exec(part) ?? [];
  if (days !== void 0) return { days: Number(count) >= 1 && Number(count) <= 5 ? days : "" };
  const [, last] = /^l(\d+)$/.exec(part) ?? [];
  return last === void 0 ? void 0 : { days: last };
}
function readRange(text2, field, lineLength) {
  const [, low, high, step2] = /^([^-/]+)(?:-([^-/]+))?(?:\/(\d+))?$/.exec(text2) ?? [];
  if (low === void 0) return void 0;
  if (low === "*") return high === void 0 ? fromTo(field.from, field.to, { step: step2, field }) : void 0;
  const from = valueOf(low, field, lineLength);
  if (from === void 0) return void 0;
  if (high === void 0 && step2 === void 0) return [from];
  const end = high === void 0 ? field.to : endOf(high, field, lineLength);
  return end === void 0 ? void 0 : fromTo(from, end, { step: step2, field });
}
function endOf(text2, field, lineLength) {
  return text2 === "l" && field === dayOfMonth ? field.to : valueOf(text2, field, lineLength);
}
function fromTo(from, end, { step: step2 = "1", field }) {
  if (Number(step2) === 0 || Math.max(from, end) > field.to) return void 0;
  const all = Array.from({ length: field.to - field.from + 1 }, (_, index) => field.from + index);
  if (from === end) return all;
  const inside = (value) => from < end ? value >= from && value <= end : value >= from || value <= end;
  return [from, ...all.filter((value, index) => inside(value) && index % Number(step2) === 0)];
}
function valueOf(text2, field, lineLength) {
  if (/^\d+$/.test(text2)) {
    const { alias } = field;
    return alias?.number === Number(text2) && alias.inLinesOf.includes(lineLength) ? alias.means : Number(text2);
  }
  const place = field.words?.indexOf(text2) ?? -1;
  return place < 0 ? void 0 : place + field.from;
}

// src/workspace/prefect-schema/rrule.ts
var frequencies = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"];
var weekday = "(?:MO|TU|WE|TH|FR|SA|SU)";
var number = String.raw`\s*[-+]?\d+(?:_\d+)*\s*`;
var date = String.raw`\d{4}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])(?:[T ]?(?:[01]\d|2[0-3]):?[0-5]\d(?::?[0-5]\d)?(?:Z|[-+]\d\d:?\d\d)?)?`;
var dayPattern = new RegExp(`^(?:(?:[-+]?\\d+)?${weekday}|${weekday}\\([-+]?\\d+\\))$`);
var datePattern = new RegExp(`^${date}$`);
var numberPattern = new RegExp(`^${number}$`);
var numbersPattern = new RegExp(`^${number}(?:,${number})*$`);
var numberLists = [
  "BYSETPOS",
  "BYMONTH",
  "BYMONTHDAY",
  "BYYEARDAY",
  "BYEASTER",
  "BYWEEKNO",
  "BYHOUR",
  "BYMINUTE",
  "BYSECOND"
];
var longest = 6500;
var parts = {
  FREQ: (value) => frequencies.includes(value),
  WKST: (value) => new RegExp(`^${weekday}$`).test(value),
  UNTIL: (value) => datePattern.test(value),
  INTERVAL: (value) => numberPattern.test(value),
  COUNT: (value) => numberPattern.test(value),
  BYDAY: areDays,
  BYWEEKDAY: areDays,
  ...Object.fromEntries(numberLists.map((name) => [name, (value) => numbersPattern.test(value)]))
};
function findRruleMistake(text2) {
  if (text2.length > longest) return `it has ${text2.length} characters, and ${longest} are the most`;
  const lines = text2.toUpperCase().split(/\s+/).filter((line) => line !== "");
  if (lines.length === 0) return "it is empty";
  const hasRule = lines.some((line) => !line.includes(":") || /^(?:RRULE|RDATE|EXRULE|EXDATE)[:;]/.test(line));
  const start = lines.find((line) => line.startsWith("DTSTART"));
  return lines.map((line) => findLineMistake(line, start)).find((mistake) => mistake !== void 0) ?? (hasRule ? void 0 : "it has a start and no rule");
}
function findLineMistake(line, start) {
  const [, property = "RRULE", value = ""] = /^(?:([^:]*):)?(.*)$/.exec(line) ?? [];
  const [name = "", ...parameters] = property.split(";");
  if (name === "RRULE" || name === "EXRULE") {
    return parameters.length > 0 ? `${name} takes no parameters` : findRuleMistake(value, start);
  }
  if (!["RDATE", "EXDATE", "DTSTART"].includes(name)) return `"${name}" is unknown`;
  const wrong2 = value.split(",").find((each) => !datePattern.test(each));
  return wrong2 === void 0 ? void 0 : `"${wrong2}" is no date of ${name}`;
}
function findRuleMistake(rule, start) {
  const pairs = rule.split(";").map((pair) => pair.split("="));
  const broken = pairs.find((pair) => pair.length !== 2);
  if (broken) return `"${broken.join("=")}" is not of the form NAME=VALUE`;
  const wrong2 = pairs.find(([name = "", value = ""]) => !(Object.hasOwn(parts, name) && parts[name]?.(value)));
  if (wrong2) {
    const [name = "", value = ""] = wrong2;
    return Object.hasOwn(parts, name) ? `"${value}" is no value of ${name}` : `"${name}" is unknown`;
  }
  const values = new Map(pairs.map(([name = "", value = ""]) => [name, value]));
  return values.has("FREQ") ? findConflict2(values, start) : "FREQ is missing";
}
function findConflict2(values, start) {
  const numbers = (name) => (values.get(name) ?? "").split(",").filter((each) => each !== "").map(Number);
  if (numbers("BYSETPOS").some((value) => value === 0 || Math.abs(value) > 366)) {
    return "BYSETPOS goes from 1 to 366 or from -366 to -1";
  }
  const until = values.get("UNTIL");
  if (until !== void 0 && start !== void 0 && isZoned(until) !== isZoned(start)) {
    return "UNTIL and DTSTART must both have a time zone, or neither";
  }
  if (frequencies.indexOf(values.get("FREQ") ?? "") >= frequencies.indexOf("HOURLY")) return void 0;
  const wrong2 = Object.entries({ BYHOUR: 24, BYMINUTE: 60, BYSECOND: 60 }).find(
    ([name, end]) => numbers(name).some((value) => value < 0 || value >= end)
  );
  return wrong2 && `${wrong2[0]} goes from 0 to ${wrong2[1] - 1}`;
}
function isZoned(value) {
  return /(?:Z|TZID=.*|[-+]\d\d:?\d\d)$/.test(value) || value.includes("TZID=");
}
function areDays(value) {
  return value.split(",").every((day) => dayPattern.test(day) && !/^[-+]?0+[A-Z]|\([-+]?0+\)/.test(day));
}

// src/workspace/prefect-schema/time.ts
var pythonsOwn = ["localtime", "Factory"];
var known2 = new Set(Intl.supportedValuesOf("timeZone"));
var lowerCased = new Map([...known2].map((name) => [name.toLowerCase(), name]));
function isTimeZone(name) {
  if (name === "" || known2.has(name) || pythonsOwn.includes(name)) return true;
  return /^[A-Z]/.test(name) && !/\/[a-z]/.test(name) && !lowerCased.has(name.toLowerCase()) && isAlias2(name);
}
function timeZoneInOtherCase(name) {
  return lowerCased.get(name.toLowerCase());
}
var shortNames = ["CET", "EET", "EST", "GMT", "HST", "MET", "MST", "PRC", "ROC", "ROK", "UCT", "UTC", "WET"];
function isAlias2(name) {
  if (/^[A-Z]{3}$/.test(name) && !shortNames.includes(name)) return false;
  if (name.startsWith("SystemV/") || name === "US/Pacific-New") return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
var longest2 = 86399999999999;
function isPositiveDuration(seconds) {
  return seconds > 5e-7 && seconds <= longest2 + 1;
}
var isoDuration = /^\+?P(?=[\dT])(?:\d+(?:[.,]\d*)?[YMWD])*(?:T(?:\d+(?:[.,]\d*)?[HMS])*)?$/;
var clockDuration = /^\+?(?:\d+ ?d(?:ays?)?,? ?)?(?:\d{2,}:[0-5]\d|\d+:[0-5]\d:[0-5]\d(?:\.\d+)?)?$/i;
function isDurationText(text2) {
  return (isoDuration.test(text2) || clockDuration.test(text2)) && /[1-9]/.test(text2);
}
var calendarDate = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?|(\d\d)(\d\d)|\/(\d\d)\/(\d\d))?$/;
var weekDate = /^\d{4}-?W(?:[0-4]\d|5[0-3])(?:-?[1-7])?$/;
var dayOfYear = /^(\d{4})-?(\d{3})$/;
var clock = /^(?:[01]\d|2[0-3])(?::[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?)?(?:Z|[-+]\d\d(?::?\d\d)?)?$/;
var compactClock = /^(?:[01]\d|2[0-3])(?:[0-5]\d(?:[0-5]\d(?:[.,]\d{1,9})?)?)?(?:Z|[-+]\d\d(?::?\d\d)?)?$/;
function isDateText(text2) {
  if (text2 === "now") return true;
  const [day = "", time, ...more] = text2.split(/[T ]/);
  if (more.length > 0) return false;
  if (time === void 0) return isDay(day) || day.includes(":") && clock.test(day);
  return day === "" ? text2.startsWith("T") && clock.test(time) : isDay(day) && isTimeOf(day, time);
}
function isTimeOf(day, time) {
  return clock.test(time) || /^\d{8}$/.test(day) && compactClock.test(time);
}
function isDay(text2) {
  if (weekDate.test(text2)) return true;
  const ofYear = dayOfYear.exec(text2);
  if (ofYear) return isDayOfYear(Number(ofYear[1]), Number(ofYear[2]));
  const parts2 = calendarDate.exec(text2)?.slice(1).filter(Boolean).map(Number);
  const [year = 0, month = 1, day = 1] = parts2 ?? [];
  return exists(year, month, day);
}
function isDayOfYear(year, count) {
  return count >= 1 && new Date(Date.UTC(year, 0, count)).getUTCFullYear() === year;
}
function exists(year, month, day) {
  const date2 = new Date(Date.UTC(year, month - 1, day));
  return year > 0 && date2.getUTCMonth() === month - 1 && date2.getUTCDate() === day;
}

// src/workspace/prefect-schema/checks.ts
var isText = (value) => typeof value === "string";
var isTemplate = (value) => isText(value) && findPlaceholders(value).length > 0;
var isYesNo = (value) => typeof value === "boolean" || value === 0 || value === 1 || isText(value) && /^(?:0|1|off|on|f|t|false|true|n|y|no|yes)$/i.test(value);
function asInteger(value) {
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "number") return Number.isInteger(value) ? value : void 0;
  const isNumber = isText(value) && /^\s*[-+]?\d+(?:_\d+)*(?:\.0+)?\s*$/.test(value);
  return isNumber ? Number(value.replaceAll("_", "")) : void 0;
}
var isDuration = (value) => typeof value === "boolean" || typeof value === "number" && Number.isFinite(value) || isText(value) && (isDurationText(value) || isTemplate(value));
var isInterval = (value) => value === true || typeof value === "number" && isPositiveDuration(value) || isText(value) && (isDurationText(value) || isTemplate(value));
var isWithin = (value) => isDuration(value) && !(typeof value === "number" && value < 0);
var duration = 'a number of seconds or a duration such as "PT5M"';
var anchorDate = 'a date such as "2026-01-31T10:00:00"';
var isAnchorDate = (value) => value === "" || isText(value) && (isDateText(value) || isTemplate(value));
var checks = {
  text: { expected: "a text", test: isText },
  filledText: { expected: "a text that is not empty", test: (value) => isText(value) && value !== "" },
  yesNo: { expected: "true or false", test: isYesNo },
  yesNoTemplate: { expected: "true or false", test: (value) => isYesNo(value) || isTemplate(value) },
  yesNoText: {
    expected: "true or false",
    test: (value) => typeof value === "boolean" || value === 0 || value === 1 || isText(value)
  },
  limit: { expected: "a whole number from 1 on", test: (value) => (asInteger(value) ?? 0) >= 1 },
  limitTemplate: {
    expected: "a whole number from 1 on",
    test: (value) => (asInteger(value) ?? 0) >= 1 || isTemplate(value)
  },
  integer: {
    expected: "a whole number",
    test: (value) => asInteger(value) !== void 0 || isTemplate(value)
  },
  gracePeriod: {
    expected: "a number of seconds from 60 to 86400",
    test: (value) => {
      const seconds = asInteger(value) ?? 0;
      return seconds >= 60 && seconds <= 86400;
    }
  },
  required: {
    expected: '"any", "all" or a whole number from 1 on',
    test: (value) => value === "any" || value === "all" || (asInteger(value) ?? 0) >= 1
  },
  number: {
    expected: "a number",
    test: (value) => typeof value === "number" || typeof value === "boolean" || isText(value) && value.trim() !== "" && !Number.isNaN(Number(value))
  },
  duration: { expected: duration, test: isDuration },
  within: { expected: duration, test: isWithin },
  lookback: {
    expected: "a duration of 300 seconds or more",
    test: (value) => isWithin(value) && !(typeof value === "number" && value < 300)
  },
  proactive: {
    expected: "a number of seconds from 10 on",
    test: (value) => value === 0 || value === false || typeof value === "number" && value >= 10
  },
  labels: {
    expected: "a text or a list of texts",
    test: (value) => isText(value) || Array.isArray(value) && value.every(isText)
  },
  tags: { expected: "a list", test: (value) => isText(value) || Array.isArray(value) },
  tagsOfAnyKind: {
    expected: "a list",
    test: (value) => isText(value) || typeof value === "object" && value !== null
  },
  entrypoint: { expected: "of the form path/to/file.py:function", test: isEntrypoint },
  cron: {
    expected: "a cron line",
    test: (value) => {
      if (!isText(value)) return false;
      return isTemplate(value) || (findCronMistake(value) ?? true);
    }
  },
  interval: { expected: "a number of seconds above 0", test: isInterval },
  rrule: { expected: 'a recurrence rule such as "FREQ=DAILY;INTERVAL=2"', test: testRrule },
  timeZone: { expected: 'a time zone such as "America/Sao_Paulo"', test: testTimeZone },
  ruleTimeZone: {
    expected: 'a time zone such as "America/Sao_Paulo"',
    test: (value) => !["", "localtime", "Factory"].includes(String(value)) && testTimeZone(value)
  },
  anchorDate: { expected: anchorDate, test: isAnchorDate },
  /** 3.8 reads these too where a schedule has nothing but an interval and a time zone. */
  anchorMoment: {
    expected: anchorDate,
    test: (value) => typeof value === "number" || typeof value === "symbol" || isAnchorDate(value)
  },
  anything: { expected: "anything", test: () => true }
};
function isEntrypoint(value) {
  if (!isText(value)) return false;
  return value.includes(":") ? /[^:]:[^:]+$/.test(value) : /\w\.\w+$/.test(value) && !value.endsWith(".py");
}
function testRrule(value) {
  if (!isText(value)) return false;
  if (isTemplate(value)) return true;
  const json = asJson(value);
  if (json === void 0) return findRruleMistake(value) ?? true;
  if (!isRule(json)) return 'as JSON it needs the key "rrule", and may have "timezone"';
  const { rrule, timezone = null } = json;
  if (timezone !== null && checks.ruleTimeZone.test(timezone) !== true) return "its time zone is not known";
  return findRruleMistake(rrule) ?? true;
}
function asJson(text2) {
  try {
    return JSON.parse(text2);
  } catch {
    return void 0;
  }
}
function isRule(json) {
  return typeof json === "object" && json !== null && "rrule" in json && isText(json.rrule) && Object.keys(json).every((key) => key === "rrule" || key === "timezone");
}
function testTimeZone(value) {
  if (!isText(value)) return false;
  if (isTimeZone(value) || isTemplate(value)) return true;
  const meant = timeZoneInOtherCase(value);
  return meant === void 0 ? false : `upper and lower case count: "${meant}"`;
}

// src/workspace/prefect-schema/schedules.ts
var kinds = ["cron", "interval", "rrule"];
function schedule(isNew) {
  const kindOf2 = (value) => isMapping(value) ? kinds.find((kind) => kind in value && !isFalsy(value[kind])) : void 0;
  const common = {
    active: orNull(checks.yesNoTemplate),
    parameters: anyMapping,
    slug: orNull(checks.text),
    ...isNew && { replaces: orNull(checks.text) }
  };
  const of = {
    cron: mapping({
      ...common,
      cron: is(checks.cron),
      timezone: orNull(checks.timeZone),
      anchor_date: is({ expected: "a text", test: (value) => typeof value !== "symbol" }),
      ...isNew && {
        day_or: orNull(checks.yesNoTemplate),
        anchor_date: orNull(checks.text)
      }
    }),
    interval: {
      allOf: [
        mapping({
          ...common,
          interval: is(checks.interval),
          timezone: orNull(checks.timeZone),
          ...isNew && { day_or: orNull(checks.yesNoText) }
        }),
        when(isBareInterval, anchoredAt(checks.anchorMoment, isNew), anchoredAt(checks.anchorDate, isNew))
      ]
    },
    rrule: mapping({
      ...common,
      rrule: is(checks.rrule),
      timezone: orNull(checks.ruleTimeZone),
      ...isNew && { day_or: orNull(checks.yesNoText), anchor_date: orNull(checks.text) }
    })
  };
  const exclusive = isNew ? is(onlyOneKind) : {};
  const chosen = when(
    (value) => kindOf2(value) === "cron",
    of.cron,
    when(
      (value) => kindOf2(value) === "interval",
      of.interval,
      when((value) => kindOf2(value) === "rrule", of.rrule, is(someKind))
    )
  );
  return { type: "object", allOf: [chosen, exclusive] };
}
function isBareInterval(value) {
  return isMapping(value) && Object.keys(value).every((key) => ["interval", "timezone", "anchor_date"].includes(key));
}
function anchoredAt(check, isNew) {
  const test = (value) => !isNew && isFalsy(value) || check.test(value);
  return mapping({ anchor_date: orNull({ ...check, test }) });
}
var someKind = {
  expected: 'given one of "cron", "interval" and "rrule"',
  test: (value) => !isMapping(value)
};
var onlyOneKind = {
  expected: 'given only one of "cron", "interval" and "rrule"',
  test: (value) => !isMapping(value) || kinds.filter((kind) => kind in value && value[kind] !== null).length <= 1
};

// src/workspace/prefect-schema/triggers.ts
var types = ["event", "metric", "compound", "sequence"];
function trigger(isNew) {
  const isOf = (type) => (value) => isMapping(value) && typeOf(value, isNew) === type;
  const common = mapping({
    type: oneOf(...types),
    name: orNull(checks.text),
    description: is(checks.text),
    enabled: is(checks.yesNoTemplate),
    parameters: nullOr(anyMapping),
    job_variables: nullOr(anyMapping),
    ...isNew && { schedule_after: is(checks.within) }
  });
  const composite = (more, required) => mapping(
    {
      triggers: listOf({ $ref: "#/$defs/trigger" }),
      within: orNull(checks.duration),
      ...more
    },
    { required }
  );
  return {
    allOf: [
      common,
      when(isOf("event"), eventTrigger),
      when(isOf("metric"), metricTrigger),
      when(isOf("sequence"), composite({}, ["triggers"])),
      when(isOf("compound"), {
        allOf: [composite({ require: is(checks.required) }, ["triggers", "require"]), is(enoughTriggers)]
      })
    ]
  };
}
function typeOf(value, isNew) {
  if ("type" in value) return value["type"];
  if (value["posture"] === "Metric") return "metric";
  if (!isNew || !("triggers" in value)) return "event";
  return "require" in value ? "compound" : "sequence";
}
var labels = when(isMapping, { additionalProperties: is(checks.labels) }, { type: "object" });
var eventTrigger = {
  allOf: [
    mapping({
      match: labels,
      match_related: when(Array.isArray, listOf(labels), labels),
      after: listOf(is(checks.text)),
      expect: listOf(is(checks.text)),
      for_each: listOf(is(checks.text)),
      posture: oneOf("Reactive", "Proactive"),
      threshold: is(checks.integer),
      within: is(checks.within)
    }),
    when(
      (value) => isMapping(value) && value["posture"] === "Proactive",
      mapping({ within: is(checks.proactive) })
    )
  ]
};
var metricTrigger = mapping(
  {
    posture: oneOf("Metric"),
    metric: mapping(
      {
        name: oneOf("lateness", "duration", "successes"),
        threshold: is(checks.number),
        operator: oneOf("<", "<=", ">", ">="),
        range: is(checks.lookback),
        firing_for: is(checks.lookback)
      },
      { required: ["name", "threshold", "operator"] }
    )
  },
  { required: ["metric"] }
);
var enoughTriggers = {
  expected: "given as many triggers as it requires, or more",
  test: (value) => {
    if (!isMapping(value) || !Array.isArray(value["triggers"])) return true;
    return typeof value["require"] !== "number" || value["require"] <= value["triggers"].length;
  }
};

// src/workspace/prefect-schema/schema.ts
var versionTypes = [
  ...["prefect:simple", "vcs:github", "vcs:gitlab", "vcs:bitbucket", "vcs:azuredevops", "vcs:git"],
  null
];
var step = mapping(
  {},
  {
    maxProperties: 1,
    ...is({
      expected: "given by its full name, such as my_package.my_module.my_step",
      test: (value) => !isMapping(value) || Object.keys(value).every((name) => /[.:]/.test(name))
    })
  }
);
var shellStep = mapping(
  {
    script: is(checks.text),
    directory: orNull(checks.text),
    id: is({
      expected: "a text",
      test: (value) => typeof value !== "object" || value === null
    }),
    requires: is(checks.anything),
    env: is({
      expected: "a mapping of texts",
      test: (value) => isMapping(value) ? Object.values(value).every((each) => typeof each === "string") : isFalsy(value)
    }),
    stream_output: is(checks.anything),
    expand_env_vars: is(checks.anything),
    // New in 3.8.
    shell: is(checks.anything)
  },
  { required: ["script"], additionalProperties: false }
);
var shellSteps = [
  "prefect.deployments.steps.run_shell_script",
  "prefect.deployments.steps.utility.run_shell_script"
];
var steps = when(
  (value) => value === null || isMapping(value) && Object.keys(value).length === 0,
  {},
  listOf({
    ...step,
    properties: Object.fromEntries(shellSteps.map((name) => [name, shellStep])),
    additionalProperties: { type: "object" }
  })
);
var pullSteps = when((value) => value === null || isMapping(value), {}, listOf(anyMapping));
function prefectFileSchema(release) {
  return mapping(
    {
      name: release === "3.8" ? orNull(checks.text) : {},
      "prefect-version": release === "3.8" ? orNull(checks.text) : {},
      build: { $ref: "#/$defs/steps" },
      push: { $ref: "#/$defs/steps" },
      pull: pullSteps,
      deployments: nullOr(listOf(deployment(release === "3.8")))
    },
    { $defs: { schedule: schedule(release === "3.8"), trigger: trigger(release === "3.8"), steps } }
  );
}
function deployment(isNew) {
  const properties = {
    name: orNull(checks.filledText),
    version: orNull(checks.text),
    version_type: oneOf(...versionTypes),
    tags: is(isNew ? checks.tags : checks.tagsOfAnyKind),
    description: orNull(checks.text),
    flow_name: isNew ? orNull(checks.text) : {},
    entrypoint: is(checks.entrypoint),
    parameters: anyMapping,
    enforce_parameter_schema: orNull(isNew ? checks.yesNo : checks.yesNoTemplate),
    paused: orNull(isNew ? checks.yesNo : checks.yesNoTemplate),
    concurrency_limit: concurrencyLimit(isNew),
    work_pool: mapping({
      name: orNull(checks.filledText),
      work_queue_name: orNull(checks.text),
      job_variables: anyMapping
    }),
    schedule: when(
      isFalsy,
      {},
      when(isMapping, { $ref: "#/$defs/schedule" }, is(isNew ? never : checks.anything))
    ),
    schedules: when(
      (value) => value === null || !isNew && isMapping(value) && Object.keys(value).length === 0,
      {},
      listOf({ $ref: "#/$defs/schedule" })
    ),
    triggers: when(
      (value) => value === null || !isNew && isMapping(value) && Object.keys(value).length === 0,
      {},
      listOf({ $ref: "#/$defs/trigger" })
    ),
    sla: nullOr({ type: "array" }),
    build: { $ref: "#/$defs/steps" },
    push: { $ref: "#/$defs/steps" },
    pull: pullSteps
  };
  return mapping(properties, { required: ["entrypoint"], ...is(noTwoSchedules) });
}
var never = { expected: "a mapping", test: () => false };
var noTwoSchedules = {
  expected: 'given either "schedule" or "schedules", not both',
  test: (value) => !(isMapping(value) && "schedules" in value && "schedule" in value && !isFalsy(value["schedule"]))
};
function concurrencyLimit(isNew) {
  return when(
    isMapping,
    mapping(
      {
        limit: orNull(checks.limit),
        collision_strategy: oneOf("ENQUEUE", "CANCEL_NEW"),
        ...isNew && { grace_period_seconds: orNull(checks.gracePeriod) }
      },
      { required: ["collision_strategy"] }
    ),
    orNull(isNew ? checks.limit : checks.limitTemplate)
  );
}

// src/workspace/prefect-schema.ts
var compiled = /* @__PURE__ */ new Map();
function validatorOf(release) {
  const validator = compiled.get(release) ?? compile(release);
  compiled.set(release, validator);
  return validator;
}
function compile(release) {
  const ajv = new import_ajv2.Ajv({ allErrors: true, verbose: true, strict: false, code: { optimize: false } });
  ajv.addKeyword({
    keyword: "check",
    // A reason is told with the error, which is made anew where it is explained.
    validate: (check, value) => check.test(value) === true
  });
  return ajv.compile(prefectFileSchema(release));
}
function isCheckedYaml(data) {
  return isMapping(data);
}
function findMistakes(data, release) {
  const validate = validatorOf(release);
  validate(data);
  const places = /* @__PURE__ */ new Map();
  for (const error of validate.errors ?? []) {
    const mistake = explain(error);
    const place = JSON.stringify(mistake?.path);
    if (mistake && !places.has(place)) places.set(place, mistake);
  }
  return [...places.values()];
}
function explain(error) {
  const { keyword, instancePath, data } = error;
  if (keyword === "if") return void 0;
  const path = pathOf(instancePath);
  const name = path.length === 0 ? "The file" : `"${path.join(".")}"`;
  const isSchedule = path.includes("schedules") || path.includes("schedule");
  const extra = error.params["additionalProperty"];
  const isKey = typeof extra === "string";
  const message = describe3(error, name, kindOf(data));
  return {
    path: isKey ? [...path, extra] : path,
    isSchedule,
    isKey,
    isDate: typeof data === "symbol",
    message
  };
}
function describe3({ keyword, params, data, schema }, name, found) {
  switch (keyword) {
    case "required":
      return `${name} lacks "${String(params["missingProperty"])}".`;
    case "type":
      return `${name} must be ${nameOfType(params["type"])}, but it is ${found}.`;
    case "maxProperties":
      return `${name} must be a mapping with one key, the name of the step.`;
    case "additionalProperties":
      return `${name} has the argument "${String(params["additionalProperty"])}", which the step does not take.`;
    default:
      return describeCheck(schema, name, { data, found });
  }
}
function describeCheck(check, name, { data, found }) {
  if (!isCheck(check)) return `${name} is not valid.`;
  const { expected } = check;
  const reason = check.test(data);
  if (expected.startsWith("given ")) return `${name} must be ${expected}.`;
  const more = typeof reason === "string" ? `: ${reason}` : "";
  return `${name} must be ${expected}, but it is ${found}${more}.`;
}
function isCheck(value) {
  return typeof value === "object" && value !== null && "expected" in value;
}
function pathOf(pointer) {
  return pointer.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")).map((part) => /^\d+$/.test(part) ? Number(part) : part);
}
function nameOfType(type) {
  return type === "array" ? "a list" : "a mapping";
}
function kindOf(data) {
  if (data === null) return "empty";
  if (Array.isArray(data)) return "a list";
  if (typeof data === "symbol") return `the date ${data.description ?? ""}`;
  if (typeof data === "string") return `the text ${JSON.stringify(data)}`;
  return typeof data === "object" ? "a mapping" : `the ${typeof data} ${JSON.stringify(data)}`;
}

// src/workspace/prefect-schema/known-keys.ts
var fileKeys = ["name", "prefect-version", "build", "push", "pull", "definitions", "deployments"];
var deploymentKeys = [
  ...["name", "version", "version_type", "tags", "description", "schedule", "schedules", "paused"],
  ...["concurrency_limit", "flow_name", "entrypoint", "parameters", "enforce_parameter_schema"],
  ...["build", "push", "pull", "work_pool", "triggers", "sla"]
];
var workPoolKeys = ["name", "work_queue_name", "job_variables"];
var limitKeys = ["limit", "collision_strategy", "grace_period_seconds"];
var scheduleKeys = [
  ...[
    "cron",
    "interval",
    "rrule",
    "timezone",
    "anchor_date",
    "active",
    "parameters",
    "slug",
    "replaces",
    "day_or"
  ]
];
var triggerKeys = [
  ...["type", "name", "description", "enabled", "parameters", "job_variables", "schedule_after", "match"],
  ...[
    "match_related",
    "after",
    "expect",
    "for_each",
    "posture",
    "threshold",
    "within",
    "metric",
    "triggers",
    "require"
  ]
];
function findUnknownKeys(file) {
  const deployments = children(file, [], "deployments");
  return [
    // A mapping or a list at the top may be there for its anchor.
    ...unknownIn(file, [], fileKeys).filter(({ path, closest }) => {
      const value = isMapping(file) ? file[String(path[0])] : void 0;
      return closest !== void 0 || typeof value !== "object" || value === null;
    }),
    ...deployments.flatMap(({ value, path }) => [
      ...unknownIn(value, path, deploymentKeys),
      ...unknownIn(child2(value, "work_pool"), [...path, "work_pool"], workPoolKeys),
      ...unknownIn(child2(value, "concurrency_limit"), [...path, "concurrency_limit"], limitKeys),
      ...unknownInSchedules(value, path),
      ...children(value, path, "triggers").flatMap((each) => unknownIn(each.value, each.path, triggerKeys))
    ])
  ];
}
function unknownInSchedules(deployment2, path) {
  const single = { value: child2(deployment2, "schedule"), path: [...path, "schedule"] };
  return [single, ...children(deployment2, path, "schedules")].flatMap((each) => unknownIn(each.value, each.path, scheduleKeys)).map((key) => ({ ...key, isRefused: true }));
}
function unknownIn(value, path, known3) {
  if (!isMapping(value)) return [];
  return Object.keys(value).filter((key) => !known3.includes(key)).map((key) => ({ path: [...path, key], closest: findClosest(key, known3), isRefused: false }));
}
function child2(value, key) {
  return isMapping(value) ? value[key] : void 0;
}
function children(value, path, key) {
  const list2 = child2(value, key);
  return Array.isArray(list2) ? list2.map((each, index) => ({ value: each, path: [...path, key, index] })) : [];
}

// src/workspace/prefect-problems.ts
function findPrefectProblems(file) {
  const mistakes = findMistakes(file.typed, "any");
  const known3 = new Set(mistakes.map(({ path }) => JSON.stringify(path)));
  const newer = findMistakes(file.typed, "3.8").filter(({ path }) => !known3.has(JSON.stringify(path)));
  return [
    ...[...mistakes, ...newer.filter(isRefusedDate)].map((mistake) => refused(file, mistake)),
    ...findKeysThatAreNoTexts(file),
    ...findUnnamed(file),
    ...newer.filter((mistake) => !isRefusedDate(mistake)).map((mistake) => refusedByNewer(file, mistake)),
    ...findUnknownKeys(file.typed).map((key) => unknown(file, key))
  ];
}
function isRefusedDate({ path, isDate: isDate2 }) {
  return isDate2 && path[0] === "deployments";
}
function refused(file, { path, message, isSchedule, isKey }) {
  const location = isKey ? file.locateKey(path) : file.locate(path);
  return {
    code: isSchedule ? "schedule-invalid" : "prefect-file-invalid",
    severity: "error",
    message: `${location.path}: ${message}`,
    hint: isSchedule ? "Correct the schedule; Prefect would refuse the whole file for it." : "Correct this value; Prefect's documentation of prefect.yaml lists what each key takes.",
    location
  };
}
function refusedByNewer(file, { path, message }) {
  const location = file.locate(path);
  return {
    code: "prefect-newer-rejects",
    severity: "warning",
    message: `${location.path}: ${message} Prefect 3.4 lets it pass; Prefect 3.8 refuses the whole file.`,
    hint: "Correct this value before Prefect is updated.",
    location
  };
}
function unknown(file, { path, closest, isRefused }) {
  const location = file.locateKey(path);
  const key = String(path.at(-1));
  const meant = closest === void 0 ? "" : ` Did you mean "${closest}"?`;
  const hint = closest === void 0 ? "Remove the key." : `Rename the key to "${closest}", or remove it.`;
  return isRefused ? {
    code: "prefect-newer-rejects",
    severity: "warning",
    message: `${location.path}: A schedule has no key "${key}".${meant} Prefect 3.4 ignores it; Prefect 3.8 refuses the whole file.`,
    hint,
    location
  } : {
    code: "prefect-key-unknown",
    severity: "warning",
    message: `${location.path}: Prefect doesn't know the key "${key}" here and ignores it.${meant}`,
    hint,
    location
  };
}
function findUnnamed(file) {
  const entries = deploymentsOf(file);
  return entries.flatMap((entry, index) => {
    if (!isMapping(entry) || (entry["name"] ?? null) !== null) return [];
    const location = file.locate(["deployments", index]);
    const message = `${location.path}: "deployments.${index}" lacks "name"`;
    const hint = 'Give the deployment a name that ends in its environment, such as "--prod".';
    return entries.length === 1 ? [{ code: "prefect-file-invalid", severity: "error", message: `${message}.`, hint, location }] : [
      {
        code: "deployment-unnamed",
        severity: "warning",
        message: `${message}, so it is never deployed.`,
        hint,
        location
      }
    ];
  });
}
function findKeysThatAreNoTexts(file) {
  return deploymentsOf(file).flatMap((entry, index) => namedValues(entry, ["deployments", index])).flatMap(({ value, path }) => Object.keys(isMapping(value) ? value : {}).map((key) => [...path, key])).filter((path) => !["string", "undefined"].includes(typeof file.keyAt(path))).map((path) => {
    const location = file.locateKey(path);
    return {
      code: "prefect-file-invalid",
      severity: "error",
      message: `${location.path}: This key must be a text, but it is ${article(file.keyAt(path))}.`,
      hint: "Put it into quotation marks.",
      location
    };
  });
}
function namedValues(entry, path) {
  if (!isMapping(entry)) return [];
  const pool = entry["work_pool"];
  const schedules = entry["schedules"];
  return [
    { value: entry["parameters"], path: [...path, "parameters"] },
    {
      value: isMapping(pool) ? pool["job_variables"] : void 0,
      path: [...path, "work_pool", "job_variables"]
    },
    ...(Array.isArray(schedules) ? schedules : []).map((schedule2, index) => ({
      value: isMapping(schedule2) ? schedule2["parameters"] : void 0,
      path: [...path, "schedules", index, "parameters"]
    }))
  ];
}
function article(key) {
  if (key === null) return "empty";
  return typeof key === "symbol" ? "a date" : `a ${typeof key}`;
}
function deploymentsOf({ typed }) {
  const list2 = isMapping(typed) ? typed["deployments"] : void 0;
  return Array.isArray(list2) ? list2 : [];
}

// src/workspace/prefect-file.ts
function parsePrefectFile(path, source) {
  const parsed = parseYaml(path, source);
  if ("problems" in parsed) return { deployments: [], problems: parsed.problems };
  const { data, locate } = parsed.file;
  if (data === null || data === void 0) {
    return wrong({
      code: "prefect-file-empty",
      message: `${path} is empty.`,
      hint: `Describe the pipeline's deployments in it (key "deployments"), or remove the file.`,
      location: { path, line: 1 }
    });
  }
  const problems = findPrefectProblems(parsed.file);
  if (problems.some(isError) || !isCheckedYaml(data)) return { deployments: [], problems };
  const deployments = readDeployments(data, locate);
  const own = [...findDuplicates(deployments), ...findTemplatedNames(deployments)];
  return { deployments: own.length > 0 ? [] : deployments, problems: [...problems, ...own] };
}
var isError = ({ severity }) => severity === "error";
function readDeployments(yaml, locate) {
  return (yaml.deployments ?? []).flatMap((entry, index) => {
    if (typeof entry.name !== "string") return [];
    const here = ["deployments", index];
    const steps2 = (section) => {
      const own = Object.hasOwn(entry, section);
      const path = own ? [...here, section] : [section];
      return readSteps(listed(own ? entry[section] : yaml[section]), (within) => locate([...path, ...within]));
    };
    const deployment2 = {
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
      entry: { ...entry },
      locate: (path) => locate([...here, ...path])
    };
    return [deployment2];
  });
}
function listed(section) {
  return Array.isArray(section) ? section : [];
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

// src/workspace/read-pipeline.ts
var safeName = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
async function readPipeline(files2, name, { pipelinesDir, uv }) {
  const folder = posix4.join(pipelinesDir, name);
  const path = `${folder}/prefect.yaml`;
  if (!safeName.test(name)) return misnamed(name, folder, path);
  const source = await files2.read(path);
  if (source === void 0) {
    throw failure("prefect-file-missing", `${folder} has no prefect.yaml.`, {
      hint: "Add the file, or remove the folder."
    });
  }
  const { deployments, problems } = parsePrefectFile(path, source);
  const fileNames = await files2.fileNames(folder);
  const python = uv ? await readPackageName(files2, folder, uv) : void 0;
  return {
    name,
    folder,
    prefectFile: { path, source },
    packageName: python && "name" in python ? python.name : void 0,
    fileNames,
    deployments,
    problems: [
      ...problems,
      ...python && "problem" in python ? [python.problem] : [],
      ...await findMissingFlows(files2, deployments)
    ]
  };
}
function misnamed(name, folder, path) {
  const problem2 = {
    code: "pipeline-name-invalid",
    severity: "error",
    message: `The folder name ${JSON.stringify(name)} can't be used in tags and paths.`,
    hint: 'Use letters, digits, "_", "-" and "." only, and a letter or a digit to begin with.',
    location: { path, line: 1 }
  };
  return {
    name,
    folder,
    prefectFile: { path, source: "" },
    packageName: void 0,
    fileNames: [],
    deployments: [],
    problems: [problem2]
  };
}
async function findMissingFlows(files2, deployments) {
  const checks2 = deployments.map(async ({ entrypoint, entry, entrypointLocation }) => {
    const [file = "", flow = ""] = splitEntrypoint(entrypoint);
    if (!file.endsWith(".py") || entrypoint.includes("{{")) return [];
    const source = staysInside(file) ? await files2.read(file) : void 0;
    const message = source === void 0 ? `The entrypoint's file "${file}" doesn't exist.` : mentions2(source, flow) ? void 0 : `The entrypoint's file "${file}" has no function "${flow}".`;
    if (message === void 0) return [];
    const hint = `Correct the entrypoint of "${String(entry["name"])}": the path is taken from the folder that Prefect runs in, not from the pipeline's folder.`;
    return [{ code: "entrypoint-missing", severity: "error", message, hint, location: entrypointLocation }];
  });
  return (await Promise.all(checks2)).flat();
}
function splitEntrypoint(entrypoint) {
  const colon = entrypoint.lastIndexOf(":");
  return [entrypoint.slice(0, colon), entrypoint.slice(colon + 1)];
}
function mentions2(source, flow) {
  const [name = ""] = flow.split(".");
  const hasName = source.match(/[\p{L}\p{M}\p{N}_]+/gu)?.includes(name) ?? false;
  return hasName || /^\s*from\s+\S+\s+import\s+\*/m.test(source);
}

// src/checked-plan.ts
async function readCheckedPipelines(files2, names2, { pipelinesDir, ...options }) {
  if (names2.length === 0) return [];
  const uv = await readUvWorkspace(files2);
  const pipelines = await Promise.all(names2.map((name) => readPipeline(files2, name, { pipelinesDir, uv })));
  return await checkPipelines(files2, pipelines, { ...options, uv });
}
async function makeCheckedPlan(files2, request) {
  const plan = makePlan(request);
  return { ...plan, problems: [...plan.problems, ...await findMissingBuildFiles(files2, plan.images)] };
}

// src/report/markdown.ts
function makeTable(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
function escapeMarkdown(text2) {
  return text2.replace(/[\r\n]+/g, " ").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replace(/[\\`*_[\]{}#!@|~]/g, (mark) => mark === "@" ? "@<!-- -->" : `\\${mark}`);
}
function codeText(text2) {
  return text2.replace(/[\r\n`]+/g, " ");
}
function codeBlock(lines, language = "text") {
  const longest3 = Math.max(
    2,
    ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length))
  );
  const fence = "`".repeat(longest3 + 1);
  return [`${fence}${language}`, ...lines, fence];
}

export {
  conventionLevels,
  findClosest,
  chooseDeployments,
  openFiles,
  staysInside,
  readCheckedPipelines,
  makeCheckedPlan,
  findPipelines,
  defaultEnvironments,
  parseEnvironments,
  harmless,
  makeTable,
  escapeMarkdown,
  codeText,
  codeBlock
};
