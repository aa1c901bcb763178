import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { cacheFolder } from './cache-folder.ts'
import { startService, type Service } from './service.ts'

/** A Docker engine. */
export interface DockerEngine extends Service {
  /** For `DOCKER_HOST`; undefined where docker's own default leads to it. */
  readonly host: string | undefined
}

/** Uses the Docker engine that answers, or starts one with its layers in the cache folder. */
export async function startDockerEngine(): Promise<DockerEngine> {
  if (await engineAnswers(undefined)) {
    const stop = async () => undefined
    return { host: undefined, stop, [Symbol.asyncDispose]: stop }
  }
  const folder = await mkdtemp(join(tmpdir(), 'docker-engine-'))
  const host = `unix://${folder}/docker.sock`
  const service = await startService(
    'dockerd',
    [
      ...['--host', host, '--pidfile', join(folder, 'pid'), '--exec-root', join(folder, 'exec')],
      ...['--data-root', join(cacheFolder, 'docker'), '--log-level', 'warn'],
    ],
    { isReady: () => engineAnswers(host), timeoutMs: 60_000 },
  )
  const stop = async () => {
    await service.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { host, stop, [Symbol.asyncDispose]: stop }
}

async function engineAnswers(host: string | undefined): Promise<boolean> {
  const { exitCode } = await execa('docker', ['version', '--format', '{{.Server.Version}}'], {
    reject: false,
    ...(host !== undefined && { env: { DOCKER_HOST: host } }),
  })
  return exitCode === 0
}
