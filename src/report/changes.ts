import type { Comparison, DeploymentChange, Difference } from '../plan/compare.ts'
import { codeBlock, codeText, escapeMarkdown } from './markdown.ts'
import type { RunRecord } from './run-record.ts'

/** How many deployments a plan adds, changes, leaves alone, and finds gone from the repository. */
export function countStates({ changes, gone }: Comparison): string {
  const count = (state: DeploymentChange['state']) =>
    changes.filter((change) => change.state === state).length
  const counts = `${count('added')} to add, ${count('changed')} to change, ${count('unchanged')} unchanged`
  return gone.length > 0 ? `${counts}, ${gone.length} gone` : counts
}

/** What a plan would change in Prefect, deployment by deployment; empty where Prefect was not asked. */
export function describeChanges({ comparison, notCompared }: RunRecord): string {
  const changed = comparison?.changes.filter(({ state }) => state === 'changed') ?? []
  const gone = comparison?.gone.map(({ name }) => `\`${codeText(name)}\``) ?? []
  const parts = [
    ...notCompared.map((reason) => `_${escapeMarkdown(reason)}_`),
    ...changed.map(describeChange),
    ...(gone.length > 0
      ? [`**Gone from the files, and still in Prefect:** ${gone.join(', ')}. Delete them there.`]
      : []),
  ]
  return parts.join('\n\n')
}

function describeChange({ name, differences }: DeploymentChange): string {
  const title = `${escapeMarkdown(name)}: ${differences.length} setting${differences.length === 1 ? '' : 's'}`
  const diff = codeBlock(differences.flatMap(describeDifference), 'diff').join('\n')
  return `<details><summary>${title}</summary>\n\n${diff}\n\n</details>`
}

function describeDifference({ setting, before, after }: Difference): string[] {
  const line = (mark: string, value: string | undefined) =>
    value === undefined ? [] : [`${mark} ${setting}: ${value}`]
  return [...line('-', before), ...line('+', after)]
}
