import { listDeployments, listImages } from './results.ts'
import type { RunRecord } from './run-record.ts'

/** The action's outputs, with what is known now. Lists are JSON. */
export function makeOutputs(record: RunRecord): Record<string, string> {
  const { plan } = record
  const pipelines = plan?.pipelines ?? []
  return {
    environment: record.environment ?? '',
    changed: String(pipelines.length > 0),
    pipelines: JSON.stringify(pipelines),
    images: JSON.stringify(listImages(record).filter(({ result }) => result !== 'planned')),
    deployments: JSON.stringify(listDeployments(record)),
    removed: JSON.stringify(plan?.removed ?? []),
    plan: JSON.stringify({ ...plan, ...record.comparison }),
    matrix: JSON.stringify({ include: pipelines.map((name) => ({ pipelines: name })) }),
  }
}
