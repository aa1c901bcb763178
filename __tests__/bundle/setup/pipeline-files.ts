import { lines } from '../../builders/text.ts'

/** The files of pipelines that name their image instead of building it, with a deployment for each environment. */
export function pipelineFiles(...names: string[]): Record<string, string> {
  const files = names.flatMap((name) => [
    [`pipelines/${name}/prefect.yaml`, prefectFile(name, `${name}--prod`, `${name}--staging`)] as const,
    [`pipelines/${name}/flow.py`, 'def main():\n    pass\n'] as const,
  ])
  return Object.fromEntries(files)
}

/** The text of such a pipeline's `prefect.yaml` with these deployments. */
export function prefectFile(pipeline: string, ...deployments: string[]): string {
  return lines('deployments:', ...deployments.flatMap((name) => deploymentOf(pipeline, name)))
}

function deploymentOf(pipeline: string, name: string): string[] {
  return [
    `  - name: ${name}`,
    `    entrypoint: pipelines/${pipeline}/flow.py:main`,
    '    work_pool:',
    '      name: pool',
    '      job_variables:',
    `        image: ghcr.io/city/pipelines:${pipeline}-1`,
  ]
}
