import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { cacheFolder } from './cache-folder.ts'
import { dockerEnvironment } from './docker-login.ts'
import { startService, type Service } from './service.ts'

/** A Docker engine. */
export interface DockerEngine extends Service {
  /** For `DOCKER_HOST`; undefined where docker's own default leads to it. */
  readonly host: string | undefined
}

/** Names the engine that a testbed started: only one at a time can have the layers. */
const record = join(cacheFolder, 'docker-engine')

/**
 * Uses the Docker engine that answers, or that another testbed has started, or starts one with its layers in the
 * cache folder. Only one that was started here is stopped: the testbed that started it should be the last to end.
 */
export async function startDockerEngine(): Promise<DockerEngine> {
  const others = await readFile(record, 'utf8').catch(() => undefined)
  for (const host of others === undefined ? [undefined] : [undefined, others]) {
    if (await engineAnswers(host)) return { host, stop: leaveRunning, [Symbol.asyncDispose]: leaveRunning }
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
  await mkdir(cacheFolder, { recursive: true })
  await writeFile(record, host)
  const stop = async () => {
    await rm(record, { force: true })
    try {
      await service.stop()
    } finally {
      await unmountUnder(folder)
      await rm(folder, { recursive: true, force: true })
    }
  }
  return { host, stop, [Symbol.asyncDispose]: stop }
}

/** dockerd leaves the network namespace of containers with `--network host` mounted. */
async function unmountUnder(folder: string): Promise<void> {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8')
  const points = mounts.split('\n').map((line) => line.split(' ')[4] ?? '')
  for (const point of points.filter((path) => path.startsWith(`${folder}/`)).reverse()) {
    await execa('umount', [point])
  }
}

async function leaveRunning(): Promise<void> {
  // It belongs to someone else.
}

async function engineAnswers(host: string | undefined): Promise<boolean> {
  const { exitCode } = await execa('docker', ['version', '--format', '{{.Server.Version}}'], {
    reject: false,
    env: dockerEnvironment(host),
  })
  return exitCode === 0
}
