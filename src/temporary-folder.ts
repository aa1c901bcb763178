import { mkdtemp } from 'node:fs/promises'
import { basename, join } from 'node:path'
import * as core from '@actions/core'

const state = 'temporary-folder'
const prefix = 'deploy-prefect-pipelines-'

/** Makes the run's own folder, for its docker login, its Python environment and its files, and tells the post step. */
export async function makeTemporaryFolder(parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, prefix))
  core.saveState(state, folder)
  return folder
}

/**
 * The folder that the main step made; undefined where it came to no such thing. The state is an environment variable,
 * which other steps can set too: a folder that isn't called like ours is not ours to remove.
 */
export function savedTemporaryFolder(): string | undefined {
  const folder = core.getState(state)
  return basename(folder).startsWith(prefix) ? folder : undefined
}
