import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)

// src/problem.ts
var ActionError = class extends Error {
  name = "ActionError";
  problems;
  constructor(problems, options) {
    super(problems.map(({ message }) => message).join("\n"), options);
    this.problems = problems;
  }
};
function failure(code, message, details = {}) {
  const { cause, ...rest } = details;
  return new ActionError([{ code, severity: "error", message, ...rest }], { cause });
}
function throwErrors(problems) {
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new ActionError(errors);
}
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

// src/workspace/template.ts
var placeholderPattern = /{{\s*([\w.\-[\]$]+)\s*}}/g;
function findPlaceholders(value) {
  if (typeof value === "string") {
    return [...value.matchAll(placeholderPattern)].map(([text, name = ""]) => ({ text, name }));
  }
  if (Array.isArray(value)) return value.flatMap(findPlaceholders);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(findPlaceholders);
  return [];
}
function lookupOutputs(outputs) {
  return (name) => {
    const [id = "", ...keys] = name.split(".");
    const [key] = keys;
    return key !== void 0 && keys.length === 1 ? own(outputs.get(id) ?? {}, key) : void 0;
  };
}
function lookupEnvironment(env) {
  return (name) => name.startsWith("$") ? own(env, name.slice(1)) : void 0;
}
function own(record, key) {
  return Object.hasOwn(record, key) ? record[key] : void 0;
}
function fillPlaceholders(value, lookup) {
  if (typeof value === "string") return fillText(value, lookup);
  if (Array.isArray(value)) return value.map((item) => fillPlaceholders(item, lookup));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fillPlaceholders(item, lookup)])
    );
  }
  return value;
}
function fillText(text, lookup) {
  const [only] = findPlaceholders(text);
  if (only?.text === text) return lookup(only.name) ?? text;
  return text.replace(placeholderPattern, (placeholder, name) => {
    const value = lookup(name);
    return value === void 0 ? placeholder : asText(value);
  });
}
function asText(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

export {
  ActionError,
  failure,
  throwErrors,
  messageOf,
  findPlaceholders,
  lookupOutputs,
  lookupEnvironment,
  fillPlaceholders,
  asText
};
