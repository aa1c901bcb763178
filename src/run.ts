import { posix } from 'node:path'
import * as core from '@actions/core'
import { deploy } from './deploy.ts'
import type { Run } from './execute-plan.ts'
import { readInputs } from './inputs.ts'
import { ActionError, failure, messageOf, type Problem } from './problem.ts'
import { makeComment } from './report/comment-body.ts'
import { openLog, type Log } from './report/log.ts'
import { makeOutputs } from './report/outputs.ts'
import { beginRecord, type RunRecord } from './report/run-record.ts'
import { writeSummary } from './report/summary.ts'
import { readRunner } from './runner.ts'

/** How long the run waits for what it has told to stop, before it reports and ends all the same. */
const stopMs = 4000

/** Runs the action: reads what is asked, deploys, and reports however it ended. Never throws. */
export async function run(): Promise<void> {
  const startedAt = Date.now()
  let record = beginRecord({ startedAt, prefectApiUrl: undefined, dryRun: false })
  let log = openLog(core, (path) => path)
  let comment: ((summary: string) => Promise<void>) | undefined
  const problems: Problem[] = []
  try {
    const inputs = readInputs()
    const runner = readRunner()
    record = beginRecord({ startedAt, prefectApiUrl: inputs.prefect?.apiUrl, dryRun: inputs.dryRun })
    log = openLog(core, (path) => posix.join(inputs.workingDirectory, path))
    if (inputs.comment) comment = (summary) => commentOn({ inputs, runner, log, record, summary })
    await withDeadline(inputs.timeoutMs, (signal) => deploy({ inputs, runner, log, record, signal }))
  } catch (error) {
    process.exitCode = core.ExitCode.Failure
    problems.push(...describe(error))
  }
  const summary = await report(record, problems, log)
  await comment?.(summary)
}

/** Where a comment may not be written, as on a pull request from a fork, the summary has to do. */
async function commentOn({
  inputs,
  runner,
  log,
  record,
  summary,
}: Omit<Run, 'signal'> & { summary: string }): Promise<void> {
  const { environment, pullRequest: number } = record
  const { githubToken: token } = inputs
  if (environment === undefined || number === undefined || token === undefined) return
  const { serverUrl, apiUrl, repository, runId } = runner
  try {
    const { writeComment } = await import('./report/pull-request-comment.ts')
    const runUrl = `${serverUrl}/${repository}/actions/runs/${runId}`
    const body = makeComment(summary, { environment, runUrl })
    await writeComment({ repository, number, token, apiUrl }, { environment, body })
  } catch (error) {
    log.info(
      `The comment could not be written (it needs the permission "pull-requests: write", which forks never have): ${messageOf(error)}`,
    )
  }
}

/** Runs `task` with a signal that a cancelled job or too long a run aborts. */
async function withDeadline(timeoutMs: number, task: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController()
  const stopped = Promise.withResolvers<never>()
  const stop = (error: Error) => {
    if (controller.signal.aborted) return
    controller.abort(error)
    setTimeout(() => {
      stopped.reject(error)
    }, stopMs).unref()
  }
  const cancel = (name: string) => {
    stop(
      failure('cancelled', `The run was cancelled (${name}).`, {
        hint: 'Run the workflow again, unless a later push has deployed the same pipelines meanwhile. The summary says what was done until then.',
      }),
    )
  }
  const timer = setTimeout(() => {
    stop(
      failure('timeout', `The run took longer than ${timeoutMs / 60_000} minutes.`, {
        hint: 'Raise the input "timeout-minutes", or look in the timeline for what takes so long.',
      }),
    )
  }, timeoutMs)
  process.on('SIGINT', cancel).on('SIGTERM', cancel)
  try {
    await Promise.race([task(controller.signal), stopped.promise])
  } finally {
    clearTimeout(timer)
    process.off('SIGINT', cancel).off('SIGTERM', cancel)
  }
}

function describe(error: unknown): readonly Problem[] {
  if (error instanceof Error) core.debug(error.stack ?? error.message)
  if (error instanceof ActionError) return error.problems
  return [
    {
      code: 'internal-error',
      severity: 'error',
      message: `The action met an error that it doesn't know: ${messageOf(error)}`,
      hint: 'Run the job again with debug logging to see where; this may be a mistake in the action itself.',
    },
  ]
}

/** Gives the summary. */
async function report(record: RunRecord, problems: readonly Problem[], log: Log): Promise<string> {
  problems.forEach(log.annotate)
  for (const [name, value] of Object.entries(makeOutputs(record))) core.setOutput(name, value)
  const warnings = record.plan?.problems.filter(({ severity }) => severity !== 'error') ?? []
  const text = writeSummary(record, [...problems, ...warnings], Date.now())
  try {
    await core.summary.addRaw(text).write()
  } catch (error) {
    log.info(`The job summary could not be written: ${messageOf(error)}`)
  }
  return text
}
