import type { Location } from '../../problem.ts'
import { environmentOfDeployment } from '../../trigger/environment.ts'
import type { Deployment, Pipeline } from '../../workspace/pipeline.ts'
import type { ConventionContext, ConventionRule } from './conventions.ts'
import { findJobVariables } from './job-variables.ts'

/** A secret that a deployment mounts. */
interface MountedSecret {
  readonly deployment: Deployment
  readonly environment: string
  readonly name: string
  readonly location: Location
  /** It is one that only production may mount, and this isn't production. */
  readonly isProductions: boolean
}

/** The jobs of each environment mount the secrets of that environment. */
export const secretName: ConventionRule = (pipeline, context) => {
  const { secrets } = context.conventions
  if (secrets === false) return []
  return findSecrets(pipeline, context).flatMap(
    ({ deployment, environment, name, location, isProductions }) => {
      const allowed = Object.hasOwn(secrets, environment) ? secrets[environment] : undefined
      if (allowed === undefined || allowed.includes(name) || isProductions) return []
      return {
        code: 'convention-secret-name',
        severity: 'warning',
        message: `The deployment "${deployment.name}" mounts the secret "${name}", which is not one of "${environment}".`,
        hint: `Write ${allowed.join(' or ')}.`,
        location,
      }
    },
  )
}

/** No other environment mounts a secret of production: its flows would work on the real data. */
export const productionSecret: ConventionRule = (pipeline, context) =>
  findSecrets(pipeline, context)
    .filter(({ isProductions }) => isProductions)
    .map(({ deployment, environment, name, location }) => {
      const own = ownSecrets(context, environment)
      return {
        code: 'convention-production-secret',
        severity: 'error',
        message: `The deployment "${deployment.name}" of "${environment}" mounts production's secret "${name}": its runs would work on the real data.`,
        hint: own.length > 0 ? `Write ${own.join(' or ')}.` : `Mount a secret of "${environment}".`,
        location,
      }
    })

/** The secrets that deployments of known environments mount. Names that Prefect fills in are not known. */
function findSecrets({ deployments }: Pipeline, context: ConventionContext): MountedSecret[] {
  const { production } = context.conventions
  const productions = production === false ? [] : ownSecrets(context, production)
  return deployments.flatMap((deployment) => {
    const environment = environmentOfDeployment(deployment.name, context.environments)
    if (environment === undefined) return []
    return findJobVariables(deployment, 'secretName').flatMap(({ value: name, path }) => {
      if (typeof name !== 'string' || name.includes('{{')) return []
      const isOwn = environment === production || ownSecrets(context, environment).includes(name)
      const isProductions = !isOwn && productions.includes(name)
      return [{ deployment, environment, name, location: deployment.locate(path), isProductions }]
    })
  })
}

function ownSecrets({ conventions: { secrets } }: ConventionContext, environment: string): readonly string[] {
  return secrets !== false && Object.hasOwn(secrets, environment) ? (secrets[environment] ?? []) : []
}
