import { cp, glob, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import type { PrefectVersion } from './prefect-server.ts'

const example = join(import.meta.dirname, '..', 'examples', 'monorepo')

/** A push as GitHub tells it in the event's payload. */
export interface PushEvent {
  readonly ref: string
  readonly before: string
  readonly after: string
  readonly created: boolean
  readonly deleted: boolean
  readonly forced: boolean
  readonly repository: { readonly default_branch: string; readonly fork: boolean }
}

/** A git repository in a temporary folder with a bare one as its remote. */
export interface Repository extends AsyncDisposable {
  readonly path: string
  /** The bare repository's folder. */
  readonly remote: string
  readonly git: (...args: string[]) => Promise<string>
  /** Writes files (undefined removes one) and commits everything. */
  readonly commit: (message: string, files: Readonly<Record<string, string | undefined>>) => Promise<string>
  /** Puts one text in the place of another in a file. Throws where the file doesn't have it. */
  readonly edit: (path: string, from: string, to: string) => Promise<void>
  readonly read: (path: string) => Promise<string>
  /** Pushes HEAD to a branch and gives the event that GitHub would send. */
  readonly push: (branch: string, options?: { force?: boolean }) => Promise<PushEvent>
  /** A clone as actions/checkout makes it, of one commit of a branch, at a path of its own. */
  readonly shallowClone: (branch: string) => Promise<string>
  readonly dispose: () => Promise<void>
}

/** Who commits in tests: no person. */
const identity = [
  '-c',
  'user.name=testbed',
  '-c',
  'user.email=testbed@localhost',
  '-c',
  'commit.gpgsign=false',
]

/** Makes an empty repository with the default branch `master`. */
export async function makeRepository(): Promise<Repository> {
  const folder = await mkdtemp(join(tmpdir(), 'repository-'))
  const path = join(folder, 'work')
  const remote = join(folder, 'remote.git')
  await execa('git', ['init', '--quiet', '--bare', '--initial-branch=master', remote])
  // GitHub hands out any commit by its id.
  await execa('git', ['-C', remote, 'config', 'uploadpack.allowAnySHA1InWant', 'true'])
  await execa('git', ['init', '--quiet', '--initial-branch=master', path])
  const git = async (...args: string[]) => (await execa('git', [...identity, '-C', path, ...args])).stdout
  await git('remote', 'add', 'origin', `file://${remote}`)
  let clones = 0
  const dispose = () => rm(folder, { recursive: true, force: true })
  return {
    path,
    remote,
    git,
    read: (name) => readFile(join(path, name), 'utf8'),
    edit: (name, from, to) => replaceInFile(join(path, name), from, to),
    commit: async (message, files) => {
      for (const [name, content] of Object.entries(files)) {
        if (content === undefined) await rm(join(path, name), { recursive: true })
        else {
          await mkdir(dirname(join(path, name)), { recursive: true })
          await writeFile(join(path, name), content)
        }
      }
      await git('add', '--all')
      await git('commit', '--quiet', '--allow-empty', '--message', message)
      return await git('rev-parse', 'HEAD')
    },
    push: async (branch, { force = false } = {}) => {
      const zero = '0'.repeat(40)
      const found = await execa(
        'git',
        ['-C', remote, 'rev-parse', '--verify', '--quiet', `refs/heads/${branch}`],
        { reject: false },
      )
      const before = found.exitCode === 0 ? found.stdout.trim() : zero
      await git('push', '--quiet', ...(force ? ['--force'] : []), 'origin', `HEAD:refs/heads/${branch}`)
      return {
        ref: `refs/heads/${branch}`,
        before,
        after: await git('rev-parse', 'HEAD'),
        created: before === zero,
        deleted: false,
        forced: force,
        repository: { default_branch: 'master', fork: false },
      }
    },
    shallowClone: async (branch) => {
      const clone = join(folder, `clone-${(clones += 1)}`)
      await execa('git', ['clone', '--quiet', '--depth=1', '--branch', branch, `file://${remote}`, clone])
      return clone
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  }
}

/**
 * Makes a repository of the example monorepo, with its lock file, its images named after another registry, and
 * everything pushed to `master`.
 * @param registryHost stands in for ghcr.io.
 */
export async function makeMonorepo(options: {
  registryHost: string
  prefect: PrefectVersion
}): Promise<Repository> {
  const repository = await makeRepository()
  await cp(example, repository.path, { recursive: true })
  for await (const name of glob('pipelines/*/{Dockerfile,prefect.yaml}', { cwd: repository.path })) {
    await replaceInFile(join(repository.path, name), 'ghcr.io/example', `${options.registryHost}/example`)
  }
  if (options.prefect === '3.4') await useOldPrefect(repository.path)
  await execa('uv', ['lock', '--quiet'], { cwd: repository.path })
  // The example's own .gitignore leaves it out.
  await repository.git('add', '--force', 'uv.lock')
  await repository.commit('The example monorepo', {})
  await repository.push('master')
  return repository
}

/** Prefect 3.4 only works with the packages of its own time. */
async function useOldPrefect(path: string): Promise<void> {
  for (const name of ['pyproject.toml', 'pipelines/rj_smtr__bus_fleet/pyproject.toml']) {
    await replaceInFile(join(path, name), 'prefect>=3.8,<3.9', 'prefect==3.4.9')
  }
  await replaceInFile(
    join(path, 'pyproject.toml'),
    /exclude-newer = ".*"/,
    'exclude-newer = "2025-07-20T00:00:00Z"',
  )
}

async function replaceInFile(path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(path, 'utf8')
  const replaced = typeof from === 'string' ? text.replaceAll(from, to) : text.replace(from, to)
  if (replaced === text) throw new Error(`${path} has nothing like ${String(from)}`)
  await writeFile(path, replaced)
}
