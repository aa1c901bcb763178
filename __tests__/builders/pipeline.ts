import type { BuildStep, ImageStep, OtherStep, ShellStep } from '../../src/workspace/build-step.ts'
import type { Pipeline } from '../../src/workspace/pipeline.ts'
import { parsePrefectFile } from '../../src/workspace/prefect-file.ts'
import { lines } from './text.ts'

const stepBase = {
  id: undefined,
  index: 0,
  location: { path: 'pipelines/revenue/prefect.yaml', line: 5, column: 5 },
  args: {},
  locateArgument: () => ({ path: 'pipelines/revenue/prefect.yaml', line: 5, column: 5 }),
}

/** A `build_docker_image` step with the least that it needs, and `args` beside or instead. */
export function anImageStep(args: Readonly<Record<string, unknown>> = {}): ImageStep {
  return {
    ...stepBase,
    kind: 'image',
    id: 'build-image',
    args: { image_name: 'ghcr.io/city/pipelines', tag: 'revenue-1', dockerfile: 'Dockerfile', ...args },
  }
}

/** A `run_shell_script` step. */
export function aShellStep(overrides: Partial<ShellStep> = {}): ShellStep {
  return { ...stepBase, kind: 'shell', ...overrides }
}

/** A step that the action doesn't know. */
export function aCustomStep(overrides: Partial<OtherStep> = {}): OtherStep {
  return { ...stepBase, kind: 'other', name: 'my_steps.notify', ...overrides }
}

/** A `push_docker_image` step. */
export function aPushStep(): BuildStep {
  return { ...stepBase, kind: 'push' }
}

/** The lines of a `build:` section that tags the pipeline's image with the commit. */
export const usualBuild = [
  'build:',
  '  - prefect.deployments.steps.run_shell_script:',
  '      id: commit',
  '      script: git rev-parse --short HEAD',
  '  - prefect_docker.deployments.steps.build_docker_image:',
  '      id: build-image',
  '      image_name: ghcr.io/city/pipelines',
  '      tag: "revenue-{{ commit.stdout }}"',
  '      dockerfile: pipelines/revenue/Dockerfile',
]

/** The lines of one entry of `deployments:`, with `more` lines at its end. */
export function deploymentLines(name: string, ...more: string[]): string[] {
  return [
    `  - name: ${name}`,
    '    entrypoint: pipelines/revenue/flow.py:revenue',
    '    work_pool:',
    '      name: pool',
    '      job_variables:',
    '        image: "{{ build-image.image }}"',
    ...more.map((line) => `    ${line}`),
  ]
}

/** The text of a `prefect.yaml` with the usual build and these deployments. */
export function usualPrefectFile(...names: string[]): string {
  return lines(...usualBuild, 'deployments:', ...names.flatMap((name) => deploymentLines(name)))
}

/** A pipeline as it is read from the text of its `prefect.yaml`. */
export function aPipeline(source: string, overrides: Partial<Pipeline> = {}): Pipeline {
  const name = overrides.name ?? 'revenue'
  const folder = `pipelines/${name}`
  const path = `${folder}/prefect.yaml`
  const { deployments, problems } = parsePrefectFile(path, source)
  return {
    name,
    folder,
    prefectFile: { path, source },
    packageName: undefined,
    fileNames: ['Dockerfile', 'flow.py', 'prefect.yaml', 'pyproject.toml'],
    deployments,
    problems,
    ...overrides,
  }
}
