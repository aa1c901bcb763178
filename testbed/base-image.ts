import { execa } from 'execa'
import { withDockerLogin } from './docker-login.ts'
import { pythonImage } from './python-base-image.ts'
import type { RegistryAddress } from './registry.ts'

/** Builds the monorepo's base image, the one that its pipelines start FROM, and pushes it. */
export async function pushBaseImage(options: {
  dockerHost: string | undefined
  registry: RegistryAddress
  /** The monorepo's checkout. */
  context: string
  /** What stands in for the Python image; undefined where Docker Hub can be reached. */
  pythonStandIn: string | undefined
}): Promise<void> {
  const { registry, context, pythonStandIn } = options
  const standIn =
    pythonStandIn === undefined ? [] : ['--build-context', `${pythonImage}=docker-image://${pythonStandIn}`]
  const build = ['buildx', 'build', '--push', '--tag', `${registry.host}/example/pipelines:latest`]
  await withDockerLogin(options, (env) => execa('docker', [...build, ...standIn, context], { env }))
}
