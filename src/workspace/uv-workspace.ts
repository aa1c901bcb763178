import { parse, TomlError } from 'smol-toml'
import type { ProblemCode } from '../problem-codes.ts'
import { ActionError, messageOf, type Problem } from '../problem.ts'
import type { Files } from './files.ts'

/** The uv workspace as its lock file tells it. */
export interface UvWorkspace {
  /** The locked packages' names, normalised. */
  readonly packages: ReadonlySet<string>
}

/**
 * Reads `uv.lock`; undefined where there is none.
 * Its format is uv's own: a list of `[[package]]` tables, each with a normalised `name`.
 * @throws ActionError `uv-lock-invalid` at the line that isn't TOML.
 */
export async function readUvWorkspace(files: Files): Promise<UvWorkspace | undefined> {
  const source = await files.read('uv.lock')
  if (source === undefined) return undefined
  const lock = parseToml('uv.lock', source, 'uv-lock-invalid')
  if ('problem' in lock) throw new ActionError([lock.problem])
  const packages = Array.isArray(lock.data['package']) ? lock.data['package'] : []
  return { packages: new Set(packages.flatMap((entry) => nameOf(entry) ?? [])) }
}

/**
 * The name of a pipeline's package in the workspace, or what keeps uv from installing it.
 * @param folder the pipeline's folder, with its pyproject.toml.
 */
export async function readPackageName(
  files: Files,
  folder: string,
  { packages }: UvWorkspace,
): Promise<{ name: string } | { problem: Problem }> {
  const path = `${folder}/pyproject.toml`
  const source = await files.read(path)
  if (source === undefined) {
    return {
      problem: {
        code: 'pyproject-missing',
        severity: 'error',
        message: `${folder} has no pyproject.toml, so uv can't install what its flow imports.`,
        hint: 'Add a pyproject.toml with [project] name and dependencies, then run "uv lock" and commit uv.lock.',
        location: { path: `${folder}/prefect.yaml`, line: 1 },
      },
    }
  }
  const project = parseToml(path, source, 'pyproject-invalid')
  if ('problem' in project) return project
  const name = nameOf(project.data['project'])
  if (name === undefined) {
    return {
      problem: {
        code: 'pyproject-invalid',
        severity: 'error',
        message: `${path} has no [project] name.`,
        hint: 'Add it: uv knows the pipeline by that name.',
        location: { path, line: 1 },
      },
    }
  }
  if (packages.has(normaliseName(name))) return { name }
  return {
    problem: {
      code: 'uv-lock-outdated',
      severity: 'error',
      message: `uv.lock doesn't know the package "${name}", so the lock file is older than this pipeline.`,
      hint: 'Run "uv lock" in the repository and commit uv.lock. The pipeline must be one of the members in [tool.uv.workspace].',
      location: { path, line: findNameLine(source) },
    },
  }
}

/** The line of the project's name, whatever other tables have a name too. */
function findNameLine(source: string): number {
  const lines = source.split('\n')
  const table = lines.findIndex((line) => /^\s*\[\s*project\s*\]/.test(line))
  const index = lines.findIndex((line, at) => at > table && /^\s*(?:project\.)?name\s*=/.test(line))
  return Math.max(index + 1, 1)
}

/** A package's name as uv.lock writes it (https://packaging.python.org/en/latest/specifications/name-normalization/). */
export function normaliseName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase()
}

function nameOf(table: unknown): string | undefined {
  const name = typeof table === 'object' && table !== null && 'name' in table ? table.name : undefined
  return typeof name === 'string' ? name : undefined
}

function parseToml(
  path: string,
  source: string,
  code: ProblemCode,
): { data: Readonly<Record<string, unknown>> } | { problem: Problem } {
  try {
    return { data: parse(source) }
  } catch (error) {
    const place = error instanceof TomlError ? { line: error.line, column: error.column } : { line: 1 }
    const reason = messageOf(error).split('\n')[0] ?? ''
    return {
      problem: {
        code,
        severity: 'error',
        message: `${path} is not valid TOML: ${reason}`,
        hint:
          path === 'uv.lock'
            ? 'Run "uv lock" and commit the file; a merge conflict may have been left in it.'
            : 'Correct the file at this line.',
        location: { path, ...place },
      },
    }
  }
}
