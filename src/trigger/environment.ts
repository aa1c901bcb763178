import { failure } from '../problem.ts'
import { fitsPatterns } from './patterns.ts'

/** Environment names, each with the glob patterns of the branches that deploy to it. */
export type EnvironmentMap = Readonly<Record<string, readonly string[]>>

/**
 * Picks the environment that a branch deploys to.
 * @param override the environment that the user named; it must be one of the map's.
 * @throws ActionError `environment-unknown`, `branch-not-mapped` or `branch-ambiguous`, each listing the map.
 */
export function chooseEnvironment(branch: string, map: EnvironmentMap, override?: string): string {
  if (override !== undefined) {
    if (Object.hasOwn(map, override)) return override
    throw failure('environment-unknown', `There is no environment "${override}". ${describe(map)}`, {
      hint: 'Correct the input "environment", or add the environment to the input "environments".',
    })
  }
  const [environment, ...others] = Object.entries(map)
    .filter(([, patterns]) => fitsPatterns(branch, patterns))
    .map(([name]) => name)
  if (environment === undefined) {
    throw failure('branch-not-mapped', `The branch "${branch}" belongs to no environment. ${describe(map)}`, {
      hint: 'Push to one of these branches, add the branch to the input "environments", or name the environment in the input "environment".',
    })
  }
  if (others.length > 0) {
    throw failure(
      'branch-ambiguous',
      `The branch "${branch}" belongs to several environments: ${[environment, ...others].join(', ')}. ${describe(map)}`,
      { hint: 'Make the patterns in the input "environments" exclude one another.' },
    )
  }
  return environment
}

/**
 * The environment that a deployment's name ends in, as in `x--prod`, `x-prod` and `x_prod`: the longest that fits,
 * so that `x--pre-prod` is `pre-prod` and not `prod` where both exist.
 */
export function environmentOfDeployment(name: string, environments: readonly string[]): string | undefined {
  return environments
    .filter((environment) => name.endsWith(`-${environment}`) || name.endsWith(`_${environment}`))
    .reduce<string | undefined>(
      (longest, environment) => (environment.length > (longest?.length ?? 0) ? environment : longest),
      undefined,
    )
}

function describe(map: EnvironmentMap): string {
  const lines = Object.entries(map).map(([name, patterns]) => `${name}: ${patterns.join(', ')}`)
  return `The environments and their branches are ${lines.join('; ')}.`
}
