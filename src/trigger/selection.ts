import { failure } from '../problem.ts'
import type { DeployEvent } from './event.ts'
import { fitsPatterns } from './patterns.ts'

/** An event that says what changed. */
export type ChangingEvent = Extract<DeployEvent, { kind: 'push' | 'pull-request' }>

/** Which pipelines a run is asked to deploy. */
export type Selection =
  | { readonly kind: 'changed'; readonly by: ChangingEvent }
  | { readonly kind: 'named'; readonly patterns: readonly string[] }
  | { readonly kind: 'all' }

/**
 * Decides how the pipelines are found: by name where names are given, else by what the push or the pull request changes.
 * @param patterns names and globs from the input `pipelines`; `all` stands for every pipeline.
 * @throws ActionError `pipelines-not-named` for an event that says nothing about what changed.
 */
export function chooseSelection(
  event: Exclude<DeployEvent, { kind: 'branch-deleted' }>,
  patterns: readonly string[],
): Selection {
  const hasExclusions = patterns.some((pattern) => pattern.startsWith('!'))
  if (patterns.includes('all') && !hasExclusions) return { kind: 'all' }
  if (patterns.length > 0) {
    return { kind: 'named', patterns: patterns.map((pattern) => (pattern === 'all' ? '*' : pattern)) }
  }
  if (event.kind !== 'manual') return { kind: 'changed', by: event }
  throw failure(
    'pipelines-not-named',
    `The event "${event.eventName}" doesn't say which pipelines changed, and the input "pipelines" is empty.`,
    { hint: 'Give the input "pipelines": names, globs such as rj_smfp__*, or "all".' },
  )
}

/**
 * The pipelines that names and globs choose, in alphabetical order.
 * @throws ActionError `pipeline-unknown` that lists every name or glob that matches nothing.
 */
export function matchPipelines(patterns: readonly string[], pipelines: readonly string[]): string[] {
  const unmatched = patterns.filter((pattern) => {
    const glob = pattern.replace(/^!/, '')
    return !pipelines.some((name) => fitsPatterns(name, [glob]))
  })
  if (unmatched.length > 0) {
    throw failure('pipeline-unknown', `No pipeline matches ${unmatched.map((p) => `"${p}"`).join(', ')}.`, {
      hint: `Correct the input "pipelines". ${describe(pipelines)}`,
    })
  }
  return pipelines.filter((name) => fitsPatterns(name, patterns)).sort()
}

/** Says what makes a pipeline too: the folder that was named may well be there. */
function describe(pipelines: readonly string[]): string {
  if (pipelines.length === 0) return 'There is no pipeline: no folder has a prefect.yaml.'
  const shown = pipelines.slice(0, 20).join(', ')
  const more = pipelines.length > 20 ? ` and ${pipelines.length - 20} more` : ''
  return `The pipelines, which are the folders with a prefect.yaml, are ${shown}${more}.`
}
