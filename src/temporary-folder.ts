import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import * as core from '@actions/core'

const state = 'temporary-folder'

/** Makes the run's own folder, for its docker login, its Python environment and its files, and tells the post step. */
export async function makeTemporaryFolder(parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, 'deploy-prefect-pipelines-'))
  core.saveState(state, folder)
  return folder
}

/** The folder that the main step made; undefined where it came to no such thing. */
export function savedTemporaryFolder(): string | undefined {
  const folder = core.getState(state)
  return folder === '' ? undefined : folder
}
