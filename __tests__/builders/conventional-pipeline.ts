import {
  defaultConventions,
  type ConventionContext,
  type Conventions,
} from '../../src/plan/conventions/conventions.ts'
import type { Pipeline } from '../../src/workspace/pipeline.ts'
import { aPipeline } from './pipeline.ts'
import { lines } from './text.ts'

/** The text of a `prefect.yaml` that keeps all conventions; a replacement takes one of its texts' place. */
export function conventionalFile(...replacements: readonly (readonly [from: string, to: string])[]): string {
  return replacements.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the file has no ${from}`)
    return text.replace(from, to)
  }, usual)
}

/** The pipeline `rj_smfp__revenue_daily` as it is read from a text. */
export function aConventionalPipeline(
  source = conventionalFile(),
  overrides: Partial<Pipeline> = {},
): Pipeline {
  const pipeline = aPipeline(source, { name, packageName: name, ...overrides })
  if (pipeline.problems.length > 0) throw new Error(JSON.stringify(pipeline.problems))
  return pipeline
}

/** Conventions as they are by default, and others beside or instead. */
export function aContext(conventions: Partial<Conventions> = {}): ConventionContext {
  return {
    conventions: { ...defaultConventions, ...conventions },
    environments: ['prod', 'staging'],
  }
}

const name = 'rj_smfp__revenue_daily'

const usual = lines(
  'build:',
  '  - prefect_docker.deployments.steps.build_docker_image:',
  '      id: build-image',
  '      image_name: ghcr.io/city/pipelines',
  '      tag: "rj_smfp__revenue_daily-{{ $COMMIT }}"',
  '      dockerfile: pipelines/rj_smfp__revenue_daily/Dockerfile',
  'deployments:',
  '  - name: rj-smfp--revenue-daily--staging',
  '    entrypoint: pipelines/rj_smfp__revenue_daily/flow.py:revenue',
  '    work_pool:',
  '      name: default-pool',
  '      job_variables:',
  '        command: uv run --package rj_smfp__revenue_daily -- prefect flow-run execute',
  '        env_from: [{secretName: prefect-jobs-secrets-staging}]',
  '  - name: rj-smfp--revenue-monthly--prod',
  '    entrypoint: pipelines/rj_smfp__revenue_daily/flow.py:revenue',
  '    work_pool:',
  '      name: k3s-pool',
  '      job_variables:',
  '        image: "{{ build-image.image }}"',
  '        secretName: prefect-jobs-secrets',
)
