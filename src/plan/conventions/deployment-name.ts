import { environmentOfDeployment } from '../../trigger/environment.ts'
import type { ConventionRule } from './conventions.ts'
import { readFolderName } from './folder-name.ts'
import { escape, fillName, readName } from './name-pattern.ts'

/** Two hyphens in a row are left to the pattern, which separates by them. */
const words = '[a-z0-9]+(?:-[a-z0-9]+)*'

/**
 * A deployment's name has the agreed form. A part that the folder's pattern has too must be the folder's, with hyphens
 * for underscores.
 */
export const deploymentName: ConventionRule = (pipeline, context) => {
  const { deployment: pattern } = context.conventions
  if (pattern === false) return []
  const { environments } = context
  const folderParts = Object.entries(readFolderName(pipeline.name, context) ?? {})
  const known = Object.fromEntries(folderParts.map(([part, text]) => [part, text.replaceAll('_', '-')]))
  const partPattern = (part: string) => {
    if (part === 'environment') return environments.map(escape).join('|')
    return Object.hasOwn(known, part) ? escape(known[part] ?? '') : words
  }
  return pipeline.deployments
    .filter(({ name }) => readName(name, pattern, partPattern) === undefined)
    .map(({ name, location }) => {
      const environment = environmentOfDeployment(name, environments)
      const wanted = fillName(pattern, { ...known, ...(environment !== undefined && { environment }) })
      return {
        code: 'convention-deployment-name',
        severity: 'warning',
        message: `The deployment's name "${name}" is not of the form ${pattern}.`,
        hint: `Name it ${wanted}, in lower case letters, digits and hyphens. Prefect keeps the deployment of the old name, with its schedules, until it is deleted there.`,
        location,
      }
    })
}
