import { posix } from 'node:path'
import type { Problem } from '../../problem.ts'
import { closureOf, normaliseName } from '../uv-workspace.ts'
import { followStages } from './brought-files.ts'
import type { Diagnosis, ImageFacts, RepositoryFacts, SharedModule, SharedPackage } from './diagnosis.ts'
import { readPackages } from './dockerfile-copies.ts'
import { readImports } from './python-imports.ts'
import { readRequirements } from './requirements.ts'

/** Packages of the repository whose code isn't where their pyproject.toml has it. */
export const findMissingModules: Diagnosis = ({ pipeline, flows }, { workspace, shared }) => {
  const imported = flows.flatMap(({ source }) => readImports(source).map(({ module }) => module))
  return closureOf(workspace, ownPackage(pipeline.packageName))
    .flatMap(({ name }) => shared.get(name) ?? [])
    .flatMap((owner) =>
      owner.modules
        .filter(({ state, isGuess, name }) => state !== 'missing' || !isGuess || imported.includes(name))
        .flatMap((module) => describeModule(owner, module)),
    )
}

function describeModule({ name, project }: SharedPackage, module: SharedModule): Problem[] {
  const { path, state, isNeeded, keys, text } = module
  if (state === 'there') return []
  const initFile = posix.join(path, '__init__.py')
  return [
    {
      code: 'shared-code-missing',
      severity: isNeeded ? 'error' : 'warning',
      message:
        state === 'missing'
          ? `The package "${name}" is made of ${path}, which doesn't exist, so nothing can import it.`
          : isNeeded
            ? `The package "${name}" can't be built: there is no ${initFile}.`
            : `The package "${name}" is made of ${path}, which has no __init__.py: not every tool takes that for a package.`,
      hint: `Add ${initFile}, or correct the place in ${project.path}.`,
      location: project.locate(keys, (found) => found === text),
    },
  ]
}

/** Imports of the repository's shared code in flows whose own package doesn't depend on it. */
export const findUndeclaredImports: Diagnosis = (facts, repository) => {
  const { pipeline, project, flows, images, hasModule } = facts
  if (project === undefined || pipeline.packageName === undefined) return []
  const declared = new Set([
    ...closureOf(repository.workspace, ownPackage(pipeline.packageName)).map(({ name }) => name),
    ...readRequirements(project).map(({ name }) => name),
  ])
  const owners = [...repository.shared.values()].filter(
    ({ name }) => !declared.has(name) && isLeftOut(name, images, repository),
  )
  // Where the module comes from may then be told elsewhere.
  const texts = [pipeline.prefectFile, ...images, ...flows].map(({ source }) => source)
  if (texts.some((text) => /PYTHONPATH|sys\.path|pip install/.test(text))) return []
  return flows.flatMap(({ path, source }) =>
    readImports(source).flatMap(({ module, line, column }): Problem[] => {
      const owner = owners.find(({ modules }) => modules.some(({ name }) => name === module))
      if (owner === undefined || hasModule(module)) return []
      return [
        {
          code: 'shared-package-undeclared',
          severity: 'warning',
          message: `${path} imports "${module}", and ${project.path} doesn't depend on "${owner.name}", whose code that is: it will not be in the image.`,
          hint: `Add "${owner.name}" to the dependencies, and ${owner.name} = { workspace = true } to [tool.uv.sources]; then run "uv lock".`,
          location: { path, line, column },
        },
      ]
    }),
  )
}

/** Whether an image gets its packages from a `uv sync` that removes all others and doesn't install this one. */
function isLeftOut(name: string, images: readonly ImageFacts[], repository: RepositoryFacts): boolean {
  return images.some((image) => {
    const last = followStages(image, () => 'yes').syncs.at(-1)?.sync
    const asked = last && readPackages(last, repository)
    if (asked === undefined || last?.options.includes('--inexact')) return false
    return !closureOf(repository.workspace, asked).some((each) => each.name === name)
  })
}

function ownPackage(name: string | undefined): string[] {
  return name === undefined ? [] : [normaliseName(name)]
}
