import type { Problem } from '../../problem.ts'

/** A kind of failure, and what to do about it. The message is a clause without its full stop. */
export type Recognised = Required<Pick<Problem, 'code' | 'message' | 'hint'>>

interface KnownMessage {
  readonly pattern: RegExp
  /** `name` is what the pattern's first group found. */
  readonly describe: (name: string) => Recognised
}

const lockAgain = 'then run "uv lock" and commit uv.lock'

/** What uv 0.13 and its build tools say, for troubles whose remedy is known. The first that fits counts. */
const knownMessages: readonly KnownMessage[] = [
  {
    pattern: /`([^`]+)` is included as a workspace member, but is missing an entry in `tool\.uv\.sources`/,
    describe: (name) => ({
      code: 'workspace-source-missing',
      message: `A pyproject.toml depends on "${name}" without saying that it is a package of this repository`,
      hint: `Add ${name} = { workspace = true } to [tool.uv.sources] of that file; ${lockAgain}.`,
    }),
  },
  {
    pattern: /`([^`]+)` references a workspace in `tool\.uv\.sources`/,
    describe: (name) => ({
      code: 'workspace-source-unknown',
      message: `A pyproject.toml says { workspace = true } of "${name}", which is no member of the uv workspace`,
      hint: `Check its [project] name, and that "members" in [tool.uv.workspace] has its folder; ${lockAgain}.`,
    }),
  },
  {
    pattern:
      /Could not find root package `([^`]+)`|The workspace does not have a member ([\w.-]+)|Package `([^`]+)` not found in workspace/,
    describe: (name) => ({
      code: 'uv-package-unknown',
      message: `The uv workspace has no package "${name}"`,
      hint: `Check the name after --package. In a Dockerfile, the package's pyproject.toml must have been copied before; else it must be a member in [tool.uv.workspace]: ${lockAgain}.`,
    }),
  },
  {
    pattern: /Because (\S+) was not found in the package registry/,
    describe: (name) => ({
      code: 'uv-package-unknown',
      message: `uv finds no package "${name}" in its package index`,
      hint: `Correct the dependency. If it is a package of this repository, add ${name} = { workspace = true } to [tool.uv.sources]; ${lockAgain}.`,
    }),
  },
  {
    pattern: /Failed to build `(cx[-_]oracle)[=@` ]|No module named '(?:pkg_resources)'/i,
    describe: (name) => ({
      code: 'package-unbuildable',
      message: `${name === '' ? 'A package' : name} can't be built: it needs setuptools' pkg_resources, which setuptools doesn't have any more`,
      hint: `Use a release of the package that has a wheel for this Python. In the place of cx_Oracle, which Python 3.13 can't have, depend on oracledb, and take it out by override-dependencies in [tool.uv] of the root's pyproject.toml; ${lockAgain}: an override counts only from then on.`,
    }),
  },
  {
    pattern:
      /Unable to find lockfile at `([^`]+)`|No `(pyproject\.toml)` found in current directory|`[^`]+` does not appear to be a Python project, as neither `(pyproject\.toml)`/,
    describe: (name) => ({
      code: 'dockerfile-copy-missing',
      message: `uv misses the file ${name}`,
      hint: `Add COPY pyproject.toml uv.lock ./ to the Dockerfile above its "uv sync", and check that .dockerignore doesn't leave them out.`,
    }),
  },
  {
    pattern: /Expected a Python module at: (\S+)|(Unable to determine which files to ship)/,
    describe: (name) => ({
      code: 'shared-code-missing',
      message: `A package of the repository can't be built without its code${name.endsWith('.py') ? ` (${name})` : ''}`,
      hint: 'Copy the folder (COPY src src) above the "uv sync" of the Dockerfile. If it is there: add the missing __init__.py, or correct the place in its pyproject.toml.',
    }),
  },
  {
    pattern: /lockfile[^\n]* (?:needs to be updated|(?:is|was) (?:outdated|out of date))/i,
    describe: () => ({
      code: 'uv-lock-outdated',
      message: "uv.lock doesn't fit the pyproject.toml files any more",
      hint: 'Run "uv lock" in the repository and commit uv.lock.',
    }),
  },
]

/** Recognises what uv says when it fails; undefined where the trouble is none of the known ones. */
export function recogniseUv(said: string): Recognised | undefined {
  for (const { pattern, describe } of knownMessages) {
    const match = pattern.exec(said)
    if (match) return describe(match.slice(1).find(Boolean) ?? '')
  }
  return undefined
}

/** The pyproject.toml that uv names with a failure, such as in `revenue==1.0.0 @ virtual+pipelines/revenue`. */
export function findNamedProject(said: string): string | undefined {
  const folder = /@ (?:virtual|editable|directory)\+([^\s`]+)`/.exec(said)?.[1]
  return folder === undefined || folder.startsWith('/')
    ? undefined
    : `${folder}/pyproject.toml`.replace(/^\.\//, '')
}
