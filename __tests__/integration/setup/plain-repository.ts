import { makeRepository, type Repository } from '../../../testbed/monorepo.ts'
import { lines } from '../../builders/text.ts'

/** A deployment of a pipeline without images, with `more` lines at its end. */
export function plainDeployment(name: string, pipeline: string, ...more: readonly string[]): string[] {
  return [
    `  - name: ${name}`,
    `    entrypoint: pipelines/${pipeline}/flow.py:${pipeline}`,
    '    work_pool:',
    '      name: plain',
    ...more.map((line) => `    ${line}`),
  ]
}

/** The two files of a pipeline: its deployments, and a flow with `code` above it. */
export function plainPipeline(
  pipeline: string,
  { deployments, code = [] }: { deployments: readonly string[]; code?: readonly string[] },
): Record<string, string> {
  return {
    [`pipelines/${pipeline}/prefect.yaml`]: lines('pull: []', 'deployments:', ...deployments),
    [`pipelines/${pipeline}/flow.py`]: lines(
      ...['from prefect import flow', ...code, ''],
      ...['@flow', `def ${pipeline}(day: str = "today"):`, '    return day'],
    ),
  }
}

/** A repository without images and without uv.lock: its Prefect is the one on the PATH. */
export async function makePlainRepository(files: Readonly<Record<string, string>>): Promise<Repository> {
  const repository = await makeRepository()
  await repository.commit('The pipelines', files)
  await repository.push('master')
  return repository
}
