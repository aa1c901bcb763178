import { posix } from 'node:path'
import type { Files } from '../files.ts'
import type { Pipeline } from '../pipeline.ts'
import { findPlaceholders } from '../template.ts'
import { parseToml, textAt, type TomlFile } from '../toml-file.ts'
import type { UvWorkspace } from '../uv-workspace.ts'
import type { ImageFacts, PipelineFacts, RepositoryFacts } from './diagnosis.ts'
import { readStages } from './dockerfile.ts'
import { readDockerignore } from './dockerignore.ts'
import { readSharedPackage } from './shared-package.ts'

/** How an image is built, in the terms of docker. */
interface Recipe {
  readonly context: string
  readonly dockerfile: string
  readonly target: string | undefined
}

/** Reads what all pipelines have in common. */
export async function readRepositoryFacts(files: Files, workspace: UvWorkspace): Promise<RepositoryFacts> {
  const built = [...workspace.packages.values()].filter(
    ({ folder, isVirtual }) => folder !== undefined && !folder.startsWith('..') && !isVirtual,
  )
  const shared = await Promise.all(built.map((locked) => readSharedPackage(files, locked)))
  const recipe = { context: '.', dockerfile: 'Dockerfile', target: undefined }
  return {
    workspace,
    root: await readToml(files, 'pyproject.toml'),
    shared: new Map(shared.flatMap((each) => (each ? [[each.name, each] as const] : []))),
    rootImage: await readImage(files, recipe),
  }
}

/** Reads the files of one pipeline. */
export async function readPipelineFacts(
  files: Files,
  pipeline: Pipeline,
  { shared }: RepositoryFacts,
): Promise<PipelineFacts> {
  const images = await Promise.all(findRecipes(pipeline).map((recipe) => readImage(files, recipe)))
  const paths = pipeline.deployments.map(({ entrypoint }) => entrypoint.replace(/:[^:]*$/, ''))
  const flows = [...new Set(paths)]
    .filter((path) => path.endsWith('.py'))
    .map(async (path) => {
      const source = await files.read(path)
      return source === undefined ? [] : [{ path, source }]
    })
  const modules = [...shared.values()].flatMap((each) => each.modules.map(({ name }) => name))
  const found = modules.map(async (name) => {
    const path = posix.join(pipeline.folder, name)
    return (await files.isFolder(path)) || (await files.isFile(`${path}.py`)) ? [name] : []
  })
  const ownModules = new Set((await Promise.all(found)).flat())
  return {
    pipeline,
    project: await readToml(files, `${pipeline.folder}/pyproject.toml`),
    flows: (await Promise.all(flows)).flat(),
    images: images.flatMap((image) => image ?? []),
    hasModule: (name) => ownModules.has(name),
  }
}

/** The images that a pipeline's steps ask for, each once. */
function findRecipes({ deployments }: Pipeline): Recipe[] {
  const steps = deployments.flatMap(({ build }) => build.filter(({ kind }) => kind === 'image'))
  const recipes = steps.map(({ args }) => ({
    context: textAt(args, 'path') ?? '.',
    dockerfile: textAt(args, 'dockerfile') ?? 'Dockerfile',
    target: textAt(args, 'target'),
  }))
  return [...new Map(recipes.map((recipe) => [JSON.stringify(recipe), recipe])).values()]
}

/** Reads a Dockerfile whose context is the whole repository: in another one, paths mean something else. */
async function readImage(
  files: Files,
  { context, dockerfile, target }: Recipe,
): Promise<ImageFacts | undefined> {
  if (findPlaceholders([context, dockerfile]).length > 0 || posix.join(context, '.') !== '.') return undefined
  const path = posix.normalize(dockerfile)
  const source = await files.read(path)
  if (source === undefined) return undefined
  const ignored = (await files.read(`${path}.dockerignore`)) ?? (await files.read('.dockerignore')) ?? ''
  return { path, source, stages: readStages(path, source), target, isIgnored: readDockerignore(ignored) }
}

/** A file with mistakes is told of elsewhere. */
async function readToml(files: Files, path: string): Promise<TomlFile | undefined> {
  const source = await files.read(path)
  const parsed = source === undefined ? undefined : parseToml(path, source, 'pyproject-invalid')
  return parsed && 'file' in parsed ? parsed.file : undefined
}
