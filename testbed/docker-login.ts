import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RegistryAddress } from './registry.ts'

/** Runs `task` with the environment in which docker finds the engine, and is logged in to the registry. */
export async function withDockerLogin<T>(
  { dockerHost, registry }: { dockerHost: string | undefined; registry: RegistryAddress },
  task: (env: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'docker-config-'))
  try {
    const { host, username, password } = registry
    const auth = Buffer.from(`${username}:${password}`).toString('base64')
    await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }), {
      mode: 0o600,
    })
    return await task({ DOCKER_CONFIG: folder, ...dockerEnvironment(dockerHost) })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The variables by which docker finds an engine; undefined stands for docker's own default. */
export function dockerEnvironment(dockerHost: string | undefined): Readonly<Record<string, string>> {
  return dockerHost === undefined ? {} : { DOCKER_HOST: dockerHost }
}
