import { posix } from 'node:path'
import type { Files } from '../files.ts'
import { parseToml, textAt, textsAt, valueAt, type TomlFile } from '../toml-file.ts'
import type { LockedPackage } from '../uv-workspace.ts'
import type { SharedModule, SharedPackage } from './diagnosis.ts'

/** Where a build tool looks for a package's code. */
interface ModulePlace extends Pick<SharedModule, 'isNeeded' | 'isGuess' | 'keys' | 'text'> {
  /** From the package's folder. */
  readonly path: string
}

/** Reads a package of the repository that is built; undefined where its pyproject.toml can't be read. */
export async function readSharedPackage(
  files: Files,
  { name, folder = '.' }: LockedPackage,
): Promise<SharedPackage | undefined> {
  const path = posix.join(folder, 'pyproject.toml')
  const source = await files.read(path)
  const parsed = source === undefined ? undefined : parseToml(path, source, 'pyproject-invalid')
  if (parsed === undefined || 'problem' in parsed) return undefined
  const project = parsed.file
  const places = findPlaces(project, name.replaceAll('-', '_'))
  const modules = await Promise.all(places.map((place) => readModule(files, { folder, project }, place)))
  return { name, folder, project, modules: modules.flatMap((module) => module ?? []) }
}

/** The code's places by the settings of the build tool; none where those are not simple. */
function findPlaces({ data }: TomlFile, module: string): ModulePlace[] {
  const tool = textAt(data, 'build-system', 'build-backend')
  if (tool === 'hatchling.build') return findHatchPlaces(data) ?? [byName(`src/${module}`)]
  if (tool === 'uv_build') return findUvPlaces(valueAt(data, 'tool', 'uv', 'build-backend'), module)
  // Without a [build-system], too, it is setuptools, which takes what there is, if it isn't told otherwise.
  const isSetuptools = tool === undefined || tool.startsWith('setuptools.build_meta')
  if (!isSetuptools || valueAt(data, 'tool', 'setuptools') !== undefined) return []
  return [{ ...byName(`src/${module}`), isNeeded: false, isGuess: true }]
}

/** A place that the tool takes from the package's name. */
function byName(path: string): ModulePlace {
  return { path, isNeeded: true, isGuess: false, keys: ['project', 'name'], text: undefined }
}

/** https://docs.astral.sh/uv/concepts/build-backend/#modules */
function findUvPlaces(settings: unknown, module: string): ModulePlace[] {
  const own = valueAt(settings, 'module-name') ?? module
  if (typeof own !== 'string' || own.endsWith('-stubs') || valueAt(settings, 'namespace') === true) return []
  return [byName(posix.join(textAt(settings, 'module-root') ?? 'src', own.replaceAll('.', '/')))]
}

/** What `[tool.hatch.build]` says; undefined where it says nothing, and hatchling looks for the package itself. */
function findHatchPlaces(data: unknown): ModulePlace[] | undefined {
  const tables = [
    ['tool', 'hatch', 'build', 'targets', 'wheel'],
    ['tool', 'hatch', 'build'],
  ]
  for (const keys of tables) {
    const packages = textsAt(data, ...keys, 'packages')
    if (packages.length > 0) {
      return packages.map((text) => ({
        path: text,
        isNeeded: false,
        isGuess: false,
        keys: [...keys, 'packages'],
        text,
      }))
    }
    const others = ['only-include', 'include', 'force-include', 'bypass-selection', 'sources', 'hooks']
    if (others.some((name) => valueAt(data, ...keys, name) !== undefined)) return []
  }
  return undefined
}

async function readModule(
  files: Files,
  { folder, project }: Pick<SharedPackage, 'folder' | 'project'>,
  place: ModulePlace,
): Promise<SharedModule | undefined> {
  const path = posix.join(folder, place.path)
  const module = { ...place, name: posix.basename(path), path }
  if (await files.isFile(`${path}/__init__.py`)) return { ...module, state: 'there' }
  const isHatchDefault =
    place.isNeeded && textAt(project.data, 'build-system', 'build-backend') !== 'uv_build'
  // The package is then taken from another place.
  if ((isHatchDefault || place.isGuess) && (await hasOtherLayout(files, folder, module.name)))
    return undefined
  if (!(await files.isFolder(path))) return { ...module, state: 'missing' }
  const isNamespace = !place.isNeeded && (await hasSubpackage(files, path))
  return { ...module, state: isNamespace ? 'there' : 'no-init' }
}

/** `name/`, `name.py` or `namespace/name/`: https://hatch.pypa.io/latest/plugins/builder/wheel/#default-file-selection */
async function hasOtherLayout(files: Files, folder: string, name: string): Promise<boolean> {
  const folders = (await files.folders(folder)) ?? []
  const places = [name, ...folders.map((each) => `${each}/${name}`)].map((each) => `${each}/__init__.py`)
  const found = await Promise.all(
    [...places, `${name}.py`].map((place) => files.isFile(posix.join(folder, place))),
  )
  return found.includes(true)
}

async function hasSubpackage(files: Files, path: string): Promise<boolean> {
  const folders = (await files.folders(path)) ?? []
  const found = await Promise.all(folders.map((each) => files.isFile(posix.join(path, each, '__init__.py'))))
  return found.includes(true)
}
