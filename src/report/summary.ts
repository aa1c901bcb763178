import type { Problem } from '../problem.ts'
import { countStates, describeChanges } from './changes.ts'
import { codeBlock, codeText, escapeMarkdown, makeTable } from './markdown.ts'
import { listDeployments, listImages, type DeploymentResult, type ImageResult } from './results.ts'
import type { RunRecord } from './run-record.ts'
import { drawTimeline } from './timeline.ts'

/** In bytes. GitHub shows at most 1 MiB; what is longer is cut here, at a line's end, instead of being refused there. */
const longestSummary = 1_000_000

/** How many changed paths outside of the pipelines are worth reading. */
const mostPaths = 30

/**
 * Writes the job summary in GitHub's Markdown.
 * @param problems what ended the run, and the warnings on the way.
 */
export function writeSummary(record: RunRecord, problems: readonly Problem[], endedAt: number): string {
  const parts = [
    `## ${headline(record, problems)}`,
    escapeMarkdown(record.nothingToDo ?? record.plan?.reason ?? ''),
    ...problems.map(describeProblem),
    describePipelines(record, endedAt),
    describeChanges(record),
    describeImages(record),
    describeLeftOut(record),
    drawTimeline(record.spans, record.startedAt),
  ]
  const text = parts.filter((part) => part !== undefined && part !== '').join('\n\n')
  const bytes = Buffer.from(text)
  if (bytes.length <= longestSummary) return `${text}\n`
  const shown = bytes.subarray(0, longestSummary).toString()
  return `${shown.slice(0, shown.lastIndexOf('\n'))}\n\nThe rest is in the log.\n`
}

function headline(record: RunRecord, problems: readonly Problem[]): string {
  const name = record.environment
  const environment = name === undefined ? '' : ` ${record.dryRun ? 'for' : 'to'} ${escapeMarkdown(name)}`
  const failed = problems.some(({ severity }) => severity === 'error')
  if (record.dryRun) return `Plan${environment}${failed ? ' failed' : `: ${planned(record)}`}`
  if (failed) return `Deploy${environment} failed`
  const counts = countDeployments(record)
  return counts === undefined ? `Nothing to deploy${environment}` : `Deployed ${counts}${environment}`
}

function planned(record: RunRecord): string {
  if (record.comparison) return countStates(record.comparison)
  const counts = countDeployments(record)
  return counts === undefined ? 'nothing to deploy' : `deploy ${counts}`
}

function countDeployments({ plan }: RunRecord): string | undefined {
  const { pipelines = [], deployments = [] } = plan ?? {}
  if (deployments.length === 0) return undefined
  return `${count(deployments.length, 'deployment')} of ${count(pipelines.length, 'pipeline')}`
}

function describeProblem({ severity, message, hint, location, code }: Problem): string {
  const kind = { error: 'CAUTION', warning: 'WARNING', notice: 'NOTE' }[severity]
  const place = location ? `\`${codeText(placeOf(location))}\` ` : ''
  const [first = '', ...rest] = message.split('\n')
  const quoted = rest.length > 0 ? ['', ...codeBlock(rest), ''] : []
  const lines = [
    `[!${kind}]`,
    `${place}${escapeMarkdown(first)}`,
    ...quoted,
    ...(hint ? ['', `${escapeMarkdown(hint)} (${code})`] : []),
  ]
  return lines.map((line) => `> ${line}`).join('\n')
}

function placeOf({ path, line }: { path: string; line?: number }): string {
  return line === undefined ? path : `${path}:${line}`
}

/** One row for each deployment; a pipeline without any has a row of its own. */
function describePipelines(record: RunRecord, endedAt: number): string | undefined {
  const { plan } = record
  if (!plan || plan.pipelines.length === 0) return undefined
  const deployments = listDeployments(record)
  const rows = plan.pipelines.flatMap((pipeline) => {
    const name = escapeMarkdown(pipeline)
    const own = deployments.filter((deployment) => deployment.pipeline === pipeline)
    if (own.length === 0) return [[name, '', '', noDeployment(record)]]
    return own.map((deployment, index) => [
      index === 0 ? name : '',
      index === 0 ? describeImageOf(record, deployment.image) : '',
      deployment.url === undefined
        ? escapeMarkdown(deployment.name)
        : `[${escapeMarkdown(deployment.name)}](${deployment.url})`,
      describeResult(record, deployment),
    ])
  })
  const table = makeTable(['Pipeline', 'Image', 'Deployment', 'Result'], rows)
  return `${table}\n\nThe run took ${seconds(endedAt - record.startedAt)}.`
}

function noDeployment({ plan, environment }: RunRecord): string {
  const unread = plan?.problems.some(({ severity }) => severity === 'error') ?? false
  return unread ? 'not begun' : `no deployment for ${escapeMarkdown(environment ?? '')}`
}

/** The tag, and where it was built the short digest and the time that it took. */
function describeImageOf(record: RunRecord, reference: string | undefined): string {
  if (reference === undefined) return ''
  const built = record.built.find(({ image }) => image.reference === reference)
  const tag = `\`${codeText(reference.slice(reference.lastIndexOf('/') + 1))}\``
  if (built === undefined) return tag
  return `${tag}<br>\`${built.digest.slice(0, 19)}\` in ${seconds(built.finishedAt - built.startedAt)}`
}

function describeResult(
  { dryRun, comparison }: RunRecord,
  { pipeline, name, result }: DeploymentResult,
): string {
  if (dryRun) {
    const change = comparison?.changes.find((each) => each.pipeline === pipeline && each.name === name)
    return change === undefined
      ? 'planned'
      : { added: 'to add', changed: 'to change', unchanged: 'unchanged' }[change.state]
  }
  return { registered: 'registered', failed: 'failed', unchanged: 'as before' }[result]
}

/** The full references and digests, for copying. */
function describeImages(record: RunRecord): string | undefined {
  const images = listImages(record)
  if (images.length === 0) return undefined
  const rows = images.map((image) => [
    `\`${codeText(image.tag === '' ? image.name : `${image.name}:${image.tag}`)}\``,
    image.digest === undefined ? '' : `\`${codeText(image.digest)}\``,
    stateOfImage(record, image),
  ])
  const table = makeTable(['Image', 'Digest', 'State'], rows)
  return `<details><summary>Images</summary>\n\n${table}\n\n</details>`
}

function stateOfImage({ pushed, dryRun, existing }: RunRecord, { name, tag, result }: ImageResult): string {
  switch (result) {
    case 'built':
      return 'pushed'
    case 'reused':
      return 'named, not built here'
    case 'planned':
      if (pushed.has(`${name}:${tag}`)) return 'pushed, and used by nothing'
      if (existing?.has(`${name}:${tag}`)) return 'planned, and in the registry already'
      return dryRun ? 'planned' : 'not pushed'
  }
}

/** What the push changed without an effect on any pipeline. */
function describeLeftOut({ plan }: RunRecord): string | undefined {
  if (!plan) return undefined
  const parts: string[] = []
  if (plan.removed.length > 0) {
    const names = plan.removed.map((name) => `\`${codeText(name)}\``).join(', ')
    parts.push(
      `**Gone from the repository:** ${names}. Their deployments are still in Prefect; delete them there.`,
    )
  }
  if (plan.elsewhere.length > 0) {
    const shown = plan.elsewhere.slice(0, mostPaths).map((path) => `- \`${codeText(path)}\``)
    const more = plan.elsewhere.length > mostPaths ? [`- and ${plan.elsewhere.length - mostPaths} more`] : []
    const title = `Changed outside of the pipelines (${count(plan.elsewhere.length, 'path')}): deploys nothing by itself`
    parts.push(
      `<details><summary>${title}</summary>\n\n${[...shown, ...more].join('\n')}\n\nTo deploy the pipelines that use them, run the workflow by hand with the input "pipelines".\n\n</details>`,
    )
  }
  return parts.join('\n\n')
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
