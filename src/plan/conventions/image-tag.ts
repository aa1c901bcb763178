import { stepKey } from '../../workspace/build-step.ts'
import { asText } from '../../workspace/template.ts'
import type { ConventionRule } from './conventions.ts'
import { escape } from './name-pattern.ts'

/** An image's tag begins with the pipeline's name: all pipelines' images may share one repository. */
export const imageTag: ConventionRule = ({ name, deployments }, { conventions }) => {
  if (!conventions['image-tag']) return []
  // After it no letter: the tag of revenue_daily doesn't begin with the name revenue.
  const beginsWithName = new RegExp(`^${escape(name)}(?:$|[-.]|_?\\{\\{)`)
  const steps = deployments.flatMap(({ build }) => build).filter(({ kind }) => kind === 'image')
  const distinct = [...new Map(steps.map((step) => [stepKey(step), step])).values()]
  return distinct
    .map((step) => ({ step, tag: asText(step.args['tag'] ?? 'latest') }))
    .filter(({ tag }) => !beginsWithName.test(tag))
    .map(({ step, tag }) => ({
      code: 'convention-image-tag',
      severity: 'warning',
      message: `The image's tag "${tag}" doesn't begin with the pipeline's name.`,
      hint: `Begin it with "${name}-", so that no other pipeline's image takes its place in the registry.`,
      location: step.locateArgument('tag'),
    }))
}
