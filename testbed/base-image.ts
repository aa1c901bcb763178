import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import type { DockerEngine } from './docker-engine.ts'
import { pythonImage } from './python-base-image.ts'
import type { Registry } from './registry.ts'

/** Builds the monorepo's base image, the one that its pipelines start FROM, and pushes it. */
export async function pushBaseImage(options: {
  engine: DockerEngine
  registry: Registry
  /** The monorepo's checkout. */
  context: string
  /** What stands in for the Python image; undefined where Docker Hub can be reached. */
  pythonStandIn: string | undefined
}): Promise<void> {
  const { engine, registry, context, pythonStandIn } = options
  const folder = await mkdtemp(join(tmpdir(), 'docker-config-'))
  const env = { DOCKER_CONFIG: folder, ...(engine.host !== undefined && { DOCKER_HOST: engine.host }) }
  try {
    await execa('docker', ['login', '--username', registry.username, '--password-stdin', registry.host], {
      env,
      input: registry.password,
    })
    await execa(
      'docker',
      [
        ...['buildx', 'build', '--push', '--tag', `${registry.host}/example/pipelines:latest`],
        ...(pythonStandIn === undefined
          ? []
          : ['--build-context', `${pythonImage}=docker-image://${pythonStandIn}`]),
        context,
      ],
      { env },
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
