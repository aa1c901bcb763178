import type { Location } from '../../problem.ts'
import { textsAt, valueAt } from '../toml-file.ts'
import { closureOf, normaliseName } from '../uv-workspace.ts'
import type { Diagnosis, PipelineFacts, RepositoryFacts } from './diagnosis.ts'
import { readRequirements } from './requirements.ts'

/** Packages that import pkg_resources to be built, and what took their place. */
const replacements: Readonly<Record<string, string>> = { 'cx-oracle': 'oracledb' }

/** From this day on the newest setuptools has no pkg_resources any more (its release 82). */
const removedOn = '2026-02-08'

/** Packages that can't be built any more where uv has to build them. */
export const findUnbuildable: Diagnosis = (facts, repository) => {
  const { workspace } = repository
  const { packageName } = facts.pipeline
  if (packageName === undefined) return []
  const closure = closureOf(workspace, [normaliseName(packageName)], 'always')
  return Object.entries(replacements).flatMap(([name, replacement]) => {
    const locked = closure.find((each) => each.name === name)
    if (locked === undefined || locked.hasWheels || locked.folder !== undefined) return []
    return [
      {
        code: 'package-unbuildable' as const,
        severity: mayBeBuilt(repository) ? ('warning' as const) : ('error' as const),
        message: `${name} has to be built for this Python, needs setuptools' pkg_resources for that, and setuptools doesn't have it any more. Python 3.13 doesn't support ${name} at all.`,
        hint: `Depend on ${replacement}, which took its place. Where another package asks for ${name}, take it out: override-dependencies = ["${name}; sys_platform == 'never'", "${replacement}"] in [tool.uv] of the root's pyproject.toml. Then run "uv lock" and commit uv.lock.`,
        location: locate(name, facts, repository),
      },
    ]
  })
}

/** Settings by which an older setuptools may build it. */
function mayBeBuilt({ root }: RepositoryFacts): boolean {
  const uv = valueAt(root?.data, 'tool', 'uv')
  const settings = [
    ...['build-constraint-dependencies', 'extra-build-dependencies', 'no-build-isolation'],
    ...['no-build-isolation-package', 'find-links', 'exclude-newer-package'],
  ]
  const newest = valueAt(uv, 'exclude-newer')
  const isOld = newest !== undefined && !(typeof newest === 'string' && newest.slice(0, 10) > removedOn)
  return isOld || settings.some((name) => valueAt(uv, name) !== undefined)
}

/** An override that uv.lock doesn't have yet, the dependency itself, or at least the package in uv.lock. */
function locate(
  name: string,
  { project }: PipelineFacts,
  { root, shared, workspace }: RepositoryFacts,
): Location {
  const isIt = (text: string) => normaliseName(/^\s*([\w.-]+)/.exec(text)?.[1] ?? '') === name
  const overrides = ['tool', 'uv', 'override-dependencies']
  if (root !== undefined && textsAt(root.data, ...overrides).some(isIt)) return root.locate(overrides, isIt)
  const projects = [project, ...[...shared.values()].map((each) => each.project)]
  for (const file of projects) {
    const requirement = file && readRequirements(file).find((each) => each.name === name)
    if (requirement) return file.locate(requirement.keys, (text) => text === requirement.text)
  }
  return workspace.lock.locate(['package', 'name'], (text) => text === name)
}
