import { minimatch } from 'minimatch'
import { ActionError, type Problem } from '../problem.ts'
import type { Files } from './files.ts'
import { listAt, parseToml, textAt, textsAt, valueAt, type TomlFile } from './toml-file.ts'

/** One package of `uv.lock`. */
export interface LockedPackage {
  /** Normalised. */
  readonly name: string
  /** Where it is in the repository; undefined where it comes from a registry or elsewhere. */
  readonly folder: string | undefined
  /** A package that is not built itself: uv installs only what it depends on. */
  readonly isVirtual: boolean
  /** Whether there is something of it that needn't be built. */
  readonly hasWheels: boolean
  readonly dependencies: readonly LockedDependency[]
}

/** What a locked package needs. */
interface LockedDependency {
  readonly name: string
  /** On every platform, with every Python and without an extra. */
  readonly always: boolean
}

/** The uv workspace as its lock file tells it. */
export interface UvWorkspace {
  /** By normalised name. */
  readonly packages: ReadonlyMap<string, LockedPackage>
  /** The normalised names of the workspace's members. */
  readonly members: ReadonlySet<string>
  /** The file itself, for places in it. */
  readonly lock: TomlFile
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
  const packages = listAt(lock.file.data, 'package').flatMap((entry) => readLockedPackage(entry) ?? [])
  const members = textsAt(lock.file.data, 'manifest', 'members')
  // A workspace of one package has no list of its members.
  const local = packages.filter(({ folder }) => folder !== undefined).map(({ name }) => name)
  return {
    packages: new Map(packages.map((each) => [each.name, each])),
    members: new Set(members.length > 0 ? members : local),
    lock: lock.file,
  }
}

function readLockedPackage(entry: unknown): LockedPackage | undefined {
  const name = textAt(entry, 'name')
  if (name === undefined) return undefined
  const virtual = textAt(entry, 'source', 'virtual')
  return {
    name,
    folder: virtual ?? textAt(entry, 'source', 'editable') ?? textAt(entry, 'source', 'directory'),
    isVirtual: virtual !== undefined,
    hasWheels: listAt(entry, 'wheels').length > 0,
    dependencies: [
      ...readDependencies(listAt(entry, 'dependencies')),
      ...readGroups(valueAt(entry, 'optional-dependencies')),
      ...readGroups(valueAt(entry, 'dev-dependencies')),
    ],
  }
}

function readDependencies(list: readonly unknown[]): LockedDependency[] {
  return list.flatMap((dependency) => {
    const name = textAt(dependency, 'name')
    return name === undefined ? [] : [{ name, always: valueAt(dependency, 'marker') === undefined }]
  })
}

/** Dependencies of an extra or a group, which is not always asked for. */
function readGroups(groups: unknown): LockedDependency[] {
  const lists: unknown[] = typeof groups === 'object' && groups !== null ? Object.values(groups) : []
  return lists
    .flatMap((list) => (Array.isArray(list) ? readDependencies(list) : []))
    .map(({ name }) => ({ name, always: false }))
}

/** The packages that some need, themselves included: all of them, or those that are always needed. */
export function closureOf(
  { packages }: Pick<UvWorkspace, 'packages'>,
  names: readonly string[],
  which: 'all' | 'always' = 'all',
): LockedPackage[] {
  const found = new Map<string, LockedPackage>()
  const open = [...names]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const locked = packages.get(name)
    if (locked === undefined || found.has(name)) continue
    found.set(name, locked)
    open.push(
      ...locked.dependencies.filter(({ always }) => which === 'all' || always).map((needed) => needed.name),
    )
  }
  return [...found.values()]
}

/**
 * The name of a pipeline's package in the workspace, or what keeps uv from installing it.
 * @param folder the pipeline's folder, with its pyproject.toml.
 */
export async function readPackageName(
  files: Files,
  folder: string,
  { packages }: Pick<UvWorkspace, 'packages'>,
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
  const name = textAt(project.file.data, 'project', 'name')
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
  return { problem: (await findMissingMember(files, folder)) ?? outdated(project.file, name) }
}

/** Why `uv lock` would leave the pipeline out, if it would. */
async function findMissingMember(files: Files, folder: string): Promise<Problem | undefined> {
  const source = await files.read('pyproject.toml')
  const root = source === undefined ? undefined : parseToml('pyproject.toml', source, 'pyproject-invalid')
  if (root === undefined) return undefined
  if ('problem' in root) return root.problem
  const { data, locate } = root.file
  const table = ['tool', 'uv', 'workspace']
  const matches = (pattern: string) => minimatch(folder, pattern.replace(/^\.\/|\/$/g, ''))
  const excluded = textsAt(data, ...table, 'exclude').find(matches)
  if (excluded === undefined && textsAt(data, ...table, 'members').some(matches)) return undefined
  return {
    code: 'workspace-member-missing',
    severity: 'error',
    message:
      excluded === undefined
        ? `${folder} is no member of the uv workspace: no glob of "members" fits it, so uv.lock doesn't have it.`
        : `${folder} is no member of the uv workspace: "${excluded}" excludes it, so uv.lock doesn't have it.`,
    hint: 'Correct "members" or "exclude" in [tool.uv.workspace], run "uv lock" and commit uv.lock.',
    location:
      excluded === undefined
        ? locate([...table, 'members'])
        : locate([...table, 'exclude'], (text) => text === excluded),
  }
}

function outdated({ locate }: TomlFile, name: string): Problem {
  return {
    code: 'uv-lock-outdated',
    severity: 'error',
    message: `uv.lock doesn't know the package "${name}", so the lock file is older than this pipeline.`,
    hint: 'Run "uv lock" in the repository and commit uv.lock.',
    location: locate(['project', 'name']),
  }
}

/** A package's name as uv.lock writes it (https://packaging.python.org/en/latest/specifications/name-normalization/). */
export function normaliseName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase()
}
