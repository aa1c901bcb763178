import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where big things stay between runs: Docker's layers, Python environments, the stand-in for the base image. */
export const cacheFolder = join(
  process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
  'deploy-prefect-pipelines',
)
