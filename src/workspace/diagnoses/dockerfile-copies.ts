import { posix } from 'node:path'
import type { Problem } from '../../problem.ts'
import { textAt } from '../toml-file.ts'
import { closureOf, normaliseName } from '../uv-workspace.ts'
import { followStages, type SyncedState } from './brought-files.ts'
import type { Diagnosis, ImageFacts, RepositoryFacts, SharedPackage } from './diagnosis.ts'
import type { Sync } from './dockerfile.ts'

/** A file that `uv sync` reads. */
interface Need {
  readonly file: string
  /** How to name it to a person. */
  readonly shown: string
  /** Whether uv fails without it. Otherwise the image is built, and flows miss something when they run. */
  readonly fails: boolean
}

/** `uv sync` in a Dockerfile before the files are there that it needs. */
export const findMissingCopies: Diagnosis = ({ pipeline, images }, repository) =>
  images.flatMap((image) => {
    const { rootImage } = repository
    const likely =
      rootImage === undefined || rootImage.path === image.path ? () => 'maybe' as const : guessBase(rootImage)
    // In the pipeline's folder, or with nothing but its files, a plain "uv sync" may be for a project of its own.
    const syncs = followStages(image, likely).syncs.filter(
      ({ sync, has }) =>
        isOfPackages(sync) ||
        (posix.basename(sync.folder) !== pipeline.name &&
          (has('pyproject.toml') === 'yes' || has(`${pipeline.folder}/pyproject.toml`) !== 'yes')),
    )
    return syncs.flatMap((state, index) => describeMissing(state, syncs.slice(index + 1), repository))
  })

/** What the repository's own base image has is taken to be in any base that isn't known. */
function guessBase(rootImage: ImageFacts) {
  const { has } = followStages(rootImage, () => 'maybe')
  return (file: string) => (has(file) === 'yes' ? ('yes' as const) : ('maybe' as const))
}

function describeMissing(
  { sync, has }: SyncedState,
  later: readonly SyncedState[],
  repository: RepositoryFacts,
): Problem[] {
  const missing = findNeeds(sync, repository)
    .map((need) => ({ ...need, presence: has(need.file) }))
    .filter(({ presence }) => presence !== 'yes')
    // A later sync can make up for what this one leaves out.
    .filter(({ fails, file }) => fails || !later.some((state) => state.has(file) === 'yes'))
  if (missing.length === 0) return []
  const names = [...new Set(missing.map(({ shown }) => shown))]
  const isCertain = missing.some(({ fails, presence }) => fails && presence === 'no')
  const base = missing.every(({ presence }) => presence === 'maybe')
  return [
    {
      code: 'dockerfile-copy-missing',
      severity: isCertain ? 'error' : 'warning',
      message: `This "uv sync" needs ${names.join(', ')}, which no COPY above it brings into the image${base ? ', unless the base image has it' : ''}.`,
      hint: adviseCopies(names),
      location: sync.location,
    },
  ]
}

function adviseCopies(names: readonly string[]): string {
  const copies = names.filter((name) => !name.includes('*')).map((name) => `COPY ${name} ${name}`)
  const add = copies.length > 0 ? [`Add ${copies.join(', ')} above this line.`] : []
  const compared =
    names.length > copies.length ? ['With --locked uv compares all members with uv.lock; use --frozen.'] : []
  return [...add, ...compared, "Check that .dockerignore doesn't leave them out."].join(' ')
}

function findNeeds(sync: Sync, repository: RepositoryFacts): Need[] {
  const has = (...names: readonly string[]) => sync.options.some((option) => names.includes(option))
  const asked = readPackages(sync, repository)
  if (asked === undefined || has('--script', '--directory', '--project')) return []
  const built = findBuilt(sync, asked, repository)
  const needs: Need[] = [
    ...(has('--frozen', '--locked') ? [need('uv.lock')] : []),
    ...(has('--frozen') ? [] : findProjects(sync, asked, repository)),
    ...built.map(({ folder }) => need(projectFile(folder))),
    ...built.flatMap(({ modules }) =>
      modules
        .filter(({ state }) => state !== 'missing')
        .map(({ path, isNeeded }) => ({ file: `${path}/__init__.py`, shown: path, fails: isNeeded })),
    ),
  ]
  return [...new Map(needs.map((each) => [each.file, each])).values()]
}

function need(file: string, shown = file): Need {
  return { file, shown, fails: true }
}

function projectFile(folder = '.'): string {
  return posix.join(folder, 'pyproject.toml')
}

/** What uv reads to hold uv.lock against it: of packages that aren't there it takes no notice, but with `--locked`. */
function findProjects({ options }: Sync, asked: readonly string[], { workspace }: RepositoryFacts): Need[] {
  const named = options.includes('--all-packages') ? [] : closureOf(workspace, asked, 'always')
  const files = named.flatMap(({ folder }) => (folder === undefined ? [] : [need(projectFile(folder))]))
  const members = options.includes('--locked') ? [...workspace.members] : []
  const compared = members.flatMap((name) => {
    const folder = workspace.packages.get(name)?.folder ?? '.'
    return folder === '.'
      ? []
      : [need(projectFile(folder), posix.join(posix.dirname(folder), '*/pyproject.toml'))]
  })
  return [need('pyproject.toml'), ...compared, ...files]
}

/** The packages of the repository that a sync builds, without those that its options leave out. */
function findBuilt(
  { options }: Sync,
  asked: readonly string[],
  { workspace, shared }: RepositoryFacts,
): SharedPackage[] {
  if (options.some((option) => ['--no-install-workspace', '--no-install-local'].includes(option))) return []
  const leftOut = new Set(valuesOf(options, '--no-install-package').map(normaliseName))
  if (options.includes('--no-install-project')) for (const name of asked) leftOut.add(name)
  return closureOf(workspace, asked, 'always').flatMap(({ name }) =>
    leftOut.has(name) ? [] : (shared.get(name) ?? []),
  )
}

/** The packages that a sync is for, normalised; undefined where the Dockerfile doesn't tell. */
export function readPackages({ options }: Sync, { root, workspace }: RepositoryFacts): string[] | undefined {
  if (options.includes('--all-packages')) return [...workspace.members]
  const named = valuesOf(options, '--package')
  if (named.length === 0) {
    const name = textAt(root?.data, 'project', 'name')
    return name === undefined ? [] : [normaliseName(name)]
  }
  return named.some((name) => name.includes('$')) ? undefined : named.map(normaliseName)
}

/** Packages that a Dockerfile installs and that the workspace doesn't have, as where it was copied from another one. */
export const findUnknownPackages: Diagnosis = ({ images, project }, { workspace }) => {
  // That its own package isn't in uv.lock is told of elsewhere.
  const own = normaliseName(textAt(project?.data, 'project', 'name') ?? '')
  const isKnown = (name: string) =>
    name.includes('$') || normaliseName(name) === own || workspace.members.has(normaliseName(name))
  const syncs = images.flatMap((image) => followStages(image, () => 'yes').syncs)
  return syncs.flatMap(({ sync }) =>
    valuesOf(sync.options, '--package')
      .filter((name) => !isKnown(name))
      .map((name) => ({
        code: 'uv-package-unknown',
        severity: 'error',
        message: `This "uv sync" is for the package "${name}", which the uv workspace doesn't have.`,
        hint: 'Correct it to the [project] name of the pipeline. If that is new, run "uv lock" and commit uv.lock.',
        location: sync.location,
      })),
  )
}

function isOfPackages({ options }: Sync): boolean {
  return options.includes('--all-packages') || valuesOf(options, '--package').length > 0
}

/** The values of an option, in either form: `--package x` and `--package=x`. */
function valuesOf(options: readonly string[], name: string): string[] {
  return options.flatMap((option, index) =>
    option === name
      ? (options[index + 1] ?? [])
      : option.startsWith(`${name}=`)
        ? option.slice(name.length + 1)
        : [],
  )
}
