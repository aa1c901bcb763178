import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
import {
  TransientError,
  isTransient,
  runCommand,
  withRetries
} from "./chunk-W75XK2QA.mjs";
import {
  getProxyUrl
} from "./chunk-A4WK4EKC.mjs";
import {
  require_ajv
} from "./chunk-AZR7E7JT.mjs";
import {
  failure
} from "./chunk-T6UZLHMW.mjs";
import {
  require_undici
} from "./chunk-H2FADGLT.mjs";
import {
  __toESM
} from "./chunk-LMMWWLXT.mjs";

// src/images/docker.ts
var oldestBuildx = [0, 13];
async function runDocker({ cwd, env, signal }, args, more = {}) {
  return await runCommand({ file: "docker", args, cwd, env, signal, ...more });
}
async function checkBuildx(options) {
  const { exitCode, stdout } = await runDocker(options, ["buildx", "version"]);
  const [, major = "0", minor = "0"] = /(\d+)\.(\d+)\.\d+/.exec(stdout) ?? [];
  const isNew = Number(major) > oldestBuildx[0] || Number(minor) >= oldestBuildx[1];
  if (exitCode === 0 && isNew) return;
  const found = exitCode === 0 ? `It has ${stdout.trim()}.` : "It has none.";
  throw failure(
    "buildx-missing",
    `This runner's docker needs buildx ${oldestBuildx.join(".")} or newer. ${found}`,
    {
      hint: "Add a step that uses docker/setup-buildx-action before this action."
    }
  );
}
async function logIn(options, { host, username, password }) {
  const args = ["login", "--username", username, "--password-stdin", host];
  const attempt = async () => {
    const { exitCode, stderr } = await runDocker(options, args, { input: password });
    if (exitCode === 0) return;
    const refused2 = /unauthorized|(?<!permission )denied|incorrect username|\b(401|403) /i.test(stderr);
    const error = refused2 ? failure("registry-login-refused", `${host} refused the login of "${username}". ${stderr.trim()}`, {
      hint: `Check the inputs "registry-username" and "registry-password". On ghcr.io the job's own token works with the permission "packages: write".`
    }) : failure("registry-unreachable", `The login to ${host} failed. ${stderr.trim()}`, {
      hint: 'Check the input "registry", and that the runner can reach it and a Docker engine.'
    });
    if (!refused2 && isTransient(stderr)) throw new TransientError(stderr.trim(), { cause: error });
    throw error;
  };
  await withRetries(attempt, { ...options.retry, signal: options.signal });
}

// src/prepare-docker.ts
import { join as join2 } from "node:path";

// src/images/docker-config.ts
var import_ajv = __toESM(require_ajv(), 1);
import { lstat, mkdir, mkdtemp, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
var validate = new import_ajv.Ajv().compile({
  type: "object",
  properties: {
    auths: { type: "object" },
    credsStore: { type: "string" },
    credHelpers: { type: "object", additionalProperties: { type: "string" } }
  }
});
async function makeDockerConfig(options) {
  const { userFolder, parent, registry } = options;
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, "docker-config-"));
  const config = withoutLogin(await readConfig(join(userFolder, "config.json")), registry);
  await writeFile(join(folder, "config.json"), JSON.stringify(config), { mode: 384 });
  for (const name of ["cli-plugins", "contexts"]) {
    const there = await lstat(join(userFolder, name)).catch(() => void 0);
    if (there) await symlink(join(userFolder, name), join(folder, name));
  }
  return folder;
}
async function readConfig(path) {
  const source = await readFile(path, "utf8").catch(() => "{}");
  const data = parseJson(source);
  if (validate(data)) return data;
  throw failure("docker-config-invalid", `${path} is not a docker configuration.`, {
    hint: "Remove or correct the file on the runner."
  });
}
function parseJson(source) {
  try {
    return JSON.parse(source);
  } catch {
    return void 0;
  }
}
function withoutLogin(config, registry) {
  const { credsStore, ...rest } = config;
  const isOther = (key) => registry === void 0 || hostOf(key) !== hostOf(registry);
  const others = Object.keys(config.auths ?? {}).filter(isOther);
  const stored = credsStore === void 0 ? [] : others.map((host) => [host, credsStore]);
  const helpers = { ...Object.fromEntries(stored), ...config.credHelpers };
  return {
    ...rest,
    auths: Object.fromEntries(others.map((host) => [host, config.auths?.[host]])),
    credHelpers: Object.fromEntries(Object.entries(helpers).filter(([host]) => isOther(host)))
  };
}
function hostOf(key) {
  const host = key.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
  return host === "docker.io" ? "index.docker.io" : host;
}

// src/prepare-docker.ts
async function prepareDocker({ inputs, runner, signal }, temporaryFolder) {
  const config = await makeDockerConfig({
    userFolder: runner.dockerConfig,
    parent: temporaryFolder,
    registry: inputs.registry?.host
  });
  const buildx = runner.buildxConfig ?? join2(runner.dockerConfig, "buildx");
  return {
    cwd: join2(runner.workspace, inputs.workingDirectory),
    env: { ...runner.toolEnv, DOCKER_CONFIG: config, BUILDX_CONFIG: buildx },
    retry: inputs.retry,
    signal
  };
}

// src/prefect/api.ts
var import_ajv2 = __toESM(require_ajv(), 1);
var import_undici = __toESM(require_undici(), 1);
var ajv = new import_ajv2.Ajv({ allowUnionTypes: true });
var named = { type: "object", required: ["name"], properties: { name: { type: "string" } } };
var isNamedList = ajv.compile({ type: "array", items: named });
var isDeployment = ajv.compile({
  type: "object",
  required: ["id", "name", "updated"],
  properties: {
    id: { type: "string" },
    name: { type: "string" },
    updated: { type: "string" },
    entrypoint: { type: ["string", "null"] },
    work_pool_name: { type: ["string", "null"] },
    job_variables: { type: ["object", "null"] }
  }
});
var isDeploymentList = ajv.compile({
  type: "array",
  items: {
    type: "object",
    required: ["id", "name"],
    properties: {
      id: { type: "string" },
      name: { type: "string" },
      entrypoint: { type: ["string", "null"] }
    }
  }
});
var pageSize = 200;
var answerMs = 3e4;
function openPrefectApi(options) {
  const proxy = getProxyUrl(new URL(options.connection.apiUrl));
  const client = { ...options, dispatcher: proxy && new import_undici.ProxyAgent(proxy.href) };
  return {
    findWorkPools: async (names) => {
      const body = { limit: 200, work_pools: { name: { any_: names } } };
      const { data, serverTime } = await ask(client, "/work_pools/filter", { body, isValid: isNamedList });
      return { found: data.map(({ name }) => name), serverTime };
    },
    listDeployments: async () => {
      const deployments = [];
      for (; ; ) {
        const body = { limit: pageSize, offset: deployments.length, sort: "NAME_ASC" };
        const { data } = await ask(client, "/deployments/filter", { body, isValid: isDeploymentList });
        deployments.push(...data);
        if (data.length < pageSize) return deployments;
      }
    },
    getDeployment: async (id) => (await ask(client, `/deployments/${id}`, { isValid: isDeployment })).data
  };
}
async function ask(client, path, question) {
  const { retry, signal } = client;
  return await withRetries(() => askOnce(client, path, question), { ...retry, signal });
}
async function askOnce(client, path, question) {
  const { connection } = client;
  const { response, text } = await send(client, path, question.body);
  const { status } = response;
  if (status === 429 || status >= 500) {
    throw new TransientError(`HTTP ${status}`, {
      cause: answered(connection, path, `HTTP ${status}. ${start(text)}`)
    });
  }
  if (status === 401 || status === 403) throw refused(connection, status);
  if (!response.ok) {
    const elsewhere = response.headers.get("location");
    const redirect = elsewhere === null ? "" : `, a redirect to ${elsewhere}`;
    throw answered(connection, path, `HTTP ${status}${redirect}. ${start(text)}`);
  }
  const data = parseJson2(text);
  if (!question.isValid(data)) {
    throw answered(connection, path, `what is not Prefect's form: ${start(text)}`);
  }
  const date = Date.parse(response.headers.get("date") ?? "");
  return { data, serverTime: Number.isNaN(date) ? Date.now() : date };
}
async function send({ connection, dispatcher, signal }, path, body) {
  const { apiUrl, apiKey, authString } = connection;
  const authorization = apiKey !== void 0 ? `Bearer ${apiKey}` : authString !== void 0 && `Basic ${Buffer.from(authString).toString("base64")}`;
  try {
    const response = await (0, import_undici.fetch)(`${apiUrl}${path}`, {
      method: body === void 0 ? "GET" : "POST",
      headers: { "content-type": "application/json", ...authorization && { authorization } },
      ...body !== void 0 && { body: JSON.stringify(body) },
      // A key must not follow a redirect to somewhere else.
      redirect: "manual",
      ...dispatcher && { dispatcher },
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)])
    });
    return { response, text: await response.text() };
  } catch (error) {
    signal.throwIfAborted();
    const reason = reasonOf(error);
    throw new TransientError(reason, {
      cause: failure("prefect-unreachable", `Prefect's API at ${apiUrl} can't be reached: ${reason}.`, {
        hint: 'Check the input "prefect-api-url" and that the runner can reach it: a server behind a VPN needs a step that joins the VPN first.',
        cause: error
      })
    });
  }
}
function reasonOf(error) {
  const cause = Error.isError(error) ? error.cause ?? error : error;
  const each = Error.isError(cause) && "errors" in cause ? cause.errors : void 0;
  const reasons = Array.isArray(each) ? each : [cause];
  return reasons.map((reason) => Error.isError(reason) ? reason.message : String(reason)).join(", ");
}
function refused({ apiUrl, apiKey, authString }, status) {
  const used = apiKey !== void 0 ? "prefect-api-key" : authString !== void 0 ? "prefect-api-auth-string" : void 0;
  return failure(
    "prefect-unauthorized",
    `Prefect's API at ${apiUrl} refused the credentials (HTTP ${status}).`,
    {
      hint: used ? `Check the input "${used}": the secret may be missing, mistyped or expired.` : 'Set the input "prefect-api-key" (Prefect Cloud) or "prefect-api-auth-string" (a server with a password).'
    }
  );
}
function answered({ apiUrl }, path, what) {
  return failure("prefect-answer-unexpected", `${apiUrl}${path} answered ${what}`, {
    hint: `Check the input "prefect-api-url": it must be the API's address and not the user interface's: of a server it ends in /api, of Prefect Cloud in the workspace's id.`
  });
}
function parseJson2(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
function start(text) {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

// node_modules/yocto-queue/index.js
var Node = class {
  value;
  next;
  constructor(value) {
    this.value = value;
  }
};
var Queue = class {
  #head;
  #tail;
  #size;
  constructor() {
    this.clear();
  }
  enqueue(value) {
    const node = new Node(value);
    if (this.#head) {
      this.#tail.next = node;
      this.#tail = node;
    } else {
      this.#head = node;
      this.#tail = node;
    }
    this.#size++;
  }
  dequeue() {
    const current = this.#head;
    if (!current) {
      return;
    }
    this.#head = this.#head.next;
    this.#size--;
    if (!this.#head) {
      this.#tail = void 0;
    }
    return current.value;
  }
  peek() {
    if (!this.#head) {
      return;
    }
    return this.#head.value;
  }
  clear() {
    this.#head = void 0;
    this.#tail = void 0;
    this.#size = 0;
  }
  get size() {
    return this.#size;
  }
  *[Symbol.iterator]() {
    let current = this.#head;
    while (current) {
      yield current.value;
      current = current.next;
    }
  }
  *drain() {
    while (this.#head) {
      yield this.dequeue();
    }
  }
};

// node_modules/p-limit/index.js
function pLimit(concurrency) {
  let rejectOnClear = false;
  if (typeof concurrency === "object") {
    ({ concurrency, rejectOnClear = false } = concurrency);
  }
  validateConcurrency(concurrency);
  if (typeof rejectOnClear !== "boolean") {
    throw new TypeError("Expected `rejectOnClear` to be a boolean");
  }
  const queue = new Queue();
  let activeCount = 0;
  const resumeNext = () => {
    if (activeCount < concurrency && queue.size > 0) {
      activeCount++;
      queue.dequeue().run();
    }
  };
  const next = () => {
    activeCount--;
    resumeNext();
  };
  const run = async (function_, resolve, arguments_) => {
    const result = (async () => function_(...arguments_))();
    resolve(result);
    try {
      await result;
    } catch {
    }
    next();
  };
  const enqueue = (function_, resolve, reject, arguments_) => {
    const queueItem = { reject };
    new Promise((internalResolve) => {
      queueItem.run = internalResolve;
      queue.enqueue(queueItem);
    }).then(run.bind(void 0, function_, resolve, arguments_));
    if (activeCount < concurrency) {
      resumeNext();
    }
  };
  const generator = (function_, ...arguments_) => new Promise((resolve, reject) => {
    enqueue(function_, resolve, reject, arguments_);
  });
  Object.defineProperties(generator, {
    activeCount: {
      get: () => activeCount
    },
    pendingCount: {
      get: () => queue.size
    },
    clearQueue: {
      value() {
        if (!rejectOnClear) {
          queue.clear();
          return;
        }
        const abortError = AbortSignal.abort().reason;
        while (queue.size > 0) {
          queue.dequeue().reject(abortError);
        }
      }
    },
    concurrency: {
      get: () => concurrency,
      set(newConcurrency) {
        validateConcurrency(newConcurrency);
        concurrency = newConcurrency;
        queueMicrotask(() => {
          while (activeCount < concurrency && queue.size > 0) {
            resumeNext();
          }
        });
      }
    },
    map: {
      async value(iterable, function_) {
        const promises = [];
        try {
          Array.from(iterable, (value, index) => {
            const promise = generator(function_, value, index);
            promises.push(promise);
            return promise;
          });
        } catch (error) {
          for (const promise of promises) {
            promise.catch(() => {
            });
          }
          throw error;
        }
        return Promise.all(promises);
      }
    }
  });
  return generator;
}
function validateConcurrency(concurrency) {
  if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) {
    throw new TypeError("Expected `concurrency` to be a number from 1 and up");
  }
}

export {
  runDocker,
  checkBuildx,
  logIn,
  pLimit,
  prepareDocker,
  openPrefectApi
};
