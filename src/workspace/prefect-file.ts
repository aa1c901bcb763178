import type { Problem } from '../problem.ts'
import { readSteps } from './build-step.ts'
import type { Deployment } from './pipeline.ts'
import { findPrefectProblems } from './prefect-problems.ts'
import { isCheckedYaml, type DeploymentEntry, type PrefectYaml, type StepEntry } from './prefect-schema.ts'
import { parseYaml, type YamlFile } from './yaml-document.ts'

/** What a `prefect.yaml` says, or what is wrong with it; never both errors and deployments. */
export interface PrefectFileResult {
  readonly deployments: readonly Deployment[]
  readonly problems: readonly Problem[]
}

/**
 * Reads the text of a `prefect.yaml`, reporting every mistake at its line.
 * File format: https://docs.prefect.io/v3/how-to-guides/deployments/prefect-yaml
 */
export function parsePrefectFile(path: string, source: string): PrefectFileResult {
  const parsed = parseYaml(path, source)
  if ('problems' in parsed) return { deployments: [], problems: parsed.problems }
  const { data, locate } = parsed.file
  if (data === null || data === undefined) {
    return wrong({
      code: 'prefect-file-empty',
      message: `${path} is empty.`,
      hint: 'Describe the pipeline\'s deployments in it (key "deployments"), or remove the file.',
      location: { path, line: 1 },
    })
  }
  const problems = findPrefectProblems(parsed.file)
  if (problems.some(isError) || !isCheckedYaml(data)) return { deployments: [], problems }
  const deployments = readDeployments(data, locate)
  const own = [...findDuplicates(deployments), ...findTemplatedNames(deployments)]
  return { deployments: own.length > 0 ? [] : deployments, problems: [...problems, ...own] }
}

const isError = ({ severity }: Problem) => severity === 'error'

function readDeployments(yaml: PrefectYaml, locate: YamlFile['locate']): Deployment[] {
  return (yaml.deployments ?? []).flatMap((entry, index) => {
    if (typeof entry.name !== 'string') return []
    const here = ['deployments', index]
    // A section that the deployment has, be it empty, takes the place of the file's.
    const steps = (section: 'build' | 'push') => {
      const own = Object.hasOwn(entry, section)
      const path = own ? [...here, section] : [section]
      return readSteps(listed(own ? entry[section] : yaml[section]), (within) => locate([...path, ...within]))
    }
    const deployment: Deployment = {
      name: entry.name,
      index,
      location: locate([...here, 'name']),
      entrypoint: entry.entrypoint,
      entrypointLocation: locate([...here, 'entrypoint']),
      workPool: entry.work_pool?.name ?? undefined,
      workPoolLocation: locate([...here, 'work_pool', 'name']),
      image: imageOf(entry),
      imageLocation: locate([...here, 'work_pool', 'job_variables', 'image']),
      build: steps('build'),
      push: steps('push'),
      entry: { ...entry },
      locate: (path) => locate([...here, ...path]),
    }
    return [deployment]
  })
}

/** Nothing can also be written as an empty mapping. */
function listed(section: PrefectYaml['build']): StepEntry[] {
  return Array.isArray(section) ? section : []
}

function imageOf(entry: DeploymentEntry): string | undefined {
  const image = entry.work_pool?.job_variables?.['image']
  return typeof image === 'string' ? image : undefined
}

/** Deployments of one name and one flow overwrite each other; which flow it is only Python knows, so any two count. */
function findDuplicates(deployments: readonly Deployment[]): Problem[] {
  return deployments
    .filter(({ name }, index) => deployments.findIndex((other) => other.name === name) < index)
    .map(({ name, location }) => ({
      code: 'deployment-duplicate',
      severity: 'error',
      message: `Two deployments of this file are called "${name}".`,
      hint: 'Give each deployment a name of its own.',
      location,
    }))
}

/** The name decides the environment, so it has to be plain text. */
function findTemplatedNames(deployments: readonly Deployment[]): Problem[] {
  return deployments
    .filter(({ name }) => name.includes('{{'))
    .map(({ name, location }) => ({
      code: 'deployment-name-template',
      severity: 'error',
      message: `The deployment's name "${name}" holds a placeholder, so its environment can't be told.`,
      hint: 'Write the name out, ending in the environment, such as "--prod".',
      location,
    }))
}

function wrong(...problems: Omit<Problem, 'severity'>[]): PrefectFileResult {
  return { deployments: [], problems: problems.map((problem) => ({ ...problem, severity: 'error' })) }
}
