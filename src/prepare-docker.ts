import { join } from 'node:path'
import type { Run } from './execute-plan.ts'
import { makeDockerConfig } from './images/docker-config.ts'
import type { DockerOptions } from './images/docker.ts'

/** Makes what docker runs with: a configuration of the run's own in `temporaryFolder`, and the user's builders. */
export async function prepareDocker(
  { inputs, runner, signal }: Run,
  temporaryFolder: string,
): Promise<DockerOptions> {
  const config = await makeDockerConfig({
    userFolder: runner.dockerConfig,
    parent: temporaryFolder,
    registry: inputs.registry?.host,
  })
  const buildx = runner.buildxConfig ?? join(runner.dockerConfig, 'buildx')
  return {
    cwd: join(runner.workspace, inputs.workingDirectory),
    env: { ...runner.toolEnv, DOCKER_CONFIG: config, BUILDX_CONFIG: buildx },
    retry: inputs.retry,
    signal,
  }
}
