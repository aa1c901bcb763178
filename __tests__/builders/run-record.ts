import type { BuiltImage } from '../../src/images/build-images.ts'
import type { PlannedDeployment, PlannedImage } from '../../src/plan/plan.ts'
import type { RegisteredDeployment } from '../../src/prefect/register-deployments.ts'
import { beginRecord, type RunRecord } from '../../src/report/run-record.ts'
import { aPlan } from './plan.ts'

/** The digest that built images have in tests. */
export const digest = `sha256:${'a'.repeat(64)}`

/** The record of a run to `prod` that has planned and done nothing yet. */
export function aRecord(overrides: Partial<RunRecord> = {}): RunRecord {
  return {
    ...beginRecord({ startedAt: 1000, prefectApiUrl: 'https://prefect.example/api', dryRun: false }),
    environment: 'prod',
    plan: aPlan(),
    ...overrides,
  }
}

/** What becomes of an image when it is built, in 1.5 seconds. */
export function built(image: PlannedImage): BuiltImage {
  return { image, digest, startedAt: 2000, finishedAt: 3500 }
}

/** What becomes of a deployment when it is registered. */
export function registered(deployment: PlannedDeployment): RegisteredDeployment {
  return { deployment, id: `id-of-${deployment.name}`, flow: 'revenue-flow' }
}
