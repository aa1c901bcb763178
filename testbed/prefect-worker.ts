import { join } from 'node:path'
import { execa } from 'execa'
import { withDockerLogin } from './docker-login.ts'
import type { Services } from './services.ts'

/** How a flow run ended. */
export interface FlowRun {
  /** Prefect's type of the state, such as `COMPLETED`. */
  readonly state: string
  /** What the flow logged. */
  readonly log: readonly string[]
}

/**
 * Runs a deployment's flow once: a real Docker worker pulls the deployment's image and runs the flow in it.
 * @param deployment `flow/name`.
 */
export async function runDeployment(
  { prefect, registry, env }: Pick<Services, 'prefect' | 'registry' | 'env'>,
  { deployment, workPool }: { deployment: string; workPool: string },
): Promise<FlowRun> {
  const { id } = (await prefect.api(`/deployments/name/${deployment}`)) as { id: string }
  // The server listens on the machine's loopback interface alone.
  const run = (await prefect.api(`/deployments/${id}/create_flow_run`, {
    job_variables: { network_mode: 'host' },
  })) as { id: string }

  const command = ['worker', 'start', '--run-once', '--type', 'docker', '--pool', workPool]
  await withDockerLogin({ dockerHost: env['DOCKER_HOST'], registry }, (dockerEnv) =>
    execa(join(prefect.bin, 'prefect'), command, {
      env: {
        ...dockerEnv,
        PREFECT_HOME: join(dockerEnv['DOCKER_CONFIG'] ?? '', 'prefect'),
        PREFECT_API_URL: prefect.apiUrl,
        ...(prefect.authString !== undefined && { PREFECT_API_AUTH_STRING: prefect.authString }),
      },
      timeout: 180_000,
    }),
  )
  const [ended, lines] = await Promise.all([
    prefect.api(`/flow_runs/${run.id}`) as Promise<{ state_type: string }>,
    prefect.api('/logs/filter', {
      logs: { flow_run_id: { any_: [run.id] } },
      sort: 'TIMESTAMP_ASC',
    }) as Promise<{ message: string }[]>,
  ])
  return { state: ended.state_type, log: lines.map(({ message }) => message) }
}
