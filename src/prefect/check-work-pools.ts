import type { PlannedDeployment } from '../plan/plan.ts'
import { throwErrors, type Problem } from '../problem.ts'
import type { PrefectApi } from './api.ts'

/**
 * Asks Prefect for every named work pool in one question, which also tells whether it can be reached and accepts the
 * credentials.
 * @param env where `PREFECT_DEPLOYMENTS_DEFAULT_WORK_POOL_NAME`, or the older `PREFECT_DEFAULT_WORK_POOL_NAME`, may name the pool of deployments that name none.
 * @returns the server's clock, in milliseconds since 1970.
 * @throws ActionError for each deployment whose work pool doesn't exist, or when Prefect can't be asked.
 */
export async function checkWorkPools(
  api: PrefectApi,
  deployments: readonly PlannedDeployment[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const fallback = env['PREFECT_DEPLOYMENTS_DEFAULT_WORK_POOL_NAME'] ?? env['PREFECT_DEFAULT_WORK_POOL_NAME']
  const poolOf = ({ workPool }: PlannedDeployment) => workPool ?? fallback
  // Names that only Prefect can fill in are Prefect's to check.
  const names = deployments
    .flatMap((deployment) => poolOf(deployment) ?? [])
    .filter((name) => !name.includes('{{'))
  const { found, serverTime } = await api.findWorkPools([...new Set(names)])
  const missing = deployments.flatMap((deployment): Problem[] => {
    const pool = poolOf(deployment)
    if (pool !== undefined && (found.includes(pool) || pool.includes('{{'))) return []
    return [
      {
        code: 'work-pool-missing',
        severity: 'error',
        message:
          pool === undefined
            ? `The deployment "${deployment.name}" names no work pool.`
            : `The deployment "${deployment.name}" names the work pool "${pool}", which Prefect doesn't have.`,
        hint: 'Create the work pool in Prefect, or correct "work_pool: name" here.',
        location: deployment.workPoolLocation,
      },
    ]
  })
  throwErrors(missing)
  return serverTime
}
