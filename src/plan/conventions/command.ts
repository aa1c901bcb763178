import type { Pipeline } from '../../workspace/pipeline.ts'
import { normaliseName } from '../../workspace/uv-workspace.ts'
import type { ConventionRule } from './conventions.ts'
import { jobVariable } from './job-variables.ts'
import { escape } from './name-pattern.ts'

/** The command that a job runs is of this pipeline: a copied one would run the other pipeline's environment. */
export const command: ConventionRule = (pipeline, { conventions }) => {
  if (!conventions.command) return []
  return pipeline.deployments.flatMap((deployment) => {
    const text = commandText(jobVariable(deployment, 'command'))
    if (text === undefined || runsPipeline(text, pipeline)) return []
    return {
      code: 'convention-command',
      severity: 'warning',
      message: `The command of the deployment "${deployment.name}" doesn't run the package of this pipeline: ${text}`,
      hint: `Write "--package ${pipeline.packageName ?? pipeline.name}" in it, or leave the command to the image.`,
      location: deployment.locate(['work_pool', 'job_variables', 'command']),
    }
  })
}

/** A command, which may be a list of words; undefined where there is none. */
function commandText(value: unknown): string | undefined {
  const words: unknown[] = Array.isArray(value) ? value : [value]
  const texts = words.filter((word) => typeof word === 'string')
  return texts.length > 0 ? texts.join(' ') : undefined
}

function runsPipeline(text: string, { name, packageName }: Pipeline): boolean {
  const own = [name, packageName ?? name].map(normaliseName)
  const packages = [...text.matchAll(/--package[=\s]+['"]?(\{\{.*?\}\}|[^\s'"]+)/g)].map(
    ([, each = '']) => each,
  )
  if (packages.length > 0) {
    return packages.every((each) => each.includes('{{') || own.includes(normaliseName(each)))
  }
  return [name, packageName ?? name].some((each) => mentions(text, each))
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w-])${escape(name)}(?![\\w-])`).test(text)
}
