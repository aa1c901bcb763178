import type { PlannedDeployment } from '../plan/plan.ts'
import type { Problem } from '../problem.ts'
import type { PrefectDeployment } from './api.ts'

/**
 * Holds what Prefect has now against what was to be registered.
 * @param since the server's clock when the run began, in milliseconds since 1970.
 * @returns what differs, or undefined when the deployment is as planned.
 */
export function findDifference(
  planned: PlannedDeployment,
  actual: PrefectDeployment | undefined,
  since: number,
): Problem | undefined {
  const difference = describeDifference(planned, actual, since)
  if (difference === undefined) return undefined
  return {
    code: 'registration-unconfirmed',
    severity: 'error',
    message: `The deployment "${planned.name}" was not registered as planned: ${difference}.`,
    hint: "Look at the deployment in Prefect and at Prefect's output above; somebody else may have changed it at the same time.",
    location: planned.location,
  }
}

function describeDifference(
  planned: PlannedDeployment,
  actual: PrefectDeployment | undefined,
  since: number,
): string | undefined {
  if (actual === undefined) return 'Prefect ended without an error, but registered nothing under this name'
  // The HTTP date that `since` comes from has whole seconds, cut off.
  if (!(Date.parse(actual.updated) >= since))
    return `Prefect last changed it at ${actual.updated}, before this run`
  const fields = [
    ['name', planned.name, actual.name],
    ['entrypoint', planned.entrypoint, actual.entrypoint],
    ['work pool', planned.workPool, actual.work_pool_name],
    ['image', planned.image, actual.job_variables?.['image']],
  ] as const
  const wrong = fields.find(
    ([, wanted, got]) => wanted !== undefined && !wanted.includes('{{') && wanted !== got,
  )
  return (
    wrong && `its ${wrong[0]} is ${JSON.stringify(wrong[2] ?? null)} instead of ${JSON.stringify(wrong[1])}`
  )
}
