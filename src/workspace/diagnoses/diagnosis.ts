import type { Problem } from '../../problem.ts'
import type { Pipeline } from '../pipeline.ts'
import type { TomlFile } from '../toml-file.ts'
import type { UvWorkspace } from '../uv-workspace.ts'
import type { Stage } from './dockerfile.ts'

/** One kind of trouble, looked for in a pipeline's files. Pure: everything has been read before. */
export type Diagnosis = (pipeline: PipelineFacts, repository: RepositoryFacts) => Problem[]

/** What the diagnoses know about the repository. */
export interface RepositoryFacts {
  readonly workspace: UvWorkspace
  /** The workspace's own pyproject.toml. */
  readonly root: TomlFile | undefined
  /** Packages of the repository that are built and installed, by normalised name. */
  readonly shared: ReadonlyMap<string, SharedPackage>
  /** The Dockerfile at the top of the repository: most likely that of the pipelines' base image. */
  readonly rootImage: ImageFacts | undefined
}

/** What they know about one pipeline. */
export interface PipelineFacts {
  readonly pipeline: Pipeline
  /** Its pyproject.toml; undefined where there is none, or none that can be read. */
  readonly project: TomlFile | undefined
  /** The files of its entrypoints. */
  readonly flows: readonly { readonly path: string; readonly source: string }[]
  /** The images that it builds, as far as their files are known. */
  readonly images: readonly ImageFacts[]
  /** Whether the pipeline's folder itself has a module. */
  readonly hasModule: (name: string) => boolean
}

/** A Dockerfile that is built from the top of the repository. */
export interface ImageFacts {
  readonly path: string
  readonly source: string
  readonly stages: readonly Stage[]
  /** The stage to build; undefined for the last one. */
  readonly target: string | undefined
  /** Whether .dockerignore keeps a path out of the build. */
  readonly isIgnored: (path: string) => boolean
}

/** A package of the repository that other packages import. */
export interface SharedPackage {
  readonly name: string
  readonly folder: string
  readonly project: TomlFile
  readonly modules: readonly SharedModule[]
}

/** A module that its package consists of. */
export interface SharedModule {
  /** By which it is imported. */
  readonly name: string
  /** Where it should be, from the top of the repository. */
  readonly path: string
  readonly state: 'there' | 'no-init' | 'missing'
  /** Whether the package can't be built without it. */
  readonly isNeeded: boolean
  /** Whether nothing says so, and the code may as well be elsewhere. */
  readonly isGuess: boolean
  /** The keys of pyproject.toml that say so, and the text in their value. */
  readonly keys: readonly string[]
  readonly text: string | undefined
}
